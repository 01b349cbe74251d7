"""Real faults in the extract stage: an optional field costs itself, a page costs itself, the neighbours stay."""

from __future__ import annotations

import json
from dataclasses import fields

import pytest

from broadsheet.extract import Extraction, ExtractJob
from broadsheet.extract.article import extract_capture
from broadsheet.pool import Pool
from tests.pool.captures import make_capture
from tests.pool.faulty_work import FIELDS

FAULTY = ExtractJob(work="tests.pool.faulty_work:prepare_extract", cpu_seconds=2, wall_seconds=30)
ENDINGS = {
    "[takes memory]": ("out_of_memory", "More than 1430 MiB."),
    "[spins in C]": ("parse_timeout", "More than 2 s of processor time."),
    "[hangs]": ("parse_timeout", "No answer after 30 s."),
    "[dies]": ("extraction_failed", "The worker process ended with SIGKILL."),
}
# What else of an article hangs on a field: a headline is part of the version's id, dates give several columns.
PARTS = {
    "headline": {"headline", "article_version_id"},
    "keywords": {"keywords"},
    "article_dates": {"published_at", "published_on", "published_precision", "published_method"}
    | {"published_confidence", "is_published_tz_known", "published_agreement_count"},
    "article_authors": set(),
    "links": set(),
    "live_posts": set(),
}
FAULTS = ["", *(f"[{field} raises]" for field in FIELDS), "[extraction raises]", *ENDINGS]


def make_page(number: int, fault: str = "", marked: object = None) -> bytes:
    sentence = f"Page {number} tells of a ferry that crosses the lake {number} times a day, as its captain said. "
    linked = f'<p>{sentence * 2}<a href="https://lake.example/{number}">More on the ferry {fault}</a></p>'
    script = json.dumps({"@type": "NewsArticle", "headline": f"Ferry {number}"} | (marked if marked else {}))
    return (
        f'<html lang="en"><head><title>{fault or "Ferry"}</title><meta name="keywords" content="ferry, lake">'
        f'<meta property="article:published_time" content="2024-03-02T10:15:00+01:00"><meta name="author" '
        f'content="Mara Lindqvist"><script type="application/ld+json">{script}</script></head>'
        f"<body><article><h1>Ferry {number}</h1><p>{sentence * 3}</p>{linked}</article></body></html>"
    ).encode()


CAPTURES = [make_capture(n, make_page(n, fault)) for n, fault in enumerate(x for fault in FAULTS for x in (fault, ""))]


@pytest.fixture(scope="module")
def found() -> list[Extraction]:
    with Pool(FAULTY, 2) as pool:
        return list(pool.map(CAPTURES))


def pick(found: list[Extraction], fault: str) -> tuple[Extraction, Extraction]:
    """The extraction of the page without and with its fault."""
    [place] = [place for place, capture in enumerate(CAPTURES) if fault.encode() in capture.body]
    return extract_capture(CAPTURES[place]), found[place]


@pytest.mark.slow
def test_neighbours_are_extracted_as_without_faults(found: list[Extraction]) -> None:
    places = [place for place, capture in enumerate(CAPTURES) if b"raises]" not in capture.body and place % 2]
    assert len(places) >= len(ENDINGS)
    assert [found[place] for place in places] == [extract_capture(CAPTURES[place]) for place in places]


@pytest.mark.slow
@pytest.mark.parametrize("field", FIELDS)
def test_a_field_that_raises_costs_that_field_only(found: list[Extraction], field: str) -> None:
    healthy, faulty = pick(found, f"[{field} raises]")
    assert healthy.article and faulty.article
    assert faulty.article.failed_fields == (field,)
    for column in fields(healthy.article):
        if column.name not in PARTS[field] | {"failed_fields"}:
            assert getattr(faulty.article, column.name) == getattr(healthy.article, column.name), column.name
    assert faulty.paragraphs == healthy.paragraphs


@pytest.mark.slow
def test_an_unforeseen_error_is_the_reason_with_function_and_line(found: list[Extraction]) -> None:
    _, faulty = pick(found, "[extraction raises]")
    assert faulty.skipped and faulty.skipped.reason == "extraction_failed"
    said, _, line = faulty.skipped.detail.rpartition(":")
    assert said == "LookupError: injected into extraction (raise_where_asked, tests/pool/faulty_work.py"
    assert line.removesuffix(")").isdigit()


@pytest.mark.slow
@pytest.mark.parametrize("fault", ENDINGS)
def test_a_page_that_ends_its_worker_gets_a_reason(found: list[Extraction], fault: str) -> None:
    _, faulty = pick(found, fault)
    assert faulty.skipped and (faulty.skipped.reason, faulty.skipped.detail) == ENDINGS[fault]


@pytest.mark.slow
def test_a_worker_lives_on_after_an_error() -> None:
    pages = [make_capture(n, make_page(n, "[extraction raises]")) for n in range(4)]
    with Pool(FAULTY) as pool:
        list(pool.map(pages[:1]))
        [worker] = pool._workers
        list(pool.map(pages))
        assert pool._workers == [worker]


ODD_VALUES = [
    pytest.param({"keywords": [{"@type": "DefinedTerm", "name": "ferry"}, 7, None, [["lake"]]]}, id="keyword objects"),
    pytest.param({"keywords": {"a": {"b": []}}}, id="keywords as one object"),
    pytest.param({"author": [[{"name": ["Mara Lindqvist", 5]}], {"@id": {"x": 1}}, 3.5, True]}, id="odd authors"),
    pytest.param({"articleSection": {"name": {"name": "Lake"}}, "isAccessibleForFree": [{}]}, id="nested objects"),
    pytest.param({"datePublished": {"@value": []}, "dateModified": [None, 1e308, -7]}, id="dates of other types"),
    pytest.param({"headline": ["Ferry", {"x": 1}], "publisher": [[["Lake"]]], "@id": {}}, id="lists for texts"),
    pytest.param({"dateModified": 0, "datePublished": "DIGITS"}, id="an integer of 6,000 digits"),
    pytest.param({"isAccessibleForFree": "DIGITS", "keywords": ["ferry"]}, id="digits for a truth value"),
    pytest.param({"mainEntityOfPage": {"@type": {"a": 1}, "url": 5}, "url": [{"@id": 3}]}, id="odd addresses"),
]


@pytest.mark.parametrize("marked", ODD_VALUES)
def test_metadata_of_any_type_leaves_the_article(marked: dict[str, object]) -> None:
    body = make_page(4, marked=marked).replace(b'"DIGITS"', b"9" * 6_000)
    found = extract_capture(make_capture(4, body))
    assert found.article and found.article.failed_fields == ()
    assert found.article.headline and found.article.word_count > 50


def test_keywords_may_be_objects() -> None:
    marked = {"keywords": [{"@type": "DefinedTerm", "name": "ferry"}, "lake, boats", 7]}
    found = extract_capture(make_capture(4, make_page(4, marked=marked)))
    assert found.article and found.article.keywords == ("ferry", "lake", "boats")
