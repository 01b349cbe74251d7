"""The derive stage: one pass over an article, several tables.

Sentences, mentions, dates, numbers and claims are found on one spaCy analysis of the text. Belongs here: the order of
the pass, the links between its results, and that a finder which fails costs its own table only. How things are found
belongs in the packages named after them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from spacy.tokens import Doc

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.character_references import decode_article, restore_rows
from broadsheet.claims import find_claims
from broadsheet.claims.by_basics import find_claims_by_basics
from broadsheet.coverage import has_grammar
from broadsheet.dates import find_dates
from broadsheet.dates.by_signs import find_dates_by_signs
from broadsheet.entities import find_mentions
from broadsheet.errors import FaultError
from broadsheet.failures import describe_error, is_memory_error
from broadsheet.language.pipeline import LanguageModel
from broadsheet.language.sentences import find_sentences
from broadsheet.numbers import find_numbers
from broadsheet.numbers.by_signs import find_numbers_by_signs
from broadsheet.records import ArticleRows, ArticleText, Claim, Number, Sentence, Unanalysed

Row = TypeVar("Row")


def analyse_articles(articles: Iterable[ArticleText], model: LanguageModel) -> Iterator[AnalysedArticle]:
    """Analyse articles in batches; in the order of the articles."""
    batch = [decode_article(article) for article in articles]
    texts: list[str] = []
    for article, _ in batch:
        if _headline_stands_apart(article):
            texts.append(article.headline or "")
        texts.append(article.text)
    docs = iter(model.analyse(texts))
    for article, decoded in batch:
        headline_doc = next(docs) if _headline_stands_apart(article) else None
        yield replace(_make_analysed(article, headline_doc, next(docs)), decoded=decoded)


def derive_rows(analysed: AnalysedArticle) -> ArticleRows:
    """Find every derived row of one article. Same article, same rows, same ids.

    A finder that raises an exception costs its own table, which `unanalysed` names; the others go without its rows.
    Only claims cannot: where there are no sentences they are not looked for, and `unanalysed` says so.
    """
    failed = list(analysed.unanalysed)

    def guard(table: str, find: Callable[[], Iterable[Row]]) -> tuple[Row, ...]:
        return _guard(analysed.article, table, find, failed)

    by_grammar = has_grammar(analysed.article.language)
    mentions = guard("mentions", lambda: find_mentions(analysed) if by_grammar or _names_are_typed(analysed) else ())
    dates = guard("dates", lambda: find_dates(analysed) if by_grammar else find_dates_by_signs(analysed))
    numbers = guard(
        "numbers",
        lambda: find_numbers(analysed, dates, mentions) if by_grammar else find_numbers_by_signs(analysed, dates),
    )
    claims: tuple[Claim, ...] = ()
    if analysed.unanalysed:
        version_id = analysed.article.article_version_id
        failed.append(
            Unanalysed(version_id, "claims", "analysis_error", "Claims need sentences, and finding those failed.")
        )
    else:
        claims = guard(
            "claims",
            lambda: (
                find_claims(analysed, mentions, dates, numbers)
                if by_grammar
                else find_claims_by_basics(analysed, mentions)
            ),
        )
    numbers = guard("numbers", lambda: _link_speakers(numbers, claims))
    rows = ArticleRows(
        sentences=tuple(sentence for part in analysed.parts for sentence in part.sentences),
        mentions=mentions,
        claims=claims,
        numbers=numbers,
        dates=dates,
        unanalysed=tuple(failed),
    )
    return restore_rows(rows, analysed.decoded)


def _names_are_typed(analysed: AnalysedArticle) -> bool:
    """Whether a model has found names, so that what they are does not rest on English word lists."""
    return any(part.doc.ents for part in analysed.parts)


def _guard(
    article: ArticleText, table: str, find: Callable[[], Iterable[Row]], failed: list[Unanalysed]
) -> tuple[Row, ...]:
    """What `find` gives; nothing, and a row of `unanalysed` added to `failed`, where it raises an exception."""
    try:
        return tuple(find())
    except FaultError:
        raise
    except Exception as error:  # whatever one text provokes in a finder must cost that table only
        if is_memory_error(error):
            raise  # the whole process is short of it: the pool tries the article again elsewhere
        failed.append(Unanalysed.of(article.article_version_id, table, "analysis_error", describe_error(error)))
        return ()


def _headline_stands_apart(article: ArticleText) -> bool:
    """Whether the headline is no paragraph of its own at the start of the text."""
    return bool(article.headline) and not f"{article.text.lstrip()}\n".startswith(f"{article.headline}\n")


def _make_analysed(article: ArticleText, headline_doc: Doc | None, body_doc: Doc) -> AnalysedArticle:
    parts = []
    if headline_doc is not None:
        parts.append(TextPart(article.article_version_id, article.headline or "", headline_doc, is_headline=True))
    headline = article.headline or ""
    headline_end = len(headline) if f"{article.text}\n".startswith(f"{headline}\n") else 0
    parts.append(
        TextPart(
            article.article_version_id,
            article.text,
            body_doc,
            is_headline=False,
            paragraphs=article.paragraphs,
            headline_end=headline_end,
        )
    )
    failed: list[Unanalysed] = []
    sentences = _guard(article, "sentences", lambda: [tuple(find_sentences(part)) for part in parts], failed)
    found: Iterable[tuple[Sentence, ...]] = sentences or [()] * len(parts)
    split = tuple(replace(part, sentences=rows) for part, rows in zip(parts, found, strict=True))
    return AnalysedArticle(article, split, tuple(failed))


def _link_speakers(numbers: Iterable[Number], claims: Iterable[Claim]) -> Iterator[Number]:
    """Tie each number to the innermost claim of the same part whose content holds it."""
    spans = [
        (span.end_char - span.start_char, span, claim)
        for claim in claims
        if claim.speaker_kind != "outlet"
        for span in claim.content
    ]
    spans.sort(key=lambda item: (item[0], item[1].start_char, item[2].claim_id))
    for number in numbers:
        place = number.evidence
        for _, span, claim in spans:
            inside = span.start_char <= place.start_char and place.end_char <= span.end_char
            if inside and claim.evidence.in_headline == place.in_headline:
                number = replace(number, said_by_claim_id=claim.claim_id, said_by=claim.speaker_name)
                break
        yield number
