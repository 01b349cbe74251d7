"""Attributions from the parse: goes through the cues of a part and calls `verbs`, `nominals` and `phrases`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cited_sources import find_cited_sources
from broadsheet.claims.closing_speakers import find_closing_speaker
from broadsheet.claims.criticism import find_criticism
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.denials import find_denials, mark_denial
from broadsheet.claims.headlines import find_headline_speaker
from broadsheet.claims.interposed_speakers import find_interposed_speaker
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.nested_attribution import confine_to_outer, leave_out_phrases
from broadsheet.claims.nominals import find_adjective_attribution, find_made_clear, find_noun_attribution, is_owned
from broadsheet.claims.phrases import find_phrase_attribution
from broadsheet.claims.quotation_attribution import attach_quotations
from broadsheet.claims.reporters import find_reporter
from broadsheet.claims.retractions import find_retraction, is_retraction
from broadsheet.claims.span_boundaries import confine_to_quotation
from broadsheet.claims.tails import cut_tail
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children
from broadsheet.claims.turns import find_turn_attributions
from broadsheet.claims.verbs import find_verb_attribution, is_verb_here
from broadsheet.claims.views import find_view

_MODALS = frozenset(["can", "could", "may", "might", "would", "should", "must", "will", "'ll", "’ll"])
_SUPPOSING = frozenset(["would", "could", "might"])
_FIRST_PERSON = frozenset(["i", "we", "me", "us", "my", "our", "mine", "ours"])


def find_by_syntax(tokens: TokenArrays, lexicon: Lexicon) -> list[Attribution]:
    """All attributions of a part whose Doc has a parse, in order of position."""
    found = attach_quotations(tokens, list(_find_at_cues(tokens, lexicon)))
    found.extend(find_turn_attributions(tokens))
    found.extend(find_headline_speaker(tokens, lexicon, found))
    found.extend(list(find_cited_sources(tokens, lexicon, [a for a in found if a.content])))
    found = [mark_denial(tokens, cut_tail(tokens, attribution)) for attribution in found]
    found.extend(find_denials(tokens, found))
    found = confine_to_outer(leave_out_phrases(found))
    return sorted((a for a in found if a.content), key=lambda a: (a.start_char, -a.end_char))


def _find_at_cues(tokens: TokenArrays, lexicon: Lexicon) -> Iterator[Attribution]:
    phrases: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for words, sense in lexicon.phrases:
        phrases.setdefault(words[0], []).append((words, sense))
    for token, word in enumerate(tokens.words):
        if tokens.boilerplate[token] or tokens.sentence[token] < 0:
            continue
        found = _find_at_phrase(tokens, phrases[word], token) if word in phrases else _find_at(tokens, lexicon, token)
        found = confine_to_quotation(tokens, found) if found is not None else None
        if found is not None and not _is_own_aside(tokens, found):
            yield found


def _find_at_phrase(
    tokens: TokenArrays, phrases: Sequence[tuple[tuple[str, ...], Cue]], token: int
) -> Attribution | None:
    """The attribution of the last phrase that begins with a token; None if there is none."""
    found = None
    for words, sense in phrases:
        if tuple(tokens.words[token : token + len(words)]) == words:
            found = find_phrase_attribution(tokens, words, sense, token)
    return found


def _find_at(tokens: TokenArrays, lexicon: Lexicon, token: int) -> Attribution | None:
    """The attribution whose cue is the verb, noun or adjective at a token; None for any other word."""
    word = tokens.words[token]
    if word in load_frames().retractions and is_retraction(tokens, token):
        return find_retraction(tokens, token)
    if word in load_frames().words["made.clear"]:
        return find_made_clear(tokens, lexicon, token) or _find_by_lists(tokens, lexicon, token)
    return _find_by_lists(tokens, lexicon, token)


def _find_by_lists(tokens: TokenArrays, lexicon: Lexicon, token: int) -> Attribution | None:
    """The attribution of a listed verb or, where it has none, of a listed noun or adjective."""
    word = tokens.words[token]
    if word in lexicon.verbs and not (word in lexicon.nouns and is_owned(tokens, token)):
        found = _find_at_verb(tokens, lexicon, token)
        if found is not None:
            return found
    return _find_at_noun(tokens, lexicon, token)


def _find_at_noun(tokens: TokenArrays, lexicon: Lexicon, token: int) -> Attribution | None:
    """The attribution of a noun, of a verb with a noun of blame or praise, or of an adjective."""
    word, found = tokens.words[token], None
    if word in lexicon.nouns:
        found = find_noun_attribution(tokens, lexicon, token)
    if found is None and word in load_frames().words["views.nouns"]:
        found = find_view(tokens, lexicon, token)
    if found is None and word in load_frames().words["criticism.any"]:
        found = find_criticism(tokens, lexicon, token)
    if found is None and word in lexicon.adjectives:
        found = find_adjective_attribution(tokens, lexicon, token)
    return found


def _find_at_verb(tokens: TokenArrays, lexicon: Lexicon, token: int) -> Attribution | None:
    """The attribution of a verb by the parse, corrected by the order of words."""
    found = find_reporter(tokens, lexicon, token)
    if found is None and is_verb_here(tokens, token):
        found = find_verb_attribution(tokens, lexicon, token)
    found = find_closing_speaker(tokens, lexicon, token, found)
    return find_interposed_speaker(tokens, lexicon, token, found)


def _is_own_aside(tokens: TokenArrays, attribution: Attribution) -> bool:
    """ "I think", "you know", "who can remember", "people would say" inside a quotation: no claims of their own."""
    if attribution.source is None or tokens.quote[attribution.cue_token] < 0:
        return False
    source = tokens.text[attribution.source.start_char : attribution.source.end_char].lower()
    if _is_own(tokens, source, attribution.cue_token):
        return True
    is_generic = source in ("you", "one", "anyone", "everyone") or (source == "who" and attribution.antecedent is None)
    is_belief = attribution.sense is not None and attribution.sense.kind == "believe"
    auxiliaries = {tokens.words[child] for child in children(tokens, attribution.cue_token, "aux")}
    is_open = is_belief or bool(auxiliaries & _MODALS)
    return (is_generic and is_open) or bool(auxiliaries & _SUPPOSING)


def _is_own(tokens: TokenArrays, source: str, cue: int) -> bool:
    """ "I think", or a question: "“Will you keep saying that it holds?”"."""
    is_question = "?" in tokens.words[cue : tokens.segment_bounds(cue)[1] + 1]
    return source in _FIRST_PERSON or (source == "you" and is_question)
