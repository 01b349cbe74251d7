"""Consistent labels across an article: acronyms that it defines, surnames it has introduced, and majority types.

Belongs here: correcting types and adding defined acronyms. Method after Krishnan and Manning 2006 (non-local
dependencies); surname, majority and country list together gain 1.4 F1 on newswire.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.cues import is_shown
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, line_around
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name, fold_name

_DEFINED = re.compile(r"\s?\(\s?[\"“‘']?((?=[^)]{0,11}[A-Z])[A-Z][A-Za-z0-9.&/-]{1,11})[\"”’']?\s?[);,]")
_OPENED = re.compile(r"([A-Z][A-Za-z.&]{1,11}) \($")
_SMALL_WORDS = {"of", "for", "the", "and", "on", "in", "de", "to", "&", "a", "des", "du"}
_WORD = re.compile(r"\w+")
_CONTINUES = re.compile(r"[\w-]")
_CAPITAL_AFTER = re.compile(r" [A-Z]|-\w")
_OPENING_WORDS = "The |A |An |In |At |On |For |But |And |As |By |From |With |When |After |While |If |Mr |Mrs |Ms |Dr "
_CAPITAL_BEFORE = re.compile(rf"(?<![.!?:] )(?<!^)\b(?!{_OPENING_WORDS})[A-Z][\w’'-]* $")
_REPEAT_RULES = {True: "acronym", False: "repeat"}
# How many names with the same first word are searched: bounds the work on a text that is all names.
_MOST_BY_WORD = 50
# "the Dutch company Noordwal" says more about Noordwal than a model's guess elsewhere: it counts as this many.
_CUE_VOTES = 3
# A surname that a full name has introduced outweighs this many other labels of the same word.
_SURNAME_WEIGHT = 3
# A type replaces another one of the same string if it was found this many times as often.
_MAJORITY = 2
# Types that are wrong for a listed place, by kind of place.
_WRONG_FOR_PLACE = {
    "country": ("PERSON", "ORG", "MISC", "NORP"),
    "capital": ("PERSON", "ORG", "MISC"),
    "city": ("ORG", "MISC"),
    "region": ("PERSON", "ORG", "MISC"),
}


def make_labels_consistent(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords
) -> tuple[list[Name], dict[str, str]]:
    """Names with corrected types and added acronyms, in order of position, and a mapping of acronyms to full names."""
    definitions = _find_definitions(parts, names) | _find_storm_names(names, words)
    known = list(names) + list(_add_repeats(parts, names, definitions))
    known.sort(key=lambda name: (name.part_index, name.start_char))
    persons = frozenset(
        word for name in known if name.mention_type == "PERSON" and " " in name.surface for word in name.surface.split()
    )
    corrected = [_correct_by_lists(name, lexicon, persons) for name in known]
    corrected = _correct_by_surname(corrected)
    corrected = _correct_by_first_word(corrected, lexicon)
    corrected = _correct_by_majority(parts, corrected, lexicon)
    types = dict.fromkeys(definitions, "ORG")
    shorts = {full: short for short, full in definitions.items()}
    for name in corrected:
        if name.surface in shorts:
            types[shorts[name.surface]] = name.mention_type
    return [_retype(name, types.get(name.surface, name.mention_type), "acronym") for name in corrected], definitions


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


def _is_subsequence(letters: Sequence[str], full: str, initials: Sequence[str]) -> bool:
    """Letters in order within the name, first letter first, at least half of them initials in order."""
    if not full.startswith(letters[0]):
        return False
    rest = iter(full)
    if not all(letter in rest for letter in letters):
        return False
    found = iter(initials)
    return sum(letter in found for letter in letters) * 2 >= len(letters) + 1 and len(letters) <= len(initials) + 2


def _find_definitions(parts: Sequence[TextPart], names: Sequence[Name]) -> dict[str, str]:
    """Short form -> full name, for "Full Name (FN)" and "FN (Full Name)"."""
    definitions: dict[str, str] = {}
    for name in names:
        if name.mention_type in ("PERSON", "NORP") or " " not in name.surface:
            continue
        text = parts[name.part_index].text
        after = _DEFINED.match(text, name.end_char)
        if after and is_acronym(after[1], name.surface):
            definitions.setdefault(after[1], name.surface)
        before = _OPENED.search(text[max(0, name.start_char - 15) : name.start_char])
        if before and is_acronym(before[1], name.surface):
            definitions.setdefault(before[1], name.surface)
    return definitions


def _find_storm_names(names: Sequence[Name], words: NameWords) -> dict[str, str]:
    """ "Olga" -> "Hurricane Olga", unless the article also has a person of that name."""
    openers = tuple(f"{opener} " for opener in words.storm_openers)
    full = [name.surface for name in names if name.mention_type == "EVENT" and name.surface.startswith(openers)]
    persons = {
        word for name in names if name.mention_type == "PERSON" and " " in name.surface for word in name.surface.split()
    }
    return {surface.rpartition(" ")[2]: surface for surface in full if surface.rpartition(" ")[2] not in persons}


def _add_repeats(parts: Sequence[TextPart], names: Sequence[Name], definitions: Mapping[str, str]) -> Iterator[Name]:
    """Occurrences of a defined acronym, or of a multi-word name found elsewhere, that were missed."""
    known = dict.fromkeys(definitions, "ORG")
    for name in names:
        if " " in name.surface and name.surface[0].isupper():
            known.setdefault(name.surface, name.mention_type)
    by_first_word: dict[str, list[str]] = defaultdict(list)
    for surface in sorted(known, key=len, reverse=True):
        if (word := _WORD.match(surface)) and len(by_first_word[word[0]]) < _MOST_BY_WORD:
            by_first_word[word[0]].append(surface)
    if not by_first_word:
        return
    taken = {(name.part_index, place) for name in names for place in range(name.start_char, name.end_char)}
    for part_index, part in enumerate(parts):
        for start, surface in _find_known(part.text, by_first_word):
            end = start + len(surface)
            if surface not in definitions and _is_inside_name(part.text, start, end):
                continue
            if not any((part_index, place) in taken for place in range(start, end)):
                yield Name(part_index, start, end, surface, known[surface], _REPEAT_RULES[surface in definitions])


def _is_inside_name(text: str, start: int, end: int) -> bool:
    """Whether a capitalised word stands right before or behind a span on its line: it is then part of a longer name.

    Not on lines in title case, where capitals say nothing.
    """
    if not (_CAPITAL_AFTER.match(text, end) or _CAPITAL_BEFORE.search(text, max(0, start - 30), start)):
        return False
    return not is_headline_case(line_around(text, start, end))


def _find_known(text: str, by_first_word: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Occurrences of known names as whole words, longest first, without overlap."""
    reached = 0
    for word in _WORD.finditer(text):
        start = word.start()
        if start < reached or word[0] not in by_first_word or text[start - 1 : start] == "-":
            continue
        for surface in by_first_word[word[0]]:
            if text.startswith(surface, start) and not _CONTINUES.match(text, start + len(surface)):
                reached = start + len(surface)
                yield start, surface
                break


