"""How a judgement names an entity: by its id, by an entity key, or by a key in one article.

An id is what a page of `broadsheet browse` shows. A key, `PERSON|ada holm`, is made of a type and a folded name, so it
outlives any change of ids. `PERSON|ada holm@<article_version_id>` is whoever bears that name in that article alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from broadsheet.folding import fold_name

TYPES = ("PERSON", "ORG", "LOC", "NORP", "EVENT", "PRODUCT", "WORK", "LAW", "MISC")
LONGEST_CHARS = 300
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}")
_IN_ARTICLE = re.compile(r"(.+)@([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Reference:
    """An entity as a judgement names it: `entity_id`, or `entity_key`, with a version where one article is meant."""

    entity_id: str | None = None
    entity_key: str | None = None
    article_version_id: str | None = None

    def __str__(self) -> str:
        if self.entity_id:
            return self.entity_id
        return f"{self.entity_key}@{self.article_version_id}" if self.article_version_id else str(self.entity_key)


def parse_reference(written: str) -> Reference:
    """The reference as written. Raises ValueError that says what to write instead.

    >>> str(parse_reference("person|The Ada  Holm")), parse_reference("Q42").entity_id
    ('PERSON|ada holm', 'Q42')
    """
    text = written.strip()
    if len(text) > LONGEST_CHARS:
        raise ValueError(f"a reference is longer than {LONGEST_CHARS} characters; copy the id of the entity's page")
    if "|" not in text:
        if _ID.fullmatch(text):
            return Reference(entity_id=text)
        raise ValueError(f"{text!r} is neither an entity's id nor a key; write a key as PERSON|ada holm")
    found = _IN_ARTICLE.fullmatch(text)
    key, version_id = (found[1], found[2]) if found else (text, None)
    kind, _, name = key.partition("|")
    if kind.strip().upper() not in TYPES or not fold_name(name):
        raise ValueError(f"{key!r} is no key; write the type, a bar and the name: {', '.join(TYPES)}")
    return Reference(entity_key=f"{kind.strip().upper()}|{fold_name(name)}", article_version_id=version_id)


def is_entity_id(text: str) -> bool:
    """Whether a text may be the id of an entity: letters, digits, dot, colon, dash, underscore."""
    return _ID.fullmatch(text) is not None
