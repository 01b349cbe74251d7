"""Loading a pipeline, once a process, and analysing texts with it.

`load_language_model` gives the shipped pipeline, any other spaCy pipeline by name or path, or spaCy's blank pipeline
of a language for which nothing is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from broadsheet.language.blank import make_blank
from broadsheet.language.component import make_reader
from broadsheet.language.other_pipelines import adapt_names
from broadsheet.language.tokens import GuardedTokenizer
from broadsheet.language.version import (
    choose_blank,
    describe_blank,
    describe_meta,
    find_shipped_folder,
    is_shipped,
    read_model_version,
    refuse_model,
)

__all__ = ["LanguageModel", "load_language_model", "make_reader"]

_MAX_CHARS = 100_000_000
_SURROGATES = dict.fromkeys(range(55296, 57344), "�")


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A loaded pipeline. `version` goes into derivations; it changes when weights or rules of the pipeline change."""

    nlp: Language
    version: str

    def analyse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Analyse texts in order; `doc.text` equals the text, so token offsets are offsets into it.

        Only lone surrogates, which are not characters, become U+FFFD in the Doc; offsets do not change. A Doc depends
        on its text alone, not on the other texts of a batch.
        """
        yield from self.nlp.pipe(text.translate(_SURROGATES) if not is_encodable(text) else text for text in texts)


def is_encodable(text: str) -> bool:
    """Whether a text has no lone surrogates."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


@cache
def load_language_model(name: str = "", language: str = "en") -> LanguageModel:
    """Load a pipeline once per process.

    name: a spaCy pipeline's package name or folder; empty means the shipped one. language: ISO 639-1 code of the
    texts, used if no model is shipped for it. Raises LanguageModelError if the name cannot be loaded.
    """
    if name:
        return _load_other(name)
    if is_shipped(language):
        return LanguageModel(spacy.load(find_shipped_folder()), read_model_version(name, language))
    return _load_blank(language)


def _load_other(name: str) -> LanguageModel:
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        raise refuse_model(name, error) from error
    _prepare(nlp)
    adapt_names(nlp)
    return LanguageModel(nlp, describe_meta(nlp.meta))


def _load_blank(language: str) -> LanguageModel:
    """Sentences by punctuation and no names; the version says so."""
    language = choose_blank(language)
    nlp = make_blank(language)
    _prepare(nlp)
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("broadsheet_quotation_starts")
    return LanguageModel(nlp, describe_blank(language))


def _prepare(nlp: Language) -> None:
    nlp.max_length = _MAX_CHARS
    if not isinstance(nlp.tokenizer, GuardedTokenizer):
        nlp.tokenizer = GuardedTokenizer(nlp.tokenizer)
