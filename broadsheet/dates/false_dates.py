"""Leaves out expressions that only look like dates where they stand: names, verbs, quarters of a match, temperatures.

Belongs here: what needs more of the text than the neighbours of an expression, or its parse. What the neighbours tell
is decided by the rules themselves. The words are in lang/en/dates.toml.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import takewhile

from spacy.tokens import Doc, Span, Token

from broadsheet.dates.expressions import Expression
from broadsheet.dates.item_classes import Item
from broadsheet.dates.periods import YearPart, Years
from broadsheet.numbers.lexicon import load_words

_NAMES = frozenset({"PERSON"})
_WORKS = frozenset({"WORK", "PRODUCT"})
_NAMED_AFTER_DAYS = frozenset({"ORG", "WORK", "EVENT", "PRODUCT"})
# A quarter or half in print ("H2") is one of a business year behind these, or where business is spoken of.
_BEFORE_QUARTERS = frozenset(
    {"in", "for", "during", "by", "since", "until", "from", "through", "and", "to", "vs", "this", "last", "next"}
)
_PARTS_OF_QUARTERS = frozenset(
    {"start", "end", "beginning", "middle", "rest", "remainder", "most", "much", "half", "course"}
)
# So many words of sport in a text make a quarter of it one of a match where nothing near tells.
_SPORTING_WORDS = 5
# So many words before and after a quarter tell whether a match or a business is spoken of.
_REACH = 25
# A street is named within so many words of its house.
_HOUSE_REACH = 4
_BEFORE_HOUSES = frozenset({"of", "at", "near", "to", "from", ","})
_LINE_ENDS = frozenset({"\n"})
_SENTENCE_ENDS = frozenset({"\n", ".", "!", "?"})
_MODIFIERS = frozenset({"compound", "nmod", "nmod:unmarked", "nmod:poss", "amod"})


@cache
def _words() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load_words("dates")["false_dates"].items()}


def leave_out_false_dates(found: list[Expression], items: list[Item], doc: Doc | None) -> list[Expression]:
    """The expressions that are dates."""
    parsed = doc if doc is not None and doc.has_annotation("DEP") else None
    return [each for each in found if not _is_false(each, items, parsed)]


def _is_false(expression: Expression, items: list[Item], doc: Doc | None) -> bool:
    spec = expression.spec
    if isinstance(spec, YearPart) and spec.part[0] in "QH" and spec.year is None:
        return any(test(expression, items) for test in (_is_part_of_match, _is_model, _is_place_in_print))
    if isinstance(spec, Years) and expression.rule == "fixed":
        return bool(_find_near(expression, items, 10, _LINE_ENDS) & _words()["measured"])
    if any(test(expression, items) for test in _TESTS.get(expression.rule, ())):
        return True
    return _follows_title(expression, items) or (doc is not None and _is_false_in_parse(expression, items, doc))


def _opens_compound(expression: Expression, items: list[Item]) -> bool:
    """Whether a month is the first part of a name as "Mar-a-Velda"."""
    after = items[expression.last : expression.last + 2]
    is_joined = len(after) > 1 and after[0].text == "-" and not after[0].gap
    return is_joined and len(after[1].text) == 1 and after[1].text.isalpha()


def _is_size(expression: Expression, items: list[Item]) -> bool:
    """Whether a year is the size of something: "a total score of 2072", not "the sum of 2025 sales"."""
    before = [item.lower for item in items[max(expression.first - 2, 0) : expression.first]]
    following = items[expression.last].text if expression.last < len(items) else ""
    return before[1:] == ["of"] and before[0] in _words()["sizes"] and not following[:1].isalpha()


def _is_house(expression: Expression, items: list[Item]) -> bool:
    """Whether a year is the number of a house after "of" or "at": "of 1909 Slater Drive"."""
    before = items[expression.first - 1].lower if expression.first else ""
    names = [*takewhile(lambda item: item.text[:1].isupper(), items[expression.last : expression.last + _HOUSE_REACH])]
    return before in _BEFORE_HOUSES and any(item.lower in _streets() for item in names[1:])


@cache
def _streets() -> frozenset[str]:
    return frozenset(load_words("counted")["streets"]["words"])


def _is_false_in_parse(expression: Expression, items: list[Item], doc: Doc) -> bool:
    """The same for what the parse of the text shows."""
    if expression.rule == "bare_month":
        return _is_other_word(expression, items, doc) or _opens_name(expression, doc)
    if expression.rule == "relative_day":
        return _ends_name(expression, doc)
    return expression.rule == "bare_year" and _is_in_title(expression, doc)


def _is_part_of_match(expression: Expression, items: list[Item]) -> bool:
    """Whether a quarter or half without a year is one of a match: "12 points in the first quarter"."""
    after = items[expression.last : expression.last + 3]
    if [item.lower for item in after[:1]] == ["of"] and after[-1].lower in _words()["matches"]:
        return True
    for ends in (_SENTENCE_ENDS, _LINE_ENDS):
        near = _find_near(expression, items, _REACH, ends)
        if near & _words()["business"]:
            return False
        if near & _words()["sport"] or len(near & _words()["sport_too"]) > 1:
            return True
    return len({item.lower for item in items} & _words()["sport"]) >= _SPORTING_WORDS


def _is_place_in_print(expression: Expression, items: list[Item]) -> bool:
    """Whether "H2" is anything but half a year: "part of H2, a district", not "the end of H2" or "H2 sales"."""
    if expression.last - expression.first > 1 or not items[expression.first].text[-1:].isdigit():
        return False
    before = [item.lower for item in items[max(expression.first - 2, 0) : expression.first]]
    if before[1:] == ["of"]:
        return before[0] not in _PARTS_OF_QUARTERS
    if not before or before[-1] in _BEFORE_QUARTERS:
        return False
    return not _find_near(expression, items, _REACH, _SENTENCE_ENDS) & _words()["business"]


def _ends_code(expression: Expression, items: list[Item]) -> bool:
    """Whether a year is the last digits of a phone or of pages: "0800 528 2100", "Lancet 1994;272:1661"."""
    before = items[expression.first - 1] if expression.first else None
    if before is None:
        return False
    if before.text == ":":
        return before.end_char == expression.start_char and items[expression.first - 2].text.isdigit()
    is_group = before.text.isdigit() and (before.text[0] == "0" or 1 < len(before.text) < len("2100"))
    return is_group and expression.start_char == before.end_char + 1


def _is_model(expression: Expression, items: list[Item]) -> bool:
    """Whether "Q3" is a model behind a name: "the Audi Q3 was recalled", not where business is spoken of."""
    before = items[expression.first - 1] if expression.first else None
    if before is None or expression.last - expression.first > 1 or not items[expression.first].text[-1:].isdigit():
        return False
    is_name = before.name == "none" and before.text[:1].isupper() and before.text.isalpha()
    return is_name and not _find_near(expression, items, _REACH, _SENTENCE_ENDS) & _words()["business"]


def _find_near(expression: Expression, items: list[Item], reach: int, ends: frozenset[str]) -> frozenset[str]:
    """The words near an expression, up to items that end its sentence or line."""
    before = items[max(expression.first - reach, 0) : expression.first]
    after = items[expression.last : expression.last + reach]
    near = [takewhile(lambda item: item.text not in ends, run) for run in (reversed(before), iter(after))]
    return frozenset(item.lower.removesuffix("'s") for run in near for item in run)


def _is_other_word(expression: Expression, items: list[Item], doc: Doc) -> bool:
    """Whether May, March, April or the like is a verb or a person where it stands without a day or a year."""
    last = items[expression.last - 1]
    if last.name != "ambiguous":
        return False
    span = doc.char_span(last.start_char, last.end_char, alignment_mode="expand")
    if span is None:
        return False
    token = span[0]
    if last.text.islower() or _is_verb(token) or _speaks(token) or _stands_alone(expression, items, token):
        return True
    return any(entity.label_ in _NAMES for entity in _find_entities(doc, span))


def _follows_title(expression: Expression, items: list[Item]) -> bool:
    """Whether a month or weekday is a person's name by the title before it: "Mr Friday", "Mrs. May"."""
    if expression.rule not in ("bare_month", "bare_weekday"):
        return False
    before = [item.text for item in items[max(expression.first - 2, 0) : expression.first] if item.text != "."]
    return bool(before) and before[-1].rstrip(".") in _words()["honorifics"]


