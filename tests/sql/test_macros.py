"""Macros over rows written inline."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import duckdb
import pytest

from broadsheet.lake import frame_of
from broadsheet.model.inputs import find_table
from broadsheet.release import load_macros
from broadsheet.release.macros import order_macros
from tests.sql.conftest import fill_row

TEXT = "Ida Krogh said that 12 boats sank."
VERSIONS = [
    {"article_id": "a", "article_version_id": name, "headline": "Boats", "text": TEXT, "url": "https://a.example/1"}
    for name in ("old", "new")
]
BOTH = ("old", "new")


def _cite(version: str, surface: str, **more):
    start = TEXT.index(surface)
    return {
        "article_version_id": version,
        "surface": surface,
        "start_char": start,
        "end_char": start + len(surface),
    } | more


@pytest.fixture(scope="module")
def call() -> Iterator[Callable[..., list[dict]]]:
    """Rows of a macro over one article in two versions, in which Ida Krogh, of the harbour board, speaks of boats."""
    span = {"start_char": TEXT.index("12"), "end_char": TEXT.index("12") + len("12 boats sank")}
    tables = {
        "articles": VERSIONS,
        "articles_current": [
            {"article_id": "a", "article_version_id": "new", "story_id": "a", "is_origin": True,
             "publisher_family_id": "f1", "source_name": "Echo", "url": "https://a.example/1"},
            {"article_id": "b", "article_version_id": "copy", "story_id": "a", "is_origin": False,
             "publisher_family_id": "f2", "source_name": "Copier", "url": "https://b.example/1"},
            {"article_id": "c", "article_version_id": "other", "story_id": "c", "is_origin": True,
             "publisher_family_id": "f3", "source_name": "Tide", "url": "https://c.example/1"},
        ],
        "claims": [
            {"claim_id": f"claim of {name}", "speaker_name": "Ida Krogh", "speaker_entity_key": "PERSON|ida krogh",
             "content_text": "12 boats sank", "content": [span], "target_entity_key": "ORG|harbour board"}
            | _cite(name, TEXT[:-1])
            for name in BOTH
        ]
        + [{"claim_id": "claim in other words", "article_version_id": "other",
            "content_text": "a dozen boats went down"}],
        "claim_group_members": [
            {"claim_group_id": "g", "claim_id": claim, "wording_id": claim}
            for claim in ("claim of new", "claim in other words")
        ],
        "mentions": [
            _cite(name, "Ida Krogh", mention_id=f"name of {name}", entity_name="Ida Krogh",
                  entity_key="PERSON|ida krogh")
            for name in BOTH
        ],
        "numbers": [
            _cite(name, "12", number_id=f"number of {name}", counted_text="boats", value=12.0) for name in BOTH
        ],
        "dates": [],
        "sentences": [_cite(name, TEXT, sentence_id=f"sentence of {name}") for name in BOTH],
        "sources": [],
        "paragraphs": [],
        "number_series": [{"figure_id": "f", "counted_text": "boats", "article_ids": ["a", "b"], "low_value": 12.0}],
        "article_entities": [
            {"article_version_id": name, "entity_key": key, "entity_id": entity, "entity_type": "PERSON", "rule": "-"}
            for name in BOTH
            for key, entity in (("PERSON|ida krogh", "e1"), ("ORG|harbour board", "e2"))
        ],
        "entities": [{"entity_id": "e1", "canonical_name": "Ida"}, {"entity_id": "e2", "canonical_name": "Board"}],
        "entity_aliases": [
            {"entity_id": "e1", "name_norm": "ida krogh", "surface": "Ida Krogh"},
            {"entity_id": "e1", "name_norm": "idák", "surface": "Idák"},
            {"entity_id": "e2", "name_norm": "harbour board", "surface": "Harbour Board"},
        ],
    }  # fmt: skip
    with duckdb.connect() as connection:
        for name, rows in tables.items():
            frame = frame_of(find_table(name), [fill_row(find_table(name), row) for row in rows])
            connection.register("given", frame.to_arrow())
            connection.execute(f'create table "{name}" as from given')
        for macro in order_macros(load_macros()):
            if "ops." not in macro.statement:
                connection.execute(macro.statement)
        yield lambda written: connection.sql(f"from {written}").pl().to_dicts()


@pytest.mark.parametrize(
    ("written", "column", "found"),
    [
        ("claims_by('krogh')", "claim_id", ["claim of new"]),
        ("claims_by('Idak')", "claim_id", ["claim of new"]),
        ("claims_by('Odd')", "claim_id", []),
        ("claims_by(' ')", "claim_id", []),
        ("mentions_of('KROGH')", "mention_id", ["name of new"]),
        ("mentions_of('idák')", "mention_id", ["name of new"]),
        ("mentions_of('')", "mention_id", []),
        ("mentions_of(null)", "mention_id", []),
        ("claims_about('boats')", "claim_id", ["claim of new"]),
        ("claims_about('the Harbour Board')", "claim_id", ["claim of new"]),
        ("claims_about('Ida Krogh')", "claim_id", []),
        ("numbers_about('boat')", "number_id", ["number of new"]),
        ("figures_about('Boat')", "figure_id", ["f"]),
        ("figures_about('')", "figure_id", []),
        ("entities_named('The Harbour Board')", "entity_id", ["e2"]),
        ("article('a')", "article_version_id", ["new"]),
        ("article('old')", "article_version_id", ["old"]),
        ("article('no such')", "article_version_id", []),
        ("evidence('name of new')", "context_text", ["[Ida Krogh] said that 12 boats sank."]),
        ("evidence('number of old')", "context_text", ["Ida Krogh said that [12] boats sank."]),
        ("evidence('claim of new')", "row_kind", ["claim"]),
        ("evidence('sentence of new')", "url", ["https://a.example/1"]),
        ("evidence('no such')", "url", []),
        ("independent_sources('f')", "sources", [["Echo"]]),
        ("independent_sources('claim of new')", "publisher_family_id", ["f1", "f3"]),
        ("independent_sources('g')", "publisher_family_id", ["f1", "f3"]),
        ("independent_sources('claim of old')", "publisher_family_id", ["f1"]),
        ("independent_sources('e1')", "article_count", [1]),
        ("independent_sources('a')", "first_url", ["https://a.example/1"]),
        ("independent_sources('no such')", "sources", []),
    ],
)
def test_a_macro_gives_rows_of_newest_versions_under_any_name(call, written: str, column: str, found: list) -> None:
    assert [row[column] for row in call(written)] == found


def test_the_words_around_a_fact_are_shown(call) -> None:
    assert "said that [12] boats" in call("numbers_about('boats')")[0]["context_text"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("The Flood-Barrier’s O'Neill", ["the", "flood", "barrier", "oneill"]),
        ("1,234,567.50 in Málaga", ["1234567.50", "in", "malaga"]),
        ("Straße, Łódź, Ærø", ["strasse", "lodz", "aero"]),
        ("AI技術", ["ai", "技", "術"]),
        ("'\"?!", []),
    ],
)
def test_words_of_a_search_are_cut_as_a_reader_would(call, written: str, words: list[str]) -> None:
    quoted = written.replace("'", "''")
    assert call(f"(select search_words('{quoted}') as words)")[0]["words"] == words


@pytest.mark.parametrize(
    ("word", "term"),
    [("boats", "boat"), ("ponies", "pony"), ("houses", "house"), ("glass", "glass"), ("virus", "virus"), ("us", "us"),
     ("gas", "gas"), ("2020s", "2020s")],
)  # fmt: skip
def test_a_plural_is_searched_as_its_singular(call, word: str, term: str) -> None:
    assert call(f"(select search_term('{word}') as term)")[0]["term"] == term
