"""Puts back containers of an article that the extractor left out: the part behind a promotion, a section, an advert.

The extractor takes one container of a page. Belongs here: finding other containers with prose that stand behind the
beginning of the extracted text and are neither marked as something else nor another article, and putting their blocks
where they stand on the page. Pages of which most of the text is missing are read by broadsheet.extract.recover.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from broadsheet.extract.blocks import Anchor, BodyText, read_blocks
from broadsheet.extract.elements import measure_prose, tidy
from broadsheet.extract.recover import assemble, list_prose
from broadsheet.records import Paragraph

# Less prose than this, or prose under a heading of its own, is a note or a teaser, unless the container is marked like
# the one whose text was extracted.
_FEWEST_CHARS = 200
_FEWEST_PARAGRAPHS = 2
_MOST_LINKED = 0.3
# So many alike containers of one paragraph each are a list of teasers or comments.
_MOST_ALIKE = 3
# Containers with more prose than the text itself are another text.
_MOST_GAIN = 1.5
_KNOWN_CHARS = 60
_OTHER_TAGS = frozenset((
    "aside", "footer", "nav", "form", "header", "figure", "dialog", "li", "td", "th", "details", "label", "button",
    "blockquote", "figcaption", "noscript", "template",
))  # fmt: skip
_OTHER_WORDS = re.compile(
    r"comment|respon[ds]|related|recommend|promo|newsletter|sign-?_?up|subscri|side-?_?bar|footer|author|\bbio|teaser"
    r"|widget|cookie|consent|gdpr|disclaim|\bsocial|advert|sponsor|popular|trending|most-?_?read|\bmore-|\bnav\b|\bmenu"
    r"|modal|pop-?up|overlay|paywall|log-?in\b|caption|gallery|copyright|correction|abstract|faq|testimonial|listing"
    r"|archive|hidden|banner|toolbar|\bmeta\b|\btags?\b|quiz|survey|infobox|factbox|fact-|expand|collaps|accordion|toggle"
    r"|imprint|privacy|transcript|translation|amp-"
    r"|(?:^|[\s_-])(?:cards?|legal|shar(?:e|ing)|slides?|about|contact|summary|reviews?|feed|products?|prices?|polls?|push"
    r"|lang|print)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER_HEADING = re.compile(
    r"\bfaqs?\b|frequently asked|^about (?:the|us|this)|^(?:related|recommended|popular|newsletter|comments?)\b"
    r"|^(?:more|read more|sign up|subscribe|follow|contact|support|share)\b",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


@dataclass(slots=True)
class _Container:
    """An element with prose as its children. after: number of the last extracted block that stands before it."""

    element: Any
    after: int
    known: int = 0
    lost: list[int] = field(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        return self.element.tag, " ".join((self.element.get("class") or "").split())


def restore_lost(tree: Any, extracted: BodyText) -> BodyText | None:
    """The text with the containers that were left out, or None where there are none. The tree is not modified."""
    containers = list(_read_containers(tree, extracted))
    known = [container for container in containers if container.known]
    if not known:
        return None
    best = max(known, key=lambda container: container.known)
    alike = Counter(container.key for container in containers if len(container.lost) == 1 and not container.known)
    chosen = [
        container
        for container in containers
        if container.lost and not container.known and container.after >= 0 and _belongs(container, best, alike)
    ]
    gain = sum(sum(container.lost) for container in chosen)
    if not chosen or gain > _MOST_GAIN * len(extracted.text):
        return None
    return _splice(extracted, [(container.after, read_blocks(assemble([container.element]))) for container in chosen])


def _read_containers(tree: Any, extracted: BodyText) -> Iterator[_Container]:
    """Yield the parents of paragraphs of prose in the page's order."""
    folded = "".join(extracted.text.split())
    starts = ["".join(block.surface.split())[:_KNOWN_CHARS] for block in extracted.paragraphs]
    numbers = {start: number for number, start in reversed(list(enumerate(starts)))}
    found: dict[Any, _Container] = {}
    after = -1
    for paragraph in list_prose(tree):
        container = found.setdefault(paragraph.getparent(), _Container(paragraph.getparent(), after))
        start = "".join(tidy(paragraph.text_content()).split())[:_KNOWN_CHARS]
        if start in folded:
            container.known += 1
            after = max(after, numbers.get(start, after))
        else:
            container.lost.append(measure_prose(paragraph))
    yield from found.values()


