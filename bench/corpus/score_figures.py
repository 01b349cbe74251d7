"""Conflicts, revised figures, bursts and outages against what was planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from math import isclose, sqrt
from typing import Any

import duckdb

from bench.corpus.gold import Record
from bench.corpus.score_names import match_entities
from bench.corpus.scores import Score, has_table

# Figures are printed with two digits at least: 3.4 million for 3,410,000.
_ROUNDING = 0.02
_ENTITY_DAYS = "select entity_id, reported_on from bursts"


def score_figures(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Rows of conflicts and revisions that are planted ones, and planted ones that have a row."""
    articles = {record["url"]: record for record in gold["articles"]}
    outlets = dict(connection.execute("select source_id, name from sources").fetchall())
    rows = connection.execute("select measure_key, as_of, values_given from conflicting_numbers").fetchall()
    sides = [
        [
            (float(side["value"]), {outlets.get(articles[url]["outlet_id"], "") for url in side["urls"]})
            for side in planted["sides"]
        ]
        for planted in gold["conflicts"]
    ]
    met: set[int] = set()
    wrong = []
    for measure_key, as_of, values in rows:
        hits = {number for number, planted in enumerate(sides) if all(_is_given(side, values) for side in planted)}
        met |= hits
        if not hits:
            wrong.append(f"{measure_key} {as_of}: {', '.join(value['surface'] for value in values)}")
    missed = [f"missed {record['figure']} of {record['event_id']}" for record in _others(gold["conflicts"], met)]
    yield Score(
        "conflicts", len(rows) - len(wrong), len(rows), len(met), len(sides), ".90/.80", examples=(*wrong[:3], *missed)
    )  # fmt: skip
    yield _count_kinds("  met, by figure", gold["conflicts"], met)
    yield from _score_superseded(connection, gold)


def _is_given(side: tuple[float, set[str]], values: Iterable[Mapping[str, Any]]) -> bool:
    value, outlets = side
    return any(
        isclose(value, given["low_value"], rel_tol=_ROUNDING) and outlets.intersection(given["outlets"])
        for given in values
    )


def _others(records: list[Record], met: set[int]) -> Iterator[Record]:
    return (record for number, record in enumerate(records) if number not in met)


def _count_kinds(name: str, records: list[Record], met: set[int]) -> Score:
    kinds = Counter(record["figure"] for record in records)
    found = Counter(record["figure"] for number, record in enumerate(records) if number in met)
    return Score(name, note=", ".join(f"{kind} {found[kind]} of {count}" for kind, count in sorted(kinds.items())))


def _score_superseded(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    if not has_table(connection, "number_revisions", "earlier_low_value", "later_low_value", "revised_on"):
        yield Score("superseded figures", aim=".90", note="no table number_revisions")
        return
    days = {record["url"]: date.fromisoformat(record["published_at"][:10]) for record in gold["articles"]}
    rows = connection.execute(
        "select measure_key, earlier_low_value, later_low_value, revised_on from number_revisions"
    ).fetchall()
    met: set[int] = set()
    wrong = []
    for measure_key, earlier, later, revised_on in rows:
        hits = {
            number
            for number, record in enumerate(gold["superseded"])
            if isclose(record["old"]["value"], earlier or 0, rel_tol=_ROUNDING)
            and isclose(record["new"]["value"], later or 0, rel_tol=_ROUNDING)
            and abs(revised_on - days[record["new"]["urls"][0]]) <= timedelta(days=1)
        }
        met |= hits
        if not hits:
            wrong.append(f"{measure_key} {earlier} to {later} on {revised_on}")
    yield Score(
        "superseded figures", len(rows) - len(wrong), len(rows), len(met), len(gold["superseded"]), ".90",
        examples=tuple(wrong),
    )  # fmt: skip
    yield _count_kinds("  met, by figure", gold["superseded"], met)


def score_times(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Bursts and outages: planted ones that are found, and what is found though nothing of it is there."""
    gaps = set(connection.execute("select source_id, reported_on from coverage_gaps").fetchall())
    outages = {(record["outlet_id"], date.fromisoformat(record["day"])) for record in gold["outages"]}
    both, wrong = len(gaps & outages), tuple(f"{source} {day}" for source, day in sorted(gaps - outages))
    yield Score("outages, days", both, len(gaps), both, len(outages), "all", examples=wrong)
    entities = match_entities(connection, gold)
    residuals = _list_residuals(gold)
    found: dict[str, set[date]] = defaultdict(set)
    right = 0
    odd = []
    rows = connection.execute(_ENTITY_DAYS).fetchall()
    for entity_id, day in rows:
        gold_id = entities.get(entity_id, "")
        found[gold_id].add(day)
        is_right = any(residuals.get((gold_id, day + timedelta(days=shift)), 0) >= 3 for shift in (-1, 0, 1))
        right += is_right
        if not is_right:
            odd.append(f"{gold_id or entity_id} {day}")
    planted = [(record["entity_id"], date.fromisoformat(record["day"])) for record in gold["bursts"]]
    met = sum(any(abs(day - first) <= timedelta(days=2) for day in found[entity]) for entity, first in planted)
    yield Score("bursts", right, len(rows), met, len(planted), "all", examples=tuple(odd))


def _list_residuals(gold: dict[str, list[Record]]) -> dict[tuple[str, date], float]:
    """By entity and day, how far the stories of two days are from those of the fourteen before, as planted."""
    stories = {
        record["url"]: (record["story_url"], date.fromisoformat(record["published_at"][:10]))
        for record in gold["articles"]
    }
    named: dict[str, dict[date, set[str]]] = defaultdict(lambda: defaultdict(set))
    totals: dict[date, set[str]] = defaultdict(set)
    for story, day in stories.values():
        totals[day].add(story)
    for record in gold["names"]:
        story, day = stories[record["url"]]
        named[record["entity_id"]][day].add(story)

    def count(days: Mapping[date, set[str]], last: date, first_back: int, last_back: int) -> int:
        return sum(len(days.get(last - timedelta(days=back), ())) for back in range(first_back, last_back + 1))

    found = {}
    for entity_id, days in named.items():
        for day in days:
            earlier = count(totals, day, 2, 15)
            if earlier and count(days, day, 0, 1) >= 3:
                expected = (count(days, day, 2, 15) + 0.5) * count(totals, day, 0, 1) / earlier
                found[entity_id, day] = (count(days, day, 0, 1) - expected) / sqrt(expected)
    return found
