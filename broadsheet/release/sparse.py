"""Sparse matrices for vectors of words and passages, no more than these need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_CHUNK = 100_000

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Weights:
    """A sparse matrix in rows: `columns` and `values` of row r from `starts[r]` on. No row is empty."""

    starts: Numbers
    columns: Numbers
    values: NDArray[Any]

    @classmethod
    def of(cls, rows: NDArray[Any], columns: Numbers, values: NDArray[Any]) -> Weights:
        """From rows in rising order."""
        starts = np.flatnonzero(np.concatenate([[True], rows[1:] != rows[:-1]]))
        return cls(starts.astype(np.int64), columns, values)

    def times(self, dense: NDArray[Any]) -> NDArray[Any]:
        """The product with a dense matrix, a piece at a time, in the type of the values."""
        product = np.empty((len(self.starts), dense.shape[1]), self.values.dtype)
        ends = np.append(self.starts[1:], len(self.columns))
        first = 0
        while first < len(self.starts):
            last = max(first + 1, int(np.searchsorted(ends, self.starts[first] + _CHUNK, side="right")))
            piece = slice(self.starts[first], ends[last - 1])
            scaled = dense[self.columns[piece]] * self.values[piece, None]
            product[first:last] = np.add.reduceat(scaled, self.starts[first:last] - self.starts[first], axis=0)
            first = last
        return product

    def turned(self) -> tuple[Weights, Numbers]:
        """The transpose, and which columns its rows are: empty ones are left out."""
        rows = np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.columns))))
        order = np.argsort(self.columns, kind="stable")
        columns = self.columns[order]
        return Weights.of(columns, rows[order], self.values[order]), np.unique(columns)
