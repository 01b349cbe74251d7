"""Finds time expressions in a text: the longest match at each position, then adjacent pairs that belong together.

Belongs here: scanning the text. The rules are in the modules ending in _rules, joining ("Monday at 3 p.m.") in
expressions.py.
"""

from __future__ import annotations

from functools import cache, lru_cache

from broadsheet.dates import (
    clock_range_rules,
    clock_rules,
    day_rules,
    duration_rules,
    fiscal_rules,
    near_day_rules,
    past_hour_rules,
    period_rules,
    period_to_rules,
    set_rules,
    span_rules,
    story_rules,
    week_rules,
    year_part_rules,
    year_piece_rules,
    year_rules,
)
from broadsheet.dates.expressions import Expression, end_of, join_neighbours
from broadsheet.dates.item_classes import CLASSES, NONE, Item
from broadsheet.dates.items import find_items
from broadsheet.dates.rules import RULES, Match, Rule
from broadsheet.dates.specs import Spec
from broadsheet.numbers.tokens import WEB, is_covered

# Importing a rule module registers its rules.
RULE_MODULES = (
    day_rules,
    near_day_rules,
    period_rules,
    period_to_rules,
    year_part_rules,
    week_rules,
    year_piece_rules,
    year_rules,
    fiscal_rules,
    duration_rules,
    set_rules,
    span_rules,
    story_rules,
    clock_rules,
    clock_range_rules,
    past_hour_rules,
)

# No expression is longer; this keeps every match short, so that the scan stays linear.
_MAX_ITEMS = 16
_CODES_KEPT = 20_000
# Classes of words with a capital that go on after "Aug." within a sentence.
_AFTER_ABBREVIATIONS = frozenset({"month", "ambiguous", "weekday", "zone", "holiday"})


def scan_expressions(text: str) -> tuple[list[Expression], list[Item]]:
    """The time expressions of a text in order, and the items they were read from."""
    items = find_items(text)
    codes = "".join([*(CLASSES.char(item.name) for item in items), NONE])
    found: list[Expression] = []
    index = 0
    while index < len(items):
        expression = _match_longest(codes, items, index) if codes[index] != NONE else None
        if expression is None:
            index += 1
        else:
            found.append(expression)
            index = expression.last
    web = [match.span() for match in WEB.finditer(text)]
    return [kept for kept in join_neighbours(found, items) if not is_covered(web, kept.start_char)], items


def _match_longest(codes: str, items: list[Item], index: int) -> Expression | None:
    """The longest match of any rule that its builder accepts; of equally long ones the first rule's."""
    limit = min(codes.index(NONE, index), index + _MAX_ITEMS)
    for count, rule in _find_matches(codes[index:limit]):
        before = items[index - 1] if index else None
        end = index + count
        after = items[end] if end < len(items) else None
        spec = rule.build(Match(items[index:end], before, after))
        if spec is not None:
            return _make_expression(items, index, end, spec, rule.name)
    return None


@lru_cache(maxsize=_CODES_KEPT)
def _find_matches(codes: str) -> list[tuple[int, Rule]]:
    """How many items from the first each rule matches, and the rule, the longest first.

    No template holds the class of other words, so that what follows up to the next of them decides; the same few
    hundred runs of classes come again and again.
    """
    rules = _rules_by_first().get(codes[0], ())
    matches = [(match.end(), rule) for rule in rules if (match := rule.pattern.match(codes))]
    return sorted((found for found in matches if found[0] > 0), key=lambda found: -found[0])


@cache
def _rules_by_first() -> dict[str, list[Rule]]:
    by_first: dict[str, list[Rule]] = {}
    for rule in RULES:
        for char in rule.first:
            by_first.setdefault(char, []).append(rule)
    return by_first


def _make_expression(items: list[Item], first: int, last: int, spec: Spec, name: str) -> Expression:
    """An expression without the full stop that ends its sentence and the prepositions before it."""
    if items[last - 1].name == "dot" and _ends_sentence(items, last):
        last -= 1
    while first < last - 1 and items[first].name in ("on", "for", "by"):
        first += 1
    return Expression(first, last, items[first].start_char, end_of(items[last - 1]), spec, name)


def _ends_sentence(items: list[Item], end: int) -> bool:
    """Whether a full stop after "Aug" ends the sentence: the text ends or a capital follows."""
    if end >= len(items):
        return True
    return items[end].text == "\n" or (items[end].text[:1].isupper() and items[end].name not in _AFTER_ABBREVIATIONS)
