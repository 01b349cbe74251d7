"""What a number counts, by syntax: the noun it modifies, or the subject of a verb of change or state.

Belongs here: what needs a parsed Doc. Patterns over words are in counted.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span
from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import NOUNS, OBJECTS, SUBJECTS, VERBS, find_span, has_case, has_syntax, is_top

# Relations that link the words of a quantity, up to the noun that it modifies.
_INSIDE_RELATIONS = frozenset(
    ["nummod", "quantmod", "compound", "amod", "det", "nmod", "advmod", "obl:npmod", "nmod:npmod", "flat", "goeswith"]
)
# Relations of the words before a noun that belong to its phrase.
_MODIFIERS = frozenset(["amod", "compound", "nmod", "flat", "nmod:poss", "acl", "advmod"])
_LEVEL = frozenset(["to"])
_ARGUMENTS = SUBJECTS | OBJECTS | {"obl", "conj", "nmod"}
_TOLD, _SOME = frozenset(["det", "nmod:poss", "nummod"]), frozenset(["most", "many", "several"])
_PERCENT = frozenset(["percent", "cent"])
_SPANS_OF_TIME = frozenset(["year", "month", "quarter", "week", "day", "decade"])
# A part of a name stands at most so many words before the noun that it belongs to.
_PARTS_OF_NAME = 3
# Brackets with a sum in another currency hold at most so many tokens.
_LONGEST_BRACKETS = 6
# A counted phrase has at most so many characters.
_LONGEST = 120

# A past participle after a noun takes no object: such words may follow it.
AFTER_PARTICIPLE = load_word_set("number_contexts", "after_participle")


@dataclass(frozen=True, slots=True)
class Counted:
    """Span and head of what is counted; rule says how it was found."""

    start_char: int
    end_char: int
    head: str
    rule: str


@cache
def counted_words(section: str) -> frozenset[str]:
    """The words of a section of the list for what is counted."""
    return frozenset(load_words("counted")[section]["words"])


def check_words(found: Counted | None, doc: Doc | None) -> Counted | None:
    """A group of words after a number without the verb that ends it ("6 in 10 Americans disapprove").

    None where the Doc has syntax and no noun heads the group ("two hours early", "Local 90 rallied").
    """
    if found is None or found.rule == "participle" or not has_syntax(doc):
        return found
    span = find_span(doc, found.start_char, found.end_char)
    return found if span is None else _check_span(found, span)


def _check_span(found: Counted, span: Span) -> Counted | None:
    last = span[-2] if len(span) > 1 and _is_main_verb(span[-1]) else span[-1]
    is_noun = last.pos_ in NOUNS
    if not is_noun and last.lower_ not in counted_words("participles"):
        return None
    head = found.head if last.i == span[-1].i else last.lower_
    return Counted(found.start_char, last.idx + len(last), head, found.rule if is_noun else "participle")


def _is_main_verb(token: DocToken) -> bool:
    if token.pos_ not in VERBS or token.dep_ in ("acl", "amod"):
        return False
    return any(child.dep_ in SUBJECTS for child in token.children)


def read_parse(doc: Doc, quantity: Quantity, units: frozenset[int]) -> Counted | None:
    """The noun that a number modifies, or the one after "of", with its phrase and a participle after it.

    units: where the words of units begin; "two 120 mm rounds" counts rounds.
    """
    number = find_span(doc, quantity.number_start, quantity.number_end)
    if number is None or _is_bounded_after(quantity):
        return None
    whole = find_span(doc, quantity.start_char, quantity.end_char) or number
    inside = range(min(number.start, whole.start), max(number.end, whole.end))
    root = _find_unit(doc, quantity) or number.root
    head = _climb_out(root, inside, units)
    named = head if _may_head(head, root, inside, quantity) else None
    for noun in (_find_worth_after(doc, inside.stop), named, _find_complement(root, whole[-1], quantity)):
        if noun is not None and _may_be_counted(noun, inside) and noun.i not in inside:
            return _make_counted(noun, inside, units, quantity)
    return None


def _may_be_counted(noun: DocToken, inside: range) -> bool:
    """Whether a word is a noun, or a nation's name right behind a number that stands for its people: "two Japanese"."""
    is_nation = noun.pos_ == "ADJ" and noun.i == inside.stop and noun.dep_ in _ARGUMENTS and noun.is_title
    return noun.pos_ in NOUNS or is_nation


def _may_head(head: DocToken, root: DocToken, inside: range, quantity: Quantity) -> bool:
    """Whether a number may modify the noun above it."""
    if head.i < inside.start and has_case(root, _LEVEL):
        return False  # "brings the number of them in three weeks to 16 million": the level of another noun
    if quantity.bound_start is not None and quantity.bound_start <= head.idx < quantity.start_char:
        return False  # "in the region of $3m"
    if quantity.kind == "money" and head.lower_ in counted_words("parts"):
        return False
    return not _is_unit_of_quantity(head, quantity) and _is_told_of(head, root, quantity)


