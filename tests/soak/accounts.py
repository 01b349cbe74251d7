"""The audit: what the sites published against what the warehouse holds.

Each version of a story is the text of one article, or its page has a recorded reason; no other article is there; and
every row of facts is what its text says at its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import duckdb

from tests.soak.site import Version

# States of an address in which it has a reason for not being there.
_ENDED = {"gone", "refused", "robots_denied", "bad", "gave_up", "duplicate_of", "too_old", "off_site"}
_EVIDENCE = ("claims", "numbers", "dates", "mentions")


@dataclass(slots=True)
class Audit:
    """What came of the published versions, and what is wrong."""

    published: int = 0
    once: int = 0
    with_reason: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    evidence_rows: int = 0
    faults: list[str] = field(default_factory=list)


def find_known_marks(warehouse: duckdb.DuckDBPyConnection) -> Counter[str]:
    """How often each mark stands in an article."""
    rows = warehouse.execute(
        "select mark, count(*) from (select distinct article_version_id, "
        "unnest(regexp_extract_all(text, 'BX-[0-9]{6}-[0-9]+')) as mark from articles) as marks group by mark"
    ).fetchall()
    return Counter(dict(rows))


def audit(warehouse: duckdb.DuckDBPyConnection, versions: Sequence[Version]) -> Audit:
    """Compare the versions that were published with a release that was made after the last of them was fetched."""
    done = Audit(published=len(versions))
    marks = find_known_marks(warehouse)
    reasons = _read_reasons(warehouse)
    for version in versions:
        _judge(version, marks, reasons, done)
    known = {version.mark for version in versions}
    done.doubled += [f"{mark}: never published" for mark in marks if mark not in known]
    _judge_rest(warehouse, done)
    return done


def _judge(version: Version, marks: Counter[str], reasons: dict[str, str], done: Audit) -> None:
    mark = version.mark
    told = f"{mark} ({version.kind}) of {version.url}, changed {version.changed_at:%d %H:%M:%S}"
    count, reason = marks[mark], reasons.get(version.url)
    if count > 1:
        done.doubled.append(f"{told}: {count} times")
    elif count == 1:
        done.once += 1
        if not version.is_expected:
            done.faults.append(f"{told}: is an article")
    elif version.is_expected or reason is None:
        done.lost.append(f"{told}: {reason or 'no reason'}")
    else:
        done.with_reason[reason] = done.with_reason.get(reason, 0) + 1


def _read_reasons(warehouse: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Address -> why it is no article: its state, or the reason of its page."""
    states = warehouse.execute("select url, state from ops.urls").fetchall()
    found = {url: f"urls: {state}" for url, state in states if state in _ENDED}
    skipped = warehouse.execute("select url, max(reason) from ops.skipped group by url").fetchall()
    return {url: f"skipped: {reason}" for url, reason in skipped} | found


def _judge_rest(warehouse: duckdb.DuckDBPyConnection, done: Audit) -> None:
    for name, query in {
        "captures unaccounted for": "select coalesce(sum(unaccounted_count), 0) from pipeline_funnel",
        "articles without a mark": "select count(*) from articles where not contains(text, 'BX-')",
        "keys of articles twice": "select count(*) - count(distinct article_version_id) from articles",
        "captures twice": "select count(*) - count(distinct capture_id) from (select capture_id from articles "
        "union all select capture_id from ops.skipped)",
        "unanalysed articles": "select count(*) from ops.unanalysed",
        "addresses still pending": "select count(*) from ops.urls where state = 'pending'",
    }.items():
        (count,) = warehouse.execute(query).fetchone() or (0,)
        if count:
            done.faults.append(f"{count} {name}")
    for table in _EVIDENCE:
        rows, off = count_evidence(warehouse, table)
        done.evidence_rows += rows
        if off:
            done.faults.append(f"{off} of {rows} rows of {table} are not what their text says")


def count_evidence(warehouse: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    """Rows of a table, and how many of them are not the text at their place."""
    found = warehouse.execute(
        f"select count(*), count(*) filter (where surface is distinct from substring("
        f"case when in_headline then headline else text end, start_char + 1, end_char - start_char)) "
        f'from "{table}" as facts left join articles on facts.article_version_id = articles.article_version_id'
    ).fetchone()
    assert found is not None
    return found[0], found[1]


def list_first(told: Iterable[str], most: int = 10) -> list[str]:
    """The first lines, and how many there are more."""
    lines = [*told]
    return lines[:most] + ([f"and {len(lines) - most} more"] if len(lines) > most else [])
