"""Who "I" and "you" refer to in an interview printed as questions and answers.

Two forms: turns that begin with a name and a colon, and questions as paragraphs of their own, with one person named
before the first of them. Elsewhere "I" outside quotation marks is the writer, whom the text does not name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.records import Mention, Paragraph

_LABEL = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,3}:\s")
_MIN_TURNS = 3


@dataclass(frozen=True, slots=True)
class Interview:
    """starts: of paragraphs, in order. speakers: the mention that "I" refers to in each, or None. guest: "you"."""

    starts: Sequence[int]
    speakers: Sequence[Mention | None]
    guest: Mention | None

    def first_person(self, char: int) -> Mention | None:
        """Whom "I" refers to at a code point."""
        index = bisect_right(self.starts, char) - 1
        return self.speakers[index] if index >= 0 else None

    def second_person(self, char: int) -> Mention | None:
        """Whom "you" refers to: the guest, in a paragraph that is not theirs."""
        index = bisect_right(self.starts, char) - 1
        return self.guest if index >= 0 and self.speakers[index] is None else None


def find_interview(tokens: TokenArrays, mentions: Sequence[Mention]) -> Interview | None:
    """The interview, if the part is one; otherwise None."""
    paragraphs = [p for p in tokens.part.paragraphs if not p.is_boilerplate]
    if len(paragraphs) < 2 * _MIN_TURNS:
        return None
    return _by_labels(paragraphs, mentions) or _by_questions(paragraphs, mentions)


def _by_labels(paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> Interview | None:
    by_start = {mention.evidence.start_char: mention for mention in mentions if mention.mention_type == "PERSON"}
    labels = [match.group() if (match := _LABEL.match(p.surface)) else "" for p in paragraphs]
    turns = Counter(label for label in labels if label)
    repeated = {label for label, count in turns.items() if count >= _MIN_TURNS}
    if len(repeated) < 2:
        return None
    speakers: list[Mention | None] = []
    current: Mention | None = None
    for paragraph, label in zip(paragraphs, labels, strict=True):
        current = by_start.get(paragraph.start_char) if label else current
        speakers.append(current)
    return Interview([p.start_char for p in paragraphs], speakers, None)


def _by_questions(paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> Interview | None:
    asks = [p.surface.rstrip("\"”’' ").endswith("?") for p in paragraphs]
    first = asks.index(True) if True in asks else len(asks)
    answers = [p for p, is_question in zip(paragraphs[first:], asks[first:], strict=True) if not is_question]
    in_person = sum(bool(re.search(r"(?:^|[^\w“\"‘'])I(?:['’]\w+)? ", p.surface)) for p in answers)
    if sum(asks) < _MIN_TURNS or in_person < _MIN_TURNS or sum(asks) * 6 < len(paragraphs):
        return None
    guest = _find_guest(mentions, paragraphs[first].start_char)
    if guest is None:
        return None
    speakers = [None if index < first or asks[index] else guest for index in range(len(paragraphs))]
    return Interview([p.start_char for p in paragraphs], speakers, guest)


def _find_guest(mentions: Sequence[Mention], end: int) -> Mention | None:
    """The person named most often before the first question; None if two are named equally often."""
    persons = [m for m in mentions if m.mention_type == "PERSON" and m.evidence.start_char < end]
    ranked = Counter(mention.entity_key for mention in persons).most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return None
    return next(mention for mention in persons if mention.entity_key == ranked[0][0])
