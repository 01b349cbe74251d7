"""Fit the weights of the page gate on the development pages and say what they reach.

    python -m bench.bench_extract_gate            prints figures by cross-validation over domains
    python -m bench.bench_extract_gate --write    writes broadsheet/extract/article_weights.toml

Logistic regression with an L2 penalty. Articles: fundus, scrapinghub, mediacloud_dates and those of wcxb_mixed
(three times, since they are few); others: the rest of wcxb_mixed. Forum and front pages that mediacloud_dates holds
are left out by their address. Texts come from the extractor, as in production.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from broadsheet.extract.addresses import is_home_address, registered_domain
from broadsheet.extract.blocks import read_blocks
from broadsheet.extract.engine import extract_body, parse_page
from broadsheet.extract.page import read_page
from broadsheet.extract.signals import measure_signals

CORPORA = ("fundus", "scrapinghub", "mediacloud_dates", "wcxb_mixed")
HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "broadsheet" / "extract" / "article_weights.toml"
NO_NEWS = ("/threads/", "oshiete.", "city.udn.", "jstor.org", "/wiki", "wikipedia.org")
PENALTY = 2.0
FOLDS = 10


def read_pages(corpus: str) -> Iterator[dict[str, Any]]:
    shared = Path(os.environ.get("BROADSHEET_SHARED") or HERE.parents[1] / "shared")
    with gzip.open(shared / "pages" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def read_examples() -> Iterator[tuple[dict[str, float], bool, str, str]]:
    """Yield (signals, is article, corpus, domain) of each page that the extractor finds text in."""
    for corpus in CORPORA:
        for page in read_pages(corpus):
            url = page["url"] or ""
            if corpus == "mediacloud_dates" and (is_home_address(url) or any(part in url for part in NO_NEWS)):
                continue
            body = (
                base64.b64decode(page["html_b64"]) if page.get("html_b64") else page["html"].encode("utf-8", "replace")
            )
            tree = parse_page(body)
            document = None if tree is None else extract_body(tree, url)
            if document is not None and document.body is not None:
                signals = measure_signals(read_page(tree, url), read_blocks(document.body))
                yield (
                    signals,
                    page.get("page_type", "article") == "article",
                    corpus,
                    registered_domain(url) or page["id"],
                )


def fit(features: np.ndarray, is_article: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Coefficients and, last, the bias, by Newton's method."""
    inputs = np.c_[features, np.ones(len(features))]
    penalty = PENALTY * np.r_[np.ones(features.shape[1]), 1e-6]
    found = np.zeros(inputs.shape[1])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-inputs @ found))
        slope = inputs.T @ (weight * (likely - is_article)) + penalty * found
        curve = (inputs * (weight * likely * (1 - likely))[:, None]).T @ inputs + np.diag(penalty)
        found -= np.linalg.solve(curve, slope)
    return found


def predict(features: np.ndarray, found: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-(np.c_[features, np.ones(len(features))] @ found)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--write", action="store_true", help="write the weights")
    is_writing = parser.parse_args().write
    examples = list(read_examples())
    names = sorted(examples[0][0])
    features = np.array([[signals[name] for name in names] for signals, *_ in examples])
    is_article = np.array([example[1] for example in examples], dtype=float)
    is_mixed = np.array([example[2] == "wcxb_mixed" for example in examples])
    weight = np.where(is_mixed & (is_article == 1), 3.0, 1.0)
    fold = np.array([int(hashlib.sha256(example[3].encode()).hexdigest(), 16) % FOLDS for example in examples])
    likely = np.zeros(len(examples))
    for number in range(FOLDS):
        inside = fold != number
        likely[~inside] = predict(features[~inside], fit(features[inside], is_article[inside], weight[inside]))
    for threshold in (0.3, 0.4, 0.5):
        passed, news = likely >= threshold, (is_article == 1) & ~is_mixed
        lost, kept = np.mean(~passed[news]), np.mean(passed[is_article == 0])
        mixed_lost = np.mean(~passed[is_mixed & (is_article == 1)])
        print(f"{threshold}: news lost {lost:.1%}, wcxb articles lost {mixed_lost:.1%}, other kinds passed {kept:.1%}")
    if is_writing:
        found = fit(features, is_article, weight)
        lines = [f"{name} = {value:.3f}" for name, value in zip([*names, "bias"], found, strict=True)]
        head = "# Weights of the page gate, fitted by bench/bench_extract_gate.py on the development pages of\n"
        head += f"# {', '.join(CORPORA)} ({len(examples)} pages). Positive speaks for an article.\n\n[weights]\n"
        WEIGHTS.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
