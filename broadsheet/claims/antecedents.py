"""The words that "who", "which" or "that" stands for, where their noun shows that they fit."""

from __future__ import annotations

from dataclasses import replace

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.source_names import WORD, find_head_word
from broadsheet.claims.speaker import Speaker
from broadsheet.claims.token_arrays import OPENING_MARKS, TokenArrays
from broadsheet.records import Span


def add_antecedent(tokens: TokenArrays, lexicon: Lexicon, attribution: Attribution, speaker: Speaker) -> Speaker:
    """The speaker with the words that a relative pronoun stands for, where nobody is named."""
    span, source = attribution.antecedent, attribution.source
    if span is None or source is None or speaker.name is not None or speaker.refers_to is not None:
        return speaker
    noun = _find_noun(tokens, span)
    pronoun = tokens.text[source.start_char : source.end_char].lower()
    if noun < 0 or not _fits(tokens, lexicon, pronoun, noun):
        return speaker
    return replace(speaker, refers_to=tokens.text[span.start_char : span.end_char])


def _find_noun(tokens: TokenArrays, span: Span) -> int:
    """The head noun of an antecedent; -1 for names, pronouns and words in quotation marks."""
    text = tokens.text[span.start_char : span.end_char]
    head_word = find_head_word([word.lower() for word in WORD.findall(text)] or [""])
    inside = range(tokens.token_at(span.start_char), tokens.token_after(span.end_char))
    noun = next((t for t in inside if tokens.words[t] == head_word), -1)
    is_plain = noun >= 0 and tokens.pos[noun] == "NOUN"
    return noun if is_plain and not any(mark in text for mark in OPENING_MARKS[:4]) else -1


def _fits(tokens: TokenArrays, lexicon: Lexicon, pronoun: str, noun: int) -> bool:
    """ "Dock workers" for "who": persons for "who", bodies and documents for "which" and "that"."""
    if pronoun != "who":
        return can_speak(tokens, lexicon, noun)
    is_body = tokens.words[noun] in lexicon.words["body"] | lexicon.words["document"]
    return may_be_person(tokens, lexicon, noun) and not is_body
