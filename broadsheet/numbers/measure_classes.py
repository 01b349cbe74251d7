"""Which measure a number is of: an event, a noun of measure, a price, a share of votes, how many there are.

Belongs here: from the words of a number to one name of the closed list in `measure_keys.toml`, or the base form of a
verb that is not in it, and to the normalised words of what is counted. Place and unit are added in keys.py.
"""

from __future__ import annotations

from dataclasses import replace

from broadsheet.numbers.group_shares import find_share_of_group
from broadsheet.numbers.key_words import distinguish, key_lists
from broadsheet.numbers.measure_names import EMPLOYED, NUMBER, RESIDING, SUM, Measure, default_counted
from broadsheet.numbers.measured import JOINED, Measured
from broadsheet.numbers.noun_measures import find_built, find_named, find_named_by_more, find_priced, find_shown_price
from broadsheet.numbers.said import DOUBTFUL
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.stock import is_stock
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, find_span
from broadsheet.numbers.votes_and_deals import find_deal, find_share_move, find_share_of_vote
from broadsheet.numbers.whole_shares import find_share, find_share_of_output
from broadsheet.numbers.wholes import find_whole

# Dimensions of units in which goods are told.
_GOODS = frozenset(["mass", "volume", "energy"])
# Relations of people to whom a verb does something.
_DONE_TO = OBJECTS | {"nsubj:pass"}


def find_measure(measured: Measured) -> Measure | None:
    """The measure that a number is of; DOUBTFUL as its name where the clause denies it; None where none is named."""
    for find in _FINDERS:
        found = find(measured)
        if found is not None:
            return replace(found, is_change=_is_change(measured, found.name))
    return None


def _is_change(measured: Measured, name: str) -> bool:
    """Whether a number is an amount of change: of a measure that is a change itself its words say so in another way."""
    lists, words = key_lists(), set(measured.own)
    if any(words.issuperset(phrase.split()) for phrase in lists.level_phrases):
        return False
    if measured.is_rate and not lists.change_nouns.isdisjoint((measured.main_word,)):
        return True
    is_own_verb = name in ("laid_off", "created") and measured.kind == "count"
    return measured.is_amount_of_change and not is_own_verb


def _find_quoted(measured: Measured) -> Measure | None:
    """A price or index of a world market: "Brent was at $74 a barrel", "The Hang Seng dropped 1 per cent"."""
    lists, phrase = key_lists(), f" {' '.join(measured.words)} "
    name = next((name for name in lists.of_world if f" {name} " in phrase), None)
    is_change = measured.is_rate and measured.is_amount_of_change
    if name is None or not (is_change or measured.kind == "money" or _is_index_level(measured, name)):
        return None
    if name in lists.indices and not _is_index_itself(measured, name):
        return None
    return Measure("index" if name in lists.indices else "price", name, is_worldwide=True)


def _is_index_itself(measured: Measured, name: str) -> bool:
    """Whether no other name stands in the phrase: "the Nifty Bank index" is not the Nifty."""
    counted, head = measured.counted, measured.head
    span = find_span(head.doc, counted.start_char, counted.end_char) if head is not None and counted else None
    known = {*name.split(), *key_lists().index_words}
    return not any(token.pos_ == "PROPN" and token.lower_ not in known and token.is_alpha for token in span or ())


def _is_index_level(measured: Measured, name: str) -> bool:
    is_plain = measured.kind == "count" and measured.counted is not None and measured.counted.rule != "syntax"
    return is_plain and name in key_lists().indices and measured.size >= key_lists().smallest_open


def _find_doubtful(measured: Measured) -> Measure | None:
    """What the clause denies or only thinks possible: "12 people could be hurt"."""
    is_counted = measured.kind == "count" or measured.is_share
    return Measure(DOUBTFUL) if is_counted and measured.said == DOUBTFUL else None


