"""Currencies beside a number: by sign, code or name, ambiguous ones resolved by the country where it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from broadsheet.numbers.lexicon import load_word_set, load_words
from broadsheet.numbers.tokens import Token
from broadsheet.numbers.units import Unit, UnitMatch, split_phrase

_WORDLIKE = load_word_set("currencies", "codes_like_words")
_LETTER_SIGNS_BEFORE = load_word_set("currencies", "letter_signs_before")
_LETTER_SIGNS_AFTER = load_word_set("currencies", "letter_signs_after")
_LETTER_HOMES: dict[str, str] = load_words("currencies")["letter_homes"]

# Tokens of the longest name: "U.S. Virgin Islands dollar".
_LONGEST_NAME = 6
# Signs for whole money that stand after a number alone: "500/-".
_ONLY_AFTER = frozenset(["/-", "/="])
# Lines of a picture: "1080p" is no sum of pence.
_RESOLUTION = re.compile(r"(?<!\d)(?:240|360|480|720|1080|1440|2160|4320)$")
_RESOLUTION_CHARS = 5
_MILLION_CODE = re.compile(r"[ \u00a0]?M(?P<code>[A-Z]{3})(?!\w)")


_COINS = ("cent", "cents")


@dataclass(frozen=True, slots=True)
class _Money:
    names: dict[tuple[str, ...], Unit]
    signs: dict[str, Unit]
    before: re.Pattern[str]
    after: re.Pattern[str]
    codes: dict[str, Unit]
    first_words: frozenset[str]

    def unit_of(self, sign: str) -> Unit | None:
        """The currency of a sign or code in any case."""
        return self.signs.get(sign) or self.signs.get(sign.upper())


@cache
def _money() -> _Money:
    lists = load_words("currencies")
    names: dict[tuple[str, ...], Unit] = {}
    signs: dict[str, Unit] = {}
    codes: dict[str, Unit] = {}

    def add(unit: Unit, words: list[str]) -> None:
        for word in words:
            names.setdefault(split_phrase(word), unit)
            if not word.endswith("s"):
                names.setdefault(split_phrase(word + "s"), unit)

    for code, entry in lists["codes"].items():
        unit = Unit(entry["name"], "currency", currency=code)
        codes[code] = unit
        if code not in _WORDLIKE:
            names[(code.lower(),)] = unit
        add(unit, entry["names"])
        signs |= dict.fromkeys([*entry["signs"], code], unit)
        signs |= {
            sign.lower(): unit
            for sign in entry["signs"]
            if sign[:3].isalpha() and sign.endswith("$") and len(sign) == 4
        }
    for name, entry in lists["ambiguous"].items():
        unit = Unit(name, "currency", ambiguous=name)
        add(unit, entry["names"])
        signs |= dict.fromkeys(entry["signs"], unit)
    for name, words in lists["old"].items():
        unit = Unit(name, "currency")
        add(unit, words)
        signs |= {word: unit for word in words if not word.isascii()}
    names |= _name_coins(names)
    ordered = sorted(signs, key=len, reverse=True)
    joined = "|".join(map(re.escape, ordered))
    lower = "|".join(re.escape(sign.lower()) for sign in ordered if sign in codes and sign not in _WORDLIKE)
    before = re.compile(rf"(?<![\w$€£])(?P<sign>{joined}|{lower})[ \u00a0]?(?P<minus>[-−]?)$")
    after = re.compile(rf"[ \u00a0\u202f]?(?P<sign>{joined}|{lower})(?!\w)")
    return _Money(names, signs, before, after, codes, frozenset([words[0] for words in names] + ["u"]))


def _name_coins(names: dict[tuple[str, ...], Unit]) -> dict[tuple[str, ...], Unit]:
    """Coins with the country that dollars have in their name: "one Singapore cent"."""
    dollars = [words for words in names if _is_dollar(words)]
    return {(*words[:-1], coin): names[(coin,)] for words in dollars for coin in _COINS}


def _is_dollar(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and words[-1] == "dollar"


def resolve_currency(unit: Unit, country: str | None) -> Unit:
    """An ambiguous unit of money ("$", kr, rupee) by the country of the article; open where that does not say."""
    if unit.ambiguous is None:
        return unit
    entry = load_words("currencies")["ambiguous"][unit.ambiguous]
    code = entry["countries"].get(country or "", entry["elsewhere"] if country else entry["default"])
    return Unit(unit.name, unit.dimension, currency=code or None, ambiguous=unit.ambiguous)


def is_of_family(unit: Unit, general: Unit) -> bool:
    """Whether a currency is one that an ambiguous name stands for: Canadian dollars are dollars."""
    if general.ambiguous is None or unit.currency is None:
        return False
    return unit.currency in load_words("currencies")["ambiguous"][general.ambiguous]["countries"].values()


def find_sign_before(text: str, start: int, is_large: bool, country: str | None, floor: int = 0) -> UnitMatch | None:
    """A currency sign or code that ends where a number starts ("US$5", "Rs 40", "EUR 125")."""
    money = _money()
    low = max(0, start - 8)
    match = money.before.search(text[low:start])
    if match is None:
        return None
    sign, at, end = match["sign"], low + match.start(), low + match.end("sign")
    unit = money.unit_of(sign)
    if unit is None or at < floor or _is_in_word(text, at, sign):
        return None
    is_sure = sign not in _ONLY_AFTER and _is_sure_before(sign, end == start, is_large, country)
    return UnitMatch(resolve_currency(unit, country), at, end) if is_sure else None


def _is_in_word(text: str, at: int, sign: str) -> bool:
    before = text[max(at - 1, 0) : at]
    return sign[0].isalnum() and (before.isalnum() or (before != "" and before in "_&-"))


def _is_sure_before(sign: str, is_tied: bool, is_large: bool, country: str | None) -> bool:
    """Whether a sign before a number is money; one or two letters may be anything before a small number."""
    if sign in _WORDLIKE:
        return is_large
    if len(sign) > 2 or not sign.isalpha() or sign in _LETTER_SIGNS_BEFORE:
        return True
    if len(sign) == 2:
        return is_tied or is_large
    return sign != "p" and is_tied and (is_large or _LETTER_HOMES.get(sign) == country)


def find_sign_after(text: str, end: int, country: str | None) -> UnitMatch | None:
    """A currency sign or code after a number ("15€", "200 USD")."""
    match = _money().after.match(text, end)
    if match is None:
        return None
    sign = match["sign"]
    unit = _money().unit_of(sign)
    if unit is None or not _is_sure_after(sign, match.start("sign") == end):
        return None
    if sign == "p" and _RESOLUTION.search(text, max(end - _RESOLUTION_CHARS, 0), end):
        return None
    return UnitMatch(resolve_currency(unit, country), match.start("sign"), match.end("sign"))


def _is_sure_after(sign: str, is_tied: bool) -> bool:
    """Whether a sign after a number is money; p for pence and codes that are words must be tied to it."""
    if sign == "p" or sign in _WORDLIKE:
        return is_tied
    return len(sign) > 2 or not sign.isalpha() or sign in _LETTER_SIGNS_AFTER


def find_cents(token: Token, country: str | None) -> UnitMatch:
    """Cents whose sign is one letter."""
    return UnitMatch(resolve_currency(_money().names[("cent",)], country), token.start_char, token.end_char)


def find_million_code(text: str, end: int) -> UnitMatch | None:
    """A code with M for million after a number: "30 MUSD"."""
    match = _MILLION_CODE.match(text, end)
    unit = _money().codes.get(match["code"]) if match else None
    return UnitMatch(unit, match.start("code") - 1, match.end()) if match and unit else None


def find_money_name(tokens: list[Token], index: int, country: str | None) -> tuple[UnitMatch, int] | None:
    """A currency name that begins at a token ("Australian dollars"), with the token after it."""
    money = _money()
    if index >= len(tokens) or _bare(tokens[index]) not in money.first_words:
        return None
    for last in range(min(index + _LONGEST_NAME, len(tokens)), index, -1):
        words = tuple([_bare(token) for token in tokens[index:last]])
        unit = money.names.get(words) or money.names.get(_join_initials(words))
        if unit and words[-1] != ".":
            place = UnitMatch(resolve_currency(unit, country), tokens[index].start_char, tokens[last - 1].end_char)
            return place, last
    return None


def _bare(token: Token) -> str:
    return token.lower.replace("'s", "")


def _join_initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "U.S. dollar" as "us dollar"."""
    letters = tuple([word for word in words if word != "."])
    return ("us", *letters[2:]) if letters[:2] == ("u", "s") else letters
