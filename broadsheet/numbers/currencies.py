"""Currencies beside a number: by sign, code or name, ambiguous ones settled by the country where it is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from broadsheet.numbers.lexicon import load_words
from broadsheet.numbers.tokens import Token
from broadsheet.numbers.units import Unit, UnitMatch, split_phrase

_LETTER_SIGNS_BEFORE = frozenset(["Rs", "RM", "SR", "Rp", "Tk", "Dh", "Kz", "QR", "Sh", "kr", "Bs", "Br"])

_LETTER_SIGNS_AFTER = frozenset(["kr", "zł", "Kč", "Ft", "лв", "元", "TL", "p"])

# Codes that are words or names too: they need a large number or one that is tied to them.
_WORDLIKE = frozenset(
    [
        "ALL",
        "TOP",
        "TRY",
        "CUP",
        "GEL",
        "PEN",
        "MAD",
        "SOS",
        "COP",
        "BAM",
        "RON",
        "DOP",
        "MOP",
        "LAK",
        "MUR",
        "CLP",
        "ERN",
    ]
)

_MILLION_CODE = re.compile(r"[ \u00a0]?M(?P<code>[A-Z]{3})(?!\w)")


@dataclass(frozen=True, slots=True)
class _Money:
    names: dict[tuple[str, ...], Unit]
    signs: dict[str, Unit]
    before: re.Pattern[str]
    after: re.Pattern[str]
    codes: dict[str, Unit]


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
    ordered = sorted(signs, key=len, reverse=True)
    joined = "|".join(map(re.escape, ordered))
    lower = "|".join(re.escape(sign.lower()) for sign in ordered if sign in codes and sign not in _WORDLIKE)
    before = re.compile(rf"(?<![\w$€£])(?P<sign>{joined}|{lower})[ \u00a0]?(?P<minus>[-−]?)$")
    after = re.compile(rf"[ \u00a0\u202f]?(?P<sign>{joined}|{lower})(?!\w)")
    return _Money(names, signs, before, after, codes)


def settle_currency(unit: Unit, country: str | None) -> Unit:
    """An ambiguous unit of money ("$", kr, rupee) by the country of the article; open where that does not say."""
    if unit.ambiguous is None:
        return unit
    entry = load_words("currencies")["ambiguous"][unit.ambiguous]
    code = entry["countries"].get(country or "", entry["elsewhere"] if country else entry["default"])
    return Unit(unit.name, unit.dimension, currency=code or None, ambiguous=unit.ambiguous)


def find_sign_before(text: str, start: int, is_large: bool, country: str | None, floor: int = 0) -> UnitMatch | None:
    """A currency sign or code that ends where a number starts ("US$5", "Rs 40", "EUR 125")."""
    money = _money()
    low = max(0, start - 8)
    match = money.before.search(text[low:start])
    if match is None:
        return None
    sign = match["sign"]
    unit = money.signs.get(sign) or money.signs.get(sign.upper())
    if unit is None:
        return None
    at = low + match.start()
    if at < floor or (sign in _WORDLIKE and not is_large):
        return None
    if at > 0 and sign[0].isalnum() and (text[at - 1].isalnum() or text[at - 1] in "_&-"):
        return None
    if len(sign) == 1 and sign.isalpha():
        tied = low + match.end("sign") == start
        home = {"R": "ZA", "N": "NG", "K": "ZM", "P": "BW", "D": "GM"}.get(sign)
        if sign == "p" or not tied or not (is_large or home == country):
            return None
    is_doubtful = sign.isalpha() and len(sign) == 2 and sign not in _LETTER_SIGNS_BEFORE
    if is_doubtful and low + match.end("sign") != start and not is_large:
        return None
    return UnitMatch(settle_currency(unit, country), at, low + match.end("sign"))


def find_sign_after(text: str, end: int, country: str | None) -> UnitMatch | None:
    """A currency sign or code after a number ("15€", "200 USD")."""
    match = _money().after.match(text, end)
    if match is None:
        return None
    sign = match["sign"]
    if sign.isalpha() and len(sign) < 3 and sign not in _LETTER_SIGNS_AFTER:
        return None
    if sign == "p" and match.start("sign") != end:
        return None
    unit = _money().signs.get(sign) or _money().signs.get(sign.upper())
    if unit is None or (sign in _WORDLIKE and match.start("sign") != end):
        return None
    return UnitMatch(settle_currency(unit, country), match.start("sign"), match.end("sign"))


def find_million_code(text: str, end: int) -> UnitMatch | None:
    """A code with M for million after a number: "30 MUSD"."""
    match = _MILLION_CODE.match(text, end)
    unit = _money().codes.get(match["code"]) if match else None
    return UnitMatch(unit, match.start("code") - 1, match.end()) if match and unit else None


def find_money_name(tokens: list[Token], index: int, country: str | None) -> tuple[UnitMatch, int] | None:
    """A currency name that begins at a token ("Australian dollars"), with the token after it."""
    names = _money().names
    for length in range(6, 0, -1):
        words = tuple(token.lower.replace("'s", "") for token in tokens[index : index + length])
        unit = names.get(words)
        if unit is None and len(words) >= 2 and words[0] in ("u", "us"):
            joined = tuple(word for word in words if word != ".")
            if joined[:2] == ("u", "s"):
                joined = ("us", *joined[2:])
            unit = names.get(joined)
        if unit and len(words) == length and words[-1] != ".":
            found = UnitMatch(
                settle_currency(unit, country), tokens[index].start_char, tokens[index + length - 1].end_char
            )
            return found, index + length
    return None
