"""Blank pipelines of other languages: sentences as by spaCy's own, without building what is dear."""

from __future__ import annotations

import subprocess
import sys

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.tokenizer_exceptions import BASE_EXCEPTIONS

from broadsheet.language.blank import make_blank
from broadsheet.language.pipeline import load_language_model

# The most exceptions of its own that a language may have in a blank pipeline; Dutch has 4,468 abbreviations.
MOST = 5_000
TEXTS = {
    "id": "Dr. Sari tiba di Jakarta. Anak-anak bermain di A.P. Plaza! Kupu-kupu itu 3,5 cm. Apakah benar? Ya.",
    "ms": "Dr. Aminah tiba di Ipoh. Kanak-kanak bermain. Ulasan a.n. pengarah dibaca. Benarkah? Ya.",
    "nl": "De heer d.d. 3 mei kwam. Dr. Vos zei: ‘Nee.’ Het kost o.a. 3,5 mln. euro. Echt waar!",
    "de": "Dr. Vogt kam am 3. Mai. Das kostet z.B. 3,5 Mio. Euro. „Nein!“, sagte sie. Wirklich?",
    "hu": "A 3.5. pont szerint dr. Nagy jött. Ez 2016-ban volt. Igen!",
    "es": "El Sr. Ruiz llegó el 3 de mayo. ¿Cuánto cuesta? ¡Nada! EE. UU. no respondió.",
    "da": "Kl. 8 kom hr. Holm. Det kostede ca. 3 mio. kr. Virkelig?",
}


@pytest.mark.parametrize("language", ["fr", "id", "ms"])
def test_what_is_dear_is_not_built(language: str) -> None:
    nlp = make_blank(language)
    assert nlp.lang == language
    own = nlp.tokenizer.rules.keys() - BASE_EXCEPTIONS.keys()
    assert own and all("." in text for text in own) and len(own) < 300


def test_no_language_has_more_exceptions_than_dutch() -> None:
    assert len(make_blank("nl").tokenizer.rules) < MOST


def test_the_module_that_compiles_for_seconds_is_not_imported() -> None:
    code = (
        "import sys; from broadsheet.language.pipeline import load_language_model as load;"
        "from broadsheet.language.version import read_model_version as read;"
        "assert read('', 'fr') == load('', 'fr').version;"
        "assert load('', 'fr').nlp.tokenizer.tokenizer.token_match is None; print('spacy.lang.fr' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize(
    "language", [pytest.param(name, marks=pytest.mark.slow) for name in ("id", "ms")] + ["de", "es"]
)
def test_sentences_are_those_of_spacys_own_pipeline(language: str) -> None:
    own, light = spacy.blank(language), make_blank(language)
    for nlp in (own, light):
        nlp.add_pipe("sentencizer")
    text = " ".join([TEXTS[language], *TEXTS.values()])
    assert [sent.text for sent in light(text).sents] == [sent.text for sent in own(text).sents]


FRENCH = {
    "titles": (
        "M. Petit et Mme. Roy arrivent. Dr. Vidal reste.",
        ["M. Petit et Mme. Roy arrivent.", "Dr. Vidal reste."],
    ),
    "months": ("Né le 3 janv. 1980 à Orme. Il part.", ["Né le 3 janv. 1980 à Orme.", "Il part."]),
    "era": ("Fondée en 52 av. J.-C. par eux. Elle dure.", ["Fondée en 52 av. J.-C. par eux.", "Elle dure."]),
    "words": ("C'est de l'art. Un vol. Et le chat ?", ["C'est de l'art.", "Un vol.", "Et le chat ?"]),
    "hyphens": ("Va-t-il venir ? Rendez-vous à l'après-midi !", ["Va-t-il venir ?", "Rendez-vous à l'après-midi !"]),
}


@pytest.mark.parametrize("case", FRENCH)
def test_french_sentences(case: str) -> None:
    text, wanted = FRENCH[case]
    (doc,) = load_language_model("", "fr").analyse([text])
    assert [sent.text for sent in doc.sents] == wanted


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(["fr", "id", "de", "hu"]), st.text(alphabet="aé'’-.!? \nDrMJC…«»\u00a0\u0301١", max_size=60))
def test_offsets_are_those_of_the_text(language: str, text: str) -> None:
    (doc,) = load_language_model("", language).analyse([text])
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token)] == token.text
    assert "".join(sent.text_with_ws for sent in doc.sents) == text
