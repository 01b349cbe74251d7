"""Which nouns and pronouns can be speakers: persons, names, bodies and documents, but no beam in a roof.

Belongs here: what a word alone tells. Whether somebody says something in a clause is told in `false_positives` and
`unstated`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from broadsheet.claims.lexicon import Lexicon

if TYPE_CHECKING:
    from broadsheet.claims.token_arrays import TokenArrays

# Pronouns that refer to an event or a thing as subjects of a verb of thought ("which means that").
INANIMATE_PRONOUNS = frozenset(["it", "this", "that", "which", "what", "these", "those", "something", "nothing"])
_SPEAKING = ("animate", "body", "document", "households")
# Nouns that only sometimes denote a person.
_SELDOM = frozenset(["head", "chair", "general", "justice", "star", "child", "couple", "note", "sign", "word"])
_PLURAL_ENDINGS = ("s", "people", "men")
# Endings of nouns for those who do something or belong somewhere: "buyer", "tenant", "activist", "engineer".
AGENT_ENDINGS = ("er", "or", "ist", "ian", "ant", "ent", "eer", "man", "men", "woman", "women", "people", "folk")


def can_speak(tokens: TokenArrays, lexicon: Lexicon, noun: int) -> bool:
    """Whether a noun can be a speaker: names, persons, bodies and documents can, a beam in a roof cannot."""
    word = tokens.words[noun]
    if tokens.pos[noun] == "PROPN":
        return True
    if tokens.pos[noun] == "PRON":
        return word not in INANIMATE_PRONOUNS
    return any(word in lexicon.words[name] for name in _SPEAKING)


def may_be_person(tokens: TokenArrays, lexicon: Lexicon, token: int) -> bool:
    """Whether a noun may be a person by a list or by how it ends ("backers"), or stands for people as "some" does."""
    word = tokens.words[token]
    if tokens.pos[token] in ("PRON", "PROPN"):
        return True
    if tokens.pos[token] != "NOUN":
        return word in ("many", "some", "others", "most", "several", "few")
    listed = ("animate", "body", "document", "person_roles", "media_nouns")
    if word.removesuffix("s") in lexicon.words["person_roles"]:
        return True
    return any(word in lexicon.words[name] for name in listed) or word.removesuffix("s").endswith(AGENT_ENDINGS)


def classify_noun(word: str, lexicon: Lexicon) -> str | None:
    """person, people, organisation or document; None for other nouns."""
    words = lexicon.words
    if word in _SELDOM:
        return None
    if word in words["document"]:
        return "document"
    if word in words["body"]:
        return "organisation"
    if word in words["animate"]:
        is_plural = word.endswith(_PLURAL_ENDINGS) and (word[:-1] in words["animate"] or not word.endswith("ss"))
        return "people" if is_plural and word not in words["person_roles"] else "person"
    return "people" if word.endswith("s") and word[:-1] in words["animate"] else None
