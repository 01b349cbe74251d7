"""Failures become rows of `unanalysed`, and a day's report counts the articles that they concern once."""

from __future__ import annotations

from datetime import date

from broadsheet.derive_job import DeriveJob
from broadsheet.failures import Failure, describe_error
from broadsheet.records import DERIVED_TABLES, ArticleRows, ArticleText, Unanalysed
from broadsheet.stages.derivations import Derivation
from broadsheet.stages.derive import _build_frames, _count_reasons
from broadsheet.stages.registry import get_stage
from broadsheet.tables import get_table

ARTICLES = [ArticleText(name, "Rain fell on the harbour.") for name in ("whole", "lost", "partly")]


def test_every_missing_table_is_a_row_and_every_article_counts_once() -> None:
    failure = Failure("error", "no such day", "ValueError", "find_day", "broadsheet/dates/find.py", 7)

    def make_row(table: str) -> Unanalysed:
        return Unanalysed.of("partly", table, "analysis_error", failure)

    outcomes = [
        ArticleRows(),
        DeriveJob().give_up(ARTICLES[1], Failure("timeout", "More than 60 s of processor time.")),
        ArticleRows(
            unanalysed=tuple(Unanalysed.of("partly", t, "analysis_error", failure) for t in ("dates", "claims"))
        ),
    ]
    frames = _build_frames(ARTICLES, outcomes, date(2024, 3, 5), Derivation("d", "derive", "c", None, "{}", "{}", "{}"))
    assert tuple(frames) == get_stage("derive").writes
    unanalysed = frames["unanalysed"]
    key = list(get_table("unanalysed").key)
    assert unanalysed.select(key).rows() == [
        *(("lost", table) for table in DERIVED_TABLES),
        ("partly", "dates"),
        ("partly", "claims"),
    ]
    assert unanalysed.row(-1, named=True) | {"derivation_id": "", "captured_on": None} == {
        "article_version_id": "partly",
        "captured_on": None,
        "table_name": "claims",
        "reason": "analysis_error",
        "detail": "no such day",
        "error_type": "ValueError",
        "function_name": "find_day",
        "file_name": "broadsheet/dates/find.py",
        "line_number": 7,
        "derivation_id": "",
    }
    assert _count_reasons(unanalysed) == {"analysis_timeout": 1, "analysis_error": 1}


def test_an_error_is_described_with_its_place() -> None:
    try:
        get_table("no such table")
    except Exception as error:  # noqa: BLE001  any will do
        failure = describe_error(error)
    assert (failure.kind, failure.error_type, failure.function_name) == ("error", "FaultError", "get_table")
    assert failure.file_name == "broadsheet/tables/__init__.py"
    assert str(failure).endswith(f" (get_table, broadsheet/tables/__init__.py:{failure.line_number})")
    assert describe_error(RuntimeError("std::bad_alloc")).kind == describe_error(MemoryError()).kind == "memory"
