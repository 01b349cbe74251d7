"""A small warehouse as a release leaves it: a read-only file behind a link, with the real columns of its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from broadsheet.lake import frame_of
from broadsheet.model.inputs import find_table
from broadsheet.release.build import attach, create_tables, insert_frame
from broadsheet.settings import Settings, load_settings
from broadsheet.shell.options import SqlOptions
from broadsheet.shell.session import Session
from tests.sql.conftest import fill_row

ESCAPE = "\x1b]0;owned\x07 \x1b[31mred \u202egnilrats"


@cache
def _build_small() -> bytes:
    """The file of a release of three articles and one claim, built once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.duckdb"
        articles, claims = find_table("articles"), find_table("claims")
        with attach(path) as connection:
            create_tables(connection, [articles, claims])
            rows = [
                {
                    "article_version_id": f"{index:032x}",
                    "headline": headline,
                    "text": "The mayor said that rain fell.",
                    "published_on": date(2024, 3, 5),
                    "published_at": datetime(2024, 3, 5, 9, 30, tzinfo=UTC),
                    "word_count": 6,
                }
                for index, headline in enumerate(["Rain falls on the harbour", "=1+1", ESCAPE])
            ]
            insert_frame(connection, articles, frame_of(articles, [fill_row(articles, row) for row in rows]))
            claim = {
                "claim_id": "c1",
                "speaker_name": "the mayor",
                "content_text": "rain fell",
                "checkworthiness": 0.25,
            }
            insert_frame(connection, claims, frame_of(claims, [fill_row(claims, claim)]))
        return path.read_bytes()


def publish_small(settings: Settings, number: int) -> Path:
    """Publish the small release under a number, and switch it in."""
    settings.releases.mkdir(parents=True, exist_ok=True)
    path = settings.releases / f"warehouse-{number:06d}-20240305T120000Z.duckdb"
    path.write_bytes(_build_small())
    path.chmod(0o444)
    link = settings.warehouse.with_suffix(".new")
    link.symlink_to(path)
    link.replace(settings.warehouse)
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a home with a small warehouse."""
    made = load_settings({"BROADSHEET_HOME": str(tmp_path / "home [1]")})
    publish_small(made, 1)
    return made


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    """A session on it."""
    opened = Session(settings, SqlOptions(memory_mb=256, threads=1))
    yield opened
    opened.close()


@pytest.fixture
def rows_of(session: Session) -> Callable[[str], list[tuple[object, ...]]]:
    """All rows of the last statement of a text."""

    def run(text: str) -> list[tuple[object, ...]]:
        rows: list[tuple[object, ...]] = []
        for result in session.run(text):
            rows = [row for piece in result.pieces for row in piece]
        return rows

    return run
