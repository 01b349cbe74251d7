"""What a query answers does not depend on the order in which its rows come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_CALL = re.compile(r"\b(?:arg_min|arg_max|min_by|max_by)\(")
# Of the values that a query could take, the order names one: an id, a number or the value itself.
_UNIQUE = re.compile(r"(?:_id|_no|_order)\b")
# One row for each of these within its group.
_ONE_EACH = {
    "wording_roots": "followed.depth",
    "short_names": "mentions.start_char",
    "entity_articles": "(mentions.in_headline, -mentions.start_char)",
    "sources": "source_health.reported_on",
}
# The query keeps only groups with one best row, or whose best rows say the same.
_ONE_BEST = {"short_names": "scored.points", "quote_variants": "(printed.reported_on, printed.reported_at is not null)"}


def _list_calls(text: str) -> Iterator[tuple[str, str]]:
    """What is taken and by which order, of each call."""
    for match in _CALL.finditer(text):
        depth, start, parts = 0, match.end(), []
        for place in range(match.end(), len(text)):
            sign = text[place]
            if sign in ",)" and depth == 0:
                parts.append(" ".join(text[start:place].split()).replace("( ", "(").replace(" )", ")"))
                start = place + 1
                if sign == ")":
                    break
            depth += (sign in "([{") - (sign in ")]}")
        yield parts[0], parts[1]


CALLS = sorted(
    {(path.stem, *call) for path in Path("sql").rglob("*.sql") for call in _list_calls(path.read_text("utf-8"))}
)


@pytest.mark.parametrize(("query", "value", "order"), CALLS)
def test_the_row_that_a_query_takes_of_several_is_always_the_same(query: str, value: str, order: str) -> None:
    is_sure = (
        value in order or _UNIQUE.search(order) is not None or order in (_ONE_EACH.get(query), _ONE_BEST.get(query))
    )
    assert is_sure, f"sql/**/{query}.sql takes {value} by {order}, which several rows may have"
