"""Patterns that find the listed words of attribution of a language without a grammar of claims here.

Belongs here: how listed words become patterns. What is read around a find belongs in by_basics.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from broadsheet.basics import ClaimBasics


def match_words(words: Collection[str]) -> re.Pattern[str] | None:
    """What finds any of the words, also with a capital; None where the list is empty."""
    if not words:
        return None
    written = sorted({*words, *(word[0].upper() + word[1:] for word in words)}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, written))})(?!\w)")


def match_final_verbs(basics: ClaimBasics) -> re.Pattern[str] | None:
    """What finds "Wie ... mitteilte,": the word for "as", and a verb that ends its clause."""
    if not basics.as_said:
        return None
    forms = sorted({form for verb in basics.verbs for form in join_particle(basics, verb)}, key=len, reverse=True)
    opening = "|".join(re.escape(each) for word in basics.as_said for each in (word, word[0].upper() + word[1:]))
    verb = "|".join(map(re.escape, forms))
    return re.compile(
        rf"(?<!\w)(?:{opening}) (?P<source>[^.,:;!?\n„“”\"«»]{{2,60}}) (?P<verb>{verb})(?=, |[.!?]|$)", re.MULTILINE
    )


def match_perfects(basics: ClaimBasics) -> re.Pattern[str] | None:
    """What finds "hat am Montag mitgeteilt, dass": an auxiliary, the participle that ends its clause, and "that"."""
    forms = sorted((form for listed in basics.participles.values() for form in listed), key=len, reverse=True)
    if not (forms and basics.auxiliaries and basics.that):
        return None
    auxiliary, verb, that = ("|".join(map(re.escape, words)) for words in (basics.auxiliaries, forms, basics.that))
    return re.compile(
        rf"(?<!\w)(?:{auxiliary}) (?P<between>(?:[^.,:;!?\n„“”\"«»]{{1,60}} )?)(?P<verb>{verb}), (?P<that>{that})(?!\w)"
    )


def join_particle(basics: ClaimBasics, verb: str) -> list[str]:
    """The forms of a verb with the part in front that stands apart in a main clause: "mitteilte"."""
    return [basics.particles.get(verb, "") + form for form in basics.verbs[verb]]
