"""Words that a pattern needs: none may be asked for that a matching text can lack."""

from __future__ import annotations

import re

import pytest

from broadsheet.extract.cues import load_cues
from broadsheet.extract.triggers import find_triggers, holds_trigger


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
def test_a_pattern_gives_its_words(pattern: str, words: set[str]) -> None:
    assert find_triggers(pattern) == words


@pytest.mark.parametrize("pattern", [r"\w+", r"ab|abcdef", r"(?:news)?", r"(?<!x)newsletter", r"(?:one|\d+)", ""])
def test_a_pattern_that_is_not_sure_of_a_word_gives_none(pattern: str) -> None:
    assert find_triggers(pattern) is None


def test_every_text_that_a_wall_matches_holds_a_trigger() -> None:
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
                    assert holds_trigger(text.lower(), find_triggers(wording)), (wording, text)
    assert seen >= len(texts)
