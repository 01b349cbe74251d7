"""`python -m training.checkworthiness`: fit the weights of check-worthiness and write them into the word list.

Belongs here: the fit on `checkworthiness.tsv`, sentences written and labelled for this project (1: a fact of public
interest that can be checked). A quarter of them, told by a hash, is kept apart from the fit; average precision on it is
printed beside that of the old rule of thumb "has a figure".
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from broadsheet.claims.checkworthiness import BY_HAND, measure
from broadsheet.claims.part_rows import count_figures, count_names
from broadsheet.claims.statement_features import extract_features
from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import load_language_model
from broadsheet.records import ArticleText

SENTENCES = Path(__file__).with_suffix(".tsv")
LIST = Path(__file__).parents[1] / "broadsheet" / "lang" / "en" / "checkworthiness.toml"
_RIDGE = 2.0
_STEPS = 60
Floats = NDArray[np.float64]


def read_sentences() -> tuple[list[str], Floats]:
    """Texts and labels."""
    with SENTENCES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row["text"] for row in rows], np.array([float(row["label"]) for row in rows])


def is_kept_apart(text: str) -> bool:
    """Whether a sentence is left out of the fit, to be scored."""
    return hashlib.sha256(text.encode()).digest()[0] % 4 == 0


def measure_all(texts: Sequence[str]) -> tuple[list[str], Floats]:
    """Names of the features and a row of their values per text."""
    articles = [ArticleText(f"v{place}", f"{text}.") for place, text in enumerate(texts)]
    found = []
    for text, analysed in zip(texts, analyse_articles(articles, load_language_model()), strict=True):
        rows = derive_rows(analysed)
        figures, names = count_figures(rows.numbers), count_names(rows.mentions)
        tags = extract_features(text, number_count=len(rows.numbers)).tags
        found.append(measure(text, figures, names, tags))
    names_of = [name for name in found[0] if name not in BY_HAND]
    return names_of, np.array([[row[name] for name in names_of] for row in found])


def fit(values: Floats, labels: Floats) -> Floats:
    """Weights of a logistic regression with a ridge on all but the last one, the bias; by Newton's method."""
    design = np.hstack([values, np.ones((len(values), 1))])
    weights = np.zeros(design.shape[1])
    ridge = np.full(design.shape[1], _RIDGE)
    ridge[-1] = 1e-6
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (labels - chance) - ridge * weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return weights


def average_precision(scores: Floats, labels: Floats) -> float:
    """Mean precision at the rank of each true sentence; ties count as the worst order."""
    order = np.lexsort((labels, -scores))
    hits = labels[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / hits.sum())


def main() -> None:
    """Fit, print what the kept part says, write the weights."""
    texts, labels = read_sentences()
    apart = np.array([is_kept_apart(text) for text in texts])
    names, values = measure_all(texts)
    weights = fit(values[~apart], labels[~apart])
    scores = values @ weights[:-1] + weights[-1]
    figures = values[:, names.index("figures")]
    for part, chosen in (("fit", ~apart), ("kept apart", apart)):
        new = average_precision(scores[chosen], labels[chosen])
        old = average_precision(figures[chosen], labels[chosen])
        right = ((scores[chosen] > 0) == (labels[chosen] > 0)).mean()
        print(f"{part}: {chosen.sum()}, average precision {new:.3f}, of figures alone {old:.3f}, right {right:.3f}")
    written = "".join(f"{name} = {weight:.2f}\n" for name, weight in zip([*names, "bias"], weights, strict=True))
    text = LIST.read_text(encoding="utf-8")
    LIST.write_text(re.sub(r"(?s)\[weights\]\n.*", f"[weights]\n{written}", text), encoding="utf-8")
    print(f"wrote {LIST.name}")


if __name__ == "__main__":
    main()
