"""Which words of a sentence are tied to a number: its noun, the verb of its clause, and what shares time and place.

Belongs here: climbing the parse from a number, for its period and its place. What is tied is read in periods.py and
clause_places.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.said import is_event_verb
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, VERBS, has_case, is_top

_FARTHEST = 6
_TIME_NOUNS = load_word_set("counted", "time_nouns")
_OWN_CLAUSES = frozenset(["acl", "acl:relcl"])
# Relations of a phrase by which it belongs to the noun above it.
_PHRASES = frozenset(["nmod", "nmod:poss", "nmod:unmarked", "compound", "amod", "flat", "obl", "appos", "nummod"])
_CLAUSES = frozenset(["advcl", "ccomp", "acl:relcl", "parataxis", "csubj"])
_BY = frozenset(["by"])
_ENDED = frozenset(["ended", "ending", "ends"])
_OCCASIONS = frozenset(["when", "as"])
_JOINED = 3
_THAN = frozenset(["than", "versus", "like", "unlike"])
_AUXILIARIES = frozenset(["aux", "aux:pass"])
_POINTERS = load_word_set("counted", "pointers")
_OTHER_EVENTS = load_word_set("counted", "other_events")
_BEFORE_OTHER_EVENTS = load_word_set("counted", "before_other_events")


@dataclass(frozen=True, slots=True)
class Ties:
    """The tokens to which words about a number are attached.

    own: the number and the noun that it counts. clause: the verb of its clause and those that share its time and place,
    nearest first. above: the nouns between. leading, trailing: verbs joined by "and" of which only what stands before
    or after them is shared.
    """

    own: tuple[DocToken, ...]
    clause: tuple[DocToken, ...]
    above: tuple[DocToken, ...]
    leading: tuple[DocToken, ...]
    trailing: tuple[DocToken, ...]


def find_ties(number: DocToken, head: DocToken) -> Ties:
    """What a number and the head of what it counts are tied to."""
    if _points_back(number, head):
        return _find_own_ties(number, head)
    climbed = [token for start in (number, head) for token in _climb(start)]
    verb = next((token for token in climbed if token.pos_ in VERBS or is_top(token)), None)
    own = {token.i: token for token in (number, head, *_parts_of(number, head))}
    above = {token.i: token for token in climbed if token.pos_ in NOUNS and not is_top(token) and token.i not in own}
    clauses = [child for token in (number, head) for child in token.children if child.dep_ in _OWN_CLAUSES]
    if verb is None:
        return Ties(tuple(own.values()), tuple(clauses), tuple(above.values()), (), ())
    leading = (verb.head,) if verb.dep_ == "conj" else ()
    trailing = (*(child for child in verb.children if _shares_end(child)), *_find_gapped(verb))
    return Ties(tuple(own.values()), (*clauses, *_verbs_with(verb)), tuple(above.values()), leading, trailing)


def _find_own_ties(number: DocToken, head: DocToken) -> Ties:
    """Only what is tied to the number and its noun themselves."""
    clauses = tuple(child for child in head.children if child.dep_ in _OWN_CLAUSES)
    return Ties((number, head, *_parts_of(number, head)), clauses, (), (), ())


def _points_back(number: DocToken, head: DocToken) -> bool:
    """Whether a number repeats what was named before, beside another noun: "the scope of work between the two firms".

    Time and place of the clause are then not its own; those of a subject or object are ("the two men died on Monday").
    """
    is_aside = head.dep_ in ("nmod", "obl") and any(child.dep_ == "case" for child in head.children)
    before = number.nbor(-1) if number.i else number
    return is_aside and before.lower_ in _POINTERS and before.i < head.i and number.i <= head.i


def _climb(token: DocToken) -> Iterator[DocToken]:
    """The tokens above one, up to the verb of its clause."""
    for _ in range(_FARTHEST):
        if token.pos_ in VERBS or is_top(token):
            yield token
            return
        token = token.head
        if token.pos_ not in VERBS:
            yield token


def find_first_of_list(number: DocToken) -> DocToken | None:
    """The first thing of a list in which a number is a later one, as far as it climbs; None where it stands in none."""
    first, token = None, number
    for _ in range(_FARTHEST):
        if token.pos_ in VERBS or is_top(token):
            break
        first = token.head if token.dep_ == "conj" else first
        token = token.head
    return first


def _parts_of(number: DocToken, head: DocToken) -> Iterator[DocToken]:
    """The unit between a number and its noun: "5 per cent of homes"."""
    token = number
    for _ in range(_FARTHEST):
        if token.i == head.i or is_top(token) or token.head.pos_ in VERBS:
            return
        token = token.head
        if token.pos_ not in NOUNS or token.dep_ == "nmod":
            yield token


def _verbs_with(verb: DocToken) -> Iterator[DocToken]:
    """A verb with those that share its time and place: "is expected to reach", "derailed, killing 12"."""
    yield verb
    yield from (child for child in verb.children if child.dep_ == "xcomp")
    shares = verb.dep_ == "xcomp" or (verb.dep_ == "advcl" and verb.lower_.endswith("ing") and not _has_mark(verb))
    if shares or verb.dep_ in _OWN_CLAUSES:
        yield verb.head


def _find_gapped(verb: DocToken) -> Iterator[DocToken]:
    """The participle of a second subject that shares its auxiliary: "4 were killed and 30 people hurt in Orme"."""
    subjects = (child for child in verb.rights if child.dep_ in SUBJECTS)
    for subject in subjects:
        yield from (child for child in subject.rights if child.dep_ == "acl" and child.i == subject.i + 1)


def _shares_end(verb: DocToken) -> bool:
    """Whether a verb joined by "and" may share what stands after it: "12 were killed and 30 injured in Orme".

    One with an auxiliary of its own and no subject says another thing: "12 were held and will be tried in Orme".
    """
    if verb.dep_ != "conj" or verb.pos_ != "VERB":
        return False
    relations = {child.dep_ for child in verb.children}
    begins_anew = not relations.isdisjoint(_AUXILIARIES) and relations.isdisjoint(SUBJECTS)
    return not begins_anew and relations.isdisjoint(OBJECTS)


def _has_mark(verb: DocToken) -> bool:
    return any(child.dep_ == "mark" for child in verb.children)


def measure_tie(ties: Ties, phrase: DocToken) -> int | None:
    """How closely a phrase is tied: 0 to the noun, 1 the clause, 2 a noun between, 3 a joined clause, or None."""
    if phrase.dep_ in _CLAUSES or any(child.dep_ in SUBJECTS for child in phrase.children):
        return None
    phrase = _skip_time_nouns(phrase)
    if _follows_other_event(phrase):
        return None
    for _ in range(_FARTHEST):
        governor = phrase.head
        rank = _rank(ties, governor, phrase)
        if rank is not None:
            return rank
        if governor.dep_ not in _PHRASES or governor.pos_ not in NOUNS or _is_of_another(governor):
            return None
        phrase = governor
    return None


def _is_of_event(ties: Ties, noun: DocToken) -> bool:
    """Whether a noun is the event that does what the clause of a number says: "the blast on Friday killed 12"."""
    is_doer = noun.pos_ == "NOUN" and noun.dep_ in SUBJECTS
    return is_doer and any(verb.i == noun.head.i and is_event_verb(verb) for verb in ties.clause)


def _is_of_occasion(ties: Ties, verb: DocToken) -> bool:
    """Whether a verb tells when the clause of a number happened: "12 people died when a bus fell on Friday"."""
    if verb.dep_ != "advcl" or not any(child.lower_ in _OCCASIONS for child in verb.children):
        return False
    return any(above.i == verb.head.i and is_event_verb(above) for above in ties.clause)


def _follows_other_event(phrase: DocToken) -> bool:
    """Whether what a phrase stands behind is another event: "in the wake of an attack last week", however it hangs."""
    before = (child for child in phrase.head.children if phrase.head.i < child.i < phrase.i and child.dep_ == "obl")
    return any(child.lower_ in _OTHER_EVENTS for child in before)


def _is_of_another(noun: DocToken) -> bool:
    """Whether a noun is another event or thing than the one measured: "than the record of 2019", "after a raid in May".

    So is what an event follows or answers: "in the wake of an attack last week".
    """
    return noun.lower_ in _OTHER_EVENTS or has_case(noun, _BY | _THAN | _BEFORE_OTHER_EVENTS)


def _skip_time_nouns(phrase: DocToken) -> DocToken:
    """The noun of time that a phrase belongs to: "week" of "the week to 10 March" or "that ended on 10 March"."""
    ended = phrase.head
    if ended.lower_ in _ENDED and ended.dep_ in _OWN_CLAUSES and ended.head.lower_ in _TIME_NOUNS:
        phrase = ended.head
    while phrase.head.lower_ in _TIME_NOUNS and phrase.head.pos_ in NOUNS and not is_top(phrase.head):
        phrase = phrase.head
    return phrase


def _rank(ties: Ties, governor: DocToken, phrase: DocToken) -> int | None:
    places = (ties.own, ties.clause, ties.above)
    for rank, tokens in enumerate(places):
        if any(token.i == governor.i for token in tokens):
            return rank
    is_leading = any(token.i == governor.i and phrase.i < token.i for token in ties.leading)
    is_trailing = any(token.i == governor.i and phrase.i > token.i for token in ties.trailing)
    is_joined = is_leading or is_trailing or _is_of_event(ties, governor) or _is_of_occasion(ties, governor)
    return _JOINED if is_joined else None
