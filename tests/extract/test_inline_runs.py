"""Text is not cut where a page lays it out without paragraphs: containers with inline elements, code, wrapped lines."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from lxml import etree

from broadsheet.extract.article import extract_capture
from broadsheet.extract.body import extract_text
from broadsheet.extract.inline_runs import mend_cuts
from broadsheet.extract.trafilatura_adapter import extract_body, parse_page
from broadsheet.records import Capture

FIRST = (
    "The ferry to Larkholm stood still for the third day on Friday, and nobody at the harbour office could say when "
    "the next boat would leave for the islands in the north of the bay."
)
LAST = (
    "Engineers from the yard in Brennford were still looking for the crack in the hull on Friday evening, while some "
    "forty passengers waited in the school by the quay for news of their cars and their luggage."
)
CUT = "In its report the <em>Harbour Post</em> claimed that the <a href='/crew'>crew of nine</a> had warned the owner."
WHOLE = "In its report the Harbour Post claimed that the crew of nine had warned the owner."


def read(body: str) -> list[str]:
    page = f"<html lang=en><head><title>Ferry still</title></head><body><h1>Ferry still</h1>{body}</body></html>"
    return [paragraph.surface for paragraph in extract_text(parse_page(page), None).paragraphs]


@pytest.mark.parametrize(
    "body",
    [
        f"<div>{FIRST}<br><br>\n{CUT}<br><br>\n{LAST}</div>",
        f"<div>{FIRST}<br><br><br>{CUT}<br> <br>{LAST}</div>",
        f"<article><div>{FIRST}</div><div>{CUT}</div><div>{LAST}</div></article>",
        f"<section><div>{FIRST}</div><div><span>{CUT}</span></div><div>{LAST}</div></section>",
        f"<div><font face=serif>{FIRST}<p>{LAST}</p>{CUT}</font></div>",
        f"<div>{FIRST}<br><br>{CUT.replace(' claimed', '<script>count()</script> claimed')}<br><br>{LAST}</div>",
    ],
    ids=["empty lines", "many breaks", "divs", "span", "font around blocks", "script between"],
)  # fmt: skip
def test_text_beside_inline_elements_is_one_paragraph(body: str) -> None:
    assert WHOLE in read(body)


@pytest.mark.parametrize(
    "body",
    [
        f"<div><p>{FIRST}</p><p><b>Monday</b> nothing happened, said the harbour office.</p><p>{LAST}</p></div>",
        f"<div><p>{FIRST} Among them were the</p><p><i>Harbour Post</i> and others of the town.</p><p>{LAST}</p></div>",
        f"<div><p><b>T</b>{FIRST[1:]}</p><p>{LAST}</p></div>",
    ],
    ids=["bold beginning", "open end", "large initial"],
)  # fmt: skip
def test_paragraphs_of_the_page_stay(body: str) -> None:
    tree = parse_page(f"<html><body>{body}</body></html>")
    found = extract_body(tree, None)

    assert mend_cuts(tree, found, lambda _: pytest.fail("the page was read again")) is found


def test_a_second_reading_that_loses_text_is_not_taken() -> None:
    tree = parse_page(f"<html><body><div>{FIRST}<br><br>{CUT}<br><br>{LAST}</div></body></html>")
    found = extract_body(tree, None)
    other = extract_body(parse_page(f"<html><body><p>{LAST}</p></body></html>"), None)

    assert mend_cuts(tree, found, lambda _: other) is found
    assert mend_cuts(tree, found, lambda _: None) is found


def test_the_page_itself_is_not_changed() -> None:
    tree = parse_page(f"<html><body><div>{FIRST}<br><br>{CUT}<br><br>{LAST}</div></body></html>")
    before = etree.tostring(tree)

    extract_text(tree, None)

    assert etree.tostring(tree) == before


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Call <code>boats</code> with the <code>quay</code> first.</p>", "Call boats with the quay first."),
        ("<p>The reader sends <code>None</code></p>", "The reader sends None"),
    ],
)  # fmt: skip
def test_code_among_words_is_a_word(body: str, expected: str) -> None:
    assert expected in read(f"<div><p>{FIRST}</p>{body}<p>{LAST}</p></div>")


def test_code_of_several_lines_is_a_block() -> None:
    found = read(f"<div><p>{FIRST}</p><pre><code>moor()\nsail()</code></pre><p>{LAST}</p></div>")

    assert "moor() sail()" in found


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("The harbour office of Larkholm said that the boat", "would not leave before Monday."),
         ["The harbour office of Larkholm said that the boat would not leave before Monday."]),
        (("flour", "butter", "sugar"), ["flour", "butter", "sugar"]),
        (("The timetable of all ferries to the islands of the bay", "Larkholm, daily at nine"),
         ["The timetable of all ferries to the islands of the bay", "Larkholm, daily at nine"]),
        (("The timetable of all ferries to the islands of the bay", "https://ferries.example/times"),
         ["The timetable of all ferries to the islands of the bay", "https://ferries.example/times"]),
        (("The office answers questions by passengers of the ferry,", "b) by owners of the cars on board"),
         ["The office answers questions by passengers of the ferry,", "b) by owners of the cars on board"]),
        (("Nobody was hurt when the ferry struck the quay on Friday.", "eight cars were damaged"),
         ["Nobody was hurt when the ferry struck the quay on Friday.", "eight cars were damaged"]),
    ],
    ids=["wrapped", "short lines", "capital", "address", "point", "full stop"],
)  # fmt: skip
def test_a_line_break_within_a_sentence_is_a_blank(lines: tuple[str, ...], expected: list[str]) -> None:
    found = read(f"<div><p>{FIRST}</p><p>{'<br>'.join(lines)}</p><p>{LAST}</p></div>")

    assert found[-1 - len(expected) : -1] == expected


def test_claims_can_be_read_of_a_page_without_paragraphs() -> None:
    body = f"<html lang=en><body><h1>Ferry</h1><div>{FIRST}<br><br>{CUT}<br><br>{LAST}</div></body></html>".encode()
    capture = Capture(
        "c1", datetime(2026, 3, 6, tzinfo=UTC), "post", body, sha256(body).hexdigest(), "file", "a.html", url=None
    )

    found = extract_capture(capture)

    assert found.article is not None
    assert WHOLE in [paragraph.surface for paragraph in found.paragraphs]
