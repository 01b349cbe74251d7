"""The commands `broadsheet export ...`: what the warehouse holds, written out for other tools.

Belongs here: which captures are chosen, and putting the file in place whole. What a record holds belongs to
broadsheet.ingest.warc_export.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from rich.console import Console

from broadsheet import __version__
from broadsheet.errors import SettingsError
from broadsheet.ingest.warc_export import write_capture
from broadsheet.ingest.warc_records import pack_record, write_info
from broadsheet.private_files import write_beside
from broadsheet.records import Capture
from broadsheet.settings import Settings
from broadsheet.stages.captures import StoredCaptures
from broadsheet.stages.context import StageContext

_ENDINGS = (".warc.gz", ".warc")
_ABOUT = (("software", f"broadsheet/{__version__}"), ("description", "captures as stored, bodies decoded"))


def export_warc(
    settings: Settings, days: Collection[date] | None, source: str | None, output: Path, *, without_opt_outs: bool
) -> None:
    """Write the captures of days (None: all) to a WARC file and say how many they were.

    source: only captures of this source_id. without_opt_outs: leave out those whose page or site says no to AI
    training. The file appears when it is whole. Raises SettingsError for a name that no reader would take for a WARC.
    """
    if not output.name.endswith(_ENDINGS):
        raise SettingsError(f"{output} names no archive. Write a name that ends in {' or '.join(_ENDINGS)}.")
    lake = StageContext.of(settings).lake
    stored = lake.days("captures")
    chosen = [day for day in stored if days is None or day in days]
    counts: Counter[str] = Counter()

    def choose() -> Iterator[Capture]:
        for day in chosen:
            captures = StoredCaptures(lake, day)
            ids = captures.rows.filter(captures.rows["source_id"] == source)["capture_id"] if source else None
            for capture in captures.read(ids):
                is_left_out = without_opt_outs and capture.ai_training_opt_out is True
                counts["left out" if is_left_out else "written"] += 1
                if not is_left_out:
                    yield capture

    _write(output, choose())
    console = Console(stderr=True, soft_wrap=True)
    left_out = f"; {counts['left out']} left out that say no to AI training" if without_opt_outs else ""
    console.print(
        f"{counts['written']} captures of {len(chosen)} days written to {output}{left_out}",
        highlight=False,
        markup=False,
    )


def _write(output: Path, captures: Iterator[Capture]) -> None:
    is_packed = output.name.endswith(".gz")
    try:
        with write_beside(output) as unfinished, unfinished.open("wb") as file:
            first = write_info(output.name, datetime.now(UTC), _ABOUT)
            for record in chain([first], map(write_capture, captures)):
                file.write(pack_record(record) if is_packed else record)
    except OSError as error:
        raise SettingsError(f"{output} cannot be written: {error.strerror or error}. Choose another place.") from error
