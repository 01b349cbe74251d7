"""Vectors of passages from the words in them.

Belongs here: the sum of what the words of a passage add, in whole numbers, so that it is the same in whatever order and
beside whichever passages it is made. What a word adds is fitted in word_vectors.py.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from broadsheet.release.sparse import Weights
from broadsheet.release.word_vectors import DIMENSIONS

# A word that stands there more than once counts by the logarithm, in hundredths.
_HUNDRED = 100


def place_passages(openings: pl.DataFrame, words: pl.DataFrame) -> pl.DataFrame:
    """Rows of `passages` from those of openings.sql and `passage_words`; a passage without a known word has none."""
    numbered = words.select("term", pl.int_range(pl.len(), dtype=pl.Int64).alias("column"))
    openings = openings.join(numbered, on="term", maintain_order="left").with_columns(
        (_HUNDRED * (1 + pl.col("occurrence_count").log())).round().cast(pl.Int64).alias("weight")
    )
    if openings.is_empty():
        return _name_passages(openings, np.empty((0, DIMENSIONS), np.int32), "")
    weights = Weights.of(
        openings.select(pl.struct("article_number", "passage_index").rle_id()).to_series().to_numpy(),
        openings["column"].to_numpy(),
        openings["weight"].to_numpy(),
    )
    vectors = weights.times(words["vector"].explode().to_numpy().reshape(-1, DIMENSIONS))
    largest = np.abs(vectors).max(axis=1)
    is_placed = largest > 0
    numbers = np.rint(127 * vectors[is_placed] / largest[is_placed, None]).astype(np.int32)
    return _name_passages(openings[weights.starts[is_placed].tolist()], numbers, words["vector_model"][0])


def _name_passages(firsts: pl.DataFrame, numbers: NDArray[np.int32], model: str) -> pl.DataFrame:
    return firsts.select(
        "sentence_id",
        "article_version_id",
        "passage_index",
        pl.Series("vector", numbers, dtype=pl.Array(pl.Int32, DIMENSIONS)).cast(pl.List(pl.Int32)),
        pl.lit(model).alias("vector_model"),
    )
