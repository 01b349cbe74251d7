"""What differs between the rows in place and a candidate's: gained, lost, changed.

Rows are matched within their article: first equal ones, then those at the same place. Ids are left out of the
comparison, because an id is a hash that changes with what it names.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from broadsheet.candidate.lake import CandidateLake
from broadsheet.ids import hash_id
from broadsheet.lake import Lake
from broadsheet.rows import to_json
from broadsheet.tables import get_table

TABLES = ("sentences", "mentions", "claims", "numbers", "dates", "unanalysed")
# Shown of each table and kind of difference; which ones is decided by a hash, so that they are a fair sample.
EXAMPLES = 20
_NEVER_COMPARED = frozenset({"derivation_id", "captured_on"})
_CONTEXT_CHARS = 90


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs. kind: gained, lost or changed. changes: column -> value in place, value of the candidate.

    before, after: the words around the row's surface.
    """

    table: str
    kind: str
    source_id: str
    rule: str
    article_version_id: str
    surface: str
    before: str
    after: str
    changes: Mapping[str, tuple[str, str]]

    @property
    def rank(self) -> str:
        """Order of examples: as good as by chance, and the same in every run."""
        return hash_id(self.table, self.kind, self.article_version_id, self.surface, sorted(self.changes.items()))


@dataclass(slots=True)
class Comparison:
    """Counts by (table, kind, source, rule), how many rows are equal by table, and examples by (table, kind)."""

    days: tuple[date, ...]
    counts: Counter[tuple[str, str, str, str]]
    equal: Counter[str]
    examples: dict[tuple[str, str], list[Difference]]

    def count(self, table: str, kind: str) -> int:
        """Rows of a table that differ in this way."""
        return sum(number for key, number in self.counts.items() if key[:2] == (table, kind))


def compare(lake: Lake, days: Sequence[date]) -> Comparison:
    """Both derivations of these days, row by row."""
    beside = CandidateLake(lake)
    found = Comparison(tuple(sorted(days)), Counter(), Counter(), defaultdict(list))
    for day in found.days:
        articles = {row["article_version_id"]: row for row in lake.read("articles", days=[day]).iter_rows(named=True)}
        for table in TABLES:
            old = _by_article(lake.read(table, days=[day]).iter_rows(named=True))
            new = _by_article(beside.read(table, days=[day]).iter_rows(named=True))
            for version in sorted(old.keys() | new.keys()):
                _add(found, table, articles.get(version, {}), old.get(version, []), new.get(version, []))
    return found


def _by_article(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["article_version_id"]].append(row)
    return grouped


def _add(
    found: Comparison,
    table: str,
    article: Mapping[str, Any],
    old: list[dict[str, Any]],
    new: list[dict[str, Any]],
) -> None:
    compared = _list_compared(table)
    left_old, left_new = _drop_equal(old, new, compared)
    found.equal[table] += len(old) - len(left_old)
    for kind, before, after in _match_places(left_old, left_new):
        difference = _tell(table, kind, article, before, after, compared)
        found.counts[table, kind, difference.source_id, difference.rule] += 1
        kept = found.examples[table, kind]
        kept.append(difference)
        if len(kept) > 4 * EXAMPLES:
            found.examples[table, kind] = sorted(kept, key=lambda item: item.rank)[:EXAMPLES]


def _list_compared(table: str) -> tuple[str, ...]:
    """Columns that say something of the row itself: no own id, no reference to another derived row."""
    definition = get_table(table)
    return tuple(
        column.name
        for column in definition.columns
        if column.name not in _NEVER_COMPARED
        and column.name not in definition.key
        and (column.references is None or column.references.table == "articles")
    )


def _drop_equal(
    old: list[dict[str, Any]], new: list[dict[str, Any]], compared: Sequence[str]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    def key(row: Mapping[str, Any]) -> str:
        return json.dumps([row[name] for name in compared], default=to_json)

    both = Counter(map(key, old)) & Counter(map(key, new))
    return _take_out(old, Counter(both), key), _take_out(new, Counter(both), key)


def _take_out(rows: list[dict[str, Any]], equal: Counter[str], key: Any) -> list[dict[str, Any]]:
    left = []
    for row in rows:
        written = key(row)
        if equal[written]:
            equal[written] -= 1
        else:
            left.append(row)
    return left


def _match_places(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> Iterator[tuple[str, dict[str, Any] | None, dict[str, Any] | None]]:
    waiting: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    for row in old:
        waiting[_place(row)].append(row)
    for row in new:
        same_place = waiting.get(_place(row))
        if same_place:
            yield "changed", same_place.pop(0), row
        else:
            yield "gained", None, row
    for rows in waiting.values():
        for row in rows:
            yield "lost", row, None


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in ("in_headline", "start_char", "end_char", "table_name"))


def _tell(
    table: str,
    kind: str,
    article: Mapping[str, Any],
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    compared: Sequence[str],
) -> Difference:
    row = new if new is not None else old or {}
    before, after = _find_context(article, row)
    return Difference(
        table=table,
        kind=kind,
        source_id=article.get("source_id") or "",
        rule=str(row.get("rule") or row.get("reason") or ""),
        article_version_id=str(row.get("article_version_id")),
        surface=str(row.get("surface") or row.get("detail") or ""),
        before=before,
        after=after,
        changes=_find_changes(old, new, compared),
    )


def _find_context(article: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[str, str]:
    """The text before and after a row's surface."""
    text = article.get("headline" if row.get("in_headline") else "text") or ""
    start, end = row.get("start_char") or 0, row.get("end_char") or 0
    return text[max(0, start - _CONTEXT_CHARS) : start], text[end : end + _CONTEXT_CHARS]


def _find_changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None, compared: Sequence[str]
) -> dict[str, tuple[str, str]]:
    """Columns that differ, with both values as shown; none where one of the rows is missing."""
    if old is None or new is None:
        return {}
    return {name: (_show(old[name]), _show(new[name])) for name in compared if old[name] != new[name]}


def _show(value: object) -> str:
    return "null" if value is None else value if isinstance(value, str) else json.dumps(value, default=to_json)
