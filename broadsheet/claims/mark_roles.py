"""The role of one quotation mark: whether it opens, closes, or is neither (an apostrophe or a stray).

Belongs here: deciding from the characters around a mark and the marks that are open. Pairing belongs to `mark_pairing`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Role = Literal["open", "close", "stray"]

_CLASSES = {
    "double": ("``", "''", *'"“”„‟＂〝〞'),
    "single": tuple("'‘’‚‛"),
    "angle": tuple("«»"),
    "angle_single": tuple("‹›"),
    "corner": tuple("「」"),
    "corner_white": tuple("『』"),
}
CLASS_OF = {mark: name for name, marks in _CLASSES.items() for mark in marks}
OPENERS = frozenset(("``", *"“„‟‘‚‛«‹「『〝"))
MARK = re.compile("``|''|[" + re.escape("".join(mark for mark in CLASS_OF if len(mark) == 1)) + "]")
_BEFORE_OPENING = frozenset(" \t\n\r\xa0\u2009\u200a\u200b\u202f([{-–—―/:;,>…|*_=\"“„‘'«‹")
# Words that begin with an apostrophe: the mark before them is not a quotation mark.
_ELISION = re.compile(r"(?:\d0s|tis|twas|em|til|cause|n|bout|cos|coz|nuff)\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s[^\W_]")


@dataclass(frozen=True, slots=True)
class MarkContext:
    """A mark with what surrounds it in its paragraph.

    before, after: the adjacent characters, a space at either end of the paragraph. is_last: the paragraph ends with it.
    partner: the open mark of its class, if any. following: the next mark.
    """

    text: str
    match: re.Match[str]
    before: str
    after: str
    is_last: bool
    partner: str | None
    following: re.Match[str] | None

    @property
    def mark(self) -> str:
        return self.match.group()

    @property
    def may_open(self) -> bool:
        """Whether the characters around the mark allow it to open."""
        return self.before in _BEFORE_OPENING and not self.after.isspace()

    @property
    def may_close(self) -> bool:
        """Whether the character before the mark allows it to close."""
        return not self.before.isspace()

    @property
    def ends_word(self) -> bool:
        return self.may_close and not self.after.isalnum()


def classify_mark(context: MarkContext) -> Role:
    """Whether a mark opens, closes or does neither."""
    return _CLASSIFIERS[context.mark](context)


def is_apostrophe(text: str, start: int, end: int) -> bool:
    """Whether a mark is inside a word ("don't") or begins an elided one ("'tis")."""
    if text[start] not in "'’‘" or end - start != 1:
        return False
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return after.isalnum() and (before.isalnum() or bool(_ELISION.match(text, end)))


def _always_open(context: MarkContext) -> Role:
    return "open"


def _always_close(context: MarkContext) -> Role:
    return "close"


def _classify_left_angle(context: MarkContext) -> Role:
    """Opens; closes what a right angle has opened, as in German »so«."""
    is_reversed = context.partner in ("»", "›")
    return "close" if is_reversed and context.may_close else "open"


def _classify_right_angle(context: MarkContext) -> Role:
    """Closes; opens if nothing of its class is open, as in German »so«."""
    return "open" if context.partner is None and context.may_open else "close"


def _classify_opener(context: MarkContext) -> Role:
    """Opens; “ closes what a low mark has opened, as in German „so“."""
    is_low = context.mark == "“" and context.partner in ("„", "‟")
    return "close" if is_low and context.may_close and not context.may_open else "open"


def _classify_closer(context: MarkContext) -> Role:
    """Closes; opens at the start of a word if nothing of its class is open, as in Swedish ”so”."""
    return "open" if context.partner is None and context.may_open and context.after.isalnum() else "close"


def _classify_straight(context: MarkContext) -> Role:
    """Closes what is open unless a space is only before it; else opens unless it follows a word."""
    if context.partner is not None:
        return "open" if context.before.isspace() and not context.after.isspace() else "close"
    is_joined = context.before.isalpha() and context.after.isupper()
    opens_gap = context.before.isspace() and not context.is_last
    return "open" if context.may_open or is_joined or opens_gap else "stray"


def _classify_single_opener(context: MarkContext) -> Role:
    """Opens before a word; ‘ closes what a low mark has opened, as in German ‚so‘."""
    if context.mark == "‘" and context.partner == "‚" and context.ends_word:
        return "close"
    return "open" if context.may_open else "stray"


def _classify_single_closer(context: MarkContext) -> Role:
    """Closes at the end of a word what is open, unless it is a possessive; a straight one may open."""
    if context.partner is None or not context.ends_word:
        return "open" if context.mark == "'" and context.may_open else "stray"
    return "stray" if _is_plural_possessive(context) else "close"


def _is_plural_possessive(context: MarkContext) -> bool:
    """ "'The workers' demands are fair'": after an s and before a word, with a later mark that can close."""
    text, following = context.text, context.following
    is_possessive = context.before in "sS" and bool(_NEXT_WORD.match(text, context.match.end()))
    if not is_possessive or following is None or CLASS_OF[following.group()] != "single":
        return False
    later = following.start()
    return not text[later - 1].isspace() and not text[later + 1 : later + 2].isalnum()


_CLASSIFIERS: dict[str, Callable[[MarkContext], Role]] = {
    mark: classify
    for marks, classify in (
        (tuple("「『"), _always_open),
        (tuple("」』"), _always_close),
        (tuple("«‹"), _classify_left_angle),
        (tuple("»›"), _classify_right_angle),
        (tuple("‘‚‛"), _classify_single_opener),
        (tuple("'’"), _classify_single_closer),
        (("``", *"“„‟〝"), _classify_opener),
        (("''", *"”〞"), _classify_closer),
        (tuple('"＂'), _classify_straight),
    )
    for mark in marks
}
