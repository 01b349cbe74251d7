"""Which blocks of a text are not part of the story: by their wording, their position and how much of them is linked.

Text is never deleted; a block gets a kind, a score and the rule that matched. The patterns are data:
broadsheet/lang/<language>/boilerplate.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError
from broadsheet.extract.literal_prefilter import Literals, find_literals, may_match
from broadsheet.extract.stamps import parse_stamp
from broadsheet.records import Paragraph

_SENTENCE_END = re.compile(r"[.!?…。！？।؟:][\"'”’»)\]」』]*$")
# A sentence, an account or address, or the rest of a sentence whose link is in a block of its own.
_NO_LINE = re.compile(rf"{_SENTENCE_END.pattern}|@|://|^[^\W\d_A-ZÀ-Þ]*[a-zà-ÿ]")
_MACHINE_LINE = re.compile(r"https?://\S+|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\+\+\+[\w-]+|\{: ?\w+=.*\}|\[#\w+: ?\S+\]")
# The line below an embedded post: whose it is and when it was written.
_POST_CREDIT = re.compile(r"[—–-]\s|.*\(@\w+\)")
# No rule may match longer texts; most paragraphs of prose are longer and skip the rules.
_MOST_RULED_CHARS = 500
_DATE_LINE_CHARS = 60
_PROSE_CHARS = 80
_EDGE_CHARS = 60
# More short lines than this at an edge are a list or a poem, not a byline: of such lines on the scrapinghub pages 126
# of 141 were content. With 2 instead of 3 precision rises by .013 on fundus and .02 on scrapinghub.
_MOST_EDGE_LINES = 2
_LINKED_CHARS = 180
_LINKED_SHARE = 0.5
_BULLET = re.compile(r"\s*(?:[•‣◦▪●∙·*-]\s+)?")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    name: str
    pattern: re.Pattern[str]
    max_chars: int
    literals: Literals | None


def label_boilerplate(
    paragraphs: Sequence[Paragraph], link_shares: Sequence[float] = (), language: str | None = None
) -> tuple[Paragraph, ...]:
    """The same blocks with boilerplate_kind, score and rule where one applies.

    link_shares: share of linked characters of each block; empty for plain text. language: ISO 639-1 code; English
    patterns are tried on every text, since pages in all languages contain English lines; those of other languages
    are tried unless the text is English.
    """
    rules = _load_rules("en") + (() if language == "en" else _load_rules("mul"))
    labelled = [_apply_rules(paragraph, rules) for paragraph in paragraphs]
    if link_shares:
        labelled = _label_linked(labelled, link_shares)
        labelled = _label_edges(labelled)
    return tuple(_label_closing_list(labelled))


def is_sentence(surface: str) -> bool:
    """Whether a text ends like a sentence."""
    return bool(_SENTENCE_END.search(surface))


def _apply_rules(paragraph: Paragraph, rules: tuple[_Rule, ...]) -> Paragraph:
    surface = _BULLET.sub("", paragraph.surface, count=1)
    lowered = surface.lower()
    for rule in rules if len(surface) <= _MOST_RULED_CHARS else ():
        if len(surface) > rule.max_chars or (rule.literals and not may_match(lowered, rule.literals)):
            continue
        if rule.pattern.match(surface):
            return _mark(paragraph, rule.kind, 0.9, rule.name)
    if _MACHINE_LINE.fullmatch(surface):
        return _mark(paragraph, "navigation", 0.9, "machine_line")
    is_short = len(surface) <= _DATE_LINE_CHARS and len(surface.split()) <= 8
    if is_short and not _POST_CREDIT.match(surface) and parse_stamp(surface, month_first=False):
        return _mark(paragraph, "byline", 0.7, "date_line")
    return paragraph


def _label_linked(paragraphs: list[Paragraph], link_shares: Sequence[float]) -> list[Paragraph]:
    """Label blocks that are mostly a link and not a sentence."""
    labelled = []
    for paragraph, share in zip(paragraphs, link_shares, strict=True):
        surface = paragraph.surface
        is_line = len(surface) <= _LINKED_CHARS and not _NO_LINE.search(surface) and paragraph.kind != "table_row"
        if not paragraph.is_boilerplate and is_line and share >= _LINKED_SHARE:
            kind = "related_links" if len(surface.split()) >= 4 else "navigation"
            paragraph = _mark(paragraph, kind, round(0.5 + share / 3, 2), "linked_line")
        labelled.append(paragraph)
    return labelled


def _label_edges(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Label short lines that are not sentences before the first and after the last prose: bylines, places, tags."""
    prose = [place for place, paragraph in enumerate(paragraphs) if _reads_as_prose(paragraph)]
    if not prose:
        return paragraphs
    labelled = list(paragraphs)
    for places, kind in ((range(prose[0]), "byline"), (range(prose[-1] + 1, len(paragraphs)), "navigation")):
        short = [place for place in places if _reads_as_label(paragraphs[place])]
        for place in short if len(short) <= _MOST_EDGE_LINES else ():
            labelled[place] = _mark(paragraphs[place], kind, 0.6, "edge_line")
    return labelled


