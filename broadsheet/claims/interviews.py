"""Who "I" and "you" refer to in an interview printed as questions and answers.

Two forms: labelled turns (see `turns`), and questions as paragraphs of their own, with one person named
before the first of them. Elsewhere "I" outside quotation marks is the writer, whom the text does not name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.turns import Turn, find_turns
from broadsheet.records import Mention, Paragraph

_MIN_TURNS = 3
_MOST_INITIALS = 4


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
    turns = find_turns(tokens)
    if turns:
        return _by_turns(turns, paragraphs, mentions)
    return _by_questions(paragraphs, mentions) if len(paragraphs) >= 2 * _MIN_TURNS else None


def _by_turns(turns: Sequence[Turn], paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> Interview:
    """The interview of labelled turns: each paragraph belongs to the label before it."""
    persons = [mention for mention in mentions if mention.mention_type == "PERSON"]
    guest = _find_guest(mentions, turns[0].label.start_char)
    if guest is None and len({mention.entity_key for mention in persons}) == 1:
        guest = persons[0]
    known: dict[str, Mention | None] = {}
    for turn in turns:
        if known.get(turn.key) is None:
            known[turn.key] = _find_labelled(turn, persons, guest)
    starts = [p.start_char for p in paragraphs]
    speakers: list[Mention | None] = [None] * len(paragraphs)
    for turn in turns:
        first = bisect_right(starts, turn.label.start_char) - 1
        last = bisect_right(starts, turn.content[-1].start_char)
        speakers[first:last] = [known[turn.key]] * (last - first)
    return Interview(starts, speakers, guest if any(turn.is_question for turn in turns) else None)


def _find_labelled(turn: Turn, persons: Sequence[Mention], guest: Mention | None) -> Mention | None:
    """The person that a label names, by a mention in it, a surname, initials, or "A" for the guest."""
    if turn.is_question:
        return None
    if turn.key in load_frames().words["labels.answers"]:
        return guest
    inside = [m for m in persons if turn.label.start_char <= m.evidence.start_char < turn.label.end_char]
    if inside and len(turn.key) > _MOST_INITIALS:
        return inside[0]
    by_entity = {mention.entity_key: mention for mention in reversed(persons) if _is_short_for(turn.key, mention)}
    if len(by_entity) == 1:
        return next(iter(by_entity.values()))
    return inside[0] if inside else None


def _is_short_for(key: str, mention: Mention) -> bool:
    """Whether a label in lower case is the surname, given name, whole name or initials of a full name."""
    words = mention.entity_name.lower().split()
    initials = "".join(word[0] for word in words)
    return len(words) > 1 and key.replace(".", "") in (words[-1], " ".join(words), words[0], initials)


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
