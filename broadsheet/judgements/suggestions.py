"""Which pairs to judge: those by which a minute of a person's time puts most right.

Belongs here: what a judgement is worth. A pair is worth the pairs of mentions that it would join or part, times how
likely it is that they are wrong now. Two kinds are asked for: entities that may be one (`name_pairs`), and articles in
which a name may stand for somebody else (`contexts`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import duckdb

from broadsheet.judgements.contexts import Vector, compare, join, make_vectors
from broadsheet.judgements.name_pairs import LIKELIHOODS, NamedEntity, find_pairs, read_entities
from broadsheet.judgements.queries import ask
from broadsheet.judgements.topics import FEWEST_ARTICLES, Suggestion, find_odd, name_place, suggest_parts
from broadsheet.judgements.writing import Judgement

# Entities whose articles are read, the most mentioned first, and articles of each.
_READ_ENTITIES = 400
_READ_ARTICLES = 40
# Names of two types are one entity less often.
_UNLIKE_TYPES = 0.5
# What a rule has looked at and told apart is seldom one.
_TOLD_APART = 0.3


def suggest(connection: duckdb.DuckDBPyConnection, most: int, judged: Iterable[Judgement] = ()) -> list[Suggestion]:
    """The pairs worth most, best first. judged: the lines of judgements.csv, answered or not worth asking again."""
    answers = list(judged)
    done = {frozenset({line.left, line.right}) for line in answers}
    done |= {frozenset({line.left_key, line.right_key}) for line in answers if line.left_key}
    entities = read_entities(ask(connection, "entity_names"))
    open_pairs = find_pairs(entities)
    said = ask(connection, "judged_pairs")
    apart = [(row["one_id"], row["other_id"]) for row in said if row["verdict"] != "same"]
    for pair in apart:
        open_pairs.pop(pair, None)
    pairs = _rank_pairs(entities, open_pairs, 4 * most)
    read = _choose_read(entities, pairs) | {entity_id for pair in apart for entity_id in pair}
    places = _group(ask(connection, "entity_texts", ids=sorted(read), most=_READ_ARTICLES))
    texts = {row["article_version_id"]: row["opening"] for rows in places.values() for row in rows}
    vectors = make_vectors(texts)
    odd = find_odd(answers)
    parted = {name_place(row): row for rows in places.values() for row in rows if name_place(row) in odd}
    found = [*_suggest_joins(entities, pairs, places, vectors)]
    for entity_id in places:
        found += suggest_parts(entities[entity_id], places[entity_id], parted, vectors, answers)
    new = (item for item in found if not done & item.pairs)
    return sorted(new, key=lambda item: (-item.gain, item.left, item.right))[:most]


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


def _choose_read(entities: Mapping[str, NamedEntity], pairs: Iterable[tuple[tuple[str, str], str]]) -> set[str]:
    common = sorted(entities.values(), key=lambda entity: (-entity.mention_count, entity.entity_id))[:_READ_ENTITIES]
    chosen = {entity.entity_id for entity in common if entity.version_count >= FEWEST_ARTICLES}
    return chosen | {entity_id for pair, _ in pairs for entity_id in pair}


def _share_together(one: Iterable[Mapping[str, Any]], other: Iterable[Mapping[str, Any]]) -> float:
    """In which share of their articles two entities stand together, as one thing under two names seldom does."""
    here, there = ({row["article_version_id"] for row in rows} for rows in (one, other))
    return len(here & there) / max(1, min(len(here), len(there)))


def _suggest_joins(
    entities: Mapping[str, NamedEntity],
    pairs: Iterable[tuple[tuple[str, str], str]],
    places: Mapping[str, list[dict[str, Any]]],
    vectors: Mapping[str, Vector],
) -> Iterator[Suggestion]:
    for (one, other), kind in pairs:
        sides = (entities[one], entities[other])
        is_alike = sides[0].entity_type == sides[1].entity_type
        apart = 1 - _share_together(places.get(one, ()), places.get(other, ()))
        middles = [join(vectors[row["article_version_id"]] for row in places.get(side.entity_id, ())) for side in sides]
        likelihood = min(0.95, LIKELIHOODS[kind] * (0.6 + 2 * compare(*middles)))
        likelihood *= apart * (1.0 if is_alike else _UNLIKE_TYPES)
        likelihood *= _TOLD_APART if any(side.is_told_apart for side in sides) else 1.0
        keys = [side.main_key for side in sides]
        left_key, right_key = (f"{key}@{side.anchors[key]}" for key, side in zip(keys, sides, strict=True))
        gain = likelihood * sides[0].mention_count * sides[1].mention_count
        examples = (sides[0].mention_ids[keys[0]], sides[1].mention_ids[keys[1]])
        yield Suggestion(one, other, left_key, right_key, kind, gain, False, examples)
