"""Events and things that explain or show something: "prices fell, which explains why the shops are shut".

Belongs here: tests on subjects that are no speakers but stand before verbs of speech and of showing. What a document
shows is a claim.
"""

from __future__ import annotations

from broadsheet.claims.animacy import INANIMATE_PRONOUNS, can_speak
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import DAYS, antecedent_of, is_passive

_REACH = 60
_NAMED = frozenset(["ORG", "PERSON", "WORK"])


def is_told_by_event(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether the subject of a verb of showing is an event: "which explains why", "it shows how", "which tells you"."""
    if subject < 0 or entry.lemma not in load_frames().words["events.verbs"]:
        return False
    word = tokens.words[subject]
    if word in ("which", "that") and not _is_demonstrative(tokens, subject):
        return not _has_speaking_antecedent(tokens, lexicon, subject)
    if word == "it":
        return not _has_voice_before(tokens, lexicon, entry, subject)
    return _is_consequence(tokens, lexicon, verb, subject)


def _is_demonstrative(tokens: TokenArrays, pronoun: int) -> bool:
    """ "That explains it" is left to the tests on demonstratives."""
    return antecedent_of(tokens, pronoun) < 0 and tokens.words[pronoun] == "that"


def _has_speaking_antecedent(tokens: TokenArrays, lexicon: Lexicon, pronoun: int) -> bool:
    """ "A report, which shows that", "Norvik, which explained why"; not "in May, which shows that"."""
    noun = antecedent_of(tokens, pronoun)
    if noun < 0 or tokens.words[noun] in DAYS:
        return False
    words = lexicon.words["document"] | lexicon.words["body"]
    inside = range(noun + 1, pronoun - 1)
    is_voice = any(tokens.words[t] in words or tokens.part.doc[t].ent_type_ in _NAMED for t in inside)
    return is_voice or can_speak(tokens, lexicon, noun)


def _has_voice_before(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, subject: int) -> bool:
    """Whether the sentence of "it", or the one before, names a document; of verbs of telling also a body or name."""
    words = lexicon.words
    speaking = words["document"] | words["media_nouns"]
    tells = entry.lemma in load_frames().words["events.telling"]
    if tells:
        speaking |= words["body"]
    for token in range(subject - 1, max(-1, subject - _REACH), -1):
        if tokens.sentence[subject] - tokens.sentence[token] > 1:
            return False
        if tokens.words[token] in speaking or tokens.part.doc[token].ent_type_ in _NAMED:
            return True
    return False


def has_spoken_before(tokens: TokenArrays, lexicon: Lexicon, pronoun: int) -> bool:
    """Whether "it" can be a body or document that spoke: the subject of a verb of speech in the sentence before.

    "The letter said so. It called the plan a fraud."
    """
    words = lexicon.words["document"] | lexicon.words["body"]
    for token in range(pronoun - 1, max(-1, pronoun - _REACH), -1):
        sentences = tokens.sentence[pronoun] - tokens.sentence[token]
        if sentences > 1:
            return False
        verb = tokens.heads[token]
        is_subject = sentences == 1 and tokens.deps[token] == "nsubj" and tokens.quote[token] < 0
        is_voice = tokens.words[token] in words or tokens.part.doc[token].ent_type_ == "ORG"
        if is_subject and is_voice and tokens.words[verb] in lexicon.verbs:
            return True
    return False


def _is_consequence(tokens: TokenArrays, lexicon: Lexicon, verb: int, subject: int) -> bool:
    """ "The office was closed, suggesting that nobody knew": a participle tells what follows from what was done."""
    is_behind = tokens.words[verb].endswith("ing") and tokens.words[verb - 1] == "," and tokens.deps[verb] == "advcl"
    if is_behind and tokens.words[verb] == "meaning":
        return True
    if not is_behind or tokens.words[subject] in INANIMATE_PRONOUNS:
        return is_behind
    if tokens.words[subject] in lexicon.words["document"]:
        return False
    return not can_speak(tokens, lexicon, subject) or is_passive(tokens, tokens.heads[verb])
