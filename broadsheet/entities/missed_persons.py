"""Persons that a model cut or missed: surname first in lists, and surnames that are common words.

Belongs here: "Roe, Jane; Doe, John" is two persons, "Day said" the Sara Day of the article, "May said she" a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, lay_over, line_around
from broadsheet.entities.names import Name

_SURNAME = r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Vv]on|[Aa]l|Mc|Mac|O['’]) ?){0,2}[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
_GIVEN = r"[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|[A-Z]\.))?"
_EXTRA = (
    r"(?:,? \(?(?:aged )?\d{1,3}\)?)?(?:, (?:of|from) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?(?:,? \(?(?:aged )?\d{1,3}\)?)?"
)
_ITEM = rf"(?P<last>{_SURNAME}), (?P<first>{_GIVEN}){_EXTRA}"
_INVERTED = re.compile(
    rf"(?:(?<=[:;] )|(?<=; and )|(?<=\n)|^|(?<=[-•*] )){_ITEM}(?=\s*(?:;|\.?\s*(?:\n|$)|\. [A-Z]))", re.MULTILINE
)
_SHORT_LINE = 60
_AFTER = re.compile(r"(?:['’]s)? (?:also |later |then |has |had |was |is |will |would )?(?P<word>[a-z]+)")
_LAST_LINE = re.compile(r"[^\n]{0,30}$")


def add_missed_persons(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """The names with such persons laid over them or added, in order of position."""
    if not lexicon.given_names:
        return list(names)
    own = [[name for name in names if name.part_index == index] for index in range(len(parts))]
    for index, part in enumerate(parts):
        for person in _find_inverted(part.text, index, own[index], lexicon):
            own[index] = lay_over(own[index], person)
    surnames = _list_surnames(names)
    for index, part in enumerate(parts):
        taken = sorted((name.start_char, name.end_char) for name in own[index])
        for start, end in _find_bare(part, surnames, taken, lexicon):
            own[index] = lay_over(own[index], Name(index, start, end, part.text[start:end], "PERSON", "surname_word"))
    return [name for listed in own for name in listed]


def _find_inverted(text: str, index: int, names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """Items of lists by semicolons, or of one a line; each has a given name or a person that the pipeline saw there."""
    if ", " not in text:
        return
    persons = {(name.start_char, name.end_char) for name in names if name.mention_type == "PERSON"}
    for match in _INVERTED.finditer(text):
        start, end = match.start("last"), match.end("first")
        given = match["first"].split()[0]
        is_seen = match.span("first") in persons or (start, end) in persons
        is_place = lexicon.find_place(match["last"]) is not None or lexicon.find_place(match["first"]) is not None
        line = line_around(text, start, end)
        is_list = ";" in line or len(line) < _SHORT_LINE
        if is_list and not is_place and (given in lexicon.given_names or (is_seen and ";" in line)):
            yield Name(
                index, start, end, text[start:end], "PERSON", "surname_first", None, f"{match['first']} {match['last']}"
            )


def _list_surnames(names: Sequence[Name]) -> frozenset[str]:
    """Last words of the article's persons with several names."""
    return frozenset(
        name.full.split()[-1]
        for name in names
        if name.mention_type == "PERSON"
        and " " in name.full
        and name.full.split()[-1][:1].isupper()
        and not name.full.isupper()
    )


def _find_bare(
    part: TextPart, surnames: frozenset[str], taken: Sequence[tuple[int, int]], lexicon: Lexicon
) -> Iterator[tuple[int, int]]:
    """Surnames alone where no name was found; and a month that says something ("May said")."""
    months = [word for word in lexicon.calendar if word in ("April", "August", "June", "May")]
    listed = {*surnames, *months}
    if not listed:
        return
    spots = {start for span in taken for start in range(*span)}
    for match in re.finditer(r"(?<![\w’'-])[A-Z][\w’'-]*?(?=['’]s\b|[^\w’'-]|['’-]\W|$)", part.text):
        word, (start, end) = match[0], match.span()
        if word in listed and start not in spots and _stands_alone(part, start, end, word in surnames, lexicon):
            yield start, end


def _stands_alone(part: TextPart, start: int, end: int, is_known: bool, lexicon: Lexicon) -> bool:
    """Whether a word stands where a bare surname does: before a verb of speech, or (where known) as no common word."""
    text = part.text
    after = text[end : end + 40]
    before = _LAST_LINE.search(text, max(0, start - 30), start)
    left = before[0] if before else ""
    verb = _AFTER.match(after)
    speaks = verb is not None and verb["word"] in lexicon.speech_verbs
    if re.match(r" \d", after) or re.search(
        r"(?:\d|\b[A-Z][\w.]*|\b(?:in|on|of|since|until|by|last|next|this|early|late|mid|the|a|every)) ?$", left
    ):
        return False
    if speaks:
        return True
    if left[-1:] in ("“", '"', "‘", "'") or left.rstrip().rpartition(" ")[2] in lexicon.particles:
        return False
    if not is_known or is_headline_case(line_around(text, start, end)):
        return False
    word = text[start:end]
    is_common = word in lexicon.not_names or word in lexicon.calendar
    if is_common:
        return after.startswith(("'s ", "’s ")) and bool(left.strip()) and left.rstrip()[-1:] not in '.!?:;“"'
    starts = not left.strip() or left.rstrip()[-1:] in '.!?:;“"('
    return not re.match(r" [A-Z]", after) and (not starts or _is_subject(part, start))


def _is_subject(part: TextPart, start: int) -> bool:
    """Whether the parser takes the word at a place for a proper noun or the subject of its clause."""
    span = part.doc.char_span(start, start + 1, alignment_mode="expand")
    return span is not None and (span[0].pos_ == "PROPN" or span[0].dep_ in ("nsubj", "nsubjpass", "nsubj:pass"))
