"""Who is who against the gold: pairs of mentions across articles, and each kind of name by itself."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import duckdb

from bench.corpus.gold import Record
from bench.corpus.scores import Score, score_b3, score_pairs

_MENTIONS = """
    select articles.url, mentions.surface, article_entities.entity_id
    from mentions
    inner join article_entities
        on
            mentions.article_version_id = article_entities.article_version_id
            and mentions.entity_key = article_entities.entity_key
    inner join articles_current as articles on mentions.article_version_id = articles.article_version_id
    where not mentions.is_boilerplate
"""
# Forms beside the full name: share of them that is joined with it, and what at least that should be.
_FORMS = {
    "short": "firms by their short name",
    "alone": "undefined acronyms",
    "acronym": "defined acronyms",
    "adjective": "nationalities",
    "variant": "other spellings",
    "surname": "surnames",
}
_FORM_AIMS = {"short": ".85", "alone": ".70", "adjective": ".95", "variant": ".85"}


@dataclass(frozen=True, slots=True)
class Unit:
    """A name of an article: for whom it stands, as what form, and the entity found."""

    url: str
    surface: str
    gold_id: str
    form: str
    found_id: str


def score_names(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Names found; pairs and B3 of entities; namesakes wrongly joined; forms of a name not joined."""
    units = list(_match(connection, gold))
    wanted = sum(1 for _ in _list_clear(gold))
    yield Score("names found in the article", 0, 0, len(units), wanted)
    triples = sorted({(unit.url, unit.gold_id, unit.found_id) for unit in units})
    yield score_pairs("entities, pairs across articles", triples, ".97/.95")
    yield score_b3("entities, B3", triples)
    for kind in ("PERSON", "ORG", "LOC"):
        ids = {entity["entity_id"] for entity in gold["entities"] if entity["entity_type"] == kind}
        chosen = sorted({(u.url, u.gold_id, u.found_id) for u in units if u.gold_id in ids})
        yield score_pairs(f"  {kind}", chosen)
    yield from _score_twins(units, gold)
    yield from _score_forms(units)


def _list_clear(gold: dict[str, list[Record]]) -> Iterator[Record]:
    """Names that stand for one entity only in their article."""
    count = Counter((record["url"], record["surface"]) for record in gold["names"])
    return (record for record in gold["names"] if count[record["url"], record["surface"]] == 1)


def _match(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Unit]:
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for url, surface, entity_id in connection.execute(_MENTIONS).fetchall():
        found[url, _plain(surface)][entity_id] += 1
    for record in _list_clear(gold):
        entities = found.get((record["url"], _plain(record["surface"])))
        if entities:
            best = min(entities, key=lambda entity_id: (-entities[entity_id], entity_id))
            yield Unit(record["url"], record["surface"], record["entity_id"], record["form"], best)


def _plain(surface: str) -> str:
    return surface.lower().removeprefix("the ").removesuffix("'s").removesuffix("’s")


def _score_twins(units: Iterable[Unit], gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Entities of one name: the share of pairs of two of them that is kept apart, as precision."""
    by_entity: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in units:
        if unit.form not in ("surname", "adjective"):
            by_entity[unit.gold_id][unit.found_id] += 1
    groups: dict[str, list[str]] = defaultdict(list)
    for entity in gold["entities"]:
        if entity["twins"]:
            groups[entity["twins"]].append(entity["entity_id"])
    persons = [tuple(ids) for key, ids in groups.items() if key.startswith("person:")]
    cities = [tuple(ids) for key, ids in groups.items() if key.startswith("city:")]
    clubs = [
        (e["entity_id"].removeprefix("club:"), e["entity_id"]) for e in gold["entities"] if ":city:" in e["entity_id"]
    ]
    for name, pairs in (("persons", persons), ("places", cities), ("city and its club", clubs)):
        yield _score_apart(f"namesakes kept apart: {name}", pairs, by_entity)


def _score_apart(name: str, groups: Iterable[tuple[str, ...]], by_entity: dict[str, Counter[str]]) -> Score:
    apart = total = 0
    wrong = []
    for ids in groups:
        for number, one in enumerate(ids):
            for other in ids[number + 1 :]:
                pairs = by_entity[one].total() * by_entity[other].total()
                joined = sum(count * by_entity[other][found] for found, count in by_entity[one].items())
                total, apart = total + pairs, apart + pairs - joined
                if joined:
                    wrong.append(f"{one} = {other}: {joined} of {pairs} pairs")
    return Score(name, apart, total, aim=".90", examples=tuple(wrong))


def _score_forms(units: Iterable[Unit]) -> Iterator[Score]:
    """Each form: the share that has the entity that most full names of its entity have, as recall."""
    full: dict[str, Counter[str]] = defaultdict(Counter)
    listed = list(units)
    for unit in listed:
        if unit.form == "full":
            full[unit.gold_id][unit.found_id] += 1
    for form, name in _FORMS.items():
        chosen = [unit for unit in listed if unit.form == form and full[unit.gold_id]]
        wrong = [unit for unit in chosen if unit.found_id != full[unit.gold_id].most_common(1)[0][0]]
        examples = tuple(sorted({f"{unit.surface} is not {unit.gold_id}" for unit in wrong}))
        yield Score(
            f"joined with the full name: {name}", 0, 0, len(chosen) - len(wrong), len(chosen), _FORM_AIMS.get(form, ""),
            examples=examples,
        )  # fmt: skip


def match_entities(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> dict[str, str]:
    """For each entity found, the one of the gold that it mostly is."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for unit in _match(connection, gold):
        counts[unit.found_id][unit.gold_id] += 1
    return {found: min(count, key=lambda gold_id: (-count[gold_id], gold_id)) for found, count in counts.items()}
