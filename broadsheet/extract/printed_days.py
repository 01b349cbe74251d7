"""Whether a page shows a day as a date of its own, outside its sentences.

Belongs here: the test that a guess at the publication day must pass. Dates near the headline are read by
broadsheet.extract.head_lines; this looks at the whole page, and only where nothing else gives a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from broadsheet.extract.elements import tidy
from broadsheet.extract.stamp_lines import is_stamp, speaks_of_change, split_stamp
from broadsheet.extract.stamps import parse_stamp
from broadsheet.extract.surroundings import Surroundings

_INLINE = frozenset(
    ("a", "abbr", "b", "bdi", "cite", "em", "font", "i", "small", "span", "strong", "sub", "sup", "time", "u")
)
_PROSE_TAGS = frozenset(("blockquote", "dd", "li", "p", "td"))
_LINE_CHARS = 120
_YEAR = re.compile(r"(?:19|20)\d{2}")
_UNSHOWN = frozenset(("script", "style", "noscript", "template", "title", "h1"))
_STATED_ATTRIBUTES = frozenset(
    ("datetime", "content", "title", "data-date", "data-time", "data-published", "data-datetime")
)
_DATE_KEY = r"""(?i:date|time|publish|creat|issued|added)\w*["']?\s*[:=]\s*["']"""
_MOST_SCRIPT_CHARS = 400_000


def is_in_sentence(element: Any) -> bool:
    """Whether an element's text stands in a longer text: a date in bold type within a paragraph is none of the page."""
    block = element
    while block is not None and block.tag in _INLINE:
        block = block.getparent()
    if block is None or block is element or block.tag not in _PROSE_TAGS:
        return False
    text = tidy(block.text_content())
    return len(text) > _LINE_CHARS or text.endswith((".", "!", "?"))


def prints_day(tree: Any, around: Surroundings, day: date) -> bool:
    """Whether a page states a day: in an attribute or a script under the name of a date, or as a short line."""
    is_before = around.headline is not None
    written = re.compile(_DATE_KEY + day.isoformat())
    for element in tree.iter():
        if element is around.headline:
            is_before = False
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script":
            if written.search((element.text or "")[:_MOST_SCRIPT_CHARS]):
                return True
        elif _shows_day(element, day) and not around.is_elsewhere(element, is_before=is_before):
            return True
    return False


def _shows_day(element: Any, day: date) -> bool:
    for name, value in element.attrib.items():
        if name in _STATED_ATTRIBUTES and value.startswith(day.isoformat()):
            return True
    if element.tag in _UNSHOWN:
        return False
    return any(_reads_as_day(part, day) for part in _list_stamps(element)) and not is_in_sentence(element)


def _list_stamps(element: Any) -> Iterator[str]:
    for text in (element.text, *(child.tail for child in element)):
        if text and len(text) <= 2 * _LINE_CHARS and _YEAR.search(text):
            line = tidy(text)
            if len(line) <= _LINE_CHARS:
                yield from (
                    part for part in split_stamp(line) if is_stamp(part, is_marked=False) and not speaks_of_change(part)
                )


def _reads_as_day(part: str, day: date) -> bool:
    # The order of day and month does not matter: the guess has one already.
    return any(
        stamp is not None and stamp.value_on == day
        for stamp in (parse_stamp(part, month_first=order) for order in (False, True))
    )
