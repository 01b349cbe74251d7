"""Who wrote it: which byline of a page is believed, and what its names are.

Bylines are tried in this order: JSON-LD, meta tags, what the page marks or shows as its byline, a line that begins like
one, the extractor's guess. A byline that names only the site or an account is replaced by a later one with a person in
it. Splitting one byline belongs to broadsheet.extract.names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from broadsheet.extract.elements import PART_BREAK, drop_controls, resolve_escapes, tidy
from broadsheet.extract.head_lines import is_of_other
from broadsheet.extract.headline import read_site_name
from broadsheet.extract.json_ld import is_type, list_items, text_of
from broadsheet.extract.names import clean_name, has_word, is_listed, split_byline, splits_before
from broadsheet.extract.page import Page
from broadsheet.extract.records import ArticleAuthor
from broadsheet.extract.stamp_lines import is_stamp, split_stamp

_META_NAMES = (
    "author", "byl", "sailthru.author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author",
    "article:author_name", "article:author", "article.author", "cxenseparse:author", "dcsext.author", "rbauthors",
    "twitter:data1", "author_name",
)  # fmt: skip
_ORGANISATIONS = frozenset(("Organization", "NewsMediaOrganization", "Corporation", "GovernmentOrganization", "NGO"))
_ADDRESS = re.compile(r"https?:|www\.|@|/\w|^\S+\.(?:com|org|net|de|uk)$", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}=%]|\\|\b(?:href|class|function)\b")
_NUMBERS = re.compile(r"\d{3,}|\d[:.]\d|^\d")
_CONNECTED = re.compile(r" (?:of|für|de l|des|della|for) ")
_MOST_WORDS, _MOST_CHARS = 6, 60
_MOST_AUTHORS = 40
_SHOWN_CHARS = 200
_GUESSED_WORDS = range(2, 5)

Bylines = Iterable[tuple[str, bool]]


def read_authors(page: Page, search: Callable[[], str | None]) -> tuple[ArticleAuthor, ...]:
    """The authors in the order of the byline. `search`: the extractor's guess, tried last, names separated by ";"."""
    namer = Namer(page)
    marked = namer.name(_read_json_ld(page), "json_ld")
    printed = namer.name(((text, True) for text in page.bylines), "byline")
    described = namer.name(_read_metas(page), "meta")
    if any(map(_reads_as_person, marked)):
        return printed if _contradict(marked, described, printed) else _prefer_printed(marked, printed)
    if any(map(_reads_as_person, described)):
        return _prefer_printed(described, printed)
    if any(map(_reads_as_person, printed)):
        return printed
    found = _choose_bodies(page, namer, [marked, described, printed])
    # The extractor's guess copies the whole tree, so it is used only where nothing else names anybody.
    return found or tuple(_read_search(page, namer, search()))


def _choose_bodies(page: Page, namer: Namer, offered: list[tuple[ArticleAuthor, ...]]) -> tuple[ArticleAuthor, ...]:
    """The first byline that names anybody, where none has a person; a line of persons outweighs the site."""
    # A line that only begins like a byline is one where it consists of persons.
    lines = (
        namer.name([(text, True)], "byline") for text in (*page.lead_lines, *filter(_follows_date, page.date_lines))
    )
    led = next((names for names in lines if names and all(map(_reads_as_person, names))), ())
    found = next(filter(None, offered), ())
    found = led if led and all(namer.names_site(author.name) for author in found) else found
    if any(author.role != "organisation" for author in found):
        return found
    return next((names for names in offered if any(author.role == "agency" for author in names)), found)


def _prefer_printed(marked: tuple[ArticleAuthor, ...], printed: tuple[ArticleAuthor, ...]) -> tuple[ArticleAuthor, ...]:
    """The printed byline instead of the page's data where it gives first names in full, or all of them and more."""
    firsts = [author.name.casefold() for author in marked if author.role == "staff" and len(author.name.split()) == 1]
    fulls = [author.name.casefold() for author in printed if _reads_as_person(author)]
    is_in_full = len(firsts) == len(marked) and all(any(full.split()[0] == first for full in fulls) for first in firsts)
    known = {author.name.casefold() for author in marked}
    is_longer = known < set(fulls) and len(fulls) == len(printed) and _is_list(printed)
    return printed if marked and (is_in_full or is_longer) else marked


def _contradict(
    marked: tuple[ArticleAuthor, ...], described: tuple[ArticleAuthor, ...], printed: tuple[ArticleAuthor, ...]
) -> bool:
    """Whether the page's data name somebody else than both its byline and its meta tags, or than its byline, which is
    in the letters of the text.
    """
    persons = {author.name.casefold() for author in printed if _reads_as_person(author)}
    if not persons or persons & {author.name.casefold() for author in marked}:
        return False
    is_foreign = not any(_is_cased(author.name) for author in marked) and all(map(_is_cased, persons))
    return is_foreign or persons == {author.name.casefold() for author in described}


def _is_cased(name: str) -> bool:
    return name.lower() != name.upper()


def _is_list(authors: tuple[ArticleAuthor, ...]) -> bool:
    """Whether a byline joins its names with commas or words, or gives each an element; what else stands beside a name
    may be its role.
    """
    line = authors[0].byline_raw
    return all(splits_before(line, author.name) or author.byline_raw == author.name for author in authors[1:])


