"""Checkable sentences in the article's own voice: what the outlet itself states.

A sentence counts if nobody else speaks in it, it is not boilerplate, it names or numbers something, it
is no prediction, and its check-worthiness reaches the threshold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.clauses import skip_dateline
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children
from broadsheet.claims.unchecked import is_unchecked
from broadsheet.records import Sentence, Span

# Read on development pages: below it most sentences are colour, advice or background (see `checkworthiness`).
OUTLET_THRESHOLD = 0.75
_MIN_WORDS = 6
_LONGEST_OPENING = 30
_ENDS = ".!?\"'”’» "


def find_outlet_sentences(tokens: TokenArrays, attributions: Sequence[Attribution]) -> Iterator[tuple[Sentence, Span]]:
    """Sentences of the part that nobody is quoted in, with the span of their words."""
    taken = sorted((a.start_char, a.end_char) for a in attributions)
    quoted = sorted((q.start_char, q.end_char) for q in tokens.quotations if len(q.inner) > 1 or _is_long(q.inner[0]))
    position = quote_position = 0
    for sentence in tokens.part.sentences:
        place = sentence.evidence
        position = _skip(taken, position, place.start_char)
        quote_position = _skip(quoted, quote_position, place.start_char)
        if place.is_boilerplate or sentence.word_count < _MIN_WORDS:
            continue
        if _overlaps(taken, position, place.start_char, place.end_char):
            continue
        if _overlaps(quoted, quote_position, place.start_char, place.end_char):
            continue
        if place.surface[-1] not in ".”\"’'" and not place.in_headline:
            continue
        first = tokens.token_at(place.start_char)
        if _is_no_statement(tokens, sentence, first):
            continue
        start = tokens.starts[skip_dateline(tokens, first)] if first < len(tokens.starts) else place.start_char
        end = place.start_char + len(place.surface.rstrip(". "))
        if start < end:
            yield sentence, Span(max(start, place.start_char), end)


def _is_no_statement(tokens: TokenArrays, sentence: Sentence, first: int) -> bool:
    is_short = first >= len(tokens.words)
    return is_short or any(test(tokens, sentence, first) for test in (_is_imperative, _is_of_page, is_unchecked))


def _is_of_page(tokens: TokenArrays, sentence: Sentence, first: int) -> bool:
    """ "With that in mind, here are the tips", "asked about it, Ms Lind sighed", "the most ambitious plan": leads on,
    sets a scene before speech, or judges.
    """
    words, place = load_frames().words, sentence.evidence
    opening = place.surface[:_LONGEST_OPENING].lower()
    if opening.startswith(tuple(words["pages.openings"])):
        return True
    last = tokens.token_after(place.start_char + len(place.surface.rstrip(_ENDS)))
    is_scene = tokens.words[last - 1] in words["pages.scenes"]
    if is_scene or "most" not in tokens.words[first:last]:
        return is_scene
    return any(tokens.words[t] == "most" and _is_judgement(tokens, t) for t in range(first, last - 1))


def _is_judgement(tokens: TokenArrays, most: int) -> bool:
    """ "Is the most ambitious plan", "one of the most powerful tools"; not "the homes of the most powerful lords"."""
    words = load_frames().words
    before = tokens.words[max(0, most - 3) : most]
    is_told = before[-1:] == ["the"] and (before[-2:-1] == ["of"] or not words["pages.copulas"].isdisjoint(before))
    is_one = before[-2:-1] != ["of"] or before[0] == "one"
    return is_told and is_one and tokens.words[most + 1] in words["pages.judging"]


def _is_imperative(tokens: TokenArrays, sentence: Sentence, first: int) -> bool:
    """ "Sign up for ...": an imperative sentence, whose verb has no subject, addresses the reader."""
    if not tokens.has_parse or tokens.pos[first] != "VERB":
        return False
    is_root = tokens.heads[first] == first
    return (
        is_root
        and tokens.words[first][-3:] not in ("ing", "ted", "ned")
        and not children(tokens, first, "nsubj", "aux")
    )


def _is_long(span: Span) -> bool:
    return span.end_char - span.start_char > 40


def _skip(spans: Sequence[tuple[int, int]], position: int, start: int) -> int:
    """Index of the first span that ends after `start`, from a position on; spans are in order of their start."""
    while position < len(spans) and spans[position][1] <= start:
        position += 1
    return position


def _overlaps(spans: Sequence[tuple[int, int]], position: int, start: int, end: int) -> bool:
    while position < len(spans) and spans[position][0] < end:
        if spans[position][1] > start:
            return True
        position += 1
    return False
