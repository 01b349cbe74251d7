"""Counting right and wrong: precision, recall, pairs within groups.

Belongs here: arithmetic of scores and the table of them. What is compared with what belongs in the modules
`score_names`, `score_stories`, `score_claims` and `score_figures`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import duckdb

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the table.

    right of `found` rows of the warehouse are right; `met` of `wanted` things of the gold were found. A share that
    nothing was counted for is None. note: why there is no score. examples: some wrong ones, in words.
    """

    name: str
    right: float = 0
    found: float = 0
    met: float = 0
    wanted: float = 0
    aim: str = ""
    note: str = ""
    examples: tuple[str, ...] = field(default=())

    @property
    def precision(self) -> float | None:
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        return self.met / self.wanted if self.wanted else None


def score_pairs(name: str, units: Iterable[tuple[str, Hashable, Hashable]], aim: str = "") -> Score:
    """Pairs of units of different articles: those of one gold group against those of one group found.

    units: article, gold group and found group, without repetition.

    >>> score = score_pairs("x", [("a", 1, "p"), ("b", 1, "p"), ("c", 2, "p"), ("d", 1, "q")])
    >>> score.precision, score.recall
    (0.3333333333333333, 0.3333333333333333)
    """
    listed = list(units)
    both = _count_pairs(Counter((gold, found) for _, gold, found in listed), listed, (1, 2))
    gold_pairs = _count_pairs(Counter(gold for _, gold, _ in listed), listed, (1,))
    found_pairs = _count_pairs(Counter(found for _, _, found in listed), listed, (2,))
    return Score(name, both, found_pairs, both, gold_pairs, aim)


def score_b3(name: str, units: Iterable[tuple[str, Hashable, Hashable]], aim: str = "") -> Score:
    """B-cubed: for each unit, the share of its found group that is of its gold group, and the other way round."""
    listed = list(units)
    both = Counter((gold, found) for _, gold, found in listed)
    gold_sizes, found_sizes = Counter(gold for _, gold, _ in listed), Counter(found for _, _, found in listed)
    right = sum(both[gold, found] / found_sizes[found] for _, gold, found in listed)
    met = sum(both[gold, found] / gold_sizes[gold] for _, gold, found in listed)
    return Score(name, right, len(listed), met, len(listed), aim)


def _count_pairs(
    sizes: Counter[Hashable], units: Iterable[tuple[str, Hashable, Hashable]], places: tuple[int, ...]
) -> int:
    """Pairs within groups, less those within one article."""
    within = Counter((unit[0], *(unit[place] for place in places)) for unit in units)
    return sum(size * (size - 1) // 2 for size in sizes.values()) - sum(n * (n - 1) // 2 for n in within.values())


def has_table(connection: duckdb.DuckDBPyConnection, name: str, *columns: str) -> bool:
    """Whether the warehouse has that table with these columns."""
    rows = connection.execute("select column_name from duckdb_columns() where table_name = ?", [name]).fetchall()
    found = {row[0] for row in rows}
    return bool(found) and found.issuperset(columns)


def print_scores(scores: Iterable[Score], *, has_examples: bool) -> None:
    """A line for each score: precision, recall, what they rest on, the aim."""
    print(f"{'':44} {'P':>6} {'R':>6} {'found':>9} {'wanted':>9}  aim")
    for score in scores:
        shares = " ".join(
            f"{value:6.3f}" if value is not None else f"{'-':>6}" for value in (score.precision, score.recall)
        )
        print(f"{score.name:44} {shares} {score.found:9.0f} {score.wanted:9.0f}  {score.aim} {score.note}".rstrip())
        for example in score.examples[:_SHOWN] if has_examples else ():
            print(f"{'':8}{example}")
