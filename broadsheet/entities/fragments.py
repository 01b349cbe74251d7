"""Names of which the pipeline saw only a part: the first word, all but the legal form, two persons in one.

Belongs here: "Beyond" of "Beyond Hunger", which comes again; ‘Think Bank’ in quotation marks; "Salto Foods" before
"plc"; "Ada Zurita y Jo Fonteca". Persons cut at a particle are in `extents`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import is_headline_case, lay_over, line_around
from broadsheet.entities.name_words import choose_one
from broadsheet.entities.names import Name
from broadsheet.entities.place_table import PlaceTable
from broadsheet.language.lemmas import load_lemmas

_THINGS = ("ORG", "WORK", "MISC", "PRODUCT", "EVENT")
_CLOSING = {"“": "”", "‘": "’", '"': '"', "«": "»"}
_QUOTED_REST = re.compile(r"(?: (?:[A-Z0-9][\w’-]*|of|the|and|for|to|in|a)){1,5}(?=([”’\"»]))")
_NEXT_WORD = re.compile(r" ([A-Z][a-z]+)(?![\w’'-]| [A-Z])")
_BOTH = re.compile(r"([A-Z][\w’-]+ [A-Z][\w’-]+) y (?=[A-Z][\w’-]+ [A-Z])")
_LEAST_TWICE = 2


def mend_fragments(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, table: PlaceTable) -> list[Name]:
    """The names with such ones whole, in order of position."""
    mended: list[Name] = []
    for index, part in enumerate(parts):
        whole = (_add_dot(part.text, name, table) for name in names if name.part_index == index)
        own = [piece for name in whole for piece in _split_persons(name)]
        starts = [name.start_char for name in own]
        for name in [name for name in own if name.mention_type in _THINGS]:
            end = _find_end(part.text, name, lexicon)
            if end > name.end_char and not _is_taken(starts, name.end_char, end):
                own = lay_over(own, replace(name, end_char=end, surface=part.text[name.start_char : end]))
        mended.extend(own)
    return mended


def _add_dot(text: str, name: Name, table: PlaceTable) -> Name:
    """The short form of a state with its full stop: "Va." of "Gainesville, Va., has"."""
    surface = f"{name.surface}."
    is_short = name.mention_type == "LOC" and surface in table.short and text.startswith(".", name.end_char)
    return replace(name, end_char=name.end_char + 1, surface=surface) if is_short else name


def _is_taken(starts: Sequence[int], start: int, end: int) -> bool:
    """Whether another name begins in a span."""
    index = bisect_left(starts, start)
    return index < len(starts) and starts[index] < end


def _split_persons(name: Name) -> Iterator[Name]:
    """ "Ada Zurita y Jo Fonteca" is two persons; "José Orteña y Salvat" is one."""
    both = _BOTH.match(name.surface) if name.mention_type == "PERSON" else None
    if name.mention_type == "PERSON" and name.surface.endswith(" y"):
        yield replace(name, end_char=name.end_char - 2, surface=name.surface[:-2])
        return
    if both is None:
        yield name
        return
    yield replace(name, end_char=name.start_char + both.end(1), surface=both[1])
    yield replace(name, start_char=name.start_char + both.end(), surface=name.surface[both.end() :])


def _find_end(text: str, name: Name, lexicon: Lexicon) -> int:
    """Where a name really ends; its own end where nothing shows another."""
    if name.mention_type == "ORG" and (ending := _compile_endings(lexicon.company_endings).match(text, name.end_char)):
        return ending.end()
    closing = _CLOSING.get(text[max(0, name.start_char - 1) : name.start_char])
    rest = _QUOTED_REST.match(text, name.end_char) if closing else None
    if rest and rest[1] == closing:
        return rest.end()
    following = _NEXT_WORD.match(text, name.end_char)
    return following.end() if following and _is_fragment(text, name, following[1], lexicon) else name.end_char


def _is_fragment(text: str, name: Name, following: str, lexicon: Lexicon) -> bool:
    """Whether a common word is only the first of a name of two, which the text has again."""
    word = name.surface
    if " " in word or not word.isalpha() or not load_lemmas().is_word(word.lower()) or word.isupper():
        return False
    is_name = word in lexicon.organisations or word in lexicon.known or lexicon.find_place(word) is not None
    is_office = following in lexicon.titles or following.lower() in lexicon.roles or following in lexicon.calendar
    if is_name or is_office or word in lexicon.heads or text.count(f"{word} {following}") < _LEAST_TWICE:
        return False
    return not is_headline_case(line_around(text, name.start_char, name.end_char))


@lru_cache(maxsize=8)
def _compile_endings(endings: Collection[str]) -> re.Pattern[str]:
    """A legal form right behind a name: "Ltd", "plc"; not "group"."""
    proper = {ending for ending in endings if ending[:1].isupper() or ending.upper() in endings}
    return re.compile(rf" (?:{choose_one(proper)})(?![\w-])")