def _find_event(measured: Measured) -> Measure | None:
    """What happens to people and things: "12 soldiers were killed", "the death toll rose to 14"."""
    said = measured.said
    is_event = measured.is_event or said == "affected"
    if said is None or not is_event or not _counts_event(measured, said):
        return None
    if said == "unemployed" and measured.is_rate:
        return Measure("unemployment")
    is_of_people = said in key_lists().default_counted
    words = measured.telling if measured.has_noun or not is_of_people else []
    is_one_thing = measured.quantity.value == 1 and not is_of_people
    return None if is_one_thing else Measure(said, default_counted(said, words))


def _counts_event(measured: Measured, said: str) -> bool:
    """Whether a number is a count, a change, a share of a place, or the area that burned."""
    if measured.kind == "count" or (measured.is_rate and measured.is_amount_of_change):
        return True
    is_share = measured.is_share and said != RESIDING and measured.scope.place is not None
    return is_share or (said in key_lists().of_areas and measured.dimension == "area")


def _find_said(measured: Measured) -> Measure | None:
    """What a listed verb says of a count, before what its noun would name: "cut 400 jobs"."""
    is_strong = (measured.kind == "count" or measured.dimension in _GOODS) and measured.said not in key_lists().weak
    return _find_listed(measured) if is_strong else None


def _find_listed(measured: Measured) -> Measure | None:
    """What a listed verb says of a thing, with an owner or place: "Acme exported 400 cars"."""
    said, lists = measured.said, key_lists()
    if not said or measured.is_generic or said in lists.events or not _is_scoped(measured, said):
        return None
    if measured.kind == "money":
        words = default_counted(said, measured.telling or measured.purpose)
        return None if said in lists.of_work else Measure(said, words, measured.scope.owner_name)
    words = default_counted(said, measured.telling)
    is_told = _is_amount(measured, said) and measured.size != 1 and bool(words)
    return Measure(said, words, measured.scope.owner_name) if is_told else None


def _is_amount(measured: Measured, said: str) -> bool:
    """Whether a number counts things, or is a weight, volume or energy of goods that are made or traded."""
    return measured.kind == "count" or (measured.dimension in _GOODS and said in key_lists().of_goods)


def _is_scoped(measured: Measured, said: str) -> bool:
    """Whether the clause names a place or owner; what is said in passing needs a size too."""
    lists, scope = key_lists(), measured.scope
    subject = measured.subject if measured.kind == "money" else None
    is_of_state = subject is not None and subject.lower_ in lists.state_nouns
    if scope.main_place is not None and (is_of_state or _is_work_of_place(measured, said)):
        return True
    is_large = measured.is_large or measured.kind == "money"
    is_of_place = _is_placed(measured) if measured.kind == "count" else scope.is_named
    return is_of_place and (said not in lists.weak or is_large)


def _is_placed(measured: Measured) -> bool:
    """Whether the clause or the sentence beside it names a place; who hires may be elsewhere than the one beside it."""
    is_of_work = measured.said in key_lists().of_work
    return measured.scope.is_named if is_of_work else measured.scope.is_set


def _is_work_of_place(measured: Measured, said: str) -> bool:
    """Whether jobs are told of that the place of the article has; not those of somebody named elsewhere."""
    lists = key_lists()
    is_told = said in lists.of_work and (said != EMPLOYED or measured.size >= lists.smallest_open)
    return is_told and (measured.scope.place is not None or not _is_done_by_somebody(measured))


def _is_done_by_somebody(measured: Measured) -> bool:
    """Whether the clause has a subject that is not what is counted: "the authority will hire 1,000 inspectors"."""
    head = measured.head
    verb = find_clause(head) if head is not None else None
    own = [child for child in verb.children if child.dep_ in SUBJECTS] if verb is not None else []
    above = verb.head.children if verb is not None and not own and verb.dep_ in JOINED else ()
    subjects = [*own, *(child for child in above if child.dep_ in SUBJECTS)]
    others = (child for child in subjects if head is not None and child.i != head.i and not child.is_ancestor(head))
    return any(child.lower_ not in key_lists().whole_economies for child in others)


def _find_changed_many(measured: Measured) -> Measure | None:
    """A change in percent of what a place or owner has many of and no list names: "Acme's shops fell by 3%"."""
    words, scope = distinguish(measured.own, None), measured.scope
    if not measured.is_rate or not measured.is_amount_of_change or measured.is_share:
        return None
    is_many = bool(words) and measured.head is not None and measured.head.lower_.endswith("s") and scope.is_set
    return Measure(NUMBER, " ".join(words), scope.owner_name) if is_many else None


