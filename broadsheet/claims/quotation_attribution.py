"""Quotations attached to the words that attribute them.

A verb of speech takes the quotation directly before or after its clause, also across a sentence break between `,"` and
the speaker. A quotation that is left over continues the attribution before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.continued_quotations import attach_continued_quotations, split_shared_quotations
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.introduced_quotations import find_introduced_quotations
from broadsheet.claims.labelled_quotations import find_labelled_quotations
from broadsheet.claims.quotation_lookup import (
    PROMPTS,
    expand_fronted,
    find_overlapping,
    find_quotation_at,
    find_quotation_before,
    is_fronted,
    is_in_fronted_adjunct,
    is_nickname,
    is_title,
)
from broadsheet.claims.quotation_neighbours import Neighbours, find_neighbours
from broadsheet.claims.span_boundaries import align_content
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES
from broadsheet.records import Span


def attach_quotations(tokens: TokenArrays, attributions: Iterable[Attribution]) -> list[Attribution]:
    """Attributions with the adjacent quotations attached; those that need a quotation and have none are dropped."""
    joined = [found for attribution in attributions if (found := _attach(tokens, attribution)) is not None]
    fitted = [
        align_content(tokens, extend_to_fronted(tokens, attribution))
        for attribution in _drop_duplicates(tokens, joined)
    ]
    taken = _list_taken(tokens, fitted)
    fitted = [*split_shared_quotations(tokens, fitted), *find_labelled_quotations(tokens, taken)]
    fitted += _list_introduced(tokens, fitted)
    return attach_continued_quotations(tokens, fitted)


def _list_taken(tokens: TokenArrays, fitted: list[Attribution]) -> set[int]:
    """The quotations that are somebody's; not by what is said inside them: "“They think we cannot count.”"."""
    return {
        number
        for attribution in fitted
        for number in _find_quotations(tokens, attribution)
        if attribution.cue_token < 0 or tokens.quote[attribution.cue_token] != number
    }


def _list_introduced(tokens: TokenArrays, fitted: list[Attribution]) -> list[Attribution]:
    """What a sentence without a verb of speech introduces; not where an attribution before goes on."""
    taken = _list_taken(tokens, fitted)
    speaking = {a.cue_token for a in fitted if not a.is_noun and a.sense is not None and "quote" in a.sense.frames}
    return list(find_introduced_quotations(tokens, taken, speaking))


def _drop_duplicates(tokens: TokenArrays, attributions: list[Attribution]) -> list[Attribution]:
    """Drop attributions without a source whose quotation already has a speaker."""
    taken = {
        number
        for attribution in attributions
        if attribution.source is not None
        for span in attribution.content
        for number in find_overlapping(tokens, span)
    }
    return [
        attribution
        for attribution in attributions
        if attribution.source is not None
        or not attribution.rule.startswith("quote_")
        or not any(number in taken for span in attribution.content for number in find_overlapping(tokens, span))
    ]


def extend_to_fronted(tokens: TokenArrays, attribution: Attribution) -> Attribution:
    """ "“I won,” he said, according to a report": the quotation before the clause is part of what the report says."""
    if attribution.rule != "according_to":
        return attribution
    first = attribution.content[0]
    number = find_quotation_before(tokens, first.start_char)
    if number < 0 or not is_fronted(tokens, number):
        return attribution
    whole = Span(tokens.quotations[number].start_char, first.end_char)
    return replace(attribution, content=(whole, *attribution.content[1:]))


def _attach(tokens: TokenArrays, attribution: Attribution) -> Attribution | None:
    """The attribution with its quotations; None if it has no content without one and there is none."""
    neighbours = find_neighbours(tokens, attribution) if _may_quote(tokens, attribution) else None
    if neighbours is None or (neighbours.is_fronted and is_in_fronted_adjunct(tokens, neighbours.before)):
        return attribution if attribution.content else None
    if not attribution.content:
        return _quote_only(tokens, attribution, neighbours)
    for rule in (_quote_announced, _quote_continuation, _quote_fronted):
        found = rule(tokens, attribution, neighbours)
        if found is not None:
            return found
    return attribution


def _may_quote(tokens: TokenArrays, attribution: Attribution) -> bool:
    """Whether the cue takes quotations and is not inside one."""
    cue, sense = attribution.cue, attribution.sense
    if cue is None or sense is None or not sense.frames & {"quote", "as"}:
        return False
    return find_quotation_at(tokens, cue.start_char) < 0


def _quote_announced(tokens: TokenArrays, attribution: Attribution, near: Neighbours) -> Attribution | None:
    """ "He said: “We are safe.”": the announced quotation is the content, after what precedes the parenthetical."""
    if not near.is_announced or near.after not in _find_quotations(tokens, attribution):
        return None
    if _runs_on(tokens, attribution, near.after):
        return attribution
    ahead = expand_fronted(tokens, near.before) if near.is_fronted and near.before != near.after else ()
    ahead = ahead or _find_adverbial_clause(tokens, near.start)
    return replace(attribution, content=(*ahead, *tokens.quotations[near.after].inner), rule="quote_after")


