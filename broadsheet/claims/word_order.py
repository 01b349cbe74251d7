"""Attributions by word order alone, for texts whose Doc has no parse.

The same forms as in `syntax`, but sources and clauses end at function words and punctuation. Rules are named
`surface_*`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.quotes import Quotation
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.token_runs import extend_left
from broadsheet.records import Span
from broadsheet.word_lists import load_word_list

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
    raw = load_word_list("claim_words", "en")
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
    quote_before = _quotation_ending_at(tokens, first if source else token)
    cue = tokens.span(source_end, token + 1)
    if source is None and quote_before is not None:
        # "“No,” said the bank": the source follows the verb.
        source, cue = _source_after(tokens, bounds, token, high), tokens.span(token, token + 1)
    if source is None:
        return None
    quotation = quote_before or _quotation_after(tokens, token, high)
    if quotation is not None:
        spans = quotation.inner if quote_before else _quoted_content(tokens, token, high, quotation)
        return Attribution(source, cue, spans, "surface_quote", sense, cue_token=token)
    content = _clause_after(tokens, token, high)
    if content is None:
        front = (
            tokens.span(max(low, first - _MAX_CLAUSE), first - 1) if tokens.words[first - 1 : first] == [","] else None
        )
        return Attribution(source, cue, (front,), "surface_fronted", sense, cue_token=token) if front else None
    is_reported = sense.kind == "report" or tokens.text.startswith("that ", content[0].start_char)
    return Attribution(source, cue, content, "surface_clause", sense, cue_token=token) if is_reported else None


def _quoted_content(tokens: TokenArrays, token: int, high: int, quotation: Quotation) -> tuple[Span, ...]:
    """The quotation after a verb, or the whole clause if "that" precedes it ("said that it was “fine”")."""
    lead = tokens.span(token + 1, tokens.token_at(quotation.start_char))
    has_that = lead is not None and " that " in f" {tokens.text[lead.start_char : lead.end_char]} "
    clause = _clause_after(tokens, token, high) if has_that else None
    return clause or quotation.inner


def _source_before(tokens: TokenArrays, bounds: dict[str, frozenset[str]], token: int, low: int) -> tuple[int, int]:
    """Tokens of the source before a verb, half-open; empty if a boundary word comes first."""
    words = tokens.words
    end = extend_left(token, low, lambda t: words[t] in bounds["between"] or words[t].endswith("ly"))
    stop = _before_inner_commas(words, end, low)
    first = stop
    if stop > low and words[stop - 1] == ")":
        first = next((t for t in range(stop - 1, max(low, stop - 6), -1) if words[t] == "("), stop)

    def in_source(t: int) -> bool:
        is_boundary = words[t] in _STOPS or words[t] == "," or words[t] in bounds["left_bounds"] or tokens.quote[t] >= 0
        joins_clause = words[t] == "and" and not tokens.part.doc[t + 1].text[:1].isupper()
        return not is_boundary and not joins_clause

    return extend_left(first, max(low, stop - _MAX_SOURCE), in_source), end


def _before_inner_commas(words: Sequence[str], end: int, low: int) -> int:
    """ "Jo Lind|, the head of the union, said": the end of the name before an apposition; else `end`."""
    if end <= low or words[end - 1] != ",":
        return end
    comma = next((t for t in range(end - 2, max(low, end - _MAX_SOURCE), -1) if words[t] == ","), -1)
    return comma if comma > low else end


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
