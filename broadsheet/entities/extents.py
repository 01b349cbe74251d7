"""Persons whose name was cut at a particle, or has the verb before it stuck to it.

Belongs here: "Karel van" before "Ormsund", "Ormsund" behind "Karel van der", "Fearing Orme" of an article on Orme.
Initials and journals are in `citations`, nicknames in `nicknames`, titles in `repairs`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.made_names import lay_over
from broadsheet.entities.name_words import NameWords
from broadsheet.entities.names import Name
from broadsheet.language.lemmas import load_lemmas

# Particles that are no word of an English sentence.
_PARTICLE = r"(?:van|von|der|den|del|della|dos|ibn|bin|ten|ter|vom)"
_CUT = re.compile(rf" {_PARTICLE}$")
_WORD = r"[A-Z](?:\w|-(?=\w)|['’](?=\w\w))*"
_REST = re.compile(rf"(?: {_PARTICLE}){{0,2}} (?P<last>{_WORD})")
_PARTICLES_BEHIND = re.compile(rf"(?: {_PARTICLE}){{1,2}} {_WORD}")
_LEAST_ALONE = 2
_ENDS = (".", "!", "?", ":", "|", "”", '"', "•", "—")


def mend_extents(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords) -> list[Name]:
    """The names with such persons whole, and without the verb before them, in order of position."""
    names = _cut_verbs(parts, names, lexicon, words)
    mended: list[Name] = []
    for index, part in enumerate(parts):
        own = [name for name in names if name.part_index == index]
        for name in [name for name in own if name.mention_type == "PERSON"]:
            end = _find_end(part.text, name)
            if end > name.end_char:
                surface = part.text[name.start_char : end]
                own = lay_over(own, replace(name, end_char=end, surface=surface))
        mended.extend(own)
    return mended


def _find_end(text: str, name: Name) -> int:
    pattern = _REST if _CUT.search(name.surface) else _PARTICLES_BEHIND
    rest = pattern.match(text, name.end_char)
    return rest.end() if rest else name.end_char


def _cut_verbs(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon, words: NameWords) -> list[Name]:
    """ "Fearing Orme" at the start of a line, where the article has Orme alone twice, is the person Orme."""
    alone = Counter(name.surface for name in names if name.mention_type == "PERSON")
    cut = []
    for name in names:
        first, _, last = name.surface.partition(" ")
        may_be = name.mention_type == "PERSON" and last != "" and alone[last] >= _LEAST_ALONE
        if may_be and _is_verb(first, lexicon, words) and _opens(parts[name.part_index].text, name.start_char):
            name = replace(name, start_char=name.start_char + len(first) + 1, surface=last)
        cut.append(name)
    return cut


def _is_verb(word: str, lexicon: Lexicon, words: NameWords) -> bool:
    """Whether a word is a form of a verb and nobody's first name."""
    is_form = word.endswith(("s", "ing", "ed")) and word.isalpha()
    if not is_form or word in lexicon.given_names or word.casefold() in words.pronouns:
        return False
    lemmas = load_lemmas()
    lemma = lemmas(word, "VERB")
    return lemma != word.lower() and lemmas.is_word(lemma)


def _opens(text: str, start: int) -> bool:
    """Whether a place begins a line, a sentence or a cell of a table."""
    before = text[max(0, start - 3) : start]
    return start == 0 or before.endswith("\n") or before.rstrip(" ").endswith(_ENDS)
