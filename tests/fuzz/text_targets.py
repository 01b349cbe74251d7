"""What is fuzzed of texts: the finders of numbers, dates and claims, in English and in languages read by signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache

from hypothesis import strategies as st

from broadsheet.analysed import AnalysedArticle
from broadsheet.dates.find import read_dates
from broadsheet.dates.specs import Anchor
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import LanguageModel, load_language_model
from broadsheet.numbers.kinds import classify_kinds
from broadsheet.numbers.quantity_scanner import scan_quantities
from broadsheet.records import ArticleRows, ArticleText, Evidence, Span
from tests.fuzz.inputs import soups, units
from tests.fuzz.targets import Target

PUBLISHED = date(2026, 3, 11)
ANCHOR = Anchor(PUBLISHED, "published")
LANGUAGES = ("de", "fr", "es", "ja", "ar", "hi", "qq")
NUMBERS = (
    "5", "12", "1,200", "1.5", "one", "two", "half", "a", "third", "million", "%", "per cent", "$", "€", "£",
    "to", "from", "between", "and", "-", "–", "km", "square miles", "an hour", "rose", "by", "of", "dozen",
    "3-1", ":", ".", "nearly", "at least", "people", "were killed", "up from", "degrees", "C$", "m", "bn", "/",
    "x", "No.", "aged", "years old", "0.", "US", "percentage points", "out of", "in 10", "twice", "times",
    "zero", "hundred", "0x1f", "1/2", "10th", "\n",
)  # fmt: skip
DATES = (
    "May", "3", "12", "2019", "Monday", "on", "the", "last", "week", "of", "in", "two", "years", "ago",
    "10:30", "pm", "GMT", "to", "from", "between", "and", "-", "/", ".", ",", "\n", "early", "1990s", "since",
    "every", "first", "half", "quarter", "2026-03-11", "11/03/2026", "31", "February", "next", "this",
    "morning", "noon", "fiscal", "’20s", "century", "BC", "May", "daily", "tomorrow", "until", "for",
    "decades", "the day before", "weekend", "T08:00Z", "summer", "Easter", "season",
)  # fmt: skip
CLAIMS = (
    "“", "”", '"', "‘", "’", "'", ",", ".", "?", "!", "said", "says", "told", "according to", "Anna Berg",
    "the minister", "she", "he", "they", "that", "it would rain", "The harbour closes.", "reporters", "denied",
    "whether", "added", "in a statement", "on Tuesday", "by", "of", "Vestby", "Reuters", "spokesman", "who",
    "\n", "\n\n", "—", "-", ":", "(", ")", "“We will", "not", "risk it,” she said", "was quoted as saying",
    "asked", "police", "claim", "it emerged", "sources", "[", "]", "…", "<<", "»", "12 people",
    "1.5 million euros", "Mr.", "U.S.", "Berg’s", "wrote", "tweeted", "apparently", "if", "because", "and",
    "but",
)  # fmt: skip
SIGNS = (
    "1.234,5", "12", "3.", "März", "2026", "-", "–", "%", "Mio.", "Euro", "EUR", "$", "10:30", "Uhr", "zwei",
    "bis", "mars", "le", "12 mars 2026", "١٢", "٪", "1万", "円", "年", "3月", "km", "\n", "1e5", "²", "½", "M.",
    "„", "“", "»", "laut", "sagte", ":", "zufolge", "dass", "Anna Berg", "का", "लाख", "1 234,5", "janvier",
    "millones", "de", "1er", "n°", "٣", "،", "。",
)  # fmt: skip


def check_numbers(text: str) -> None:
    """Quantities name their own text, in order and without overlap."""
    quantities, tokens = scan_quantities(text)
    place = 0
    for quantity in classify_kinds(text, tokens, quantities, []):
        assert place <= quantity.start_char < quantity.end_char <= len(text), quantity
        place = quantity.end_char


def check_dates(text: str) -> None:
    """Dates name their own text, in order and without overlap."""
    place = 0
    for expression, _ in read_dates(text, ANCHOR):
        assert place <= expression.start_char < expression.end_char <= len(text), expression
        place = expression.end_char


def check_english(text: str) -> None:
    """All rows of an article whose headline is its first line."""
    headline = text.partition("\n")[0][:120].strip() or None
    check_article(ArticleText("v", text, headline=headline, published_on=PUBLISHED, country_code="GB"))


def check_other(given: tuple[str, str]) -> None:
    """All rows of an article in a language that is read by signs."""
    language, text = given
    check_article(ArticleText("v", text, headline=text[:40] or None, language=language, published_on=PUBLISHED))


def check_article(article: ArticleText) -> None:
    """Nothing fails, a second time gives the same rows, and every span is the text that its row says it is."""
    analysed = analyse(article)
    rows = derive_rows(analysed)
    assert rows.unanalysed == (), rows.unanalysed
    assert rows == derive_rows(analysed)
    for evidence in list_evidence(rows):
        whole = article.headline or "" if evidence.in_headline else article.text
        assert whole[evidence.start_char : evidence.end_char] == evidence.surface, evidence
    for claim in rows.claims:
        whole = article.headline or "" if claim.evidence.in_headline else article.text
        for span, text in (
            (claim.source, claim.source_text),
            (claim.cue, claim.cue_text),
            (claim.target, claim.target_text),
        ):
            assert (span is None) == (text is None) or span is None
            assert span is None or whole[span.start_char : span.end_char] == text, (span, text)
        assert all(_is_within(span, whole) for span in claim.content)


def list_evidence(rows: ArticleRows) -> Iterator[Evidence]:
    for table in (rows.sentences, rows.mentions, rows.dates, rows.numbers, rows.claims):
        for row in table:
            yield row.evidence


def _is_within(span: Span, text: str) -> bool:
    return 0 <= span.start_char < span.end_char <= len(text)


def analyse(article: ArticleText) -> AnalysedArticle:
    return next(iter(analyse_articles([article], _load(article.language))))


@cache
def _load(language: str) -> LanguageModel:
    return load_language_model("", language)


def _time_derive(article: ArticleText) -> Callable[[], object]:
    analysed = analyse(article)
    return lambda: derive_rows(analysed)


def _repeat(unit: str, chars: int) -> str:
    return (unit + " ") * max(1, chars // (len(unit) + 1))


TEXT_TARGETS = (
    Target("numbers", soups(NUMBERS, " "), check_numbers, units(NUMBERS), _repeat),
    Target("dates", soups(DATES, " "), check_dates, units(DATES), _repeat),
    Target(
        "claims",
        soups((*CLAIMS, *CLAIMS, *NUMBERS, *DATES), " ", most=60),
        check_english,
        units((*CLAIMS, *NUMBERS, *DATES)),
        _repeat,
        measured=lambda text: _time_derive(ArticleText("v", text, published_on=PUBLISHED)),
        most_chars=1 << 14,
    ),
    Target(
        "languages",
        st.tuples(st.sampled_from(LANGUAGES), soups(SIGNS, " ")),
        check_other,
        units(SIGNS),
        lambda unit, chars: ("de", _repeat(unit, chars)),
        measured=lambda given: _time_derive(ArticleText("v", given[1], language=given[0], published_on=PUBLISHED)),
        most_chars=1 << 16,
    ),
)
