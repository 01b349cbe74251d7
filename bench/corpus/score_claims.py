"""Claims and quotations in variants against the gold: pairs of printings of one claim."""

from __future__ import annotations

import re
from collections.abc import Iterator

import duckdb

from bench.corpus.gold import Record
from bench.corpus.scores import Score, has_table, score_pairs

_CLAIMS = """
    select articles.url, claims.content_text, claims.claim_id
    from claims
    inner join articles_current as articles on claims.article_version_id = articles.article_version_id
    where claims.speaker_kind != 'outlet' and not claims.is_boilerplate
"""
# Which wordings of a claim each table is to join.
_GROUPS = (
    ("quotations, pairs of printings", "quote_group_members", "quote_group_id", ("direct", "short"), ""),
    ("claims, pairs of printings", "claim_group_members", "claim_group_id", ("direct", "short", "indirect"), ".95"),
)


def score_claims(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Printed claims that are rows; pairs of them by groups of quotations and of claims."""
    rows = connection.execute(_CLAIMS).fetchall()
    ids = {(url, _plain(text)): claim_id for url, text, claim_id in rows}
    found = {number: ids.get((said["url"], _plain(said["text"]))) for number, said in enumerate(gold["claims"])}
    yield Score("claims found as printed", 0, 0, sum(map(bool, found.values())), len(found))
    for name, table, column, forms, aim in _GROUPS:
        if not has_table(connection, table, "claim_id", column):
            yield Score(name, aim=aim, note=f"no table {table}")
            continue
        groups = dict(connection.execute(f"select claim_id, {column} from {table}").fetchall())
        units = [
            (said["url"], said["claim_id"], groups.get(found[number], said["url"] + said["claim_id"]))
            for number, said in enumerate(gold["claims"])
            if said["form"] in forms and found[number]
        ]
        yield score_pairs(name, units, aim)


def _plain(text: str) -> str:
    """Words alone, without the "that" which a content begins with in the corpora of attributions."""
    return " ".join(re.findall(r"\w+", text.lower())).removeprefix("that ")
