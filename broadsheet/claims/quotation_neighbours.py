"""The quotations next to a cue: the one before its parenthetical ("he said"), the one after it, and how they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.quotation_lookup import (
    find_quotation_before,
    find_quotation_starting_at,
    is_fronted,
    is_nickname,
)
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Span

_SEPARATORS = " ,:—–-\xa0"
_NEAR = 60
_FEW = 4
# "“Help,” a man could be | heard | saying".
_PERCEIVED = frozenset(["heard", "overheard", "seen", "filmed", "recorded"])
_FAR = 160


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The quotations next to a parenthetical like "he said".

    start: where the parenthetical begins. before, after: index of the quotation there, else -1. is_fronted: the one
    before ends as one that precedes its speaker. is_announced: a colon or comma introduces the one after.
    """

    start: int
    before: int
    after: int
    is_fronted: bool
    is_announced: bool


def find_neighbours(tokens: TokenArrays, attribution: Attribution) -> Neighbours | None:
    if attribution.cue is None:
        return None
    start = _find_parenthetical_start(tokens, attribution, attribution.cue)
    before = find_quotation_before(tokens, start) if attribution.cue.start_char - start < _FAR else -1
    before = -1 if _modifies_source(tokens, before) or _is_introduced(tokens, before) else before
    after = _quotation_after(tokens, attribution)
    after = -1 if _is_no_speech(tokens, attribution, after) else after
    before = -1 if before >= 0 and after >= 0 and _is_elsewhere(tokens, attribution, before) else before
    return Neighbours(
        start=start,
        before=before,
        after=after,
        is_fronted=before >= 0 and is_fronted(tokens, before),
        is_announced=after >= 0 and _is_announced(tokens, attribution, after),
    )


