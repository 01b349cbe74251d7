"""Which pairs to judge: those by which a minute of a person's time puts most right.

Belongs here: what a judgement is worth. A pair is worth the pairs of mentions that it would join or part, times how
likely it is that they are wrong now. Two kinds are asked for: entities that may be one (`name_pairs`), and articles in
which a name may stand for somebody else (`contexts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from broadsheet.judgements.contexts import Vector, compare, join, leave_out, make_vectors, part_in_two
from broadsheet.judgements.name_pairs import LIKELIHOODS, NamedEntity, find_pairs, read_entities
from broadsheet.judgements.writing import Judgement
from broadsheet.model import read_sql

# Entities whose articles are read, the most mentioned first, and articles of each.
_READ_ENTITIES = 400
_READ_ARTICLES = 40
_FEWEST_ARTICLES = 3
# How often the articles of one name fall in two because it stands for two.
_PARTING = {"PERSON": 0.1, "NORP": 0.2}
_PARTING_OTHER = 0.3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair to judge. gain: pairs of mentions that it puts right, as expected. kind: why it is asked for.

    is_one_now: whether the release takes them for one. mention_ids: an example of each side.
    """

    left: str
    right: str
    left_key: str
    right_key: str
    kind: str
    gain: float
    is_one_now: bool
    mention_ids: tuple[str, str]

    def to_judgement(self) -> Judgement:
        """The line to be filled in: its verdict is empty."""
        return Judgement(self.left, self.right, "", left_key=self.left_key, right_key=self.right_key)


def suggest(
    connection: duckdb.DuckDBPyConnection, most: int, judged: Collection[frozenset[str]] = frozenset()
) -> list[Suggestion]:
    """The pairs worth most, best first. judged: pairs of references that need no asking any more."""
    entities = read_entities(_ask(connection, "entity_names"))
    pairs = _rank_pairs(entities, find_pairs(entities), 4 * most)
    read = _choose_read(entities, pairs)
    places = _group(_ask(connection, "entity_texts", ids=sorted(read), most=_READ_ARTICLES))
    texts = {row["article_version_id"]: row["opening"] for rows in places.values() for row in rows}
    vectors = make_vectors(texts)
    found = [*_suggest_joins(entities, pairs, places, vectors), *_suggest_parts(entities, places, vectors)]
    new = (item for item in found if not _is_judged(item, judged))
    return sorted(new, key=lambda item: (-item.gain, item.left, item.right))[:most]


def _ask(connection: duckdb.DuckDBPyConnection, name: str, **values: Any) -> Iterator[dict[str, Any]]:
    connection.execute(read_sql(f"judgements/{name}.sql"), values)
    names = [column[0] for column in connection.description or ()]
    return (dict(zip(names, row, strict=True)) for row in connection.fetchall())


def _group(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        grouped[row["entity_id"]].append(row)
    return grouped


def _rank_pairs(
    entities: Mapping[str, NamedEntity], pairs: Mapping[tuple[str, str], str], most: int
) -> list[tuple[tuple[str, str], str]]:
    def value(item: tuple[tuple[str, str], str]) -> tuple[float, tuple[str, str]]:
        (one, other), kind = item
        return -LIKELIHOODS[kind] * entities[one].mention_count * entities[other].mention_count, item[0]

    return sorted(pairs.items(), key=value)[:most]


def _choose_read(
    entities: Mapping[str, NamedEntity], pairs: Iterable[tuple[tuple[str, str], str]]
) -> set[str]:
    common = sorted(entities.values(), key=lambda entity: (-entity.mention_count, entity.entity_id))[:_READ_ENTITIES]
    chosen = {entity.entity_id for entity in common if entity.version_count >= _FEWEST_ARTICLES}
    return chosen | {entity_id for pair, _ in pairs for entity_id in pair}


def _suggest_joins(
    entities: Mapping[str, NamedEntity],
    pairs: Iterable[tuple[tuple[str, str], str]],
    places: Mapping[str, list[dict[str, Any]]],
    vectors: Mapping[str, Vector],
) -> Iterator[Suggestion]:
    for (one, other), kind in pairs:
        sides = (entities[one], entities[other])
        middles = [join(vectors[row["article_version_id"]] for row in places.get(side.entity_id, ())) for side in sides]
        likelihood = min(0.95, LIKELIHOODS[kind] * (0.6 + 2 * compare(*middles)))
        keys = [side.main_key for side in sides]
        yield Suggestion(
            one, other, *(f"{key}@{side.anchors[key]}" for key, side in zip(keys, sides, strict=True)), kind,
            likelihood * sides[0].mention_count * sides[1].mention_count, False,
            (sides[0].mention_ids[keys[0]], sides[1].mention_ids[keys[1]]),
        )  # fmt: skip


def _suggest_parts(
    entities: Mapping[str, NamedEntity], places: Mapping[str, list[dict[str, Any]]], vectors: Mapping[str, Vector]
) -> Iterator[Suggestion]:
    for entity_id, rows in places.items():
        entity = entities[entity_id]
        if len(rows) < _FEWEST_ARTICLES:
            continue
        words = {word for name in entity.names | entity.aliases for word in name.split()}
        larger, smaller, distance = part_in_two(
            [leave_out(vectors[row["article_version_id"]], words) for row in rows]
        )
        if not smaller:
            continue
        share = _PARTING.get(entity.entity_type, _PARTING_OTHER) * distance
        staying = sum(rows[place]["mention_count"] for place in larger)
        first = rows[smaller[0]]
        key = rows[larger[0]]["entity_key"]
        left, example = key, rows[larger[0]]["mention_id"]
        for place in smaller:
            row = rows[place]
            right = f"{row['entity_key']}@{row['article_version_id']}"
            gain = share * staying * row["mention_count"]
            yield Suggestion(left, right, "", "", "two_topics", gain, True, (example, row["mention_id"]))
            left, example = f"{first['entity_key']}@{first['article_version_id']}", first["mention_id"]


def _is_judged(item: Suggestion, judged: Collection[frozenset[str]]) -> bool:
    sides = [{side, key, key.partition("@")[0]} - {""} for side, key in
             ((item.left, item.left_key), (item.right, item.right_key))]  # fmt: skip
    return any(frozenset({one, other}) in judged for one in sides[0] for other in sides[1])
