"""Which part of a page an element is in: the article itself, or comments, other stories, site head and footer.

Belongs here: looking at the elements around one element. What a date or a name means there belongs to the modules that
read them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_OUTER_TAGS = frozenset(("aside", "nav", "footer", "article"))
_ROOTS = frozenset(("html", "body", "main"))
# Class or id words of parts that are not the article. Only elements that do not contain the headline are asked.
_OUTER_WORDS = re.compile(
    r"comment|kommentar|disqus|respond|reply|related|recommend|teaser|sidebar|(?<!elementor-)widget|footer"
    r"|more-?_*(?:stories|news|articles|from)|(?:latest|recent|popular|trending|top)-?_*(?:stories|news|posts|articles)"
    r"|most-?_*(?:read|viewed|popular|shared)|read-?_*(?:more|next|also)|you-?_*may|promo|newsletter|outbrain|taboola"
    r"|masthead|top-?_*bar|nav-?_*bar|site-?_*head|page-?_*head|weather|wetter|current-?_*date|author-?_*(?:bio|box)"
    r"|(?:^|[\s_-])(?:cards?|clock|today|latest|events?|ticker|termine?|veranstaltung(?:en)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LEVELS = 40


class Surroundings:
    """Tells the article's own elements from those of other parts, by the headline's place in the tree.

    headline: the element of the headline, None where the page has none.
    """

    def __init__(self, headline: Any | None) -> None:
        self._own = set() if headline is None else set(headline.iterancestors())
        self._is_enclosed = any(outer.tag in ("article", "main") for outer in self._own)

    def is_elsewhere(self, element: Any, *, is_before: bool) -> bool:
        """Whether an element is in another part than the article. is_before: it comes before the headline."""
        outer, in_header = element, False
        for _ in range(_LEVELS):
            if outer is None or outer in self._own or outer.tag in _ROOTS:
                break
            if outer.tag in _OUTER_TAGS and self._own:
                return True
            if _marks_other_part(f"{outer.get('class') or ''} {outer.get('id') or ''}"):
                return True
            in_header = in_header or outer.tag == "header"
            outer = outer.getparent()
        is_apart = outer is None or outer.tag in ("html", "body")
        return is_before and is_apart and (in_header or self._is_enclosed)


@lru_cache(maxsize=4096)  # a page repeats its classes
def _marks_other_part(words: str) -> bool:
    return bool(_OUTER_WORDS.search(words))
