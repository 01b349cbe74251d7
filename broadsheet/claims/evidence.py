"""Evidence as what somebody found: "the team found evidence of fire", "the search turned up no trace of the boat".

Belongs here: verbs of finding with a noun for evidence as their object. "Found evidence that it burned" is a clause
and belongs to `clausal_complements`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import before_conjunct, children, find_subject, span_of, subtree_bounds

_OF = frozenset(["of", "for", "from", "in"])


def find_evidence(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Found | evidence of a break-in": the noun phrase, where who finds it can tell."""
    sense = entry.sense("evidence")
    noun = _find_noun(tokens, verb) if sense is not None and tokens.quote[verb] < 0 else -1
    if sense is None or noun < 0 or not _may_tell(tokens, verb):
        return None
    first, last = subtree_bounds(tokens, noun)
    behind = [child for child in children(tokens, verb, "obl", "nmod") if child > noun and _is_of(tokens, child)]
    last = max([last, *(subtree_bounds(tokens, child)[1] for child in behind)])
    span = span_of(tokens, first, before_conjunct(tokens, verb, noun, last))
    has_more = not _OF.isdisjoint(tokens.words[noun + 1 : last])
    return VerbContent((span,), "verb_evidence", sense, is_noun=True) if span and has_more else None


def _find_noun(tokens: TokenArrays, verb: int) -> int:
    """The noun for evidence behind a verb that is no infinitive; -1 if there is none."""
    listed = load_frames().words["evidence.nouns"]
    nouns = [child for child in children(tokens, verb, "obj") if tokens.words[child] in listed and child > verb]
    return nouns[0] if nouns and tokens.words[verb - 1] != "to" else -1


def _is_of(tokens: TokenArrays, noun: int) -> bool:
    return any(tokens.words[case] == "of" for case in children(tokens, noun, "case"))


def _may_tell(tokens: TokenArrays, verb: int) -> bool:
    """ "Researchers", "earlier work": persons, documents, and work that people do to find something out."""
    subject, lexicon = find_subject(tokens, verb), load_lexicon()
    if subject < 0 or tokens.words[subject] in ("you", "i", "we") or tokens.deps[subject].endswith(":pass"):
        return False
    is_search = tokens.words[subject] in load_frames().words["evidence.searches"]
    return is_search or can_speak(tokens, lexicon, subject) or may_be_person(tokens, lexicon, subject)
