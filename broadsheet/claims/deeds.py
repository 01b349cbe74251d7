"""Verbs of speech that say nothing where they stand: deeds, silence, fixed phrases and other verbs of the same form.

Belongs here: tests on the words around a verb, each a small function with an example. Tests on what a verb's content
looks like belong to `false_positives`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from broadsheet.claims.cue_frames import CueFrames, load_frames
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children

_LONGEST_IDIOM = 4
_NAMED = frozenset(["ORG", "PERSON", "PER"])


def says_nothing(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, passive: bool) -> bool:
    """Whether a cue verb is a deed, a fixed phrase, a state that somebody is left in, or another verb altogether."""
    frames = load_frames()
    return (
        _is_other_verb(tokens, frames, entry, verb)
        or (passive and _is_state(tokens, frames, entry, verb))
        or _is_aim(tokens, frames, entry, verb)
        or _is_idiom(tokens, frames, verb)
        or _is_anonymity(tokens, frames, entry, verb)
        or _is_summons(tokens, frames, entry, verb)
        or _is_left_in_state(tokens, frames, verb)
        or _is_deed(tokens, frames, entry, verb, subject, passive)
    )


def is_silence(tokens: TokenArrays, verb: int) -> bool:
    """ "Declined to comment", "refused to be drawn": the infinitive after the verb is one of saying nothing."""
    frames = load_frames().words
    after = tokens.words[verb + 1 : verb + 5]
    after = after[after.index("to") + 1 :] if "to" in after else after[:3]
    if frames["silence.infinitives"].intersection(after[:2]):
        return True
    objects = tokens.words[verb + 1 : verb + 9]
    has_object = bool(frames["silence.objects"].intersection(objects))
    return has_object and bool(frames["silence.infinitives_with_object"].intersection(after[:2]))


def _is_other_verb(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, verb: int) -> bool:
    """ "Was called up by Norway", "told off the boys": verb and particle are a verb that is not of speech."""
    particles = frames.other_verbs.get(entry.lemma)
    if particles is None:
        return False
    after = verb + 1
    if (
        after < len(tokens.words)
        and tokens.words[after] in particles
        and tokens.deps[after] in ("compound:prt", "case")
    ):
        return tokens.deps[after] == "compound:prt" and tokens.heads[after] == verb
    return any(tokens.words[child] in particles for child in children(tokens, verb, "compound:prt"))


def _is_idiom(tokens: TokenArrays, frames: CueFrames, verb: int) -> bool:
    """ "Not to mention that", "needless to say": "let's talk about": a fixed phrase that ends with the verb."""
    words = tokens.words
    if words[verb - 1 : verb] in (["'s"], ["’s"]) and words[verb - 2 : verb - 1] == ["let"]:
        return True
    return any(
        tuple(words[verb - length : verb + 1]) in frames.idioms for length in range(1, _LONGEST_IDIOM) if verb >= length
    )


def _is_anonymity(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, verb: int) -> bool:
    """ "Who asked not to be named", "she requested to remain anonymous"."""
    after = tokens.words[verb + 1 : verb + 6]
    is_plea = entry.lemma in ("ask", "request", "prefer", "insist") and "to" in after[:2]
    return is_plea and bool(frames.words["silence.anonymity"].intersection(after))


def _is_summons(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, verb: int) -> bool:
    """ "Called for the trainer", "asked for water": somebody or something at hand is sent for."""
    after = [word for word in tokens.words[verb + 1 : verb + 5] if word not in ("a", "an", "the", "some", "his", "her")]
    is_for = entry.lemma in ("call", "ask", "shout") and after[:1] == ["for"]
    return is_for and bool(frames.words["silence.summoned"].intersection(after[1:2]))


def _is_state(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, verb: int) -> bool:
    """ "He is convinced that": a state of mind, unless somebody is named who convinces."""
    return entry.lemma in frames.words["silence.states"] and not children(tokens, verb, "obl:agent")


def _is_aim(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, verb: int) -> bool:
    """ "Police will test it to confirm the result": an infinitive that says what something is done for."""
    marks = [tokens.words[child] for child in children(tokens, verb, "mark", "aux")]
    return tokens.deps[verb] in ("advcl", "acl") and "to" in marks and entry.lemma in frames.words["silence.aims"]


def _is_left_in_state(tokens: TokenArrays, frames: CueFrames, verb: int) -> bool:
    """ "The course left her wanting to learn": the state that somebody is left in."""
    head = tokens.heads[verb]
    return (
        tokens.words[verb].endswith("ing")
        and 0 < verb - head < 8
        and tokens.words[head] in frames.words["silence.leaving"]
        and tokens.deps[verb] in ("xcomp", "ccomp", "acl", "advcl")
        and bool([child for child in children(tokens, head, "obj") if child < verb])
        and "," not in tokens.words[head:verb]
    )


def _is_deed(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, verb: int, subject: int, passive: bool) -> bool:
    """ "Claimed his fourth win", "dismissed his minister", "the squad was announced": the object says it is a deed."""
    nouns = children(tokens, verb, "nsubj:pass") if passive else children(tokens, verb, "obj", "iobj")
    if not nouns:
        return False
    if any(_is_done_to(tokens, frames, entry, noun) for noun in nouns):
        return not children(tokens, verb, "ccomp")
    return subject >= 0 and _is_ruling(tokens, frames, entry, subject, nouns[0])


def _is_done_to(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, noun: int) -> bool:
    objects = frames.deeds.get(entry.senses[0].lemma if entry.senses else entry.lemma, frozenset())
    is_named = "@name" in objects and tokens.pos[noun] == "PROPN" and tokens.part.doc[noun].ent_type_ in _NAMED
    return _read_word(tokens, noun) in objects or is_named or ("@person" in objects and _is_person(tokens, noun))


def _is_ruling(tokens: TokenArrays, frames: CueFrames, entry: CueVerb, subject: int, noun: int) -> bool:
    """ "The judge dismissed the case": a court rules and denies nothing."""
    return (
        entry.lemma in frames.words["court.verbs"]
        and tokens.words[subject] in frames.words["court.subjects"]
        and tokens.words[noun] in frames.words["court.objects"]
    )


def _read_word(tokens: TokenArrays, noun: int) -> str:
    """A noun in lower case, with what a hyphen joins to it ("line-up")."""
    is_joined = noun > 1 and tokens.words[noun - 1] == "-" and tokens.ends[noun - 1] == tokens.starts[noun]
    return f"{tokens.words[noun - 2]}-{tokens.words[noun]}" if is_joined else tokens.words[noun]


def _is_person(tokens: TokenArrays, noun: int) -> bool:
    """Whether a noun is a person by the name tagger or names an office, kin or profession."""
    if tokens.pos[noun] == "PROPN":
        return tokens.part.doc[noun].ent_type_ in ("PERSON", "PER", "")
    words = load_lexicon().words
    return tokens.words[noun] in words["animate"] or tokens.words[noun] in words["person_roles"]
