"""The sensor that tells of articles that a watch finds, each once.

What has been told stands in `$BROADSHEET_HOME/told_hits.txt`, a line `<watch> <article>` each; without that file all
that is there is told once, in one notice.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg

from assets.resource import BroadsheetResource
from broadsheet.errors import ReleaseError
from broadsheet.private_files import open_to_append
from broadsheet.release import open_warehouse
from broadsheet.settings import Settings
from pipelines.notices import Notice, send_notice
from pipelines.service_settings import load_service_settings

_STATUS = dg.DefaultSensorStatus.RUNNING if load_service_settings().is_anyone_told else dg.DefaultSensorStatus.STOPPED
_SHOWN = 20
_HITS = (
    "select watch_id, article_id, source_name, headline, url from watch_hits order by watch_id, reported_on, article_id"
)


@dg.sensor(
    name="tell_of_watch_hits",
    minimum_interval_seconds=60,
    default_status=_STATUS,
    description="Tells by file, webhook or e-mail of articles that a watch of watch.toml finds in a new release.",
)
def tell_of_watch_hits(context: dg.SensorEvaluationContext, broadsheet: BroadsheetResource) -> dg.SkipReason:
    """Looks at each release once; never asks for a run."""
    settings = broadsheet.settings
    release = settings.warehouse.readlink().name if settings.warehouse.is_symlink() else ""
    if not release or release == context.cursor:
        return dg.SkipReason("no release that has not been looked at")
    try:
        hits = find_new_hits(settings)
    except ReleaseError as error:
        return dg.SkipReason(str(error))
    if hits:
        send_notice(describe_hits(hits, release), load_service_settings())
        note_told(settings, hits)
    context.update_cursor(release)
    return dg.SkipReason(f"told of {len(hits)} articles" if hits else "no watch finds anything new")


def find_new_hits(settings: Settings) -> list[dict[str, Any]]:
    """Articles that a watch finds and nobody was told of, as rows of watch_hits. Raises ReleaseError."""
    told = _told_path(settings)
    known = set(told.read_text(encoding="utf-8").splitlines()) if told.exists() else set()
    with contextlib.closing(open_warehouse(settings)) as connection:
        rows = connection.execute(_HITS)
        names = [column[0] for column in rows.description or ()]
        found = [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
    return [hit for hit in found if _key(hit) not in known]


def describe_hits(hits: list[dict[str, Any]], release: str) -> Notice:
    """One notice of all of them: the first twenty by outlet, headline and address."""
    lines = [f"{hit['watch_id']}: {hit['source_name']}: {hit['headline'] or ''} {hit['url'] or ''}" for hit in hits]
    more = [f'and {len(hits) - _SHOWN} more: broadsheet sql "from watch_hits"'] if len(hits) > _SHOWN else []
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Notice("watch_hits", release, release, at, "\n".join(lines[:_SHOWN] + more), count=len(hits))


def note_told(settings: Settings, hits: list[dict[str, Any]]) -> None:
    """Remember that these have been told."""
    with open_to_append(_told_path(settings)) as file:
        file.writelines(f"{_key(hit)}\n".encode() for hit in hits)


def _key(hit: dict[str, Any]) -> str:
    return f"{hit['watch_id']} {hit['article_id']}"


def _told_path(settings: Settings) -> Path:
    return settings.home / "told_hits.txt"
