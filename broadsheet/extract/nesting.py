"""Blocks that the parser leaves within a paragraph, as no browser does: the text behind them is a paragraph of its own.

    <p><aside>How the mill fell</aside>The council met on Tuesday.</p>

Browsers end the paragraph before the block (HTML living standard, 13.2.6.4.7); the parser knows only the blocks of old
pages, so "How the mill fell" and "The council" would become one line, one word even. Belongs here: parting them.
"""

from __future__ import annotations

from typing import Any

# Blocks that end a paragraph in browsers and not in the parser, and blocks that some pages use as a line break.
_NEW_BLOCKS = ("article", "aside", "details", "figure", "footer", "header", "main", "nav", "section")
_BREAKS = (*_NEW_BLOCKS, "div")


def part_blocks(tree: Any) -> None:
    """Part a page's paragraphs at the blocks in them, and words at the blocks between them. The tree is changed."""
    for block in list(tree.iter(*_NEW_BLOCKS)):
        paragraph = block.getparent()
        if paragraph is not None and paragraph.tag == "p" and (block.tail or "").strip():
            _part(paragraph, block)
    for block in tree.iter(*_BREAKS):
        tail = block.tail or ""
        if tail[:1].isalnum():
            block.tail = f" {tail}"


def _part(paragraph: Any, block: Any) -> None:
    """Put a block behind its paragraph, and what follows it in another one."""
    rest = paragraph.makeelement("p", dict(paragraph.attrib))
    rest.text, rest.tail = block.tail, paragraph.tail
    rest.extend(list(block.itersiblings()))
    block.tail = paragraph.tail = None
    paragraph.addnext(block)
    block.addnext(rest)
