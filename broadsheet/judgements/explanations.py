"""Why two names are one entity or two, in plain words: their keys, the rules, the judgements, with ids of mentions.

Belongs here: the sentences. They are printed by `broadsheet entities explain`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import duckdb

from broadsheet.errors import SettingsError
from broadsheet.folding import fold_name
from broadsheet.judgements.name_pairs import find_pairs, read_entities
from broadsheet.judgements.queries import ask, ask_one
from broadsheet.judgements.references import Reference, parse_reference

Row = Mapping[str, Any]
_RULES = {
    "same_name": "has this name in every article",
    "main_type": "is the same name under a type that the tagger seldom gives it",
    "nationality": "is the nationality of the country",
    "spelling": "is another spelling of the name",
    "short_form": "is a short form that articles use for this name only",
    "team": "stands here for the team of that place",
    "namesake": "is told here from others of its name by what stands around it",
    "place": "is the place of that name in its country",
    "judgement": "is put here by a judgement",
    "alias": "is put here by aliases.csv",
    "own_entity": "is a name of the entity in entities.csv",
}
_KINDS = {
    "spelling": "one letter tells their names apart", "same_stem": "one name is the other with an ending",
    "acronym": "one is made of the other's initials",
    "alias": "articles call one of them by the other's name", "same_name": "they have the same name",
    "longer_name": "one name begins or ends with the other",
}  # fmt: skip
_SHOWN_KEYS = 12


def find_entities(connection: duckdb.DuckDBPyConnection, written: str) -> Sequence[Row]:
    """The entities of an id, a key, or a name, the most mentioned first; ten at most."""
    try:
        reference = parse_reference(written)
    except ValueError:
        reference = Reference()
    return ask(
        connection,
        "find_entities",
        entity_id=reference.entity_id or "",
        entity_key=reference.entity_key or "",
        article_version_id=reference.article_version_id,
        name_norm=fold_name(written) if "|" not in written else "",
    )


def find_entity(connection: duckdb.DuckDBPyConnection, written: str) -> Row:
    """The entity of an id, a key, or a name; of several of one name, the most mentioned. Raises SettingsError."""
    found = find_entities(connection, written)
    if not found:
        raise SettingsError(
            f'No entity of the release has the id, key or name {written!r}. `broadsheet sql "select entity_id, '
            "canonical_name from entities where canonical_name ilike '%name%'\"` lists those there are."
        )
    return found[0]


def explain(connection: duckdb.DuckDBPyConnection, left: str, right: str) -> Iterator[str]:
    """The lines that say why two are one or two, and what to write where that is wrong."""
    one, other = find_entity(connection, left), find_entity(connection, right)
    ids = sorted({one["entity_id"], other["entity_id"]})
    keys = ask(connection, "keys_of", ids=ids)
    said = [row for row in ask(connection, "judged_pairs") if {row["one_id"], row["other_id"]} & set(ids)]
    if len(ids) == 1:
        yield f"{_say_entity(one)}: {left} and {right} are one."
        yield from _say_keys(keys, said)
        yield from _say_judgements(said)
        yield "If that is wrong, take the odd key or article out with a line in judgements.csv:"
        yield f"  {keys[0]['entity_key']},{keys[-1]['entity_key']}@{keys[-1]['article_version_id']},different"
        return
    yield f"{left} and {right} are two."
    for entity in (one, other):
        yield f"{_say_entity(entity)}:"
        yield from _say_keys([row for row in keys if row["entity_id"] == entity["entity_id"]], said)
    between = [row for row in said if [row["one_id"], row["other_id"]] == ids]
    yield from _say_judgements(between)
    yield from _say_likeness(connection, ids, keys)
    yield "If they are one, write a line in judgements.csv, or use `broadsheet browse`:"
    yield f"  {one['entity_id']},{other['entity_id']},same"


def _say_entity(entity: Row) -> str:
    return (
        f"{entity['canonical_name']} ({entity['entity_type']}, {entity['mention_count']} mentions in "
        f"{entity['article_count']} articles, id {entity['entity_id']})"
    )


def _say_keys(keys: Sequence[Row], said: Sequence[Row]) -> Iterator[str]:
    lines = {row["judgement_id"]: row for row in said}
    for row in keys[:_SHOWN_KEYS]:
        rule = _RULES.get(row["rule"], f"is here by the rule {row['rule']}")
        by = lines.get(row["judgement_id"])
        where = f", line {by['line_no']} of {by['declared_in']}" if by else ""
        yield (
            f"- {row['entity_key']} {rule}{where}: {row['mention_count']} mentions in {row['version_count']} articles, "
            f"as {row['entity_name']!r} in mention {row['mention_id']}"
        )
    if len(keys) > _SHOWN_KEYS:
        yield f"- and {len(keys) - _SHOWN_KEYS} more names"


def _say_judgements(said: Sequence[Row]) -> Iterator[str]:
    for row in said:
        who = f" by {row['who']}" if row["who"] else ""
        why = f": {row['why']}" if row["why"] else ""
        state = "applied" if row["state"] == "applied" else f"{row['state']}; {row['state_text']}"
        yield (
            f"Judged{who} in line {row['line_no']} of {row['declared_in']}: {row['left_text']} and "
            f"{row['right_text']}, {row['verdict']}{why} ({state})"
        )


def _say_likeness(connection: duckdb.DuckDBPyConnection, ids: Sequence[str], keys: Sequence[Row]) -> Iterator[str]:
    names = [
        {**row, "entity_type": row["entity_key"].partition("|")[0], "name_norm": row["entity_key"].partition("|")[2]}
        for row in keys
    ]
    kinds = list(find_pairs(read_entities(names)).values())
    likeness = _KINDS[kinds[0]] if kinds else "their names have nothing in common that a rule knows"
    yield f"No rule joins them; {likeness}."
    together = ask_one(connection, "together", ids=list(ids))
    if together and together["version_count"]:
        yield (
            f"They stand together in {together['version_count']} articles, as in {together['article_version_id']}, "
            "which one entity under two names seldom does."
        )
    else:
        yield "They stand together in no article."
