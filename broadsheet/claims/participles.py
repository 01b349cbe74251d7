"""Participles of speech behind a comma: in "Roos wrote to the board in May, threatening a strike" Roos threatens.

A parser that works by nearness attaches such a participle to the noun before the comma or to the nearest clause, which
then speaks somebody else's words. Belongs here: where such a participle is attached, before anything else reads the
parse. Participles without a comma ("a letter threatening a strike") belong to `carriers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import load_lexicon

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

_MAX_STEPS = 4
_REACH = 40
_PERSONAL = frozenset(["he", "she"])


def attach_participles(tokens: TokenArrays) -> None:
    """Attach participles of speech behind a comma to the verb of who speaks. Called with heads, deps and pos."""
    verbs = load_lexicon().verbs
    for token in range(1, len(tokens.words)):
        if not tokens.words[token].endswith("ing") or tokens.words[token] not in verbs:
            continue
        if tokens.words[token - 1] != "," or tokens.heads[token] >= token:
            continue
        verb, noun = _find_speakers_verb(tokens, token), _find_speaking_noun(tokens, token)
        if noun >= 0:
            tokens.heads[token], tokens.deps[token] = noun, "acl"
        elif verb >= 0:
            tokens.heads[token], tokens.deps[token] = verb, "advcl"


def _find_speakers_verb(tokens: TokenArrays, participle: int) -> int:
    """The verb whose subject says what a participle behind a comma introduces; -1 where the parser is right."""
    if tokens.deps[participle] == "acl":
        return _find_main_verb(tokens, participle, tokens.heads[participle])
    if tokens.deps[participle] != "advcl":
        return -1
    outer = _find_outer_report(tokens, participle)
    return outer if outer >= 0 else _find_order(tokens, participle)


def _find_order(tokens: TokenArrays, participle: int) -> int:
    """ "Roos urged drivers to stay at home, | saying it was late": the verb of who urges, no deed of the drivers."""
    deed = tokens.heads[participle]
    order = tokens.heads[deed]
    is_told = (
        tokens.deps[deed] in ("xcomp", "ccomp", "advcl")
        and order < deed
        and tokens.words[order] in load_lexicon().verbs
    )
    has_object = any(tokens.heads[t] == order and tokens.deps[t] in ("obj", "iobj") for t in range(order + 1, deed))
    has_to = any(tokens.heads[t] == deed and tokens.words[t] == "to" for t in range(order + 1, deed))
    speaker = _find_active_subject(tokens, order) if is_told and has_object and has_to else -1
    return order if speaker >= 0 and can_speak(tokens, load_lexicon(), speaker) else -1


def _find_main_verb(tokens: TokenArrays, participle: int, noun: int) -> int:
    """ "Roos answered the charges in a post, | threatening a strike": the verb that governs the noun before the comma.

    -1 where the noun is its subject, and where it is a document that somebody else has made: "police got a letter".
    """
    node = noun
    for _ in range(_MAX_STEPS):
        if tokens.deps[node].startswith("nsubj") or tokens.heads[node] == node:
            return -1
        is_object = tokens.deps[node] == "obj"
        node = tokens.heads[node]
        if tokens.pos[node] == "VERB":
            is_received = is_object and tokens.words[node] not in load_lexicon().making
            speaks = can_speak(tokens, load_lexicon(), noun) and tokens.pos[noun] == "NOUN"
            subject = -1 if is_received and speaks else _find_active_subject(tokens, node)
            return node if 0 <= subject < participle and can_speak(tokens, load_lexicon(), subject) else -1
    return -1


def _find_speaking_noun(tokens: TokenArrays, participle: int) -> int:
    """ "Police got a letter, | saying that", "it was condemned by Roos, | saying that": the letter and Roos say it.

    -1 where the subject of the main verb does.
    """
    verb = tokens.heads[participle]
    if tokens.deps[participle] != "advcl" or tokens.pos[verb] != "VERB":
        return -1
    own = [t for t in range(verb + 1, participle) if tokens.heads[t] == verb]
    if tokens.words[verb] in load_frames().words["receiving.verbs"]:
        documents = load_lexicon().words["document"]
        return next((t for t in own if tokens.deps[t] == "obj" and tokens.words[t] in documents), -1)
    return _find_speaking_agent(tokens, verb, own)


def _find_speaking_agent(tokens: TokenArrays, verb: int, own: list[int]) -> int:
    """Who does what a passive verb has, where its subject cannot speak; -1 if there is nobody."""
    subject = _find_any_subject(tokens, verb)
    if subject < 0 or tokens.deps[subject] != "nsubj:pass" or can_speak(tokens, load_lexicon(), subject):
        return -1
    agents = (t for t in own if tokens.deps[t] == "obl:agent")
    return next((agent for agent in agents if can_speak(tokens, load_lexicon(), agent)), -1)


def _find_outer_report(tokens: TokenArrays, participle: int) -> int:
    """ "Roos said that the wall was safe, | adding that he had looked": the outer verb, where the clause inside it has
    a subject that cannot speak, or is not meant.
    """
    clause = tokens.heads[participle]
    outer = tokens.heads[clause]
    if tokens.deps[clause] != "ccomp" or not outer < clause or tokens.words[outer] not in load_lexicon().verbs:
        return -1
    speaker = _find_active_subject(tokens, outer)
    if speaker < 0 or not can_speak(tokens, load_lexicon(), speaker):
        return -1
    inner = _find_any_subject(tokens, clause)
    return outer if inner < 0 or _is_not_meant(tokens, participle, inner, speaker) else -1


def _is_not_meant(tokens: TokenArrays, participle: int, inner: int, speaker: int) -> bool:
    """ "Roos said the board had closed it, saying he agreed": a thing says nothing, and a board is no "he"."""
    words = load_lexicon().words
    if not can_speak(tokens, load_lexicon(), inner) or tokens.words[inner] == "there":
        return True
    follows = tokens.words[participle + 1 : participle + 3]
    is_body = tokens.words[inner] in words["body"] and tokens.words[inner] not in words["animate"]
    is_person = tokens.words[speaker] not in words["body"] | words["document"]
    return is_body and is_person and bool(_PERSONAL.intersection(follows))


def _find_active_subject(tokens: TokenArrays, verb: int) -> int:
    near = range(max(0, verb - _REACH), min(len(tokens.words), verb + _REACH))
    return next((t for t in near if tokens.heads[t] == verb and tokens.deps[t] == "nsubj"), -1)


def _find_any_subject(tokens: TokenArrays, verb: int) -> int:
    near = range(max(0, verb - _REACH), verb)
    return next((t for t in near if tokens.heads[t] == verb and tokens.deps[t].startswith("nsubj")), -1)