def _make_counted(noun: DocToken, inside: range, units: frozenset[int], quantity: Quantity) -> Counted | None:
    """The phrase of the noun that a number modifies; None where that only carries another, which is not named."""
    counted = _find_worth(_find_whole(_find_before_base(noun, inside), quantity), inside)
    return make_phrase(counted, _find_inside(counted, inside, units)) if counted is not None else None


def _find_before_base(noun: DocToken, inside: range) -> DocToken:
    """The noun before "per" and the one that a sum is tied to: "earnings per share of $0.13" are earnings."""
    is_base = noun.i < inside.start and any(child.lower_ == "per" for child in noun.lefts)
    return noun.head if is_base and noun.dep_ == "nmod" and noun.head.pos_ in NOUNS else noun


def _find_whole(noun: DocToken, quantity: Quantity) -> DocToken:
    """The noun that a part of its name belongs to, for a measure: "a 2.6GHz Orbit Core chip" is a chip."""
    while quantity.kind == "measure" and noun.dep_ == "compound" and noun.i < noun.head.i <= noun.i + _PARTS_OF_NAME:
        noun = noun.head
    return noun


def _find_worth(noun: DocToken, inside: range) -> DocToken | None:
    """ "$5m worth of grain" is grain; "worth" alone is nothing that is counted, but "a net worth of $5m" is."""
    if noun.lower_ != "worth" or noun.i < inside.start:
        return noun
    after = (child for child in noun.children if child.dep_ in ("nmod", "obl") and child.i > noun.i)
    return next((child for child in after if child.pos_ in NOUNS), None)


def _find_worth_after(doc: Doc, index: int) -> DocToken | None:
    """The "worth" of "$5m worth of grain" behind the amount, which trees do not always tie to it."""
    is_worth = index + 1 < len(doc) and (doc[index].lower_, doc[index + 1].lower_) == ("worth", "of")
    return doc[index] if is_worth else None


def _find_inside(noun: DocToken, inside: range, units: frozenset[int]) -> range:
    """The tokens that a phrase leaves out: the number with its units; none where the noun stands before it."""
    return range(0) if noun.i < inside.start else range(inside.start, _find_unit_end(noun, inside, units))


def _is_told_of(head: DocToken, root: DocToken, quantity: Quantity) -> bool:
    """Whether a noun above a number is what it measures: "an altitude of 300 m", not "the first time in 25 years"."""
    link = root
    while head.i not in (link.i, link.head.i) and not is_top(link):
        link = link.head
    case = next((child.lower_ for child in link.children if child.dep_ == "case" and child.i < root.i), None)
    is_phrase = link.i != head.i and link.dep_ in ("nmod", "obl")
    return case is None or not is_phrase or _may_measure(head, case, quantity)


def _may_measure(head: DocToken, case: str, quantity: Quantity) -> bool:
    """Whether a noun with of (for money with for or at too) before a number is one that it measures."""
    if quantity.kind == "money" and case in ("for", "at"):
        return True
    if quantity.unit is not None and quantity.unit.dimension == "time" and head.lower_ in counted_words("time_nouns"):
        return False  # "in the course of two weeks"
    return case == "of" and (quantity.kind != "count" or head.lower_ in counted_words("measures"))


def _find_unit_end(noun: DocToken, inside: range, units: frozenset[int]) -> int:
    """Index after the last word of another unit between a number and its noun: "two 120 mm rounds"."""
    between = noun.doc[inside.stop : noun.i] if noun.i > inside.stop else ()
    return max((token.i + 1 for token in between if token.idx in units), default=inside.stop)


def _is_bounded_after(quantity: Quantity) -> bool:
    """Whether words of a bound stand between the number and what it counts: "500 or more people"."""
    return quantity.bound_end is not None and quantity.bound_end > quantity.end_char


def _find_unit(doc: Doc, quantity: Quantity) -> DocToken | None:
    """The token that heads the unit, where it follows the number."""
    if quantity.unit_end is None or quantity.unit_end <= quantity.number_end:
        return None
    unit = find_span(doc, quantity.unit_start or quantity.number_end, quantity.unit_end)
    return unit.root if unit is not None else None


def _climb_out(root: DocToken, inside: range, units: frozenset[int]) -> DocToken:
    """The token that a quantity modifies as a whole, past words of units, else the highest within it."""
    head = root
    while (head.i in inside or head.idx in units) and head.dep_ in _INSIDE_RELATIONS and not is_top(head):
        head = head.head
    return head


def _is_unit_of_quantity(head: DocToken, quantity: Quantity) -> bool:
    """Whether the noun above a number is a percent sign in words or a span of time that its rate is for."""
    return head.lower_ in _PERCENT or (quantity.unit is not None and head.lower_ in _SPANS_OF_TIME)


