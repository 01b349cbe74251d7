"""The type of a name by the words beside it: companies, teams, animals, and words that name two things.

Belongs here: what one place in the text shows. Such a type is not outvoted by the article's other mentions
(`is_shown`), but counts for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import line_around
from broadsheet.entities.name_words import NameWords, choose_one
from broadsheet.entities.names import Name
from broadsheet.entities.place_table import PlaceTable

_REACH = 60
_SCORE = r"\d{1,3}[-–]\d{1,3}(?![-–\d])"
_LEAST_SPORT = 2
_MARK = "+cue"
_LETTERS = re.compile(r"[A-Z](?:[A-Z&]|-(?=[A-Z])){2,6}")
_AMOUNT = re.compile(r"\bagainst the\b|\bper ?cent\b|%|[$€]|\bcents\b")
_PLACE_BEFORE = re.compile(r"(?:\b(?:in|near|from|to|at)|,) $")
_JOINED_BEFORE = re.compile(r"(?:\b(?:and|or|of|between|with|by|near|in|from|at|to|for)|[,&/]) $")
_THE_BEFORE = re.compile(r"\b[Tt]he $")


@dataclass(frozen=True, slots=True)
class _Cues:
    after_company: re.Pattern[str]
    before_company: re.Pattern[str]
    before_employer: re.Pattern[str]
    staff: re.Pattern[str]
    apposition: re.Pattern[str]
    team_noun: re.Pattern[str]
    plays: re.Pattern[str]
    before_team: re.Pattern[str]
    plural: re.Pattern[str]
    animal: re.Pattern[str]
    sport: re.Pattern[str]


def is_shown(name: Name) -> bool:
    """Whether the words beside a name have shown its type."""
    return name.rule.endswith(_MARK)


def type_by_cues(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords, table: PlaceTable
) -> list[Name]:
    """The names with the type that their neighbouring words show, in the same order."""
    if not words.cues:
        return list(names)
    cues = _compile(words, lexicon.organisation_nouns, lexicon.company_endings)
    names = _type_in_brackets(parts, names, lexicon)
    if len({match[0] for part in parts for match in cues.sport.finditer(part.text)}) >= _LEAST_SPORT:
        persons = {name.surface.split()[-1] for name in names if name.mention_type == "PERSON" and " " in name.surface}
        names = [_type_team(parts[name.part_index].text, name, lexicon, cues, persons) for name in names]
    bearers = _list_bearers(names)
    return [
        name
        if is_shown(name) or (name.mention_type == "PERSON" and name.surface in bearers)
        else _type_name(parts[name.part_index].text, name, lexicon, words, cues, table)
        for name in names
    ]


def _list_bearers(names: Sequence[Name]) -> set[str]:
    """Surnames of the article's persons that nothing longer than a person begins with: "workers of Lund", a person."""
    firms = {name.surface.split()[0] for name in names if name.mention_type == "ORG" and " " in name.surface}
    full = {name.surface.split()[-1] for name in names if name.mention_type == "PERSON" and " " in name.surface}
    return full - firms


def _type_team(text: str, name: Name, lexicon: Lexicon, cues: _Cues, persons: Collection[str]) -> Name:
    """A name in an article about sport, as a team where it plays one. persons: surnames of those named in full."""
    before, after = _look_around(text, name)
    if not _may_be_body(name, lexicon):
        return name
    is_person = name.mention_type == "PERSON" and (name.surface in persons or lexicon.find_place(name.surface) is None)
    is_team = cues.team_noun.match(after) is not None or _is_plural(cues, name, before, after)
    return _show(name, "ORG") if is_team or (not is_person and _plays(cues, before, after)) else name


def _look_around(text: str, name: Name) -> tuple[str, str]:
    """The characters before and behind a name."""
    before = text[max(0, name.start_char - _REACH) : name.start_char]
    return before, text[name.end_char : name.end_char + _REACH]


