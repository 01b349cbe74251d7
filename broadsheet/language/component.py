"""The spaCy component that fills a Doc from the network: names, parts of speech, heads, sentence starts, lemmas.

Registered as the factory `broadsheet_reader` through the entry point group `spacy_factories`, so that
`spacy.load("models/en")` works wherever Broadsheet is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, POS
from spacy.language import Language
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.tokens import Doc

from broadsheet.errors import LanguageModelError
from broadsheet.language.decoding import find_name_spans
from broadsheet.language.labels import UPOS
from broadsheet.language.lemmas import load_lemmas
from broadsheet.language.network import LABELS_FILE, VOCABULARY_FILE, Analysis, Network
from broadsheet.language.sureness import note_sureness
from broadsheet.language.version import MODEL_FILE, check_files
from broadsheet.language.windows import NEWLINE, NO_SPACE, SPACE

DOCS_AT_ONCE = 64
_FIELDS = [HEAD, DEP, POS, LEMMA, ENT_IOB, ENT_TYPE]
_BEGIN, _INSIDE, _OUTSIDE = 3, 1, 2  # spaCy's codes of ENT_IOB


@Language.factory("broadsheet_reader", assigns=["doc.ents", "token.pos", "token.lemma", "token.head", "token.dep"])
def make_reader(nlp: Language, name: str) -> Reader:
    """Make an empty reader; spaCy then calls `from_disk` with the component's folder."""
    return Reader(nlp)


class Reader:
    """Fills Docs in batches. Holds no state between texts: a Doc depends on its text alone."""

    def __init__(self, nlp: Language) -> None:
        nlp.max_length = max(nlp.max_length, 100_000_000)  # windows keep memory flat, so long texts are safe
        self.vocab = nlp.vocab
        self.network: Network | None = None
        self.lemmas = load_lemmas()
        self._string_ids: dict[str, int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Fill one Doc."""
        self._fill([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], batch_size: int = DOCS_AT_ONCE) -> Iterator[Doc]:
        """Fill Docs in order, batches running across them."""
        docs = iter(stream)
        while batch := list(islice(docs, batch_size)):
            self._fill(batch)
            yield from batch

    def from_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> Reader:
        """Load model, vocabulary and labels. Raises LanguageModelError if one is missing or not the pinned one."""
        folder = Path(path)
        check_files(folder, (MODEL_FILE, VOCABULARY_FILE, LABELS_FILE))
        self.network = Network(folder)
        return self

    def to_disk(self, path: str | Path, exclude: Iterable[str] = ()) -> None:
        """Write nothing: the files in the folder come from training."""

    def _fill(self, docs: list[Doc]) -> None:
        if self.network is None:
            raise LanguageModelError("The component `broadsheet_reader` has no model: load it with spacy.load.")
        places = []
        texts = []
        for doc in docs:
            place, words, spaces = find_words(doc)
            places.append(place)
            texts.append((words, spaces))
        for doc, place, (words, _), analysis in zip(docs, places, texts, self.network.read(texts), strict=True):
            if words:
                doc.from_array(_FIELDS, self._make_table(doc, place, words, analysis))  # type: ignore[arg-type]
                note_sureness(doc, place, analysis.sureness)

    def _make_table(self, doc: Doc, place: NDArray[np.int64], words: list[str], a: Analysis) -> NDArray[np.uint64]:
        """One row per token: whitespace is attached to the word before it, leading whitespace to the first word."""
        table = np.zeros((len(doc), len(_FIELDS)), np.uint64)
        heads = np.maximum(np.searchsorted(place, np.arange(len(doc)), side="right") - 1, 0)
        heads = place[heads]
        heads[place] = place[a.heads]
        table[:, 0] = (heads - np.arange(len(doc))).view(np.uint64)
        table[:, 1] = self._id("dep")
        rels = np.array([self._id(rel) for rel in self._network_rels()], np.uint64)[a.rels]
        rels[a.heads == np.arange(len(words))] = self._id("ROOT")
        table[place, 1] = rels
        table[:, 2] = POS_IDS["SPACE"]
        table[place, 2] = _POS_CODES[a.pos]
        table[:, 4] = _OUTSIDE
        lemmas = [self._id(self.lemmas(word, UPOS[pos])) for word, pos in zip(words, a.pos.tolist(), strict=True)]
        table[place, 3] = np.array(lemmas, np.uint64)
        for start, end, label in find_name_spans(a.tags):
            first, last = place[start], place[end - 1] + 1
            table[first:last, 4] = _INSIDE
            table[first, 4] = _BEGIN
            table[first:last, 5] = self._id(label)
        return table

    def _network_rels(self) -> list[str]:
        return self.network.rels if self.network else []

    def _id(self, string: str) -> int:
        found = self._string_ids.get(string)
        if found is None:
            found = self.vocab.strings.add(string)
            if len(self._string_ids) < 200_000:
                self._string_ids[string] = found
        return found


_POS_CODES = np.array([POS_IDS[tag] for tag in UPOS], np.uint64)


def find_words(doc: Doc) -> tuple[NDArray[np.int64], list[str], list[int]]:
    """Indices and texts of the tokens that are not whitespace, and the kind of space before each."""
    place: list[int] = []
    words: list[str] = []
    spaces: list[int] = []
    before = NEWLINE
    for index, token in enumerate(doc):
        text = token.text
        if text.isspace():
            before = NEWLINE if "\n" in text or "\r" in text else max(before, SPACE)
            continue
        place.append(index)
        words.append(text)
        spaces.append(before)
        before = SPACE if token.whitespace_ else NO_SPACE
    return np.array(place, np.int64), words, spaces
