"""The words that "who", "which" or "that" stands for, where their noun shows that they fit."""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.source_names import WORD, find_head_word
from broadsheet.claims.token_arrays import OPENING_MARKS, TokenArrays


def read_antecedent(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution) -> str | None:
    """ "Dock workers" for "who": persons for "who", bodies and documents for "which" and "that"; None for others."""
    span, source = attribution.antecedent, attribution.source
    if span is None or source is None:
        return None
    text = tokens.text[span.start_char : span.end_char]
    head_word = find_head_word([word.lower() for word in WORD.findall(text)] or [""])
    inside = range(tokens.token_at(span.start_char), tokens.token_after(span.end_char))
    noun = next((t for t in inside if tokens.words[t] == head_word), -1)
    if noun < 0 or tokens.pos[noun] != "NOUN" or any(mark in text for mark in OPENING_MARKS[:4]):
        return None
    if tokens.text[source.start_char : source.end_char].lower() != "who":
        return text if can_speak(tokens, lexicon, noun) else None
    is_body = head_word in lexicon.words["body"] | lexicon.words["document"]
    return text if may_be_person(tokens, lexicon, noun) and not is_body else None
