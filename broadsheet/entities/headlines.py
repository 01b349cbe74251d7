"""Names on lines in title case, where every word has a capital and a model takes firms for persons or misses them.

Belongs here: what the article's other lines say of such a word, and firms by the words of business around them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name, fold_name
from broadsheet.language.lemmas import load_lemmas

_LONGEST_LINE = 160
_WORD = re.compile(r"(?<![\w’'-])[A-Z][a-z]+(?![\w-]|['’][a-rt-z])")
_NEXT = re.compile(r"(?:['’]s)? ([A-Z]\w+)")
Known = Mapping[str, str]


def add_headline_names(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords
) -> list[Name]:
    """The names, with those of lines in title case added or typed anew, in order of position."""
    lines = [(index, start, line) for index, part in enumerate(parts) for start, line in _find_lines(part.text)]
    if not lines or not words.cue("business_headline"):
        return list(names)
    within = [(index, start, start + len(line)) for index, start, line in lines]
    inside = [name for name in names if _is_within(name, within)]
    outside = [name for name in names if not _is_within(name, within)]
    known = _list_known(outside)
    long = frozenset(name.surface for name in outside if " " in name.surface)
    changed: dict[tuple[int, int], Name] = {(name.part_index, name.start_char): name for name in names}
    for part_index, start, line in lines:
        own = [
            name for name in inside if name.part_index == part_index and start <= name.start_char < start + len(line)
        ]
        for name in _read_line(part_index, start, line, own, known, lexicon, words):
            if not _is_part(line, name, start, long):
                changed[name.part_index, name.start_char] = name
    return sorted(changed.values(), key=lambda name: (name.part_index, name.start_char))


def _find_lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        if len(line) <= _LONGEST_LINE and is_headline_case(line) and not line.isupper():
            yield start, line
        start += len(line) + 1


def _is_within(name: Name, within: Sequence[tuple[int, int, int]]) -> bool:
    return any(index == name.part_index and start <= name.start_char < end for index, start, end in within)


def _is_part(line: str, name: Name, start: int, long: frozenset[str]) -> bool:
    """Whether a word is the end of a longer name of the article, which is looked for later."""
    before = line[: name.start_char - start].split()
    return bool(before) and any(full.endswith(f"{before[-1]} {name.surface}") for full in long)


def _list_known(names: Sequence[Name]) -> dict[str, str]:
    """What the article's sentences say that a single word is: its type there, the commonest first."""
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        words = name.surface.split()
        if len(words) == 1:
            types[name.surface][name.mention_type] += 1
        elif name.mention_type == "PERSON":
            types[words[-1]]["PERSON"] += 1
    return {surface: found.most_common(1)[0][0] for surface, found in types.items()}


def _read_line(
    part_index: int, start: int, line: str, own: Sequence[Name], known: Known, lexicon: Lexicon, words: NameWords
) -> Iterator[Name]:
    taken = {(name.start_char - start, name.end_char - start): name for name in own}
    is_business = any(word in words.cue("business_headline") for word in re.findall(r"[A-Z]\w+", line))
    for match in _WORD.finditer(line):
        name = taken.get(match.span())
        if name is None and any(first <= match.end() + 1 and match.start() <= last + 1 for first, last in taken):
            continue
        is_firm = is_business and match[0] not in known and _is_new_firm(match, line, lexicon, words)
        mention_type = "ORG" if is_firm else known.get(match[0])
        if mention_type and _may_add(match, name, mention_type, lexicon):
            begin, end = start + match.start(), start + match.end()
            yield (
                _type_anew(name, mention_type)
                if name
                else Name(part_index, begin, end, match[0], mention_type, "headline")
            )


def _type_anew(name: Name, mention_type: str) -> Name:
    if name.mention_type == mention_type:
        return name
    return replace(name, mention_type=mention_type, rule=f"{name.rule}+headline")


def _may_add(match: re.Match[str], name: Name | None, mention_type: str, lexicon: Lexicon) -> bool:
    """Whether a word of the line is a name: one that the pipeline saw there, or no common word."""
    if name is not None:
        return mention_type in ("ORG", "LOC", "PERSON") and name.mention_type in ("PERSON", "LOC", "MISC", "ORG")
    return match[0] not in lexicon.not_names and not load_lemmas().is_word(match[0])


def _is_new_firm(match: re.Match[str], line: str, lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a word that no list knows stands where a firm does: before a verb of business, or behind "With"."""
    word = match[0]
    is_listed = lexicon.find_place(word) is not None or lexicon.is_demonym(word) or word in lexicon.given_names
    if is_listed or word in lexicon.not_names or fold_name(word) in words.pronouns or load_lemmas().is_word(word):
        return False
    following = _NEXT.match(line, match.end())
    before = line[: match.start()].rstrip()
    acts = following is not None and following[1] in words.cue("headline_verbs")
    is_first = not before or before[-1] in ":,|"
    return (acts and is_first) or before.rpartition(" ")[2] in words.cue("headline_links")
