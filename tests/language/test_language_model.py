"""The shipped pipeline: what a Doc holds, that it depends on its text alone, and that no text breaks it."""

import hashlib
import random
import shutil
import time
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from broadsheet.errors import LanguageModelError
from broadsheet.language.component import Reader
from broadsheet.language.labels import NAME_LABELS
from broadsheet.language.pipeline import LanguageModel, load_language_model
from broadsheet.language.version import find_shipped_folder, hash_file

ARTICLE = """Ferry talks resume

Portuguese President Marta Oliveira met Kenji Watanabe in Lisbon on Monday, Brightwater Shipping said. \
"We have an agreement," Oliveira told the Lisbon Herald. “It begins in May,” she added.

The European Union welcomed the deal. Mr. Watanabe's company, Kobe Lines Ltd., employs 4,200 people in Japan."""

SHORT = [
    "Yes.",
    "Oil rises again",
    "(AP)",
    "Minister quits after vote in Oslo",
    "What now?",
    "RAIN IN SPAIN",
    "ok",
    "—",
]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    shipped = load_language_model()
    if shipped.version.startswith("blank"):
        pytest.fail("models/en/reader holds no model.")
    return shipped


def _read(model: LanguageModel, text: str) -> Doc:
    return next(model.analyse([text]))


def _hash(doc: Doc) -> str:
    rows = [(t.idx, t.pos_, t.head.i, t.dep_, t.lemma_, t.is_sent_start, t.ent_iob_, t.ent_type_) for t in doc]
    return hashlib.sha256(repr(rows).encode("utf-8", "replace")).hexdigest()


def test_a_doc_holds_names_tags_tree_lemmas_and_sentences(model: LanguageModel) -> None:
    doc = _read(model, ARTICLE)
    names = {(name.text, name.label_) for name in doc.ents}
    assert {("Marta Oliveira", "PERSON"), ("Lisbon", "LOC"), ("European Union", "ORG"), ("Portuguese", "NORP")} <= names
    met = next(token for token in doc if token.text == "met")
    assert (met.lemma_, met.pos_) == ("meet", "VERB")
    assert {child.dep_ for child in met.children} >= {"nsubj", "obj"}
    assert doc.text == ARTICLE


def test_no_sentence_begins_after_comma_and_closing_quote(model: LanguageModel) -> None:
    starts = [sent.text.strip()[:12] for sent in _read(model, ARTICLE).sents]
    assert '"We have an ' in starts and "“It begins i" in starts
    assert not [start for start in starts if start.startswith(("Oliveira told", "she added"))]


def test_every_sentence_is_a_tree_within_its_bounds(model: LanguageModel) -> None:
    for sent in _read(model, ARTICLE).sents:
        assert sum(token.head == token for token in sent) == 1
        assert all(sent.start <= token.head.i < sent.end for token in sent)
        assert all((token.dep_ == "ROOT") == (token.head == token) for token in sent)


def test_nothing_crosses_a_line_end(model: LanguageModel) -> None:
    doc = _read(model, "Anna\nBerg of the United\nNations met\n\nHans\nMuller in New\nYork")
    assert not [name for name in doc.ents if "\n" in name.text]
    assert not [sent for sent in doc.sents if "\n" in sent.text.strip()]


def test_a_text_reads_the_same_with_any_batch_mates_and_batch_size(model: LanguageModel) -> None:
    texts = [ARTICLE, *SHORT, *ARTICLE.split("\n\n"), *(s.text for s in _read(model, ARTICLE).sents), ARTICLE * 3]
    alone = [_hash(_read(model, text)) for text in texts]
    reader = model.nlp.get_pipe("reader")
    assert isinstance(reader, Reader) and reader.network is not None
    usual = reader.network.batch_pieces
    rng = random.Random(1)
    for docs, pieces in ((2, 64), (5, 300), (64, usual), (64, 8192)):
        order = rng.sample(range(len(texts)), len(texts))
        reader.network.batch_pieces = pieces
        together = list(model.nlp.pipe([texts[index] for index in order], batch_size=docs))
        assert [_hash(doc) for doc in together] == [alone[index] for index in order]
    reader.network.batch_pieces = usual


