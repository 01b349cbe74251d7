"""What each word adds to the vector of a passage: fitted on which words stand together (latent semantic analysis).

Belongs here: openings of articles in, vectors of words out, and which articles are fitted on. Deerwester et al. 1990;
the decomposition is the randomised one of Halko, Martinsson and Tropp 2011. Our own encoder is not asked: it gives no
vectors, and running it over each opening would take far longer than the rest of a release.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from broadsheet.release.sparse import Weights

DIMENSIONS = 64
_EXTRA_DIMENSIONS, _ROUNDS = 8, 3
# Directions settle long before that; more articles would only cost time.
FITTED_ARTICLES = 20_000
_KNOWN_TERMS = 30_000
# So few are fitted on anew each time.
_ALWAYS_FITTED = 4_000
# Of more, only the older ones are: a newer version of a late article changes nothing then.
_FITTED_SHARE = 0.8
# How often the articles that are fitted on become more while those that are there double.
_STEPS_A_DOUBLING = 2
_LARGEST = 32_767
_SEED = 20_110_101

Floats = NDArray[np.float32]


def find_last_fitted(counts: Sequence[tuple[date, int]]) -> date | None:
    """The last day whose articles vectors are fitted on, from days in their order and how many articles each has.

    All days of a small warehouse. Of a large one the first days that hold a round number of articles, so that it is
    another day only once the articles have become half as many again, and whatever was published before.
    """
    total = sum(count for _, count in counts)
    wanted = total
    if total > _ALWAYS_FITTED:
        steps = math.floor(_STEPS_A_DOUBLING * math.log2(_FITTED_SHARE * total))
        wanted = math.floor(2 ** (steps / _STEPS_A_DOUBLING))
    seen = 0
    for day, count in counts:
        seen += count
        if seen >= wanted:
            return day
    return None


def fit_words(openings: pl.DataFrame, fitted_until: date) -> pl.DataFrame:
    """Rows of `passage_words` from those of openings.sql. A word of a single article joins it with no other."""
    article_count = openings["article_number"].n_unique()
    known = (
        openings.group_by("term")
        .agg(pl.col("article_number").n_unique().alias("holding_count"), pl.len().alias("passage_count"))
        .filter(pl.col("holding_count") > 1)
        .sort("passage_count", "term", descending=[True, False])
        .head(_KNOWN_TERMS)
        .sort("term")
        .select(
            "term",
            pl.int_range(pl.len(), dtype=pl.Int64).alias("column"),
            (1 + (article_count - pl.col("holding_count") + 0.5) / (pl.col("holding_count") + 0.5))
            .log()
            .alias("rarity"),
        )
    )
    found = openings.join(known, on="term")
    if found.is_empty():
        return _name_words(known["term"], np.empty((0, DIMENSIONS), np.int32), fitted_until)
    vectors = known["rarity"].to_numpy()[:, None] * _find_directions(found, known.height)
    numbers = np.rint(vectors * (_LARGEST / np.abs(vectors).max())).astype(np.int32)
    return _name_words(known["term"], numbers, fitted_until)


def _find_directions(openings: pl.DataFrame, width: int) -> Floats:
    """The directions in which openings differ most: one row a word, DIMENSIONS numbers each."""
    fitted = (
        openings.with_columns((pl.col("rarity") * (1 + pl.col("occurrence_count").log())).alias("weight"))
        .sort("article_number", "column", "passage_index")
        .group_by("article_number", "column", maintain_order=True)
        .agg(pl.col("weight").sum())
        .with_columns(pl.col("weight") / pl.col("weight").pow(2).sum().sqrt().over("article_number"))
    )
    weights = Weights.of(
        fitted["article_number"].to_numpy(), fitted["column"].to_numpy(), fitted["weight"].cast(pl.Float32).to_numpy()
    )
    turned, used = weights.turned()
    count = min(DIMENSIONS + _EXTRA_DIMENSIONS, len(weights.starts), len(used))
    spread = np.random.default_rng(_SEED).standard_normal((width, count), np.float32)
    for _ in range(_ROUNDS):
        over_articles = _straighten(weights.times(spread))
        spread = np.zeros((width, count), np.float32)
        spread[used] = _straighten(turned.times(over_articles))
    found = _straighten(turned.times(_straighten(weights.times(spread))))[:, :DIMENSIONS]
    directions = np.zeros((width, DIMENSIONS), np.float32)
    directions[used, : found.shape[1]] = found
    return directions


def _straighten(columns: Floats) -> Floats:
    """The same space by columns of length 1 at right angles, the widest first; columns without width become zero.

    By the products of the columns with each other: a decomposition of the long matrix itself took five times as long.
    """
    wide = columns.astype(np.float64)
    squares, turns = np.linalg.eigh(wide.T @ wide)
    squares, turns = squares[::-1], turns[:, ::-1]
    is_wide = squares > squares[0] * 1e-12
    lengths = np.where(is_wide, np.sqrt(np.where(is_wide, squares, 1.0)), np.inf)
    return np.asarray((wide @ turns) / lengths, np.float32)


def _name_words(terms: pl.Series, numbers: NDArray[np.int32], fitted_until: date) -> pl.DataFrame:
    digest = hashlib.sha256("\n".join(terms).encode() + numbers.tobytes()).hexdigest()[:12]
    return pl.DataFrame(
        {
            "term": terms,
            "vector": pl.Series(numbers, dtype=pl.Array(pl.Int32, DIMENSIONS)).cast(pl.List(pl.Int32)),
            "fitted_until": pl.Series([fitted_until] * len(terms), dtype=pl.Date),
            "vector_model": pl.Series([f"words-svd-{DIMENSIONS}-{digest}"] * len(terms), dtype=pl.String),
        }
    )
