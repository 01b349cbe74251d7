"""Persons with a nickname in quotation marks inside their name: Karl “Rook” Ormsund.

Belongs here: the whole extent of such a name. That "Rook" alone is the same person is decided where names are joined
(`persons`), which asks `find_nickname`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, line_around
from broadsheet.entities.names import Name

_WORD = r"[A-Z](?:\w|-(?=\w)|['’](?=\w\w))*"
_PARTICLES = r"(?:(?:van|von|de|der|den|la|da|di|del|bin|al) ){0,2}"
_INSIDE = r"[A-Z\d][^“”\"‘’«»„‚‘\n,.!?]{0,23}|the [A-Z][^“”\"‘’«»„‚‘\n,.!?]{0,23}"
_QUOTED = re.compile(
    rf"(?<![\w-])(?P<first>{_WORD}(?: (?:{_WORD}|[A-Z]\.)){{0,2}})"
    rf" (?:[“„](?P<a>{_INSIDE})[”“]|\"(?P<b>{_INSIDE})\"|‘(?P<c>{_INSIDE})’|'(?P<d>{_INSIDE})'|«(?P<e>{_INSIDE})»)"
    rf" (?P<last>{_PARTICLES}{_WORD}(?: {_WORD})?)"
)
_OTHERS = frozenset(["LOC", "ORG", "NORP", "EVENT", "LAW"])
_RULE = "nickname"
# A name that was cut inside the nickname: 'Karl “Rook'.
_OPENS = re.compile(r"[“„\"‘'«”»’](?! |s\b|$)| [“„\"‘'«]")
_MARKS = re.compile(r"[“„\"‘'«].+[”“\"’'»] ")
Spans = list[tuple[int, int]]


def find_nickname(name: Name) -> str | None:
    """The nickname in a name that was made whole here; None of any other name."""
    marked = _MARKS.search(name.surface) if name.rule == _RULE else None
    return marked[0].strip(" “”„\"‘’'«»") if marked else None


def join_nicknames(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """The names with such persons in one piece, in order of position; `usual` is their name without the nickname."""
    joined: list[Name] = []
    for index, part in enumerate(parts):
        own = [name for name in names if name.part_index == index]
        for start, end, usual in _find_whole(part.text, own, lexicon):
            kept = [name for name in own if name.end_char <= start or name.start_char >= end]
            whole = Name(index, start, end, part.text[start:end], "PERSON", _RULE, None, usual)
            own = sorted([*kept, whole], key=lambda name: name.start_char)
        joined.extend(own)
    return joined


def _find_whole(text: str, names: Sequence[Name], lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    if not any(mark in text for mark in "“\"‘'«„"):
        return
    for match in _QUOTED.finditer(text):
        start, end = _find_start(match, names, lexicon), _find_end(match, names)
        touched = [name for name in names if name.start_char < end and start < name.end_char]
        if _is_person(match, start, touched) and not is_headline_case(line_around(text, start, end)):
            yield start, end, f"{text[start : match.end('first')]} {text[match.start('last') : end]}"


def _find_start(match: re.Match[str], names: Sequence[Name], lexicon: Lexicon) -> int:
    """Where the first name begins: where the pipeline saw a person, else behind titles and words that open a sentence.

    It is the first name's end if nothing of it is left.
    """
    seen = [name.start_char for name in names if name.mention_type == "PERSON" and _is_within(name, match)]
    if seen:
        return min(seen)
    start = match.start("first")
    for word in match["first"].split():
        if not (word.rstrip(".") in lexicon.titles or word.lower() in lexicon.roles or word in lexicon.not_names):
            return start
        start += len(word) + 1
    return match.end("first")


def _is_within(name: Name, match: re.Match[str]) -> bool:
    return match.start("first") <= name.start_char < match.end("first")


def _find_end(match: re.Match[str], names: Sequence[Name]) -> int:
    """The end of the last name: its second word belongs to it where the pipeline saw that."""
    words = match["last"].split()
    if not (len(words) > 1 and words[-2][0].isupper()):
        return match.end("last")
    is_whole = any(name.mention_type == "PERSON" and name.end_char == match.end("last") for name in names)
    return match.end("last") if is_whole else match.end("last") - len(words[-1]) - 1


def _is_person(match: re.Match[str], start: int, touched: Sequence[Name]) -> bool:
    """Whether the pipeline saw a person on either side of the nickname, and nothing else there."""
    if start >= match.end("first"):
        return False
    sides = [name for name in touched if name.start_char < match.end("first") or name.end_char > match.start("last")]
    if any(name.start_char < start for name in sides):
        return False
    persons = [name for name in sides if name.mention_type == "PERSON"]
    is_cut = any(_OPENS.search(name.surface) for name in persons)
    return is_cut or (bool(persons) and not any(name.mention_type in _OTHERS for name in sides))
