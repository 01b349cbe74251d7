"""Why a capture is not an article: the closed list of values of the column `skipped.reason`.

Every capture that does not give a new article has one of these; what was found on the page is in `skipped.detail`. The
docs' list of reasons is made from this one.
"""

from __future__ import annotations

from broadsheet.errors import FaultError
from broadsheet.extract.records import Skipped

REASONS: dict[str, str] = {
    "empty": "The body holds no bytes, or nothing but blanks.",
    "not_text": "The bytes are a picture, a PDF, an archive or other binary data.",
    "not_html": "Text in a format that is no page: JSON, a feed, a sitemap, a script or a style sheet.",
    "too_large": "The body is larger than the size limit.",
    "error_page": "The server or the page says that the page is missing or failed.",
    "redirect_page": "The page only sends the browser to another address.",
    "captcha": "A check whether the visitor is a human stands before the page.",
    "consent_wall": "A consent or cookie notice stands instead of the article.",
    "paywall_stub": "Only the beginning of the article is shown to visitors who do not pay or register.",
    "homepage_or_index": "A home page, section front, tag page or other index of articles.",
    "listing": "A list of entries: search results, a catalogue, an archive.",
    "product": "A page that sells a product or a service.",
    "forum": "A forum thread, question page or page of comments.",
    "documentation": "A manual, reference or help page.",
    "service": "A page about an organisation, its services or its terms.",
    "video_only": "A video, audio or picture gallery without an article's text.",
    "too_short": "Too little text for an article.",
    "parse_timeout": "Reading the page took more time than allowed.",
    "out_of_memory": "Reading the page took more memory than allowed.",
    "extraction_failed": "The extractor found no text, met an error, or its process ended.",
    "duplicate_capture": "The same bytes as an earlier capture of the same address.",
    "unchanged_text": "The article is known and neither its headline nor its text has changed.",
}


def skip(reason: str, detail: str) -> Skipped:
    """A Skipped with a reason of the list. Raises FaultError for one that is not on it."""
    if reason not in REASONS:
        raise FaultError(f"{reason!r} is not a reason to skip a capture. Known: {', '.join(REASONS)}.")
    return Skipped(reason, detail)
