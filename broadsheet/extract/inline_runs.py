"""Text that stands in a container beside its inline elements, without a paragraph of its own.

    <div>In its coverage the <em>Harbour Post</em> claimed it.<br><br>The next one.</div>

The extractor takes such a container to pieces: what stands before an inline element, and that element with its tail,
the blank between the two lost ("the" / "Harbour Postclaimed it."). Belongs here: seeing that in what was extracted, and
giving the runs of that container paragraphs in a copy of the page, as browsers lay them out (CSS 2.2, 9.2.1.1,
anonymous block boxes), from which the body is then extracted again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

# Elements within a line of text (HTML living standard, 4.5 and 4.8), of old pages too.
_INLINE_TAGS = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "img", "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
))  # fmt: skip
_UNSHOWN_TAGS = frozenset(("script", "style", "template"))
_BLOCK_TAGS = (
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "iframe", "li", "main", "nav", "ol", "p",
    "pre", "section", "table", "ul", "video",
)  # fmt: skip
# Blocks in which a paragraph may stand.
_HOLDING_TAGS = frozenset(("article", "blockquote", "body", "center", "dd", "div", "main", "section", "td"))
_EXTRACTED_INLINE_TAGS = ("hi", "ref")
_ENDS_OPEN = re.compile(r"[\w,;–—-]$")
_BEGINS_GLUED = re.compile(r"\w{2}")
_ENDS_WORD = re.compile(r"\w[\"'”’»)]?$")
_BLANKS = re.compile(r"\s+")
# Of the text on each side of a cut, without blanks, by which its place in the page is found.
_SIDE_CHARS = 24
_MOST_CUTS = 200
# Of the characters of the first reading that the second must have: it may read other containers than the first did.
_KEPT_SHARE = 0.98


@dataclass(slots=True)
class _Run:
    """Text and inline elements that follow each other in a container."""

    lead: str | None
    elements: list[Any] = field(default_factory=list)

    def read(self) -> str:
        """Its text without blanks."""
        texts = [text for element in self.elements for text in (_read(element), element.tail or "")]
        return _squeeze("".join([self.lead or "", *texts]))


def mend_cuts(tree: Any, body: Any, extract: Callable[[Any], Any | None]) -> Any:
    """The extracted body, or one read again from a copy of the page with paragraphs where that leaves fewer cuts in it.

    tree: the page, which is not modified; body: what was extracted of it; extract: gives the body of a page or None.
    """
    cuts = _find_cuts(body)
    mended = _give_paragraphs(tree, cuts) if cuts else None
    second = extract(mended) if mended is not None else None
    if second is None or len(_find_cuts(second)) >= len(cuts):
        return body
    return second if len(_squeeze(_read(second))) >= _KEPT_SHARE * len(_squeeze(_read(body))) else body


def _find_cuts(body: Any) -> list[str]:
    """Where a paragraph begins with an inline element that seems to have been cut from the text before or behind it.

    Each as the text around the cut without blanks. Many are none: a paragraph may begin with a word in bold.
    """
    cuts = []
    for paragraph in body.iter("p"):
        first = paragraph[0] if len(paragraph) and not (paragraph.text or "").strip() else None
        if first is None or first.tag not in _EXTRACTED_INLINE_TAGS:
            continue
        before = _read_before(paragraph).rstrip()
        if _ENDS_OPEN.search(before):
            cuts.append(_squeeze(before)[-_SIDE_CHARS:] + _squeeze(_read(paragraph))[:_SIDE_CHARS])
        elif _is_glued(first):
            cuts.append(_squeeze(_read(paragraph))[: 2 * _SIDE_CHARS])
    return cuts[:_MOST_CUTS]


def _is_glued(element: Any) -> bool:
    """Whether a word follows the element's last word without a blank. One letter alone is an initial in large print."""
    text = _read(element).strip()
    return len(text) > 1 and bool(_ENDS_WORD.search(text) and _BEGINS_GLUED.match(element.tail or ""))


def _read_before(element: Any) -> str:
    """The text that stands before an element in its parent, up to the element before that one."""
    previous = element.getprevious()
    if previous is None:
        return element.getparent().text or ""
    tail = previous.tail or ""
    return tail if tail.strip() else _read(previous)


def _give_paragraphs(tree: Any, cuts: list[str]) -> Any | None:
    """A copy of the page in which the containers that hold these texts have paragraphs; None where none holds one."""
    holders = _find_holders(tree)
    starts: list[int] = []
    texts: list[str] = []
    length = 0
    for element in holders:
        starts.append(length)
        texts.append("\n".join(part.read() for part in _divide(element) if isinstance(part, _Run)) + "\n")
        length += len(texts[-1])
    joined = "".join(texts)
    places = {bisect_right(starts, place) - 1 for place in map(joined.find, cuts) if place >= 0}
    if not places:
        return None
    copied = deepcopy(tree)
    for element in [_follow(copied, _find_path(tree, holders[place])) for place in sorted(places)]:
        _wrap_runs(element)
    return copied


def _find_holders(tree: Any) -> list[Any]:
    """The elements in which runs may stand: blocks, and inline elements around blocks."""
    around: dict[Any, None] = {}
    for block in tree.iter(*_BLOCK_TAGS):
        parent = block.getparent()
        while parent is not None and parent.tag in _INLINE_TAGS and parent not in around:
            around[parent] = None
            parent = parent.getparent()
    return [*tree.iter(*_HOLDING_TAGS), *around]


def _is_block(element: Any) -> bool:
    """Whether it breaks a line of text: a block, or an inline element around one."""
    if element.tag in _INLINE_TAGS:
        return next(element.iter(*_BLOCK_TAGS), None) is not None
    return element.tag not in _UNSHOWN_TAGS


def _find_path(tree: Any, element: Any) -> list[int]:
    """The places of an element and its ancestors among the children of their parents, from the tree downwards."""
    path: list[int] = []
    while element is not tree:
        parent = element.getparent()
        path.append(parent.index(element))
        element = parent
    return path[::-1]


def _follow(tree: Any, path: list[int]) -> Any:
    for place in path:
        tree = tree[place]
    return tree


def _divide(element: Any) -> Iterator[Any]:
    """The runs of a container and the blocks between them; a run ends at an empty line too."""
    run = _Run(element.text)
    for child in element:
        is_block = _is_block(child)
        if not is_block and not _is_second_break(child):
            run.elements.append(child)
            continue
        yield run
        if is_block:
            yield child
        run = _Run(child.tail)
    yield run


def _is_second_break(element: Any) -> bool:
    previous = element.getprevious()
    return element.tag == "br" and previous is not None and previous.tag == "br" and not (previous.tail or "").strip()


def _wrap_runs(element: Any) -> None:
    """Give each run of a container that has text a paragraph."""
    parts = list(_divide(element))
    for child in list(element):
        element.remove(child)
    element.text = None
    for part in parts:
        if not isinstance(part, _Run):
            part.tail = None
            element.append(part)
        elif part.read():
            paragraph = element.makeelement("p")
            paragraph.text = part.lead
            paragraph.extend(part.elements)
            element.append(paragraph)
        else:
            element.extend(part.elements)


def _read(element: Any) -> str:
    """What an element shows as text, its tail left out."""
    if element.tag in _UNSHOWN_TAGS:
        return ""
    texts = [element.text or ""]
    for inner in element.iterdescendants(etree.Element):
        if inner.tag not in _UNSHOWN_TAGS:
            texts.append(inner.text or "")
        texts.append(inner.tail or "")
    return "".join(texts)


def _squeeze(text: str) -> str:
    return _BLANKS.sub("", text)
