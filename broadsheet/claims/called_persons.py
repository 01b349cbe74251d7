"""Persons whom the reader took for bodies: "Serhij Radon, a chemistry researcher at the mill"."""

from __future__ import annotations

import re

from broadsheet.claims.lexicon import Lexicon
from broadsheet.records import Mention

_OFFICE = re.compile(r",\s(?:an?|the)\s(?:[\w’'-]+\s){0,4}?([\w-]+)(?=,|\s(?:at|of|for|from|in|with|who)\s)")


def is_called_person(text: str, mention: Mention, lexicon: Lexicon) -> bool:
    """ "Serhij Radon, a chemistry researcher at the mill": a name of two words with an office that no body has, though
    the reader took it for a body; not "Norvik Steel, a supplier".
    """
    if mention.mention_type != "ORG" or len(mention.entity_name.split()) != 2:
        return False
    found = _OFFICE.match(text, mention.evidence.end_char)
    noun = found.group(1).lower() if found else ""
    words = lexicon.words
    return noun in words["animate"] - words["body_or_person"] - words["body"] and not noun.endswith("s")
