"""Rules for money in rarer forms: "Euro 20 million", "1.2m kr", "99c a loaf", "(2.4) million crowns".

Belongs here: forms in which the currency stands apart from where it stands as a rule, cents by one letter, and losses
that accounts print in brackets. The common forms are in money.py, asked before these.
"""

from __future__ import annotations

import re

from broadsheet.numbers.currencies import find_cents, find_money_name, find_sign_after
from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.money import LETTER_SCALES, read_scale, take_sign
from broadsheet.numbers.quantity import Cursor, Quantity
from broadsheet.numbers.rules import number_rule
from broadsheet.numbers.tokens import DIGITS, WORD

_BEFORE_LARGE = load_word_set("currencies", "names_before_large")
_NEAR_CENTS = load_word_set("currencies", "near_cents")
_ACCOUNTS = load_word_set("number_contexts", "losses_in_brackets")
_NAME_HEADS = load_word_set("counted", "name_heads")
_LARGEST_CENTS = 1000
_EACH = frozenset(["a", "an", "each", "per"])
_BRACKETED = re.compile(r"[$€£¥]?\($")
_ACCOUNTS_REACH = 8


@number_rule("money", {"fined Euro 20 million": "20000000 euro", "Pounds 12m was paid": "12000000 pound"})
def money_name_before_large(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by the name of a currency before a large number: one with a scale or marks of thousands."""
    before = quantity.first - 1
    if cursor.lower(before) not in _BEFORE_LARGE or quantity.form not in ("digits", "mixed"):
        return False
    if cursor.tokens[before].start_char < cursor.floor or not _is_large(cursor, quantity):
        return False
    found = find_money_name(cursor.tokens, before, cursor.country)
    if found is None or found[1] != quantity.first:
        return False
    take_sign(cursor, quantity, found[0])
    read_scale(cursor, quantity)
    return True


def _is_large(cursor: Cursor, quantity: Quantity) -> bool:
    surface = cursor.text[quantity.number_start : quantity.number_end]
    if quantity.scale_text is not None or "," in surface:
        return True
    at = quantity.last
    return at < len(cursor.tokens) and cursor.lower(at) in LETTER_SCALES and not cursor.tokens[at].gap


@number_rule("money", {"paid 1.2m kr": "1200000 krone", "costs 12m €": "12000000 euro"})
def money_sign_after_letter(cursor: Cursor, quantity: Quantity) -> bool:
    """Money by a sign or code after a letter for the scale."""
    at = quantity.last
    if quantity.form != "digits" or quantity.value is None or cursor.lower(at) not in LETTER_SCALES:
        return False
    if cursor.tokens[at].gap:
        return False
    found = find_sign_after(cursor.text, cursor.tokens[at].end_char, cursor.country)
    if found is None or cursor.text[found.end_char : found.end_char + 1].isdigit():
        return False
    read_scale(cursor, quantity)
    quantity.number_end = quantity.end_char
    cursor.take_unit(quantity, found, "money")
    return True


@number_rule("money", {"bread costs 99c a loaf": "99 cent", "sold for 75c each": "75 cent"})
def cents_by_letter(cursor: Cursor, quantity: Quantity) -> bool:
    """Cents by the letter c that is tied to the number, beside words of prices."""
    at = quantity.last
    if quantity.form != "digits" or at >= len(cursor.tokens) or cursor.tokens[at].text != "c":
        return False
    if cursor.tokens[at].gap or not 0 < (quantity.value or 0) < _LARGEST_CENTS or _is_designated(cursor, quantity):
        return False
    if cursor.lower(at + 1) not in _EACH and not cursor.near(quantity, 5, 3) & _NEAR_CENTS:
        return False
    cursor.take_unit(quantity, find_cents(cursor.tokens[at], cursor.country), "money")
    return True


def _is_designated(cursor: Cursor, quantity: Quantity) -> bool:
    """ "flat 12c", "Article 5c": a noun that takes numbers, or a hyphen, stands before."""
    before = cursor.lower(quantity.first - 1)
    return before in _NAME_HEADS or before in ("-", "/", ".") or cursor.text[quantity.end_char + 1 :][:1] == "-"


@number_rule("sign", {"a net result of (2.4) million": "-2400000", "a loss (1,204) in May": "-1204"})
def bracketed_number(cursor: Cursor, quantity: Quantity) -> bool:
    """A negative number that accounts print in brackets, with the scale after them, beside words of accounts."""
    opening, closing = quantity.first - 1, quantity.last
    if quantity.form != "digits" or quantity.value is None or cursor.lower(closing) != ")":
        return False
    if not _BRACKETED.search(cursor.text[max(quantity.number_start - 2, 0) : quantity.number_start]):
        return False
    if _repeats_word(cursor, opening) or not _is_in_accounts(cursor, quantity):
        return False
    quantity.value = -quantity.value
    quantity.first, quantity.start_char = opening, cursor.tokens[opening].start_char
    quantity.number_start = quantity.start_char
    cursor.extend(quantity, cursor.tokens[closing].end_char)
    _take_scale(cursor, quantity)
    quantity.number_end = quantity.end_char
    return True


def _is_in_accounts(cursor: Cursor, quantity: Quantity) -> bool:
    """A word of accounts right before, or one before that and a scale after."""
    if cursor.lower(quantity.first - 2) in _ACCOUNTS or cursor.lower(quantity.first - 3) in _ACCOUNTS:
        return True
    is_scaled = cursor.lower(quantity.last + 1) in load_words("numbers")["scales"]
    return is_scaled and bool(cursor.near(quantity, _ACCOUNTS_REACH, 0) & _ACCOUNTS)


def _repeats_word(cursor: Cursor, opening: int) -> bool:
    """ "seven (7)": the number in words stands before its digits."""
    token = cursor.tokens[opening - 1] if opening > 0 else None
    is_number = token is not None and token.kind in (DIGITS, WORD)
    return is_number and cursor.lower(opening - 1) in {
        **load_words("numbers")["cardinals"],
        **load_words("numbers")["scales"],
    }


def _take_scale(cursor: Cursor, quantity: Quantity) -> None:
    """The word of scale after the brackets."""
    word = cursor.lower(quantity.last)
    lists = load_words("numbers")
    factor = lists["scales"].get(word) or lists["short"].get(word)
    if factor is None or quantity.value is None:
        return
    token = cursor.tokens[quantity.last]
    quantity.value, quantity.scale_text, quantity.form = quantity.value * factor, token.text, "mixed"
    cursor.extend(quantity, token.end_char)
