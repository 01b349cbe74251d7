"""Looking at the quotations of a part: which one stands at a place, and what kind of quotation it is."""

from __future__ import annotations

from broadsheet.claims.clauses import behind_dateline
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_LEAD_MARKS = frozenset(",?!…—–")


def quotation_at(view: PartView, char: int) -> int:
    """Index of the outermost quotation whose marks enclose a code point; -1 outside."""
    token = view.token_at(char)
    return view.quote[token] if token < len(view.quote) else -1


def touched(view: PartView, span: Span) -> set[int]:
    """Indices of the quotations that a span shares words with."""
    first, last = view.token_at(span.start_char), view.token_after(span.end_char)
    return {number for number in view.quote[first:last] if number >= 0}


def ending_before(view: PartView, char: int) -> int:
    """Index of the quotation that ends just before a code point of the same line, comma or dash between; else -1."""
    text = view.text
    position = char
    while position > 0 and position > char - 4 and text[position - 1] in " ,—–-\xa0":
        position -= 1
    number = quotation_at(view, position - 1) if position > 0 else -1
    return number if number >= 0 and abs(view.quotations[number].end_char - position) <= 1 else -1


def starting_at(view: PartView, char: int) -> int:
    number = quotation_at(view, char)
    return number if number >= 0 and view.quotations[number].start_char == char else -1


def is_lead(view: PartView, number: int) -> bool:
    """Before its speaker a quotation ends with a comma or another mark than a full stop."""
    quotation = view.quotations[number]
    end = quotation.inner[-1].end_char
    return view.text[end - 1] in _LEAD_MARKS or view.text[quotation.end_char : quotation.end_char + 1] == ","


def lead_content(view: PartView, number: int) -> tuple[Span, ...]:
    """A quotation before its speaker, with the words of its sentence before it (`It was "fine," he said`)."""
    quotation = view.quotations[number]
    first = view.starts[behind_dateline(view, view.cells[view.token_at(quotation.start_char)])]
    ahead = view.text[first : quotation.start_char]
    is_bare = not any(char.isalnum() for char in ahead) or ahead.rstrip()[-1:] in ",:"
    if len(quotation.inner) > 1 or "\n" in ahead or is_bare:
        return quotation.inner
    return (Span(first, quotation.end_char),)


def is_side_phrase(view: PartView, number: int) -> bool:
    """ "For “best performance”, the maker recommends ...": a phrase in front that holds quoted words, no speech."""
    if not view.has_parse:
        return False
    quotation = view.quotations[number]
    first = view.cells[view.token_at(quotation.start_char)]
    is_short = len(view.text[quotation.start_char : quotation.end_char].split()) < 4
    return is_short and view.quote[first] < 0 and view.pos[first] in ("ADP", "SCONJ")


def is_title(view: PartView, number: int) -> bool:
    """A short quotation that is a name: every longer word has a capital and no mark of a sentence ends it."""
    inner = view.quotations[number].inner[0]
    words = view.text[inner.start_char : inner.end_char].split()
    return (
        len(words) <= 6 and all(word[:1].isupper() for word in words if len(word) > 3) and words[-1][-1] not in ".!?,"
    )
