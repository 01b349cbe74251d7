"""Which part of a page an element is in: the article itself, or comments, other stories, site head and footer.

Belongs here: looking at the elements around one element. What a date or a name means there belongs to the modules that
read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from broadsheet.extract.elements import tidy

_OUTER_TAGS = frozenset(("nav", "article"))
_ROOTS = frozenset(("html", "body", "main"))
# Class or id words of parts that are not the article. Only elements that do not contain the headline are asked.
_OUTER_WORDS = re.compile(
    r"comment|kommentar|disqus|respon(?:d|ses?(?:$|[\s_-]))|reply|feedback|reactions|reacties|leserbrief|related|recommend|teaser(?!-?_*(?:text|lead|head|title|content|body|intro))|sidebar|(?<!elementor-)widget|colophon"
    r"|more-?_*(?:stories|news|articles|from)|(?:latest|recent|popular|trending|top)-?_*(?:stories|news|posts|articles)"
    r"|most-?_*(?:read|viewed|popular|shared)|read-?_*(?:more|next|also)|you-?_*may|promo(?!t)|newsletter|outbrain|taboola"
    r"|masthead|top-?_*bar|nav-?_*bar|site-?_*head|weather|wetter|current-?_*date"
    r"|(?:^|\s)(?:(?:site|page|main|global)[_-]?)?footer(?:$|\s)|(?:^|[\s_-])(?:(?<!h-)cards?|clock|today|latest|events?|ticker|termine?|veranstaltung(?:en)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEAD_WORDS = re.compile(r"meta|byline|author|article-?_*(?:info|head)", re.IGNORECASE)
_READERS_PARTS = frozenset(("comment", "usercomments", "review", "reviews", "answer", "suggestedanswer"))
_LEVELS = 40
_FEWEST_CHARS = 10
_MOST_ARTICLES, _MOST_PARAGRAPHS, _PROSE_CHARS = 12, 40, 40


class Surroundings:
    """Tells the article's own elements from those of other parts, by the headline's place in the tree.

    headline: the element of the headline, None where the page has none.
    """

    def __init__(self, headline: Any | None) -> None:
        self.headline = headline
        around = [] if headline is None else list(headline.iterancestors())
        self._own = set(around)
        tops = [place for place, outer in enumerate(around) if outer.tag == "article"]
        self._articles = set(around[: tops[-1] + 1]) if tops else set()
        self._is_enclosed = bool(tops) or any(outer.tag == "main" for outer in around)
        if around:
            # The headline stands above the article, or the text is in an article of its own within it.
            within = around[tops[-1]] if tops else around[-1]
            own = max(islice(within.iter("article"), _MOST_ARTICLES), key=_count_prose, default=None)
            if own is not None and _count_prose(own):
                self._articles.add(own)
                self._own |= self._articles

    def list_before(self, tree: Any, elements: set[Any]) -> set[Any]:
        """Those of some elements that come before the headline."""
        before: set[Any] = set()
        if self.headline is None or not elements:
            return before
        for element in tree.iter(self.headline.tag, *{element.tag for element in elements}):
            if element is self.headline:
                break
            if element in elements:
                before.add(element)
        return before

    def is_elsewhere(self, element: Any, *, is_before: bool) -> bool:
        """Whether an element is in another part than the article. is_before: it comes before the headline."""
        outer, ends = element, set()
        for _ in range(_LEVELS):
            if outer is None or outer in self._own or outer.tag in _ROOTS:
                break
            if self._is_other_part(outer):
                return True
            ends.add(outer.tag)
            outer = outer.getparent()
        if "footer" in ends and self._own and outer not in self._articles:
            return True
        return is_before and self._is_apart(outer, "header" in ends)

    def _is_other_part(self, outer: Any) -> bool:
        """Whether an element without the headline is another part by its tag or its class."""
        if is_of_reader(outer):
            return True
        is_outer = outer.tag in _OUTER_TAGS or (outer.tag == "aside" and not _marks_head(outer))
        return (is_outer and bool(self._own)) or _marks_other_part(
            f"{outer.get('class') or ''} {outer.get('id') or ''}"
        )

    def _is_apart(self, shared: Any | None, in_header: bool) -> bool:
        """Whether what comes before the headline is above the article. shared: the element that holds both."""
        return (shared is None or shared.tag in ("html", "body")) and (in_header or self._is_enclosed)


def choose_headline(headings: Sequence[Any], titles: Iterable[str]) -> Any | None:
    """The heading that the page's titles name, else the first h1 in an article, else the first h1; or None.

    headings: elements h1 to h3 in order. The site's name is an h1 too on many pages.
    """
    named = " ".join(map(tidy, titles)).casefold()
    fitting = [
        (len(text), heading)
        for heading in headings
        if (text := tidy(heading.text_content()).casefold()) and text in named
    ]
    longest = max((length for length, _ in fitting), default=0)
    if longest >= _FEWEST_CHARS:
        return next(heading for length, heading in fitting if length == longest)
    tops = [heading for heading in headings if heading.tag == "h1"]
    enclosed = [heading for heading in tops if next(heading.iterancestors("article"), None) is not None]
    return next(iter([*enclosed, *tops]), None)


def _marks_head(aside: Any) -> bool:
    """Whether an aside is that of the article's byline and dates."""
    return bool(_HEAD_WORDS.search(aside.get("class") or ""))


def is_of_reader(*elements: Any) -> bool:
    """Whether schema.org marks one of some elements as a comment or a review on the page."""
    marks = (mark for outer in elements for mark in (outer.get("itemprop"), outer.get("itemtype")) if mark)
    return any(mark.rsplit("/", 1)[-1].casefold() in _READERS_PARTS for mark in marks)


def _count_prose(article: Any) -> int:
    """Paragraphs of an article that begin with a sentence rather than a link or a label."""
    return sum(len(paragraph.text or "") >= _PROSE_CHARS for paragraph in islice(article.iter("p"), _MOST_PARAGRAPHS))


@lru_cache(maxsize=4096)  # a page repeats its classes
def _marks_other_part(words: str) -> bool:
    return bool(_OUTER_WORDS.search(words)) and not (_HEAD_WORDS.search(words) and "omment" not in words)
