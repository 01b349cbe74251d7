"""Only broadsheet.fetch opens the network: no other module imports what could."""

from __future__ import annotations

from pathlib import Path

from tests.house.imports import list_imports

ROOT = Path(__file__).parents[2]
CLIENTS = {
    "aiohttp", "asyncio.open_connection", "ftplib", "http.client", "httpcore", "httpcore2", "httpx", "httpx2",
    "imaplib", "poplib", "pycurl", "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib",
    "urllib.request", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
# Modules with a reason.
_NOTICES = (
    "notices go where the user's own settings say: a mail server, a webhook of the newsroom, often on its own network"
)
EXCEPTIONS = {
    "assets/process.py": {"socket": "the name of this machine"},
    "broadsheet/browse/listening.py": {"socket": "listens on this machine, opens no connection"},
    "broadsheet/pool/ray_cluster.py": {"socket": "asks whether the cluster that the user names listens"},
    "pipelines/home.py": {"socket": "the name of this machine"},
    "pipelines/notices.py": dict.fromkeys(("http.client", "urllib.request", "smtplib", "ssl"), _NOTICES),
}


def test_only_the_fetcher_imports_network_clients() -> None:
    found = {}
    for path in sorted(
        path for folder in ("broadsheet", "assets", "pipelines") for path in (ROOT / folder).rglob("*.py")
    ):
        module = path.relative_to(ROOT).as_posix()
        clients = set() if module.startswith("broadsheet/fetch/") else list_imports(path) & CLIENTS
        found |= {module: clients} if clients else {}
    assert found == {module: set(reasons) for module, reasons in EXCEPTIONS.items()}


def test_the_fetcher_is_seen_to_open_the_network() -> None:
    assert list_imports(ROOT / "broadsheet/fetch/backend.py") & CLIENTS >= {"socket", "httpcore2"}
