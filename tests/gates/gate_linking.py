"""Who is who across articles: the model `entity_keys` on articles whose names carry the entity they stand for.

B3 and pairs of mentions in two articles, in points, as the corpus's own script counts them: a gold mention belongs to
the mention of ours with the largest overlap, and figures stand on the gold mentions that we have. `news` are the
articles that are not of the sport desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from datetime import UTC, datetime
from typing import Any

import duckdb
import polars as pl

from broadsheet.derive import analyse_articles
from broadsheet.entities import find_mentions
from broadsheet.language.pipeline import load_language_model
from broadsheet.model.queries import read_sql
from broadsheet.records import ArticleText
from tests.gates.framework import gate

_COLUMNS = ("entity_key", "entity_name", "name_norm", "mention_type", "role_text", "country_code", "place_id")
# The models that lead to `article_names`, in the order in which they read each other.
_MODELS = (
    "field_words",
    "article_fields",
    "article_teams",
    "entity_keys",
    "person_namesakes",
    "short_names",
    "article_places",
    "article_clubs",
    "article_names",
)
Labelled = list[tuple[str, bool, str, str]]


@gate(name="linking", corpus="aida_b_measure", path="gold/aida_b_measure.jsonl.gz")
def measure_aida(records: list[dict[str, Any]]) -> dict[str, float]:
    """Half of AIDA-B: newswire of one week, with tables of sports results."""
    labelled, lacking = label(records, resolve(find_rows(records), records))
    scores = {"lacking": 100.0 * lacking / (lacking + len(labelled))}
    for name, kept in (("all", labelled), ("news", [row for row in labelled if not row[1]])):
        ours, gold, docs = [row[3] for row in kept], [row[2] for row in kept], [row[0] for row in kept]
        precision, recall = count_pairs(ours, gold, docs)
        scores |= {
            f"{name}.b3": 100.0 * score_b3(ours, gold),
            f"{name}.pairs_precision": 100.0 * precision,
            f"{name}.pairs_recall": 100.0 * recall,
            f"{name}.pairs_f1": 200.0 * precision * recall / ((precision + recall) or 1.0),
        }
    return scores


def find_rows(records: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """The mentions of all articles, as far as the model reads them."""
    articles = [ArticleText(article_version_id=record["id"], text=record["text"]) for record in records]
    rows = []
    for article, analysed in zip(articles, analyse_articles(articles, load_language_model()), strict=True):
        for mention in find_mentions(analysed):
            evidence = mention.evidence
            place = {"start_char": evidence.start_char, "end_char": evidence.end_char, "surface": evidence.surface}
            values = {name: getattr(mention, name) for name in _COLUMNS} | {"in_headline": evidence.in_headline}
            # As in the table, by names of its fields; a frame of nulls alone has none.
            values["place"] = {"method": mention.place.method if mention.place else None}
            rows.append({"article_version_id": article.article_version_id, "is_boilerplate": False, **place, **values})
    return pl.DataFrame(rows, infer_schema_length=None)


def resolve(mentions: pl.DataFrame, records: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """`mentions` with the entity_id that the models give; articles are told apart by no source and no day."""
    texts = {record["id"]: record["text"] for record in records}
    rows = [_make_article(version, texts[version]) for version in mentions["article_version_id"].unique().sort()]
    with duckdb.connect() as connection:
        connection.register("mentions", mentions)
        connection.register("articles", pl.DataFrame(rows, schema_overrides={"headline": pl.String}))
        connection.execute(
            "create table claims (article_version_id varchar, speaker_entity_key varchar, target_entity_key varchar)"
        )
        for name in _MODELS:
            connection.execute(f"create table {name} as {read_sql(f'model/{name}.sql')}")
        names = connection.sql(
            "select article_version_id, entity_key, name_entity_id as entity_id from article_names"
        ).pl()
    return mentions.join(names, on=["article_version_id", "entity_key"], how="left")


def _make_article(version: str, text: str) -> dict[str, Any]:
    captured_at = datetime(2024, 3, 5, tzinfo=UTC)
    row = {"article_version_id": version, "article_id": version, "source_id": "wire", "text": text}
    return row | {"headline": None, "article_section": None, "published_at": captured_at, "captured_at": captured_at}


def label(records: Sequence[dict[str, Any]], mentions: pl.DataFrame) -> tuple[Labelled, int]:
    """(article, of the sport desk, gold entity, our entity) of each gold mention that we have, and how many we lack."""
    ours: dict[str, list[tuple[int, int, str]]] = {}
    for row in mentions.iter_rows(named=True):
        ours.setdefault(row["article_version_id"], []).append((row["start_char"], row["end_char"], row["entity_id"]))
    labelled: Labelled = []
    lacking = 0
    for record in records:
        for span in record["spans"]:
            start, end = span["start"], span["end"]
            overlapping = [
                (min(end, last) - max(start, first), first - last, key)
                for first, last, key in ours.get(record["id"], ())
                if first < end and start < last
            ]
            if overlapping:
                labelled.append((record["id"], record["meta"]["desk"] == "sport", span["entity"], max(overlapping)[2]))
            else:
                lacking += 1
    return labelled, lacking


def score_b3(ours: Sequence[Hashable], gold: Sequence[Hashable]) -> float:
    """B3 F1 of two labellings of the same mentions, 0 to 1."""
    both, left, right = Counter(zip(ours, gold, strict=True)), Counter(ours), Counter(gold)
    precision = sum(count * count / left[key] for (key, _), count in both.items()) / max(1, len(gold))
    recall = sum(count * count / right[key] for (_, key), count in both.items()) / max(1, len(gold))
    return 2 * precision * recall / ((precision + recall) or 1.0)


def count_pairs(ours: Sequence[Hashable], gold: Sequence[Hashable], docs: Sequence[str]) -> tuple[float, float]:
    """Precision and recall of pairs of mentions in two articles with the same entity, 0 to 1."""
    right = _count_across(list(zip(ours, gold, strict=True)), docs)
    given, wanted = _count_across(ours, docs), _count_across(gold, docs)
    return right / max(1, given), right / max(1, wanted)


def _count_across(labels: Sequence[Hashable], docs: Sequence[str]) -> int:
    total, within = Counter(labels), Counter(zip(labels, docs, strict=True))
    pairs = sum(count * (count - 1) // 2 for count in total.values())
    return pairs - sum(count * (count - 1) // 2 for count in within.values())
