"""Rules of numbers that name a thing and count nothing: house numbers, parts of names, identifiers.

Belongs here: the rules, in the order in which they are asked, after those of plain_kinds.py.
"""

from __future__ import annotations

import re

from broadsheet.numbers.kind_rules import kind_rule
from broadsheet.numbers.lexicon import load_word_set
from broadsheet.numbers.surroundings import Context, is_noun, listed, month_names
from broadsheet.numbers.tokens import DIGITS, LINE, SIGN, WORD, Token

_SECTION = re.compile(r"\([a-z]\)")
DESIGNATIONS = "kind of a designation"
# Prefixes whose hyphen ties no name: "sub-10", "mid-2023".
_PREFIXES = frozenset(["top", "under", "over", "sub", "mid", "pre", "post", "non", "ex", "plus"])
_NUMBER_ENDINGS = frozenset(["s", "ish", "th", "st", "nd", "rd"])
_HYPHENS = frozenset("-‐‑")
_AFTER_SECTION = frozenset("./")
_BEFORE_SECTION = frozenset("./\\_")
# Heads that count as well: "number 5" and "no 5".
_COUNTING_HEADS = frozenset(["number", "no"])
# Digit strings from this length on are codes.
_CODE_DIGITS = 13
_LARGEST_HOUSE = 100_000
_STREET_REACH = 4
# A title has at most so many words and signs after its number.
_TITLE_REACH = 6
# Longer words are capitalised in headlines.
_SMALL = 4
_UNION_BRANCHES = load_word_set("number_contexts", "union_branches")
_OPENING, _CLOSING = frozenset('“"‘'), frozenset('”"’,')


@kind_rule(DESIGNATIONS, "identifier", {"She lives at 300 Slater Street.": "300 identifier"}, rule="address")
def house_number(here: Context) -> bool:
    """The number of a house before capitalised words that end in a word of streets: "300 Slater Street"."""
    quantity = here.quantity
    if quantity.form != "digits" or quantity.is_range or not 0 < (quantity.value or 0) < _LARGEST_HOUSE:
        return False
    if here.word(1) == "block" and here.word(-1) == "the":
        return True  # "the 400 block of Elm Street"
    first = 2 + (here.word(2) == ".") if _is_direction(here) else 1
    return _precedes_street(here, first) or _precedes_numbered_street(here, first)


def _precedes_numbered_street(here: Context, first: int) -> bool:
    """Whether digits with the ending of an ordinal and a word of streets follow from a step on: "30 | 22nd St."."""
    number, ending, street = (here.token(step) for step in range(first, first + 3))
    is_ordinal = number is not None and number.kind == DIGITS and ending is not None and ending.lower in _NUMBER_ENDINGS
    return is_ordinal and street is not None and street.text[:1].isupper() and street.lower in listed("streets")


def _precedes_street(here: Context, first: int) -> bool:
    """Whether capitalised words from a step on end in one of streets."""
    for step in range(first, first + _STREET_REACH):
        token = here.token(step)
        if token is None or token.kind != WORD or not token.text[:1].isupper():
            return False
        if step > first and token.lower in listed("streets"):
            return True
    return False


def _is_direction(here: Context) -> bool:
    """ "3170 W. County Road"."""
    return here.word(1) in ("n", "s", "e", "w") and here.after is not None and here.after.text.isupper()


@kind_rule(
    DESIGNATIONS,
    "name_part",
    {
        "The song “One Tall Choir” won.": "One name_part",
        "He read “Twelve Days in Orme” twice.": "Twelve Days name_part",
    },
    rule="name",
)
def number_in_quoted_title(here: Context) -> bool:
    """The first word of a short title in quotation marks, all of whose words but small ones are capitalised."""
    before = here.before
    if before is None or before.text not in _OPENING or not here.surface[:1].isupper():
        return False
    words: list[Token] = []
    for step in range(1, _TITLE_REACH + 1):
        token = here.token(step)
        if token is None or token.kind == LINE:
            return False
        if token.kind == SIGN:
            return token.text in _CLOSING and _is_title_of(here, words)
        words.append(token)
    return False


def _is_title_of(here: Context, words: list[Token]) -> bool:
    """Whether the words after a number, or its unit where none follow, are those of a title."""
    unit = here.text[here.quantity.unit_start : here.quantity.unit_end] if here.quantity.unit_start else ""
    first = unit or (words[0].text if words else "")
    is_title = first[:1].isupper() and not first.isupper()
    return is_title and all(map(_may_be_in_title, words))


def _may_be_in_title(token: Token) -> bool:
    return token.text[:1].isupper() or token.lower in listed("stops") or token.lower in listed("articles")


@kind_rule(
    DESIGNATIONS,
    "name_part",
    {
        "They saw Apollo 11.": "11 name_part",
        "Members of Local 90 won.": "90 name_part",
        "an A380 landed": "380 name_part",
    },
    rule="name",
)
def number_in_name(here: Context) -> bool:
    """A part of a name: digits tied to letters, in a name, or after a noun that takes numbers: "A380", "Flight 370"."""
    quantity = here.quantity
    if _follows_index(here):
        return quantity.form == "digits" and quantity.unit is None and (quantity.value or 0) % 5 == 0
    head = _hyphened_head(here)
    if head is not None:
        return quantity.form in ("digits", "mixed") or head.text[:1].isupper()
    if _is_tied_to_letters(here) or _is_tied_to_section(here):
        return True
    return quantity.unit is None and (here.is_inside_name or _is_named(here))


