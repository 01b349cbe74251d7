"""The country that the name of an organisation says it is of: "Bank of Canada", "Norway Grid Operators Association".

Belongs here: reading that name. What it says of the article's places is weighed in `cities`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import fold_name
from broadsheet.entities.place_table import PlaceTable

# Words of the longest name of a country that stands in others.
_LONGEST = 4
# A name of two words that begins with a country may be a person's: "Jordan Holdings".
_LEAST_WORDS = 3


def find_body_country(surface: str, lexicon: Lexicon, table: PlaceTable) -> str | None:
    """Its code; None where the name has no country, or two ("Norway-Peru Business Council").

    >>> from broadsheet.entities.lexicon import load_lexicon
    >>> from broadsheet.entities.place_table import load_place_table
    >>> lists = load_lexicon("en"), load_place_table("en")
    >>> [find_body_country(name, *lists) for name in ("Ski Union of Norway", "Peruvian Ski Union", "Orme Ski Union")]
    ['NO', 'PE', None]
    """
    words = surface.replace("-", " ").split()
    found = set(_read_codes(words, lexicon, table))
    return found.pop() if len(found) == 1 else None


def _read_codes(words: Sequence[str], lexicon: Lexicon, table: PlaceTable) -> Iterator[str]:
    start = 0
    while start < len(words):
        length, kind, code = _read_place(words, start, lexicon)
        name = " ".join(words[start : start + length])
        is_whole = start > 0 or len(words) >= _LEAST_WORDS
        if kind == "country" and code and is_whole and table.find_namesakes(name) is None:
            yield code
        elif not kind and (people := _read_people(words, start, lexicon, table)):
            yield people
        start += length


def _read_place(words: Sequence[str], start: int, lexicon: Lexicon) -> tuple[int, str, str | None]:
    """The words, kind and country of the longest name of a place that begins here; one word without a kind if none."""
    for length in range(min(_LONGEST, len(words) - start), 0, -1):
        place = lexicon.find_place(" ".join(words[start : start + length]))
        if place is not None:
            return length, place.kind, place.country_code
    return 1, "", None


def _read_people(words: Sequence[str], start: int, lexicon: Lexicon, table: PlaceTable) -> str | None:
    """The country of an adjective; none of one in a compound: "Latin American Bank"."""
    if not words[start][:1].isupper() or (start > 0 and words[start - 1] in table.compounds):
        return None
    return lexicon.demonyms.get(fold_name(" ".join(words[start : start + 2]))) or lexicon.demonyms.get(
        fold_name(words[start])
    )