def _retype(name: Name, mention_type: str, why: str) -> Name:
    if mention_type == name.mention_type:
        return name
    return replace(name, mention_type=mention_type, rule=f"{name.rule}+{why}")


def _correct_by_lists(name: Name, lexicon: Lexicon, persons: frozenset[str]) -> Name:
    """Countries, regions and capitals are LOC, large cities not ORG, demonyms NORP, listed organisations ORG.

    A person stays one whose name the article's persons bear ("Paris said", where Paris Lund was named).
    """
    if name.rule == "honorific" or is_shown(name) or (name.mention_type == "PERSON" and name.surface in persons):
        return name
    if lexicon.is_demonym(name.surface) and name.mention_type in ("LOC", "ORG", "PERSON", "MISC"):
        return _retype(name, "NORP", "demonym")
    if name.surface in lexicon.organisations or name.surface in lexicon.known:
        return _retype(name, "ORG", "list") if name.mention_type in ("PERSON", "LOC", "MISC") else name
    place = lexicon.find_place(name.surface)
    if place is None or name.surface in lexicon.given_names or name.surface in lexicon.metonyms:
        return name
    wrong = _WRONG_FOR_PLACE.get(place.kind, ("MISC",))
    return _retype(name, "LOC", "gazetteer") if name.mention_type in wrong else name


