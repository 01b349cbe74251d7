"""What a number without a noun of its own is said of: the subject or object of its clause, or the phrase before it.

Belongs here: climbing from a number to the verb or noun that says it, and numbers that repeat the noun of the one
before ("12 people were killed and 30 injured"). The noun that a number modifies is in counted_syntax.py.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.counted_syntax import Counted, counted_words, make_phrase
from broadsheet.numbers.key_words import lemma
from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, find_span, has_case, has_syntax, is_top

_FARTHEST = 5
# What may stand between a number and the verb or noun that says it: "up 3%", "cost about $5", "from 12 to 14".
_BETWEEN = frozenset(["NUM", "SYM", "ADV", "ADJ", "ADP"])
_AT_NOUN = frozenset(["appos", "advmod", "amod", "acl", "nmod:unmarked", "dep", "nmod"])
JOINED = frozenset(["conj", "xcomp", "advcl", "parataxis"])
_LEVEL = frozenset(["to", "by", "from", "at", "on", "below", "above", "past", "around"])
ADVERBS_OF_CHANGE = frozenset(["up", "down"])
_FOR, _AT, _OF = frozenset(["for"]), frozenset(["at"]), frozenset(["of"])
_DURING = frozenset(["in", "within", "over", "for", "during", "after", "through", "throughout"])
_RELATIVES = frozenset(["that", "which"])
_OF_MONEY, _OF_RATES = frozenset(["money"]), frozenset(["percent", "percentage_point"])
_AFTER_DATELINE = frozenset(["(", "—", "–", "--"])
_WHOSE, _STOCKS = frozenset(["in", "of"]), frozenset(["share", "shares", "stock"])


def is_time(quantity: Quantity) -> bool:
    """Whether a quantity is a length of time."""
    return quantity.unit is not None and quantity.unit.dimension == "time"


def read_clause(doc: Doc | None, quantity: Quantity, units: frozenset[int]) -> Counted | None:
    """The subject or object that a number after a verb measures: "The Hang Seng dropped 1.02 per cent".

    units: where the words of units begin, which are no nouns of their own.
    """
    span = find_span(doc, quantity.start_char, quantity.end_char) if has_syntax(doc) else None
    if span is None or (is_time(quantity) and has_case(span.root, _DURING)):
        return None
    owned = _find_worth_so(span) if quantity.kind in _OF_MONEY else None
    if owned is not None:
        return make_subject(owned)
    whole = _find_bounded(span, quantity)
    token = _climb(whole.root, whole, units)
    if token.pos_ in NOUNS and token.idx not in units:
        return _take_noun(token, span)
    noun = _find_at_verb(token, span, quantity)
    return make_subject(noun) if noun is not None else None


def _find_bounded(span: Span, quantity: Quantity) -> Span:
    """A number with its bound, where that is a noun: "in the region of $3m"."""
    bounded = find_span(span.doc, quantity.span_start, quantity.end_char)
    return bounded if bounded is not None and bounded.root.pos_ in NOUNS else span


def _find_worth_so(span: Span) -> DocToken | None:
    """The noun before "worth" and an amount, with words of a bound between: "a flat worth more than £20,000"."""
    doc, index = span.doc, span.start - 1
    while index > 1 and span.start - index <= _FARTHEST and doc[index].lower_ != "worth":
        index -= 1
    is_worth = index > 0 and doc[index].lower_ == "worth" and doc[index - 1].pos_ in NOUNS
    between = doc[index + 1 : span.start]
    return doc[index - 1] if is_worth and all(word.pos_ in _BETWEEN for word in between) else None


def _climb(token: DocToken, span: Span, units: frozenset[int]) -> DocToken:
    """The first token above a number that is a noun or a verb, else the highest."""
    for _ in range(_FARTHEST):
        is_inside = token.i in range(span.start, span.end) or token.pos_ in _BETWEEN or token.idx in units
        if is_top(token) or not is_inside or _has_subject(token):
            return token
        token = token.head
    return token


def _has_subject(token: DocToken) -> bool:
    return any(child.dep_ in SUBJECTS for child in token.children)


def _has_level(noun: DocToken, span: Span) -> bool:
    """Whether a number is the level that an object is brought to or kept at."""
    return noun.dep_ in OBJECTS and has_case(span.root, _LEVEL) and noun.head.lemma_.lower() in _level_verbs()


def _take_noun(noun: DocToken, span: Span) -> Counted | None:
    """A noun that a number is said of: "turnout was 12", or with a change after it: "Acme shares, down 3%"."""
    if noun.i in range(span.start, span.end):
        subject = _find_subject(_find_subject_verb(noun), span)
        return make_subject(subject) if subject is not None else None
    if _has_level(noun, span):
        return make_subject(noun)
    link = next((child for child in noun.children if child.i > noun.i and span.root in child.subtree), None)
    if link is None or link.dep_ not in _AT_NOUN:
        return None
    return make_subject(noun) if _is_change(link) and _may_change(noun) else None


@cache
def _level_verbs() -> frozenset[str]:
    return change_words() | counted_words("setting_verbs")


def _may_change(noun: DocToken) -> bool:
    """Whether a noun is one of measure, a plural or a name, not that of a dateline: "ORME (Agency) - Sales rose"."""
    after = noun.nbor().text if noun.i + 1 < len(noun.doc) else ""
    if after in _AFTER_DATELINE:
        return False
    return noun.pos_ == "PROPN" or noun.lower_.endswith("s") or noun.lower_ in counted_words("measures")


def _is_change(link: DocToken) -> bool:
    """Whether a phrase after a noun says that it rose or fell; "up to 10 kg" says neither."""
    words = [word.lower_ for word in link.subtree]
    return not change_words().isdisjoint(words) and words[:2] != ["up", "to"]


def _find_at_verb(verb: DocToken, span: Span, quantity: Quantity) -> DocToken | None:
    """The object before a number that is its end or amount ("cut its rate to 3%"), else the subject of its verb."""
    words = {verb.lower_, verb.lemma_.lower()}
    is_change = not words.isdisjoint(change_words())
    found = _find_added_to(verb, span, quantity) or _find_set_or_exchanged(verb, span, quantity, words)
    if found is not None:
        return found
    is_cost = quantity.kind in _OF_MONEY and not words.isdisjoint(counted_words("cost_verbs"))
    if is_cost or is_change or _is_state(verb, span, words):
        if _is_of_object(verb):
            return _find_controller(verb)
        subject = _find_subject(_find_subject_verb(verb), span)
        return subject if is_cost or not is_change or _may_take_subject(subject, span, quantity) else None
    return None


def _is_of_object(verb: DocToken) -> bool:
    """Whether a verb says what the object of the verb above does: "helped her lose 12 pounds"."""
    is_below = verb.dep_ == "xcomp" and not is_top(verb) and not _has_subject(verb)
    return is_below and any(child.dep_ in OBJECTS and child.i < verb.i for child in verb.head.children)


def _find_controller(verb: DocToken) -> DocToken | None:
    """That object, where it is a noun: "expects exports to grow by 3%"."""
    objects = [child for child in verb.head.children if child.dep_ in OBJECTS and child.i < verb.i]
    return objects[-1] if objects[-1].pos_ in NOUNS else None


def _find_added_to(verb: DocToken, span: Span, quantity: Quantity) -> DocToken | None:
    """What a share or sum is added to or taken off: "adds 50 percent to the price of a trip"."""
    cases = load_words("counted")["adding_verbs"].get(verb.lemma_.lower(), ())
    if not cases or span.root.dep_ not in OBJECTS or quantity.kind not in _OF_RATES | _OF_MONEY:
        return None
    behind = (child for child in (*verb.rights, *span.root.rights) if child.i >= span.end and child.pos_ == "NOUN")
    return next((noun for noun in behind if has_case(noun, frozenset(cases))), None)


def _find_set_or_exchanged(verb: DocToken, span: Span, quantity: Quantity, words: set[str]) -> DocToken | None:
    """What is set to a number, or bought and sold for an amount."""
    is_set = not words.isdisjoint(change_words() | counted_words("setting_verbs"))
    found = _find_object(verb, span, quantity) if is_set else None
    is_exchanged = has_case(span.root, _FOR) and not words.isdisjoint(counted_words("exchange_verbs"))
    if found is None and is_exchanged and quantity.kind in _OF_MONEY:
        return _find_noun_before(verb, span, OBJECTS)
    return found


def _is_state(verb: DocToken, span: Span, words: set[str]) -> bool:
    """Whether a word above a number only says that its subject is that number: "was 12", "stood at 12"."""
    if has_case(span.root, _AT) and not words.isdisjoint(counted_words("closing_verbs")):
        return True
    return not words.isdisjoint(counted_words("states")) or verb.pos_ in _BETWEEN or span.start <= verb.i < span.end


def _may_take_subject(subject: DocToken | None, span: Span, quantity: Quantity) -> bool:
    """Whether a number after a verb of change measures its subject: not where it is what the subject raised or lost."""
    is_object = span.root.dep_ in OBJECTS and quantity.kind in ("count", "money")
    return not is_object or (subject is not None and subject.lower_ in counted_words("measures"))


def _find_object(verb: DocToken, span: Span, quantity: Quantity) -> DocToken | None:
    """The object of a verb before a number with to, by or from, or a rate ("cut emissions 5%"), or whom it gives it."""
    is_level = has_case(span.root, _LEVEL) or (quantity.kind in _OF_RATES and span.root.dep_ not in OBJECTS)
    relations = OBJECTS if is_level else frozenset(["iobj"])
    return _find_noun_before(verb, span, relations)


def _find_noun_before(verb: DocToken, span: Span, relations: frozenset[str]) -> DocToken | None:
    objects = (child for child in verb.children if child.dep_ in relations and child.pos_ in NOUNS)
    return next((child for child in objects if child.i < span.start and not _is_amount(child)), None)


def _is_amount(noun: DocToken) -> bool:
    """Whether a noun is the unit of a number of its own: "gained 120 points to end at 17,032"."""
    return any(child.dep_ == "nummod" for child in noun.children)


def _find_subject_verb(verb: DocToken) -> DocToken:
    """The verb that has the subject: where one has none of its own, the one it is joined to."""
    for _ in range(_FARTHEST):
        if verb.dep_ not in JOINED or is_top(verb) or _has_subject(verb):
            break
        verb = verb.head
    return verb


def _find_subject(verb: DocToken, span: Span) -> DocToken | None:
    subjects = (child for child in verb.children if child.dep_ in SUBJECTS and child.pos_ in NOUNS)
    return next((child for child in subjects if child.i < span.start), None) or _find_relative_subject(verb)


def _find_relative_subject(verb: DocToken) -> DocToken | None:
    """The noun for which "that" or "which" is the subject of a verb: "a bridge that the council says will cost $5m".

    Also the noun of a participle: "a bag weighing 3 pounds".
    """
    if verb.dep_ == "acl" and verb.head.pos_ in NOUNS and not any(child.dep_ == "mark" for child in verb.children):
        return _find_for_sale(verb.head)
    pronouns = (child for child in verb.children if child.lower_ in _RELATIVES and child.dep_ != "mark")
    if next(pronouns, None) is None:
        return None
    while verb.dep_ == "ccomp" and not is_top(verb):
        verb = verb.head
    return verb.head if verb.dep_ == "acl:relcl" and verb.head.pos_ in NOUNS else None


def _find_for_sale(noun: DocToken) -> DocToken:
    """The noun before "for sale", to which a participle behind it may be tied: "flats for sale priced from $5"."""
    return noun.head if noun.lower_ == "sale" and has_case(noun, _FOR) and noun.head.pos_ in NOUNS else noun


@cache
def change_words() -> frozenset[str]:
    change = load_words("numbers")["change"]
    return frozenset(word for key in ("rise", "fall") for word in change[key])


def read_changed(doc: Doc | None, found: Counted) -> Counted | None:
    """What a noun of change beside it is about: "carried 4 million passengers, an increase of 9 percent"."""
    span = find_span(doc, found.start_char, found.end_char) if has_syntax(doc) else None
    if span is None or span.root.dep_ != "appos" or span.root.head.pos_ not in NOUNS:
        return None
    return make_subject(span.root.head)


def make_subject(noun: DocToken) -> Counted | None:
    """The phrase of a subject or object; "the number of dead" counts the dead."""
    head = find_numbered(_find_name_beside(noun))
    found = make_phrase(head, range(0))
    return replace(_add_firm(found, head), rule="subject") if found else None


def _find_name_beside(noun: DocToken) -> DocToken:
    """The name right after the noun that says what it is, as a second subject: "Mining group Antero lost 3.5%"."""
    following = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    if following.pos_ != "PROPN" or following.dep_ not in SUBJECTS or noun.dep_ not in SUBJECTS:
        return noun
    return following if following.head.i in (noun.head.i, noun.i) or noun.head.i == following.i else noun


def _add_firm(found: Counted, head: DocToken) -> Counted:
    """Shares with the firm whose they are: "shares in Castle Homes"."""
    firms = (child for child in head.rights if child.pos_ == "PROPN" and has_case(child, _WHOSE))
    firm = next(firms, None) if head.lower_ in _STOCKS else None
    if firm is None or firm.left_edge.i != head.i + 1:
        return found
    last = max([firm, *(child for child in firm.children if child.dep_ == "flat")], key=lambda token: token.i)
    return replace(found, end_char=last.idx + len(last))


def find_numbered(noun: DocToken) -> DocToken:
    """What "the number of X", "the share of X" (of a plural) and their like count: X; any other noun itself."""
    is_share = noun.lower_ in counted_words("share_nouns")
    if not is_share and noun.lower_ not in counted_words("counting_nouns"):
        return noun
    for child in noun.children:
        if child.i > noun.i and child.dep_ in ("nmod", "obl") and has_case(child, _OF):
            return child if not is_share or (child.pos_ == "NOUN" and lemma(child.lower_) != child.lower_) else noun
    return noun
