"""Fit the weights of the page classifier and print its scores at every threshold, on sites that it was not fitted on.

    python -m bench.bench_page_classifier            prints the curve by cross-validation over registered domains
    python -m bench.bench_page_classifier --write    writes article_weights.toml and the weights of the folds
    python -m bench.bench_page_classifier --words    fits the words alone, on top of the stored weights

Logistic regression with an L2 penalty. Articles: fundus, scrapinghub, newspaper4k, mediacloud_dates but for forums,
wiki differences and front pages, trafilatura_eval (at half weight, since some of its pages are shops and threads), and
those of odd_pages, wcxb_mixed and wcxb_more (twice, since they are few); others: the rest of these three. The curve is
that of the whole classifier with its rules; the weights are fitted without the page's own domain.

English words of the body are chosen and fitted on top of that (bench/body_words.py), from likelihoods that the other
weights, fitted without the page's site, give it: fitted together with the rest they gain little, since the rest then
explains its own pages. With `--words` the other weights stay as they are stored.

Measured on 30 November 2026 over 1,758 pages with a text: for wcxb_mixed, wcxb_more and odd_pages the articles and the
others that pass in percent and F1 of articles and of others; then the articles lost of fundus, scrapinghub,
mediacloud_dates, newspaper4k and trafilatura_eval. Pages without any text count as turned away. Without words:

    0.40  97.6 8.5 0.816 0.953 | 92.8 9.0 0.837 0.941 | 100.0 8.7 0.981 0.955 | 0 1 3 2 35
    0.45  97.6 6.5 0.851 0.964 | 91.3 7.7 0.846 0.947 | 100.0 8.7 0.981 0.955 | 0 1 3 2 38
    0.50  97.6 4.5 0.889 0.975 | 89.9 5.9 0.861 0.954 | 100.0 8.7 0.981 0.955 | 0 1 4 2 44
    0.55  95.1 4.5 0.876 0.972 | 89.9 5.0 0.873 0.959 | 100.0 8.7 0.981 0.955 | 0 1 4 3 49
    0.60  95.1 4.0 0.886 0.975 | 89.9 3.2 0.899 0.968 | 100.0 8.7 0.981 0.955 | 0 1 4 3 53

With words, which are left out where they speak against a page that marks its day (fitted again that day, on texts that
are kept whole beside inline elements):

    0.40  97.6 7.0 0.842 0.961 | 95.7 7.2 0.874 0.956 | 100.0 4.3 0.990 0.978 | 0 1 3 2 36
    0.45  97.6 5.5 0.870 0.969 | 95.7 5.9 0.892 0.963 | 100.0 4.3 0.990 0.978 | 0 1 3 2 38
    0.50  97.6 4.5 0.889 0.975 | 95.7 4.1 0.917 0.972 | 100.0 4.3 0.990 0.978 | 0 1 4 2 43
    0.55  97.6 4.5 0.889 0.975 | 95.7 4.1 0.917 0.972 | 100.0 4.3 0.990 0.978 | 0 1 4 3 48
    0.60  95.1 4.0 0.886 0.975 | 94.2 3.6 0.915 0.973 | 100.0 4.3 0.990 0.978 | 0 1 4 3 54

How many words and their penalty are what inner folds choose on all pages (120 and 8, of 60 to 200 and 8 or 16), the
penalty of the constant was chosen on these folds, and that pages with a day are spared was decided on them. Where each
fold's inner folds choose, there is no constant and no page is spared, 0.50 gives 97.6 5.0 0.879 0.972 |
94.2 4.5 0.903 0.968 | 100.0 4.3 0.990 0.978 | 0 1 4 2 42. What the words know is how the guides of wcxb differ from its
shops and offices: from news of other sites they take 0.1 to 0.4 on average, which is why pages with a day are spared.
Fitted so that they speak for news, they gain nothing elsewhere.

Tried and left out: classes of shops, threads, comments and promotion, counts of years, commas and list items, lower
thresholds for pages with marks of an article (no gain); a network of ten hidden units (level); words of links, titles
and classes (no gain); the first 8,000 characters alone for words (worse).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.body_words import EnglishPages, fit_words
from broadsheet.extract.addresses import is_home_address
from broadsheet.extract.body_words import ENGLISH, WORD_PREFIX
from broadsheet.extract.page_classifier import is_certain, load_page_weights
from tests.gates.framework import read_records, shared_folder
from tests.gates.gate_extract import ODD_OTHERS, ODD_UNKNOWN
from tests.gates.held_out import FOLDS, PageReading, load_held_out, read_pages, write_held_out

MIXED = ("wcxb_mixed", "wcxb_more", "odd_pages")
CORPORA = ("fundus", "scrapinghub", "mediacloud_dates", "newspaper4k", "trafilatura_eval", *MIXED)
WEIGHTS = Path(__file__).parent.parent / "broadsheet" / "extract" / "article_weights.toml"
NO_NEWS = ("/threads/", "oshiete.", "city.udn.", "jstor.org", "/wiki", "wikipedia.org", "nakengineering.")
PENALTY = 2.0
RARE_WEIGHT, LOOSE_WEIGHT = 2.0, 0.5
# Features that only the choice of a kind or a product of features uses; the weights do better without them.
UNWEIGHTED = (
    "generator_forum", "generator_product", "ld_documentation", "ld_forum", "long_prose", "many_articles",
)  # fmt: skip


def read_label(reading: PageReading) -> bool | None:
    """Whether the page is an article; None where nobody can say."""
    record, url = reading.record, reading.record["url"] or ""
    if "page_type" in record and reading.corpus.startswith("wcxb"):
        return bool(record["page_type"] == "article")
    if reading.corpus == "odd_pages":
        is_known = not any(part in record["id"] for part in ODD_UNKNOWN)
        return not any(part in record["id"] + "#" for part in ODD_OTHERS) if is_known else None
    if reading.corpus == "trafilatura_eval":
        return True
    if is_home_address(url):
        return None
    return not (reading.corpus == "mediacloud_dates" and any(part in url for part in NO_NEWS))


def fit(features: np.ndarray, is_article: np.ndarray, weight: np.ndarray, penalty: float = PENALTY) -> np.ndarray:
    """Coefficients and, last, the bias, by Newton's method."""
    inputs = np.c_[features, np.ones(len(features))]
    shrink = penalty * np.r_[np.ones(features.shape[1]), 1e-6]
    found = np.zeros(inputs.shape[1])
    for _ in range(15):
        likely = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (weight * (likely - is_article)) + shrink * found
        curve = (inputs * (weight * likely * (1 - likely))[:, None]).T @ inputs + np.diag(shrink)
        found -= np.linalg.solve(curve, slope)
    return found


