"""A large lake from a small one: its rows again and again, each time with other names, ids, outlets and days.

Belongs here: writing rows without analysing a page. The rows of the small lake come from the real pipeline, so that all
tables have the row counts, texts and keys of analysed pages. Each time, invented names get other letters of the same
number, so that every offset still holds; countries, cities and public bodies stay, so that some entities stand in very
many articles and most in few. Copies, events and versions stay together within their time. Days move by whole weeks.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from bench.corpus.gold import read_gold
from broadsheet.lake import Lake
from broadsheet.stages.registry import DAY_STAGES
from broadsheet.tables import get_table

_VOWELS, _CONSONANTS = "aeiou", "bcdfghjklmnprstvwz"
_LEAST_LETTERS = 4
# Outlets and their families come back every so many times: some hundreds in all.
_OUTLET_SETS = 12
_WEEKS = 52
_TAG_LETTERS = 4
_DIGESTS = frozenset({"story_text_sha256", "opening_sha256", "text_sha256", "body_sha256"})
# Ids that are the same each time: a place stays where it is, and the code that made the rows is the same.
_LASTING = frozenset({"place_id", "geonames_id", "publisher_family_id", "derivation_id"})


def multiply_lake(home: Path, target: Path, times: int) -> int:
    """Write the rows of HOME's lake `times` times into the lake of `target`; returns the number of article versions."""
    source, lake = Lake(str(home / "lake")), Lake(str(target / "lake"))
    names = list_names(read_gold(home / "gold")["entities"])
    pairs = [_pair_names(names, number) for number in range(times)]
    for stage in DAY_STAGES:
        for name in stage.writes:
            frame = source.read(name)
            named = _find_named(frame, names)
            _write(lake, name, [_change(frame, number, pairs[number], named) for number in range(times)])
    publishers = source.read("publishers")
    lake.replace("publishers", pl.concat([_rename_outlets(publishers, n) for n in range(min(times, _OUTLET_SETS))]))
    lake.replace("derivations", source.read("derivations"))
    runs = pl.concat([_move_days(source.read("runs"), number) for number in range(min(times, _WEEKS))])
    lake.replace("runs", runs.unique(["stage", "captured_on"], keep="first", maintain_order=True))
    return source.read("articles", columns=["article_version_id"]).height * times


def list_names(entities: Iterable[Mapping[str, Any]]) -> list[str]:
    """Words of invented names, longest first: surnames, and what firms are called."""
    words: set[str] = set()
    for entity in entities:
        forms = entity["forms"]
        if entity["entity_type"] == "PERSON":
            words |= {form.split()[-1] for form in forms.values()}
        elif entity["entity_id"].startswith("firm:"):
            words |= set(forms["short"].split())
    return sorted((word for word in words if len(word) >= _LEAST_LETTERS), key=lambda word: (-len(word), word))


def make_letters(number: int) -> dict[str, str]:
    """Other letters for each letter, vowels for vowels; those of number 0 are the same."""
    source = random.Random(number)
    letters = {}
    for group in (_VOWELS, _CONSONANTS):
        shuffled = source.sample(group, len(group)) if number else list(group)
        letters |= dict(zip(group, shuffled, strict=True))
    return letters | {one.upper(): other.upper() for one, other in letters.items()}


def _find_named(frame: pl.DataFrame, names: list[str]) -> set[str]:
    """The text columns in which an invented name stands."""
    words = [*names, *map(_plain, names)]
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    listed = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    found = {name for name in texts if frame[name].unique().str.contains_any(words).any()}
    return found | {name for name in listed if frame[name].explode().unique().str.contains_any(words).any()}


def _pair_names(names: list[str], number: int) -> dict[str, str]:
    """Each name with what it is the next time, as printed and as normalised."""
    letters = str.maketrans(make_letters(number))
    changed = {name: name.translate(letters) for name in names}
    return changed | {_plain(name): _plain(other) for name, other in changed.items()}


def _change(frame: pl.DataFrame, number: int, pairs: Mapping[str, str], named: set[str]) -> pl.DataFrame:
    """The rows as they are the next time: ids, outlets, addresses, days, names and fingerprints."""
    moved = _move_days(_rename_outlets(frame, number), number)
    columns = [
        _change_column(name, dtype, number, pairs if name in named else {}) for name, dtype in moved.schema.items()
    ]
    return moved.with_columns(column for column in columns if column is not None)


def _plain(name: str) -> str:
    """As normalised names are written: lower case, no accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(sign))


def _change_column(name: str, dtype: pl.DataType, number: int, pairs: Mapping[str, str]) -> pl.Expr | None:
    column = pl.col(name)
    if name == "body":
        return pl.lit(b"").alias(name)
    if name == "minhash":
        return column.list.eval(pl.element() ^ random.Random(number).getrandbits(62) if number else pl.element())
    if name == "source_id" or not number:
        return None
    if dtype == pl.String and (name.endswith("_id") or name in _DIGESTS):
        return _tag(column, name, number)
    if dtype == pl.String and name.endswith("url"):
        return column.str.replace("://", f"://n{number}.", literal=True)
    if pairs and dtype == pl.String:
        return column.str.replace_many(dict(pairs), leftmost=True)
    if pairs and dtype == pl.List(pl.String):
        return column.list.eval(pl.element().str.replace_many(dict(pairs), leftmost=True))
    return None


def _tag(column: pl.Expr, name: str, number: int) -> pl.Expr | None:
    """An id of its own each time."""
    if name in _LASTING:
        return None
    # No id of the small lake begins with n, since those are hexadecimal.
    return (pl.lit(f"n{number:0{_TAG_LETTERS - 1}}") + column.str.slice(_TAG_LETTERS)).alias(name)


def _rename_outlets(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    ending = f"-{number % _OUTLET_SETS}"
    found = [name for name in ("source_id", "publisher_family_id") if name in frame.columns]
    return frame.with_columns(pl.col(name) + ending for name in found)


def _move_days(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    weeks = timedelta(weeks=number % _WEEKS)
    found = [name for name, dtype in frame.schema.items() if dtype.is_temporal()]
    return frame.with_columns(pl.col(name) + weeks for name in found)


def _write(lake: Lake, name: str, frames: Iterable[pl.DataFrame]) -> None:
    whole = pl.concat(list(frames))
    lake.replace_partitions(name, dict(_split_days(whole, get_table(name).partition or "captured_on")))


def _split_days(frame: pl.DataFrame, partition: str) -> Iterator[tuple[date, pl.DataFrame]]:
    for key, rows in frame.partition_by(partition, as_dict=True, maintain_order=True).items():
        yield key[0], rows
