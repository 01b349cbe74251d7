"""Sources of capitalised words that are no mention: whether they name somebody, and whether a person or a body.

Belongs here: what the letters and words of such a source tell. Which mention a source is belongs to `source_names`;
what pronouns and roles refer to, to `speakers`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.source_names import POSSESSIVE, WORD
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import DAYS
from broadsheet.records import Mention, Span

_ARTICLES = ("the", "a", "an")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_PLACE_PHRASE = re.compile(r"\s(?:in|at|near|from)\s.*", re.DOTALL)
# "Marlo, an early maker of lamps, found".
_APPOSED = ([",", "a"], [",", "an"])
_OWN = re.compile(r"\b(?:its|their)\b")
_WORD_CLASSES = ("ADJ", "DET", "ADV", "NUM", "VERB")


def read_capitals(
    tokens: TokenArrays, lexicon: Lexicon, source: Span, head_word: str, inside: Sequence[Mention]
) -> tuple[str, str | None]:
    """The kind of speaker that a source without a mention of its own is; its name where all its words are capitals.

    inside: mentions in it. "Bay Tidal Watch" is a body by its name; "An MP in Hamar" nobody by name; "Sunday" nobody.
    """
    text = tokens.text[source.start_char : source.end_char]
    words, head_word = _read_words(tokens, source, text, head_word)
    core = _ARTICLE.sub("", POSSESSIVE.sub("", re.split(r"[,(]", text)[0].strip()))
    is_body = head_word in lexicon.words["body"]
    if _is_nobody(lexicon, words, head_word) or _holds_person(inside, core, is_body):
        return "unnamed", None
    core = _before_kind(_PLACE_PHRASE.sub("", core), lexicon)
    names = core.split()
    if not names or names[0][0].isdigit() or _has_small_letters(names):
        return "organisation" if is_body else "unnamed", None
    if _is_no_name(tokens, source, names):
        return "unnamed", None
    return "organisation" if is_body or words[0] in _ARTICLES or _is_no_person(names) else "person", core


def _before_kind(core: str, lexicon: Lexicon) -> str:
    """ "Trend | weekly": a name without the small noun that tells what it prints."""
    name, _, noun = core.rpartition(" ")
    return name if name[:1].isupper() and noun in lexicon.words["printing"] else core


def _read_words(tokens: TokenArrays, source: Span, text: str, head_word: str) -> tuple[list[str], str]:
    """The words of a source with the head among them; of "Marlo, an early user of its lamps" the firm alone."""
    words = [word.lower() for word in WORD.findall(text)]
    if not _is_apposed(tokens, source):
        return words, head_word
    return words[:1], "firm" if _OWN.search(text) else words[0]


def _is_apposed(tokens: TokenArrays, source: Span) -> bool:
    """ "Marlo, an early user": a name of one word before an apposition."""
    first = tokens.token_at(source.start_char)
    is_name = tokens.has_parse and first < len(tokens.words) and tokens.pos[first] == "PROPN"
    return is_name and tokens.words[first + 1 : first + 3] in _APPOSED


def _has_small_letters(names: Sequence[str]) -> bool:
    return any(len(name) > 3 and not name[:1].isupper() for name in names)


def _is_no_person(names: Sequence[str]) -> bool:
    """A name of many words, an acronym, or one with a figure: "Number 7 said"."""
    return len(names) > 3 or " ".join(names).isupper() or any(name.isdigit() for name in names)


def _is_nobody(lexicon: Lexicon, words: Sequence[str], head_word: str) -> bool:
    """Words for anybody or for a text, an office that ends no name, a day, and a role: "An MP", "Mayor of Hamar"."""
    lists = lexicon.words
    is_open = words[0] in ("a", "an") or head_word != words[-1]
    is_role = is_open and head_word in lists["animate"] | lists["person_roles"] | lists["never_names"]
    return is_role or words[-1] in DAYS or head_word in lists["unnamed"] | lists["document"] | lists["never_names"]


def _holds_person(inside: Sequence[Mention], core: str, is_body: bool) -> bool:
    """ "Varn's Chief of Coast Guard General Jo Lind": the name in it is a person's, and not all of it is that name."""
    return not is_body and any(m.mention_type == "PERSON" and m.evidence.surface in core for m in inside)


def _is_no_name(tokens: TokenArrays, source: Span, names: Sequence[str]) -> bool:
    """No capital, or one word whose capital the sentence gives it, or a mark before it: "“New cases ...”"."""
    if not any(name[:1].isupper() for name in names):
        return True
    token = min(tokens.token_at(source.start_char), len(tokens.words) - 1)
    is_first = token == tokens.sentence_bounds(token)[0] or tokens.pos[token] in _WORD_CLASSES
    is_first = is_first and not (tokens.pos[token] == "PROPN" and tokens.words[token + 1 : token + 3] in _APPOSED)
    return is_first and len(names) == 1 and tokens.words[token] != "the"
