"""Media by name: "the Harbour Post" is told things, and is seldom who "they" are."""

from __future__ import annotations

import re

from broadsheet.claims.lexicon import Lexicon

_PRINTED = re.compile(r"\b(?:journal|magazine|newspaper|periodical)\s[“\"]?$")
_REACH = 14
_KINDS = ("newspaper", "broadcaster")


def is_medium(name: str, lexicon: Lexicon) -> bool:
    """Whether a name, in lower case, is a news agency's or platform's, or has a word that newspapers and stations bear.

    >>> from broadsheet.claims.lexicon import load_lexicon
    >>> is_medium("harbour post", load_lexicon()), is_medium("post office", load_lexicon())
    (True, False)
    """
    last = name.split()[-1:] if name else []
    kinds = [lexicon.kinds[kind] for kind in _KINDS if kind in lexicon.kinds]
    return name in lexicon.words["media_names"] or any(kind.names.intersection(last) for kind in kinds)


def is_printed(text: str, start: int) -> bool:
    """Whether the name that begins at a code point is called something printed: "a study in the journal | Tides"."""
    return _PRINTED.search(text, max(0, start - _REACH), start) is not None
