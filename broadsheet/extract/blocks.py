"""trafilatura's tree to text and blocks: what becomes a paragraph, of which kind, and where the links are.

Blocks are separated by an empty line, list items and table rows by a line break, cells by " | " so that numbers do not
run together. Within a block, runs of whitespace become one space; soft hyphens and zero-width characters are dropped;
superscript figures become Unicode superscripts, so that 10<sup>3</sup> is not read as 103.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from broadsheet.records import Paragraph

CELL_SEPARATOR = " | "
_BLOCK_KINDS = {
    "head": "heading", "p": "paragraph", "item": "list_item", "quote": "quote", "row": "table_row",
    "list": "paragraph", "table": "paragraph", "div": "paragraph", "body": "paragraph", "code": "paragraph",
    "figcaption": "caption", "caption": "caption", "fw": "paragraph", "ab": "paragraph", "blockquote": "quote",
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "tr": "table_row", "article": "paragraph", "section": "paragraph", "main": "paragraph",
    "ul": "paragraph", "ol": "paragraph", "pre": "paragraph", "figure": "caption", "dd": "list_item",
    "dt": "list_item", "header": "paragraph", "aside": "paragraph", "address": "paragraph",
}  # fmt: skip
_TIGHT_KINDS = ("list_item", "table_row")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u2424]")
_BLANKS = re.compile(r"\s+")
_SUPERSCRIPTS = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_SUPERSCRIPT_TEXT = re.compile(r"[+\-−–]?\d{1,3}")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link in the text: text[start_char:end_char] is its anchor."""

    url: str
    start_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class BodyText:
    """A page's text with its blocks and links. `link_shares` is the share of linked characters of each block."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    anchors: tuple[Anchor, ...]
    link_shares: tuple[float, ...]


@dataclass(slots=True)
class _Block:
    kind: str
    parts: list[str] = field(default_factory=list)
    links: list[tuple[int, int, str]] = field(default_factory=list)  # first part, part after the last, address


_LINK_TAGS = ("ref", "a")


def read_blocks(body: Any) -> BodyText:
    """Text, blocks and links of an extracted body (an lxml element with trafilatura's or HTML's tags)."""
    return _assemble(_collect(body))


def _collect(body: Any) -> list[_Block]:
    collector = _Collector()
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            collector.enter(tag, element)
        else:
            collector.leave(tag)
            if element is not body:
                _add_text(collector.blocks[-1], element.tail, False)
    return collector.blocks


class _Collector:
    """The blocks so far, and the kinds and links that are open."""

    def __init__(self) -> None:
        self.blocks = [_Block("paragraph")]
        self._kinds: list[str] = ["paragraph"]
        self._open_links: list[tuple[int, int, str]] = []  # block, part, address

    def enter(self, tag: str, element: Any) -> None:
        """Take in the begin of an element and its first text."""
        if tag in _BLOCK_KINDS:
            self._kinds.append(_inner_kind(self._kinds[-1], _BLOCK_KINDS[tag]))
            self._begin(self._kinds[-1])
        elif tag in ("lb", "br"):
            self._begin(self._kinds[-1])
        elif tag in ("cell", "td", "th") and self.blocks[-1].parts:
            self.blocks[-1].parts.append(CELL_SEPARATOR)
        elif tag in _LINK_TAGS:
            address = element.get("target") or element.get("href") or ""
            self._open_links.append((len(self.blocks) - 1, len(self.blocks[-1].parts), address))
        _add_text(self.blocks[-1], element.text, _is_superscript(element))

    def leave(self, tag: str) -> None:
        """Take in the end of an element; a link counts where it ends in the block in which it began."""
        if tag in _LINK_TAGS and self._open_links:
            block, part, address = self._open_links.pop()
            if block == len(self.blocks) - 1 and address:
                self.blocks[-1].links.append((part, len(self.blocks[-1].parts), address))
        if tag in _BLOCK_KINDS:
            self._kinds.pop()
            self._begin(self._kinds[-1] if self._kinds else "paragraph")

    def _begin(self, kind: str) -> None:
        self.blocks.append(_Block(kind))


def _inner_kind(outer: str, own: str) -> str:
    """The kind of a block in a block: a paragraph in a list item is a list item, in a quotation a quotation."""
    return outer if own == "paragraph" and outer != "paragraph" else own


def _is_superscript(element: Any) -> bool:
    return (element.get("rend") or element.tag) in ("#sup", "sup")


def _add_text(block: _Block, text: str | None, is_superscript: bool) -> None:
    if not text:
        return
    if is_superscript and _SUPERSCRIPT_TEXT.fullmatch(text.strip()):
        text = text.translate(_SUPERSCRIPTS)
    block.parts.append(text)


def _assemble(blocks: list[_Block]) -> BodyText:
    pieces: list[str] = []
    paragraphs: list[Paragraph] = []
    anchors: list[Anchor] = []
    shares: list[float] = []
    position = 0
    for block in blocks:
        surface, links = _tidy(block)
        if not surface:
            continue
        if paragraphs:
            tight = block.kind in _TIGHT_KINDS and paragraphs[-1].kind == block.kind
            pieces.append("\n" if tight else "\n\n")
            position += len(pieces[-1])
        pieces.append(surface)
        end = position + len(surface)
        paragraphs.append(Paragraph(len(paragraphs), position, end, surface, kind=block.kind))
        anchors.extend(Anchor(url, position + first, position + last) for first, last, url in links)
        shares.append(min(1.0, sum(last - first for first, last, _ in links) / len(surface)))
        position = end
    return BodyText("".join(pieces), tuple(paragraphs), tuple(anchors), tuple(shares))


def _tidy(block: _Block) -> tuple[str, list[tuple[int, int, str]]]:
    """A block's text with whitespace collapsed, and its links in code points of that text."""
    bounds = [0]
    tidied: list[str] = []
    last = " "
    for part in block.parts:
        clean = _BLANKS.sub(" ", _INVISIBLE.sub("", part))
        if last == " ":
            clean = clean.lstrip(" ")
        if clean:
            tidied.append(clean)
            last = clean[-1]
        bounds.append(bounds[-1] + len(clean))
    joined = "".join(tidied)
    surface = joined.rstrip(" |")
    normal = unicodedata.normalize("NFC", surface)
    if normal != surface:  # offsets of links would shift, so each part is composed by itself
        return normal, []
    links = []
    for first_part, end_part, url in block.links:
        first, end = bounds[first_part], min(bounds[end_part], len(surface))
        anchor = surface[first:end]
        first += len(anchor) - len(anchor.lstrip())
        end = first + len(anchor.strip())
        if first < end:
            links.append((first, end, url))
    return surface, links
