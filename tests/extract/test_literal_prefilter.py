"""Literals of a pattern: a text without any of them must not match."""

from __future__ import annotations

import re

import pytest

from broadsheet.extract.cues import load_cues
from broadsheet.extract.literal_prefilter import find_literals, may_match


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r".*\ball rights reserved\b", {"all rights reserved"}),
        (r".*\b(?:please )?enable javascript\b", {"enable javascript"}),
        (r".*\b(?:sign up|register)\b.{0,80}\bmail", {"sign up", "register"}),
        (r"uses?er", {"use"}),
        (r"colou?r(?:ful)*", {"colo"}),
        (r"(?:news){2}", {"news"}),
        (r"(?:news){0,2}letter", {"letter"}),
        (r"a\.b\?c", {"a.b?c"}),
        (r"[abc)]defg", {"defg"}),
        (r"[^]x]+tail(?:one|tw)", {"tail"}),
        (r"Newsletter", {"newsletter"}),
    ],
)
def test_a_pattern_gives_its_literals(pattern: str, words: set[str]) -> None:
    assert find_literals(pattern) == words


@pytest.mark.parametrize("pattern", [r"\w+", r"ab|abcdef", r"(?:news)?", r"(?<!x)newsletter", r"(?:one|\d+)", ""])
def test_a_pattern_without_a_safe_literal_gives_none(pattern: str) -> None:
    assert find_literals(pattern) is None


def test_every_text_that_an_interstitial_cue_matches_holds_a_literal() -> None:
    texts = [
        "404 - page not found", "Error 503", "The page you want does not exist",
        "Are you a robot? Verify you are human",
        "We value your privacy and our partners use cookies", "Manage cookies", "Subscribe to continue reading",
        "You have read 3 free articles", "Abonnez-vous pour lire la suite", "Just a moment", "Press and hold",
    ]  # fmt: skip
    seen = 0
    for reason in ("error_page", "captcha", "consent_wall", "paywall_stub"):
        for wording in load_cues()[reason]["patterns"]:
            for text in texts:
                if re.search(wording, text, re.IGNORECASE):
                    seen += 1
                    assert may_match(text.lower(), find_literals(wording)), (wording, text)
    assert seen >= len(texts)
