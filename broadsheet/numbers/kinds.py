"""Which kind of number a quantity is: a count, or a year, score, rank, age, name, phone number and so on.

Belongs here: the order of the steps, addresses on the web and phone numbers. The rules are in ages.py,
ordinal_kinds.py, numbered_things.py, plain_kinds.py and designations.py. Numbers that are no number at all ("one" as a
pronoun, digits of an address on the web) are marked `none` and left out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from broadsheet.numbers.ages import continues_age, find_age, mark_age
from broadsheet.numbers.citations import find_codes, find_references
from broadsheet.numbers.designations import DESIGNATIONS, number_in_quoted_title
from broadsheet.numbers.kind_rules import kind_rules_of
from broadsheet.numbers.numbered_things import NUMBERED, continues_numbers
from broadsheet.numbers.numbers_as_names import AS_NAMES
from broadsheet.numbers.ordinal_kinds import ORDINALS
from broadsheet.numbers.plain_kinds import PLAIN_NUMBERS
from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.surroundings import Context, Spans
from broadsheet.numbers.tokens import WEB, Token, is_covered

_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,4}){1,4}"
    r"|\(\d{2,5}\)[ .-]?\d{3,4}[ .-]\d{3,4}"
    r"|\d{3}-\d{3}-\d{4}"
    r"|(?:18[0-9]{3} )?0\d{2,4}[ -]\d{3,4}[ -]?\d{3,4}"
    r"|0\d{3} \d{2} \d{2} \d{4}"
    r"|\+\d{9,13}"
    r"|1-\d{3}-\d{3}-\d{4})(?![\w-])"
)
# Their unit has said what they are.
_KNOWN = frozenset(["money", "percent", "percentage_point", "measure", "time_part"])
_ORDINAL_RULES = kind_rules_of(ORDINALS)
_PLAIN_RULES = (
    kind_rules_of(NUMBERED) + kind_rules_of(AS_NAMES) + kind_rules_of(PLAIN_NUMBERS) + kind_rules_of(DESIGNATIONS)
)


def classify_kinds(text: str, tokens: list[Token], quantities: list[Quantity], names: Spans) -> list[Quantity]:
    """Give each quantity its kind; those that are no numbers are left out.

    names: spans of mentions with their type, in order of start.
    """
    web = [match.span() for match in WEB.finditer(text)]
    named = [(find_references(text), "identifier", "reference"), (find_codes(text), "name_part", "name")]
    phones = [match.span() for match in _PHONE.finditer(text)]
    before: Quantity | None = None
    kept: list[Quantity] = []
    for quantity in quantities:
        if is_covered(web, quantity.number_start):
            continue
        phone = _find_span(phones, quantity.number_start)
        if phone is not None:
            if not (kept and kept[-1].kind == "phone" and kept[-1].start_char == phone[0]):
                kept.append(_make_phone(quantity, phone))
            continue
        for spans, kind, rule in named:
            if is_covered(spans, quantity.number_start):
                quantity.kind, quantity.rule, quantity.unit = kind, rule, None
                break
        else:
            _classify(Context(text, tokens, names, quantity), before)
        before = quantity
        if quantity.kind != "none":
            kept.append(quantity)
    return kept


def _classify(here: Context, before: Quantity | None) -> None:
    """Set the kind of one quantity by what stands around it. before: the quantity before it in the text."""
    quantity = here.quantity
    if before is not None and continues_age(here, before):
        quantity.kind, quantity.unit, quantity.rule = "age", quantity.unit or before.unit, before.rule
        return
    if before is not None and continues_numbers(here, before):
        quantity.kind, quantity.rule, quantity.read_by = "name_part", "name", [*quantity.read_by, *before.read_by]
        return
    age = find_age(here)
    if age is not None:
        mark_age(here, age)
    elif not _is_known(here):
        rules = _ORDINAL_RULES if quantity.kind == "ordinal" else _PLAIN_RULES
        found = next((rule for rule in rules if rule.holds(here)), None)
        if found is not None:
            found.assign(quantity)


def _is_known(here: Context) -> bool:
    """Whether its unit has said what a quantity is; in a title it says nothing."""
    return here.quantity.kind in _KNOWN and not (here.quantity.kind == "measure" and number_in_quoted_title(here))


def _find_span(spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    index = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and place < spans[index][1] else None


def _make_phone(quantity: Quantity, span: tuple[int, int]) -> Quantity:
    return Quantity(
        quantity.first, quantity.last, span[0], span[1], span[0], span[1], "digits", kind="phone", rule="phone"
    )
