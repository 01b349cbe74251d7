"""Choose the words that speak for or against an article in an English body, and fit their weights.

Belongs here: choosing and fitting, on top of what the page classifier says of a page without words. That must come from
weights fitted without the page's site, or the words have nothing left to explain. bench_page_classifier calls this for
all sites and without each fold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from broadsheet.extract.body_words import ENGLISH, WORD_PREFIX

# A word of fewer sites may be a site's own.
FEWEST_SITES = 12
CHOSEN, PENALTY = 120, 8.0  # by inner folds, as bench_page_classifier tells
# With the penalty of words the constant takes 0.3 to 0.5 off English news too, which no word tells from other pages.
CONSTANT_PENALTY = 30.0
# Added to the information of a word's score, so that rare words are not chosen for a few pages.
_PRIOR = 1.5
_STEPS = 8


@dataclass(frozen=True, slots=True)
class EnglishPages:
    """English pages that are scored. logits: of the page without words, by weights fitted without its site."""

    words: list[frozenset[str]]
    sites: list[str]
    is_article: np.ndarray
    weight: np.ndarray
    logits: np.ndarray


def fit_words(pages: EnglishPages) -> dict[str, float]:
    """Weights by name: `word_<word>`, and `english`: a constant of English pages less what the words add on average."""
    vocabulary = _list_words(pages)
    held = np.array([[word in words for word in vocabulary] for words in pages.words], dtype=float)
    chosen = np.argsort(-_score_words(held, pages), kind="stable")[:CHOSEN]
    means = held[:, chosen].mean(axis=0)
    *found, constant = _fit_on_top(np.c_[held[:, chosen] - means, np.ones(len(held))], pages)
    named = {WORD_PREFIX + vocabulary[place]: float(value) for place, value in zip(chosen, found, strict=True)}
    return named | {ENGLISH: float(constant - means @ found)}


def _list_words(pages: EnglishPages) -> list[str]:
    sites: dict[str, set[str]] = {}
    for words, site in zip(pages.words, pages.sites, strict=True):
        for word in words:
            sites.setdefault(word, set()).add(site)
    return sorted(word for word, those in sites.items() if len(those) >= FEWEST_SITES)


def _score_words(held: np.ndarray, pages: EnglishPages) -> np.ndarray:
    """How clearly each word would improve the likelihood, by a score test; the length of a page is accounted for."""
    likely = _to_likelihood(pages.logits)
    slope = pages.weight * (pages.is_article - likely)
    curve = pages.weight**2 * likely * (1 - likely) + 1e-6
    length = np.log1p([len(words) for words in pages.words])
    known = np.c_[np.ones(len(length)), length]
    inner = (known * curve[:, None]).T @ known + 1e-6 * np.eye(2)  # all pages may be of one length
    rest = held - known @ np.linalg.solve(inner, (known * curve[:, None]).T @ held)
    slope = slope - curve * (known @ np.linalg.solve(inner, known.T @ slope))
    score: np.ndarray = np.abs(rest.T @ slope) / np.sqrt((rest**2).T @ curve + _PRIOR)
    return score


def _fit_on_top(inputs: np.ndarray, pages: EnglishPages) -> np.ndarray:
    """Weights of words and, last, the constant, by Newton's method from what is known of the page."""
    found = np.zeros(inputs.shape[1])
    shrink = np.r_[np.full(len(found) - 1, PENALTY), CONSTANT_PENALTY]
    for _ in range(_STEPS):
        likely = _to_likelihood(inputs @ found + pages.logits)
        slope = inputs.T @ (pages.weight * (likely - pages.is_article)) + shrink * found
        curve = (inputs * (pages.weight * likely * (1 - likely))[:, None]).T @ inputs
        found -= np.linalg.solve(curve + np.diag(shrink), slope)
    return found


def _to_likelihood(logits: np.ndarray) -> np.ndarray:
    likelihood: np.ndarray = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return likelihood
