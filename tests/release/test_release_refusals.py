"""A lake that breaks a law is not released: the message names table and row, and the old release stays."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from broadsheet.errors import CorruptTableError, ReleaseBusyError, ReleaseError
from broadsheet.lake import frame_of
from broadsheet.release import build, open_warehouse
from broadsheet.release.publication import _lock
from broadsheet.release.record import record_path
from tests.lake.lake_stock import DAY, NEXT_DAY, fill_day, row_of

WRONG_SURFACE = pl.lit("sunk")
BROKEN = {
    "key in two days": ("claims", {"claim_id": pl.lit("k1")}, r"Table claims has 1 keys more than once.*'k1'"),
    "surface elsewhere": (
        "numbers",
        {"surface": WRONG_SURFACE},
        "8 texts of table numbers do not stand at their place, for example surface 'sunk' of article version .*'12'",
    ),
    "surface one off": ("claims", {"start_char": pl.col("start_char") + 1}, "texts of table claims .* surface"),
    "paragraph one off": ("paragraphs", {"end_char": pl.col("end_char") - 1}, "texts of table paragraphs .* surface"),
    "headline for text": ("numbers", {"in_headline": ~pl.col("in_headline")}, "texts of table numbers .* surface"),
    "cue elsewhere": ("claims", {"cue_text": pl.lit("told")}, "texts of table claims .* cue_text 'told' .*'said'"),
    "content altered": (
        "claims",
        {"content_text": pl.lit("All sank")},
        "texts of table claims .* content_text 'All sank'",
    ),
    "no such article": (
        "claims",
        {"article_version_id": pl.lit("v9")},
        "4 references of table claims lead nowhere.* article_version_id v9, which is not in articles of that day",
    ),
    "no such sentence": ("claims", {"sentence_id": pl.lit("s9")}, "4 references of table claims .* sentence_id s9"),
    "no such claim": ("numbers", {"said_by_claim_id": pl.lit("k9")}, "said_by_claim_id k9, which is not in claims"),
    "no outer claim": ("claims", {"relayed_by_claim_id": pl.lit("k9")}, "relayed_by_claim_id k9, which is not in"),
    "no such capture": ("articles", {"capture_id": pl.lit("c9")}, "capture_id c9, which is not in captures"),
    "no such derivation": ("paragraphs", {"derivation_id": pl.lit("d9")}, "derivation_id d9, .* not in derivations"),
}


@pytest.mark.parametrize(("name", "change", "message"), BROKEN.values(), ids=BROKEN)
def test_a_broken_law_refuses_the_release(settings, lake, release_now, name: str, change, message: str) -> None:
    for day in (DAY, NEXT_DAY):
        frame = lake.read(name, [day]).with_columns(**change)
        lake.replace_partition(name, day, frame.head(1) if "claim_id" in change else frame)
    with pytest.raises(ReleaseError, match=message):
        release_now()
    assert not settings.warehouse.exists()
    assert [path.name for path in settings.releases.iterdir()] == ["publish.lock"]


def test_the_old_release_stays_after_a_refusal(settings, lake, release_now) -> None:
    old = release_now()
    lake.replace_partition("claims", DAY, lake.read("claims", [DAY]).with_columns(surface=WRONG_SURFACE))
    with pytest.raises(ReleaseError, match="the old one stays"):
        release_now()
    assert settings.warehouse.resolve() == old.path
    assert sorted(path.name for path in settings.releases.iterdir()) == sorted(
        ["publish.lock", old.path.name, record_path(old.path).name]
    )


def test_rows_lost_on_the_way_are_noticed(lake, release_now, monkeypatch) -> None:
    real = build._insert_files

    def lose_a_row(connection, released, files) -> None:
        real(connection, released, files)
        connection.execute(f"delete from {build.place_of(released.table)} where rowid = 0")

    monkeypatch.setattr(build, "_insert_files", lose_a_row)
    with pytest.raises(
        ReleaseError, match=rf"Table claims has 3 rows, the lake's version {lake.version('claims')} has 4"
    ):
        release_now()


def test_all_problems_are_told_at_once(lake, release_now) -> None:
    for name in ("claims", "numbers"):
        lake.replace_partition(name, DAY, lake.read(name, [DAY]).with_columns(surface=WRONG_SURFACE))
    with pytest.raises(ReleaseError, match=r"(?s)table claims.*table numbers"):
        release_now()


def test_a_day_with_two_derivations_is_half_written(lake, release_now) -> None:
    fill_day(lake, DAY, derivation_id="d2")
    release_now()
    claims = lake.read("claims", [DAY]).with_columns(derivation_id=pl.lit("d1"))
    lake.replace_partition("claims", DAY, claims)
    with pytest.raises(ReleaseError, match=r"Day 2024-03-01 of derive is half written: .*claims, numbers, sentences"):
        release_now()


def test_a_day_that_a_killed_pass_left_is_half_written(lake, release_now) -> None:
    runs = lake.read("runs")
    lake.replace("runs", runs.filter(~((pl.col("stage") == "derive") & (pl.col("captured_on") == DAY))))
    with pytest.raises(ReleaseError, match=r"2024-03-01 of derive .* ops.runs does not say that this pass ended"):
        release_now()
    lake.replace("runs", runs.with_columns(code_version=pl.lit("older")))
    with pytest.raises(ReleaseError, match="2024-03-01 of extract"):
        release_now()


def test_runs_may_name_the_code_instead_of_the_derivation(lake, release_now) -> None:
    derivations = [row_of("derivations", derivation_id=name, code_version=f"code-{name}") for name in ("d1", "x1")]
    lake.replace("derivations", frame_of("derivations", derivations))
    lake.replace("runs", lake.read("runs").with_columns(code_version="code-" + pl.col("code_version")))
    release_now()


def test_a_null_in_a_promised_column_is_refused(lake, release_now, monkeypatch) -> None:
    monkeypatch.setattr("broadsheet.lake.lake.check_frame", lambda table, frame, day=None: frame)
    lake.replace_partition("claims", DAY, lake.read("claims", [DAY]).with_columns(rule=pl.lit(None, pl.String)))
    with pytest.raises(ReleaseError, match=r"claims holds a null .*rule"):
        release_now()


@pytest.mark.parametrize(
    "harm",
    ["missing", *(pytest.param(harm, marks=pytest.mark.slow) for harm in ("shorter", "garbled", "emptied inside"))],
)
def test_a_damaged_data_file_is_named(settings, lake, release_now, harm: str) -> None:
    old = release_now()
    file = Path(lake.files("claims", days=[DAY])[0])
    content = file.read_bytes()
    if harm == "missing":
        file.unlink()
    elif harm == "shorter":
        file.write_bytes(content[: len(content) // 2])
    elif harm == "garbled":
        file.write_bytes(b"\0" * len(content))
    else:
        file.write_bytes(content[:4] + b"\xff" * (len(content) // 3) + content[4 + len(content) // 3 :])
    with pytest.raises(CorruptTableError, match=file.name):
        release_now()
    with pytest.raises(CorruptTableError, match=file.name):
        lake.read("claims")
    assert settings.warehouse.resolve() == old.path
    with open_warehouse(settings) as connection:
        assert connection.sql("select count(*) from claims").fetchall() == [(4,)]
    fill_day(lake, DAY)
    assert release_now().release_id.startswith("000002")


def test_a_damaged_release_before_it_does_not_stop_the_next(settings, release_now) -> None:
    old = release_now()
    old.path.chmod(0o644)
    old.path.write_bytes(b"no database")
    with pytest.raises(ReleaseError, match="cannot be opened"):
        open_warehouse(settings)
    release_now()
    with open_warehouse(settings) as connection:
        assert connection.sql("select count(*) from ops.releases").fetchall() == [(1,)]


def test_a_publisher_that_shall_not_wait_says_that_another_is_at_work(settings, release_now) -> None:
    settings.releases.mkdir(parents=True)
    with _lock(settings.releases / "publish.lock", wait=True), pytest.raises(ReleaseBusyError):
        release_now(wait=False)
    release_now(wait=False)


def test_a_file_of_the_users_is_not_overwritten(settings, release_now) -> None:
    settings.warehouse.write_text("mine")
    with pytest.raises(ReleaseError, match="Move it away"):
        release_now()
    assert settings.warehouse.read_text() == "mine"
