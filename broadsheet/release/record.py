"""The record beside a release: what it was built from, and by which size and hash its file is known again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path

from broadsheet.errors import ReleaseError
from broadsheet.settings import Settings
from broadsheet.warehouse import open_warehouse

_PIECE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class ReleaseRecord:
    """What is known of a release. input_version: fingerprint of all that it was built from.

    layout, parts: as in broadsheet.release.base, by which the next release knows what it can take over. linked: by
    table that it reads from the files of the lake, the version there.
    """

    release_id: str
    input_version: str
    file_bytes: int
    sha256: str
    layout: str = ""
    parts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    linked: Mapping[str, int] = field(default_factory=dict)


def write_record(
    release_id: str,
    release: Path,
    input_version: str,
    layout: str = "",
    parts: Mapping[str, Mapping[str, str]] | None = None,
    linked: Mapping[str, int | None] | None = None,
) -> Path:
    """Write the record of a release file beside it; returns where it lies."""
    known = {table: dict(days) for table, days in (parts or {}).items()}
    versions = {table: version for table, version in (linked or {}).items() if version is not None}
    file_bytes, digest = release.stat().st_size, _hash_file(release)
    record = ReleaseRecord(release_id, input_version, file_bytes, digest, layout, known, versions)
    path = record_path(release)
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(asdict(record), indent=2) + "\n", encoding="utf-8")
    os.replace(partial, path)  # noqa: PTH105  the one Path.replace of a publication is the switch of its link
    return path


def read_release_record(settings: Settings) -> ReleaseRecord | None:
    """The record of the release in place; None where there is none or it cannot be read."""
    return read_record(settings.warehouse.resolve()) if settings.warehouse.exists() else None


def read_record(release: Path) -> ReleaseRecord | None:
    """The record of a release file; None where it cannot be read."""
    try:
        return ReleaseRecord(**json.loads(record_path(release).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def find_release_fault(settings: Settings, *, reads_file: bool = True) -> str | None:
    """Why the release in place cannot be trusted, in words; None where it is as it was published.

    reads_file: whether it is read and opened; otherwise only its size is compared, for those who ask every minute.
    """
    if not settings.warehouse.exists():
        return "nothing is published yet" if not settings.warehouse.is_symlink() else "the release in place is gone"
    record, path = read_release_record(settings), settings.warehouse.resolve()
    if record is None:
        return "the release in place has no record"
    found = path.stat().st_size
    if found != record.file_bytes:
        return f"the release in place is {found} bytes long instead of {record.file_bytes}"
    if not reads_file:
        return None
    if _hash_file(path) != record.sha256:
        return "the release in place was changed after it was published"
    try:
        with closing(open_warehouse(settings)):
            return None
    except ReleaseError as error:
        return f"the release in place cannot be opened: {error}"


def record_path(release: Path) -> Path:
    """Where the record of a release file lies."""
    return release.with_suffix(".json")


def _hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()