@dataclass(frozen=True, slots=True)
class Examples:
    """Pages with a text to fit on. inputs: a row of features by `names` for each page."""

    readings: list[PageReading]
    names: list[str]
    inputs: np.ndarray
    is_article: np.ndarray
    weight: np.ndarray
    folds: np.ndarray


def fit_pages(readings: list[PageReading], is_writing: bool, are_words_only: bool) -> None:
    """Fit on all sites and without each fold, print the curve, write both where asked."""
    known = [(reading, label) for reading in readings if (label := read_label(reading)) is not None]
    pages = make_examples(known)
    stored = [_without_words(weights) for weights in load_held_out("pages")] if are_words_only else [None] * FOLDS
    held_out = [fit_weights(pages, pages.folds != number, stored[number]) for number in range(FOLDS)]
    print_curve(known, held_out)
    if is_writing:
        write_held_out("pages", held_out)
        head = "# Weights of the page classifier, fitted by bench/bench_page_classifier.py on the pages of\n"
        head += f"# {', '.join(CORPORA)}\n# ({len(pages.readings)} pages)."
        head += " Positive speaks for an article.\n\n[weights]\n"
        found = fit_weights(
            pages, np.ones(len(pages.folds), bool), _without_words(load_page_weights()) if are_words_only else None
        )
        lines = [f"{name} = {value:.3f}" for name, value in sorted(found.items())]
        WEIGHTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