def _opens_name(expression: Expression, doc: Doc) -> bool:
    """Whether a month is a given name: "met June Carter", with a surname and no word before dates."""
    span = doc.char_span(expression.start_char, expression.end_char, alignment_mode="expand")
    if span is None or len(span) != 1 or span.end >= len(doc):
        return False
    token, after = span[0], doc[span.end]
    is_name = after.dep_ == "flat" and after.head.i == token.i and after.text[:1].isupper() and after.text.isalpha()
    return is_name and not any(child.dep_ in ("case", "det") for child in token.children)


def _is_verb(token: Token) -> bool:
    """ "This May have": a verb only before another, for capitals of months mislead the tagger."""
    if token.pos_ not in ("VERB", "AUX"):
        return False
    return token.i + 1 < len(token.doc) and token.nbor().pos_ in ("VERB", "AUX", "ADV", "PART")


def _stands_alone(expression: Expression, items: list[Item], token: Token) -> bool:
    """Whether an article belongs to the word itself: "the March continued", not "the March rally"."""
    before = items[expression.first - 1] if expression.first else None
    return before is not None and before.name in ("the", "a") and token.dep_ not in _MODIFIERS


def _speaks(token: Token) -> bool:
    """Whether a word is the subject of a verb that only persons go with: "May said"."""
    return token.dep_.startswith("nsubj") and token.head.lemma_.lower() in _words()["persons_do"]


def _is_in_title(expression: Expression, doc: Doc) -> bool:
    """Whether a year is part of a longer name of a work or a product: "Blade Runner 2049"."""
    span = doc.char_span(expression.start_char, expression.end_char, alignment_mode="expand")
    if span is None:
        return False
    return any(
        entity.label_ in _WORKS and entity.start < span.start and doc[entity.start].is_title
        for entity in _find_entities(doc, span)
    )


def _ends_name(expression: Expression, doc: Doc) -> bool:
    """Whether a day is the end of a name: "told Chemistry Today that", not one of a headline in capitals."""
    span = doc.char_span(expression.start_char, expression.end_char)
    if span is None or span.start == 0 or span.end >= len(doc) or not span.text[:1].isupper():
        return False
    before, after = doc[span.start - 1], doc[span.end]
    is_headline = after.text[:1].isupper() or not before.text[:1].isupper()
    return not is_headline and bool({before.ent_type_, span[0].ent_type_} & _NAMED_AFTER_DAYS)


def _find_entities(doc: Doc, span: Span) -> list[Span]:
    """The names that hold a span: found from its tokens, so that no list of all names is made."""
    token = span[0]
    if not token.ent_type_:
        return []
    start, end = token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return [Span(doc, start, end, label=token.ent_type_)]


# What else an expression of a rule may be, by the items beside it.
_TESTS = {
    "bare_year": (_is_size, _is_house, _ends_code),
    "bare_month": (_opens_compound,),
    "next_of": (_opens_compound,),
}
