"""What a worker process of the derive stage does: load the language model once, then analyse batches of articles.

The rows of an article do not depend on the others of its batch.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import load_language_model
from broadsheet.language.version import choose_model
from broadsheet.records import ArticleRows, ArticleText

_WARM_UP = ArticleText(
    article_version_id="warm-up",
    headline="Ferry sails again",
    text=(
        "Ferry sails again\n\nThe harbour board said on Monday that its 2 ferries would sail again.\n\n"
        '"Nobody was hurt," said Ada Warm, who leads the board. It put the cost at $3.5 million.'
    ),
)


def prepare(language_model: str) -> Callable[[list[ArticleText]], list[ArticleRows]]:
    """Load the model and every word list; returns the function for batches. Raises FaultError where one is missing."""
    analyse_batch([_WARM_UP], language_model)
    return partial(analyse_batch, language_model=language_model)


def analyse_batch(articles: list[ArticleText], language_model: str) -> list[ArticleRows]:
    """Derive every article of a batch, in order; articles of one language go through their model together."""
    found: dict[int, ArticleRows] = {}
    by_language: dict[str, list[int]] = {}
    for place, article in enumerate(articles):
        by_language.setdefault(article.language, []).append(place)
    for language, places in by_language.items():
        model = load_language_model(choose_model(language_model, language), language)
        analysed = analyse_articles((articles[place] for place in places), model)
        found.update((place, derive_rows(one)) for place, one in zip(places, analysed, strict=True))
    return [found[place] for place in range(len(articles))]
