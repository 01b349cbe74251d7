"""Interstitials: pages shown in place of an article, such as errors, captchas, consent walls, paywall stubs and videos.

Belongs here: detecting them by their wording, which is data: broadsheet/lang/page_cues.toml. The order of all checks
belongs to broadsheet.extract.page_classifier.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.extract.blocks import BodyText
from broadsheet.extract.cues import load_cues
from broadsheet.extract.features import NEWS_TYPES, read_types
from broadsheet.extract.literal_prefilter import Literals, find_literals, may_match
from broadsheet.extract.page import Page
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped

_STUB_WORDS = 90
_VIDEO_WORDS = 45
_CONSENT_CUES = 3
_LINES_SEARCHED = 12


@dataclass(frozen=True, slots=True)
class _Cue:
    patterns: tuple[tuple[re.Pattern[str], Literals | None], ...]
    max_words: int

    def count(self, text: str) -> int:
        """How many of the patterns match the text."""
        lowered = text.lower()
        return sum(1 for pattern, literals in self.patterns if may_match(lowered, literals) and pattern.search(text))


def detect_interstitial(page: Page, body: BodyText, words: int) -> Skipped | None:
    """Reject captchas, error texts and consent walls. `words`: how many the body has."""
    lines = [page.title, *page.headings[:2], *(line for line in body.text.split("\n") if line)][: _LINES_SEARCHED + 3]
    beginning = "\n".join(lines)[:3_000]
    marked = bool(read_types(page) & NEWS_TYPES)
    for reason, text in (("captcha", beginning), ("error_page", "\n".join(lines[:6])[:1_000])):
        cue = _load_cues()[reason]
        if not marked and words <= cue.max_words and cue.count(text):
            return skip(reason, f"Title or first lines say so: {_quote(lines)}")
    consent = _load_cues()["consent_wall"]
    if marked or words > consent.max_words:
        return None
    cues = consent.count("\n".join((page.title, *page.headings[:2], body.text))[:8_000])
    if cues >= _CONSENT_CUES and words < 150 * cues:
        return skip("consent_wall", f"{cues} kinds of consent wording in {words} words.")
    return None


def detect_paywall_stub(page: Page, body: BodyText, own_words: int) -> Skipped | None:
    """Reject the beginning of an article whose rest is for subscribers only."""
    cue = _load_cues()["paywall_stub"]
    if own_words > max(cue.max_words, _STUB_WORDS):
        return None
    is_closed = str(page.article.get("isAccessibleForFree", "")).lower().rsplit("/", 1)[-1] == "false"
    cues = cue.count(body.text[:6_000])
    if (own_words <= cue.max_words and cues >= 2) or (
        own_words <= _STUB_WORDS and (cues or (is_closed and own_words <= 40))
    ):
        return skip("paywall_stub", f"{own_words} words of text and {cues} kinds of subscription wording.")
    return None


def detect_video_page(page: Page, own_words: int) -> Skipped | None:
    """Reject a video or gallery with hardly any text of its own."""
    types = read_types(page)
    og_type = (page.find_meta("og:type") or "").lower()
    main = {"VideoObject", "ImageGallery", "MediaGallery"} & types and not page.article
    if own_words <= _VIDEO_WORDS and (og_type.startswith("video") or main):
        return skip("video_only", f"A video or gallery with {own_words} words of text.")
    return None


def _quote(lines: Sequence[str]) -> str:
    return "“" + next((line for line in lines if line), "")[:100] + "”"


@cache
def _load_cues() -> dict[str, _Cue]:
    cues = load_cues()
    return {
        reason: _Cue(
            tuple((re.compile(wording, re.IGNORECASE), find_literals(wording)) for wording in cues[reason]["patterns"]),
            cues[reason]["max_words"],
        )
        for reason in ("error_page", "captcha", "consent_wall", "paywall_stub")
    }
