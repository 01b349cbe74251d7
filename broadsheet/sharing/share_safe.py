"""A release without texts: the same tables and rows, each text cut to a short quote, as Parquet and as DuckDB.

Belongs here: which columns and tables are left out, and how the rest is cut. SQL is put together here only from names
and types that the release itself gives for its tables.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
from sqlglot import exp

from broadsheet.errors import SettingsError
from broadsheet.model.queries import read_sql
from broadsheet.private_files import choose_spill_folder
from broadsheet.release.build import STORAGE_VERSION, literal, quote

DATABASE_FILE, PARQUET_FOLDER = "shared.duckdb", "tables"
# Whole texts, and blocks that put together give the text again; their hashes stay.
_LEFT_OUT_COLUMNS = frozenset(
    {("articles", "text"), ("paragraphs", "surface"), ("sentences", "surface"), ("live_posts", "text")}
)
# The words of whole texts, SQL that needs the texts, and what the owner of the warehouse watches for.
_LEFT_OUT_TABLES = frozenset(
    {"passages", "passage_words", "search_articles", "search_postings", "recipes", "watches", "watch_hits"}
)
# Ids that lead to the source of a row, also where they stand under a longer name, as origin_source_id.
_TRACES = {
    "source_id": "select source_id from forbidden_sources",
    "capture_id": "select capture_id from forbidden_captures",
    "article_id": "select article_id from forbidden_articles",
    "article_version_id": "select article_version_id from forbidden_articles",
}
# Tables of the whole warehouse without words of any publisher.
_OF_NO_SOURCE = frozenset(
    {"_release", "releases", "table_docs", "language_coverage", "gold_scores", "runs", "derivations",
     "accepted_derivations"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShareReport:
    """What was written. left_out_tables: whose rows lead to no source, where preferences are obeyed."""

    table_count: int
    row_count: int
    left_out_sources: tuple[str, ...]
    left_out_tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _SharedTable:
    schema: str
    name: str
    doc: str
    columns: tuple[tuple[str, str, str], ...]

    @property
    def place(self) -> str:
        return f"{quote(self.schema)}.{quote(self.name)}"


def write_share_safe(release: Path, folder: Path, *, quote_words: int, obeys_preferences: bool) -> ShareReport:
    """Write the release to `folder` as shared.duckdb and tables/*.parquet; the folder appears when it is whole.

    quote_words: no text of an article is longer than that many words. obeys_preferences: leave out sources and pages
    that say no to AI training or to text and data mining, and tables whose rows do not tell from where they come.
    Raises SettingsError where the folder holds something or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"{folder} is there already. Name a folder that is new or empty.")
    unfinished = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        (unfinished / PARQUET_FOLDER).mkdir(parents=True)
        report = _write(release, unfinished, quote_words, obeys_preferences)
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written: {error.strerror or error}. Choose another place.") from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    return report


def _write(release: Path, folder: Path, quote_words: int, obeys_preferences: bool) -> ShareReport:
    with closing(duckdb.connect(":memory:", config={"autoinstall_known_extensions": False})) as connection:
        connection.execute("set timezone = 'UTC'")
        connection.execute(f"set temp_directory = {literal(choose_spill_folder())}")
        connection.execute(f"attach {literal(str(release))} as release (read_only)")
        target = folder / DATABASE_FILE
        connection.execute(f"attach {literal(str(target))} as shared (storage_version {literal(STORAGE_VERSION)})")
        connection.execute("create schema shared.ops")
        connection.execute(read_sql("share/cut_text.sql").format(quote_words=int(quote_words)))
        sources = _find_forbidden(connection) if obeys_preferences else ()
        is_filtered = bool(sources) or (obeys_preferences and _count(connection, "forbidden_articles") > 0)
        rows, untraced = 0, []
        tables = _read_tables(connection)
        for table in tables:
            condition = _trace(table) if is_filtered else "true"
            if condition is None:
                untraced.append(table.name)
                continue
            rows += _copy(connection, table, condition, folder)
        connection.execute("detach shared")
        return ShareReport(len(tables) - len(untraced), rows, sources, tuple(untraced))


def _find_forbidden(connection: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    connection.execute("use release")
    for name in ("sources", "captures", "articles"):
        text = read_sql(f"share/forbidden_{name}.sql")
        connection.execute(f"create temp table forbidden_{name} as {text}")
    connection.execute("use memory")
    return tuple(row[0] for row in connection.execute("from forbidden_sources order by 1").fetchall())


def _read_tables(connection: duckdb.DuckDBPyConnection) -> list[_SharedTable]:
    found = connection.execute(read_sql("share/tables.sql")).fetchall()
    return [
        _SharedTable(schema, name, doc, tuple((column["name"], column["type"], column["doc"]) for column in columns))
        for schema, name, doc, columns in found
        if name not in _LEFT_OUT_TABLES
    ]


def _trace(table: _SharedTable) -> str | None:
    """The condition that leaves rows of forbidden sources out; None where rows do not lead to a source."""
    if table.name in _OF_NO_SOURCE:
        return "true"
    conditions = [
        f"({quote(column)} is null or {quote(column)} not in ({rows}))"
        for column, kind, _ in table.columns
        for trace, rows in _TRACES.items()
        if kind == "VARCHAR" and (column == trace or column.endswith(f"_{trace}"))
    ]
    return " and ".join(conditions) if conditions else None


def _copy(connection: duckdb.DuckDBPyConnection, table: _SharedTable, condition: str, folder: Path) -> int:
    kept = [column for column in table.columns if (table.name, column[0]) not in _LEFT_OUT_COLUMNS]
    shown = [f"{_cut(quote(name), _parse_type(kind))} as {quote(name)}" for name, kind, _ in kept]
    docs = [(name, doc) for name, _, doc in kept]
    if any(name == "surface" for name, _, _ in table.columns):
        shown.append("sha256(surface) as surface_sha256")
        docs.append(("surface_sha256", "SHA-256 of the whole surface in UTF-8, hex"))
    place = f"shared.{table.place}"
    connection.execute(
        f"create table {place} as select {', '.join(shown)} from release.{table.place} where {condition}"
    )
    connection.execute(f"comment on table {place} is {literal(table.doc)}")
    for name, doc in docs:
        connection.execute(f"comment on column {place}.{quote(name)} is {literal(doc)}")
    file = folder / PARQUET_FOLDER / f"{table.name}.parquet"
    connection.execute(f"copy {place} to {literal(str(file))} (format parquet, compression zstd)")
    return _count(connection, place)


def _cut(expression: str, kind: exp.DataType) -> str:
    """The expression with every text in it cut; others as they are."""
    if not any(part.is_type(*exp.DataType.TEXT_TYPES) for part in kind.find_all(exp.DataType)):
        return expression
    if kind.is_type(exp.DType.ARRAY, exp.DType.LIST):
        return f"list_transform({expression}, lambda item: {_cut('item', kind.expressions[0])})"
    if kind.is_type("struct"):
        fields = (
            f"{quote(field.name)} := {_cut(f'{expression}.{quote(field.name)}', field.args['kind'])}"
            for field in kind.expressions
        )
        return f"case when {expression} is not null then struct_pack({', '.join(fields)}) end"
    return f"cut_text({expression})"


def _parse_type(kind: str) -> exp.DataType:
    return exp.DataType.build(kind, dialect="duckdb")


def _count(connection: duckdb.DuckDBPyConnection, place: str) -> int:
    return int(connection.execute(f"select count(*) from {place}").fetchall()[0][0])