def _correct_by_surname(names: Sequence[Name]) -> list[Name]:
    """A single word that is the last word of a full person's name in the article is that person."""
    full: Counter[str] = Counter()
    votes = Counter((name.surface, name.mention_type) for name in names)
    for name in names:
        words = name.surface.split()
        is_full = name.mention_type == "PERSON" and len(words) > 1 and "of" not in words
        if is_full and len(words[-1]) > 1 and words[-1][0].isupper():
            full[words[-1]] += 1
    corrected = []
    for name in names:
        word = name.surface
        rivals = 0 if name.mention_type == "MISC" else votes[word, name.mention_type]
        is_person = full[word] and (votes[word, "PERSON"] + full[word]) * _SURNAME_WEIGHT >= rivals
        wrong = name.mention_type in ("ORG", "LOC", "MISC")
        corrected.append(_retype(name, "PERSON", "surname") if wrong and is_person else name)
    return corrected


def _correct_by_first_word(names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """A single word that is the first word of an organisation's longer name is that organisation.

    MISC always is; LOC and PERSON only where the longer name is a company's: "Saltreach Radio" leaves Saltreach a
    place, "Noordwal NV" shows what Noordwal is.
    """
    longer: dict[str, bool] = {}
    persons = {name.surface.split()[0] for name in names if name.mention_type == "PERSON" and " " in name.surface}
    for name in names:
        words = name.surface.split()
        if name.mention_type == "ORG" and len(words) > 1:
            is_proper = words[-1].strip(".,") in lexicon.company_endings
            longer[words[0]] = longer.get(words[0], True) and is_proper
    corrected = []
    for name in names:
        is_own = longer.get(name.surface, False) and name.surface not in persons
        is_own = is_own and lexicon.find_place(name.surface) is None and name.mention_type in ("LOC", "PERSON")
        wins = is_own or (name.mention_type == "MISC" and name.surface in longer)
        corrected.append(_retype(name, "ORG", "first_word") if wins else name)
    return corrected


def _correct_by_majority(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """A string gets its majority type in the article; MISC gives way to any other type.

    What the words beside a name show stays; so does a listed place that is once a city and once its club, and a place
    behind "in" or "at" that is mostly a person.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        is_sure = name.rule.endswith("+head") or is_shown(name)
        votes[fold_name(name.surface)][name.mention_type] += _CUE_VOTES if is_sure else 1
    corrected = []
    for name in names:
        found = votes[fold_name(name.surface)]
        best = min((-count, kind == "MISC", kind) for kind, count in found.items())[2]
        is_clear = sum(found.values()) >= 3 and found[best] >= _MAJORITY * found[name.mention_type]
        wins = (is_clear or name.mention_type == "MISC") and not _holds_against(parts, name, best, lexicon)
        corrected.append(_retype(name, best, "majority") if wins else name)
    return corrected


def _holds_against(parts: Sequence[TextPart], name: Name, best: str, lexicon: Lexicon) -> bool:
    if is_shown(name):
        return True
    if {name.mention_type, best} == {"LOC", "ORG"} and lexicon.find_place(name.surface) is not None:
        return True
    before = parts[name.part_index].text[max(0, name.start_char - 12) : name.start_char].rstrip()
    return (name.mention_type, best) == ("LOC", "PERSON") and before.rpartition(" ")[2] in lexicon.place_prepositions