def _read_json_ld(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield (byline, whether it may hold several names)."""
    for item in list_items(page.article.get("author")):
        yield from _read_author(item, page.nodes)


def _read_author(item: Any, nodes: Iterable[dict[str, Any]]) -> Iterator[tuple[str, bool]]:
    if isinstance(item, dict) and "name" not in item and "@id" in item:
        item = next((node for node in nodes if node.get("@id") == item["@id"] and _list_names(node)), item)
    is_one = isinstance(item, dict) and is_type(item, _ORGANISATIONS)
    yield from ((name, not is_one) for name in _list_names(item) if isinstance(name, str) and name.strip())


def _list_names(item: Any) -> list[Any]:
    if not isinstance(item, dict):
        return [item]
    names = [text_of(name) if isinstance(name, dict) else name for name in list_items(item.get("name"))]
    return [name for name in names if isinstance(name, str) and name.strip()] or list(filter(None, [_join_names(item)]))


def _join_names(person: dict[str, Any]) -> str:
    """First and family name of a schema.org Person that has them apart."""
    parts = (text_of(person.get(name)) for name in ("givenName", "additionalName", "familyName"))
    return " ".join(part for part in parts if part)


def _read_metas(page: Page) -> Iterator[tuple[str, bool]]:
    for wanted in _META_NAMES:
        found = [content for name, content in page.metas if name == wanted and not _ADDRESS.search(content)]
        names = [content for content in found if content[:1] not in "([" and not content.isdigit()]
        if names and (
            wanted != "twitter:data1" or page.find_meta("twitter:label1") in ("Written by", "Verfasst von", "Author")
        ):
            yield from ((content, True) for content in names)
            return


def _read_search(page: Page, namer: Namer, found: str | None) -> Iterator[ArticleAuthor]:
    """The guess where all of it reads as persons whose names the article's own part shows."""
    authors = namer.name(((name, True) for name in (found or "").split(";")), "search")
    for author in authors:
        words = author.name.split()
        if len(words) in _GUESSED_WORDS and _reads_as_person(author) and _shows(page, author.name):
            yield author


def _shows(page: Page, name: str) -> bool:
    """Whether a name stands in a short line of the article's own part."""
    wanted = name.casefold()
    for element in page.tree.iter():
        text = element.text if isinstance(element.tag, str) else None
        if not text or len(text) >= _SHOWN_CHARS or wanted not in tidy(text).casefold():
            continue
        if not is_of_other(element, page.around):
            return True
    return False


def _follows_date(line: str) -> bool:
    """Whether a line is a stamp with a name beside it: "4 May 2024 | Nora Lie"."""
    return any(is_stamp(part, is_marked=False) for part in split_stamp(line))


class Namer:
    """Makes authors of bylines, knowing the site's name and the article's section."""

    def __init__(self, page: Page) -> None:
        self._site = _fold(read_site_name(page) or "")
        self._sections = {_fold(text) for text in (text_of(page.article.get("articleSection")), page.kicker) if text}

    def names_site(self, name: str) -> bool:
        """Whether a name is that of the site."""
        return _names_site(name, self._site)

    def _drop_site(self, byline: str) -> str:
        """A byline without the site's name and a dash before the writer's."""
        before, dash, after = byline.partition(" - ")
        return after if dash and after.strip() and _names_site(before, self._site) else byline

    def name(self, bylines: Bylines, method: str) -> tuple[ArticleAuthor, ...]:
        """The authors of bylines in their order, each once."""
        authors: dict[str, ArticleAuthor] = {}
        for byline, may_split in bylines:
            byline = self._drop_site(drop_controls(resolve_escapes(byline)))
            shown = tidy(byline.replace(PART_BREAK, " "))[:500]
            names = split_byline(byline[:500]) if may_split else [clean_name(shown)]
            for place, name in enumerate(names):
                role = _classify_role(name, self._site)
                is_aside = place > 0 and role != "agency" and _names_site(name, self._site)
                if _reads_as_name(name) and not is_aside and _fold(name) not in self._sections:
                    authors.setdefault(_fold(name), ArticleAuthor(len(authors), name, shown, role, method))
        return tuple(list(authors.values())[:_MOST_AUTHORS])


def _reads_as_name(name: str) -> bool:
    return (
        1 < len(name) <= _MOST_CHARS
        and len(name.split()) <= _MOST_WORDS
        and any(char.isalpha() for char in name)
        and not _ADDRESS.search(name)
        and not _MARKUP.search(name)
        and not _NUMBERS.search(name)
        and not any(is_listed(name, words) for words in ("leads", "nobody", "sections", "other_labels", "weekdays"))
        and not all(is_listed(word, "nobody") for word in name.split())
        and not _names_account(name)
    )


def _names_account(name: str) -> bool:
    """Whether a name is that of an import or a login: "Watermark Feed", "Site Admin"."""
    return is_listed(name.split()[-1], "account_ends") and len(name.split()) > 1


def _reads_as_person(author: ArticleAuthor) -> bool:
    words = author.name.split()
    cased = [word for word in words if word[0].isalpha() and word[0].lower() != word[0].upper()]
    named = [word for word in cased if word[0].isupper()]
    beside = [word for word in cased if word.islower() and not is_listed(word, "particles")]
    return (
        author.role == "staff"
        and ":" not in author.name
        and (not cased or (2 <= len(words) <= 5 and len(named) >= max(2, len(cased) - 2) and not beside))
    )


def _classify_role(name: str, site: str) -> str:
    if is_listed(name, "agencies"):
        return "agency"
    if _names_site(name, site) or has_word(name, "organisations") or _CONNECTED.search(name):
        return "organisation"
    return "staff"


def _names_site(name: str, site: str) -> bool:
    folded = _fold(name)
    return bool(site) and bool(folded) and (folded in site or site in folded)


def _fold(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())
