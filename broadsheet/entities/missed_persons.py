"""Persons that a model cut or missed: surname first in lists, and surnames that are common words.

Belongs here: "Roe, Jane; Doe, John" is two persons, "Day said" the Sara Day of the article, "May said she" a person.
Persons named like a month with more of their name are in `month_names`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, lay_over, line_around
from broadsheet.entities.month_names import find_month_names
from broadsheet.entities.names import Name

_SURNAME = r"(?:(?:[Vv]an|[Dd]e|[Dd]er|[Vv]on|[Aa]l|Mc|Mac|O['’]) ?){0,2}[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
_GIVEN = r"(?:[A-Z][\w’'-]+(?: (?:[A-Z][\w’'-]+|[A-Z]\.))?|[A-Z]\.(?:[ -]?[A-Z]\.){0,2})"
_EXTRA = (
    r"(?: \([A-Z][\w .'’-]{0,28}\))?"
    r"(?:,? \(?(?:aged )?\d{1,3}\)?)?(?:, (?:of|from) [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?)?(?:,? \(?(?:aged )?\d{1,3}\)?)?"
)
_ITEM = rf"(?P<last>{_SURNAME}), (?P<first>{_GIVEN}){_EXTRA}"
_INVERTED = re.compile(
    rf"(?:(?<=[:;] )|(?<=; and )|(?<=\n)|^|(?<=[-•*^] )){_ITEM}"
    r"(?=\s*(?:;|\.?\s*(?:\n|$)|\. [A-Z]|\((?:19|20)\d\d[-)a-z]))",
    re.MULTILINE,
)
# The first item behind the words that open a list: "The accused are Novak, Petra; Hill, George".
_FIRST_ITEM = re.compile(rf"(?<=[a-z] ){_ITEM}(?=;)")
_INITIALS = re.compile(r"[A-Z]\.(?:[ -]?[A-Z]\.){0,2}")
# "Roe J, Doe K": a surname with initials, so what follows the comma is the next author.
_WITH_INITIALS = re.compile(r" [A-Z]{1,3}$")
_SHORT_LINE = 60
_AFTER = re.compile(r"(?:['’]s)? (?:also |later |then |has |had |was |is |will |would )?(?P<word>[a-z]+)")
_NUMBER_BEHIND, _CAPITAL_BEHIND = re.compile(r" \d"), re.compile(r" [A-Z]")
_NO_NAME_BEFORE = re.compile(
    r"(?:\d|\b[A-Z][\w.]*|\b(?:in|on|of|since|until|by|last|next|this|early|late|mid|the|a|every)) ?$"
)
_OPEN_QUOTES = ("“", '"', "‘", "'")
_CLAUSE_ENDS = tuple('.!?:;“"(')
_LAST_LINE = re.compile(r"[^\n]{0,30}$")


def add_missed_persons(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """The names with such persons laid over them or added, in order of position."""
    if not lexicon.given_names:
        return list(names)
    own = [[name for name in names if name.part_index == index] for index in range(len(parts))]
    for index, part in enumerate(parts):
        for person in _find_inverted(part.text, index, own[index], lexicon):
            own[index] = lay_over(own[index], person)
        for person in find_month_names(part.text, index, own[index], lexicon):
            own[index] = lay_over(own[index], person)
    names = [name for listed in own for name in listed]
    surnames = _list_surnames(names, lexicon)
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
    listed = list(_INVERTED.finditer(text))
    for match in (*_find_first_items(text, listed), *listed):
        start, end = match.start("last"), match.end("first")
        is_seen = match.span("first") in persons or (start, end) in persons
        is_seen = is_seen or (_INITIALS.fullmatch(match["first"]) is not None and match.span("last") in persons)
        if _is_inverted(match, line_around(text, start, end), is_seen, lexicon):
            usual = f"{match['first']} {match['last']}"
            yield Name(index, start, end, text[start:end], "PERSON", "surname_first", None, usual)


def _find_first_items(text: str, listed: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The items that stand right before a listed one, behind the words that open the list."""
    following = {match.start("last") for match in listed}
    for match in _FIRST_ITEM.finditer(text) if listed else ():
        behind = match.end() + len("; ")
        is_listed = behind in following or (text.startswith("and ", behind) and behind + len("and ") in following)
        if is_listed and match.start("last") not in following:
            yield match


def _is_inverted(match: re.Match[str], line: str, is_seen: bool, lexicon: Lexicon) -> bool:
    """Whether an item is a person and no place; is_seen: the pipeline took its second half for a person."""
    first = match["first"].split()[0]
    is_given = first in lexicon.given_names
    if _WITH_INITIALS.search(match["last"]):
        return False
    last_place, first_place = lexicon.find_place(match["last"]), lexicon.find_place(match["first"])
    if last_place is not None or (first_place is not None and not (is_given and first_place.kind == "city")):
        return False
    return (is_given and len(line) < _SHORT_LINE) or (";" in line and (is_given or is_seen))


def _list_surnames(names: Sequence[Name], lexicon: Lexicon) -> frozenset[str]:
    """Last words of the article's persons with several names; of a guess by capitals only behind a given name."""
    surnames = set()
    for name in names:
        words = name.full.split()
        is_sure = name.rule != "capitals" or words[0] in lexicon.given_names
        if name.mention_type == "PERSON" and len(words) > 1 and is_sure and not name.full.isupper():
            surnames.add(words[-1])
    return frozenset(word for word in surnames if word[:1].isupper())


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
    if _NUMBER_BEHIND.match(after) or _NO_NAME_BEFORE.search(left):
        return False
    verb = _AFTER.match(after)
    if verb is not None and verb["word"] in lexicon.speech_verbs:
        return True
    return is_known and _is_bare(part, start, end, left, lexicon)


def _is_bare(part: TextPart, start: int, end: int, left: str, lexicon: Lexicon) -> bool:
    """Whether a known surname stands as one without a verb of speech; left: what stands before it on its line."""
    text = part.text
    is_cut = left.endswith(_OPEN_QUOTES) or left.rstrip().rpartition(" ")[2] in lexicon.particles
    if is_cut or is_headline_case(line_around(text, start, end)):
        return False
    starts = not left.strip() or left.rstrip().endswith(_CLAUSE_ENDS)
    word = text[start:end]
    if word in lexicon.not_names or word in lexicon.calendar:
        return not starts and text.startswith(("'s ", "’s "), end)
    return not _CAPITAL_BEHIND.match(text, end) and (not starts or _is_subject(part, start))


def _is_subject(part: TextPart, start: int) -> bool:
    """Whether the parser takes the word at a place for a proper noun or the subject of its clause."""
    span = part.doc.char_span(start, start + 1, alignment_mode="expand")
    return span is not None and (span[0].pos_ == "PROPN" or span[0].dep_ in ("nsubj", "nsubjpass", "nsubj:pass"))
