"""Text of pages made harmless for a terminal.

A page may hold escape sequences that move the cursor, set the window's title or the clipboard, and marks that turn
the direction of reading. Every text that goes to a terminal passes here; files get the text as it is.
"""

from __future__ import annotations

import re

# C0 and DEL, C1, marks of direction, separators of lines and paragraphs, tags, and the byte order mark. The joiners
# of Persian, Hindi and emoji stay.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\U000e0000-\U000e007f]")
_C0_PICTURES, _DELETE_PICTURE = 0x2400, "\u2421"


def make_visible(text: str, keep: str = "") -> str:
    """The text with every control character replaced by a sign for it; those in `keep` stay.

    >>> make_visible("price\\x1b[31m up\\u202e"), make_visible("a\\nb", keep="\\n")
    ('price␛[31m up<U+202E>', 'a\\nb')
    """
    return _UNSAFE.sub(lambda found: found[0] if found[0] in keep else _picture(found[0]), text)


def _picture(sign: str) -> str:
    code = ord(sign)
    if code < 0x20:
        return chr(_C0_PICTURES + code)
    return _DELETE_PICTURE if code == 0x7F else f"<U+{code:04X}>"
