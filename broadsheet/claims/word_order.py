"""Attributions by word order alone, for texts whose Doc has no parse.

The same forms as in `syntax`, but sources and clauses end at function words and punctuation. Rules are named
`surface_*`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Span

_MAX_SOURCE = 16
# A longer clause is a table or a list without full stops; it is cut so that time stays linear.
_MAX_CLAUSE = 120
_STOPS = frozenset(".!?;:…") | frozenset(["...", "—", "–", "--", '"', "“", "”", "«", "»", "(", ")", "\n"])
_QUOTES_AND_MARKS = frozenset([",", ":", "-", "—", "–", "--", '"', "“", "”", "'", "‘", "’", "«", "»", "„"])


def find_by_word_order(tokens: TokenArrays, lexicon: Lexicon) -> Iterator[Attribution]:
    """Yield attributions around each cue outside quotations, in order of the cues."""
    bounds = _load_bounds()
    for token, word in enumerate(tokens.words):
        if tokens.boilerplate[token] or tokens.quote[token] >= 0 or tokens.sentence[token] < 0:
            continue
        if word == "according" and token + 1 < len(tokens.words) and tokens.words[token + 1] == "to":
            found = _according_to(tokens, lexicon, bounds, token)
        elif word in lexicon.verbs and _is_verb_here(tokens, token, lexicon.verbs[word].lemma):
            sense = lexicon.verbs[word].sense("quote")
            found = _around_verb(tokens, bounds, token, sense) if sense else None
        elif word in lexicon.nouns and token + 1 < len(tokens.words) and tokens.words[token + 1] == "that":
            found = _around_noun(tokens, token, lexicon.nouns[word])
        else:
            continue
        if found is not None:
            yield found


@cache
def _load_bounds() -> dict[str, frozenset[str]]:
    raw = tomllib.loads((files("broadsheet") / "lang" / "en" / "claim_words.toml").read_text(encoding="utf-8"))
    return {key: frozenset(words) for key, words in raw.items()}


def _is_verb_here(tokens: TokenArrays, token: int, lemma: str) -> bool:
    """A base form ("report", "point") is a verb only after "they", "to" and the like or a plural."""
    if tokens.words[token] != lemma or token == 0:
        return True
    before = tokens.words[token - 1]
    return before in ("they", "we", "i", "you", "who", "also") or (
        before.endswith("s") and before[-2:] not in ("'s", "’s")
    )


def _around_verb(tokens: TokenArrays, bounds: dict[str, frozenset[str]], token: int, sense: Cue) -> Attribution | None:
    low, high = tokens.sentence_bounds(token)
    first, source_end = _source_before(tokens, bounds, token, low)
    source = tokens.span(first, source_end)
    cue_first = source_end
    after = _source_after(tokens, bounds, token, high)
    quote_before = _quotation_ending_at(tokens, first if source else token)
    quote_after = _quotation_after(tokens, token, high)
    if quote_before is not None and source is None and after is not None:
        cue_first, source = token, after
    if source is None:
        return None
    cue = tokens.span(cue_first, token + 1)
    if quote_before is not None or quote_after is not None:
        quotation = quote_after if quote_before is None else quote_before
        assert quotation is not None
        spans = quotation.inner
        lead = tokens.span(token + 1, tokens.token_at(quotation.start_char))
        if (
            quote_before is None
            and lead is not None
            and " that " in f" {tokens.text[lead.start_char : lead.end_char]} "
        ):
            spans = _clause_after(tokens, token, high) or spans
        return Attribution(source, cue, spans, "surface_quote", sense, cue_token=token)
    content = _clause_after(tokens, token, high)
    if content is None and tokens.words[first - 1 : first] == [","]:
        front = tokens.span(max(low, first - _MAX_CLAUSE), first - 1)
        return Attribution(source, cue, (front,), "surface_fronted", sense, cue_token=token) if front else None
    has_that = content is not None and tokens.text.startswith("that ", content[0].start_char)
    if content is None or not (has_that or sense.kind == "report"):
        return None
    return Attribution(source, cue, content, "surface_clause", sense, cue_token=token)


def _source_before(tokens: TokenArrays, bounds: dict[str, frozenset[str]], token: int, low: int) -> tuple[int, int]:
    """Tokens of the source before a verb, half-open; empty if a boundary word comes first."""
    end = token
    while end > low and (tokens.words[end - 1] in bounds["between"] or tokens.words[end - 1].endswith("ly")):
        end -= 1
    stop = end
    if end > low and tokens.words[end - 1] == ",":
        comma = next((i for i in range(end - 2, max(low, end - _MAX_SOURCE), -1) if tokens.words[i] == ","), -1)
        if comma > low:
            stop = comma
    first = stop
    if stop > low and tokens.words[stop - 1] == ")":
        opened = next((i for i in range(stop - 1, max(low, stop - 6), -1) if tokens.words[i] == "("), stop)
        first = min(first, opened)
    while first > low and stop - first < _MAX_SOURCE:
        word = tokens.words[first - 1]
        if word in _STOPS or word == "," or word in bounds["left_bounds"] or tokens.quote[first - 1] >= 0:
            break
        if word == "and" and not tokens.part.doc[first].text[:1].isupper():
            break
        first -= 1
    return first, end


def _source_after(tokens: TokenArrays, bounds: dict[str, frozenset[str]], token: int, high: int) -> Span | None:
    last = token + 1
    while last < high and last - token <= _MAX_SOURCE:
        word = tokens.words[last]
        if word == "(" and ")" in tokens.words[last : last + 4]:
            last = tokens.words.index(")", last) + 1
            continue
        if word in _STOPS or word == "," or word in bounds["right_bounds"] or tokens.quote[last] >= 0:
            break
        last += 1
    return tokens.span(token + 1, last)


def _quotation_ending_at(tokens: TokenArrays, token: int) -> Quotation | None:
    """The quotation that ends just before a token, at most one dash or comma away."""
    before = token - 1
    while before >= 0 and tokens.quote[before] < 0 and tokens.words[before] in _QUOTES_AND_MARKS and token - before < 3:
        before -= 1
    if before < 0 or tokens.quote[before] < 0 or "\n" in tokens.text[tokens.ends[before] : tokens.starts[token]]:
        return None
    return tokens.quotations[tokens.quote[before]]


def _quotation_after(tokens: TokenArrays, token: int, high: int) -> Quotation | None:
    for following in range(token + 1, min(high + 1, len(tokens.words), token + 12)):
        if tokens.quote[following] >= 0:
            return tokens.quotations[tokens.quote[following]]
    return None


def _clause_after(tokens: TokenArrays, token: int, high: int) -> tuple[Span, ...] | None:
    """The rest of the sentence from "that" or the next word on, without its full stop; None if too short."""
    first = token + 1
    for later in range(first, min(first + 6, high)):
        if tokens.words[later] == "that":
            first = later
            break
    last = min(high, token + _MAX_CLAUSE)
    while last > first and tokens.words[last - 1] in _STOPS and tokens.quote[last - 1] < 0:
        last -= 1
    span = tokens.span(first, last)
    return (span,) if span is not None and last - first >= 3 and tokens.words[first] not in (",", ".") else None


def _according_to(
    tokens: TokenArrays, lexicon: Lexicon, bounds: dict[str, frozenset[str]], token: int
) -> Attribution | None:
    low, high = tokens.sentence_bounds(token)
    sense = lexicon.phrases[0][1]
    source = _source_after(tokens, bounds | {"right_bounds": frozenset(["that", "but", "because"])}, token + 1, high)
    cue = tokens.span(token, token + 2)
    if source is None:
        return None
    after = tokens.token_after(source.end_char)
    before = tokens.span(max(low, token - _MAX_CLAUSE), token)
    last = min(high, token + _MAX_CLAUSE)
    while last > after and tokens.words[last - 1] in _STOPS and tokens.quote[last - 1] < 0:
        last -= 1
    content = before if before is not None else tokens.span(after, last)
    return Attribution(source, cue, (content,), "surface_according_to", sense, cue_token=token) if content else None


def _around_noun(tokens: TokenArrays, token: int, sense: Cue) -> Attribution | None:
    low, high = tokens.sentence_bounds(token)
    first = token
    while first > low and token - first < 8 and tokens.words[first - 1] not in ("'s", "’s", "'", "’"):
        first -= 1
    content = _clause_after(tokens, token, high)
    if first == low or content is None:
        return None
    start = first - 1
    while start > low and (tokens.part.doc[start - 1].text[:1].isupper() or tokens.words[start - 1] in ("the", "of")):
        start -= 1
    source = tokens.span(start, first)
    return Attribution(source, tokens.span(token, token + 1), content, "surface_noun", sense, cue_token=token)
