"""The title or apposition next to a person's name: "Belarusian President", "a marine biologist at the institute".

Belongs here: reading the words before and after one name on its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name

_LONGEST_PARTICLE = 4
_REACH = 90
_LONGEST_TITLE = 4
# "Prof." and "Supt." are titles; after a longer word a full stop ends the sentence.
_LONGEST_ABBREVIATION = 5
_APPOSITION = re.compile(
    r",\s+(?:(?:the|an?|its|his|her|their|who\s+is|who\s+was)\s+)?([^,.;:!?()\[\]\n“”\"—–]{3,90})(?=[,.;)—–]|$)"
)


def find_role(part: TextPart, name: Name, lexicon: Lexicon) -> str | None:
    """The role of the person named, as written, without a leading article; None if there is none."""
    return _title_before(part, name, lexicon) or _apposition_after(part, name, lexicon)


def _title_before(part: TextPart, name: Name, lexicon: Lexicon) -> str | None:
    left = part.text[max(0, name.start_char - _REACH) : name.start_char]
    left = left[left.rfind("\n") + 1 :]
    if not left.endswith(" "):
        return None
    words = left.split()
    if len(left) == _REACH and words and name.start_char > _REACH:
        words = words[1:]
    length = _title_length(words, lexicon)
    if not length:
        return None
    start = len(words) - length
    while start > 0 and _belongs_to_title(words[start - 1], start - 1 == 0, lexicon):
        start -= 1
    role = " ".join(words[start:])
    return role.lstrip("\"“‘'(")


def _title_length(words: list[str], lexicon: Lexicon) -> int:
    """How many of the last words are a title; 0 for none."""
    for length in range(min(_LONGEST_TITLE, len(words)), 0, -1):
        title = " ".join(words[-length:]).strip("\"“‘'(")
        is_short = title.endswith(".") and len(words[-1]) <= _LONGEST_ABBREVIATION
        if title in lexicon.titles or (is_short and title.rstrip(".") in lexicon.titles):
            return length
    if not words or not _is_role_word(words[-1].lstrip("\"“‘'("), lexicon):
        return 0
    before = words[-2] if len(words) > 1 else ""
    is_part = before.isalpha() and before.lower() not in lexicon.role_stops and before not in lexicon.speech_verbs
    return 2 if is_part and before not in lexicon.calendar else 1


def opens_with_role(words: Sequence[str], lexicon: Lexicon) -> bool:
    """ "Organiser Jo Peel": whether a capital at the start of a sentence hides a word for what a person does.

    Only before a full name: "Baker Peel" may be one.
    """
    is_full = len(words) > 2 and words[1][:1].isupper() and words[1].rstrip(".") not in lexicon.titles
    # "Matron" is on no list, but no name begins in lower case, save by a particle.
    is_common = words[0].isalpha() and words[0].islower() and words[0] not in lexicon.particles
    return is_full and (words[0].lower() in lexicon.roles or (is_common and len(words[0]) > _LONGEST_PARTICLE))


def _is_role_word(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.roles or word.removeprefix("ex-").removeprefix("co-") in lexicon.roles


def _belongs_to_title(word: str, is_line_start: bool, lexicon: Lexicon) -> bool:
    if word.casefold() in lexicon.role_modifiers:
        return True
    if word[-1] in ',;:!?"”)' or (word[-1] == "." and len(word) > 4):
        return False
    bare = word.strip("\"“‘'(")
    if not bare[:1].isupper() or bare in lexicon.not_names:
        return False
    return not is_line_start or lexicon.is_demonym(bare) or lexicon.find_place(bare) is not None or bare.isupper()


def _apposition_after(part: TextPart, name: Name, lexicon: Lexicon) -> str | None:
    match = _APPOSITION.match(part.text[name.end_char : name.end_char + _REACH + 30])
    if not match:
        return None
    role = " ".join(match[1].split())
    words = role.split()
    if words[0].casefold() in lexicon.role_stops or words[0] in lexicon.speech_verbs:
        return None
    head = words[
        : next(
            (
                index
                for index, word in enumerate(words)
                if word in ("of", "at", "for", "in", "from", "who", "with", "and")
            ),
            len(words),
        )
    ]
    is_role = any(_is_role_word(word.lower(), lexicon) or word in lexicon.titles for word in head[-2:])
    return role if is_role else None
