"""A release built from the one in place holds the rows of one built anew, and never hides what is wrong."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from broadsheet.errors import CorruptTableError, ReleaseError
from broadsheet.lake import Lake, frame_of
from broadsheet.model import load_query
from broadsheet.release import find_release_fault, making, open_warehouse, publish, read_release_record, word_vectors
from broadsheet.release.build import STORAGE_VERSION
from broadsheet.settings import Settings, load_settings
from broadsheet.tables import Table, get_table
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, TABLES, fill_day, make_day, row_of

WATCHES = get_table("watches")
CURRENT = load_query("model", "articles_current").table
ALL = (*TABLES, CURRENT, WATCHES)
# What tells of the making of a release rather than of its rows.
OF_ITS_OWN = {"_release", "releases"}


def read_contents(settings: Settings) -> dict[str, object]:
    """Of every table its comments, types, and the number and hash of its rows in any order; and the macros."""
    with open_warehouse(settings) as connection:
        tables = connection.sql("select schema_name, table_name, comment from duckdb_tables() order by all").fetchall()
        columns = connection.sql(
            "select table_name, column_name, data_type, is_nullable, comment from duckdb_columns()"
            " where not internal order by table_name, column_index"
        ).fetchall()
        macros = connection.sql(
            "select function_name, macro_definition, comment from duckdb_functions() where not internal order by all"
        ).fetchall()
        rows = {
            name: connection.sql(
                f'select count(*), sum(hash(facts)::hugeint)::varchar from {schema}."{name}" as facts'
            ).fetchall()
            for schema, name, _ in tables
            if name not in OF_ITS_OWN
        }
    return {"tables": tables, "columns": columns, "macros": macros, **rows}


class Changing:
    """A lake that changes at random, and two homes: in one each release is built from the one before it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.lake = Lake(str(folder / "lake"))
        self.settings, self.anew = (
            load_settings({"BROADSHEET_HOME": str(folder / home), "BROADSHEET_LAKE": self.lake.uri})
            for home in ("home", "anew")
        )
        self.tables: list[Table] = list(ALL)
        self.days = [DAY]
        self.count = 0
        self.derivation_id = "d1"
        fill_day(self.lake, DAY)
        self._choose_newest()

    def _choose_newest(self) -> None:
        """Some articles have no newer version than this one; those are what a search finds."""
        articles = self.lake.read("articles").select("article_version_id", "captured_on").rows()
        rows = [
            row_of(CURRENT, article_version_id=version, article_id=version, captured_on=day)
            for version, day in articles
            if self.random.random() < 0.8
        ]
        self.lake.replace(CURRENT, frame_of(CURRENT, rows))

    def change(self) -> str:
        """One change of the lake, of the code or of a definition; says which."""
        self.count += 1
        kind = self.random.choice(["new_day", "late_file", "less", "watch", "code", "schema", "none"])
        day = self.random.choice(self.days)
        if kind == "new_day":
            day = self.random.choice([self.days[-1] + timedelta(days=2), self.days[0] - timedelta(days=3)])
            self.days = sorted({*self.days, day})
        if kind in ("new_day", "late_file", "less"):
            fill_day(self.lake, day, self.derivation_id, self.random.randint(1, 5))
        elif kind == "watch":
            rows = [row_of(WATCHES, watch_id=f"w{number}") for number in range(self.random.randint(0, 4))]
            self.lake.replace(WATCHES, frame_of(WATCHES, rows))
        elif kind == "code":
            self.derivation_id = f"d{self.count}"
            for one in self.days:
                fill_day(self.lake, one, self.derivation_id)
        elif kind == "schema":
            self.tables[-1] = replace(WATCHES, description=f"Said in another way {self.count}.")
        if kind in ("new_day", "late_file", "less", "code"):
            self._choose_newest()
        return kind

    def publish(self, settings: Settings, **options: bool) -> None:
        publish(settings, self.lake, self.tables, now=NOON, code_version=self.derivation_id, **options)


