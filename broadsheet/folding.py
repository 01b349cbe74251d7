"""Names as they are compared: case, accents, articles, possessives and dots aside; what a name is, others know."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|an?)\s+(?=\S)", re.IGNORECASE)
_DOTTED = re.compile(r"^(?:\w\.)+\w?\.?$")


@lru_cache(maxsize=1 << 16)
def fold_name(name: str) -> str:
    """The name in lower case, without accents, leading article, possessive and the dots of abbreviations.

    >>> fold_name("The  Café Society’s"), fold_name("U.S.")
    ('cafe society', 'us')
    """
    if name.isascii():
        plain = name
    else:
        decomposed = unicodedata.normalize("NFKD", name.replace("’", "'"))
        plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = _POSSESSIVE.sub("", _ARTICLE.sub("", " ".join(plain.split())))
    return (words.replace(".", "") if _DOTTED.match(words) else words).casefold()
