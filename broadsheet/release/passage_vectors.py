"""Vectors of passages from the words that stand together in the openings of a release (latent semantic analysis).

Belongs here: weights in, small vectors out. Deerwester et al. 1990; the decomposition is the randomised one of Halko,
Martinsson and Tropp 2011. Our own encoder is not asked: it gives no vectors, and running it over each opening would
take far longer than the rest of a release.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

DIMENSIONS = 64
_EXTRA_DIMENSIONS, _ROUNDS = 8, 3
# Directions settle long before that; more articles would only cost time.
_FITTED_ARTICLES, _KNOWN_TERMS = 20_000, 30_000
_CHUNK = 200_000
_SEED = 20_110_101

Floats = NDArray[np.float32]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Weights:
    """A sparse matrix in rows: `columns` and `values` of row r from `starts[r]` on. No row is empty."""

    starts: Numbers
    columns: Numbers
    values: Floats
    width: int

    @classmethod
    def of(cls, rows: Numbers, columns: Numbers, values: Floats, width: int) -> _Weights:
        """From rows in rising order."""
        starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
        return cls(starts.astype(np.int64), columns, values, width)

    def times(self, dense: Floats) -> Floats:
        """The product with a dense matrix, a piece at a time."""
        product = np.empty((len(self.starts), dense.shape[1]), np.float32)
        ends = np.append(self.starts[1:], len(self.columns))
        first = 0
        while first < len(self.starts):
            last = max(first + 1, int(np.searchsorted(ends, self.starts[first] + _CHUNK, side="right")))
            piece = slice(self.starts[first], ends[last - 1])
            scaled = dense[self.columns[piece]] * self.values[piece, None]
            product[first:last] = np.add.reduceat(scaled, self.starts[first:last] - self.starts[first], axis=0)
            first = last
        return product

    def turned(self) -> tuple[_Weights, Numbers]:
        """The transpose, and which columns its rows are: empty ones are left out."""
        rows = np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.columns))))
        order = np.argsort(self.columns, kind="stable")
        columns = self.columns[order]
        return _Weights.of(columns, rows[order], self.values[order], len(self.starts)), np.unique(columns)


def place_passages(openings: pl.DataFrame) -> pl.DataFrame:
    """Rows of `passages` from those of openings.sql; a passage without a known word has none."""
    known = (
        openings.group_by("term_number")
        .agg(pl.len().alias("passage_count"))
        .sort("passage_count", "term_number", descending=[True, False])
        .head(_KNOWN_TERMS)
        .sort("term_number")
        .select("term_number", pl.int_range(pl.len(), dtype=pl.Int64).alias("column"))
    )
    openings = openings.join(known, on="term_number", maintain_order="left")
    if openings.is_empty():
        return _name_passages(openings, np.empty((0, DIMENSIONS), np.int32), "")
    directions = _find_directions(openings, known.height)
    weights = _Weights.of(
        4 * openings["article_number"].cast(pl.Int64).to_numpy() + openings["passage_index"].to_numpy(),
        openings["column"].to_numpy(),
        openings["weight"].to_numpy(),
        known.height,
    )
    vectors = weights.times(directions)
    largest = np.abs(vectors).max(axis=1)
    is_placed = largest > 0
    numbers = np.rint(127 * vectors[is_placed] / largest[is_placed, None]).astype(np.int32)
    model = f"words-svd-{DIMENSIONS}-{hashlib.sha256(np.round(directions, 3).tobytes()).hexdigest()[:12]}"
    return _name_passages(openings[weights.starts[is_placed].tolist()], numbers, model)


def _find_directions(openings: pl.DataFrame, width: int) -> Floats:
    """The directions in which openings differ most: one row a column of weights, DIMENSIONS numbers each."""
    articles = openings["article_number"].unique().sort()
    step = -(-len(articles) // _FITTED_ARTICLES)
    fitted = (
        openings.filter(pl.col("article_number").is_in(articles.gather_every(step).implode()))
        .group_by("article_number", "column")
        .agg(pl.col("weight").sum())
        .sort("article_number", "column")
        .with_columns(pl.col("weight") / pl.col("weight").pow(2).sum().sqrt().over("article_number"))
    )
    rows, columns = fitted["article_number"].to_numpy(), fitted["column"].to_numpy()
    weights = _Weights.of(rows, columns, fitted["weight"].cast(pl.Float32).to_numpy(), width)
    turned, used = weights.turned()
    count = min(DIMENSIONS + _EXTRA_DIMENSIONS, len(weights.starts), len(used))
    spread = np.random.default_rng(_SEED).standard_normal((width, count), np.float32)
    for _ in range(_ROUNDS):
        over_articles = np.linalg.qr(weights.times(spread))[0]
        spread = np.zeros((width, count), np.float32)
        spread[used] = np.linalg.qr(turned.times(over_articles))[0]
    over_articles = np.linalg.qr(weights.times(spread))[0]
    found = np.linalg.svd(turned.times(over_articles), full_matrices=False)[0][:, :DIMENSIONS]
    directions = np.zeros((width, DIMENSIONS), np.float32)
    directions[used, : found.shape[1]] = found
    return directions


def _name_passages(firsts: pl.DataFrame, numbers: NDArray[np.int32], model: str) -> pl.DataFrame:
    return firsts.select(
        "sentence_id",
        "article_version_id",
        "passage_index",
        pl.Series("vector", list(numbers), dtype=pl.List(pl.Int32)),
        pl.lit(model).alias("vector_model"),
    )
