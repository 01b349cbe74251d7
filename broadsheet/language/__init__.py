"""Text to spaCy Doc: tokens, sentences, names, syntax. Code of the stage derive uses only the Doc.

`load_language_model` gives the shipped pipeline, any other spaCy pipeline by name or path, or spaCy's blank pipeline
of a language for which nothing is shipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import spacy
from spacy.about import __version__ as spacy_version
from spacy.language import Language
from spacy.tokens import Doc

from broadsheet.errors import LanguageModelError
from broadsheet.language.component import make_reader
from broadsheet.language.network import MODEL_FILE
from broadsheet.language.other_pipelines import adapt_names, add_capital_names
from broadsheet.language.tokens import GuardedTokenizer

__all__ = ["LanguageModel", "load_language_model", "make_reader"]

SHIPPED_LANGUAGE = "en"
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
    folder = find_shipped_folder()
    weights = folder / "reader" / MODEL_FILE
    if language == SHIPPED_LANGUAGE and weights.is_file():
        nlp = spacy.load(folder)
        version = f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}+{hash_file(weights)}"
        return LanguageModel(nlp, version)
    return _load_blank(language)


def find_shipped_folder() -> Path:
    """Folder of the shipped pipeline: `models/en` beside the package, in a source tree and in an installed wheel."""
    return Path(__file__).resolve().parents[2] / "models" / SHIPPED_LANGUAGE


def hash_file(path: Path) -> str:
    """First eight hex digits of a file's SHA-256."""
    return sha256(path.read_bytes()).hexdigest()[:8]


def _load_other(name: str) -> LanguageModel:
    try:
        nlp = spacy.load(name)
    except (OSError, ValueError) as error:
        raise LanguageModelError(
            f"The language model {name!r} cannot be loaded: {error}. Install it, or unset BROADSHEET_LANGUAGE_MODEL."
        ) from error
    _prepare(nlp)
    adapt_names(nlp)
    return LanguageModel(nlp, f"{nlp.meta.get('lang')}_{nlp.meta.get('name')}-{nlp.meta.get('version')}")


def _load_blank(language: str) -> LanguageModel:
    """A pipeline with sentences by punctuation and names by capitals; its version names these rules."""
    try:
        nlp = spacy.blank(language)
    except ImportError:
        language = "xx"
        nlp = spacy.blank(language)
    _prepare(nlp)
    nlp.add_pipe("sentencizer")
    add_capital_names(nlp)
    return LanguageModel(nlp, f"blank-{language}-{spacy_version}-sentencizer-capitals")


def _prepare(nlp: Language) -> None:
    nlp.max_length = _MAX_CHARS
    if not isinstance(nlp.tokenizer, GuardedTokenizer):
        nlp.tokenizer = GuardedTokenizer(nlp.tokenizer)
