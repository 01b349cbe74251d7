"""Continued quotations: those that nobody introduces belong to the attribution just before them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.introduced_quotations import speaks_of
from broadsheet.claims.quotation_lookup import find_overlapping, is_nickname
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.span_boundaries import merge_spans, strip_marks
from broadsheet.claims.token_arrays import TokenArrays

_FAR = 160
# Kinds of cues whose speaker is likely to be quoted in the next paragraph.
_GOING_ON = frozenset(["report", "assert", "warn", "deny", "promise"])
_NEAR = 40
# Not in "on Nov. 8".
_SENTENCE_END = re.compile(r"[.!?](?=\s+[^\s\d])|[.!?](?=\s+$)")
_CLOSING_MARKS = "'’\"”"


def attach_continued_quotations(tokens: TokenArrays, attributions: list[Attribution]) -> list[Attribution]:
    """Attach quotations that nobody introduces to the attribution just before them: `"No," he said. "Never."`"""
    # A quotation is not taken by what is said inside it: "“Schools want staff to feel that they are heard.”"
    taken = {n for a in attributions for span in a.content for n in find_overlapping(tokens, span) - _around(tokens, a)}
    order = deque(sorted(range(len(attributions)), key=lambda i: attributions[i].end_char))
    recent: deque[int] = deque(maxlen=4)
    for number, quotation in enumerate(tokens.quotations):
        while order and attributions[order[0]].end_char <= quotation.start_char:
            recent.append(order.popleft())
        if number in taken or is_nickname(tokens, number):
            continue
        find = _find_owner if _is_speech(tokens, quotation) else _find_joined
        owner = find(tokens, attributions, recent, quotation)
        if owner >= 0:
            attributions[owner] = _add_quotation(tokens, attributions[owner], quotation)
            recent.append(owner)
    return attributions


def _find_owner(
    tokens: TokenArrays, attributions: Sequence[Attribution], recent: Sequence[int], quotation: Quotation
) -> int:
    """The last of the recent attributions that a quotation continues, or what holds it in its sentence; -1 if none.

    "Pia Holm said that the owner had told her so." | "“We believed it.”": Pia Holm goes on.
    """
    owner = next((index for index in reversed(recent) if _continues(tokens, attributions[index], quotation)), -1)
    if owner < 0 or "\n" not in tokens.text[attributions[owner].end_char : quotation.start_char]:
        return owner
    inner = attributions[owner]
    around = [
        index
        for index in recent
        if any(span.start_char <= inner.start_char < span.end_char for span in attributions[index].content)
        and _continues(tokens, attributions[index], quotation)
    ]
    return min(around, key=lambda index: attributions[index].start_char, default=owner)


def _find_joined(
    tokens: TokenArrays, attributions: Sequence[Attribution], recent: Sequence[int], quotation: Quotation
) -> int:
    """ "The crew are students, he said, and | “all of them have jobs.”": whose words go on; -1 if nobody's."""
    joining = load_frames().words["continued.joining"]
    for index in reversed(recent):
        between = tokens.text[attributions[index].end_char : quotation.start_char]
        if between.strip(_CLOSING_MARKS + " ,") in joining and _continues(tokens, attributions[index], quotation):
            return index
    return -1


def _around(tokens: TokenArrays, attribution: Attribution) -> set[int]:
    """The quotation that the cue stands in."""
    return {tokens.quote[attribution.cue_token]} if attribution.cue_token >= 0 else set()


def split_shared_quotations(tokens: TokenArrays, attributions: list[Attribution]) -> list[Attribution]:
    """A quotation over paragraphs with a cue before and one after it: the last paragraph belongs to the later cue.

    `He said: "The ward is full.` and, in the next paragraph, `"We moved 40 patients," he added.`
    """
    ahead, behind = _find_sides(tokens, attributions)
    for number in behind.keys() - ahead.keys():
        index = _find_continued(tokens, attributions, tokens.quotations[number])
        if index >= 0 and index != behind[number]:
            attributions[index] = _add_quotation(tokens, attributions[index], tokens.quotations[number])
            ahead[number] = index
    for number in ahead.keys() & behind.keys():
        for index, keeps_last in ((ahead[number], False), (behind[number], True)):
            attributions[index] = _keep_side(tokens, attributions[index], number, keeps_last)
    return attributions


def _find_sides(tokens: TokenArrays, attributions: Sequence[Attribution]) -> tuple[dict[int, int], dict[int, int]]:
    """For each quotation over paragraphs the attribution whose cue is before it, and the one whose cue is after it."""
    ahead: dict[int, int] = {}
    behind: dict[int, int] = {}
    for index, attribution in enumerate(attributions):
        numbers = {n for span in attribution.content for n in find_overlapping(tokens, span)}
        for number in numbers if attribution.cue is not None and not attribution.is_noun else ():
            quotation = tokens.quotations[number]
            if len(quotation.inner) > 1 and attribution.cue is not None:
                side = ahead if attribution.cue.end_char <= quotation.start_char else behind
                side[number] = index
    return ahead, behind


