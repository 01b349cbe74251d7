"""Real faults in the derive stage: each costs its own rows only, is named with its line, and the neighbours stay."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import pytest

from broadsheet.derive_job import MAX_CHARS, DeriveJob
from broadsheet.derive_worker import analyse_batch
from broadsheet.errors import FaultError
from broadsheet.pool import Pool
from broadsheet.records import DERIVED_TABLES, ArticleRows, ArticleText
from tests.pool.faulty_work import FINDERS

pytestmark = pytest.mark.slow

FAULTY = DeriveJob(batch_items=8, work="tests.pool.faulty_work:prepare_derive", cpu_seconds=2, wall_factor=60)
# A table whose rows refer to those of another changes with it, but stays.
DEPENDANTS = {
    "sentences": set(DERIVED_TABLES),
    "mentions": {"mentions", "numbers", "claims"},
    "dates": {"dates", "numbers", "claims"},
    "numbers": {"numbers", "claims"},
    "claims": {"claims", "numbers"},
}
ENDINGS = {
    "[takes memory]": ("out_of_memory", "More than 1907 MiB."),
    "[spins]": ("analysis_timeout", "More than 3 s of processor time."),
    "[leaves]": ("analysis_error", "The worker process ended with exit status 3."),
    "[dies]": ("analysis_error", "The worker process ended with SIGKILL."),
}


def make_article(number: int, fault: str = "") -> ArticleText:
    text = (
        f"Ferry {number} sails again\n\nThe harbour board said on Monday that its {number + 2} ferries would sail. "
        f'{fault}\n\n"Nobody was hurt," said Mara Lindqvist, who leads the board. '
        f"It put the cost at ${number}.5 million."
    )
    return ArticleText(f"v{number}", text, headline=f"Mara Lindqvist saves {number + 3} boats on Monday")


FAULTS = ["", "", *(f"[{table} raises]" for table in FINDERS), "[network raises]", *ENDINGS]
ARTICLES = [make_article(number, fault) for number, fault in enumerate(x for fault in FAULTS for x in (fault, ""))]


class Runs(NamedTuple):
    """Outcomes of the same articles, by the real work and by the faulty one."""

    healthy: list[ArticleRows]
    faulty: list[ArticleRows]

    def of(self, fault: str) -> tuple[ArticleRows, ArticleRows]:
        [place] = [place for place, article in enumerate(ARTICLES) if fault in article.text]
        return self.healthy[place], self.faulty[place]


@pytest.fixture(scope="module")
def runs() -> Runs:
    with Pool(FAULTY, 2) as pool:
        return Runs(analyse_batch(ARTICLES, ""), list(pool.map(ARTICLES)))


def test_neighbours_have_the_same_rows_as_without_faults(runs: Runs) -> None:
    places = [place for place, article in enumerate(ARTICLES) if "[" not in article.text]
    assert len(places) > 10
    assert all(runs.healthy[place].unanalysed == () for place in range(len(ARTICLES)))
    assert [runs.faulty[place] for place in places] == [runs.healthy[place] for place in places]


@pytest.mark.parametrize("table", FINDERS)
def test_a_finder_that_raises_costs_its_own_table_only(runs: Runs, table: str) -> None:
    healthy, faulty = runs.of(f"[{table} raises]")
    row, *others = faulty.unanalysed
    assert (row.table_name, row.reason, row.detail) == (table, "analysis_error", f"injected into {table}")
    assert (row.error_type, row.function_name) == ("LookupError", "raise_where_asked")
    assert row.file_name == "tests/pool/faulty_work.py" and (row.line_number or 0) > 1
    assert getattr(faulty, table) == ()
    # Claims are read by sentences, so they are missing with them, and named as well.
    assert [other.table_name for other in others] == (["claims"] if table == "sentences" else [])
    for other in set(DERIVED_TABLES) - {row.table_name for row in faulty.unanalysed}:
        assert getattr(faulty, other), other
    for other in set(DERIVED_TABLES) - DEPENDANTS[table]:
        assert getattr(faulty, other) == getattr(healthy, other)


@pytest.mark.parametrize("fault", ENDINGS)
def test_an_article_that_ends_its_worker_lacks_all_tables(runs: Runs, fault: str) -> None:
    _, faulty = runs.of(fault)
    reason, detail = ENDINGS[fault]
    assert [(row.table_name, row.reason, row.detail) for row in faulty.unanalysed] == [
        (table, reason, detail) for table in DERIVED_TABLES
    ]
    assert all(getattr(faulty, table) == () for table in DERIVED_TABLES)


def test_an_article_that_hangs_is_ended_by_the_clock() -> None:
    with Pool(replace(FAULTY, wall_factor=4)) as pool:
        hung, healthy = pool.map([make_article(0, "[hangs]"), make_article(1)])
    assert {(row.reason, row.detail) for row in hung.unanalysed} == {("analysis_timeout", "No answer after 12 s.")}
    assert healthy == analyse_batch([make_article(1)], "")[0]


def test_an_error_in_the_network_is_named_with_its_line(runs: Runs) -> None:
    _, faulty = runs.of("[network raises]")
    assert {row.table_name for row in faulty.unanalysed} == set(DERIVED_TABLES)
    assert {(row.reason, row.error_type, row.function_name) for row in faulty.unanalysed} == {
        ("analysis_error", "LookupError", "raise_where_asked")
    }


def test_our_own_fault_is_raised_in_the_parent_with_its_message() -> None:
    articles = [make_article(0), make_article(1, "[lacks a word list]")]
    with Pool(FAULTY) as pool:
        with pytest.raises(FaultError, match=r"The word list lang/en/ferries\.toml cannot be read"):
            list(pool.map(articles))
        assert [rows.unanalysed for rows in pool.map(articles[:1])] == [()]


def test_a_model_that_is_missing_is_named() -> None:
    with Pool(DeriveJob(arguments=("no-such-pipeline",))) as pool, pytest.raises(FaultError, match="no-such-pipeline"):
        list(pool.map([make_article(0)]))


def test_a_text_beyond_all_measure_is_never_sent_to_a_worker() -> None:
    with Pool(DeriveJob()) as pool:
        [rows] = pool.map([ArticleText("long", "x" * (MAX_CHARS + 1))])
        assert pool._workers == []
    assert {row.reason for row in rows.unanalysed} == {"too_long"}
    assert [row.table_name for row in rows.unanalysed] == list(DERIVED_TABLES)
