"""Corrects frequent errors of the parser around speakers, in the lists of heads and labels of a part.

Each correction is one function with an example, and changes a label only where the words leave no other reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import load_lexicon

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

# Verbs of a court with a clause and no object.
_RULED = frozenset(["rule", "rules", "ruled", "ruling", "held", "found", "decided"])
_SHORT = 5


def correct_parse(tokens: TokenArrays) -> None:
    """Correct frequent parser errors around speakers."""
    for token in range(len(tokens.words)):
        _attach_reported_clause(tokens, token)
    for token in range(1, len(tokens.words) - 1):
        _restore_verb(tokens, token)
        _restore_inverted_subject(tokens, token)
        _restore_joined_subject(tokens, token)
    _join_subjects(tokens)


def _join_subjects(tokens: TokenArrays) -> None:
    """Two subjects of one verb are a name and its apposition; a verb before its subject reports what precedes."""
    subjects: dict[int, int] = {}
    opened = {head for token, head in enumerate(tokens.heads) if tokens.deps[token] == "mark"}
    for token, head in enumerate(tokens.heads):
        if tokens.deps[token] != "nsubj":
            continue
        former = subjects.get(head, -1)
        if former + 1 == token < head and former >= 0 and tokens.pos[token] == "PROPN":
            # "The mayor | Ida Holm said" with two subjects: the second is an apposition.
            tokens.heads[token], tokens.deps[token] = former, "appos"
            continue
        subjects[head] = token
        if former < 0 and head not in opened and _is_inverted_report(tokens, token, head):
            tokens.deps[head] = "parataxis"


def _restore_verb(tokens: TokenArrays, token: int) -> None:
    """ "The ministry repudiated claims": a verb parsed as an adjective of its object, which has its subject."""
    noun = tokens.heads[token]
    if tokens.deps[token] != "amod" or tokens.pos[token] != "VERB" or not 0 < noun - token < 4:
        return
    is_subject = tokens.heads[token - 1] in (noun, token) and tokens.deps[token - 1] == "nsubj"
    if is_subject and tokens.deps[noun] == "root" and tokens.words[token].endswith("ed"):
        tokens.heads[token], tokens.deps[token] = token, "root"
        tokens.heads[token - 1] = token
        tokens.heads[noun], tokens.deps[noun] = token, "obj"


def _restore_inverted_subject(tokens: TokenArrays, token: int) -> None:
    """ "Prices fall, predicted Jo Lind": a name after a verb of speech and a comma, parsed as its object."""
    verb = tokens.heads[token]
    is_name_after = tokens.deps[token] == "obj" and tokens.pos[token] == "PROPN" and 0 < token - verb < 3
    if not is_name_after or tokens.deps[verb + 1] == "punct":
        return
    is_adverbial = tokens.deps[verb] == "advcl" and tokens.heads[verb] < verb and tokens.words[verb - 1] == ","
    entry = load_lexicon().verbs.get(tokens.words[verb]) if is_adverbial else None
    if entry is not None and entry.sense("quote") and not tokens.words[verb].endswith("ing"):
        tokens.deps[token] = "nsubj"


def _restore_joined_subject(tokens: TokenArrays, token: int) -> None:
    """ "Has ruled Ode | and his aides were liable": the first half of a subject, parsed as the object of a court."""
    verb, after = tokens.heads[token], token + 1
    if tokens.deps[token] != "obj" or tokens.words[verb] not in _RULED or tokens.words[after] != "and":
        return
    clause = next((t for t in range(after, len(tokens.words)) if _is_joined(tokens, t, verb)), -1)
    subject = next((t for t in range(after, clause) if tokens.heads[t] == clause and _is_subject(tokens, t)), -1)
    courts = load_frames().words["court.subjects"]
    has_court = any(
        tokens.words[t] in courts and verb in (tokens.heads[t], tokens.heads[tokens.heads[t]]) for t in range(verb)
    )
    if has_court and 0 < subject - after < _SHORT and all(tokens.pos[t] != "VERB" for t in range(after, subject)):
        tokens.heads[clause], tokens.deps[clause] = verb, "ccomp"
        tokens.heads[token], tokens.deps[token] = clause, "nsubj"
        tokens.heads[subject], tokens.deps[subject] = token, "conj"
        tokens.heads[after] = subject


def _is_joined(tokens: TokenArrays, token: int, verb: int) -> bool:
    return tokens.deps[token] == "conj" and tokens.heads[token] == verb


def _is_subject(tokens: TokenArrays, token: int) -> bool:
    return tokens.deps[token].startswith("nsubj")


def _attach_reported_clause(tokens: TokenArrays, token: int) -> None:
    """ "Reported by the Ledger that": a clause attached to the agent is attached to the verb."""
    agent = tokens.heads[token]
    verb = tokens.heads[agent]
    if tokens.deps[agent] != "obl:agent" or verb == agent or not tokens.deps[token].startswith("acl"):
        return
    near = range(agent + 1, min(token, agent + 3))
    marks = [tokens.words[t] for t in near if tokens.deps[t] == "mark" and tokens.heads[t] == token]
    if "that" in marks:
        tokens.heads[token], tokens.deps[token] = verb, "ccomp"


def _is_inverted_report(tokens: TokenArrays, subject: int, verb: int) -> bool:
    """ "Prices fall, said the bank": a verb after a comma, parsed as an adverbial clause, before its subject."""
    is_inverted = verb < subject <= verb + 3 and not tokens.words[verb].endswith("ing")
    is_adverbial = tokens.deps[verb] == "advcl" and tokens.heads[verb] < verb
    return is_inverted and is_adverbial and tokens.words[verb - 1] == ","
