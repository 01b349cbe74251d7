"""The table definitions: they parse, agree with the records, and follow the naming rules."""

from __future__ import annotations

import dataclasses

import pytest

from broadsheet.errors import FaultError
from broadsheet.records import Claim, DateExpression, Evidence, Mention, Number, Sentence
from broadsheet.stages.release import list_released_tables
from broadsheet.tables import find_broken_references, get_table, load_tables, parse_table, shared_columns
from broadsheet.tables.types import parse_type

# Added when rows are written, so the functions that find things do not carry them.
ADDED = {"captured_on", "derivation_id"}
RECORDS = {"sentences": Sentence, "mentions": Mention, "claims": Claim, "numbers": Number, "dates": DateExpression}
RESERVED_IN_DUCKDB = {"at", "end", "offset", "order", "when", "start"}


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_has_the_columns_of_its_table(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(RECORDS[name])} - {"evidence"}
    fields |= {field.name for field in dataclasses.fields(Evidence)}
    assert fields | ADDED == {column.name for column in get_table(name).columns}


@pytest.mark.parametrize("table", load_tables().values(), ids=lambda table: table.name)
def test_names_follow_the_rules(table) -> None:
    assert table.name.endswith("s") or table.name == "unanalysed" or table.name == "skipped"
    assert table.grain.startswith("one ")
    for column in table.columns:
        assert column.name not in RESERVED_IN_DUCKDB
        assert len(column.doc) > 2 and not column.doc.endswith("."), column.name
        if column.name.endswith("_on"):
            assert column.type == "date", column.name
        if column.name.endswith("_at"):
            assert column.type == "timestamp", column.name
        if column.name.startswith(("is_", "has_", "in_")):
            assert column.type == "bool", column.name


def test_a_key_that_names_no_column_is_refused() -> None:
    raw = {"grain": "one x", "description": "x", "key": ["missing"], "columns": {"x": {"type": "string", "doc": "X"}}}
    with pytest.raises(FaultError, match="no column missing"):
        parse_table("xs", "ops", raw, shared_columns())


def test_a_preview_that_names_no_column_is_refused() -> None:
    raw = {"grain": "one x", "description": "x", "key": ["x"], "columns": {"x": {"type": "string", "doc": "X"}}}
    assert parse_table("xs", "ops", raw, shared_columns()).shown_columns == ("x",)
    with pytest.raises(FaultError, match="no column headline"):
        parse_table("xs", "ops", raw | {"preview": ["headline"]}, shared_columns())


@pytest.mark.parametrize("written", ["articles", "articles.", ".article_id", "articles.article_id.x", "a b.id"])
def test_a_reference_that_is_no_table_and_column_is_refused(written: str) -> None:
    columns = {"x": {"type": "string", "doc": "X", "references": written}}
    raw = {"grain": "one x", "description": "x", "key": ["x"], "columns": columns}
    with pytest.raises(FaultError, match=r"xs\.x references .*table\.column"):
        parse_table("xs", "ops", raw, shared_columns())


def test_every_reference_leads_to_a_column_of_its_type() -> None:
    tables = {table.name: table for table in list_released_tables()}
    assert find_broken_references(tables) == []
    assert str(tables["claims"].column("sentence_id").references) == "sentences.sentence_id"
    assert tables["sentences"].column("sentence_id").references is None


@pytest.mark.parametrize(
    ("kind", "references", "problem"),
    [
        ("string", "pages.page_id", "no such table"),
        ("string", "articles.page_id", "no such column"),
        ("int32", "articles.article_id", "int32 here, string there"),
    ],
)
def test_a_reference_to_nothing_is_told(kind: str, references: str, problem: str) -> None:
    columns = {"x": {"type": kind, "doc": "X", "references": references}}
    table = parse_table("xs", "ops", {"grain": "one x", "description": "x", "key": ["x"], "columns": columns}, {})
    (told,) = find_broken_references(load_tables() | {"xs": table})
    assert told.startswith(f"xs.x references {references}: ") and problem in told


@pytest.mark.parametrize("table", list_released_tables(), ids=lambda table: table.name)
def test_a_preview_is_short(table) -> None:
    assert 1 <= len(table.shown_columns) <= 5
    assert not {"body", "text"} & set(table.shown_columns) or table.name == "live_posts"


def test_a_column_without_doc_is_refused() -> None:
    raw = {"grain": "one x", "description": "x", "key": ["x"], "columns": {"x": {"type": "string"}}}
    with pytest.raises(FaultError, match="has no doc"):
        parse_table("xs", "ops", raw, shared_columns())


@pytest.mark.parametrize("written", ["text", "list<text>", "struct<a:int>", "list<string"])
def test_an_unknown_type_is_refused(written: str) -> None:
    with pytest.raises(FaultError, match="Unknown column type"):
        parse_type(written)