def _find_sum(measured: Measured) -> Measure | None:
    """Money of which a noun tells what it is for, of a place or owner: "Vardland's $2 billion stimulus package"."""
    is_sum = measured.kind == "money" and not (measured.is_amount_of_change or measured.is_vague)
    words = [word for word in measured.telling if word not in key_lists().bases]
    is_owned = measured.scope.owner is not None or (measured.scope.place is not None and len(words) > 1)
    is_told = bool(words) and measured.has_noun and is_owned
    if not is_sum or not is_told or _is_of_measure(measured):
        return None
    return Measure(SUM, " ".join(words), measured.scope.owner_name)


def _is_of_measure(measured: Measured) -> bool:
    """Whether what is counted names a measure that is given in money."""
    lists = key_lists()
    names = (name for phrase, name in lists.phrases[1] if phrase[0] == measured.main_word)
    return any(name not in lists.kinds["not_money"] for name in names)


def _find_stock(measured: Measured) -> Measure | None:
    """How many there are of a thing of a place or owner: "the club has 1,200 players"."""
    scope = measured.scope
    if not _counts_things(measured) or not measured.is_large:
        return None
    is_counted = is_stock(measured) and (scope.is_set or (scope.is_known and measured.is_numbered))
    is_bare = scope.is_set and len(measured.telling) > 1 and measured.said is None
    return Measure(NUMBER, " ".join(measured.telling), scope.owner_name) if is_counted or is_bare else None


def _counts_things(measured: Measured) -> bool:
    """Whether a number counts a thing that its words tell from others."""
    return measured.kind == "count" and bool(measured.telling) and measured.has_noun and measured.is_many


def _find_unlisted(measured: Measured) -> Measure | None:
    """What a verb in no list says of a large count of a place or owner, or of the money of an owner."""
    lists, scope = key_lists(), measured.scope
    verb = (measured.said or "").rstrip("*")
    if verb in ("", *lists.light, *lists.priced) or not (_is_placed(measured) or _is_done_by_state(measured)):
        return None
    words = _name_money(measured) if measured.kind == "money" else _name_many(measured)
    return None if words is None else Measure(verb, words, scope.owner_name)


def _is_done_by_state(measured: Measured) -> bool:
    """Whether a body of the one place of an article does it: "the council installed 155 street lights"."""
    subject = measured.subject
    is_of_state = subject is not None and subject.lower_ in key_lists().state_nouns
    return is_of_state and measured.scope.main_place is not None


def _name_money(measured: Measured) -> str | None:
    """What a whole sum of an owner is for, empty where that is not told; None where it is no such sum."""
    is_part = measured.is_amount_of_change or measured.is_vague
    return None if is_part or measured.scope.owner is None else " ".join(measured.telling or measured.purpose)


def _name_many(measured: Measured) -> str | None:
    """What a large number counts; None where that is not told."""
    if measured.size < key_lists().smallest_open:
        return None
    if _counts_things(measured):
        return " ".join(measured.telling)
    return "person" if _suffers(measured) else None


def _suffers(measured: Measured) -> bool:
    """Whether a verb does something to people of whom nothing else is told: "repatriated 11,000 people"."""
    is_done_to = measured.head is not None and measured.head.dep_ in _DONE_TO
    is_of_people = measured.kind == "count" and not measured.telling and measured.main_word in key_lists().people
    return is_done_to and is_of_people and measured.is_many


# In the order in which they are asked; the first that finds a measure wins.
_FINDERS = (
    _find_quoted,
    find_shown_price,
    find_deal,
    find_share_move,
    find_named_by_more,
    find_share_of_output,
    _find_doubtful,
    find_whole,
    _find_event,
    find_share_of_vote,
    find_share_of_group,
    _find_said,
    find_named,
    find_priced,
    find_built,
    _find_listed,
    find_share,
    _find_changed_many,
    _find_sum,
    _find_stock,
    _find_unlisted,
)
