"""Persons spoken of without their name: "the 22-year-old", "the mother of two"; and "Day" for the one Jo Day.

Belongs here: sources that one person of the article fits by an age, by children or by a surname that is also a word.
Roles ("the minister") belong to `role_nouns`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.claims.coreference import ReferentIndex
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.source_names import NameFinder
from broadsheet.records import Mention

_TRAIT = re.compile(r"the (?:.*-year-old|(?P<parent>mother|mum|mom|father|dad)[ -]of[ -][\w-]+)")


def find_bare(text: str, char: int, names: NameFinder, referents: ReferentIndex, lexicon: Lexicon) -> Mention | None:
    """The mention of whom the words of a source at a code point mean, if only one person can be meant."""
    if text[:1].isupper() and text.isalpha():
        return _find_surname(text, names.before(char))
    trait = _TRAIT.fullmatch(text.lower())
    if trait is None:
        return None
    persons = {m.entity_key: m for m in names.before(char) if m.mention_type == "PERSON"}
    if len(persons) != 1:
        return None
    key, mention = next(iter(persons.items()))
    known, said = referents.genders.get(key), lexicon.gender.get(trait.group("parent") or "")
    return None if known and said and known != said else mention


def _find_surname(text: str, before: Sequence[Mention]) -> Mention | None:
    """ "Day said": a surname that is also a word, by the one person of the article who bears it."""
    bearers = {
        mention.entity_key: mention
        for mention in before
        if mention.mention_type == "PERSON" and mention.entity_name.split()[1:][-1:] == [text]
    }
    return next(iter(bearers.values())) if len(bearers) == 1 else None
