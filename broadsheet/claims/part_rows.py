"""What the other packages found in one part of an article, to be asked by place.

Belongs here: which names, dates and numbers stand in a span, and the check-worthiness of a content by them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.claims.checkworthiness import Figures, Surroundings, describe_article, score_statement
from broadsheet.claims.statement_features import StatementFeatures
from broadsheet.records import DateExpression, Evidence, Mention, Number, Span

_ROW_KINDS = frozenset(["table_row", "caption"])


@dataclass(frozen=True, slots=True)
class PartRows:
    """Names, dates and numbers of one part, each in order of place, and the topics and day of its article."""

    part: TextPart
    mentions: list[Mention]
    dates: list[DateExpression]
    numbers: list[Number]
    mention_starts: list[int]
    number_starts: list[int]
    around: Surroundings
    published_on: date | None

    def count_numbers(self, spans: Sequence[Span]) -> int:
        """How many numbers begin inside the spans."""
        return len(_places_in(self.number_starts, spans))

    def is_anchored(self, spans: Sequence[Span]) -> bool:
        """Whether a name or a number in the spans says what the statement is about."""
        return bool(_places_in(self.number_starts, spans) or _places_in(self.mention_starts, spans))

    def score(self, text: str, spans: Sequence[Span], features: StatementFeatures) -> float:
        """Check-worthiness of a content: its text, spans and word groups."""
        names = count_names(self.mentions[place] for place in _places_in(self.mention_starts, spans))
        figures = count_figures(self.numbers[place] for place in _places_in(self.number_starts, spans))
        paragraph = self.part.paragraph_at(spans[0].start_char)
        around = replace(self.around, is_row=paragraph is not None and paragraph.kind in _ROW_KINDS)
        return score_statement(text, figures, names, features.tags, around)


def gather_rows(
    part: TextPart,
    analysed: AnalysedArticle,
    mentions: Sequence[Mention],
    dates: Sequence[DateExpression],
    numbers: Sequence[Number],
) -> PartRows:
    """Rows of one part; if there is a headline part, `in_headline` says which part a row belongs to."""

    def belongs(evidence: Evidence) -> bool:
        return len(analysed.parts) == 1 or evidence.in_headline == part.is_headline

    names = sorted((row for row in mentions if belongs(row.evidence)), key=lambda row: row.evidence.start_char)
    figures = sorted((row for row in numbers if belongs(row.evidence)), key=lambda row: row.evidence.start_char)
    return PartRows(
        part=part,
        mentions=names,
        dates=[expression for expression in dates if belongs(expression.evidence)],
        numbers=figures,
        mention_starts=[mention.evidence.start_char for mention in names],
        number_starts=[number.evidence.start_char for number in figures],
        around=describe_article(analysed.body.text),
        published_on=analysed.article.published_on,
    )


def _places_in(starts: Sequence[int], spans: Sequence[Span]) -> list[int]:
    """Indexes of the rows that begin inside the spans."""
    return [
        place
        for span in spans
        for place in range(bisect_left(starts, span.start_char), bisect_left(starts, span.end_char))
    ]


def count_figures(numbers: Iterable[Number]) -> Figures:
    """What the numbers of a statement say of it."""
    rows = list(numbers)
    amounts = tuple(row.value or row.value_low or 0.0 for row in rows if row.kind == "money")
    return Figures(Counter(row.kind for row in rows), amounts)


def count_names(mentions: Iterable[Mention]) -> Counter[str]:
    """The names of a statement by type."""
    return Counter(mention.mention_type for mention in mentions)