def _is_no_speech(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """Whether a quotation behind a cue is a name or an attribute."""
    return number >= 0 and (is_nickname(tokens, number) or _modifies_object(tokens, attribution, number))


def _modifies_object(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """ "Offering ‘soothing’ air to guests": quoted words that go with the noun behind them, the verb's object."""
    quotation = tokens.quotations[number]
    first, after = tokens.token_at(quotation.start_char), tokens.token_after(quotation.end_char)
    if attribution.content or not tokens.has_parse or after >= len(tokens.words):
        return False
    is_object = tokens.pos[after] == "NOUN" and tokens.deps[after] == "obj"
    is_its = is_object and tokens.heads[after] == attribution.cue_token
    return is_its and any(tokens.heads[t] == after and tokens.quote[t] == number for t in range(first, after))


def _modifies_source(tokens: TokenArrays, number: int) -> bool:
    """ "“Fat-free” labels do not guarantee": a few quoted words that go with the common noun behind them."""
    if number < 0 or not tokens.has_parse:
        return False
    quotation = tokens.quotations[number]
    first, after = tokens.token_at(quotation.start_char), tokens.token_after(quotation.end_char)
    if after >= len(tokens.words) or is_fronted(tokens, number):
        return False
    if after - first < _FEW and any(tokens.heads[t] in range(first, after) for t in range(after, after + _FEW)):
        # "You can “capture” the puppy responding": what follows belongs to the quoted verb.
        return True
    is_noun = tokens.pos[after] == "NOUN" and tokens.deps[after].startswith("nsubj")
    return is_noun and any(tokens.heads[t] == after and tokens.quote[t] == number for t in range(first, after))


def _is_introduced(tokens: TokenArrays, number: int) -> bool:
    """ "He was asked, “Do you feel guilt?” | The mayor admitted it": a verb of asking introduces the quotation before a
    cue.
    """
    if number < 0:
        return False
    verb = tokens.token_at(tokens.quotations[number].start_char) - 2
    is_mark = verb >= 0 and tokens.words[verb + 1] in (",", ":")
    entry = load_lexicon().verbs.get(tokens.words[verb]) if is_mark and tokens.quote[verb] < 0 else None
    return entry is not None and any(sense.kind == "question" for sense in entry.senses)


def _is_elsewhere(tokens: TokenArrays, attribution: Attribution, before: int) -> bool:
    """Whether a quotation before a cue that has one after it belongs to other words.

    "He said on “Morning Orme,” adding: “No.”", "Calling Lind “a loser,” they chanted “Go home.”"
    """
    first = tokens.segments[tokens.token_at(tokens.quotations[before].start_char)]
    opens_with_participle = tokens.quote[first] < 0 and tokens.words[first].endswith("ing")
    is_addition = attribution.cue_token >= 0 and tokens.words[attribution.cue_token].endswith("ing")
    return is_addition or opens_with_participle


def _find_parenthetical_start(tokens: TokenArrays, attribution: Attribution, cue: Span) -> int:
    """Where "he said" begins: at the source, or at the cue if there is another verb between them.

    Verbs between commas do not count: "“A,” Ms Akande, who chairs the trust, said".
    """
    source = attribution.source
    if source is None or source.start_char > cue.start_char:
        return cue.start_char
    first, last = tokens.token_at(source.end_char), tokens.token_at(cue.start_char)
    is_inserted = first < last - 1 and tokens.words[first] == "," and "," in tokens.words[last - 2 : last]
    has_verb = any(tokens.pos[t] == "VERB" and tokens.words[t] not in _PERCEIVED for t in range(first, last))
    return cue.start_char if has_verb and not is_inserted else source.start_char


def _is_announced(tokens: TokenArrays, attribution: Attribution, number: int) -> bool:
    """Whether a colon, or a comma right after the cue, precedes the quotation, which is then all of the content."""
    start = tokens.quotations[number].start_char
    before = tokens.text[max(0, start - 12) : start].rstrip()
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    return before.endswith(":") or (before.endswith(",") and start - last <= 3)


def _quotation_after(tokens: TokenArrays, attribution: Attribution) -> int:
    """Index of the quotation after source and cue: adjacent, after a comma, colon or "that", or in the next line."""
    text = tokens.text
    last = max(s.end_char for s in (attribution.source, attribution.cue, attribution.addressee) if s)
    near = find_quotation_starting_at(tokens, _skip(text, last, last + 4, _SEPARATORS.__contains__))
    if near >= 0:
        return near
    line_end = text.find("\n", last)
    line_end = len(text) if line_end < 0 else line_end
    token = _find_quote_or_stop(tokens, tokens.token_at(last), min(line_end, last + _NEAR))
    if token >= 0:
        return _take_later_quotation(tokens, attribution, last, token)
    if line_end - last > 2 * _NEAR or not text[last:line_end].rstrip().endswith(":"):
        return -1
    return find_quotation_starting_at(tokens, _skip(text, line_end, line_end + 8, str.isspace))


def _skip(text: str, position: int, limit: int, accept: Callable[[str], bool]) -> int:
    """The first position from one on, up to a limit, whose character is not accepted."""
    while position < min(limit, len(text)) and accept(text[position]):
        position += 1
    return position


def _find_quote_or_stop(tokens: TokenArrays, first: int, limit: int) -> int:
    """The first token inside a quotation or with final punctuation that starts before a code point; -1 if none."""
    for token in range(first, tokens.token_after(limit)):
        if tokens.quote[token] >= 0 or tokens.words[token] in (".", ";", "!", "?"):
            return token
    return -1


def _take_later_quotation(tokens: TokenArrays, attribution: Attribution, last: int, token: int) -> int:
    """The quotation at a token if a comma, colon, dash or "that" introduces it and nobody else speaks; else -1."""
    between = tokens.text[last : tokens.starts[token]].rstrip()
    is_introduced = between[-1:] in (",", ":", "—", "–") or between.endswith(" that")
    is_own = is_introduced and not _has_other_speaker(tokens, attribution.cue_token, token)
    return tokens.quote[token] if is_own else -1


def _has_other_speaker(tokens: TokenArrays, cue: int, quoted: int) -> bool:
    """Whether there is another verb of speech between a cue and the quotation after it."""
    verbs = load_lexicon().verbs
    for token in range(cue + 1, quoted):
        entry = verbs.get(tokens.words[token])
        if entry is not None and tokens.pos[token] == "VERB" and entry.senses[0].kind == "report":
            return True
    return False
