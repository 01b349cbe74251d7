"""Notices of what went wrong, to a file, a webhook and by e-mail, as the settings say.

Belongs here: the text of a notice and the three ways it takes. When one is due belongs to `pipelines.notify` and
`pipelines.watching`. A notice names runs, jobs, checks and errors, and of articles that a watch finds outlet, headline
and address, never a text of a page.
"""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from http.client import HTTPException
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from broadsheet.errors import SourceError
from broadsheet.masking import mask_address, mask_parts
from broadsheet.private_files import open_to_append
from pipelines.service_settings import ServiceSettings

_TIMEOUT_S = 15.0
_LONGEST_ERROR = 2000

PostJson = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Notice:
    """What went wrong in a run, or what a watch found. kind: run_failed, checks_failed or watch_hits.

    checks: asset and check, as `claims: evidence`. at: time in ISO 8601. error: the errors, or the articles, a line
    each. count: articles found.
    """

    kind: str
    job: str
    run_id: str
    at: str
    error: str = ""
    checks: tuple[str, ...] = ()
    count: int = 0

    @property
    def title(self) -> str:
        """One line."""
        if self.kind == "watch_hits":
            return f"Broadsheet: {self.count} new articles for your watches"
        what = "failed" if self.kind == "run_failed" else f"broke {len(self.checks)} checks"
        return f"Broadsheet: run {self.run_id[:8]} of {self.job} {what}"

    @property
    def text(self) -> str:
        """The whole of it for a person."""
        lines = [self.title, f"at {self.at}", *(f"check {check}" for check in self.checks), self.error[:_LONGEST_ERROR]]
        return "\n".join(line for line in lines if line)


def post_json(address: str, body: bytes) -> None:
    """Send JSON by POST. Raises OSError or HTTPException where it does not arrive."""
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"}, method="POST")
    with urllib.request.urlopen(request, timeout=_TIMEOUT_S):
        pass


def send_notice(notice: Notice, settings: ServiceSettings, post: PostJson = post_json) -> None:
    """Send a notice every way that the settings name; one that fails keeps no other from being tried.

    post: how JSON gets to the webhook. Raises SourceError with all ways that failed.
    """
    faults: list[str] = []
    if settings.notify_file:
        with _collected(faults, settings.notify_file):
            _append(Path(settings.notify_file).expanduser(), _to_json(notice))
    if settings.notify_webhook:
        with _collected(faults, settings.notify_webhook):
            post(settings.notify_webhook, _to_json(notice))
    if settings.notify_email:
        with _collected(faults, settings.notify_mail_server):
            _send_email(notice, settings)
    if faults:
        raise SourceError(f"A notice did not get through: {'; '.join(faults)}.")


@contextmanager
def _collected(faults: list[str], way: str) -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException, smtplib.SMTPException, ValueError) as error:
        # Libraries and servers repeat what they were given: InvalidURL holds the path of a webhook.
        said = mask_parts(str(error), [way] if "://" in way else [])
        faults.append(f"{hide_path(way)}: {type(error).__name__}: {said}")


def hide_path(way: str) -> str:
    """An address without what may be a secret in it: the path of a webhook often is its key."""
    if "://" not in way:
        return way
    parts = urlsplit(mask_address(way))
    return f"{parts.scheme}://{parts.netloc}"


def _to_json(notice: Notice) -> bytes:
    # `text` is what chat programs show of a webhook.
    return json.dumps(asdict(notice) | {"title": notice.title, "text": notice.text}, ensure_ascii=True).encode()


def _append(path: Path, line: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with open_to_append(path) as file:
        file.write(line + b"\n")


def _send_email(notice: Notice, settings: ServiceSettings) -> None:
    """Send it, encrypted where the server can; a password goes over an encrypted or a loopback connection only."""
    message = EmailMessage()
    message["From"], message["To"] = settings.notify_sender, settings.notify_email
    message["Subject"] = " ".join(notice.title.split())
    message.set_content(notice.text)
    server = urlsplit(settings.notify_mail_server)
    with _connect(server) as connection:
        connection.ehlo()
        is_safe = server.scheme == "smtps" or _is_loopback(server.hostname or "")
        if server.scheme == "smtp" and connection.has_extn("starttls"):
            connection.starttls(context=ssl.create_default_context())
            connection.ehlo()
            is_safe = True
        if server.username:
            if not is_safe:
                raise smtplib.SMTPException("the server offers no encryption, so the password is not sent")
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _connect(server: SplitResult) -> smtplib.SMTP:
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(host, server.port or smtplib.SMTP_SSL_PORT, timeout=_TIMEOUT_S, context=context)
    return smtplib.SMTP(host, server.port or smtplib.SMTP_PORT, timeout=_TIMEOUT_S)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