def _runs_on(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """ "Lind said, “we have three weeks” until the vote": the clause goes on after the quotation without a comma."""
    quotation = tokens.quotations[number]
    following = tokens.text[quotation.end_char : quotation.end_char + 2]
    is_open = len(following) == 2 and following[0] == " " and following[1].islower()
    is_open = is_open and tokens.text[quotation.inner[-1].end_char - 1].isalnum()
    return is_open and any(span.end_char > quotation.end_char + 2 for span in attribution.content)


def _quote_continuation(tokens: TokenArrays, attribution: Attribution, near: Neighbours) -> Attribution | None:
    """ "If it holds, he said, “we are safe”": the quotation continues the fronted words.

    Those of "Asked whether it holds, he said: “It does”" only give the occasion and are dropped.
    """
    opening = tokens.words[tokens.token_at(attribution.content[0].start_char)]
    precedes = attribution.content[-1].end_char <= near.start and not opening.endswith("ing")
    if not near.is_announced or not precedes or attribution.rule == "according_to":
        return None
    front = () if opening in PROMPTS else attribution.content
    return replace(attribution, content=(*front, *tokens.quotations[near.after].inner), rule="quote_after")


def _quote_fronted(tokens: TokenArrays, attribution: Attribution, near: Neighbours) -> Attribution | None:
    """ "“We are safe,” he said": the quotation before the parenthetical replaces a content that does not contain it."""
    precedes = attribution.content[0].start_char < near.start
    if _is_addition(tokens, attribution):
        return None
    if not near.is_fronted or (not precedes and near.before in _find_quotations(tokens, attribution)):
        return None
    rest = [part for span in attribution.content if span.start_char > near.start for part in _quoted_part(tokens, span)]
    more = tokens.quotations[near.after].inner if _is_second_half(tokens, near) else ()
    return replace(attribution, content=(*expand_fronted(tokens, near.before), *rest, *more), rule="quote_before")


def _is_addition(tokens: TokenArrays, attribution: Attribution) -> bool:
    """ "It was “not unlawful”, saying he trusted the courts": a participle with its own clause takes none before it."""
    cue = attribution.cue_token
    is_participle = cue >= 0 and tokens.words[cue].endswith("ing") and tokens.words[cue - 1] == ","
    return is_participle and attribution.content[0].start_char > tokens.starts[cue]


def _quoted_part(tokens: TokenArrays, span: Span) -> tuple[Span, ...]:
    """What of a content after "he said" is speech: nothing without a quotation, and no "who ..." before one."""
    numbers = [number for number in sorted(find_overlapping(tokens, span)) if not is_nickname(tokens, number)]
    if not numbers:
        return ()
    is_relative = tokens.words[tokens.token_at(span.start_char)] in RELATIVES | {"whose"}
    return tuple(part for number in numbers for part in tokens.quotations[number].inner) if is_relative else (span,)


def _is_second_half(tokens: TokenArrays, near: Neighbours) -> bool:
    """ "“A,” said Ola Brink, who lives there, “and b.”": a quotation that goes on in the middle of a sentence."""
    if near.after < 0 or near.after == near.before:
        return False
    return tokens.text[tokens.quotations[near.after].inner[0].start_char].islower()


def _quote_only(tokens: TokenArrays, attribution: Attribution, near: Neighbours) -> Attribution | None:
    """The attribution of a cue that has no content but the quotations before or after it."""
    after = tokens.quotations[near.after].inner if near.after >= 0 else ()
    if near.before >= 0 and not _begins_anew(tokens, attribution, near):
        before = expand_fronted(tokens, near.before) if near.is_fronted else tokens.quotations[near.before].inner
        more = after if near.after != near.before else ()
        return replace(attribution, content=(*before, *more), rule="quote_before")
    if near.after < 0 or (_needs_mark(tokens, attribution, near.after) and not near.is_announced):
        return None
    return replace(attribution, content=(*_find_adverbial_clause(tokens, near.start), *after), rule="quote_after")


def _begins_anew(tokens: TokenArrays, attribution: Attribution, near: Neighbours) -> bool:
    """ "“We lost.” | Guard Jo Peel agreed.": a sentence after a full stop whose verb is not one that follows speech."""
    source, sense = attribution.source, attribution.sense
    if near.is_fronted or source is None or attribution.cue is None or sense is None:
        return False
    is_next = source.start_char < attribution.cue.start_char and tokens.text[near.start].isupper()
    number = near.before
    ends = tokens.text[tokens.quotations[number].inner[-1].end_char - 1] == "."
    return is_next and ends and sense.lemma not in load_frames().words["introduced.following"]


def _needs_mark(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """Whether a quotation after a cue is its content only behind a comma or colon.

    After a verb of thought, after one that begins many things ("had begun “secret talks”"), and where it is a title.
    """
    sense = attribution.sense
    is_other = sense is not None and (
        sense.kind == "believe" or sense.lemma in load_frames().words["silence.beginnings"]
    )
    return is_other or is_title(tokens, number)


def _find_quotations(tokens: TokenArrays, attribution: Attribution) -> set[int]:
    """Indices of the quotations that the content overlaps."""
    return {number for span in attribution.content for number in find_overlapping(tokens, span)}


def _find_adverbial_clause(tokens: TokenArrays, parenthetical: int) -> tuple[Span, ...]:
    """ "If the dam holds, | he said, “we are safe”": the adverbial clause that the quotation continues."""
    token = tokens.token_at(parenthetical)
    first = tokens.segments[token] if token < len(tokens.segments) else token
    if token <= first or not tokens.has_parse or tokens.pos[first] != "SCONJ" or tokens.words[token - 1] != ",":
        return ()
    span = tokens.span(first, token)
    return (span,) if span and tokens.words[first] in ("if", "when", "because", "unless", "although", "until") else ()
