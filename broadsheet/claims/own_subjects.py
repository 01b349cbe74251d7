"""Verbs that the parser joins to another verb though a noun of their own stands before them.

Belongs here: corrections of such verbs, called by `parse_corrections` for each token of a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.lexicon import load_lexicon

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

_PREFIXES = frozenset(["ADV", "AUX", "PART"])
_MOST_STEPS = 5
_NAMES = frozenset(["NOUN", "PROPN"])


def restore_own_subject(tokens: TokenArrays, verb: int) -> None:
    """Give a verb that is joined without a conjunction of its own the noun before it as its subject."""
    if not _is_joined_alone(tokens, verb):
        return
    last = verb - 1
    while last > tokens.heads[verb] and tokens.pos[last] in _PREFIXES and tokens.heads[last] == verb:
        last -= 1
    if tokens.words[last] == ",":
        _take_object(tokens, verb, last)
    elif tokens.pos[last] in _NAMES and tokens.deps[last] == "conj":
        _take_conjunct(tokens, verb, last)


def attach_addition(tokens: TokenArrays, verb: int) -> None:
    """ "Lind said they gave so that he could go, | adding that ...": whoever said the clause before it adds."""
    if tokens.words[verb] != "adding" or tokens.words[verb - 1] != "," or tokens.deps[verb] != "advcl":
        return
    verbs, node = load_lexicon().verbs, tokens.heads[verb]
    for _ in range(_MOST_STEPS):
        head = tokens.heads[node]
        entry = verbs.get(tokens.words[head])
        if tokens.deps[node] == "ccomp" and head < node and entry is not None and entry.sense("that"):
            tokens.heads[verb] = head
            return
        node = head


def _is_joined_alone(tokens: TokenArrays, verb: int) -> bool:
    """Whether a finite verb is joined to one before it and has neither a subject nor an "and" of its own."""
    head = tokens.heads[verb]
    if tokens.deps[verb] != "conj" or tokens.pos[verb] != "VERB" or head >= verb or tokens.words[verb].endswith("ing"):
        return False
    own = [tokens.deps[token] for token in range(head + 1, verb) if tokens.heads[token] == verb]
    return not any(dep == "cc" or dep.startswith("nsubj") for dep in own)


def _take_conjunct(tokens: TokenArrays, verb: int, noun: int) -> None:
    """ "She is the best of the town and | other writers | call her theirs": the "and" joins the verbs."""
    linkers = [t for t in range(tokens.heads[verb] + 1, noun) if tokens.heads[t] == noun and tokens.deps[t] == "cc"]
    if linkers:
        tokens.heads[noun], tokens.deps[noun] = verb, "nsubj"
        tokens.heads[linkers[0]] = verb


def _take_object(tokens: TokenArrays, verb: int, comma: int) -> None:
    """ "He added | the clerk, who is ill, | left": the object of a verb of speech, with a relative clause behind it."""
    head = tokens.heads[verb]
    entry = load_lexicon().verbs.get(tokens.words[head])
    between = range(head + 1, comma)
    noun = next((t for t in between if tokens.heads[t] == head and tokens.deps[t] == "obj"), -1)
    if entry is None or entry.sense("that") is None or noun < 0 or tokens.words[noun + 1] != ",":
        return
    if any(tokens.heads[t] == noun and tokens.deps[t] == "acl:relcl" for t in between):
        tokens.heads[noun], tokens.deps[noun] = verb, "nsubj"
        tokens.deps[verb] = "ccomp"
