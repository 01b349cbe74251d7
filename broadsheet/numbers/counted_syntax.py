"""What a number counts, by syntax: the noun it modifies, or the subject of a verb of change or state.

Belongs here: what needs a parsed Doc. Patterns over words are in counted.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc
from spacy.tokens import Token as DocToken

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.syntax import NOUNS, SUBJECTS, VERBS, find_span, has_syntax, is_top

# Relations that link the words of a quantity, up to the noun that it modifies.
_INSIDE_RELATIONS = frozenset(
    ["nummod", "quantmod", "compound", "amod", "det", "nmod", "advmod", "obl:npmod", "nmod:npmod", "flat", "goeswith"]
)
# Relations of the words before a noun that belong to its phrase.
_MODIFIERS = frozenset(["amod", "compound", "nmod", "flat", "nmod:poss", "acl", "advmod"])
# Relations by which a number leads up to the verb that says it.
_COMPLEMENTS = frozenset(["xcomp", "nmod", "obl", "appos", "conj"])
# Relations of a verb that may take its subject from the verb above it.
_JOINED_VERBS = frozenset(["conj", "xcomp", "advcl"])
_PERCENT = frozenset(["percent", "cent"])
_SPANS_OF_TIME = frozenset(["year", "month", "quarter", "week", "day", "decade"])
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


def trim_verb(found: Counted | None, doc: Doc | None) -> Counted | None:
    """A following group without the verb that ends it ("6 in 10 Americans disapprove"), where the Doc has verbs."""
    if found is None or not has_syntax(doc):
        return found
    span = find_span(doc, found.start_char, found.end_char)
    if span is None or len(span) < 2 or not _is_main_verb(span[-1]):
        return found
    last = span[-2]
    return Counted(found.start_char, last.idx + len(last), last.lower_, found.rule)


def _is_main_verb(token: DocToken) -> bool:
    if token.pos_ not in VERBS or token.dep_ in ("acl", "amod"):
        return False
    return any(child.dep_ in SUBJECTS for child in token.children)


def read_subject(doc: Doc | None, quantity: Quantity) -> Counted | None:
    """The subject of a verb of change or state that names a measure: "Mortgage approvals fell to 39,600"."""
    span = find_span(doc, quantity.start_char, quantity.end_char) if has_syntax(doc) else None
    if span is None:
        return None
    verb = _find_verb_with_subject(span.root)
    if verb.lower_ not in _subject_verbs():
        return None
    subjects = (child for child in verb.children if child.dep_ in SUBJECTS and child.pos_ == "NOUN")
    subject = next((child for child in subjects if child.i < span.start), None)
    if subject is None or not (subject.lower_ in counted_words("measures") or subject.lower_.endswith("s")):
        return None
    found = _make_phrase(subject, range(0))
    return replace(found, rule="subject") if found else None


def _find_verb_with_subject(number: DocToken) -> DocToken:
    """The verb above a number; where it has no subject of its own, the one it is joined to."""
    verb = number.head
    while verb.dep_ in _COMPLEMENTS and verb.pos_ not in VERBS and not is_top(verb):
        verb = verb.head
    while verb.dep_ in _JOINED_VERBS and not is_top(verb) and not any(c.dep_ == "nsubj" for c in verb.children):
        verb = verb.head
    return verb


@cache
def _subject_verbs() -> frozenset[str]:
    change = load_words("numbers")["change"]
    return frozenset(word for key in ("rise", "fall") for word in change[key]) | counted_words("states")


def read_parse(doc: Doc, quantity: Quantity) -> Counted | None:
    """The noun that a number modifies, or the one after "of", with its phrase and a participle after it."""
    number = find_span(doc, quantity.number_start, quantity.number_end)
    if number is None or _is_bounded_after(quantity):
        return None
    whole = find_span(doc, quantity.start_char, quantity.end_char) or number
    inside = range(min(number.start, whole.start), max(number.end, whole.end))
    root = _find_unit(doc, quantity) or number.root
    head = _climb_out(root, inside)
    if _is_unit_of_quantity(head, quantity):
        return None
    for noun in (head, _find_complement(root)):
        if noun is not None and noun.pos_ in NOUNS and noun.i not in inside:
            return _make_phrase(noun, inside)
    return None


def _is_bounded_after(quantity: Quantity) -> bool:
    """Whether words of a bound stand between the number and what it counts: "500 or more people"."""
    return quantity.bound_end is not None and quantity.bound_end > quantity.end_char


def _find_unit(doc: Doc, quantity: Quantity) -> DocToken | None:
    """The token that heads the unit, where it follows the number."""
    if quantity.unit_end is None or quantity.unit_end <= quantity.number_end:
        return None
    unit = find_span(doc, quantity.unit_start or quantity.number_end, quantity.unit_end)
    return unit.root if unit is not None else None


def _climb_out(root: DocToken, inside: range) -> DocToken:
    """The token that a quantity modifies as a whole, else the highest within it."""
    head = root
    while head.i in inside and head.dep_ in _INSIDE_RELATIONS and not is_top(head):
        head = head.head
    return head


def _is_unit_of_quantity(head: DocToken, quantity: Quantity) -> bool:
    """Whether the noun above a number is a percent sign in words or a span of time that its rate is for."""
    return head.lower_ in _PERCENT or (quantity.unit is not None and head.lower_ in _SPANS_OF_TIME)


def _find_complement(root: DocToken) -> DocToken | None:
    """The noun after "of": "5% of homes"."""
    for child in root.children:
        if child.dep_ in ("nmod", "obl") and child.i > root.i and any(grand.lower_ == "of" for grand in child.children):
            return child
    return None


def _make_phrase(head: DocToken, inside: range) -> Counted | None:
    """The words from the number to the head, and a participle that follows; None where they are too many."""
    doc = head.doc
    first, last = _find_first(head, inside), _find_last(head)
    start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
    return Counted(start, end, head.lower_, "syntax") if first <= head.i and end - start < _LONGEST else None


def _find_first(head: DocToken, inside: range) -> int:
    """Index of the first word of a phrase: the leftmost modifier after the number, no sign."""
    modifiers = (child for child in head.lefts if child.dep_ in _MODIFIERS and child.i >= inside.stop)
    first = min((child.left_edge.i for child in modifiers), default=head.i)
    first = min(first, head.i)
    if head.i >= inside.stop:
        first = max(first, inside.stop)
    while first < head.i and head.doc[first].is_punct:
        first += 1
    return first


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