def _type_name(text: str, name: Name, lexicon: Lexicon, words: NameWords, cues: _Cues, table: PlaceTable) -> Name:
    before, after = _look_around(text, name)
    if name.surface in words.two_things:
        return _choose_thing(name, before, after, words, cues)
    if name.mention_type in ("PERSON", "ORG") and cues.animal.search(before):
        return _show(name, "MISC")
    if not _may_be_body(name, lexicon):
        return name
    is_company = lexicon.find_place(name.surface) is None and _is_company(cues, before, after)
    return _show(name, "ORG") if is_company or _is_employer(name, before, after, cues, table) else name


def _is_employer(name: Name, before: str, after: str, cues: _Cues, table: PlaceTable) -> bool:
    """Whether a name that no town has cuts jobs or has workers: "Noordwal lays off 340 workers", "jobs at Noordwal"."""
    is_staffed = cues.before_employer.search(before) or (name.mention_type != "PERSON" and cues.staff.match(after))
    return bool(is_staffed) and not table.find_cities(name.surface) and not table.find_parts(name.surface)


def _is_company(cues: _Cues, before: str, after: str) -> bool:
    behind = cues.apposition.match(after) or cues.after_company.match(after)
    return behind is not None or cues.before_company.search(before) is not None


def _is_plural(cues: _Cues, name: Name, before: str, after: str) -> bool:
    """Whether one word that is joined to no other name has a verb in the plural: "Leeds have lost again"."""
    is_alone = " " not in name.surface and _JOINED_BEFORE.search(before) is None
    return is_alone and cues.plural.match(after) is not None


def _plays(cues: _Cues, before: str, after: str) -> bool:
    """Whether a name plays another one here; persons do so too, in tennis."""
    return cues.plays.match(after) is not None or cues.before_team.search(before) is not None


