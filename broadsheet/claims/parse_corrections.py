"""Corrects frequent errors of the parser around speakers, in the lists of heads and labels of a part.

Each correction is one function with an example, and changes a label only where the words leave no other reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.own_subjects import attach_addition, restore_own_subject

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

# Verbs of a court with a clause and no object.
_RULED = frozenset(["rule", "rules", "ruled", "ruling", "held", "found", "decided"])
# How the labels begin that the corrections of the first pass ask for.
_OFTEN_WRONG = ("iobj", "obl", "advcl", "acl", "ccomp", "xcomp")
_SHORT = 5
_LONG = 30
_VERBAL = frozenset(["VERB", "AUX"])
_ARGUMENTS = frozenset(["obj", "nsubj", "obl", "nmod"])
_HOW = frozenset(["how", "why", "when", "where"])
_OBJECTS = frozenset(["obj", "iobj", "appos"])
# What may stand beside an inverted speaker: "warned Jo Lind, a clerk, on Monday".
_BESIDE = frozenset(["obl", "punct", "advmod", "appos", "nmod"])
_PHRASE = frozenset(["DET", "ADJ", "NOUN", "PROPN", "NUM", "PART", "ADP", "PRON", "ADV"])


def correct_parse(tokens: TokenArrays) -> None:
    """Correct frequent parser errors around speakers."""
    for token in range(len(tokens.words)):
        if not tokens.deps[token].startswith(_OFTEN_WRONG):
            continue  # most tokens: asking each correction takes as long as all else here
        _restore_addressee(tokens, token)
        _restore_noun_phrase(tokens, token)
        _restore_how_clause(tokens, token)
        _attach_reported_clause(tokens, token)
        _free_stated_clause(tokens, token)
        _restore_split_clause(tokens, token)
        _restore_named_object(tokens, token)
    for token in range(1, len(tokens.words) - 1):
        _restore_verb(tokens, token)
        _restore_inverted_subject(tokens, token)
        _restore_inverted_speaker(tokens, token)
        _restore_joined_subject(tokens, token)
        restore_own_subject(tokens, token)
        attach_addition(tokens, token)
    _join_subjects(tokens)


def _restore_named_object(tokens: TokenArrays, token: int) -> None:
    """ "Called the | offer | an insult": what is named, parsed as a verb whose object is its name."""
    verb = tokens.heads[token]
    is_nominal = tokens.deps[token] == "xcomp" and tokens.pos[token] in ("NOUN", "PROPN") and 0 < token - verb < _SHORT
    entry = load_lexicon().verbs.get(tokens.words[verb]) if is_nominal else None
    if entry is None or entry.lemma not in load_frames().words["named.verbs"]:
        return
    near = range(token + 1, min(len(tokens.words), token + _SHORT))
    name = next((t for t in near if tokens.heads[t] == token and tokens.deps[t] == "obj"), -1)
    if name > 0:
        tokens.deps[token] = "obj"
        tokens.heads[name], tokens.deps[name] = verb, "xcomp"


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
        if _is_of_reported_clause(tokens, former, token, head):
            continue
        subjects[head] = token
        if former < 0 and head not in opened and _is_inverted_report(tokens, token, head):
            tokens.deps[head] = "parataxis"
            tokens.heads[head - 1] = head


def _is_of_reported_clause(tokens: TokenArrays, former: int, speaker: int, verb: int) -> bool:
    """ "Varn and Orme | are off the list, said Ida Holm": of two subjects the first, now that of what is said."""
    if not 0 <= former < verb < speaker <= verb + _SHORT or tokens.words[verb - 1] != ",":
        return False
    between = range(former + 1, verb)
    clause = next((t for t in between if tokens.heads[t] == verb and tokens.deps[t] == "ccomp"), -1)
    if clause < 0 or any(tokens.heads[t] == clause and _is_subject(tokens, t) for t in range(clause)):
        return False
    tokens.heads[former] = clause
    return True


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


def _restore_inverted_speaker(tokens: TokenArrays, verb: int) -> None:
    """ "Rents will rise, warned the union's secretary, Tom Reed": the phrase that follows a verb of speech and ends the
    sentence is its subject.
    """
    entry = load_lexicon().verbs.get(tokens.words[verb])
    if entry is None or not entry.sense("quote") or tokens.words[verb] == entry.lemma or not _is_loose(tokens, verb):
        return
    near = range(verb + 1, min(len(tokens.words), verb + _LONG))
    own = [token for token in near if tokens.heads[token] == verb]
    noun = next((token for token in own if tokens.deps[token] in _OBJECTS), -1)
    is_alone = noun >= 0 and all(tokens.deps[token] in _BESIDE for token in own if token != noun)
    if is_alone and _may_be_speaker(tokens, verb, noun):
        tokens.deps[noun], tokens.deps[verb] = "nsubj", "parataxis"


def _is_loose(tokens: TokenArrays, verb: int) -> bool:
    """Whether a finite verb follows a comma and is attached to the clause before it, without words of its own there."""
    is_after = tokens.words[verb - 1] == "," and tokens.heads[verb] < verb
    is_joined = tokens.deps[verb] in ("advcl", "conj", "ccomp") and not tokens.words[verb].endswith("ing")
    return is_after and is_joined and not any(tokens.heads[t] == verb for t in range(max(0, verb - 3), verb - 1))


def _may_be_speaker(tokens: TokenArrays, verb: int, noun: int) -> bool:
    """Whether nothing but a noun phrase stands between a verb and a noun that can speak where its clause cannot."""
    if any(tokens.pos[token] not in _PHRASE for token in range(verb + 1, noun)):
        return False
    lexicon = load_lexicon()
    if tokens.deps[verb] in ("advcl", "ccomp"):
        return can_speak(tokens, lexicon, noun) and tokens.pos[noun] != "PRON"
    head = tokens.heads[verb]
    subjects = [t for t in range(verb) if tokens.heads[t] == head and tokens.deps[t].startswith("nsubj")]
    return bool(subjects) and not can_speak(tokens, lexicon, subjects[0]) and can_speak(tokens, lexicon, noun)


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


def _restore_addressee(tokens: TokenArrays, token: int) -> None:
    """ "Told | reporters | Erik Vonn had lied": an indirect object of a name is that of the verb before it."""
    head = tokens.heads[token]
    is_misplaced = tokens.deps[token] == "iobj" and tokens.pos[head] not in _VERBAL
    if is_misplaced and 0 < token < head and tokens.pos[token - 1] == "VERB":
        tokens.heads[token] = token - 1


def _restore_noun_phrase(tokens: TokenArrays, token: int) -> None:
    """ "Got a letter | from the gang": an oblique of a noun that is no predicate is its modifier."""
    head = tokens.heads[token]
    if tokens.deps[token] == "obl" and tokens.pos[head] == "NOUN" and tokens.deps[head] in _ARGUMENTS:
        tokens.deps[token] = "nmod"


def _restore_how_clause(tokens: TokenArrays, token: int) -> None:
    """ "Explained how it would work": a clause of "how" is that of the verb."""
    how = tokens.heads[token]
    is_of_how = tokens.deps[token] == "advcl" and how < token and tokens.words[how] in _HOW
    if is_of_how and tokens.pos[tokens.heads[how]] == "VERB":
        tokens.heads[token], tokens.deps[token] = tokens.heads[how], "ccomp"
        tokens.heads[how] = token


def _restore_split_clause(tokens: TokenArrays, clause: int) -> None:
    """ "The bridge, engineers said, would not last": a clause around a verb of speech is the main one."""
    verb = tokens.heads[clause]
    if tokens.deps[clause] != "ccomp" or tokens.deps[verb].lower() != "root" or not verb < clause - 1:
        return
    subject = next((t for t in range(verb) if tokens.heads[t] == clause and _is_subject(tokens, t)), -1)
    between = range(subject + 1, verb)
    is_set_off = tokens.words[verb + 1] == "," and "," in (tokens.words[t] for t in between)
    if subject >= 0 and is_set_off and any(tokens.heads[t] == verb and _is_subject(tokens, t) for t in between):
        tokens.heads[verb], tokens.deps[verb] = subject, "parataxis"
        tokens.heads[clause], tokens.deps[clause] = clause, "root"


def _free_stated_clause(tokens: TokenArrays, clause: int) -> None:
    """ "The allegation that Holm had paid", "wrote in a letter to members that it was so": what is stated, parsed as a
    relative clause. Statements that somebody makes or hears have relative ones ("the claim that he repeated").
    """
    noun = tokens.heads[clause]
    own = [token for token in range(noun + 1, clause) if tokens.heads[token] == clause]
    if tokens.deps[clause] != "acl:relcl" or not own or tokens.words[own[0]] != "that":
        return
    if not any(_is_subject(tokens, token) for token in own[1:]):
        return
    if not _is_of_statement(tokens, noun):
        if tokens.deps[own[0]] == "mark":
            _attach_to_teller(tokens, clause, noun)
    elif tokens.words[clause] not in load_frames().words["statements.handled"]:
        tokens.deps[own[0]], tokens.deps[clause] = "mark", "acl"


def _is_of_statement(tokens: TokenArrays, noun: int) -> bool:
    """Whether a noun, or the one that it belongs to ("fears among growers"), is one for a statement."""
    nouns = load_lexicon().nouns
    return tokens.words[noun] in nouns or (tokens.deps[noun] == "nmod" and tokens.words[tokens.heads[noun]] in nouns)


def _attach_to_teller(tokens: TokenArrays, clause: int, noun: int) -> None:
    """Make a clause that of the verb of speech above its noun, where that verb has none."""
    verb = noun
    while tokens.heads[verb] != verb and tokens.pos[verb] != "VERB":
        verb = tokens.heads[verb]
    entry = load_lexicon().verbs.get(tokens.words[verb])
    has_clause = any(tokens.heads[t] == verb and tokens.deps[t] == "ccomp" for t in range(len(tokens.words)))
    if tokens.pos[verb] == "VERB" and verb < noun and entry is not None and entry.sense("that") and not has_clause:
        tokens.heads[clause], tokens.deps[clause] = verb, "ccomp"


def _is_inverted_report(tokens: TokenArrays, subject: int, verb: int) -> bool:
    """ "Prices fall, said the bank": a verb after a comma, parsed as a clause of another, before its subject."""
    is_inverted = verb < subject <= verb + 3 and not tokens.words[verb].endswith("ing")
    is_lower = tokens.deps[verb] in ("advcl", "ccomp", "conj") and tokens.heads[verb] < verb
    return is_inverted and is_lower and tokens.words[verb - 1] == ","
