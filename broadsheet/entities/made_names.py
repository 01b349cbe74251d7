"""Names that are made in a known way, whatever the pipeline saw in their words.

Storms ("Hurricane Olga") and operations, firms named after persons ("John Smith's Brewery"), groups named in plain
words ("Save the Children"), peers ("Baroness Onslow of Pell") and Burmese persons ("U Thein Maung"). Belongs here:
finding them and laying them over the names that are part of them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords, choose_one
from broadsheet.entities.names import Name

# A capitalised word without its possessive; "T-shirt" is none.
_WORD = r"[A-Z](?!-[a-z])(?:\w|-(?=\w)|['’](?=\w\w))+(?!\w)"
_HEADLINE_SHARE = 0.7
_FEW_WORDS = 4
_LINE_REACH = 200
# "John Lund, 2nd Earl of Tarnby" names the person before it.
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th) $")
# Rules that leave out the title before a name.
_BEHIND_TITLES = ("burmese", "noble")
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")
_SMALL_BEFORE = re.compile(r"(?:^|[\s(])[a-z][\w’'-]*[,;]? $")
# "Storm Reid, the actress," and "Storm Reid, 34," are persons.
_INTRODUCED = re.compile(r", (?:\d{1,2}[,.]|(?:the|a|an|who|his|her)(?: [\w’'-]+){0,2}? (?P<role>[\w-]+)\b)")
_BODY_BEFORE = re.compile(
    r"\b(?:founder|leader|leaders|member|members|president|spokesman|spokesperson|spokeswoman|supporters) of $"
)
_BODY_AFTER = re.compile(
    r"(?:['’]s)? (?:leader|leaders|members|founder|spokesman|spokesperson|spokeswoman|supporters|was founded)\b"
)
Found = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    storm: re.Pattern[str]
    operation: re.Pattern[str]
    firm: re.Pattern[str]
    exact: re.Pattern[str]
    people: re.Pattern[str]
    demand: re.Pattern[str]
    peer: re.Pattern[str]
    noble: re.Pattern[str]
    burmese: re.Pattern[str]


def add_made_names(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords) -> list[Name]:
    """The names with those of a known make laid over their parts, in order of position."""
    if not words.storm_openers:
        return list(names)
    patterns = _compile(words)
    made: list[Name] = []
    for part_index, part in enumerate(parts):
        own = [name for name in names if name.part_index == part_index]
        for start, end, mention_type, rule in _find_made(part, patterns, lexicon, words):
            own = lay_over(own, Name(part_index, start, end, part.text[start:end], mention_type, rule))
        made.extend(own)
    return made


def lay_over(names: list[Name], made: Name) -> list[Name]:
    """The names of one part with `made` in the place of those inside it; unchanged where a name extends beyond it."""
    first = bisect_left(names, made.start_char, key=lambda name: name.end_char - 1)
    last = first
    while last < len(names) and names[last].start_char < made.end_char:
        last += 1
    touched = names[first:last]
    if any(name.end_char > made.end_char + 2 for name in touched):
        return names
    if touched and touched[0].start_char < made.start_char and not _is_cut_by(touched[0], made):
        return names
    return [*names[:first], made, *names[last:]]


def _is_cut_by(name: Name, made: Name) -> bool:
    """Whether a name that begins before the made one gives way to it: a title is left over, or it is one word."""
    if " " not in name.surface.strip() or made.rule in _BEHIND_TITLES:
        return True
    return name.end_char >= made.end_char and name.mention_type != made.mention_type


def is_headline_case(line: str) -> bool:
    """Whether most words of a line begin with a capital, so that a capital says nothing.

    >>> is_headline_case("Avigon Opens Plant With Nordvia"), is_headline_case("Avigon opened a plant with Nordvia.")
    (True, False)
    """
    if line.rstrip(' ”"').endswith("."):
        return False
    words = [word[0] for word in _WORDS.finditer(line) if len(word[0]) > 3]
    return len(words) >= _FEW_WORDS and sum(word[0].isupper() for word in words) >= _HEADLINE_SHARE * len(words)


def line_around(text: str, start: int, end: int) -> str:
    """The line that holds a span, without its line breaks; of a long line what is near."""
    before = text[max(0, start - _LINE_REACH) : start].rpartition("\n")[2]
    return before + text[start:end] + text[end : end + _LINE_REACH].partition("\n")[0]


@lru_cache(maxsize=8)
def _compile(words: NameWords) -> _Patterns:
    openers = choose_one(words.storm_openers)
    low = choose_one(opener.lower() for opener in words.storm_openers)
    plural = choose_one(f"{opener}s" for opener in words.storm_openers)
    heads, families = choose_one(words.trade_heads), choose_one(words.family_endings)
    joiners = choose_one(words.group_joiners)
    ends = rf"(?![\w-]| {_WORD})"
    burmese = choose_one(words.burmese_words)
    return _Patterns(
        storm=re.compile(
            rf"(?<![\w-])(?:(?P<whole>(?:{openers}) (?P<name>{_WORD}))|(?:{low}) (?P<low>{_WORD})"
            rf"|(?:{plural}) (?P<first>{_WORD}) and (?P<second>{_WORD}))(?!\w)"
        ),
        operation=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?:{choose_one(words.operation_openers)})(?: (?:of the |of |the )?{_WORD}){{1,4}}"
        ),
        firm=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?:(?P<owner>{_WORD}\.?(?: {_WORD}\.?){{0,3}})(?:['’]s|(?<=s)['’])"
            rf" (?:{_WORD} ){{0,2}}(?:{heads})(?! {_WORD})|{_WORD}(?: {_WORD}){{0,2}} (?:{families}))(?![\w-])"
        ),
        exact=re.compile(rf"(?=[A-Z])(?<![\w-])(?:{choose_one(words.exact_groups)})(?![\w-])"),
        people=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?:{choose_one(words.group_people)}) (?:{joiners}) (?:the )?{_WORD}"
            rf"(?: (?!and (?:{choose_one(words.group_people)}) (?:{joiners}) )(?:and )?{_WORD}){{0,3}}"
        ),
        demand=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?:{choose_one(words.group_demands)})(?: (?:the|our|Our|Up|Back|for|With|Off))?"
            rf"(?: {_WORD}){{1,3}}(?! (?:[A-Z]|[Aa]ct|[Bb]ill|campaign|petition)\b)"
        ),
        peer=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?:{choose_one(words.peers)})"
            rf" (?P<name>{_WORD}(?: {_WORD})? of (?:the )?{_WORD}(?:[ -]{_WORD}){{0,2}})"
        ),
        noble=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?:{choose_one(words.titles_of_places)}) of {_WORD}{ends}"
            r"(?! (?:pub|hotel|theatre|pier))"
        ),
        burmese=re.compile(
            rf"(?=[A-Z])(?<![\w-])(?P<title>{choose_one(words.burmese_titles)})"
            rf" (?P<name>(?:{_WORD} )?(?:{burmese})(?: {_WORD}){{0,3}}"
            rf"|{_WORD} {_WORD} (?:{burmese}))(?!\w)"
        ),
    )


def _find_made(part: TextPart, patterns: _Patterns, lexicon: Lexicon, words: NameWords) -> Iterator[Found]:
    """Start, end, type and rule of each; where two overlap the later one wins."""
    text = part.text
    yield from _find_storms(part, patterns, lexicon, words)
    yield from _find_operations(part, patterns, lexicon)
    if "'s " in text or "’s " in text or " and " in text or "&" in text or "Bro" in text:
        yield from _find_firms(text, patterns, lexicon)
    yield from _find_groups(part, patterns, words)
    yield from _find_nobles(text, patterns, lexicon, words)


def _find_storms(part: TextPart, patterns: _Patterns, lexicon: Lexicon, words: NameWords) -> Iterator[Found]:
    for match in patterns.storm.finditer(part.text):
        for group in ("whole", "low", "first", "second"):
            name = match["name"] if group == "whole" else match[group]
            if not match[group] or name in words.not_storms or not _is_proper(part, match.end(group) - 1):
                continue
            is_person = group == "whole" and _is_introduced(part.text, match.end(group), lexicon)
            yield match.start(group), match.end(group), "PERSON" if is_person else "EVENT", "storm"


def _is_introduced(text: str, end: int, lexicon: Lexicon) -> bool:
    """Whether an age or the role of a person stands behind a name in commas."""
    match = _INTRODUCED.match(text, end)
    return match is not None and (match["role"] is None or match["role"] in lexicon.roles)


def _find_operations(part: TextPart, patterns: _Patterns, lexicon: Lexicon) -> Iterator[Found]:
    """Operations of police and troops; a movement of that name is one that has members."""
    found = list(patterns.operation.finditer(part.text))
    bodies = {
        match[0]
        for match in found
        if lexicon.heads.get(match[0].rpartition(" ")[2]) == "ORG"
        or _BODY_BEFORE.search(part.text, max(0, match.start() - 30), match.start())
        or _BODY_AFTER.match(part.text, match.end())
    }
    for match in found:
        if not is_headline_case(line_around(part.text, *match.span())):
            yield match.start(), match.end(), "ORG" if match[0] in bodies else "EVENT", "operation"


def _find_firms(text: str, patterns: _Patterns, lexicon: Lexicon) -> Iterator[Found]:
    for match in patterns.firm.finditer(text):
        start = match.start()
        while (gap := text.find(" ", start, match.end())) > 0 and _opens(text[start:gap], lexicon):
            start = gap + 1
        owner = text[start : match.end("owner")] if match["owner"] else ""
        if lexicon.find_place(owner) is None and not lexicon.is_demonym(owner) and owner not in lexicon.not_names:
            yield start, match.end(), "ORG", "firm_of_person"


def _opens(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.not_names or word in lexicon.titles


def _find_groups(part: TextPart, patterns: _Patterns, words: NameWords) -> Iterator[Found]:
    """Listed groups anywhere; others of that make inside a sentence only, where a capital begins a name."""
    text = part.text
    for pattern in (patterns.people, patterns.demand):
        for match in pattern.finditer(text):
            if _is_inside(text, match.start()) and not is_headline_case(line_around(text, *match.span())):
                yield match.start(), match.end(), "ORG", "plain_group"
    for match in patterns.exact.finditer(text):
        yield match.start(), match.end(), "ORG", "plain_group"


def _is_inside(text: str, start: int) -> bool:
    """Whether a small word stands right before a place, or before a comma there, so that a capital begins a name."""
    before = text[max(0, start - 30) : start]
    return before.endswith(" ") and _SMALL_BEFORE.search(before) is not None


def _find_nobles(text: str, patterns: _Patterns, lexicon: Lexicon, words: NameWords) -> Iterator[Found]:
    for match in patterns.noble.finditer(text):
        if not _ORDINAL.search(text, max(0, match.start() - 5), match.start()):
            yield match.start(), match.end(), "PERSON", "noble"
    for match in patterns.peer.finditer(text):
        if match["name"].split()[0] not in words.lord_offices and match["name"].split()[0] != "of":
            yield match.start("name"), match.end("name"), "PERSON", "noble"
    for match in patterns.burmese.finditer(text):
        name = match["name"].split()
        start = match.start("name") if len(name) > 1 else match.start()
        if sum(word in words.burmese_words for word in name) * 2 >= len(name):
            yield start, match.end(), "PERSON", "burmese"


def _is_proper(part: TextPart, char: int) -> bool:
    """Whether the word at a place is a proper noun, or has no part of speech."""
    span = part.doc.char_span(char, char + 1, alignment_mode="expand")
    return span is None or span[0].pos_ in ("PROPN", "")