def _find_complement(root: DocToken, last: DocToken, quantity: Quantity) -> DocToken | None:
    """The noun after "of", for money also right after "in": "5% of homes", "$100 billion in revenue".

    last: the last token of the quantity.
    """
    for child in root.children:
        if child.dep_ in ("nmod", "obl") and child.i > root.i and any(grand.lower_ == "of" for grand in child.children):
            return child
    after = _skip_brackets(last)
    if quantity.kind == "money" and after.lower_ == "in" and after.dep_ == "case" and _is_bare_noun(after.head):
        return after.head
    return None


def _skip_brackets(last: DocToken) -> DocToken:
    """The token after a sum, behind the brackets that give it in another currency; itself where none follows."""
    behind = last.doc[last.i + 1 : last.i + 2 + _LONGEST_BRACKETS]
    if len(behind) and behind[0].text == "(":
        return next((token.nbor() for token in behind[:-1] if token.text == ")"), last)
    return behind[0] if len(behind) else last


def _is_bare_noun(noun: DocToken) -> bool:
    """Whether a noun stands without an article, as in "$5m in damages", and names no form or time of payment."""
    is_plain = noun.pos_ == "NOUN" and noun.lower_ not in counted_words("forms_of_money")
    kinds = (child.dep_ in _TOLD or child.lower_ in _SOME for child in noun.children)
    return is_plain and not any(kinds)


def make_phrase(head: DocToken, inside: range) -> Counted | None:
    """The words from a number (none for an empty range) to the head, and a participle after it; None for too many."""
    doc = head.doc
    first, last = _find_first(head, inside), _find_last(head)
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    if any(token.dep_ in SUBJECTS for token in doc[first : head.i]):
        return None  # a whole clause: the tree took it for words before the noun
    return Counted(start, end, head.lower_, "syntax") if first <= head.i and end - start < _LONGEST else None


def _find_first(head: DocToken, inside: range) -> int:
    """Index of the first word of a phrase: the leftmost modifier after the number, no sign."""
    modifiers = (child for child in head.lefts if child.dep_ in _MODIFIERS and child.i >= inside.stop)
    modifiers = (child for child in modifiers if child.pos_ not in ("PRON", "ADP") and not _has_preposition(child))
    first = min((child.left_edge.i for child in modifiers), default=head.i)
    first = min(first, head.i)
    if head.i >= inside.stop:
        first = max(first, inside.stop)
    prepositions = [child.i for child in head.lefts if child.dep_ == "case" and child.pos_ == "ADP"]
    first = max(first, max(prepositions, default=first - 1) + 1)
    first = max(first, _find_number_end(head, inside))
    while first < head.i and head.doc[first].is_punct:
        first += 1
    return first


def _find_number_end(head: DocToken, inside: range) -> int:
    """Index after another number before a noun, "its last eight | games"; 0 for none and for that of a name."""
    if inside.stop and any(word.pos_ == "NUM" and word.dep_ == "conj" for word in head.doc[inside.stop : head.i]):
        return head.i  # "two | primary and three senior schools"
    numbers = (child.i for child in head.lefts if child.dep_ == "nummod" and child.i >= inside.stop)
    return max((index + 1 for index in numbers if index == 0 or head.doc[index - 1].pos_ != "PROPN"), default=0)


def _has_preposition(token: DocToken) -> bool:
    """ "For the UK, defence spending": whether a word before a noun is a phrase of its own."""
    return any(child.dep_ == "case" and child.pos_ == "ADP" and child.i < token.i for child in token.children)


def _find_last(head: DocToken) -> int:
    """Index after the last word of a phrase: the rest of a name, and a participle."""
    doc, last = head.doc, head.i + 1
    while last < len(doc) and doc[last].dep_ in ("flat", "compound") and doc[last].head.i == head.i:
        last += 1
    return last + 1 if last < len(doc) and _is_participle_of(doc[last], head) else last


def _is_participle_of(token: DocToken, head: DocToken) -> bool:
    """ "soldiers killed in May": whether a participle belongs to the noun and takes no object."""
    if token.lower_ not in counted_words("participles") or not _belongs_to(token, head):
        return False
    after = head.doc[token.i + 1] if token.i + 1 < len(head.doc) else None
    return after is None or not after.is_alpha or after.lower_ in AFTER_PARTICIPLE


def _belongs_to(participle: DocToken, head: DocToken) -> bool:
    """ "soldiers killed" is a phrase, "people drowned" a sentence."""
    if participle.head.i == head.i or not any(child.i == head.i for child in participle.children):
        return True
    has_object = any(child.dep_ in ("obj", "iobj", "ccomp", "xcomp") for child in participle.children)
    return participle.lower_ in counted_words("only_passive") and not has_object
