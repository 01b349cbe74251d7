"""spaCy's blank pipelines of languages for which no model is shipped, without what is dear and changes no sentence.

Belongs here: which class and which exceptions of the tokenizer. Only sentences are read from these pipelines; figures,
dates and cues of such a language are sought in its text. What is added to them stands in `pipeline.py`.

Of a language's exceptions those are kept that hold a mark with which a sentence can end ("Dr.", "A.P."), and spaCy's
for all languages. Indonesian has 15,787 of its own, nearly all of them words with a hyphen: 4.6 s of processor time in
each process, .1 s without them (Malay 2.7 and .1).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from spacy.attrs import ORTH
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS
from spacy.language import BaseDefaults, Language
from spacy.util import get_lang_class

from broadsheet.word_lists import has_word_list, load_word_list

_ENDS = re.compile(r"[.!?…。！？।]")


def make_blank(language: str) -> Language:
    """A new blank pipeline: words, and no components.

    Raises ImportError for a language that spaCy does not know, or knows but not without a tokenizer that is not
    installed (Japanese, Korean, Thai, Vietnamese).
    """
    return _make_class(language).from_config({})


@cache
def _make_class(language: str) -> type[Language]:
    if has_word_list("tokens", language):
        words = load_word_list("tokens", language)["abbreviations"]
        return _derive(Language, BaseDefaults, language, {word: [{ORTH: word}] for word in words})
    found = get_lang_class(language)
    return _derive(found, found.Defaults, language, keep_ends(found.Defaults.tokenizer_exceptions))


def _derive(
    base: type[Language], defaults: type[BaseDefaults], language: str, rules: Mapping[str, Any]
) -> type[Language]:
    """A class of the language whose tokenizer has these exceptions beside those for all languages."""
    own = type("Defaults", (defaults,), {"tokenizer_exceptions": {**BASE_EXCEPTIONS, **rules}})
    return type(base.__name__, (base,), {"lang": language, "Defaults": own})


def keep_ends(exceptions: Mapping[str, Any]) -> dict[str, Any]:
    """The exceptions that hold a mark with which a sentence can end.

    >>> keep_ends({"Dr.": [], "anak-anak": []})
    {'Dr.': []}
    """
    return {text: tokens for text, tokens in exceptions.items() if _ENDS.search(text)}


def is_known(language: str) -> bool:
    """Whether there is a blank pipeline of the language."""
    try:
        make_blank(language)
    except ImportError:
        return False
    return True