def count_bases(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each release from now on was built on the one before it."""
    taken: list[bool] = []
    real = making._build_on

    def build_on(*arguments) -> bool:
        taken.append(real(*arguments))
        return taken[-1]

    monkeypatch.setattr(making, "_build_on", build_on)
    return taken


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow), pytest.param(3, marks=pytest.mark.slow)])
def test_releases_on_releases_hold_what_one_built_anew_holds(tmp_path, monkeypatch, seed: int) -> None:
    # A handful of articles is a large warehouse here.
    monkeypatch.setattr(word_vectors, "_ALWAYS_FITTED", 4)
    world = Changing(tmp_path, seed)
    taken = count_bases(monkeypatch)
    world.publish(world.settings)
    steps = 50 if seed > 1 else 12
    for step in range(1, steps + 1):
        kind = world.change()
        world.publish(world.settings)
        if step % 6 == 0 or step == steps:
            world.publish(world.anew, is_whole=True)
            assert read_contents(world.settings) == read_contents(world.anew), (seed, step, kind)
    assert sum(taken) > steps / 2
    assert find_release_fault(world.settings) is None


def test_only_what_changed_is_filled_and_proved(settings, lake, release_now, monkeypatch) -> None:
    release_now()
    filled: dict[str, list[str] | None] = {}
    real = making.fill_table

    def fill(connection, lake, item, files=None) -> None:
        filled[item.name] = files
        real(connection, lake, item, files)

    monkeypatch.setattr(making, "fill_table", fill)
    fill_day(lake, DAY, article_count=3)
    release_now()
    assert set(filled) == set(TABLES_CHANGED)
    assert all(f"captured_on={DAY}" in file for file in filled["articles"])
    filled.clear()
    release_now()
    assert filled == {}
    release_now(is_whole=True)
    assert set(filled) == {table.name for table in TABLES}


TABLES_CHANGED = ("captures", "articles", "paragraphs", "sentences", "claims", "numbers")


def damage(file: str) -> None:
    path = Path(file)
    path.write_bytes(b"x" * path.stat().st_size)


def test_a_damaged_file_of_an_unchanged_day_is_found(settings, lake, release_now) -> None:
    old = release_now()
    fill_day(lake, DAY, article_count=3)
    [file] = lake.files("claims", days=[NEXT_DAY])
    damage(file)
    with pytest.raises((CorruptTableError, ReleaseError), match="captured_on=2024-03-02"):
        release_now()
    assert read_release_record(settings).release_id == old.release_id


@pytest.mark.parametrize("harm", ["changed", "no_parts", "other_layout"])
def test_a_release_that_cannot_be_trusted_is_no_base(settings, lake, release_now, monkeypatch, harm: str) -> None:
    old = release_now()
    taken = count_bases(monkeypatch)
    if harm == "changed":
        old.path.chmod(0o644)
        with duckdb.connect(str(old.path)) as connection:
            connection.execute("update claims set cue_text = 'nothing'")
    elif harm == "no_parts":
        record = old.path.with_suffix(".json")
        record.write_text(record.read_text().replace('"parts"', '"something"'))
    else:
        monkeypatch.setattr("broadsheet.release.base._find_code", lambda: "other code")
    fill_day(lake, DAY, article_count=3)
    release_now()
    assert not any(taken)
    with open_warehouse(settings) as connection:
        assert connection.sql("select count(*) from claims where cue_text = 'said'").fetchall() == [(5,)]


WRONG = {
    "a key of another day": ("claims", {"claim_id": f"k{NEXT_DAY}-0"}, "claims has 1 keys more than once"),
    "a text that does not stand there": ("claims", {"surface": "nothing"}, "texts of table claims do not stand"),
    "a reference that leads nowhere": ("numbers", {"said_by_claim_id": "k0"}, "references of table numbers"),
    "an article of no capture": ("articles", {"capture_id": "c0"}, "references of table articles"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_in_a_changed_day_is_refused(settings, lake, release_now, name: str) -> None:
    table, values, told = WRONG[name]
    old = release_now()
    rows = make_day(DAY)[table].to_dicts()
    lake.replace_partition(table, DAY, frame_of(table, [rows[0] | values, *rows[1:]]))
    with pytest.raises(ReleaseError, match=told):
        release_now()
    assert read_release_record(settings).release_id == old.release_id


def test_the_copy_can_be_opened_by_older_clients_and_does_not_grow(settings, lake, release_now) -> None:
    release_now()
    sizes = []
    for number in range(6):
        fill_day(lake, NEXT_DAY + timedelta(days=1), derivation_id=f"d{number}", article_count=3)
        sizes.append(release_now().path.stat().st_size)
    assert max(sizes) < 1.5 * sizes[0]
    with open_warehouse(settings) as connection:
        [(tags,)] = connection.sql("select tags from duckdb_databases() where path like '%warehouse-%'").fetchall()
    assert STORAGE_VERSION in str(tags)
    assert date(2024, 3, 3) in lake.days("claims")
