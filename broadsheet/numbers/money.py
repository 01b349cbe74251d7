"""Rules for money beside a number: signs and codes before and after it, names, and the scales of money."""

from __future__ import annotations

from broadsheet.numbers.currencies import (
    find_million_code,
    find_money_name,
    find_sign_after,
    find_sign_before,
    is_of_family,
)
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.money_names import NAME_TESTS
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import DIGITS
from broadsheet.numbers.units import UnitMatch

_NO_MONEY = load_word_set("currencies", "other_words")
_BEFORE_DIGITS = load_word_set("currencies", "names_before_digits")
_ACCOUNTS = load_word_set("number_contexts", "losses_in_brackets")
_BEFORE_ACCOUNTS = load_word_set("number_contexts", "before_accounts")
LETTER_SCALES = frozenset(["m", "b", "t"])
_MINUS = frozenset("-−")


@number_rule(
    "money",
    {"It cost $5m": "5000000 dollar", "US$1.5 billion": "1500000000 United States dollar", "-£3": "-3 pound"},
)
def money_sign_before(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by a sign or code before the number, with the scale and the name that may follow."""
    start, end = quantity.number_start, quantity.number_end
    is_large = quantity.scale_text is not None or "," in cursor.text[start:end]
    found = find_sign_before(cursor.text, start, is_large, cursor.country, cursor.floor)
    if found is None:
        return False
    take_sign(cursor, quantity, found)
    read_scale(cursor, quantity)
    _extend_by_name(cursor, quantity)
    return True


@number_rule("money", {"worth 30 MUSD": "30000000 United States dollar"})
def million_code(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by a code with M for million after the number."""
    found = find_million_code(cursor.text, quantity.end_char)
    if found is None or quantity.value is None or quantity.scale_text is not None:
        return False
    quantity.value, quantity.scale_text = quantity.value * 1_000_000, "M"
    cursor.take_unit(quantity, found, "money")
    return True


@number_rule("money", {"for 15€": "15 euro", "200 USD million": "200000000 United States dollar"})
def money_sign_after(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by a sign or code after the number; a sign that digits follow belongs to these."""
    found = find_sign_after(cursor.text, quantity.end_char, cursor.country)
    if found is None or cursor.text[found.end_char : found.end_char + 1].isdigit():
        return False
    cursor.take_unit(quantity, found, "money")
    read_scale(cursor, quantity)
    return True


@number_rule("money", {"5 million Australian dollars": "5000000 Australian dollar", "a 12-cent rise": "12 cent"})
def money_name(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by the name of a currency after the number."""
    return _take_name(cursor, quantity, _find_name(cursor, quantity))


@number_rule("money", {"rupee 40": "40 rupee", "dollar 22.5 million": "22500000 dollar"})
def money_name_before(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by the name of a currency before digits."""
    before = quantity.first - 1
    if quantity.form not in ("digits", "mixed") or cursor.lower(before) not in _BEFORE_DIGITS:
        return False
    found = find_money_name(cursor.tokens, before, cursor.country)
    if found is None or found[1] != quantity.first or _find_name(cursor, quantity):
        return False
    take_sign(cursor, quantity, found[0])
    return True


@number_rule("money", {"5m dollars": "5000000 dollar"})
def money_name_after_letter(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by the name of a currency after a letter for the scale."""
    at = _after_number(cursor, quantity)
    if quantity.value is None or cursor.lower(at) not in LETTER_SCALES:
        return False
    found = find_money_name(cursor.tokens, at + 1, cursor.country)
    if found is None:
        return False
    read_scale(cursor, quantity)
    quantity.number_end = quantity.end_char
    return _take_name(cursor, quantity, found)


@number_rule("brackets", {"a net loss of ($4.2 million)": "-4200000 dollar", "Net result: (€14.5m)": "-14500000 euro"})
def bracketed_loss(cursor: Cursor, quantity: Quantity) -> bool:
    """A loss that accounts print in brackets; after another sum brackets are prose."""
    if quantity.kind != "money" or quantity.value is None or quantity.value <= 0:
        return False
    opening, end = quantity.start_char - 1, quantity.end_char
    is_bracketed = cursor.text[max(opening, 0) : opening + 1] == "(" and cursor.text[end : end + 1] == ")"
    before, earlier = cursor.lower(quantity.first - 2), cursor.lower(quantity.first - 3)
    if not is_bracketed or not (before in _BEFORE_ACCOUNTS or (before == ":" and earlier in _ACCOUNTS)):
        return False
    quantity.value = -quantity.value
    return True


def take_sign(cursor: Cursor, quantity: Quantity, found: UnitMatch) -> None:
    """Give a quantity the currency before it, and the minus before or after its sign."""
    quantity.unit, quantity.kind = found.unit, "money"
    quantity.unit_start, quantity.unit_end = found.start_char, found.end_char
    quantity.start_char = found.start_char
    while quantity.first > 0 and cursor.tokens[quantity.first - 1].end_char > found.start_char:
        quantity.first -= 1
    if quantity.value is None or quantity.value <= 0:
        return
    if cursor.text[found.end_char : quantity.number_start].strip() in _MINUS:
        quantity.value = -quantity.value
    elif _has_minus_before(cursor, quantity):
        quantity.value = -quantity.value
        quantity.first -= 1
        quantity.start_char = cursor.tokens[quantity.first].start_char


def _has_minus_before(cursor: Cursor, quantity: Quantity) -> bool:
    """A minus tied to the sign of money, with a blank or nothing before it."""
    index = quantity.first - 1
    if cursor.lower(index) not in _MINUS:
        return False
    minus = cursor.tokens[index]
    return minus.end_char == quantity.start_char and (minus.gap or index == 0)


def read_scale(cursor: Cursor, quantity: Quantity) -> None:
    """m, b, t and words of scale after an amount of money that has no scale yet ("$5m", "75 USD million")."""
    at = quantity.last
    if cursor.lower(at) == "-" and cursor.lower(at + 1) in load_words("numbers")["scales"]:
        at += 1
    factor = _scale_factor(cursor, at)
    if factor is None or quantity.value is None or quantity.scale_text:
        return
    token = cursor.tokens[at]
    quantity.value *= factor
    quantity.scale_text, quantity.last, quantity.end_char = token.text, at + 1, token.end_char
    if quantity.unit_start is not None and quantity.unit_start < quantity.number_start:
        quantity.number_end = quantity.end_char


def _scale_factor(cursor: Cursor, at: int) -> int | None:
    """The factor of a scale of money at a token; "g" is none, nor a letter that an apostrophe follows."""
    lists, word = load_words("numbers"), cursor.lower(at)
    factor: int | None = lists["short_money"].get(word) or lists["short"].get(word) or lists["scales"].get(word)
    if factor is None or word == "g":
        return None
    return None if len(word) == 1 and cursor.tokens[at].gap and cursor.lower(at + 1) == "'" else factor


Name = tuple[UnitMatch, int]


def _after_number(cursor: Cursor, quantity: Quantity) -> int:
    """Where the name of a currency would begin: past a hyphen, and past "of" after dozens and thousands."""
    at = cursor.skip_dashes(quantity.last)
    return at + 1 if quantity.form == "vague" and cursor.lower(at) == "of" else at


def _find_name(cursor: Cursor, quantity: Quantity) -> Name | None:
    """The name of a currency after a number, with the token after it."""
    return find_money_name(cursor.tokens, _after_number(cursor, quantity), cursor.country)


def _is_name(cursor: Cursor, last: int) -> bool:
    """Not a part of a code such as "euro6"."""
    return last >= len(cursor.tokens) or cursor.tokens[last].kind != DIGITS or cursor.tokens[last].gap


def _extend_by_name(cursor: Cursor, quantity: Quantity) -> None:
    """The name after an amount that has its sign belongs to it, where it is the same currency ("$5 dollars")."""
    found = _find_name(cursor, quantity)
    if found is None or not _is_name(cursor, found[1]):
        return
    match, last = found
    if quantity.unit is None or match.unit.name == quantity.unit.name or match.unit.ambiguous:
        quantity.end_char, quantity.last = match.end_char, last
    elif is_of_family(match.unit, quantity.unit):
        quantity.unit, quantity.end_char, quantity.last = match.unit, match.end_char, last


def _take_name(cursor: Cursor, quantity: Quantity, found: Name | None) -> bool:
    """Give a quantity the currency named after it, unless the name is a word of other meaning there."""
    if found is None or not _is_name(cursor, found[1]):
        return False
    match, last = found
    name = cursor.text[match.start_char : match.end_char].lower()
    test = NAME_TESTS.get(name)
    if name in _NO_MONEY or (test and not test(cursor, quantity, last)):
        return False
    cursor.take_unit(quantity, match, "money")
    quantity.last = last
    read_scale(cursor, quantity)
    return True
