"""Attributions from the parse: goes through the cues of a part and calls `verbs`, `nominals` and `phrases`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.denials import find_denials, find_retraction, is_retraction, mark_denial
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.nominals import find_adjective_attribution, find_noun_attribution
from broadsheet.claims.phrases import find_phrase_attribution
from broadsheet.claims.quotation_attribution import attach_quotations
from broadsheet.claims.span_boundaries import confine_to_quotation
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.claims.turns import find_turn_attributions
from broadsheet.claims.verbs import find_verb_attribution, is_verb_here
from broadsheet.records import Span

_FIRST_PERSON = frozenset(["i", "we", "me", "us", "my", "our", "mine", "ours"])
_COLON_LINE = re.compile(r"([^\n:.!?“”\"‘’]{2,60}?)\s*(:)\s+(\S[^\n]*)")


def find_by_syntax(tokens: TokenArrays, lexicon: Lexicon) -> list[Attribution]:
    """All attributions of a part whose Doc has a parse, in order of position."""
    found = attach_quotations(tokens, list(_find_at_cues(tokens, lexicon)))
    found.extend(_find_headline_colon(tokens, lexicon, found))
    found.extend(find_turn_attributions(tokens))
    found = [mark_denial(tokens, attribution) for attribution in found]
    found.extend(find_denials(tokens, found))
    return sorted((a for a in found if a.content), key=lambda a: (a.start_char, -a.end_char))


def _find_at_cues(tokens: TokenArrays, lexicon: Lexicon) -> Iterator[Attribution]:
    phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for words, sense in lexicon.phrases:
        phrases.setdefault(words[0], []).append((words, sense))
    retractions = load_frames().retractions
    for token, word in enumerate(tokens.words):
        if tokens.boilerplate[token] or tokens.sentence[token] < 0:
            continue
        found = None
        if word in phrases:
            for words, sense in phrases[word]:
                if tuple(tokens.words[token : token + len(words)]) == words:
                    found = find_phrase_attribution(tokens, words, sense, token)
        elif word in retractions and is_retraction(tokens, token):
            found = find_retraction(tokens, token)
        elif word in lexicon.verbs and is_verb_here(tokens, token):
            found = find_verb_attribution(tokens, lexicon, token)
        elif word in lexicon.nouns and tokens.pos[token] in ("NOUN", "PROPN"):
            found = find_noun_attribution(tokens, lexicon, token)
        elif word in lexicon.adjectives:
            found = find_adjective_attribution(tokens, lexicon, token)
        found = confine_to_quotation(tokens, found) if found is not None else None
        if found is not None and not _is_own_aside(tokens, found):
            yield found


def _is_own_aside(tokens: TokenArrays, attribution: Attribution) -> bool:
    """ "I think" inside a quotation: it belongs to the speaker of the quotation and is not a separate claim."""
    if attribution.source is None or tokens.quote[attribution.cue_token] < 0:
        return False
    return tokens.text[attribution.source.start_char : attribution.source.end_char].lower() in _FIRST_PERSON


def _find_headline_colon(tokens: TokenArrays, lexicon: Lexicon, found: list[Attribution]) -> Iterator[Attribution]:
    """ "Minister: 'No deal'": a short noun phrase, a colon, and what it says, in a headline only."""
    end = len(tokens.text) if tokens.part.is_headline else tokens.part.headline_end
    match = _COLON_LINE.match(tokens.text, 0, end) if end else None
    if match is None or any(a.start_char < end for a in found):
        return
    source = trim(tokens.text, *match.span(1))
    content = trim(tokens.text, *match.span(3))
    if source is None or content is None or len(match.group(1).split()) > 6:
        return
    named = range(tokens.token_at(source.start_char), tokens.token_after(source.end_char))
    names_someone = any(tokens.words[token] in lexicon.words["person_roles"] for token in named) or all(
        tokens.pos[token] in ("PROPN", "ADP", "DET", "PUNCT", "PART") for token in named
    )
    quoted = tokens.text[content.start_char] in "\"'‘“«" and tokens.text[content.end_char - 1] in "\"'’”»"
    if names_someone and (quoted or tokens.words[named[0]] in lexicon.words["person_roles"]):
        inner = (
            Span(content.start_char + 1, content.end_char - 1)
            if quoted and content.end_char - content.start_char > 3
            else content
        )
        yield Attribution(
            source,
            Span(*match.span(2)),
            (inner,),
            "headline_colon",
            Cue(":", "report", "neutral", frozenset(["quote"])),
        )
