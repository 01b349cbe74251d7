"""What somebody saw, heard or found out in a story, which nobody has put into words.

Belongs here: tests on verbs of the senses and of finding out, outside quotations. Findings of studies, bodies and those
whose work it is to find things out are claims: "the study found that", "inspectors discovered that". The words are in
`claim_frames.toml`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import classify_noun
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children

_PERSONAL = frozenset(["he", "she", "they", "who"])
_OBJECT_FORMS = frozenset(["him", "them", "me", "us", "himself", "herself", "themselves", "itself"])
_OPENERS = frozenset(["mark", "aux", "aux:pass", "cop", "expl"])


def is_found_out(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether a verb tells what somebody saw or found out, and not what anybody says."""
    words = load_frames().words
    if tokens.quote[verb] >= 0:
        return False
    if entry.lemma in words["perceived.verbs"] and _has_bare_verb(tokens, verb):
        return True
    return subject >= 0 and _is_past(tokens, verb) and _is_news_to(tokens, lexicon, entry, verb, subject)


def _is_news_to(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "She learned that", "they discovered their van was gone": what somebody in a story came to know."""
    if entry.lemma == "know" and not _has_that(tokens, verb):
        # "She knew we could mend it".
        return False
    if entry.lemma in load_frames().words["found_out.always"]:
        return _is_one_of_a_story(tokens, lexicon, subject)
    # "They found half of them were late" is what researchers say.
    is_one = tokens.words[subject] in _PERSONAL and not (tokens.words[subject] == "they" and entry.lemma == "find")
    return is_one and not _has_that(tokens, verb)


def _has_bare_verb(tokens: TokenArrays, verb: int) -> bool:
    """ "Saw the guard | take it", "heard them talk", "found him | sleeping": a clause without a finite verb."""
    seen = children(tokens, verb, "obj")
    return any(_is_bare(tokens, child, seen) for child in children(tokens, verb, "ccomp", "xcomp") if child > verb)


def _is_bare(tokens: TokenArrays, clause: int, seen: list[int]) -> bool:
    """seen: the object of the verb of seeing, which the parser may take for no subject of the clause."""
    subjects = [child for child in (*seen, *children(tokens, clause, "nsubj")) if child < clause]
    if tokens.pos[clause] != "VERB" or not subjects or children(tokens, clause, *_OPENERS):
        return False
    word, doer = tokens.words[clause], subjects[-1]
    if tokens.words[doer] in _OBJECT_FORMS or word.endswith("ing"):
        return True
    is_finite = word.endswith(("s", "ed")) or word in load_frames().words["perceived.past"]
    is_single = tokens.pos[doer] in ("NOUN", "PROPN") and not tokens.words[doer].endswith("s")
    return is_single and not is_finite and not children(tokens, doer, "conj")


def _is_past(tokens: TokenArrays, verb: int) -> bool:
    """ "She learned", "they discovered", "he knew"; not "has found", "did not know", "learns"."""
    return tokens.words[verb] in load_frames().words["found_out.past"] and not children(tokens, verb, "aux")


def _has_that(tokens: TokenArrays, verb: int) -> bool:
    """ "They found | that | it was late" may be their words; "they found it was late" is told of them."""
    clauses = children(tokens, verb, "ccomp")
    return any(tokens.words[mark] == "that" for clause in clauses for mark in children(tokens, clause, "mark"))


def _is_one_of_a_story(tokens: TokenArrays, lexicon: Lexicon, subject: int) -> bool:
    """ "She", "they", "who", "a worker"; not "inspectors", "the study", "the board", nor a name."""
    if tokens.words[subject] in _PERSONAL:
        return True
    return tokens.pos[subject] == "NOUN" and classify_noun(tokens.words[subject], lexicon) == "person"