@pytest.mark.slow
def test_a_text_reads_the_same_in_any_number_of_workers(model: LanguageModel) -> None:
    texts = [ARTICLE, *SHORT]
    docs = list(model.nlp.pipe(texts, n_process=2, batch_size=2))
    assert [_hash(doc) for doc in docs] == [_hash(_read(model, text)) for text in texts]


LONG = ("brackets", "emoji only", "flags and joiners", "one word", "words without end")
HOSTILE = {
    "empty": "",
    "blank": " \t\n \n\n",
    "one word": "x" * 1_000_000,
    "newlines": "\n" * 100_000,
    "words without end": "word " * 5_000,
    "emoji only": "😀🎉" * 2_000,
    "flags and joiners": "👩‍👩‍👧‍👦🇵🇹" * 300,
    "mixed scripts": "Σήμερα в Москве 東京で قال 2023年 שלום " * 100,
    "control characters": "a\x00b\x01\x1f\x7f\x85 c\u2028d\u200b\ufeff" * 200,
    "lone surrogates": "a \ud800 b\udfff",
    "brackets": "(" * 5_000 + ")" * 5_000,
    "no spaces": "The,Bank;of-Lisbon.said/that" * 500,
    "combining marks": "e" + "\u0301" * 50_000,
}


@pytest.mark.parametrize(
    "text", [pytest.param(HOSTILE[name], id=name, marks=[pytest.mark.slow] * (name in LONG)) for name in HOSTILE]
)
def test_no_text_breaks_the_pipeline(model: LanguageModel, text: str) -> None:
    started = time.process_time()
    doc = _read(model, text)
    assert len(doc.text) == len(text)
    assert doc.text == text or any("\ud800" <= char <= "\udfff" for char in text)
    assert "".join(sent.text_with_ws for sent in doc.sents) == doc.text
    assert time.process_time() - started < 20


@given(st.text(max_size=120))
@settings(max_examples=60, deadline=None)
def test_offsets_hold_for_any_text(text: str) -> None:
    doc = _read(load_language_model(), text)
    assert len(doc.text) == len(text)
    for name in doc.ents:
        assert name.label_ in NAME_LABELS
        assert doc.text[name.start_char : name.end_char] == name.text


def test_spacy_loads_the_folder(model: LanguageModel) -> None:
    doc = spacy.load(find_shipped_folder())(ARTICLE)
    assert _hash(doc) == _hash(_read(model, ARTICLE))


def test_the_version_names_the_weights(model: LanguageModel) -> None:
    weights = find_shipped_folder() / "reader" / "model.onnx"
    assert model.version.startswith("en_broadsheet-") and model.version.endswith(hash_file(weights))


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    for name in ("config.cfg", "meta.json"):
        shutil.copy(find_shipped_folder() / name, tmp_path / name)
    with pytest.raises(LanguageModelError, match="lacks"):
        load_language_model(str(tmp_path))


@pytest.mark.parametrize("name", ["model.onnx", "vocab.txt", "labels.json"])
def test_a_changed_file_of_the_model_is_refused(name: str, tmp_path: Path) -> None:
    shutil.copytree(find_shipped_folder(), tmp_path / "en")
    with (tmp_path / "en" / "reader" / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(LanguageModelError, match=f"{name} is not the file"):
        load_language_model(str(tmp_path / "en"))


def test_a_model_without_pinned_hashes_is_refused(tmp_path: Path) -> None:
    shutil.copytree(find_shipped_folder(), tmp_path / "en")
    (tmp_path / "en" / "reader" / "hashes.json").unlink()
    with pytest.raises(LanguageModelError, match="lacks"):
        load_language_model(str(tmp_path / "en"))


def test_the_weights_stay_small() -> None:
    assert (find_shipped_folder() / "reader" / "model.onnx").stat().st_size <= 25_000_000
