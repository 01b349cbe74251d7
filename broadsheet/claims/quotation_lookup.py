"""Looking up the quotations of a part: which one is at a position, and of what kind it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.claims.clauses import skip_dateline
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Span

_FRONTED_MARKS = frozenset(",?!…—–")
_LONGEST_NAME = 4
# "All the letters, according to what Lind said, “came from the north”": words before an aside and a quotation.
_ASIDE = re.compile(r"([^\n:;]{3,200}\w),\s(?:according\sto|as)\s[^,\n]{1,80},?\s*")
# Participles that open the question before an answer.
PROMPTS = frozenset(["asked", "pressed", "questioned", "quizzed", "challenged", "confronted"])


def find_quotation_at(tokens: TokenArrays, char: int) -> int:
    """Index of the outermost quotation whose marks enclose a code point; -1 outside."""
    token = tokens.token_at(char)
    return tokens.quote[token] if token < len(tokens.quote) else -1


def find_overlapping(tokens: TokenArrays, span: Span) -> set[int]:
    """Indices of the quotations that a span overlaps."""
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    return {number for number in tokens.quote[first:last] if number >= 0}


def find_quotation_before(tokens: TokenArrays, char: int) -> int:
    """Index of the quotation that ends just before a code point, at most a comma or dash away; else -1."""
    text = tokens.text
    position = char
    while position > 0 and position > char - 4 and text[position - 1] in " ,—–-\xa0":
        position -= 1
    number = find_quotation_at(tokens, position - 1) if position > 0 else -1
    return number if number >= 0 and abs(tokens.quotations[number].end_char - position) <= 1 else -1


def find_prompt(tokens: TokenArrays, source: Span) -> list[Span]:
    """ "Asked whether he would take gifts from Lord Holm, | he said": the question before a source, if any."""
    token = min(tokens.token_at(source.start_char), len(tokens.words) - 1)
    first = tokens.segments[token]
    is_prompt = first < token and tokens.words[first] in PROMPTS and tokens.words[token - 1] == ","
    return [Span(tokens.starts[first], source.start_char)] if is_prompt else []


def list_spoken(tokens: TokenArrays, content: Sequence[Span], source: Span) -> list[Span]:
    """What of a content stands behind its source or is quoted: "he" speaks there of others by name."""
    after = source.end_char
    said = [span for span in content if span.start_char >= after or find_quotation_at(tokens, span.start_char) >= 0]
    return [*said, *find_prompt(tokens, source)]


def find_quotation_starting_at(tokens: TokenArrays, char: int) -> int:
    """Index of the quotation that starts at a code point; else -1."""
    number = find_quotation_at(tokens, char)
    return number if number >= 0 and tokens.quotations[number].start_char == char else -1


def is_fronted(tokens: TokenArrays, number: int) -> bool:
    """Whether a quotation can precede its speaker: it ends with a comma or another mark than a full stop."""
    quotation = tokens.quotations[number]
    end = quotation.inner[-1].end_char
    return tokens.text[end - 1] in _FRONTED_MARKS or tokens.text[quotation.end_char : quotation.end_char + 1] == ","


def expand_fronted(tokens: TokenArrays, number: int) -> tuple[Span, ...]:
    """A quotation that precedes its speaker, with the words of its sentence before it (`It was "fine," he said`)."""
    quotation = tokens.quotations[number]
    first = tokens.starts[skip_dateline(tokens, tokens.segments[tokens.token_at(quotation.start_char)])]
    ahead = tokens.text[first : quotation.start_char]
    aside = _ASIDE.fullmatch(ahead) if len(quotation.inner) == 1 and _opens_small(tokens, quotation) else None
    if aside is not None:
        return (Span(first, first + aside.end(1)), *quotation.inner)
    is_bare = not any(char.isalnum() for char in ahead) or ahead.rstrip()[-1:] in ",:-–—("
    if len(quotation.inner) > 1 or "\n" in ahead or is_bare:
        return quotation.inner
    return (Span(first, quotation.end_char),)


def _opens_small(tokens: TokenArrays, quotation: Quotation) -> bool:
    """Whether a quotation goes on with a sentence: “came from the north”."""
    return tokens.text[quotation.inner[0].start_char].islower()


def is_in_fronted_adjunct(tokens: TokenArrays, number: int) -> bool:
    """ "For “best performance”, the maker recommends ...": a fronted adjunct with quoted words, not speech."""
    if not tokens.has_parse:
        return False
    quotation = tokens.quotations[number]
    first = tokens.segments[tokens.token_at(quotation.start_char)]
    is_short = len(tokens.text[quotation.start_char : quotation.end_char].split()) < 4
    return is_short and tokens.quote[first] < 0 and tokens.pos[first] in ("ADP", "SCONJ")


def is_nickname(tokens: TokenArrays, number: int) -> bool:
    """ "Goes by the name “Pockets”", "Robert “Bobby” Lane": a short quotation that names somebody or something."""
    quotation = tokens.quotations[number]
    first, last = tokens.token_at(quotation.start_char), tokens.token_after(quotation.end_char)
    if last - first > _LONGEST_NAME + 3 or len(quotation.inner) > 1:
        return False
    words = load_frames().words
    before = first - 1
    while before >= 0 and first - before <= 4 and tokens.words[before] in words["nicknames.links"]:
        before -= 1
    if before >= 0 and tokens.words[before] in words["nicknames.words"]:
        return True
    opening = tokens.text[quotation.inner[0].start_char : quotation.inner[0].end_char]
    return _is_inside_name(tokens, first, last) and (opening[0].isupper() or opening.startswith("the "))


def _is_inside_name(tokens: TokenArrays, first: int, last: int) -> bool:
    """ "Robert | “Bobby” | Lane": whether names surround a few tokens."""
    is_inside = 0 < first <= last < len(tokens.words) and last - first <= _LONGEST_NAME + 1
    return is_inside and all(tokens.pos[token] == "PROPN" for token in (first - 1, last))


def is_title(tokens: TokenArrays, number: int) -> bool:
    """Whether a short quotation is a title: every longer word is capitalised and it has no final punctuation."""
    inner = tokens.quotations[number].inner[0]
    words = tokens.text[inner.start_char : inner.end_char].split()
    return (
        len(words) <= 6 and all(word[:1].isupper() for word in words if len(word) > 3) and words[-1][-1] not in ".!?,"
    )
