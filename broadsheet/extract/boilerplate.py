"""Which blocks of a text are not part of the story: by what they say, how they stand and how much of them is linked.

Text is never deleted; a block gets a kind, a score and the rule that said so. The patterns are data:
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
from broadsheet.records import Paragraph

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")
_BULLET = re.compile(r"\s*(?:[•‣◦▪●∙·*-]\s+)?")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    name: str
    pattern: re.Pattern[str]
    max_chars: int


def label_boilerplate(
    paragraphs: Sequence[Paragraph], link_shares: Sequence[float] = (), language: str | None = "en"
) -> tuple[Paragraph, ...]:
    """The same blocks with boilerplate_kind, score and rule where one applies.

    link_shares: share of linked characters of each block; empty for plain text.
    """
    rules = _load_rules("en")
    labelled = [_apply_rules(paragraph, rules) for paragraph in paragraphs]
    return tuple(_label_closing_list(labelled))


def _apply_rules(paragraph: Paragraph, rules: tuple[_Rule, ...]) -> Paragraph:
    surface = _BULLET.sub("", paragraph.surface, count=1)
    for rule in rules:
        if len(surface) <= rule.max_chars and rule.pattern.match(surface):
            return _mark(paragraph, rule.kind, 0.9, rule.name)
    return paragraph


def _label_closing_list(paragraphs: list[Paragraph]) -> list[Paragraph]:
    """Label the list of headlines that closes an article: two or more items after the last real paragraph.

    Headlines are told from the items of a story's own list by what they lack: an end mark.
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


@cache
def _load_rules(language: str) -> tuple[_Rule, ...]:
    name = f"lang/{language}/boilerplate.toml"
    try:
        raw = tomllib.loads(files("broadsheet").joinpath(*name.split("/")).read_text(encoding="utf-8"))
        return tuple(
            _Rule(kind, f"{kind}_{number}", re.compile(pattern, re.IGNORECASE | re.DOTALL), int(spec["max_chars"]))
            for kind, spec in raw.items()
            for number, pattern in enumerate(spec["patterns"])
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, re.error) as error:
        raise FaultError(f"The word list {name} cannot be read: {error!r}.") from error
