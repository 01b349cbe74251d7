"""Texts with HTML character references: analysed decoded, with rows of the text as given."""

from __future__ import annotations

import random
from dataclasses import fields

import pytest

from broadsheet.character_references import decode_article, decode_text
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.extract import read_plain_text
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleRows, ArticleText, Span

PIECES = ["a", "b ", "&quot;", "&ldquo;", "&#8220;", "&amp;quot;", "&nbsp;", "&bogus;", "&", "\n", "x;", "&#x201d;"]


def derive(text: str) -> ArticleRows:
    headline, paragraphs = read_plain_text(text)
    article = ArticleText("v", text, headline, paragraphs=paragraphs)
    return derive_rows(next(iter(analyse_articles([article], load_language_model()))))


@pytest.mark.parametrize(
    ("given", "decoded"),
    [
        ("&quot;No,&quot; he said.", '"No," he said.'),
        ("&ldquo;No,&rdquo; he said.", "“No,” he said."),
        ("&#8220;No&#8221; &#x2014; he", "“No” — he"),
        ("Roos &amp; Holm", "Roos & Holm"),
        ("&amp;quot;No&amp;quot;", '"No"'),
        ("AT&T; R&D", "AT&T; R&D"),
        ("&bogus; &#10;", "&bogus; &#10;"),
        ("5&nbsp;km", "5 km"),
    ],
)
def test_references_are_read_as_what_they_stand_for(given: str, decoded: str) -> None:
    assert decode_text(given).text == decoded


def test_every_span_of_a_decoded_text_stands_for_the_same_words_in_the_given_one() -> None:
    chance = random.Random(1)
    for _ in range(300):
        found = decode_text("".join(chance.choice(PIECES) for _ in range(chance.randint(0, 12))))
        for start in range(len(found.text)):
            for end in range(start + 1, len(found.text) + 1):
                span = found.to_given(Span(start, end))
                assert decode_text(found.given[span.start_char : span.end_char]).text == found.text[start:end]


def test_an_article_without_references_is_left_as_it_is() -> None:
    article = ArticleText("v", "AT&T closed; R&D stays.")
    assert decode_article(article) == (article, None)


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("&quot;We mend the lock by May,&quot; said Emil Sand.", "Emil Sand", "We mend the lock by May"),
        ("Emil Sand said: &#8220;We mend it.&#8221;", "Emil Sand", "We mend it."),
        ("&ldquo;It cost &pound;4 million,&rdquo; said Rita Moss.", "Rita Moss", "It cost &pound;4 million"),
        ("Lock &#8216;weak&#8217;\n\n&ldquo;We knew,&rdquo; said Emil Sand on Monday.", "Emil Sand", "We knew"),
    ],
)
def test_a_quotation_in_references_has_its_speaker(text: str, speaker: str, content: str) -> None:
    found = [(claim.speaker_name, claim.content_text) for claim in derive(text).claims]
    assert (speaker, content) in found


def test_rows_quote_the_text_as_given() -> None:
    quotation = "&ldquo;It cost &pound;4 million in 2024,&rdquo; said Ida Falk of Roos &amp; Holm."
    text = f"Lock weak\n\n{quotation}\n\nThe end &mdash; 12."
    rows = derive(text)
    for table in fields(rows):
        for row in getattr(rows, table.name):
            place = row.evidence
            assert text[place.start_char : place.end_char] == place.surface
    assert ("&pound;4 million", "GBP") in {(number.evidence.surface, number.currency) for number in rows.numbers}
    for claim in rows.claims:
        assert claim.content_text == "\n".join(text[span.start_char : span.end_char] for span in claim.content)
