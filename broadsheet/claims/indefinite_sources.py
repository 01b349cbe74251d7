"""Sources that are nobody: "anybody who says", "no one has said", "if the mayor says", "some might argue".

Belongs here: tests whether what stands as the subject of a cue has made a statement at all. Somebody without a name
("some who were there said") has made one and is an unnamed source. Whose statement it is, is told in sources.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import antecedent_of, children

_IF = frozenset(["if", "unless", "whether"])
_DETERMINERS = ("det", "det:predet", "advmod")
_QUESTION = "?"
_NONE = (
    ["no"], ["none"], ["nobody"], ["neither"], ["few"], ["not", "one"], ["not", "a"], ["not", "many"],
    ["hardly", "any"], ["barely", "any"],
)  # fmt: skip


def is_nobody(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether nobody in particular says what a cue has, because its subject is no one, anyone or only thought of."""
    return _is_condition(tokens, entry, verb) or (subject >= 0 and _is_no_one(tokens, lexicon, entry, verb, subject))


def denies(source_text: str | None) -> bool:
    """Whether a source is none of those it names, so that what it says is denied: "No engineer", "Few officials".

    >>> denies("No engineer"), denies("Holt nor Aske"), denies("Norr council")
    (True, True, False)
    """
    words = (source_text or "").lower().split()
    is_none = words[:1] in _NONE or words[:2] in _NONE
    return len(words) > 1 and (is_none or "nor" in words)


def _is_no_one(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    antecedent = antecedent_of(tokens, subject)
    noun = antecedent if antecedent >= 0 else subject
    word, words = tokens.words[noun], lexicon.words
    if _is_nobody_word(words, word, _words_before(tokens, noun)) or _is_event(tokens, noun):
        return True
    if word == "who" and antecedent < 0:
        return _asks(tokens, verb)
    if word in words["everybody"] or (antecedent >= 0 and word in words["whoever"]):
        return _is_now(tokens, entry, verb)
    is_only_thought = bool(_words_of(tokens, verb, "aux") & words["thought_of"])
    return is_only_thought and word in words["somebody"] | words["doubters"]


def _is_event(tokens: TokenArrays, noun: int) -> bool:
    """ "What began as a march, persuading many": what something is."""
    return tokens.words[noun] == "what" and tokens.pos[noun + 1 : noun + 2] in (["VERB"], ["AUX"])


def _is_nobody_word(words: Mapping[str, frozenset[str]], word: str, before: set[str]) -> bool:
    """ "Nobody", "no one", "any official"; "no engineer" is an unnamed source who denies."""
    return (word == "one" and "no" in before) or word in words["nobody"] or bool(before & words["anybody_of"])


def _is_condition(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "If the mayor says that it holds": what may be said is not said yet; "if, as he said, it holds" is."""
    marks = _words_of(tokens, verb, "mark") & _IF
    return bool(marks) and tokens.deps[verb] == "advcl" and _is_now(tokens, entry, verb)


def _is_now(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """Whether a cue is in the present or under would, may and their like, and not in the past: says, would say."""
    if "have" in _words_of(tokens, verb, "aux"):
        return False
    return tokens.words[verb] in (entry.lemma, f"{entry.lemma}s", f"{entry.lemma}es", f"{entry.lemma[:-1]}ies")


def _asks(tokens: TokenArrays, verb: int) -> bool:
    """ "Who says the wall will hold?": whether the sentence is a question."""
    end = tokens.segment_bounds(verb)[1]
    return _QUESTION in tokens.words[verb : end + 1]


def _words_before(tokens: TokenArrays, noun: int) -> set[str]:
    """The determiners of a noun: "any" of "any driver"."""
    return {tokens.words[child] for child in children(tokens, noun, *_DETERMINERS) if child < noun}


def _words_of(tokens: TokenArrays, verb: int, dep: str) -> set[str]:
    return {tokens.words[child] for child in children(tokens, verb, dep)}
