"""Text to spaCy Doc: tokens, sentences, names, syntax. Derive code knows only Doc.

`load_language_model` gives the shipped pipeline, any other spaCy pipeline by name or path, or spaCy's blank pipeline
of a language for which nothing is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc

from broadsheet.errors import LanguageModelError


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A loaded pipeline. `version` goes into derivations."""

    nlp: Language
    version: str

    def analyse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Analyse texts in order; `doc.text` equals the text, so token offsets are offsets into it."""
        yield from self.nlp.pipe(texts)


@cache
def load_language_model(name: str = "", language: str = "en") -> LanguageModel:
    """Load a pipeline once per process.

    name: a spaCy pipeline's package name or folder; empty means the shipped one. language: ISO 639-1 code of the
    texts, used where nothing is shipped. Raises LanguageModelError where the name cannot be loaded.
    """
    if name:
        try:
            nlp = spacy.load(name)
        except (OSError, ValueError) as error:
            raise LanguageModelError(
                f"The language model {name!r} cannot be loaded: {error}. "
                "Install it, or unset BROADSHEET_LANGUAGE_MODEL."
            ) from error
        return LanguageModel(nlp, f"{nlp.meta.get('lang')}_{nlp.meta.get('name')}-{nlp.meta.get('version')}")
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    nlp.max_length = 20_000_000
    return LanguageModel(nlp, f"blank-{language}-{spacy_version}")
