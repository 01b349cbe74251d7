"""Laws: the checks that follow from a table's definition alone, so that no table with such columns goes without.

- `key`: no two rows share their key.
- `references`: each id names a row that is there, of the same day where both tables are daily.
- `references_to_other_days`: the same for ids that may name a row of another day (`of_any_day`).
- `evidence`: `surface` and each `<span>_text` are what stands at their place in the article's text or headline, in code
  points; a list of spans gives its texts joined by line feeds.

SQL is put together here only from names of the table definitions. What a table promises beyond these four belongs in
`sql/checks`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from broadsheet.checks.check import Check
from broadsheet.tables import Column, Reference, Table

_SPAN = "struct<start_char:int32,end_char:int32>"
_EVIDENCE = {"start_char", "end_char", "surface"}
_ARTICLE = Reference("articles", "article_version_id")

# Said of a wrong row of a day's table, whatever law it breaks.
_REMEDY = " `broadsheet run --days {captured_on} --force` makes that day anew."

# Name of the one law that compares the rows of a day with those of others.
KEY_LAW = "key"

_Links = Sequence[tuple[str, Reference]]


def list_laws(tables: Iterable[Table]) -> list[Check]:
    """Every law of these tables, table by table; references to tables that are not among them have none."""
    named = {table.name: table for table in tables}
    return [law for table in named.values() for law in make_laws(table, named)]


def make_laws(table: Table, tables: Mapping[str, Table]) -> list[Check]:
    """The laws of one table. Columns that a release leaves out have none, so that each holds there as in the lake.

    tables: those that its columns may refer to, by name.
    """
    columns = [column for column in table.columns if column.name not in table.release_without]
    links = [
        (column.name, column.references)
        for column in columns
        if column.references and column.references.table in tables
    ]
    near = [(name, link) for name, link in links if not link.of_any_day]
    far = [(name, link) for name, link in links if link.of_any_day]
    texts = list(_list_texts(columns)) if (_ARTICLE.column, _ARTICLE) in near else []
    laws = [_make_key_law(table)] if table.key else []
    if near:
        laws.append(_make_reference_law(table, near, tables))
    if far:
        laws.append(_make_far_reference_law(table, far, tables))
    if texts:
        laws.append(_make_evidence_law(table, texts, tables))
    return laws


def _make_key_law(table: Table) -> Check:
    key = ", ".join(table.key)
    return Check(
        name=KEY_LAW,
        asset=table.name,
        description=f"No two rows share their key ({key}).",
        text=f"select {key}, count(*) as row_count\nfrom {table.name}\ngroup by all\nhaving count(*) > 1",
        inputs=(table.name,),
        is_daily=table.partition is not None,
        problem=f"Table {table.name} has {{wrong_rows}} keys more than once, for example {_show_key(table)}.",
    )


def _make_reference_law(table: Table, links: _Links, tables: Mapping[str, Table]) -> Check:
    return Check(
        name="references",
        asset=table.name,
        description=f"Each {', '.join(name for name, _ in links)} names a row that is there.",
        text="\nunion all\n".join(_select_dangling(table, name, link, tables) for name, link in links),
        inputs=_list_inputs(table, (link.table for _, link in links)),
        is_daily=table.partition is not None,
        problem=f"{{wrong_rows}} references of table {table.name} lead nowhere, for example {{column_name}} "
        f"{{missing_id}}, which is not in {{missing_in}}, of the row with {_show_key(table)}.{_advise(table)}",
    )


def _make_far_reference_law(table: Table, links: _Links, tables: Mapping[str, Table]) -> Check:
    """Late pages may break it until the days after them have run again, so a run that sees it goes on."""
    return Check(
        name="references_to_other_days",
        asset=table.name,
        description=f"Each {', '.join(name for name, _ in links)} names a row that is there, of any day.",
        text="\nunion all\n".join(_select_dangling(table, name, link, tables) for name, link in links),
        inputs=_list_inputs(table, (link.table for _, link in links)),
        blocking=False,
        is_daily=False,
        problem=f"{{wrong_rows}} references of table {table.name} to other days lead nowhere, for example "
        "{column_name} {missing_id}, which is not in {missing_in}: an earlier day has changed since. "
        "`broadsheet run` renews the days after it.",
    )


def _select_dangling(table: Table, name: str, link: Reference, tables: Mapping[str, Table]) -> str:
    """The ids of one column that name no row."""
    target = tables[link.table]
    is_same_day = bool(table.partition and target.partition and not link.of_any_day)
    days = f" and facts.{table.partition} = targets.{target.partition}" if is_same_day else ""
    return (
        f"select '{name}' as column_name, facts.{name} as missing_id,\n"
        f"    '{link.table}{' of that day' if is_same_day else ''}' as missing_in, {_list_key(table)}\n"
        f"from {table.name} as facts\n"
        f"anti join {link.table} as targets on facts.{name} = targets.{link.column}{days}\n"
        f"where facts.{name} is not null"
    )


def _make_evidence_law(table: Table, texts: Sequence[tuple[str, str]], tables: Mapping[str, Table]) -> Check:
    names = {column.name for column in table.columns}
    full_text = "if(facts.in_headline, articles.headline, articles.text)" if "in_headline" in names else "articles.text"
    is_same_day = table.partition and tables[_ARTICLE.table].partition
    days = f" and facts.{table.partition} = articles.{tables[_ARTICLE.table].partition}" if is_same_day else ""
    parts = ",\n        ".join(
        f"{{'column_name': '{name}', 'found_text': facts.{name}, 'text_there': {there}}}" for name, there in texts
    )
    text = (
        "with placed as (\n"
        f"    select facts.*, {full_text} as full_text\n"
        f"    from {table.name} as facts\n"
        f"    inner join articles on facts.article_version_id = articles.article_version_id{days}\n"
        "),\n\n"
        "parts as (\n"
        f"    select {_list_key(table)}, facts.article_version_id as version_id, unnest([\n"
        f"        {parts}\n"
        "    ]) as part\n"
        "    from placed as facts\n"
        ")\n\n"
        "select parts.part.column_name, parts.part.found_text, parts.part.text_there, parts.* exclude (part)\n"
        "from parts\n"
        "where parts.part.found_text is distinct from parts.part.text_there"
    )
    return Check(
        name="evidence",
        asset=table.name,
        description=f"Each {', '.join(name for name, _ in texts)} is the text at its place in the article.",
        text=text,
        inputs=_list_inputs(table, [_ARTICLE.table]),
        is_daily=table.partition is not None,
        problem=f"{{wrong_rows}} texts of table {table.name} do not stand at their place, for example {{column_name}} "
        f"{{found_text!r}} of article version {{version_id}}, where {{text_there!r}} stands; the row has "
        f"{_show_key(table)}.{_advise(table)}",
    )


def _list_texts(columns: Iterable[Column]) -> Iterator[tuple[str, str]]:
    """Columns that repeat text of the article, each with the SQL of what stands at their place in `full_text`."""
    types = {column.name: column.type for column in columns}
    if types.keys() >= _EVIDENCE:
        yield "surface", _slice("facts.start_char", "facts.end_char")
    for name, kind in types.items():
        if f"{name}_text" not in types:
            continue
        if kind == _SPAN:
            yield f"{name}_text", _slice(f"facts.{name}.start_char", f"facts.{name}.end_char")
        elif kind == f"list<{_SPAN}>":
            pieces = f"[{_slice('span.start_char', 'span.end_char')} for span in facts.{name}]"
            yield f"{name}_text", f"array_to_string({pieces}, chr(10))"


def _slice(start: str, end: str) -> str:
    return f"substring(facts.full_text, {start} + 1, {end} - {start})"


def _list_key(table: Table) -> str:
    """The key of a row, and its day."""
    day = [table.partition] if table.partition and table.partition not in table.key else []
    return ", ".join(f"facts.{name}" for name in (*table.key, *day))


def _show_key(table: Table) -> str:
    return ", ".join(
        f"{name} = {{{name}!r}}" if table.column(name).type == "string" else f"{name} = {{{name}}}"
        for name in table.key
    )


def _advise(table: Table) -> str:
    return _REMEDY if table.partition else ""


def _list_inputs(table: Table, others: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({table.name, *others}))
