"""Is it an article? The page gate, with a reason for every page it turns away."""

from __future__ import annotations

from broadsheet.extract.blocks import BodyText
from broadsheet.extract.page import Page
from broadsheet.extract.reasons import skip
from broadsheet.extract.records import Skipped
from broadsheet.records import Capture

_FEWEST_WORDS = 8


def judge_status(capture: Capture) -> Skipped | None:
    """Turn away what the server itself calls an error or a redirect."""
    status = capture.http_status or 200
    if status >= 400:
        return skip("error_page", f"HTTP status {status}.")
    if 300 <= status < 400:
        return skip("redirect_page", f"HTTP status {status}.")
    return None


def judge_page(page: Page, body: BodyText | None) -> Skipped | None:
    """Turn away a page that is no article. `body` is None where the extractor found no text."""
    return None


def judge_text(text: str) -> Skipped | None:
    """Turn away a text too short to say anything."""
    words = len(text.split())
    letters = sum(1 for char in text[:10_000] if char.isalpha())
    if words < _FEWEST_WORDS and letters < _FEWEST_WORDS * 4:
        return skip("too_short", f"{words} words.")
    return None