def _belongs(container: _Container, best: _Container, alike: Counter[tuple[str, str]]) -> bool:
    is_one = _looks_like(container, best) or (_is_substantial(container) and alike[container.key] < _MOST_ALIKE)
    return is_one and _stands_beside(container.element, best.element) and _reads_as_text(container.element)


def _is_substantial(container: _Container) -> bool:
    """Whether the container has prose enough to be part of a text, and no heading of its own."""
    is_long = sum(container.lost) >= _FEWEST_CHARS and len(container.lost) >= _FEWEST_PARAGRAPHS
    return is_long and next(container.element.iter("h2", "h3", "h4", "h5"), None) is None


def _stands_beside(element: Any, best: Any) -> bool:
    """Whether nothing between the element and what encloses both is marked as something else."""
    inside = set(best.iterancestors())
    own_article = next(best.iterancestors("article"), best)
    for outer in (element, *element.iterancestors()):
        if outer in inside:
            return True
        is_other = outer.tag in _OTHER_TAGS or (outer.tag == "article" and outer is not own_article)
        if is_other or _is_marked(outer):
            return False
    return True


def _looks_like(container: _Container, best: _Container) -> bool:
    """Whether two containers have tag and class in common, or are siblings with the same tag and no class."""
    if container.key != best.key:
        return False
    return bool(best.key[1]) or container.element.getparent() is best.element.getparent()


def _is_marked(element: Any) -> bool:
    """Whether the element is hidden or its class or id calls it something else than the text."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _marks_other(
        f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}",
        element.get("style") or "",
    )


@lru_cache(maxsize=4096)  # a page repeats its classes
def _marks_other(words: str, style: str) -> bool:
    return bool(_OTHER_WORDS.search(words) or _HIDDEN.search(style))


def _reads_as_text(element: Any) -> bool:
    """Whether few of the container's characters are links and no heading announces another text or a notice."""
    if next(element.iter("h1"), None) is not None:
        return False
    for heading in element.iter("h2", "h3", "h4"):
        if next(heading.iter("a"), None) is not None or _OTHER_HEADING.search(tidy(heading.text_content())):
            return False
    chars = len(element.text_content())
    return sum(len(link.text_content()) for link in element.iter("a")) <= _MOST_LINKED * chars


def _splice(text: BodyText, parts: list[tuple[int, BodyText]]) -> BodyText:
    """One text of the blocks of `text` with those of each part behind the block of its number."""
    bounds = [0, *(after + 1 for after, _ in parts), len(text.paragraphs)]
    pieces: list[BodyText] = []
    for number, (start, end) in enumerate(pairwise(bounds)):
        pieces.append(_cut(text, start, end))
        if number < len(parts):
            pieces.append(parts[number][1])
    return _join([piece for piece in pieces if piece.paragraphs])


def _cut(text: BodyText, start: int, end: int) -> BodyText:
    """The blocks from number `start` to before `end` as a text of their own."""
    blocks = text.paragraphs[start:end]
    if not blocks:
        return BodyText("", (), (), ())
    first, last = blocks[0].start_char, blocks[-1].end_char
    anchors = [anchor for anchor in text.anchors if first <= anchor.start_char < last]
    return BodyText(
        text.text[first:last],
        tuple(replace(block, start_char=block.start_char - first, end_char=block.end_char - first) for block in blocks),
        tuple(
            replace(anchor, start_char=anchor.start_char - first, end_char=anchor.end_char - first)
            for anchor in anchors
        ),
        text.link_shares[start:end],
    )


def _join(pieces: list[BodyText]) -> BodyText:
    texts: list[str] = []
    blocks: list[Paragraph] = []
    anchors: list[Anchor] = []
    shares: list[float] = []
    position = 0
    for piece in pieces:
        for block in piece.paragraphs:
            start, end = block.start_char + position, block.end_char + position
            blocks.append(replace(block, paragraph_index=len(blocks), start_char=start, end_char=end))
        for anchor in piece.anchors:
            start, end = anchor.start_char + position, anchor.end_char + position
            anchors.append(replace(anchor, start_char=start, end_char=end))
        shares.extend(piece.link_shares)
        texts.append(piece.text)
        position += len(piece.text) + 2
    return BodyText("\n\n".join(texts), tuple(blocks), tuple(anchors), tuple(shares))
