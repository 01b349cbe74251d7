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
from broadsheet.entities.definitions import find_definitions, find_initials, find_storm_names
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, line_around
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name, fold_name
from broadsheet.entities.well_known import find_listed_type

_WORD = re.compile(r"\w+")
_CONTINUES = re.compile(r"[\w@-]")
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
    definitions = find_initials(names, lexicon.company_endings) | find_definitions(parts, names)
    definitions |= find_storm_names(names, words)
    known = list(names) + list(_add_repeats(parts, names, definitions))
    known.sort(key=lambda name: (name.part_index, name.start_char))
    persons = frozenset(
        word for name in known if name.mention_type == "PERSON" and " " in name.surface for word in name.surface.split()
    )
    corrected = [_correct_by_lists(_use_lists(name, lexicon, words, persons), lexicon, persons) for name in known]
    corrected = _correct_by_surname(parts, corrected, lexicon)
    corrected = _correct_by_first_word(corrected, lexicon)
    corrected = _correct_by_majority(parts, corrected, lexicon)
    types = dict.fromkeys(definitions, "ORG")
    shorts = {full: short for short, full in definitions.items()}
    for name in corrected:
        if name.surface in shorts:
            types[shorts[name.surface]] = name.mention_type
    return [_retype(name, types.get(name.surface, name.mention_type), "acronym") for name in corrected], definitions


def _add_repeats(parts: Sequence[TextPart], names: Sequence[Name], definitions: Mapping[str, str]) -> Iterator[Name]:
    """Occurrences of a defined acronym, or of a multi-word name found elsewhere, that were missed."""
    known = dict.fromkeys(definitions, "ORG")
    for name in names:
        if " " in name.surface and name.surface[0].isupper():
            known.setdefault(name.surface, name.mention_type)
    by_first_word = _sort_by_first_word(known)
    if not by_first_word:
        return
    taken = {(name.part_index, place) for name in names for place in range(name.start_char, name.end_char)}
    for part_index, part in enumerate(parts):
        for start, surface in _find_known(part.text, by_first_word):
            end = start + len(surface)
            is_free = surface in definitions or not _is_inside_name(part.text, start, end)
            if is_free and not any((part_index, place) in taken for place in range(start, end)):
                yield Name(part_index, start, end, surface, known[surface], _REPEAT_RULES[surface in definitions])


def _sort_by_first_word(known: Mapping[str, str]) -> dict[str, list[str]]:
    """Names by their first word, the longest first."""
    by_first_word: dict[str, list[str]] = defaultdict(list)
    for surface in sorted(known, key=len, reverse=True):
        if (word := _WORD.match(surface)) and len(by_first_word[word[0]]) < _MOST_BY_WORD:
            by_first_word[word[0]].append(surface)
    return by_first_word


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
        if start < reached or word[0] not in by_first_word or text[start - 1 : start] in ("-", "@"):
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


def _use_lists(name: Name, lexicon: Lexicon, words: NameWords, persons: frozenset[str]) -> Name:
    """Brands, products and things are what the lists call them, but for persons of the article with a longer name."""
    is_person = name.mention_type == "PERSON" and name.surface in persons
    listed = None if is_person or is_shown(name) else find_listed_type(name, lexicon, words)
    return _retype(name, listed, "list") if listed else name


def _correct_by_lists(name: Name, lexicon: Lexicon, persons: frozenset[str]) -> Name:
    """Countries, regions and capitals are LOC, large cities not ORG, demonyms NORP, listed organisations ORG.

    A person stays one whose name the article's persons bear ("Paris said", where Paris Lund was named).
    """
    is_person = name.mention_type == "PERSON"
    if name.rule == "honorific" or is_shown(name) or (is_person and name.surface in persons):
        return name
    if lexicon.is_demonym(name.surface) and name.mention_type in ("LOC", "ORG", "PERSON", "MISC"):
        return _retype(name, "NORP", "demonym")
    if name.surface in lexicon.organisations or name.surface in lexicon.known:
        return _retype(name, "ORG", "list") if name.mention_type in ("PERSON", "LOC", "MISC") else name
    return _retype(name, "LOC", "gazetteer") if _is_place(name, lexicon) else name


def _is_place(name: Name, lexicon: Lexicon) -> bool:
    """Whether a name is a listed place whose type the pipeline got wrong."""
    place = lexicon.find_place(name.surface)
    if place is None or name.surface in lexicon.given_names or name.surface in lexicon.metonyms:
        return False
    return name.mention_type in _WRONG_FOR_PLACE.get(place.kind, ("MISC",))


def _correct_by_surname(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """A single word that is the last word of a full person's name in the article is that person.

    A listed place behind "in" or "to" stays one ("flew to Jordan", where Mira Jordan was named).
    """
    full = Counter(word for name in names if (word := _find_surname(name)))
    votes = Counter((name.surface, name.mention_type) for name in names)
    corrected = []
    for name in names:
        word = name.surface
        rivals = 0 if name.mention_type == "MISC" else votes[word, name.mention_type]
        is_person = full[word] > 0 and (votes[word, "PERSON"] + full[word]) * _SURNAME_WEIGHT >= rivals
        wrong = name.mention_type in ("ORG", "LOC", "MISC") and is_person
        stays = wrong and (is_shown(name) or _stands_as_place(parts, name, lexicon))
        corrected.append(_retype(name, "PERSON", "surname") if wrong and not stays else name)
    return corrected


def _find_surname(name: Name) -> str | None:
    """The last word of a full person's name; None of "Duke of Sussex", and where it has no capital."""
    words = name.surface.split()
    if name.mention_type != "PERSON" or len(words) < 2 or "of" in words:
        return None
    return words[-1] if len(words[-1]) > 1 and words[-1][0].isupper() else None


def _stands_as_place(parts: Sequence[TextPart], name: Name, lexicon: Lexicon) -> bool:
    place = lexicon.find_place(name.surface) if name.mention_type == "LOC" else None
    before = parts[name.part_index].text[max(0, name.start_char - 12) : name.start_char].rstrip()
    is_behind = before.rpartition(" ")[2] in lexicon.place_prepositions or before.endswith(" to")
    return place is not None and place.kind == "country" and is_behind


def _correct_by_first_word(names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """A single word that is the first word of an organisation's longer name is that organisation.

    MISC always is; LOC and PERSON only where the longer name is a company's: "Saltreach Radio" leaves Saltreach a
    place, "Noordwal NV" shows what Noordwal is.
    """
    longer = _read_first_words(names, lexicon)
    persons = {name.surface.split()[0] for name in names if name.mention_type == "PERSON" and " " in name.surface}
    corrected = []
    for name in names:
        is_own = longer.get(name.surface, False) and name.surface not in persons
        is_own = is_own and lexicon.find_place(name.surface) is None and name.mention_type in ("LOC", "PERSON")
        wins = is_own or (name.mention_type == "MISC" and name.surface in longer)
        corrected.append(_retype(name, "ORG", "first_word") if wins else name)
    return corrected


def _read_first_words(names: Sequence[Name], lexicon: Lexicon) -> dict[str, bool]:
    """First words of the longer names of organisations, and whether all names that begin so are companies'."""
    longer: dict[str, bool] = {}
    for name in names:
        words = name.surface.split()
        if name.mention_type == "ORG" and len(words) > 1:
            is_proper = words[-1].strip(".,") in lexicon.company_endings
            longer[words[0]] = longer.get(words[0], True) and is_proper
    return longer


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
