"""Word counts, for scripts with and without spaces between words."""

from __future__ import annotations

import re

_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# Chinese and Japanese words have about two characters.
_CHARS_A_WORD = 2


def count_words(text: str) -> int:
    """Number of words in a text: separated by whitespace, or one for every two characters in scripts without spaces.

    >>> count_words("two words"), count_words("")
    (2, 0)
    """
    unspaced = len(_UNSPACED.findall(text))
    if not unspaced:
        return len(text.split())
    return len(_UNSPACED.sub(" ", text).split()) + unspaced // _CHARS_A_WORD
