"""Subjects that the parser has lost: words that are names, and first nouns that it has hung below their verb.

"Long said the firm was late" with the surname as an adverb; "Lions coach Marc Dufour has scotched it" with the name as
a part of the verb. Corrects labels before anything else reads the parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import load_lexicon

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

_NOMINAL = frozenset(["PROPN", "NOUN"])
_LOOSE = frozenset(["flat", "nmod", "compound", "dep", "appos", "obj"])
_BETWEEN = frozenset(["PROPN", "NOUN", "AUX", "ADV", "ADJ", "ADP", "DET", "PUNCT", "NUM", "PART", "PRON"])
_NO_NAMES = frozenset(["advmod", "aux", "mark", "discourse", "dep", "amod", "nmod", "compound"])
_PERSON_TAGS = frozenset(["PERSON", "PER"])
_MAX_PHRASE = 14
_NEAR = 5
_OTHER_NOUNS = frozenset(["obl:agent", "iobj"])


def restore_lost_subjects(tokens: TokenArrays) -> None:
    """Give finite verbs the subject that stands before them, where they have none.

    Called with heads, deps and pos filled in.
    """
    surnames = _list_surnames(tokens)
    governed = {tokens.heads[token] for token, dep in enumerate(tokens.deps) if dep.startswith(("nsubj", "csubj"))}
    cased = {tokens.heads[token] for token, dep in enumerate(tokens.deps) if dep == "case"}
    for token in range(len(tokens.words) - 1):
        _correct(tokens, token)
        _lift_first_noun(tokens, token, governed)
        verb = tokens.heads[token]
        if verb <= token or verb in governed:
            continue
        if _is_surname(tokens, token, surnames) or (token not in cased and _is_first_noun(tokens, token, verb)):
            tokens.deps[token] = "nsubj"
            tokens.pos[token] = "PROPN" if tokens.pos[token] not in _NOMINAL else tokens.pos[token]
            governed.add(verb)


def _lift_first_noun(tokens: TokenArrays, token: int, governed: set[int]) -> None:
    """ "The ministry | says the envoy has informed them": a first noun hung below the verb of what is said."""
    told = tokens.heads[token]
    verb = tokens.heads[told]
    is_below = token < verb < told and tokens.deps[told] == "ccomp" and tokens.deps[token] in ("obj", "obl")
    if is_below and verb not in governed and tokens.words[verb] in load_lexicon().verbs:
        tokens.heads[token] = verb
        tokens.deps[token] = "obj"


def _correct(tokens: TokenArrays, token: int) -> None:
    """Hang a token where it belongs, where the parse makes a second subject or a part of it."""
    if tokens.pos[token] == "PROPN":
        _join_name(tokens, token)
    if tokens.deps[token] == "nsubj":
        _restore_shown(tokens, token)
        _part_subjects(tokens, token)
    elif tokens.deps[token] == "appos" and tokens.pos[tokens.heads[token]] == "VERB":
        _part_subjects(tokens, token)
    elif tokens.deps[token] == "acl":
        _free_deed(tokens, token)


def _join_name(tokens: TokenArrays, token: int) -> None:
    """ "Fiery chef | Rocco Bell has", "opposition TD | Jo Peel said": a name behind a subject belongs to it."""
    before = token - 1
    if token == 0 or _join_hanging_name(tokens, token):
        return
    noun = _before_title(tokens, token)
    if tokens.deps[noun] in _OTHER_NOUNS:
        _join_other_name(tokens, token, noun)
    if tokens.deps[before].startswith("nsubj") and tokens.pos[before] in _NOMINAL:
        _join_subject_name(tokens, token)


def _join_hanging_name(tokens: TokenArrays, token: int) -> bool:
    """ "Refugee charity | Open Harbour": whether a name hangs below the noun before it as its subject."""
    head = tokens.heads[token]
    is_below = tokens.deps[token] == "nsubj" and 0 < token - head < _NEAR and tokens.pos[head] == "NOUN"
    if is_below and tokens.deps[head].startswith("nsubj"):
        tokens.deps[token] = "appos"
    return is_below


def _join_subject_name(tokens: TokenArrays, token: int) -> None:
    before = token - 1
    is_loose = tokens.deps[token] in ("flat", "nsubj", "nmod", "compound") and tokens.heads[token] != before + 1
    is_there = tokens.heads[token] in (before, tokens.heads[before]) and token < tokens.heads[before]
    if is_loose and is_there and _begins_name(tokens, token):
        tokens.heads[token], tokens.deps[token] = before, "appos"


def _before_title(tokens: TokenArrays, token: int) -> int:
    """The word before a name and its title: "the pathologist | Dr | Jo Peel"."""
    before = token - 1
    while before > 0 and tokens.deps[before] in ("nmod", "compound") and tokens.heads[before] == token:
        before -= 1
    return before


def _join_other_name(tokens: TokenArrays, token: int, before: int) -> None:
    """ "By the critic | Jo Peel", "told the site | Norwire that": a name behind a noun with the same part to play."""
    is_alike = tokens.deps[token] in (tokens.deps[before], "obl:agent")
    is_there = tokens.heads[token] in (before, tokens.heads[before]) and is_alike
    if (
        is_there
        and (_begins_name(tokens, token) or _begins_name(tokens, before + 1))
        and tokens.pos[before] == "NOUN"
        and not tokens.words[before].endswith("s")
    ):
        tokens.heads[token], tokens.deps[token] = before, "appos"


def _begins_name(tokens: TokenArrays, token: int) -> bool:
    """Whether the name of a person or an organisation begins here."""
    word = tokens.part.doc[token]
    return word.ent_iob_ == "B" and (word.ent_type_ in _PERSON_TAGS or word.ent_type_ == "ORG")


def _free_deed(tokens: TokenArrays, token: int) -> None:
    """ "Accused by a militia | of spying": the deed, parsed as part of the accuser."""
    agent = tokens.heads[token]
    is_deed = tokens.words[token].endswith("ing") and tokens.words[token - 1] == "of"
    if is_deed and tokens.deps[agent] == "obl:agent" and tokens.words[tokens.heads[agent]] in _accused():
        tokens.heads[token], tokens.deps[token] = tokens.heads[agent], "advcl"


def _accused() -> frozenset[str]:
    return load_frames().words["passives.accused"]


def _restore_shown(tokens: TokenArrays, token: int) -> None:
    """ "The video shows | the boy running": a second subject behind a verb of showing is its object."""
    verb = tokens.heads[token]
    if not 0 < token - verb < 5 or tokens.pos[token] not in _NOMINAL:
        return
    entry = load_lexicon().verbs.get(tokens.words[verb])
    has_subject = any(tokens.heads[t] == verb and tokens.deps[t] == "nsubj" for t in range(max(0, verb - 12), verb))
    if has_subject and entry is not None and any(sense.kind == "document" for sense in entry.senses):
        tokens.deps[token] = "obj"


def _part_subjects(tokens: TokenArrays, token: int) -> None:
    """ "The firm, its | chair | told investors, had paid": a second subject before a verb speaks of the first."""
    head = tokens.heads[token]
    verb = tokens.heads[head] if tokens.deps[token] == "nsubj" else head
    noun = head if verb != head else _find_noun_before(tokens, token, verb)
    is_inside = 0 <= noun < token < verb and tokens.deps[noun] == "nsubj" and "," in tokens.words[noun:token]
    if not is_inside or load_frames().words["lost.relatives"].intersection(tokens.words[noun:token]):
        return
    behind = range(verb + 1, min(verb + _MAX_PHRASE, len(tokens.words)))
    clause = next((t for t in behind if _is_told(tokens, t, verb)), -1)
    if clause > 0:
        tokens.heads[token], tokens.deps[token], tokens.heads[noun] = verb, "nsubj", clause


def _find_noun_before(tokens: TokenArrays, token: int, verb: int) -> int:
    """The subject of a verb before a name that the parse calls an apposition of the verb; -1 if there is none."""
    near = range(max(0, token - _MAX_PHRASE), token)
    return next((t for t in near if tokens.heads[t] == verb and tokens.deps[t] == "nsubj"), -1)


def _is_told(tokens: TokenArrays, token: int, verb: int) -> bool:
    """Whether a word is the verb of what is told, and has no subject of its own."""
    if tokens.heads[token] != verb or tokens.deps[token] != "ccomp" or tokens.words[verb] not in load_lexicon().verbs:
        return False
    return not any(tokens.heads[t] == token and tokens.deps[t].startswith("nsubj") for t in range(verb + 1, token))


def _list_surnames(tokens: TokenArrays) -> frozenset[str]:
    """The last words of the full names of persons in a part."""
    names = (ent for ent in tokens.part.doc.ents if ent.label_ in _PERSON_TAGS and len(ent) > 1)
    return frozenset(ent[-1].text for ent in names if ent[-1].text.istitle())


def _is_surname(tokens: TokenArrays, token: int, surnames: frozenset[str]) -> bool:
    """ "Long | said": a capital at the start of a sentence that is the surname of somebody named in full."""
    if tokens.segments[token] != token or tokens.deps[token] not in _NO_NAMES:
        return False
    if tokens.text[tokens.starts[token] : tokens.ends[token]] not in surnames:
        return False
    verb = tokens.heads[token]
    entry = load_lexicon().verbs.get(tokens.words[verb])
    is_next = all(tokens.pos[t] in ("AUX", "ADV", "PART") for t in range(token + 1, verb))
    return is_next and (entry is not None or tokens.words[verb].endswith(("ed", "s"))) and tokens.pos[verb] == "VERB"


def _is_first_noun(tokens: TokenArrays, token: int, verb: int) -> bool:
    """ "Head | teacher | Mrs Jo Peel presented him": a noun hung below a finite verb of speech or another main verb."""
    if tokens.pos[token] not in _NOMINAL or tokens.deps[token] not in _LOOSE or tokens.pos[verb] != "VERB":
        return False
    is_main = tokens.deps[verb].lower() == "root" and not tokens.words[verb].endswith("ing")
    if not is_main or verb - token > _MAX_PHRASE or tokens.quote[token] != tokens.quote[verb]:
        return False
    first = tokens.segments[token]
    before = range(first, token)
    is_first = all(tokens.pos[t] in ("PROPN", "NOUN", "ADJ", "DET", "NUM") for t in before)
    return is_first and all(tokens.pos[t] in _BETWEEN for t in range(token, verb))
