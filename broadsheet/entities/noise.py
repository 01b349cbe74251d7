"""Names that are none: titles and ranks alone, words of the calendar, codes of parties and of shares.

Belongs here: what is dropped from a model's names. Better spans and types belong to `repairs`.
"""

from __future__ import annotations

import re

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LETTERED_GROUP = re.compile(r"(?:Group|Pool|Section|Appendix|Annex) [A-Z]")
# How many characters of a line are read on either side of a name.
_REACH = 300
# "R-Neb.", "D-Calif", "R–Texas": a party and a state.
_PARTY = re.compile(r"(?:[RDIL]|DFL|Lab|Con|LD)[-–][A-Z][A-Za-z. ]{0,14}")
_PARTY_BEFORE = re.compile(r"\((?:[RDIL]|DFL|Lab|Con|LD)[-–,]\s?$")
_TICKER_BEFORE = re.compile(
    r"\((?:[A-Z]{2,6}(?=:)|NYSE|NYSEARCA|NASDAQ|Nasdaq|NasdaqGS|LSE|LON|TSX|TSXV|ASX|HKEX|SEHK|NSE|BSE|OTC|OTCMKTS|AMEX|SIX|ETR|EPA|AIM|ticker)"
    r"(?:[: ]+[A-Z.]+[,;]?)*[: ]+$"
)
_TICKER = re.compile(r"[A-Z]{1,5}(?:\.[A-Z]{1,2})?")
_RANK_JOINERS = frozenset(["of", "the", "for", "and", "to", "in"])


def is_noise(part: TextPart, name: Name, lexicon: Lexicon) -> bool:
    """A bare title, a calendar word ("mid-June"), a word that is not a name ("No."), "Group C", or a name without any
    capital on a line that has capitals.
    """
    surface = name.surface
    if surface.rstrip(".") in lexicon.titles and name.mention_type in ("PERSON", "ORG"):
        return True
    if surface in lexicon.calendar or surface.rpartition("-")[2] in lexicon.calendar:
        return True
    if surface.rstrip(".") in lexicon.not_names and name.mention_type != "MISC":
        return True
    if surface.endswith("$") or _is_code(part.text, name) or _is_rank(name, lexicon):
        return True
    if _LETTERED_GROUP.fullmatch(surface):
        return True
    return _is_small(part, name)


def _is_small(part: TextPart, name: Name) -> bool:
    """Whether a name has no capital although its line has some."""
    surface = name.surface
    if surface != surface.lower() or surface == surface.upper():
        return False
    around = part.text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2] + surface
    line = around + part.text[name.end_char : name.end_char + _REACH].partition("\n")[0]
    return line != line.lower()


def _is_code(text: str, name: Name) -> bool:
    """An address, a party with its state ("R-Neb."), or a share's short form behind its exchange ("NYSE: ABC")."""
    if _ADDRESS.fullmatch(name.surface):
        return True
    before = text[max(0, name.start_char - 30) : name.start_char]
    if _PARTY.fullmatch(name.surface):
        return before.endswith(("(", "[", ", ")) or text[name.end_char : name.end_char + 2].startswith((")", ".)", "]"))
    if name.mention_type in ("PERSON", "ORG") and _PARTY_BEFORE.search(before):
        return True
    return _TICKER.fullmatch(name.surface) is not None and _TICKER_BEFORE.search(before) is not None


def _is_rank(name: Name, lexicon: Lexicon) -> bool:
    """An office without a person: "Lord President of the Council", "Chief Justice", "Lord Provost"."""
    if name.mention_type != "PERSON":
        return False
    words = name.surface.split()
    if words[0].rstrip(".") not in lexicon.titles:
        return False
    named = [word.rstrip(".") for word in words if word not in _RANK_JOINERS]
    if all(word in lexicon.titles for word in named):
        return True
    return words[0] in ("Lord", "Lady") and words[1:2] != [] and words[1] in lexicon.titles and "of" in words
