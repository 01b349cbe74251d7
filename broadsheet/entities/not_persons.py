"""Names that models take for a person's and their own words or those beside them show to be something else; and the
other way round, the person behind "CEO: ".

Belongs here: streets and newspapers of other languages, works with the noun that says so, degrees behind a name. What
only a missing sureness of the model shows is in `lone_persons`, journals in `citations`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.name_words import NameWords, choose_one
from broadsheet.entities.names import Name

_REACH = 40
_LEAST_STEM = 3
# Types that give way to what a name's own words show.
_OPEN = ("PERSON", "MISC", "WORK", "PRODUCT")
_DEGREE_BEFORE = re.compile(r"[\w.’'-], $")
_LABEL = re.compile(r"([\w-]+): ?$")
_QUOTED = {"“": "”", "‘": "’", '"': '"', "«": "»"}
_OWNED = re.compile(r"(?:['’]s|\b(?:own|his|her|their)) .$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Patterns:
    work_before: re.Pattern[str]
    work_behind: re.Pattern[str]
    work_verbs: re.Pattern[str]


def type_not_persons(
    parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords
) -> list[Name]:
    """The names with the type that their words show, in order; degrees are left out.

    A work that one place shows is one wherever the article has the same words, unless they begin with a first name.
    """
    if not words.cue("outlets"):
        return list(names)
    names = [name for name in names if not _is_degree(parts[name.part_index].text, name, words)]
    names = [_type_by_form(parts[name.part_index].text, name, lexicon, words) for name in names]
    works = {
        name.surface
        for name in names
        if name.mention_type == "PERSON"
        and _may_be_work(name, lexicon, words)
        and _is_work(parts[name.part_index].text, name, words)
    }
    return [_show(name, "WORK") if name.surface in works else name for name in names]


def _show(name: Name, mention_type: str) -> Name:
    if name.mention_type in (mention_type, "EVENT"):
        return name
    return replace(name, mention_type=mention_type, rule=f"{name.rule}+cue")


def _is_degree(text: str, name: Name, words: NameWords) -> bool:
    """Whether a name is only a degree, behind a comma: "Ada Lund, R.D., said"."""
    if name.surface not in words.cue("degrees") or name.mention_type not in ("PERSON", "ORG"):
        return False
    return _DEGREE_BEFORE.search(text, max(0, name.start_char - 4), name.start_char) is not None


def _type_by_form(text: str, name: Name, lexicon: Lexicon, words: NameWords) -> Name:
    if name.mention_type in ("ORG", "MISC", "PERSON") and _is_labelled(text, name, lexicon):
        return replace(name, mention_type="PERSON", rule=f"{name.rule}+cue")
    if name.surface in words.cue("outlets") and name.mention_type in (*_OPEN, "LOC"):
        return _show(name, "ORG")
    if name.mention_type in _OPEN and _is_paper(name.surface, lexicon, words):
        return _show(name, "ORG")
    return _show(name, "LOC") if _is_street(name, lexicon, words) else name


def _is_labelled(text: str, name: Name, lexicon: Lexicon) -> bool:
    """Whether a name of two or three words fills its line behind a title and a colon: "CEO: Orme Salto"."""
    label = _LABEL.search(text, max(0, name.start_char - _REACH), name.start_char)
    is_title = label is not None and (label[1] in lexicon.titles or label[1].lower() in lexicon.roles)
    is_full = name.surface.count(" ") in (1, 2) and name.surface.rpartition(" ")[2] not in lexicon.heads
    return is_title and is_full and text[name.end_char : name.end_char + 2].lstrip(" ")[:1] in ("", "\n", ";", "|", "(")


def _is_paper(surface: str, lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a name has the word for a newspaper of another language at its begin or end."""
    first, _, rest = surface.partition(" ")
    is_paper = first in words.cue("paper_openers") or surface.rpartition(" ")[2] in words.cue("paper_heads")
    return rest != "" and is_paper and not _is_given(first, lexicon, words)


def _is_street(name: Name, lexicon: Lexicon, words: NameWords) -> bool:
    """ "Ahornstrasse", "Karl-Orme-Allee", "Rue Ormeaux", "Salto Caddesi"; not "Anna Steinplatz", nor a firm's name."""
    if name.mention_type not in ("PERSON", "MISC", "ORG"):
        return False
    surface = name.surface
    first, _, rest = surface.partition(" ")
    last = surface.rpartition(" ")[2]
    if rest and (first in words.cue("street_openers") or last in words.cue("street_words")):
        return name.mention_type != "ORG"
    stem = surface.casefold().rpartition("-")[2]
    ends = any(stem.endswith(end) and len(surface) >= len(end) + _LEAST_STEM for end in words.cue("street_endings"))
    return ends and not (rest and _is_given(first, lexicon, words))


def _is_given(word: str, lexicon: Lexicon, words: NameWords) -> bool:
    return word in lexicon.given_names or word.casefold() in words.pronouns


def _may_be_work(name: Name, lexicon: Lexicon, words: NameWords) -> bool:
    return " " in name.surface and not _is_given(name.surface.split()[0], lexicon, words)


def _is_work(text: str, name: Name, words: NameWords) -> bool:
    """Whether the noun for a work stands beside a name, or somebody owns it in quotation marks."""
    patterns = _compile(words)
    before = text[max(0, name.start_char - _REACH) : name.start_char].rpartition("\n")[2]
    after = text[name.end_char : name.end_char + _REACH]
    if patterns.work_before.search(before):
        return patterns.work_verbs.match(after) is None
    return patterns.work_behind.match(after) is not None or _is_quoted(before, after)


def _is_quoted(before: str, after: str) -> bool:
    """Whether quotation marks stand around a name that somebody owns: "Lund's ‘Salt Harbour’"."""
    closing = _QUOTED.get(before[-1:])
    return closing is not None and after.startswith(closing) and _OWNED.search(before) is not None


@lru_cache(maxsize=8)
def _compile(words: NameWords) -> _Patterns:
    nouns, verbs = choose_one(words.cue("work_nouns")), choose_one(words.cue("work_verbs"))
    return _Patterns(
        work_before=re.compile(rf"\b(?:{nouns})s?,? (?:called |named |titled |entitled )?[“\"‘'«]?$"),
        work_behind=re.compile(
            rf"[”\"’'»]?,? (?:(?:a|an|the|his|her|their|its)(?: [\w-]+){{0,2}}) (?:{nouns})"
            r"(?=[,.;:)]| (?:by|that|which|about|starring)\b)"
        ),
        work_verbs=re.compile(rf"(?:['’]s)? (?:has |had |and [A-Z]\w+ )?(?:{verbs}|[a-z]+ed)\b"),
    )
