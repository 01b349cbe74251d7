"""Quotations on the text alone: every mark system, and what a stray mark may not do."""

from __future__ import annotations

from typing import Any

import pytest

from broadsheet.claims.quotes import find_quotations
from tests.claims.golden_claims import make_article, read_cases


@pytest.mark.parametrize("case", read_cases("quotes"), ids=lambda case: case["id"])
def test_quotations_are_found(case: dict[str, Any]) -> None:
    text = case["text"]
    found = find_quotations(text, make_article(case).paragraphs)
    assert [[text[s.start_char : s.end_char] for s in q.inner] for q in found] == case["quotations"]


def test_depth_counts_the_quotations_around() -> None:
    found = find_quotations("“She told me ‘go’ and left,” he said. “Yes.”")
    assert [quotation.depth for quotation in found] == [0, 1, 0]


def test_a_quotation_that_is_not_closed_says_so() -> None:
    found = find_quotations("He wrote: “This is never closed by anyone.")
    assert [quotation.is_closed for quotation in found] == [False]


@pytest.mark.parametrize("text", ['"' * 20_000, "“" * 20_000, '"a ' * 20_000, "“a\n" * 20_000, "'s " * 20_000])
def test_marks_without_end_are_read_in_linear_time(text: str) -> None:
    for quotation in find_quotations(text):
        assert 0 <= quotation.start_char < quotation.end_char <= len(text)