def _keep_side(tokens: TokenArrays, attribution: Attribution, number: int, keeps_last: bool) -> Attribution:
    """The attribution with the last paragraph of a quotation alone, or with all but that."""
    last = tokens.quotations[number].inner[-1]
    kept = tuple(
        span
        for span in attribution.content
        if number not in find_overlapping(tokens, span) or (span.start_char >= last.start_char) == keeps_last
    )
    return replace(attribution, content=kept or attribution.content)


def _add_quotation(tokens: TokenArrays, attribution: Attribution, quotation: Quotation) -> Attribution:
    more = [strip_marks(tokens, span) for span in quotation.inner]
    return replace(attribution, content=merge_spans([*attribution.content, *more]))


def _find_continued(tokens: TokenArrays, attributions: Sequence[Attribution], quotation: Quotation) -> int:
    """ "“No,” he said. “It holds.": index of the attribution before a quotation in its first paragraph; else -1."""
    near = [
        index
        for index, attribution in enumerate(attributions)
        if 0 <= quotation.start_char - attribution.end_char <= _NEAR
        and "\n" not in tokens.text[attribution.end_char : quotation.start_char]
        and _continues(tokens, attribution, quotation)
    ]
    return max(near, key=lambda index: attributions[index].end_char, default=-1)


def _is_speech(tokens: TokenArrays, quotation: Quotation) -> bool:
    """Whether a quotation is whole sentences: it begins one and ends with final punctuation, or spans paragraphs."""
    text = tokens.text
    first, last = quotation.inner[0], quotation.inner[-1]
    if len(quotation.inner) > 1:
        return True
    words = text[first.start_char : first.end_char].split()
    before = text[max(0, quotation.start_char - 4) : quotation.start_char].rstrip(" \t")
    begins = not before or before[-1] in '\n.!?:”"’'
    said = text[first.start_char : last.end_char].rstrip(_CLOSING_MARKS)
    return len(words) >= 2 and begins and said[-1:] in tuple(".!?…,—–")


def _speaks_of_another(tokens: TokenArrays, attribution: Attribution, quotation: Quotation, between: str) -> bool:
    """ "He said so. | Jo Peel was unimpressed: | “No.”": a sentence between that ends in a colon or names a person."""
    end = _SENTENCE_END.search(between)
    if end is None or "\n" in between:
        return False
    if between.rstrip().endswith(":"):
        return True
    source = attribution.source
    known = tokens.text[source.start_char : source.end_char] if source else ""
    first = tokens.token_at(attribution.end_char + end.end())
    names = (t for t in range(first, tokens.token_at(quotation.start_char)) if tokens.pos[t] == "PROPN")
    doc = tokens.part.doc
    return any(doc[t].ent_type_ in ("PERSON", "PER") and doc[t].text not in known for t in names)


def _continues(tokens: TokenArrays, attribution: Attribution, quotation: Quotation) -> bool:
    """Whether a quotation continues speech in its own paragraph, or a direct quotation in the paragraph before."""
    if quotation.start_char - attribution.end_char > _FAR:
        return False
    between = tokens.text[attribution.end_char : quotation.start_char]
    ends = len(_SENTENCE_END.findall(between))
    if not _may_go_on(attribution) or ends > 1 or _speaks_of_another(tokens, attribution, quotation, between):
        return False
    if "\n" not in between:
        return True
    if between.count("\n") > 2 or any(char.isalnum() for char in between.partition("\n")[2]):
        return False
    is_direct = any(find_overlapping(tokens, span) for span in attribution.content)
    return is_direct or _closes_paragraph(tokens, attribution, quotation, between)


def _may_go_on(attribution: Attribution) -> bool:
    """Whether a statement is one that quotations go on with: of a cue that takes them, or behind "according to"."""
    is_cued = attribution.sense is not None and "quote" in attribution.sense.frames
    return not attribution.is_noun and (is_cued or attribution.rule == "according_to")


def _closes_paragraph(tokens: TokenArrays, attribution: Attribution, quotation: Quotation, between: str) -> bool:
    """ "She added that no boat came." | "“I saw none.”": speech that ends a paragraph before a quotation alone.

    Not where the quotation speaks of the source, or of a "he" or "she" and nobody's own, nor where it repeats the text.
    """
    source, sense = attribution.source, attribution.sense
    if source is None or sense is None or sense.kind not in _GOING_ON or tokens.quote[attribution.cue_token] >= 0:
        return False
    rest = between.partition("\n")[0].rstrip()
    line_end = tokens.text.find("\n", quotation.end_char)
    behind = tokens.text[quotation.end_char : line_end if line_end >= 0 else len(tokens.text)]
    first = quotation.inner[0]
    is_pulled = tokens.text.count(tokens.text[first.start_char : first.end_char]) > 1
    is_alone = not is_pulled and not any(char.isalnum() for char in behind)
    own = range(tokens.token_at(source.start_char), tokens.token_after(source.end_char))
    return is_alone and not _SENTENCE_END.search(rest) and not speaks_of(tokens, quotation, own)
