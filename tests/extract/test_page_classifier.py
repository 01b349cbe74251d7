"""Interstitials, errors, front pages and articles written for this test: each gets its reason, or is accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from broadsheet.extract.stamps import parse_stamp
from tests.extract.test_extract_capture import extract

GOLDEN = Path(__file__).parents[1] / "golden" / "extract" / "page_classifier.jsonl"
CASES: list[dict[str, Any]] = [json.loads(line) for line in GOLDEN.read_text(encoding="utf-8").splitlines()]
INDEXES = {"homepage_or_index", "listing"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_page_is_rejected_for_its_reason(case: dict[str, Any]) -> None:
    skipped = extract(case["html"], url=case["url"]).skipped
    reason = skipped.reason if skipped else None
    assert reason == case["reason"] or {reason, case["reason"]} <= INDEXES


def test_a_long_thai_word_is_read_in_linear_time() -> None:
    word = "ผู้ผลิตและจำหน่ายโซ่อุตสาหกรรมทุกประเภททุกชนิดในราคา"
    assert parse_stamp(f"{word}{word}{word} 3", month_first=False) is None


_SAID = (
    "The mayor of Port Elsin said on Monday that the harbour would reopen in May after repairs worth 3 million euros. "
)
_WHY = "Fishermen had protested for weeks because forty boats could not leave, and two companies lost their contracts. "
BARE = {
    "paragraphs_alone": f"<html><body><article><p>{_SAID * 3}</p><p>{_WHY * 2}</p></article></body></html>",
    "with_title": f"<html><head><title>Harbour to reopen</title></head><body><h1>Harbour to reopen</h1><p>{_SAID}</p>"
    f"<p>{_WHY}</p></body></html>",
    "of_quotations": "<html><body><h1>Harbour to reopen</h1><p>“We told our members that we and our boats would be "
    f"back, and you see that we are,” said the head of our union on Monday.</p><p>{_WHY}</p></body></html>",
    "one_paragraph": f"<html><head><title>Harbour to reopen</title></head><body><p>{_SAID}</p></body></html>",
}


@pytest.mark.parametrize("url", [None, "https://x.example/1", "https://x.example/news/harbour-to-reopen.html"])
@pytest.mark.parametrize("html", BARE.values(), ids=BARE)
def test_bare_document_of_prose_passes_without_marks(html: str, url: str | None) -> None:
    """Somebody's saved or simplified page has no date, no author and no schema.org: it is an article all the same."""
    assert extract(html, url=url).skipped is None


@pytest.mark.parametrize(
    ("path", "is_thread"),
    [
        ("/discussion/4181/which-rod-for-carp", True),
        ("/anglers/rods/discussions/77", True),
        ("/discussions/topic/which-rod-for-carp/", True),
        ("/topic/90412-which-rod-for-carp/", True),
        ("/t/which-rod-for-carp/1204", True),
        ("/t/which-rod-for-carp/1204/7?u=ann", True),
        ("/club/index.php?topic=5120.0", True),
        ("/topic/90412-which-rod-for-carp/page/2/", True),
        ("/topic/harbour/harbour-to-reopen", False),
        ("/topic/2024-elections/harbour-to-reopen", False),
        ("/topic/harbour-to-reopen-1204", False),
        ("/discussion/harbour-to-reopen", False),
        ("/discussion/2024/harbour-to-reopen", False),
        ("/discussion/4181-boats-to-leave", False),
        ("/t/harbour-to-reopen", False),
        ("/t/2024/harbour-to-reopen", False),
        ("/t/2024/05/harbour-to-reopen", False),
        ("/news/harbour-to-reopen?topic=12", False),
        ("/start/1204", False),
    ],
)
def test_thread_is_known_by_the_address_its_program_gives_it(path: str, is_thread: bool) -> None:
    skipped = extract(BARE["with_title"], url=f"https://x.example{path}").skipped
    assert (skipped is not None and skipped.detail == "The address is that of a forum.") == is_thread
