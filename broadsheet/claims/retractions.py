"""Retractions: verbs that take back a statement ("withdrew its claim that"), as denials of what was said before."""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.denied_clauses import find_denied, has_subject
from broadsheet.claims.lexicon import Cue
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, find_subject, is_negated, is_passive, noun_span
from broadsheet.records import Span

_LONGEST = 80
_NEAR_AUXILIARY = 5


def is_retraction(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb takes back a statement: "withdrew her claim", "the remark was taken back"."""
    return tokens.has_parse and _find_retracted(tokens, verb) >= 0


def find_retraction(tokens: TokenArrays, verb: int) -> Attribution | None:
    """ "The witness took back his statement that ...": who takes back what."""
    noun = _find_retracted(tokens, verb)
    passive = is_passive(tokens, verb)
    speaker = _find_agent(tokens, verb) if passive else find_subject(tokens, verb)
    content = find_denied(tokens, noun, min(tokens.segment_bounds(verb)[1], noun + _LONGEST))
    if content is None or (speaker < 0 and not passive) or is_negated(tokens, verb):
        return None
    lemma, following = load_frames().retractions[tokens.words[verb]]
    end = verb + 2 if following.intersection(tokens.words[verb + 1 : verb + 2]) else verb + 1
    first = min([verb, *(a for a in children(tokens, verb, "aux", "aux:pass") if verb - a < _NEAR_AUXILIARY)])
    return Attribution(
        source=_after_case(tokens, speaker) if speaker >= 0 else None,
        cue=tokens.span(first, end),
        content=(content,),
        rule="verb_retraction",
        sense=Cue(lemma, "deny", "neutral", frozenset(["obj"])),
        is_noun=not has_subject(tokens, content),
        cue_token=verb,
    )


def _find_agent(tokens: TokenArrays, verb: int) -> int:
    """Who does it, in a passive; -1 if nobody is named."""
    agents = children(tokens, verb, "obl:agent", "obl")
    return next((agent for agent in agents if "by" in _cases(tokens, agent)), -1)


def is_taken_back(tokens: TokenArrays, noun: int) -> bool:
    """Whether a noun for a statement is what its owner takes back: "withdrew its claim that" is no claim any more."""
    verb = tokens.heads[noun]
    if tokens.deps[noun] not in ("obj", "nsubj:pass", "obl") or tokens.words[verb] not in load_frames().retractions:
        return False
    owners = children(tokens, noun, "nmod:poss")
    is_own = not owners or tokens.words[owners[0]] in ("his", "her", "its", "their", "my", "our")
    return is_own and _find_retracted(tokens, verb) == noun


def _find_retracted(tokens: TokenArrays, verb: int) -> int:
    """The noun for a statement that a verb takes back; -1 if there is none."""
    frames = load_frames()
    _, following = frames.retractions[tokens.words[verb]]
    near = tokens.words[verb + 1 : verb + 9]
    has_particle = "" in following or bool(following.intersection(near))
    if not has_particle or tokens.pos[verb] not in ("VERB", "AUX"):
        return -1
    if is_passive(tokens, verb):
        nouns = children(tokens, verb, "nsubj:pass")
    else:
        after = [noun for noun in children(tokens, verb, "obl") if {"on", "from"} & set(_cases(tokens, noun))]
        nouns = [*children(tokens, verb, "obj"), *after]
    carriers = frames.words["denials.carriers"] | frames.words["retracted.nouns"]
    return next((noun for noun in nouns if tokens.words[noun] in carriers), -1)


def _after_case(tokens: TokenArrays, noun: int) -> Span | None:
    """A noun phrase without the preposition before it."""
    span = noun_span(tokens, noun)
    cases = [case for case in children(tokens, noun, "case") if case < noun]
    if span is None or not cases:
        return span
    return Span(max(span.start_char, tokens.starts[cases[-1] + 1]), span.end_char)


def _cases(tokens: TokenArrays, noun: int) -> list[str]:
    return [tokens.words[case] for case in children(tokens, noun, "case")]