def _follows_index(here: Context) -> bool:
    """ "the Nikkei 225": a stock index."""
    before = here.before
    return before is not None and before.lower in listed("indices") and before.text[:1].isupper()


def _hyphened_head(here: Context) -> Token | None:
    """The word before a hyphen that ties the number to it: "Covid-19"."""
    hyphen, head = here.before, here.token(-2)
    if hyphen is None or head is None or hyphen.text not in _HYPHENS:
        return None
    is_tied = here.is_tied_to_previous and not hyphen.gap
    return head if is_tied and head.kind == WORD and head.lower not in _PREFIXES else None


def _is_tied_to_letters(here: Context) -> bool:
    """ "A4", "3D"; an ending makes no name ("737s", "20th")."""
    before, after, form = here.before, here.after, here.quantity.form
    if before is not None and before.kind == WORD and here.is_tied_to_previous and form != "words":
        return True
    if after is None or after.gap or after.kind != WORD or not after.text[0].isalpha():
        return False
    return form == "digits" and after.lower not in _NUMBER_ENDINGS


def _is_tied_to_section(here: Context) -> bool:
    """ "a 401(k)", "501(c)(3)": a letter in brackets without a blank before."""
    end = here.quantity.number_end
    return here.quantity.form == "digits" and _SECTION.match(here.text, end, end + 3) is not None


def _is_named(here: Context) -> bool:
    """A plain number after a word that may name it."""
    before, form = here.before, here.quantity.form
    if before is None or before.kind != WORD or here.quantity.bound != "exact" or "," in here.surface:
        return False
    if form == "words":
        is_named = here.surface[0].isupper() and _is_title(before)
        return is_named and (before.lower in listed("name_heads") or _is_between_capitals(here) or _ends_name(here))
    return form == "digits" and _names_digits(here, before)


def _ends_name(here: Context) -> bool:
    """ "in Harbour's Eight,", "the Fantastic Four": a capital where none is due, and nothing that it may count."""
    after = here.after
    is_word = after is not None and after.kind == WORD
    counts = is_word and after is not None and (after.text[0].isupper() or after.lower.endswith("s"))
    return not counts and after is not None and after.text not in _HYPHENS and _is_in_small_letters(here)


def _is_between_capitals(here: Context) -> bool:
    """ "on Double Ten National Day": capitals on both sides in a line that is no headline in capitals."""
    after = here.after
    if after is None or after.kind != WORD or not _is_title(after):
        return False
    return _is_in_small_letters(here)


def _is_in_small_letters(here: Context) -> bool:
    """Whether the word before a number begins no sentence, and the line is no headline in capitals."""
    if here.starts_sentence_at(-1):
        return False
    around = [here.token(step) for step in (-4, -3, -2, 2, 3, 4)]
    plain = [token for token in around if token is not None and token.kind == WORD and len(token.text) > _SMALL]
    return bool(plain) and any(token.text.islower() for token in plain)


def _names_digits(here: Context, before: Token) -> bool:
    """ "Flight 370", "Room 5", "Local 90"; a capitalised word inside a sentence where no noun follows ("Apollo 11")."""
    if before.text in _UNION_BRANCHES:
        return True
    if before.lower in listed("name_heads") and before.lower not in _COUNTING_HEADS:
        return _is_title(before) or not here.precedes_noun
    if not before.text[:1].isupper() or len(before.text) < 2 or before.lower in month_names():
        return False
    is_ordinary = not is_noun(before) or here.starts_sentence_at(-1)
    return not is_ordinary and not here.precedes_noun


@kind_rule(DESIGNATIONS, "identifier", {"Its code is 00451 today.": "00451 identifier"}, rule="identifier")
def printed_code(here: Context) -> bool:
    """A code or the number of a section: "007", a long string of digits, "3.2.1"."""
    if here.quantity.form != "digits":
        return False
    digits = here.surface.replace("-", "")
    is_zero_led = len(digits) > 1 and digits[0] == "0"
    if digits.isdigit() and (is_zero_led or len(digits) >= _CODE_DIGITS):
        return True
    return _goes_on_as_section(here) or _goes_back_as_section(here)


def _goes_on_as_section(here: Context) -> bool:
    after = here.after
    is_tied = after is not None and after.text in _AFTER_SECTION and not after.gap
    return is_tied and after is not None and here.text[after.end_char : after.end_char + 1].isdigit()


def _goes_back_as_section(here: Context) -> bool:
    before, head = here.before, here.token(-2)
    if before is None or head is None or before.text not in _BEFORE_SECTION:
        return False
    is_tied = before.kind == SIGN and not before.gap and here.is_tied_to_previous
    return is_tied and head.text[-1:].isdigit()


def _is_title(token: Token) -> bool:
    """A capital at the start and not throughout."""
    return token.text[:1].isupper() and not token.text.isupper()
