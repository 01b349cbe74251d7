"""Measures that are known by a name in their clause: a party's share of votes, what a firm costs, how a share moves.

Belongs here: finding the party and what is bought. Other measures are in measure_classes.py.
"""

from __future__ import annotations

import re

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.measure_names import Measure
from broadsheet.numbers.measured import Measured
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, has_case

# A firm whose share moves stands at most so many characters before how much.
_REACH = 70
_NAME_BEFORE_MOVE = re.compile(
    r"(?P<name>(?!Shares?\b|Stocks?\b)[A-Z][\w&.'’-]*(?:\s(?:(?:of|and|&)\s)?[A-Z&][\w&.'’-]*)*)\s\((?:up|down|rose|fell|gained|lost|added)?\s?$"
)
_NAME_BEFORE_LEVEL = re.compile(
    r"(?P<name>(?!The\b|In\b|On\b)[A-Z][\w.'’-]*(?:\s(?:(?:of|for)\s)?[A-Z][\w.'’-]*)*)\s(?:(?:is|are|was|were|stood|remained|stands)\s)?(?:on|at)\s$"
)
# A survey asks about more than votes.
_UNSURE_POLLS = frozenset(["survey", "exit"])
_OF = frozenset(["of"])
_ON, _FOR = frozenset(["on", "at"]), frozenset(["for"])


def find_share_of_vote(measured: Measured) -> Measure | None:
    """A share of votes or of a poll: "the Greens won 12% of the vote", "the poll put the Greens on 12 per cent"."""
    if measured.kind != "percent" or measured.is_amount_of_change or _is_of_turnout(measured):
        return None
    is_of_votes = measured.is_share and not key_lists().share_nouns.isdisjoint(measured.words)
    is_polled = not key_lists().polls.isdisjoint(measured.sentence_words)
    party = _find_supported(measured, is_polled=is_polled)
    if is_of_votes or (is_polled and _is_of_name(measured)):
        party = party or _find_owning_party(measured)
    return Measure("share_of_vote", "", party) if party else None


def _find_supported(measured: Measured, *, is_polled: bool) -> str:
    """Whom a percentage of people would choose, or who stands right before it near words of a poll."""
    return (_find_chosen(measured) if is_polled else "") or _find_placed_on(measured)


def _find_owning_party(measured: Measured) -> str:
    return measured.scope.owner or _find_party(measured)


def _is_of_turnout(measured: Measured) -> bool:
    """Whether a noun of another measure is counted: "turnout in the election was 71%"."""
    return any(phrase == (measured.main_word,) and name == "turnout" for phrase, name in key_lists().phrases[1])


def _find_placed_on(measured: Measured) -> str:
    """The name right before "on" or "at" and a percentage, near words of a poll: "the Greens are at 11 percent"."""
    start = measured.quantity.span_start
    match = _NAME_BEFORE_LEVEL.search(measured.text, max(start - _REACH, 0), start)
    if match is None or not measured.is_near(key_lists().polls - _UNSURE_POLLS):
        return ""
    counted = measured.counted
    is_other = counted is not None and measured.text[counted.start_char : counted.end_char] not in match["name"]
    return "" if is_other else match["name"]


def _is_of_name(measured: Measured) -> bool:
    return _is_named_thing(measured) or _is_poll_verb(measured)


def find_deal(measured: Measured) -> Measure | None:
    """What is paid for a company or thing with a name: "bought Rivoil for $6 billion"."""
    bought = _find_bought(measured) if measured.kind == "money" else ""
    return Measure("deal", bought.lower(), is_worldwide=True) if bought else None


def find_share_move(measured: Measured) -> Measure | None:
    """The change of a share after its firm, near words of a market: "Norda Bank (up 1.3 per cent)", "Norda rose 1%"."""
    if not (measured.is_rate and measured.is_amount_of_change) or not measured.is_near(key_lists().market_words):
        return None
    start = measured.quantity.span_start
    match = _NAME_BEFORE_MOVE.search(measured.text, max(start - _REACH, 0), start)
    if match is not None and (measured.counted is None or measured.counted.start_char >= match.start()):
        return Measure("share_price", "", match["name"])
    return Measure("share_price", "", measured.scope.owner_name) if _is_firm_itself(measured) else None