def _reads_as_label(paragraph: Paragraph) -> bool:
    surface = paragraph.surface
    is_short = len(surface) <= _EDGE_CHARS and not _SENTENCE_END.search(surface)
    return is_short and not paragraph.is_boilerplate and paragraph.kind in ("paragraph", "list_item")


def _reads_as_prose(paragraph: Paragraph) -> bool:
    return (
        not paragraph.is_boilerplate
        and paragraph.kind in ("paragraph", "quote")
        and len(paragraph.surface) >= _PROSE_CHARS
        and bool(_SENTENCE_END.search(paragraph.surface))
    )


def _label_closing_list(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Label the list of headlines that closes an article: two or more items after the last real paragraph.

    Headlines differ from the items of a story's own list in that they have no final punctuation.
    """
    end = len(paragraphs)
    while end and paragraphs[end - 1].is_boilerplate:
        end -= 1
    start = end
    while start and paragraphs[start - 1].kind == "list_item" and not paragraphs[start - 1].is_boilerplate:
        start -= 1
    items = paragraphs[start:end]
    headlines = [item for item in items if _reads_as_headline(item.surface)]
    introduced = start > 0 and paragraphs[start - 1].surface.rstrip().endswith(":")
    if start == 0 or introduced or len(items) < 2 or len(headlines) < len(items) * 0.8:
        return paragraphs
    marked = [_mark(item, "related_links", 0.8, "closing_list") for item in items]
    return [*paragraphs[:start], *marked, *paragraphs[end:]]


def _reads_as_headline(surface: str) -> bool:
    text = _BULLET.sub("", surface, count=1)
    return 20 <= len(text) <= 160 and not _SENTENCE_END.search(text) and len(text.split()) >= 4


def _mark(paragraph: Paragraph, kind: str, score: float, rule: str) -> Paragraph:
    return replace(paragraph, is_boilerplate=True, boilerplate_kind=kind, boilerplate_score=score, rule=rule)


def _make_rule(kind: str, number: int, pattern: str, max_chars: int) -> _Rule:
    if max_chars > _MOST_RULED_CHARS:
        raise FaultError(f"The boilerplate rule {kind}_{number} has a max_chars of more than {_MOST_RULED_CHARS}.")
    # A pattern that can begin anywhere runs only where the text contains one of its literals; others fail as fast.
    literals = find_literals(pattern) if ".*" in pattern else None
    return _Rule(kind, f"{kind}_{number}", re.compile(pattern, re.IGNORECASE | re.DOTALL), max_chars, literals)


@cache
def _load_rules(language: str) -> tuple[_Rule, ...]:
    name = f"lang/{language}/boilerplate.toml"
    try:
        raw = tomllib.loads(files("broadsheet").joinpath(*name.split("/")).read_text(encoding="utf-8"))
        return tuple(
            _make_rule(kind, number, pattern, int(spec["max_chars"]))
            for kind, spec in raw.items()
            for number, pattern in enumerate(spec["patterns"])
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise FaultError(f"The word list {name} cannot be read: {error!r}.") from error
