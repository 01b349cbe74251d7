"""Fit the weights of the page classifier on the development pages and print its scores at every threshold.

    python -m bench.bench_page_classifier            prints the curve by cross-validation over registered domains
    python -m bench.bench_page_classifier --write    writes broadsheet/extract/article_weights.toml

Logistic regression with an L2 penalty. Articles: fundus, scrapinghub, newspaper4k, mediacloud_dates but for forums,
wiki differences and front pages, and those of odd_pages and of wcxb_mixed (three times, since they are few); others:
the rest of these two. Texts come from the extractor, as in production. The curve is that of the whole
classifier with its rules; only the weights are fitted without the page's own domain.

Measured on 23 November 2026 over 783 pages with a text (554 articles): general threshold (that of pages with an
article's marks stays); articles lost of fundus (183), scrapinghub (132), mediacloud_dates (126), newspaper4k (20),
wcxb_mixed (41), odd_pages (52); others that pass (229); F1 of articles and of others over wcxb_mixed and odd_pages.

    0.20  0 0 1 0 1 0 | 29 | 0.864 0.931
    0.30  0 1 1 0 1 0 | 20 | 0.902 0.953
    0.35  0 1 1 0 1 0 | 19 | 0.906 0.956
    0.40  0 1 1 0 1 0 | 18 | 0.911 0.958
    0.45  0 1 1 0 1 0 | 10 | 0.944 0.975
    0.50  0 1 2 0 1 1 | 8 | 0.948 0.977
    0.55  0 1 2 0 1 1 | 8 | 0.948 0.977
    0.60  0 1 2 0 1 1 | 7 | 0.953 0.980
    0.65  0 1 2 0 1 1 | 6 | 0.958 0.982
    0.70  0 1 2 0 2 1 | 5 | 0.957 0.982

The threshold of marked pages moves these little: at .25 one other page less passes and one article more is lost; at 0
(such pages pass without scoring) the F1 of articles falls by .02. Which features have weights was chosen by likelihood
on the same folds, so the curve is a little optimistic.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from broadsheet.extract.addresses import is_home_address, registered_domain
from broadsheet.extract.blocks import BodyText, read_blocks
from broadsheet.extract.body import choose_body
from broadsheet.extract.boilerplate import label_boilerplate
from broadsheet.extract.decoding import decode_body
from broadsheet.extract.features import measure_features, measure_long_prose
from broadsheet.extract.layout import measure_layout
from broadsheet.extract.page import Page, read_page
from broadsheet.extract.page_classifier import choose_threshold, classify_by_rules
from broadsheet.extract.trafilatura_adapter import extract_body, parse_page
from broadsheet.extract.words import count_words
from tests.gates.extract_metrics import make_capture
from tests.gates.framework import read_records, shared_folder
from tests.gates.gate_extract import ODD_OTHERS, ODD_UNKNOWN

CORPORA = ("fundus", "scrapinghub", "mediacloud_dates", "newspaper4k", "wcxb_mixed", "odd_pages")
HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "broadsheet" / "extract" / "article_weights.toml"
NO_NEWS = ("/threads/", "oshiete.", "city.udn.", "jstor.org", "/wiki", "wikipedia.org", "nakengineering.")
PENALTY = 1.0
REJECTED = 2.0
# Features that only rules or the choice of a kind use; the weights do better without them (by cross-validation).
UNWEIGHTED = (
    "address_listing", "bare", "dated", "generator_documentation", "generator_forum", "generator_product",
    "ld_documentation", "ld_forum", "ld_service", "linked", "many_articles", "price", "prose",
)  # fmt: skip
FOLDS = 10


@dataclass(frozen=True)
class Example:
    """A page with its features. threshold: the likelihood it needs; 0: always accepted; 2: rejected by rules."""

    features: dict[str, float]
    is_article: bool
    corpus: str
    domain: str
    threshold: float


def read_examples() -> Iterator[Example]:
    """Yield the pages that the extractor finds text in and whose kind is known."""
    for corpus in CORPORA:
        for record in read_records(shared_folder() / "pages" / f"{corpus}.jsonl.gz"):
            capture = make_capture(record)
            is_article = read_label(corpus, record)
            decoded = decode_body(capture.body, capture.declared_charset)
            tree = parse_page(capture.body if decoded is None else decoded.encode("utf-8", "replace"))
            document = None if tree is None or is_article is None else extract_body(tree, capture.url)
            if is_article is not None and document is not None and document.body is not None:
                page = read_page(tree, capture.url)
                yield make_example(page, choose_body(page, read_blocks(document.body))[0], is_article, corpus, record)


def read_label(corpus: str, record: dict[str, Any]) -> bool | None:
    """Whether the page is an article; None where nobody can say."""
    url = record["url"] or ""
    if corpus == "wcxb_mixed":
        return bool(record["page_type"] == "article")
    if corpus == "odd_pages":
        is_known = not any(part in record["id"] for part in ODD_UNKNOWN)
        return not any(part in record["id"] + "#" for part in ODD_OTHERS) if is_known else None
    if is_home_address(url):
        return None
    return not (corpus == "mediacloud_dates" and any(part in url for part in NO_NEWS))


def make_example(page: Page, body: BodyText, is_article: bool, corpus: str, record: dict[str, Any]) -> Example:
    """The example of one page with a text."""
    paragraphs = label_boilerplate(body.paragraphs, body.link_shares)
    features = measure_features(page, body)
    own_words = sum(count_words(paragraph.surface) for paragraph in paragraphs if not paragraph.is_boilerplate)
    threshold = choose_threshold(features, measure_long_prose(body), own_words)
    if classify_by_rules(page, body, paragraphs):
        threshold = REJECTED
    features |= measure_layout(page, body)
    return Example(features, is_article, corpus, registered_domain(page.url) or record["id"], threshold)


def fit(features: np.ndarray, is_article: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Coefficients and, last, the bias, by Newton's method."""
    inputs = np.c_[features, np.ones(len(features))]
    penalty = PENALTY * np.r_[np.ones(features.shape[1]), 1e-6]
    found = np.zeros(inputs.shape[1])
    for _ in range(15):
        likely = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (weight * (likely - is_article)) + penalty * found
        curve = (inputs * (weight * likely * (1 - likely))[:, None]).T @ inputs + np.diag(penalty)
        found -= np.linalg.solve(curve, slope)
    return found


