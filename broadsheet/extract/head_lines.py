"""Lines around the headline that may say who wrote the article and when, by how they are marked or how they begin.

Belongs here: collecting them in the walk of broadsheet.extract.page and leaving out those of other parts of the page.
What they say belongs to broadsheet.extract.names and broadsheet.extract.stamp_lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

from broadsheet.extract.bylines import load_words
from broadsheet.extract.elements import rank_byline, read_byline, tidy
from broadsheet.extract.printed_days import is_in_sentence
from broadsheet.extract.stamp_lines import begins_as_stamp
from broadsheet.extract.surroundings import Surroundings

# Names of one byline are this many elements apart at most; the next ones are of other stories, answers or comments.
_GAP = 12
_MOST_LINES = 8
_DATE_REACH = 40
_DATE_CHARS = 120
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_LEAD_CHARS, _LEAD_REACH = 120, 60
_SIBLINGS = 3
_FEW = 12
_TITLE_WORDS = 3
_AUTHOR = re.compile(r"auth?or|auteur|staff|people|profile|byline", re.IGNORECASE)


class HeadLines:
    """Collects elements after the headline; asks about their surroundings once the walk has ended."""

    def __init__(self) -> None:
        self._bylines: dict[int, list[tuple[int, Any]]] = {}
        self._leads: list[Any] = []
        self._dates: list[Any] = []

    def offer(self, element: Any, words: str, distance: int) -> None:
        """Look at an element. words: its class; distance: elements since the headline."""
        rank = rank_byline(element, words)
        if rank is not None:
            self._bylines.setdefault(rank, []).append((distance, element))
        text = element.text or ""
        if text and distance <= _LEAD_REACH and _lead_line().match(text):
            self._leads.append(element)
        if distance <= _DATE_REACH and len(text) <= _DATE_CHARS and _holds_date(element, text):
            self._dates.append(element)

    def choose_bylines(self, around: Surroundings) -> list[str]:
        """The texts of the best marked bylines, those of the first place where there are some."""
        for rank in sorted(self._bylines):
            chosen: list[str] = []
            last = None
            for distance, element in self._bylines[rank]:
                if last is not None and distance - last > _GAP:
                    break
                text = "" if is_of_other(element, around) else read_byline(element)
                if text:
                    chosen.append(text)
                    last = distance
            if chosen:
                return list(dict.fromkeys(chosen))[:_MOST_LINES]
        return []

    def choose_lead_lines(self, around: Surroundings) -> list[str]:
        """Lines that begin like a byline ("By ...", "Text: ...") and are short enough for one."""
        own = (element for element in self._leads if not is_of_other(element, around))
        texts = (read_byline(_join_following(element)) for element in own)
        return list(dict.fromkeys(text for text in texts if 3 <= len(text) <= _LEAD_CHARS))[:_MOST_LINES]

    def choose_date_lines(self, around: Surroundings, headline: Any | None) -> list[str]:
        """Short lines with a year after the headline or just before it."""
        before = [] if headline is None else list(_list_before(headline))
        offered = [*((element, True) for element in before), *((element, False) for element in self._dates)]
        lines = (
            tidy(element.text_content())
            for element, is_before in offered
            if not around.is_elsewhere(element, is_before=is_before) and not is_in_sentence(element)
        )
        return list(dict.fromkeys(line for line in lines if len(line) <= _DATE_CHARS and _YEAR.search(line)))


def is_of_other(element: Any, around: Surroundings) -> bool:
    """Whether a byline after the headline is of a comment or of another story, or stands with one in its link."""
    if around.is_elsewhere(element, is_before=False) or _is_in_teaser(element, around.headline):
        return True
    link = next(element.iterancestors("a"), None)
    return link is not None and _count_words(link) > _count_words(element) + _TITLE_WORDS


def _count_words(element: Any) -> int:
    return len(element.text_content().split())


def _is_in_teaser(element: Any, headline: Any | None) -> bool:
    """Whether a byline is in a list item behind the linked headline of another story."""
    item = next(islice((outer for outer in element.iterancestors() if outer.tag == "li"), 1), None)
    if item is None or (headline is not None and item in headline.iterancestors()):
        return False
    name = tidy(element.text_content()).casefold()
    link = next(item.iter("a"), None)
    if link is None or link is element or link in element.iterdescendants("a"):
        return False
    text = tidy(link.text_content()).casefold()
    return " " in text and text not in name and name not in text


def is_of_other_story(time: Any, headline: Any | None) -> bool:
    """Whether a time stands in a list item with the linked headline of another story."""
    item = next(time.iterancestors("li"), None)
    if item is None or (headline is not None and item in headline.iterancestors()):
        return False
    links = (link for link in islice(item.iter("a"), _FEW) if not _AUTHOR.search(_words_of(link)))
    return any(len(tidy(link.text_content()).split()) >= _TITLE_WORDS for link in links)


def _words_of(link: Any) -> str:
    return f"{link.get('rel') or ''} {link.get('class') or ''} {link.get('href') or ''}"


def _holds_date(element: Any, text: str) -> bool:
    """Whether an element's own text, or that between its children, has a year or begins like a stamp."""
    if _YEAR.search(text) or begins_as_stamp(text):
        return True
    return any(child.tail and _YEAR.search(child.tail) for child in element)


def _join_following(element: Any) -> Any:
    """The element around one that holds nothing but "By", since the name stands in the next one; else itself."""
    around = element.getparent()
    is_lead = tidy(element.text_content()).casefold().rstrip(" :") in load_words("leads")
    return around if is_lead and around is not None and len(around) <= _FEW else element


def _list_before(headline: Any) -> Iterator[Any]:
    for element in (headline, headline.getparent()):
        if element is not None:
            for sibling in islice(element.itersiblings(preceding=True), _SIBLINGS):
                if isinstance(sibling.tag, str) and len(sibling) < 6:
                    yield sibling


@cache
def _lead_line() -> re.Pattern[str]:
    leads = "|".join(re.escape(word) for word in sorted(load_words("leads"), key=len, reverse=True))
    return re.compile(rf"\s*(?:{leads})(?:\s*[:：]|\s|$)", re.IGNORECASE)
