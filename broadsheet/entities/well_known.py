"""Brands, products and things that are the same in every text: "AirPods" is no organisation, "Strava" no person.

Belongs here: which type a list gives to a name, also to one made of listed words ("Apple Watch", "iPhone 11 Pro").
"""

from __future__ import annotations

from collections.abc import Sequence

from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name

# Types that give way to that of a list.
_YIELDS_TO = {
    "ORG": ("PERSON", "LOC", "MISC", "WORK"),
    "PRODUCT": ("PERSON", "ORG", "LOC", "MISC", "WORK", "EVENT"),
    "MISC": ("PERSON", "ORG", "LOC", "WORK"),
}


def find_listed_type(name: Name, lexicon: Lexicon, words: NameWords) -> str | None:
    """The type that the lists give to a name instead of its own; None where they say nothing against that.

    A person with a first name stays one: "Alexa" and "Zara" are that too.
    """
    listed = _look_up(name.surface, lexicon, words)
    if listed is None or name.mention_type not in _YIELDS_TO[listed]:
        return None
    first = name.surface.split()[0]
    is_first_name = first in lexicon.given_names or first.casefold() in words.pronouns
    return None if name.mention_type == "PERSON" and is_first_name else listed


def _look_up(surface: str, lexicon: Lexicon, words: NameWords) -> str | None:
    if surface in words.cue("firms"):
        return "ORG"
    if surface in words.cue("things"):
        return "MISC"
    split = surface.split()
    return "PRODUCT" if _is_product(split, words) or _is_made_by(split, lexicon, words) else None


def _is_product(split: Sequence[str], words: NameWords) -> bool:
    """Whether a product is named, with nothing behind it but numbers and words of models: "iPhone 11 Pro Max"."""
    endings, products = words.cue("product_endings"), words.cue("products")
    length = next((count for count in (2, 1) if " ".join(split[:count]) in products), 0)
    return length > 0 and all(word in endings or any(map(str.isdigit, word)) for word in split[length:])


def _is_made_by(split: Sequence[str], lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a firm stands before its product: "Apple Watch", "Motorola Razr 5G"."""
    makers = (words.cue("firms"), words.cue("makers"), lexicon.organisations)
    if len(split) < 2 or not any(split[0] in listed for listed in makers):
        return False
    return split[1] in words.cue("product_heads") or _is_product(split[1:], words)
