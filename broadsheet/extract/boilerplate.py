"""Which blocks of a text are not part of the story: by their wording, and on pages by a fitted score.

Text is never deleted; a block gets a kind, a score and the rule that matched. The patterns are data:
broadsheet/lang/<language>/boilerplate.toml. On a page a matching pattern is one of many signs, and the score of
broadsheet.extract.block_scorer decides; plain text has no links and few lines, so there the patterns decide alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from broadsheet.errors import FaultError
from broadsheet.extract.block_list import SENTENCE_END
from broadsheet.extract.block_scorer import label_by_score
from broadsheet.extract.literal_prefilter import Literals, find_literals, may_match
from broadsheet.extract.stamps import parse_stamp, read_month_name
from broadsheet.records import Paragraph

_MACHINE_LINE = re.compile(r"https?://\S+|\d{4}-\d\d-\d\dT[\d:.+Z-]+|\+\+\+[\w-]+|\{: ?\w+=.*\}|\[#\w+: ?\S+\]")
# The line below an embedded post: whose it is and when it was written.
_POST_CREDIT = re.compile(r"[—–-]\s|.*\(@\w+\)")
_LETTERS = re.compile(r"[^\W\d_]+")
# No rule may match longer texts; most paragraphs of prose are longer and skip the rules.
_MOST_RULED_CHARS = 500
_DATE_LINE_CHARS = 60
_DATE_LINE_WORDS = 8
_DATE_LINE_NAMES = 2
_BULLET = re.compile(r"\s*(?:[•‣◦▪●∙·*-]\s+)?")
# Names, dates and the small words between them, to the end of a block: what stands behind "Reporting by" in a credit.
_NAMES = (
    r"(?:(?-i:[A-ZÀ-ÞА-Я\d(@'’\"“])[^\s]*|(?:of|the|and|in|for|on|at|by|de|van|von|with|from|editing|writing|reporting"
    r"|additional|staff|&|[–—/|-])[,;]?)(?:\s(?:(?-i:[A-ZÀ-ÞА-Я\d(@'’\"“])[^\s]*|(?:of|the|and|in|for|on|at|by|de|van|von"
    r"|with|from|editing|writing|reporting|additional|staff|&|[–—/|-])[,;]?))*$"
)
_NOT_RULES = ("story", "stamp")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    name: str
    pattern: re.Pattern[str]
    max_chars: int
    literals: Literals | None


@dataclass(frozen=True, slots=True)
class _Story:
    """Patterns of a sentence that tells what somebody said, and of a word to the reader."""

    attribution: re.Pattern[str]
    reader: re.Pattern[str]

    def tells(self, surface: str) -> bool:
        """Whether a sentence is part of the story whatever else it resembles."""
        return bool(self.attribution.search(surface)) and not self.reader.search(surface)


def label_boilerplate(
    paragraphs: Sequence[Paragraph], link_shares: Sequence[float] = (), language: str | None = None
) -> tuple[Paragraph, ...]:
    """The same blocks with boilerplate_kind, score and rule where one applies.

    link_shares: share of linked characters of each block; empty for plain text, which only the rules for wording are
    tried on. language: ISO 639-1 code; English patterns are tried on every text, since pages in all languages contain
    English lines; those of other languages are tried unless the text is English.
    """
    labelled = match_rules(paragraphs, language)
    if link_shares:
        return tuple(label_by_score(labelled, link_shares))
    return tuple(_label_closing_list(labelled))


def match_rules(paragraphs: Sequence[Paragraph], language: str | None = None) -> list[Paragraph]:
    """The blocks with the label of the rule for wording that matches, if one does; nothing else is asked."""
    languages = ("en",) if language == "en" else ("en", "mul")
    return [_apply_rules(paragraph, languages) for paragraph in paragraphs]


def is_sentence(surface: str) -> bool:
    """Whether a text ends like a sentence."""
    return bool(SENTENCE_END.search(surface))


def _apply_rules(paragraph: Paragraph, languages: tuple[str, ...]) -> Paragraph:
    surface = _BULLET.sub("", paragraph.surface, count=1)
    if len(surface) > _MOST_RULED_CHARS:
        return paragraph
    rule = _find_rule(surface, languages)
    if rule:
        return _mark(paragraph, rule.kind, 0.9, rule.name)
    if _MACHINE_LINE.fullmatch(surface):
        return _mark(paragraph, "navigation", 0.9, "machine_line")
    if _reads_as_date(surface):
        return _mark(paragraph, "byline", 0.7, "date_line")
    return paragraph


def _find_rule(surface: str, languages: tuple[str, ...]) -> _Rule | None:
    """The first rule that matches, unless the text is a sentence that tells what somebody said."""
    lowered = surface.lower()
    for language in languages:
        for rule in _load_rules(language):
            if len(surface) > rule.max_chars or (rule.literals and not may_match(lowered, rule.literals)):
                continue
            if rule.pattern.match(surface):
                is_story = is_sentence(surface) and any(_load_story(name).tells(surface) for name in languages)
                return None if is_story else rule
    return None


def _reads_as_date(surface: str) -> bool:
    """Whether a line is a date, with at most a place or name beside it."""
    if len(surface) > _DATE_LINE_CHARS or len(surface.split()) > _DATE_LINE_WORDS or _POST_CREDIT.match(surface):
        return False
    if parse_stamp(surface, month_first=False) is None:
        return False
    known = _load_stamp_words()
    others = [word for word in _LETTERS.findall(surface) if word.lower() not in known and not read_month_name(word)]
    if len(others) > _DATE_LINE_NAMES or any(word[:1].islower() for word in others):
        return False
    return not others or not is_sentence(surface)


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
    is_introduced = start == 0 or paragraphs[start - 1].surface.rstrip().endswith(":")
    if is_introduced or not _is_list_of_headlines(items):
        return paragraphs
    marked = [_mark(item, "related_links", 0.8, "closing_list") for item in items]
    return [*paragraphs[:start], *marked, *paragraphs[end:]]


def _is_list_of_headlines(items: list[Paragraph]) -> bool:
    headlines = [item for item in items if _reads_as_headline(item.surface)]
    return len(items) >= 2 and len(headlines) >= len(items) * 0.8


def _reads_as_headline(surface: str) -> bool:
    text = _BULLET.sub("", surface, count=1)
    return 20 <= len(text) <= 160 and not is_sentence(text) and len(text.split()) >= 4


def _mark(paragraph: Paragraph, kind: str, score: float, rule: str) -> Paragraph:
    return replace(paragraph, is_boilerplate=True, boilerplate_kind=kind, boilerplate_score=score, rule=rule)


def _make_rule(kind: str, number: int, pattern: str, max_chars: int) -> _Rule:
    if max_chars > _MOST_RULED_CHARS:
        raise FaultError(f"The boilerplate rule {kind}_{number} has a max_chars of more than {_MOST_RULED_CHARS}.")
    # A pattern that can begin anywhere runs only where the text contains one of its literals; others fail as fast.
    literals = find_literals(pattern) if ".*" in pattern else None
    compiled = re.compile(pattern.replace("<names>", _NAMES), re.IGNORECASE | re.DOTALL)
    return _Rule(kind, f"{kind}_{number}", compiled, max_chars, literals)


@cache
def _load_rules(language: str) -> tuple[_Rule, ...]:
    try:
        return tuple(
            _make_rule(kind, number, pattern, int(spec["max_chars"]))
            for kind, spec in _read_list(language).items()
            if kind not in _NOT_RULES
            for number, pattern in enumerate(spec["patterns"])
        )
    except (KeyError, re.error) as error:
        raise FaultError(f"The word list lang/{language}/boilerplate.toml cannot be read: {error!r}.") from error


@cache
def _load_story(language: str) -> _Story:
    try:
        spec = _read_list(language)["story"]
        return _Story(re.compile(spec["attribution"], re.IGNORECASE), re.compile(spec["reader"], re.IGNORECASE))
    except (KeyError, re.error) as error:
        raise FaultError(f"The word list lang/{language}/boilerplate.toml cannot be read: {error!r}.") from error


@cache
def _load_stamp_words() -> frozenset[str]:
    try:
        return frozenset(_read_list("mul")["stamp"]["words"].split())
    except KeyError as error:
        raise FaultError(f"The word list lang/mul/boilerplate.toml cannot be read: {error!r}.") from error


def _read_list(language: str) -> dict[str, Any]:
    name = f"lang/{language}/boilerplate.toml"
    try:
        return tomllib.loads(files("broadsheet").joinpath(*name.split("/")).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise FaultError(f"The word list {name} cannot be read: {error!r}.") from error
