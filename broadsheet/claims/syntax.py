"""Attributions from the parse: goes through the cues of a part and calls `verbs`, `nominals` and `phrases`."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.denials import find_denials, mark_denial
from broadsheet.claims.headlines import find_headline_speaker
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.nominals import find_adjective_attribution, find_noun_attribution
from broadsheet.claims.phrases import find_phrase_attribution
from broadsheet.claims.quotation_attribution import attach_quotations
from broadsheet.claims.reporters import find_reporter
from broadsheet.claims.retractions import find_retraction, is_retraction
from broadsheet.claims.span_boundaries import confine_to_quotation
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children
from broadsheet.claims.turns import find_turn_attributions
from broadsheet.claims.verbs import find_verb_attribution, is_verb_here

_MODALS = frozenset(["can", "could", "may", "might", "would", "should", "must", "will", "'ll", "’ll"])
_SUPPOSING = frozenset(["would", "could", "might"])
_FIRST_PERSON = frozenset(["i", "we", "me", "us", "my", "our", "mine", "ours"])


def find_by_syntax(tokens: TokenArrays, lexicon: Lexicon) -> list[Attribution]:
    """All attributions of a part whose Doc has a parse, in order of position."""
    found = attach_quotations(tokens, list(_find_at_cues(tokens, lexicon)))
    found.extend(find_headline_speaker(tokens, lexicon, found))
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
        elif word in lexicon.verbs:
            found = find_reporter(tokens, lexicon, token)
            if found is None and is_verb_here(tokens, token):
                found = find_verb_attribution(tokens, lexicon, token)
            elif found is None and word in lexicon.nouns and tokens.pos[token] in ("NOUN", "PROPN"):
                found = find_noun_attribution(tokens, lexicon, token)
        elif word in lexicon.nouns and tokens.pos[token] in ("NOUN", "PROPN"):
            found = find_noun_attribution(tokens, lexicon, token)
        elif word in lexicon.adjectives:
            found = find_adjective_attribution(tokens, lexicon, token)
        found = confine_to_quotation(tokens, found) if found is not None else None
        if found is not None and not _is_own_aside(tokens, found):
            yield found


def _is_own_aside(tokens: TokenArrays, attribution: Attribution) -> bool:
    """ "I think", "you know", "who can remember", "people would say" inside a quotation: no claims of their own."""
    if attribution.source is None or tokens.quote[attribution.cue_token] < 0:
        return False
    source = tokens.text[attribution.source.start_char : attribution.source.end_char].lower()
    if source in _FIRST_PERSON:
        return True
    is_generic = source in ("you", "one", "anyone", "everyone") or (source == "who" and attribution.antecedent is None)
    is_belief = attribution.sense is not None and attribution.sense.kind == "believe"
    auxiliaries = {tokens.words[child] for child in children(tokens, attribution.cue_token, "aux")}
    is_supposed = bool(auxiliaries & _MODALS)
    return (is_generic and (is_belief or is_supposed)) or bool(auxiliaries & _SUPPOSING)
