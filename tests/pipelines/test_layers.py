"""Data flows one way, code too: laws over the asset graph and over imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from pipelines.definitions import defs
from tests.house.imports import list_imports

GROUPS = ["ingest", "extract", "derive", "model", "view", "release"]
STAGE_PACKAGES = ["extract", "language", "entities", "claims", "numbers", "dates", "stories"]
# Network clients, databases, clocks, environment and chance: the caller passes what is needed of these.
FORBIDDEN = {
    "dagster", "requests", "httpx", "urllib3", "urllib.request", "http.client", "socket", "aiohttp", "duckdb",
    "sqlite3", "deltalake", "random", "secrets", "uuid",
}  # fmt: skip
CLOCK_CALLS = {("time", "time"), ("datetime", "now"), ("datetime", "today"), ("date", "today"), ("os", "environ")}
GRAPH = defs.resolve_asset_graph()


def list_modules(folder: str) -> list[Path]:
    return sorted(Path(folder).rglob("*.py"))


def test_assets_depend_on_their_own_or_earlier_groups_only() -> None:
    for key in GRAPH.get_all_asset_keys():
        node = GRAPH.get(key)
        for parent in node.parent_keys:
            above = GRAPH.get(parent).group_name
            assert GROUPS.index(above) <= GROUPS.index(node.group_name), f"{key} reads {parent}"


def test_every_asset_has_description_owner_kinds_and_code_version() -> None:
    for key in GRAPH.get_all_asset_keys():
        node = GRAPH.get(key)
        first = (node.description or "").split("\n")[0]
        assert first and len(first) < 110, f"{key}: {first}"
        assert node.owners and 1 <= len(node.kinds) <= 3, key


def test_every_table_reaches_the_release_and_few_lead_there_directly() -> None:
    warehouse = dg.AssetKey("warehouse")
    assert GRAPH.get_ancestor_asset_keys(warehouse) == GRAPH.get_all_asset_keys() - {warehouse}
    direct = GRAPH.get(warehouse).parent_keys
    # The views, and the models that no other table reads.
    assert len(direct) < 35
    for key in direct:
        assert GRAPH.get(key).child_keys == {warehouse}, f"{key} reaches the release by way of another table"


def test_every_asset_leads_to_its_code_and_to_where_it_lies() -> None:
    for key in GRAPH.get_all_asset_keys():
        metadata = GRAPH.get(key).metadata
        references = metadata["dagster/code_references"].code_references
        assert references and all(Path(reference.file_path).is_file() for reference in references), key
        assert metadata["dagster/storage_kind"] in ("deltalake", "duckdb") and metadata["dagster/uri"], key


def test_assets_with_evidence_are_tagged_and_proved() -> None:
    tagged = {key.to_user_string() for key in GRAPH.get_all_asset_keys() if GRAPH.get(key).tags.get("evidence")}
    proved = {key.asset_key.to_user_string() for key in GRAPH.asset_check_keys if key.name == "evidence"}
    assert {"claims", "numbers", "mentions", "dates"} <= tagged & proved
    by_day = {name for name in tagged if GRAPH.get(dg.AssetKey(name)).tags["rows"] == "by_day"}
    assert by_day == proved


def test_day_stages_are_partitioned_by_day() -> None:
    for name in ("captures", "articles", "skipped", "claims", "signatures"):
        assert isinstance(GRAPH.get(dg.AssetKey(name)).partitions_def, dg.DailyPartitionsDefinition)


ABOVE = {"broadsheet": {"dagster", "assets", "pipelines"}, "assets": {"pipelines"}, "pipelines": set()}


@pytest.mark.parametrize("layer", ABOVE)
def test_imports_point_from_pipelines_to_assets_to_the_library(layer: str) -> None:
    for path in list_modules(layer):
        assert not list_imports(path) & ABOVE[layer], path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not any(node.value.startswith(f"{above}.") for above in ABOVE[layer] - {"dagster"}), path


@pytest.mark.parametrize("package", STAGE_PACKAGES)
def test_stage_package_knows_no_network_database_clock_or_chance(package: str) -> None:
    for path in list_modules(f"broadsheet/{package}"):
        assert not list_imports(path) & FORBIDDEN, path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                assert (node.value.id, node.attr) not in CLOCK_CALLS, f"{path}:{node.lineno}"


def test_assets_hold_no_sql() -> None:
    for path in list_modules("assets"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert not node.value.lower().lstrip().startswith(("select ", "with ", "insert ")), path


IMPORT_WATCHED = """
import os, sys
seen = []
home = os.environ["BROADSHEET_HOME"]
def watch(event, arguments):
    if event in ("socket.connect", "sqlite3.connect", "socket.getaddrinfo"):
        seen.append((event, str(arguments)))
    # The one file that partitions are read from.
    if event == "open" and str(arguments[0]).startswith(home) and str(arguments[0]) != home + "/first_day":
        seen.append((event, str(arguments[0])))
sys.addaudithook(watch)
import pipelines.definitions
assert "_duckdb" not in sys.modules or not seen
print(seen)
assert not seen and not os.path.exists(home)
"""


@pytest.mark.slow
def test_importing_definitions_opens_no_data_network_or_database(tmp_path: Path) -> None:
    environment = {"BROADSHEET_HOME": str(tmp_path / "home"), "PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path.cwd())}
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WATCHED], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == "", "the web UI shows these warnings at its start"
