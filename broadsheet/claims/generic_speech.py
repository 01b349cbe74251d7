"""Speech of nobody in particular: what "you", people in general, bare research or a thought-up customer would say.

Belongs here: tests on the subject of a cue, each a small function with an example. No one, anyone and "if the mayor
says" belong to `indefinite_sources`; what is wished or left undone belongs to `unperformed`.
"""

from __future__ import annotations

import re

from broadsheet.claims.animacy import may_be_person
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children

_REACH = 120
_SENTENCES = 4
_ASIDES = ("advmod", "case", "mark", "punct", "cc", "conj", "parataxis", "acl:relcl", "discourse")
_QUANTIFIERS = ("det", "amod", "advmod")
_NOTE = re.compile(r"\[\d+\]|\((?:[^()]*\D)?(?:19|20)\d\d\w?\)")
_THOUGHT = ("believe", "document")


def is_generic(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether the subject of a cue stands for the reader, for people at large or for research that is not named."""
    if subject < 0 or tokens.quote[verb] >= 0:
        return False
    tests = (_is_reader, _is_everyone, _is_bare_research, _is_thought_up, _tells_reader)
    if any(test(tokens, entry, verb, subject) for test in tests):
        return True
    return _is_proverbial(tokens, lexicon, verb, subject) or _is_no_study(tokens, lexicon, subject)


def _is_reader(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "You never think you will need it", "too shy to say “yes”"; not "you said it would hold" nor "do you think?"."""
    if tokens.words[subject] != "you" or "?" in tokens.words[verb : tokens.segment_bounds(verb)[1] + 1]:
        return False
    if entry.lemma == "find":
        # "You will find that the soup is thin": told as a finding.
        return False
    is_thought = bool(entry.senses) and entry.senses[0].kind in _THOUGHT
    return is_thought or _is_present(tokens, entry, verb)


def _is_everyone(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "People say", "people were talking about it"; not "people in the town say" nor "two people said"."""
    if tokens.words[subject] != "people":
        return False
    own = [child for child in tokens.children[subject] if tokens.deps[child] not in _ASIDES]
    is_at_large = all(tokens.words[child] in load_frames().words["generic.quantifiers"] for child in own)
    return is_at_large and (_is_present(tokens, entry, verb) or tokens.words[verb].endswith("ing"))


def _is_proverbial(tokens: TokenArrays, lexicon: Lexicon, verb: int, subject: int) -> bool:
    """ "They say money buys no friends", where nobody is named before whom "they" could mean."""
    if tokens.words[subject] != "they" or tokens.words[verb] != "say" or children(tokens, verb, "aux"):
        return False
    for token in range(subject - 1, max(-1, subject - _REACH), -1):
        if tokens.sentence[subject] - tokens.sentence[token] > _SENTENCES:
            break
        if tokens.words[token] == "they" or _is_several(tokens, lexicon, token):
            return False
    return True


def _is_several(tokens: TokenArrays, lexicon: Lexicon, token: int) -> bool:
    """Whether "they" can mean a word: a name, a body, or a plural for persons."""
    word = tokens.words[token]
    if tokens.pos[token] == "PROPN" or word in lexicon.words["body"]:
        return True
    is_plural = word.endswith("s") or word in ("people", "men", "women", "children")
    return tokens.pos[token] == "NOUN" and is_plural and may_be_person(tokens, lexicon, token)


def _is_bare_research(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Research shows that", "many studies suggest that"; not "a study by Varn University shows that", nor with notes:
    "studies suggest that naps help [4]".
    """
    words = load_frames().words
    if tokens.words[subject] not in words["generic.research"] or not _is_present(tokens, entry, verb):
        return False
    if _has_note(tokens, verb):
        return False
    own = [child for child in tokens.children[subject] if tokens.deps[child] not in _ASIDES]
    return all(
        tokens.deps[child] in _QUANTIFIERS and tokens.words[child] in words["generic.quantifiers"] for child in own
    )


def _has_note(tokens: TokenArrays, verb: int) -> bool:
    """Whether the sentence of a verb cites by number or year: "[4]", "(Falk, 2019)"."""
    low, high = tokens.segment_bounds(verb)
    place = tokens.text[tokens.starts[low] : tokens.ends[min(high, len(tokens.ends)) - 1] + 1]
    return bool(_NOTE.search(place))


def _is_no_study(tokens: TokenArrays, lexicon: Lexicon, subject: int) -> bool:
    """ "No study has shown that": what no document shows is the writer's own statement."""
    is_document = tokens.words[subject] in lexicon.words["document"]
    return is_document and any(tokens.words[child] == "no" for child in children(tokens, subject, "det"))


def _is_thought_up(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "When clients say “no”", "whenever a guest complains that": somebody of a kind, at no time."""
    opens = {tokens.words[child] for child in children(tokens, verb, "mark", "advmod")}
    if tokens.deps[verb] != "advcl" or not opens & {"when", "whenever"} or not _is_present(tokens, entry, verb):
        return False
    if tokens.words[subject] in load_frames().words["generic.anybody"]:
        return True
    determiners = {tokens.words[child] for child in children(tokens, subject, "det", "nmod:poss")}
    is_bare_plural = not determiners and tokens.words[subject].endswith("s") and not children(tokens, subject, "nummod")
    is_any = bool(determiners & {"a", "an", "your", "every"})
    return tokens.pos[subject] == "NOUN" and (is_bare_plural or is_any)


def _tells_reader(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "A thousand posts will tell you that": what the reader is going to hear."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    is_to_reader = entry.lemma == "tell" and tokens.words[verb + 1 : verb + 2] == ["you"]
    return is_to_reader and bool(auxiliaries & {"will", "'ll", "’ll", "can", "may", "might"})


def _is_present(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """Whether a verb is in the present or an infinitive: "say", "says", "will say", "to say"; not "did say"."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    is_base = tokens.words[verb] in (entry.lemma, f"{entry.lemma}s", f"{entry.lemma}es")
    return is_base and "did" not in auxiliaries