def _is_firm_itself(measured: Measured) -> bool:
    """Whether the subject that moves is a firm: "Norda Bank rises 1%"; in words of a poll it may be a party."""
    counted, owner = measured.counted, measured.scope.owner_name
    if counted is None or counted.rule != "subject" or not owner or not measured.is_near(key_lists().market_words):
        return False
    name = measured.text[counted.start_char : counted.end_char]
    lists, words = key_lists(), set(owner.lower().split())
    is_other = not lists.polls.isdisjoint(measured.sentence_words) or not lists.no_firms.isdisjoint(words)
    return name in owner and name[:1].isupper() and not is_other and not words & lists.index_words


def _is_named_thing(measured: Measured) -> bool:
    """Whether what is counted is a name: "the poll put the Greens on 12 per cent"."""
    head = measured.head
    if head is None or measured.counted is None or not head.text[:1].isupper():
        return False
    return head.pos_ == "PROPN" or head.i != head.sent.start


def _find_for_whom(measured: Measured) -> str:
    """The name right after a percentage and "for": "to 32 percent for Berg"."""
    children = measured.number.children if measured.number is not None else ()
    names = (child for child in children if child.pos_ == "PROPN" and has_case(child, _FOR))
    return next((join_name(name) for name in names), "")


def _is_poll_verb(measured: Measured) -> bool:
    """Whether a verb says what somebody has in a poll: "pulling 12 percent"."""
    verb = find_clause(measured.number) if measured.number is not None else None
    return verb is not None and verb.lemma_.lower() in key_lists().polled_verbs


def _find_party(measured: Measured) -> str:
    """The name of which a share of votes is: the counted thing, else the subject of its clause."""
    if _is_named_thing(measured) and measured.counted is not None:
        return measured.text[measured.counted.start_char : measured.counted.end_char]
    subject = measured.subject
    return join_name(subject) if subject is not None and subject.pos_ == "PROPN" else ""


def _find_chosen(measured: Measured) -> str:
    """Whom a percentage of those asked in a poll would choose; empty where no name is told."""
    return _find_polled(measured) or _find_voted_for(measured) or _find_for_whom(measured)


def _find_polled(measured: Measured) -> str:
    """Whom a poll puts on a percentage, the last name before it: "has Anna Berg on 41 per cent"."""
    number = measured.number
    verb = find_clause(number) if number is not None else None
    if number is None or verb is None or not has_case(number, _ON):
        return ""
    children = [child for child in verb.children if child.i < number.i]
    if not any(child.dep_ in SUBJECTS and child.lower_ in key_lists().polls for child in children):
        return ""
    names = [child for child in children if child.dep_ in (*OBJECTS, "obl") and child.pos_ == "PROPN"]
    return join_name(names[-1]) if names else ""


def _find_voted_for(measured: Measured) -> str:
    """Whom a percentage of people would vote for: "19 per cent said they would back the Moderates"."""
    verb = find_clause(measured.number) if measured.number is not None else None
    for token in verb.subtree if verb is not None else ():
        if token.lemma_.lower() in key_lists().voting_verbs and token.pos_ == "VERB":
            names = (child for child in token.children if child.dep_ in ("obj", "obl") and child.pos_ == "PROPN")
            return next((join_name(name) for name in names), "")
    return ""


def _find_bought(measured: Measured) -> str:
    """The name of what is bought or sold for a price; empty where there is none."""
    if measured.number is None or measured.head is None:
        return ""
    verb, tokens = find_clause(measured.number), []
    if verb is not None and verb.lemma_.lower() in key_lists().deal_verbs:
        tokens = [child for child in verb.children if child.dep_ in (*OBJECTS, "nsubj:pass")]
    if measured.head.lower_ in key_lists().deal_nouns:
        tokens.extend(child for child in measured.head.children if child.dep_ == "nmod" and has_case(child, _OF))
    return next((join_name(token) for token in tokens if token.pos_ == "PROPN"), "")


def join_name(token: DocToken) -> str:
    """A name by its token with the capitalised words that belong to it."""
    parts = [child for child in token.children if child.dep_ in ("compound", "flat") and child.text[:1].isupper()]
    return " ".join(part.text for part in sorted((*parts, token), key=lambda part: part.i))
