"""Analysed articles for the tests of entities: from the blank pipeline, or with names set by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy

from broadsheet.analysed import AnalysedArticle
from broadsheet.derive import analyse_articles
from broadsheet.language.pipeline import LanguageModel
from broadsheet.records import ArticleText, Paragraph

ReadText = Callable[..., AnalysedArticle]


@pytest.fixture(scope="session")
def read_blank() -> ReadText:
    """text, headline and boilerplate lines -> AnalysedArticle without names from the pipeline."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.max_length = 10_000_000
    model = LanguageModel(nlp, "blank")

    def read(text: str, headline: str | None = None, boilerplate: tuple[int, ...] = ()) -> AnalysedArticle:
        article = ArticleText("v1", text, headline, paragraphs=split_lines(text, boilerplate))
        return next(analyse_articles([article], model))

    return read


@pytest.fixture(scope="session")
def read_marked() -> ReadText:
    """text and {name: type} -> AnalysedArticle of a pipeline that finds those names wherever they occur.

    tags: word to part of speech, for the words that need one.
    """

    def read(
        text: str, names: dict[str, str], headline: str | None = None, tags: dict[str, str] | None = None
    ) -> AnalysedArticle:
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": label, "pattern": name} for name, label in names.items()])  # type: ignore[union-attr]
        if tags:
            tagger = nlp.add_pipe("attribute_ruler")
            for word, tag in tags.items():
                tagger.add([[{"TEXT": word}]], {"POS": tag})  # type: ignore[attr-defined]
        article = ArticleText("v1", text, headline, paragraphs=split_lines(text, ()))
        return next(analyse_articles([article], LanguageModel(nlp, "marked")))

    return read


def split_lines(text: str, boilerplate: tuple[int, ...]) -> tuple[Paragraph, ...]:
    """One paragraph for each line that is not blank; `boilerplate` counts those."""
    paragraphs: list[Paragraph] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            index = len(paragraphs)
            paragraphs.append(Paragraph(index, start, start + len(line), line, is_boilerplate=index in boilerplate))
        start += len(line) + 1
    return tuple(paragraphs)
