"""A log that is damaged on disk is noticed whatever the damage, and the file to blame is named."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from deltalake import DeltaTable

from broadsheet.errors import DamagedLogError
from broadsheet.lake import Lake
from tests.lake.lake_stock import DAY, NEXT_DAY, NOON, make_day


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake of one table with three commits."""
    folder = tmp_path_factory.mktemp("stock") / "lake"
    lake = Lake(str(folder))
    for day in (DAY, NEXT_DAY):
        lake.replace_partition("claims", day, make_day(day)["claims"])
    return folder


def cut(log: Path) -> None:
    path = log / f"{2:020d}.json"
    path.write_bytes(path.read_bytes()[:40])


def put_garbage(log: Path) -> None:
    (log / f"{0:020d}.json").write_bytes(b"\x00\xffgarbage\n{{{")


def empty_newest(log: Path) -> None:
    (log / f"{2:020d}.json").write_bytes(b"")


def take_one_out(log: Path) -> None:
    (log / f"{1:020d}.json").unlink()


def take_first(log: Path) -> None:
    (log / f"{0:020d}.json").unlink()


def take_folder(log: Path) -> None:
    shutil.rmtree(log)


def take_checkpoint(log: Path) -> None:
    DeltaTable(str(log.parent)).create_checkpoint()
    for path in log.glob("*.checkpoint.parquet"):
        path.unlink()


def break_checkpoint(log: Path) -> None:
    DeltaTable(str(log.parent)).create_checkpoint()
    for path in log.glob("*.checkpoint.parquet"):
        path.write_bytes(b"PAR1xx")


DAMAGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut": (cut, "2.json is damaged"),
    "garbage": (put_garbage, "0.json is damaged"),
    "empty": (empty_newest, "2.json is empty"),
    "one missing": (take_one_out, "1.json is missing"),
    "first missing": (take_first, "0.json is missing"),
    "log missing": (take_folder, "_delta_log has gone"),
    "checkpoint missing": (take_checkpoint, "checkpoint that .* names is missing"),
    "checkpoint damaged": (break_checkpoint, "log of table claims cannot be read"),
}


@pytest.mark.parametrize(("damage", "message"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_log_is_noticed_and_named(
    stock: Path, tmp_path: Path, damage: Callable[[Path], None], message: str
) -> None:
    shutil.copytree(stock, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"))
    log = Path(lake.table_uri("claims")) / "_delta_log"
    damage(log)
    with pytest.raises(DamagedLogError, match=message):
        lake.read("claims")
    folder = lake.set_aside("claims", NOON)
    assert folder.is_dir() and folder.parent.name == "damaged" and "claims" in folder.name
    lake.replace_partition("claims", DAY, make_day(DAY)["claims"])
    assert lake.days("claims") == [DAY]


def test_a_table_that_was_opened_before_is_noticed_too(stock: Path, tmp_path: Path) -> None:
    shutil.copytree(stock, tmp_path / "lake")
    lake = Lake(str(tmp_path / "lake"))
    assert lake.days("claims") == [DAY, NEXT_DAY]
    cut(Path(lake.table_uri("claims")) / "_delta_log")
    with pytest.raises(DamagedLogError, match="is damaged"):
        lake.days("claims")


def test_a_folder_without_rows_is_no_table_and_no_damage(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path / "lake"))
    (Path(lake.table_uri("claims")) / "_delta_log").mkdir(parents=True)
    assert lake.version("claims") is None