def make_examples(known: list[tuple[PageReading, bool]]) -> Examples:
    """Those of the labelled pages that have a text."""
    examples = [(reading, label) for reading, label in known if reading.features]
    names = sorted({name for reading, _ in examples for name in reading.features} - set(UNWEIGHTED))
    return Examples(
        [reading for reading, _ in examples],
        names,
        np.array([[float(reading.features[name]) for name in names] for reading, _ in examples]),
        np.array([label for _, label in examples], dtype=float),
        np.array([_weigh(reading.corpus, label) for reading, label in examples]),
        np.array([reading.fold for reading, _ in examples]),
    )


def fit_weights(pages: Examples, inside: np.ndarray, stored: dict[str, float] | None = None) -> dict[str, float]:
    """Weights by name, fitted on the pages `inside`; with `stored` weights, those of words alone are fitted."""
    base = stored or _name(pages.names, _fit_inside(pages, inside))
    logits = np.zeros(len(pages.folds))
    for number in np.unique(pages.folds[inside]):
        found = _fit_inside(pages, inside & (pages.folds != number))
        logits[pages.folds == number] = pages.inputs[pages.folds == number] @ found[:-1] + found[-1]
    english = np.array([place for place in np.flatnonzero(inside) if _is_scored(pages.readings[place])])
    chosen = [pages.readings[place] for place in english]
    return base | fit_words(
        EnglishPages(
            [reading.words for reading in chosen],
            [reading.site for reading in chosen],
            pages.is_article[english],
            pages.weight[english],
            logits[english],
        )
    )


def _fit_inside(pages: Examples, inside: np.ndarray) -> np.ndarray:
    return fit(pages.inputs[inside], pages.is_article[inside], pages.weight[inside])


def _is_scored(reading: PageReading) -> bool:
    """Whether words can change what becomes of the page."""
    return bool(reading.words) and not reading.is_rejected and not is_certain(reading.features, reading.own_words)


def _without_words(weights: Mapping[str, float]) -> dict[str, float]:
    return {name: weight for name, weight in weights.items() if name != ENGLISH and not name.startswith(WORD_PREFIX)}


def print_curve(known: list[tuple[PageReading, bool]], held_out: list[dict[str, float]]) -> None:
    """By threshold: articles that pass, others that pass, both F1, by set of mixed pages; articles lost of the rest."""
    is_article = np.array([label for _, label in known])
    corpora = np.array([reading.corpus for reading, _ in known])
    likely = np.array([reading.rate(held_out[reading.fold]) for reading, _ in known])
    for threshold in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        passed = likely >= threshold
        cells = []
        for corpus in MIXED:
            chosen, wanted = corpora == corpus, is_article
            rates = 100 * passed[chosen & wanted].mean(), 100 * passed[chosen & ~wanted].mean()
            f1 = measure_f1(wanted[chosen], passed[chosen]), measure_f1(~wanted[chosen], ~passed[chosen])
            cells.append(f"{rates[0]:.1f} {rates[1]:.1f} {f1[0]:.3f} {f1[1]:.3f}")
        lost = [str(np.sum(is_article & ~passed & (corpora == corpus))) for corpus in CORPORA[:5]]
        print(f"    {threshold:.2f}  {' | '.join(cells)} | {' '.join(lost)}")


def measure_f1(wanted: np.ndarray, found: np.ndarray) -> float:
    return float(2 * np.sum(wanted & found) / (np.sum(wanted) + np.sum(found)))


def _weigh(corpus: str, is_article: bool) -> float:
    if corpus == "trafilatura_eval":
        return LOOSE_WEIGHT
    return RARE_WEIGHT if corpus in MIXED and is_article else 1.0


def _name(names: list[str], found: np.ndarray) -> dict[str, float]:
    return {name: float(value) for name, value in zip([*names, "bias"], found, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--words", action="store_true", help="fit the words alone, on top of the stored weights")
    asked = parser.parse_args()
    readings: list[PageReading] = []
    for corpus in CORPORA:
        readings += read_pages(read_records(shared_folder() / "pages" / f"{corpus}.jsonl.gz"), corpus)
    fit_pages(readings, asked.write, asked.words)


if __name__ == "__main__":
    main()
