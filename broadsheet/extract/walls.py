"""Pages that stand in the way of an article: errors, captchas, consent walls, paywall stubs, bare videos.

Belongs here: telling them by what they say. The order of all judgements belongs to broadsheet.extract.gate; the
wordings are data: broadsheet/lang/page_cues.toml.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.extract.blocks import BodyText
from broadsheet.extract.cues import load_cues
from broadsheet.extract.page import Page
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped
from broadsheet.extract.signals import NEWS_TYPES, read_types
from broadsheet.extract.triggers import Words, find_triggers, holds_trigger

_STUB_WORDS = 90
_VIDEO_WORDS = 45
_CONSENT_CUES = 3
_LINES_ASKED = 12


@dataclass(frozen=True, slots=True)
class _Cue:
    patterns: tuple[tuple[re.Pattern[str], Words | None], ...]
    max_words: int

    def count(self, text: str) -> int:
        """How many of the patterns the text holds."""
        lowered = text.lower()
        return sum(
            1 for pattern, triggers in self.patterns if holds_trigger(lowered, triggers) and pattern.search(text)
        )


def judge_walls(page: Page, body: BodyText, words: int) -> Skipped | None:
    """Turn away captchas, error texts and consent walls. `words`: how many the body has."""
    lines = [page.title, *page.headings[:2], *(line for line in body.text.split("\n") if line)][: _LINES_ASKED + 3]
    beginning = "\n".join(lines)[:3_000]
    marked = bool(read_types(page) & NEWS_TYPES)
    for reason, text in (("captcha", beginning), ("error_page", "\n".join(lines[:6])[:1_000])):
        cue = _load_walls()[reason]
        if not marked and words <= cue.max_words and cue.count(text):
            return skip(reason, f"Title or first lines say so: {_quote(lines)}")
    consent = _load_walls()["consent_wall"]
    if marked or words > consent.max_words:
        return None
    cues = consent.count("\n".join((page.title, *page.headings[:2], body.text))[:8_000])
    if cues >= _CONSENT_CUES and words < 150 * cues:
        return skip("consent_wall", f"{cues} kinds of consent wording in {words} words.")
    return None


def judge_stub(page: Page, body: BodyText, own_words: int) -> Skipped | None:
    """Turn away the beginning of an article that only subscribers can read on."""
    cue = _load_walls()["paywall_stub"]
    if own_words > max(cue.max_words, _STUB_WORDS):
        return None
    is_closed = str(page.article.get("isAccessibleForFree", "")).lower().rsplit("/", 1)[-1] == "false"
    said = cue.count(body.text[:6_000])
    if (own_words <= cue.max_words and said >= 2) or (
        own_words <= _STUB_WORDS and (said or (is_closed and own_words <= 40))
    ):
        return skip("paywall_stub", f"{own_words} words of text and {said} kinds of subscription wording.")
    return None


def judge_video(page: Page, own_words: int) -> Skipped | None:
    """Turn away a video or gallery with hardly a text of its own."""
    types = read_types(page)
    og_type = (page.find_meta("og:type") or "").lower()
    main = {"VideoObject", "ImageGallery", "MediaGallery"} & types and not page.article
    if own_words <= _VIDEO_WORDS and (og_type.startswith("video") or main):
        return skip("video_only", f"A video or gallery with {own_words} words of text.")
    return None


def _quote(lines: Sequence[str]) -> str:
    return "“" + next((line for line in lines if line), "")[:100] + "”"


@cache
def _load_walls() -> dict[str, _Cue]:
    cues = load_cues()
    return {
        reason: _Cue(
            tuple((re.compile(wording, re.IGNORECASE), find_triggers(wording)) for wording in cues[reason]["patterns"]),
            cues[reason]["max_words"],
        )
        for reason in ("error_page", "captcha", "consent_wall", "paywall_stub")
    }
