"""Dates, authors, credits and posts of invented pages: tests/golden/extract/metadata.jsonl, one page a line.

A page has one article with a headline and four paragraphs; a case adds lines before the article (above), after the
headline (top), after the paragraphs (tail) and after the article (below), or fields of its JSON-LD (ld).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from broadsheet.extract import Extraction
from broadsheet.extract.article import extract_capture
from broadsheet.records import Capture

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "golden" / "extract" / "metadata.jsonl").read_text("utf-8").splitlines()
]
STORY = """<p>The council of Orme decided on Tuesday to take down the roof of the old mill, which has stood empty since
the last owner left, at a cost of two million crowns.</p><p>Work is to begin when the swifts have flown, the chair of
the council said, and nobody will be asked to leave a house for it.</p><p>Residents of the lower street have asked for
years that something be done, and some of them clapped when the vote was read out.</p><p>The timber will be kept in the
yard of the fire brigade, since a carpenter from the next valley wants to build with it again.</p>"""
TITLE = "Orme takes down the roof of its mill"


def read_case(case: dict[str, Any]) -> Extraction:
    """What extraction makes of the page of a case."""
    title = case.get("title", TITLE)
    marked = {"@type": "NewsArticle", "headline": title, **case["ld"]} if "ld" in case else None
    script = f'<script type="application/ld+json">{json.dumps(marked)}</script>' if marked else ""
    body = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{case.get("head", "")}
{script}</head><body>{case.get("above", "")}<article><h1>{title}</h1>{case.get("top", "")}{case.get("body", STORY)}
{case.get("tail", "")}</article>{case.get("below", "")}</body></html>""".encode()
    return extract_capture(
        Capture(
            capture_id=case["id"],
            captured_at=datetime(2026, 3, 12, 9, tzinfo=UTC),
            source_id="orme",
            body=body,
            body_sha256=hashlib.sha256(body).hexdigest(),
            origin_kind="file",
            origin_path="page.html",
            url=case.get("url", "https://mail.orme.example/news/mill-roof"),
        )
    )


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_page_says_of_itself_what_it_prints(case: dict[str, Any]) -> None:
    extraction = read_case(case)
    article = extraction.article
    assert article is not None, extraction.skipped
    day = article.published_on.isoformat() if article.published_on else None
    found = {
        "published_on": day,
        "published_confidence": article.published_confidence,
        "authors": [author.name for author in extraction.authors],
        "roles": [author.role for author in extraction.authors],
        "syndication_credit": article.syndication_credit,
        "live_posts": len(extraction.live_posts),
        "headline": article.headline,
        "site_name": article.site_name,
    }
    assert {name: found[name] for name in case["want"]} == case["want"]
