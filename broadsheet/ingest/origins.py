"""Where a record comes from, and the capture made of it: the one place that builds a Capture and its id."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime

from broadsheet.ids import hash_id
from broadsheet.ingest.problems import Problem
from broadsheet.ingest.publishers import Publishers
from broadsheet.ingest.sources import Source
from broadsheet.ingest.warc_metadata import CaptureMetadata
from broadsheet.masking import mask_header, strip_secrets
from broadsheet.records import Capture

# Larger records are problems: no article is that long, and a body is held in memory whole.
MAX_RECORD_BYTES = 64 << 20
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x20\x7f]+")


@dataclass(frozen=True, slots=True)
class Origin:
    """The file (or stream) that records are read from.

    path: as `captures.origin_path`, `<source id>/<path below its folder>`. received_at: stands in where a record
    does not say when it was received; it is the file's time, or noon of the day that a folder is named after
    (has_folder_day). kind: as `captures.origin_kind`.
    """

    source: Source
    path: str
    received_at: datetime
    kind: str
    publishers: Publishers = field(default_factory=Publishers)
    has_folder_day: bool = False

    def note_time(self, draft: Draft, reason: str, detail: str) -> None:
        """Remark that a record does not say when it was received, and what stands in."""
        if self.has_folder_day:
            reason, detail = "day_of_folder", f"{detail}; noon UTC of the day that its folder is named after"
        draft.note(reason, detail)


@dataclass(slots=True)
class Draft:
    """What a reader found of one record; everything but the body may be unknown."""

    body: bytes
    offset: int = 0
    url: str | None = None
    requested_url: str | None = None
    captured_at: datetime | None = None
    http_status: int | None = None
    http_headers: tuple[tuple[str, str], ...] = ()
    content_type: str | None = None
    declared_charset: str | None = None
    metadata: CaptureMetadata = field(default_factory=CaptureMetadata)
    notes: list[Problem] = field(default_factory=list)

    def note(self, reason: str, detail: str) -> None:
        """Remark on something that could not be read."""
        self.notes.append(Problem(self.offset, reason, detail))


def build_capture(draft: Draft, origin: Origin) -> Capture:
    """The capture of `draft`.

    Its id is a hash of source, address, time, body, file and place: a rerun gives the same id, and the same document
    at two places is two captures.
    """
    source = origin.source
    captured_at = draft.captured_at or origin.received_at
    said = draft.metadata
    url, requested_url = _strip(draft.url), _strip(draft.requested_url or said.requested_url)
    source_id = origin.publishers.choose_source_id(source.id, source.domain, url or requested_url)
    if said.source_id and not source.domain:
        source_id = said.source_id
    body_sha256 = hashlib.sha256(draft.body).hexdigest()
    parts = (source_id, url, captured_at.isoformat(), body_sha256, origin.path, draft.offset)
    return Capture(
        capture_id=hash_id(*parts),
        captured_at=captured_at,
        source_id=source_id,
        body=draft.body,
        body_sha256=body_sha256,
        origin_kind=origin.kind,
        origin_path=origin.path,
        origin_offset=draft.offset,
        requested_url=requested_url,
        url=url,
        redirect_urls=tuple(map(strip_secrets, said.redirect_urls)),
        http_status=draft.http_status,
        http_headers=tuple((name, mask_header(name, value)) for name, value in draft.http_headers),
        content_type=draft.content_type,
        declared_charset=draft.declared_charset,
        language_hint=source.language or said.language_hint,
        robots_rule=said.robots_rule,
        ai_training_opt_out=said.ai_training_opt_out,
        listed_in_url=_strip(said.listed_in_url),
        listed_title=said.listed_title,
        listed_published_at=said.listed_published_at,
        listed_modified_at=said.listed_modified_at,
        listed_publisher_name=said.listed_publisher_name,
        listed_publisher_url=_strip(said.listed_publisher_url),
    )


def _strip(address: str | None) -> str | None:
    return None if address is None else strip_secrets(address)


def split_content_type(value: str | None) -> tuple[str | None, str | None]:
    """Media type in lower case and charset parameter of a Content-Type, each None where it is not there.

    >>> split_content_type('Text/HTML; Charset="ISO-8859-1"')
    ('text/html', 'ISO-8859-1')
    """
    if not value:
        return None, None
    media, *parameters = value.split(";")
    charset = None
    for parameter in parameters:
        name, _, given = parameter.partition("=")
        if name.strip().lower() == "charset" and charset is None:
            charset = given.strip().strip("\"'").strip() or None
    return media.strip().lower() or None, charset


def clean_text(text: str) -> str:
    """`text` with each half of a surrogate pair replaced by U+FFFD, so that it can be stored as UTF-8."""
    return _SURROGATE.sub("\ufffd", text)


def clean_url(text: str) -> str | None:
    """`text` without the blanks and control characters that no address has; None where nothing is left."""
    return _CONTROL.sub("", clean_text(text)) or None
