"""Short forms that an article defines: "Harbour Board (HB)", and "Olga" of "Hurricane Olga".

Also those of a name elsewhere in the article, "HCB" of "Harbour Conservation Board".

Belongs here: finding which short form stands for which full name. Its type belongs to `label_consistency`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name

_DEFINED = re.compile(r"\s?\(\s?[\"“‘']?((?=[^)]{0,11}[A-Z])[A-Z][A-Za-z0-9.&/-]{1,11})[\"”’']?\s?[);,]")
# "The Harbour Conservation Board, HCB, said".
_BESIDE = re.compile(r", ([A-Z]{3,8})(?=, |\.\s)")
_OPENED = re.compile(r"([A-Z][A-Za-z.&]{1,11}) \($")
_LETTERS = re.compile(r"[A-Z]{3,8}")
_SMALL_WORDS = {"of", "for", "the", "and", "on", "in", "de", "to", "&", "a", "des", "du"}


def is_acronym(short: str, full: str) -> bool:
    """Whether the capitals of `short` are initials of `full`, small words being optional.

    >>> is_acronym("HCB", "Harbour Conservation Board"), is_acronym("XYZ", "Harbour Conservation Board")
    (True, False)
    """
    letters = [char.casefold() for char in short if char.isupper()]
    words = [word for word in re.split(r"[\s/-]+", full) if word]
    if len(words) < 2 or len(letters) < 2:
        return False
    main = [word[0].casefold() for word in words if word.casefold() not in _SMALL_WORDS]
    every = [word[0].casefold() for word in words]
    return letters in (main, every) or _is_subsequence(letters, full.casefold(), main)


def has_initials(short: str, full: str) -> bool:
    """Whether the letters of `short` are all initials of `full`, with its small words or without.

    >>> has_initials("HCB", "Harbour Conservation Board"), has_initials("NATO", "Harbour Conservation Board")
    (True, False)
    """
    words = [word for word in re.split(r"[\s/-]+", full) if word]
    main = [word[0] for word in words if word.casefold() not in _SMALL_WORDS]
    return list(short) in (main, [word[0].upper() for word in words])


def _is_subsequence(letters: Sequence[str], full: str, initials: Sequence[str]) -> bool:
    """Letters in order within the name, first letter first, at least half of them initials in order."""
    if not full.startswith(letters[0]):
        return False
    rest = iter(full)
    if not all(letter in rest for letter in letters):
        return False
    found = iter(initials)
    return sum(letter in found for letter in letters) * 2 >= len(letters) + 1 and len(letters) <= len(initials) + 2


def find_definitions(parts: Sequence[TextPart], names: Sequence[Name]) -> dict[str, str]:
    """Short form -> full name, for "Full Name (FN)" and "FN (Full Name)"."""
    definitions: dict[str, str] = {}
    for name in names:
        if name.mention_type in ("PERSON", "NORP") or " " not in name.surface:
            continue
        text = parts[name.part_index].text
        after = _DEFINED.match(text, name.end_char)
        if after and is_acronym(after[1], name.surface):
            definitions.setdefault(after[1], name.surface)
        beside = _BESIDE.match(text, name.end_char)
        if beside and has_initials(beside[1], name.surface):
            definitions.setdefault(beside[1], name.surface)
        before = _OPENED.search(text[max(0, name.start_char - 15) : name.start_char])
        if before and is_acronym(before[1], name.surface):
            definitions.setdefault(before[1], name.surface)
    return definitions


def find_initials(names: Sequence[Name], company_endings: Collection[str]) -> dict[str, str]:
    """Short form of three letters or more -> the one long name of the article that has just these initials."""
    shorts = {name.surface for name in names if name.mention_type == "ORG" and _LETTERS.fullmatch(name.surface)}
    found: dict[str, dict[str, str]] = {short: {} for short in shorts}
    for name in names if shorts else ():
        if name.mention_type not in ("ORG", "LAW", "EVENT", "MISC") or " " not in name.surface:
            continue
        words = name.surface.split()
        bare = " ".join(words[:-1] if words[-1].strip(".,") in company_endings else words)
        for short in shorts:
            if short[0] == bare[0] and has_initials(short, bare):
                found[short].setdefault(bare.casefold(), name.surface)
    return {short: next(iter(full.values())) for short, full in found.items() if len(full) == 1}


def find_storm_names(names: Sequence[Name], words: NameWords) -> dict[str, str]:
    """ "Olga" -> "Hurricane Olga", unless the article also has a person of that name."""
    openers = tuple(f"{opener} " for opener in words.storm_openers)
    full = [name.surface for name in names if name.mention_type == "EVENT" and name.surface.startswith(openers)]
    persons = {
        word for name in names if name.mention_type == "PERSON" and " " in name.surface for word in name.surface.split()
    }
    return {surface.rpartition(" ")[2]: surface for surface in full if surface.rpartition(" ")[2] not in persons}
