"""What a search reads grows with what changed and is the same in whichever order the articles came."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from broadsheet.lake import frame_of
from broadsheet.model.inputs import find_table
from broadsheet.release import load_macros, search, word_vectors
from broadsheet.release.build import NAME, attach, create_macros, create_tables, insert_frame, place_of
from broadsheet.release.search import SEARCHED, fill_search, list_search_tables
from tests.sql.conftest import fill_row

TABLES = {name: find_table(name) for name in sorted(SEARCHED)}
FIRST_DAY = date(2024, 3, 1)
WORDS = [f"{first}{second}" for first in ("bar", "gul", "mor", "tin", "vel") for second in ("dak", "fen", "lop", "rim")]
FUNCTION_WORDS = ["the", "of", "and"]


class Changing:
    """Articles that come, go and get newer versions at random; each day has its own."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.days: dict[date, list[tuple[str, str, str, list[str]]]] = {FIRST_DAY: []}
        self.count = 0
        self.days[FIRST_DAY] = [self._write(FIRST_DAY) for _ in range(3)]

    def change(self) -> tuple[str, set[date]]:
        """One change; says which and on which days."""
        kind = self.random.choice(["new_day", "new_day", "early_day", "update", "update", "rewritten", "gone", "none"])
        day = self.random.choice(list(self.days))
        if kind in ("new_day", "early_day", "update"):
            old = [article[0] for written in self.days.values() for article in written]
            day = min(self.days) - timedelta(days=2) if kind == "early_day" else max(self.days) + timedelta(days=1)
            self.days[day] = [self._write(day) for _ in range(self.random.randint(1, 4))]
            if kind == "update" and old:
                self.days[day].append(self._write(day, self.random.choice(old)))
        elif kind == "rewritten":
            self.days[day] = [self._write(day, article, version) for article, version, *_ in self.days[day]]
        elif kind == "gone" and len(self.days) > 1:
            del self.days[day]
        return kind, set() if kind == "none" else {day}

    def _write(self, day: date, article: str = "", version: str = "") -> tuple[str, str, str, list[str]]:
        self.count += 1
        sentences = [
            " ".join(self.random.choices(WORDS + FUNCTION_WORDS, k=self.random.randint(3, 8)))
            for _ in range(self.random.randint(1, 5))
        ]
        language = self.random.choice(["en", "en", "de"])
        return article or f"a{self.count}", version or f"v{self.random.random()}", language, sentences

    def write(self, connection: duckdb.DuckDBPyConnection, days: Collection[date]) -> None:
        """Make the rows of these days, and which articles are the newest, those of the release being built."""
        for name in ("articles", "paragraphs", "sentences"):
            connection.execute(f"delete from {place_of(TABLES[name])} where list_contains($days, captured_on)",
                               {"days": sorted(days)})  # fmt: skip
            rows = [row for day in sorted(days) for row in self._list_rows(name, day)]
            insert_frame(connection, TABLES[name], frame_of(TABLES[name], rows))
        newest = {article[0]: (day, article) for day in sorted(self.days) for article in self.days[day]}
        rows = [
            fill_row(TABLES["articles_current"],
                     {"article_id": article, "article_version_id": version, "captured_on": day, "language": language})
            for day, (article, version, language, _) in newest.values()
        ]  # fmt: skip
        connection.execute(f"delete from {place_of(TABLES['articles_current'])}")
        insert_frame(connection, TABLES["articles_current"], frame_of(TABLES["articles_current"], rows))

    def _list_rows(self, name: str, day: date) -> list[dict]:
        rows = []
        for article, version, language, sentences in self.days.get(day, []):
            common = {"article_version_id": version, "captured_on": day}
            if name == "articles":
                rows.append(common | {"article_id": article, "headline": sentences[0], "language": language})
            for place, sentence in enumerate(sentences):
                more = {"surface": sentence, "is_boilerplate": place == 4, "paragraph_index": place}
                if name == "paragraphs" and place:
                    rows.append(common | more)
                if name == "sentences":
                    ids = {"sentence_id": f"{version}-{place}", "in_headline": place == 0, "start_char": 9 * place}
                    rows.append(common | ids | {"surface": sentence, "is_boilerplate": place == 4})
        return [fill_row(TABLES[name], row) for row in rows]


def open_release(path: Path) -> duckdb.DuckDBPyConnection:
    """A release being built, without rows."""
    connection = attach(path)
    create_tables(connection, [*TABLES.values(), *list_search_tables()])
    create_macros(connection, load_macros(), TABLES.values())
    return connection


def read_searched(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple]]:
    """Of every table that a search reads the number and hash of its rows, in any order."""
    return {
        table.name: connection.execute(
            f"select count(*), sum(hash(facts)::hugeint)::varchar from {place_of(table)} as facts"
        ).fetchall()
        for table in list_search_tables()
    }


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_rows_are_those_of_one_filled_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    # A handful of articles is a large warehouse here.
    monkeypatch.setattr(word_vectors, "_ALWAYS_FITTED", 8)
    fits: list[bool] = []
    real = search._fit
    monkeypatch.setattr(search, "_fit", lambda *given: fits.append(real(*given)) or fits[-1])
    world = Changing(seed)
    with open_release(tmp_path / "grown.duckdb") as grown:
        world.write(grown, world.days)
        fill_search(grown, SEARCHED)
        steps = 50 if seed > 1 else 10
        for step in range(1, steps + 1):
            kind, days = world.change()
            world.write(grown, days)
            fill_search(grown, SEARCHED, days)
            if step % 5 == 0:
                with open_release(tmp_path / f"anew{step}.duckdb") as anew:
                    world.write(anew, world.days)
                    fill_search(anew, SEARCHED)
                    assert read_searched(grown) == read_searched(anew), (seed, step, kind)
        assert not all(fits[: steps + 1]) and any(fits[1:])
        names = {
            name
            for (name,) in grown.execute(
                f"select table_name from duckdb_tables() where database_name <> '{NAME}'"
            ).fetchall()
        }
        assert names == set()


def test_only_articles_that_arrive_are_cut_into_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_vectors, "_ALWAYS_FITTED", 0)
    placed: list[int] = []
    real = search.place_passages

    def place(openings, words):
        placed.append(openings["article_number"].n_unique())
        return real(openings, words)

    monkeypatch.setattr(search, "place_passages", place)
    world = Changing(4)
    for number in range(1, 10):
        world.days[FIRST_DAY + timedelta(days=number)] = [world._write(FIRST_DAY) for _ in range(10)]
    with open_release(tmp_path / "grown.duckdb") as grown:
        world.write(grown, world.days)
        fill_search(grown, SEARCHED)
        last = FIRST_DAY + timedelta(days=10)
        world.days[last] = [world._write(last) for _ in range(4)]
        world.write(grown, [last])
        fill_search(grown, SEARCHED, [last])
        fill_search(grown, SEARCHED)
    assert placed == [93, 4]
