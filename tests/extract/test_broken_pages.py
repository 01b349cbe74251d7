"""Pages whose markup, charset or metadata is broken: the article stays, whole and with the fault named."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.extract import Extraction
from broadsheet.extract.article import extract_capture
from broadsheet.extract.decoding import decode_body, sniff_kind
from broadsheet.extract.elements import drop_controls
from broadsheet.extract.second_reading import read_markup
from broadsheet.records import Capture

SENTENCES = [
    f"Paragraph {number} tells how the council of Orme took down the roof of its mill and what became of the timber."
    for number in range(12)
]
PARAGRAPHS = [f"<p>{sentence}</p>" for sentence in SENTENCES]
HEAD, TAIL = "".join(PARAGRAPHS[:3]), "".join(PARAGRAPHS[3:])
OPEN = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Orme takes down the roof</title>{script}</head>'
)
ESCAPED = "\x1b[31mred\x1b[0m"


def extract(body: str | bytes, charset: str | None = None) -> Extraction:
    raw = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    return extract_capture(
        Capture(
            capture_id="broken",
            captured_at=datetime(2026, 3, 12, 9, tzinfo=UTC),
            source_id="orme",
            body=raw,
            body_sha256=hashlib.sha256(raw).hexdigest(),
            origin_kind="file",
            origin_path="page.html",
            url="https://mail.orme.example/mill",
            declared_charset=charset,
        )
    )


def make_page(inner: str, script: str = "") -> str:
    return (
        f"{OPEN.format(script=script)}<body><article><h1>Orme takes down the roof</h1>{inner}</article></body></html>"
    )


@pytest.mark.parametrize(
    ("inner", "note"),
    [
        (HEAD + "<div>" * 300 + TAIL + "</div>" * 300, "nested too deep"),
        (HEAD + "<div>" * 2_500 + TAIL, "nested too deep"),
        (HEAD + "<!-- an advertisement " + TAIL, "unclosed comment"),
        (HEAD + "<!-- an advertisement " + TAIL + "<!-- end of the page -->", "unclosed comment"),
        (HEAD + "<script>var place = 3;" + TAIL, "unclosed script"),
        (HEAD + "<style>p { color: red }" + TAIL, "unclosed style"),
        (HEAD + "<textarea name=note>" + TAIL, "unclosed textarea"),
        (HEAD + "</body></html>" + TAIL, "ends in its middle"),
        (HEAD + "</body></html>" + "<div>" * 300 + TAIL, "ends in its middle, nested too deep"),
    ],
)
def test_what_the_parser_cuts_is_read_again_and_said_so(inner: str, note: str) -> None:
    article = extract(make_page(inner)).article
    assert article is not None
    assert all(sentence in article.text for sentence in SENTENCES)
    assert article.extraction_method.endswith(f", read again: {note}")


@pytest.mark.parametrize(
    "inner",
    [
        HEAD + TAIL,
        HEAD + "<!-- closed -->" + TAIL,
        HEAD + TAIL + "<!-- never closed, but nothing follows",
        HEAD + TAIL + "<script>last()",
        HEAD + "<div>" * 200 + TAIL + "</div>" * 200,
        HEAD + f"<!-- {PARAGRAPHS[0]} --> " + TAIL,
    ],
)
def test_a_page_that_lost_nothing_is_not_read_again(inner: str) -> None:
    article = extract(make_page(inner)).article
    assert article is not None and "read again" not in article.extraction_method


def test_what_is_commented_out_stays_out() -> None:
    article = extract(make_page(HEAD + f"<!-- {TAIL} --><p>{SENTENCES[0]} It ended well, they said.</p>" * 2)).article
    assert article is not None and SENTENCES[5] not in article.text


RUSSIAN = "Городской совет Орме решил во вторник разобрать крышу старой мельницы, сообщила председатель Ида Фальк."
GERMAN = "Der Rat von Orme hat am Dienstag beschlossen, das Dach der alten Mühle größtenteils abzutragen, hieß es."
JAPANESE = "オルメの市議会は火曜日、古い水車小屋の屋根を取り壊すことを決めたと、議長が発表した。"


@pytest.mark.parametrize(
    ("text", "charset", "declared"),
    [
        (RUSSIAN, "cp1251", "utf-8"),
        (RUSSIAN, "koi8-r", "utf-8"),
        (GERMAN, "cp1252", "utf-8"),
        (JAPANESE, "shift_jis", "utf-8"),
        (JAPANESE, "euc_jp", "shift_jis"),
        (RUSSIAN, "cp1251", "no-such-charset"),
        (RUSSIAN, "utf-16-le", None),
        (GERMAN, "utf-16-be", "utf-8"),
        (JAPANESE, "utf-16-le", "iso-8859-1"),
    ],
)
def test_bytes_are_sniffed_where_their_label_is_wrong(text: str, charset: str, declared: str | None) -> None:
    page = make_page("".join(f"<p>{number} {text}</p>" for number in range(6)))
    raw = page.encode(charset)
    assert decode_body(raw, declared) == page
    assert sniff_kind(raw, "text/html", "page.html") == "html"


def test_a_page_in_utf16_without_mark_is_an_article() -> None:
    found = extract(make_page("".join(f"<p>{number} {RUSSIAN}</p>" for number in range(6))).encode("utf-16-le"))
    assert found.article is not None and RUSSIAN in found.article.text
    assert found.article.replacement_char_count == 0


def test_damaged_utf8_stays_utf8() -> None:
    body = ("Die Mühle größer über Österreich. " * 20).encode() + b"\xff" + "schön".encode() * 5
    text = decode_body(body, "utf-8")
    assert text is not None and "Mühle größer" in text and text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("written", "clean"),
    [
        ("a\x1b[1;31mb\x1b[0m", "ab"),
        ("a\x9b31mb", "ab"),
        ("\x1b]0;title\x07text", "text"),
        ("a\x00b\x7f\x85c\ud800", "ab\x85c"),
        ("\x1bPdata\x1b\\text", "text"),
        ("one\ttwo\n", "one\ttwo\n"),
    ],
)
def test_control_characters_and_escape_sequences_are_dropped(written: str, clean: str) -> None:
    assert drop_controls(written) == clean


def test_no_metadata_keeps_an_escape_sequence() -> None:
    metas = "".join(
        f'<meta property="{name}" content="{ESCAPED} &#27;[2J value">'
        for name in ("description", "og:title", "og:site_name", "keywords", "author", "article:section", "article:tag")
    )
    names = ("headline", "articleSection", "keywords", "datePublished", "publisher", "author")
    marked = {"@type": "NewsArticle", **dict.fromkeys(names, f"{ESCAPED} \x00value")}
    script = f'{metas}<script type="application/ld+json">{json.dumps(marked)}</script>'
    found = extract(make_page(HEAD + TAIL, script))
    assert found.article is not None
    assert not any(
        "\x1b" in repr(part) or "\\x1b" in repr(part) for part in (found.article, found.authors, found.dates)
    )
    assert found.article.keywords


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.just("9" * 6_000),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
FIELDS = (
    "@type", "@id", "headline", "author", "keywords", "datePublished", "dateModified", "articleSection", "publisher",
    "isAccessibleForFree", "articleBody", "url", "mainEntityOfPage", "liveBlogUpdate", "sourceOrganization", "image",
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(field=st.sampled_from(FIELDS), value=JSON)
def test_any_json_in_any_field_costs_that_field_only(field: str, value: object) -> None:
    marked = {"@type": "NewsArticle", "headline": "Orme takes down the roof", "author": {"name": "Ida Falk"}} | {
        field: value
    }
    found = extract(make_page(HEAD + TAIL, f'<script type="application/ld+json">{json.dumps(marked)}</script>'))
    assert found.article is not None and SENTENCES[-1] in found.article.text
    if field not in ("@type", "author", "publisher", "articleSection"):
        assert [author.name for author in found.authors] == ["Ida Falk"]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "NewsArticle", "keywords": [{"@type": "DefinedTerm"}]}',
        '{"@type": "NewsArticle", "keywords": [["a"]]}',
        '{"@type": "NewsArticle", "wordCount": ' + "9" * 6_000 + "}",
        '{"@type": "NewsArticle", "author": ' + "[" * 50_000 + "]" * 50_000 + "}",
        '{"@type": "NewsArticle", "wordCount": NaN, "author": Infinity}',
        '\x00{"@type": "NewsArticle\\u0000", "headline": "\\u0000"}',
        "[1, [2, [3]]]",
        "NaN",
    ],
)
def test_metadata_of_any_type_never_costs_a_page(script: str) -> None:
    found = extract(make_page(HEAD + TAIL, f'<script type="application/ld+json">{script}</script>'))
    assert found.article is not None and all(sentence in found.article.text for sentence in SENTENCES)


def test_tables_in_tables_beyond_counting_become_plain_blocks() -> None:
    """Found by fuzzing: each of 940 tables stood in the one before it, and the library's time grew with their cube."""
    inner = "".join(f"<table><tr><td>{sentence}" for sentence in SENTENCES * 40)
    reading = read_markup(make_page(inner).encode())
    assert reading is not None and reading.note == "nested too deep"
    depths = [sum(1 for _ in table.iterancestors("table")) for table in reading.tree.iter("table")]
    assert max(depths) == 29 and len(depths) == 30
    assert reading.tree.text_content().count(SENTENCES[-1]) == 40
