"""Reassembles a body that the page splits into several containers.

The extractor takes one container where a page breaks its article with advertisements or newsletter boxes: of 315
development pages four lost more than half of their text this way. Belongs here: finding the containers that look like
those of the extracted text and are in the same article. Whether to use them is decided in broadsheet.extract.body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from broadsheet.extract.blocks import BodyText, read_blocks
from broadsheet.extract.elements import measure_prose, tidy

_KNOWN_CHARS = 60
_MOST_PARAGRAPHS = 3_000
_KEPT = frozenset(("p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table"))
_DROPPED = ("script", "style", "noscript", "button", "form", "iframe", "svg", "template")

ContainerKey = tuple[str, str]


def join_containers(tree: Any, text: str) -> BodyText | None:
    """Text and blocks of all containers marked like the one that holds most of `text`; None if there is only one.

    tree: the parsed page, not modified. Containers are alike if they share tag, class and enclosing article element.
    """
    known: Counter[tuple[ContainerKey, Any]] = Counter()
    parents: dict[Any, tuple[ContainerKey, Any]] = {}
    folded = "".join(text.split())
    for paragraph in list_prose(tree):
        parent = paragraph.getparent()
        if parent not in parents:
            parents[parent] = (_make_key(parent), next(parent.iterancestors("article"), None))
        if "".join(tidy(paragraph.text_content()).split())[:_KNOWN_CHARS] in folded:
            known[parents[parent]] += 1
    if not known:
        return None
    best = max(known, key=lambda key: known[key])
    chosen = [parent for parent, key in parents.items() if key == best]
    if len(chosen) < 2 or not best[0][1]:
        return None
    return read_blocks(assemble(chosen))


def list_prose(tree: Any) -> Iterator[Any]:
    """Yield the page's paragraphs of a sentence or more that are not mostly links."""
    for count, paragraph in enumerate(tree.iter("p")):
        if count >= _MOST_PARAGRAPHS:
            return
        if paragraph.getparent() is not None and measure_prose(paragraph):
            yield paragraph


def _make_key(element: Any) -> ContainerKey:
    return element.tag, " ".join((element.get("class") or "").split())


def assemble(parents: list[Any]) -> Any:
    """An element with copies of the headings, paragraphs, lists and tables that are children of the parents."""
    body = etree.Element("body")
    for parent in parents:
        for child in parent:
            if child.tag in _KEPT:
                kept = deepcopy(child)
                kept.tail = None
                body.append(kept)
    etree.strip_elements(body, *_DROPPED, with_tail=False)
    return body