def _type_in_brackets(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> list[Name]:
    """Short forms are organisations: in brackets behind an organisation's long name ("National Tourism Fund (Fonatur)",
    then everywhere), and letters that are no listed place and no person's.
    """
    bodies = {
        name.surface
        for before, name in pairwise(names)
        if before.mention_type == "ORG" and _is_short_of(parts, before, name) and not lexicon.find_place(name.surface)
    }
    typed = []
    for name in names:
        may_be = name.mention_type in ("PERSON", "LOC", "MISC") and not is_shown(name)
        is_body = may_be and (name.surface in bodies or _is_unknown_short(parts, name, lexicon))
        typed.append(_show(name, "ORG") if is_body else name)
    return typed


def _is_short_of(parts: Sequence[TextPart], before: Name, name: Name) -> bool:
    """Whether a single word stands alone in brackets behind a name of several words."""
    if before.part_index != name.part_index or " " not in before.surface or " " in name.surface:
        return False
    text = parts[name.part_index].text
    is_whole = text[name.end_char : name.end_char + 1] in (")", "”", '"')
    return is_whole and text[before.end_char : name.start_char] in (" (", " (“", ' ("')


def _is_unknown_short(parts: Sequence[TextPart], name: Name, lexicon: Lexicon) -> bool:
    """Whether letters that the pipeline takes for a place or a person are more likely an organisation's."""
    if not _LETTERS.fullmatch(name.surface) or lexicon.find_place(name.surface) or name.surface in lexicon.not_names:
        return False
    text = parts[name.part_index].text
    if name.mention_type == "MISC" or line_around(text, name.start_char, name.end_char).isupper():
        return False
    before = text[max(0, name.start_char - 12) : name.start_char]
    if before.endswith(("(", ": ")):
        return False
    return (name.mention_type == "LOC" and _PLACE_BEFORE.search(before) is None) or _THE_BEFORE.search(
        before
    ) is not None


def _may_be_body(name: Name, lexicon: Lexicon) -> bool:
    """Whether a name that is no organisation yet may be one: no country or region, and no person with a given name."""
    if name.mention_type not in ("PERSON", "LOC", "MISC", "PRODUCT"):
        return False
    first, last = name.surface.split()[0], name.surface.split()[-1]
    if lexicon.is_demonym(name.surface) or (" " in name.surface and lexicon.heads.get(last) == "LOC"):
        return False
    if name.mention_type == "PERSON" and (first in lexicon.given_names or name.surface.count(" ")):
        return False
    place = lexicon.find_place(name.surface)
    return place is None or place.kind == "city"


def _choose_thing(name: Name, before: str, after: str, words: NameWords, cues: _Cues) -> Name:
    kinds = words.two_things[name.surface]
    none: frozenset[str] = frozenset()
    left = before.rstrip().rpartition(" ")[2].rpartition("\n")[2].lstrip("“\"'(")
    following = re.match(r" ([\w’'-]+)", after)
    right = following[1] if following else ""
    if right in kinds.get("firm_after", none) or re.match(r"[.]com|['’]s? (?:chief|boss|founder|shares)", after):
        return _show(name, "ORG")
    if right in kinds.get("money_after", none) and _AMOUNT.search(after):
        return _show(name, "MISC")
    if "firm_after" in kinds and cues.after_company.match(after):
        return _show(name, "ORG")
    lowered = {left, left[:1].lower() + left[1:]}
    if right in kinds.get("place_after", none) or lowered & kinds.get("place_before", none):
        return _show(name, "LOC")
    return name


def _show(name: Name, mention_type: str) -> Name:
    return replace(name, mention_type=mention_type, rule=f"{name.rule}{_MARK}")


def _open_sentences(phrases: Collection[str]) -> str:
    """The phrases, and each as it opens a sentence."""
    return choose_one({*phrases, *(phrase[:1].upper() + phrase[1:] for phrase in phrases)})


@lru_cache(maxsize=8)
def _compile(words: NameWords, nouns: frozenset[str], endings: frozenset[str]) -> _Cues:
    inner = r"(?:[\w’'-]+ ){0,3}"
    bounds = r"(?=[,.;:)]| (?:that|which|based|in|of|with|behind|owned|founded|whose|and)\b)"
    proper = choose_one(ending for ending in endings if ending[:1].isupper())
    clauses = choose_one((*words.cue("company_clauses"),))
    company = choose_one(words.cue("after_company"))
    return _Cues(
        after_company=re.compile(
            rf"(?:['’]s?)? (?:(?:annual|net|quarterly|record|first-quarter|full-year) )?(?:{company})(?!\w)"
            rf"| (?:{clauses})(?!\w)|,? (?:{proper})(?!\w)"
        ),
        before_company=re.compile(rf"(?<!\w)(?:{_open_sentences(words.cue('before_company'))}) (?:the )?$"),
        before_employer=re.compile(rf"(?<!\w)(?:{_open_sentences(words.cue('before_employer'))}) $"),
        staff=re.compile(
            rf" (?:{choose_one(words.cue('staff_verbs'))}) (?:[a-z]+ ){{0,2}}\d[\d,.]* "
            rf"(?:{choose_one(words.cue('staff_nouns'))})(?!\w)"
        ),
        apposition=re.compile(rf", (?:the|an?) {inner}(?:{choose_one(nouns)}){bounds}"),
        team_noun=re.compile(rf"(?:['’]s?)? (?:{choose_one(words.cue('after_team'))})(?!\w)"),
        plays=re.compile(
            rf",? {_SCORE}| (?:{choose_one(words.cue('team_verbs'))})"
            rf" (?:the )?(?:[A-Z]|{_SCORE}|in the \d|from the|twice|a \d)"
        ),
        before_team=re.compile(rf"(?<!\w)(?:(?:{choose_one(words.cue('before_team'))})|{_SCORE}) (?:the )?$"),
        plural=re.compile(rf" (?:{choose_one(words.cue('plural_verbs'))})(?!\w)"),
        animal=re.compile(rf"(?<!\w)(?:{choose_one(words.cue('animals'))})(?: named| called|,)? [“\"‘']?$"),
        sport=re.compile(rf"(?<!\w)(?:{choose_one(words.cue('sport'))})(?!\w)"),
    )