def predict(features: np.ndarray, found: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(np.c_[features, np.ones(len(features))] @ found))))


def cross_validate(features: np.ndarray, is_article: np.ndarray, weight: np.ndarray, domains: list[str]) -> np.ndarray:
    """Likelihood of each page under weights fitted without the pages of its domain's fold; mean of three foldings."""
    likely = np.zeros((3, len(domains)))
    for seed in range(len(likely)):
        fold = np.array([int(hashlib.sha256(f"{seed}{name}".encode()).hexdigest(), 16) % FOLDS for name in domains])
        for number in range(FOLDS):
            inside = fold != number
            found = fit(features[inside], is_article[inside], weight[inside])
            likely[seed, ~inside] = predict(features[~inside], found)
    return np.asarray(likely.mean(axis=0))


def print_curve(examples: list[Example], likely: np.ndarray) -> None:
    is_article = np.array([example.is_article for example in examples])
    corpora = np.array([example.corpus for example in examples])
    mixed = np.isin(corpora, ("wcxb_mixed", "odd_pages"))
    needed = np.array([example.threshold for example in examples])
    general = max(value for value in needed if value < REJECTED)
    for threshold in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7):
        passed = likely >= np.where(needed == general, threshold, needed)
        lost = " ".join(str(np.sum(is_article & ~passed & (corpora == corpus))) for corpus in CORPORA)
        f1 = measure_f1(is_article[mixed], passed[mixed]), measure_f1(~is_article[mixed], ~passed[mixed])
        print(f"    {threshold:.2f}  {lost} | {np.sum(passed & ~is_article)} | {f1[0]:.3f} {f1[1]:.3f}")


def measure_f1(wanted: np.ndarray, found: np.ndarray) -> float:
    return float(2 * np.sum(wanted & found) / (np.sum(wanted) + np.sum(found)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="write the weights")
    is_writing = parser.parse_args().write
    examples = list(read_examples())
    names = sorted(examples[0].features.keys() - set(UNWEIGHTED))
    features = np.array([[example.features[name] for name in names] for example in examples])
    is_article = np.array([example.is_article for example in examples], dtype=float)
    is_mixed = np.array([example.corpus in ("wcxb_mixed", "odd_pages") for example in examples])
    weight = np.where(is_mixed & (is_article == 1), 3.0, 1.0)
    print_curve(examples, cross_validate(features, is_article, weight, [example.domain for example in examples]))
    if is_writing:
        found = fit(features, is_article, weight)
        lines = [f"{name} = {value:.3f}" for name, value in zip([*names, "bias"], found, strict=True)]
        head = (
            "# Weights of the page classifier, fitted by bench/bench_page_classifier.py on the development pages of\n"
        )
        head += f"# {', '.join(CORPORA)} ({len(examples)} pages). Positive speaks for an article.\n\n[weights]\n"
        WEIGHTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
