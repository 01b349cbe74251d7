"""Pipelines that are not ours, and languages without one: derive code must survive both."""

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.errors import LanguageModelError
from broadsheet.language.pipeline import load_language_model
from broadsheet.language.version import read_model_version
from broadsheet.records import ArticleText

TEXT = "Ana Ruiz of Brightwater Bank said on Friday that 12 ferries left Lisbon.\n\nShe paid $3 million."


@pytest.fixture(scope="module")
def other_pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pipeline with OntoNotes labels and without a parser."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    patterns = {
        "Ana Ruiz": "PERSON",
        "Brightwater Bank": "ORG",
        "Lisbon": "GPE",
        "Friday": "DATE",
        "$3 million": "MONEY",
    }
    ruler.add_patterns([{"label": label, "pattern": text} for text, label in patterns.items()])  # type: ignore[attr-defined]
    path = tmp_path_factory.mktemp("other") / "pipeline"
    nlp.to_disk(path)
    return path


def test_labels_of_another_pipeline_become_ours(other_pipeline: Path) -> None:
    model = load_language_model(str(other_pipeline))
    doc = next(model.analyse([TEXT]))
    assert {(name.text, name.label_) for name in doc.ents} == {
        ("Ana Ruiz", "PERSON"),
        ("Brightwater Bank", "ORG"),
        ("Lisbon", "LOC"),
    }
    assert len(list(doc.sents)) == 2


FOREIGN = {
    "ja": "港は3週間閉鎖されます。市長が述べました。",
    "ko": "항구는 3주 동안 닫힙니다.",
    "zh": "港口将关闭3周。",
    "th": "ท่าเรือจะปิด 3 สัปดาห์",
    "vi": "Cảng sẽ đóng cửa ba tuần.",
    "qq": "Pel 12 mop.",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_language_whose_tokenizer_is_not_installed_has_its_sentences_all_the_same(language: str) -> None:
    model = load_language_model("", language)
    assert model.version == read_model_version("", language)
    article = ArticleText(article_version_id="v", text=FOREIGN[language], language=language)
    rows = derive_rows(next(analyse_articles([article], model)))
    assert rows.sentences and rows.unanalysed == ()


def test_derive_runs_on_another_pipeline(other_pipeline: Path) -> None:
    article = ArticleText(article_version_id="v", text=TEXT)
    rows = derive_rows(next(analyse_articles([article], load_language_model(str(other_pipeline)))))
    assert {mention.evidence.surface for mention in rows.mentions} >= {"Ana Ruiz", "Brightwater Bank", "Lisbon"}
    assert rows.numbers


def _make_clear_nlp_parse(doc: spacy.tokens.Doc) -> spacy.tokens.Doc:
    """Labels of English spaCy pipelines: nsubj, dobj, prep, pobj."""
    deps = {
        "said": "ROOT",
        "Ruiz": "nsubj",
        "ferries": "nsubj",
        "left": "ccomp",
        "Lisbon": "dobj",
        "of": "prep",
        "Bank": "pobj",
    }
    root = next((t for t in doc if t.text == "said"), doc[0])
    for token in doc:
        token.dep_ = deps.get(token.text, "dep")
        token.head = root
        token.pos_ = "VERB" if token.text in {"said", "left", "paid"} else "NOUN"
    return doc


def test_derive_survives_labels_of_spacys_english_pipelines(tmp_path: Path) -> None:
    Language.component("test_clear_nlp_parse", func=_make_clear_nlp_parse)
    nlp = spacy.blank("en")
    nlp.add_pipe("test_clear_nlp_parse")
    nlp.to_disk(tmp_path / "clear")
    model = load_language_model(str(tmp_path / "clear"))
    derive_rows(next(analyse_articles([ArticleText(article_version_id="v", text=TEXT)], model)))


@pytest.mark.parametrize("language", ["en", "de", "nosuch"])
def test_the_version_is_known_without_loading(language: str) -> None:
    assert read_model_version("", language) == load_language_model("", language).version


def test_the_version_of_another_pipeline_is_that_of_its_files(tmp_path: Path) -> None:
    nlp = spacy.blank("de")
    nlp.meta["name"], nlp.meta["version"] = "harbour", "3.2.1"
    nlp.to_disk(tmp_path / "harbour")
    name = str(tmp_path / "harbour")
    assert read_model_version(name) == "de_harbour-3.2.1" == load_language_model(name).version


@pytest.mark.parametrize("ask", [load_language_model, read_model_version])
def test_a_missing_pipeline_says_what_to_do(ask: Callable[[str], object]) -> None:
    with pytest.raises(LanguageModelError, match="BROADSHEET_LANGUAGE_MODEL"):
        ask("no_such_pipeline")


@pytest.mark.parametrize(
    ("language", "text", "sentences"),
    [
        pytest.param(
            "fr", "Hier, Jeanne Moulin a quitté Lyon. « Elle reste », dit-on.",
            ["Hier, Jeanne Moulin a quitté Lyon.", "« Elle reste », dit-on."], id="French", marks=pytest.mark.slow,
        ),
        pytest.param(
            "de", "Am 3. Mai ging er. „Gut.“, sagte Dr. Berg. „Sehr gut.“",
            ["Am 3. Mai ging er.", "„Gut.“, sagte Dr. Berg.", "„Sehr gut.“"], id="German quotations",
        ),
        pytest.param("zh", "你好。世界！", ["你好。", "世界！"], id="no letter case"),
        pytest.param("qq", "Una frase. Otra.", ["Una frase.", "Otra."], id="a language spaCy does not know"),
    ],
)  # fmt: skip
def test_languages_without_a_model_have_sentences_and_no_names(language: str, text: str, sentences: list[str]) -> None:
    model = load_language_model(language=language)
    doc = next(model.analyse([text]))
    assert model.version.startswith("blank-")
    assert doc.ents == ()
    assert [sent.text for sent in doc.sents] == sentences
