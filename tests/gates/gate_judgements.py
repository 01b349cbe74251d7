"""What fifty judgements are worth: pairs asked for by `suggest`, answered from the gold corpus, applied by the models.

Five rounds of ten, as a person would work: suggest, answer, make the models anew. A side is answered by the gold entity
that most of its mentions carry; sides that the corpus does not cover are answered with unsure. Counted are wrong pairs
of mentions in two articles, joined or torn.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from broadsheet.ids import hash_id
from broadsheet.judgements import parse_reference, read_judgements
from broadsheet.judgements.suggestions import Suggestion, suggest
from broadsheet.judgements.writing import Judgement, append_judgements
from broadsheet.model import read_sql
from tests.gates import gate_linking
from tests.gates.framework import gate

ROUNDS, ASKED = 5, 10
Places = dict[tuple[str, str], list[str]]


@gate(name="judgements", corpus="aida_b_measure", path="gold/aida_b_measure.jsonl.gz")
def measure_judgements(records: list[dict[str, Any]]) -> dict[str, float]:
    """Wrong pairs before and after, and the share that fifty judgements put right."""
    return measure(records, gate_linking.find_rows(records))


def measure(records: Sequence[dict[str, Any]], mentions: pl.DataFrame) -> dict[str, float]:
    """The figures for mentions that were found already."""
    ids = {record["id"]: hash_id(record["id"]) for record in records}
    known = [{**record, "id": ids[record["id"]]} for record in records]
    rows = mentions.with_columns(
        pl.col("article_version_id").replace_strict(ids), mention_id=pl.int_range(pl.len()).cast(pl.String)
    )
    judged: list[Judgement] = []
    with closing(_fill(known, rows)) as connection, tempfile.TemporaryDirectory() as folder:
        sources_path = Path(folder) / "sources.toml"
        _apply(connection, sources_path)
        before = count_wrong(connection, known)
        for _ in range(ROUNDS):
            asked = suggest(connection, ASKED, judged)
            answers = [*_answer(connection, known, asked)]
            append_judgements(sources_path, answers)
            judged += answers
            _apply(connection, sources_path)
        after = count_wrong(connection, known)
    return {"removed": 100.0 * (before - after) / before}


def count_wrong(connection: duckdb.DuckDBPyConnection, records: Sequence[dict[str, Any]]) -> int:
    """Pairs of gold mentions in two articles that are joined and should not be, or the other way round."""
    labelled, _ = gate_linking.label(records, _label_mentions(connection))
    docs, gold, ours = ([row[place] for row in labelled] for place in (0, 2, 3))
    both = gate_linking._count_across(list(zip(ours, gold, strict=True)), docs)
    return gate_linking._count_across(ours, docs) + gate_linking._count_across(gold, docs) - 2 * both


def _fill(records: Sequence[dict[str, Any]], mentions: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    """The tables that the models read."""
    connection = duckdb.connect()
    articles = [gate_linking._make_article(record["id"], record["text"]) for record in records]
    connection.register("given_mentions", mentions.to_arrow())
    connection.register("given_articles", pl.DataFrame(articles, schema_overrides={"headline": pl.String}).to_arrow())
    connection.execute("create table mentions as from given_mentions")
    connection.execute("create table articles as from given_articles")
    connection.execute(
        "create table claims (article_version_id varchar, speaker_entity_key varchar, target_entity_key varchar)"
    )
    connection.execute("create table own_entities (entity_id varchar, entity_type varchar)")
    for model in gate_linking._MODELS:
        connection.execute(f"create table {model} as {read_sql(f'model/{model}.sql')}")
    return connection


def _apply(connection: duckdb.DuckDBPyConnection, sources_path: Path) -> None:
    connection.register("judgements", read_judgements(sources_path).to_arrow())
    for model in ("entity_judgements", "article_entities"):
        connection.execute(f"create or replace table {model} as {read_sql(f'model/{model}.sql')}")
    connection.unregister("judgements")


def _label_mentions(connection: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    return connection.sql(
        "select mentions.*, article_entities.entity_id from mentions"
        " left join article_entities using (article_version_id, entity_key)"
    ).pl()


def _answer(
    connection: duckdb.DuckDBPyConnection, records: Sequence[dict[str, Any]], asked: Sequence[Suggestion]
) -> Iterator[Judgement]:
    """What a person who knows the corpus says of each pair."""
    gold = _find_gold(records, _label_mentions(connection))
    for item in asked:
        left, right = (_most_common(gold, reference) for reference in (item.left, item.right))
        verdict = "unsure" if left is None or right is None else "same" if left == right else "different"
        yield Judgement(item.left, item.right, verdict, "gold", item.kind, "", item.left_key, item.right_key)


def _find_gold(records: Sequence[dict[str, Any]], mentions: pl.DataFrame) -> dict[str, Counter[str]]:
    """Gold entities by each reference to a mention: the entity's id, the key, the key in its article."""
    places: dict[str, list[dict[str, Any]]] = {}
    for row in mentions.iter_rows(named=True):
        places.setdefault(row["article_version_id"], []).append(row)
    found: dict[str, Counter[str]] = {}
    for record in records:
        for span in record["spans"]:
            for row in places.get(record["id"], ()):
                if row["start_char"] < span["end"] and span["start"] < row["end_char"]:
                    key = row["entity_key"]
                    for reference in (row["entity_id"], key, f"{key}@{record['id']}"):
                        found.setdefault(reference, Counter())[span["entity"]] += 1
    return found


def _most_common(gold: dict[str, Counter[str]], written: str) -> str | None:
    counts = gold.get(str(parse_reference(written)))
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None
