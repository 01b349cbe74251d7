"""Suggestions, export, import and explanations on a small release."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import pytest

from broadsheet.errors import SettingsError
from broadsheet.judgements.exchange import fill_keys, read_answers, stamp
from broadsheet.judgements.explanations import explain, find_entity
from broadsheet.judgements.suggestions import suggest
from broadsheet.judgements.writing import Judgement, append_judgements, format_judgements, read_lines_of
from broadsheet.lake import frame_of
from broadsheet.model import load_query
from broadsheet.model.inputs import find_table
from pipelines.judgements import describe_judgements
from tests.sql.conftest import fill_row

V = [f"{number}" * 32 for number in range(1, 9)]
SPORT = "The striker scored in the second half and the keeper saved a penalty before the referee ended the match."
TRADE = "The council approved the budget for the harbour and the minister praised the budget and the harbour fees."
# (article, key, entity, name, topic)
PLACES = [
    (0, "LOC|norvale", "norvale", "norvale", TRADE), (1, "LOC|norvale", "norvale", "norvale", TRADE),
    (2, "LOC|norvale", "norvale", "norvale", TRADE), (3, "LOC|norvale", "norvale", "norvale", SPORT),
    (4, "PERSON|ada holm", "ada", "ada holm", TRADE), (5, "PERSON|adah holm", "adah", "adah holm", TRADE),
    (4, "ORG|tide authority", "tide", "tide authority", TRADE), (5, "ORG|tide authority", "tide", "the ta", TRADE),
]  # fmt: skip


@pytest.fixture
def release() -> Any:
    """A database that holds what these commands read."""
    connection = duckdb.connect()
    texts = {V[place]: text for place, _, _, _, text in PLACES}
    rows: dict[str, list[dict[str, Any]]] = {
        "articles": [{"article_version_id": key, "headline": "", "text": text} for key, text in texts.items()],
        "mentions": [
            {"mention_id": f"m{number}", "article_version_id": V[place], "entity_key": key, "name_norm": name,
             "entity_name": name.title()}
            for number, (place, key, _, name, _) in enumerate(PLACES)
        ],
        "article_names": [
            {"article_version_id": V[place], "entity_key": key, "name_entity_id": entity, "rule": "same_name"}
            for place, key, entity, _, _ in PLACES
        ],
        "article_entities": [
            {"article_version_id": V[place], "entity_key": key, "entity_id": entity, "rule": "same_name",
             "entity_type": key.partition("|")[0]}
            for place, key, entity, _, _ in PLACES
        ],
        "entities": [
            {"entity_id": entity, "canonical_name": name.title(), "entity_type": key.partition("|")[0]}
            for _, key, entity, name, _ in {row[2]: row for row in PLACES}.values()
        ],
        "entity_aliases": [{"entity_id": entity, "name_norm": name} for _, _, entity, name, _ in PLACES],
        "entity_judgements": [
            {"judgement_id": "j1", "declared_in": "judgements.csv", "line_no": 4, "left_text": "ada", "who": "eve",
             "right_text": "tide", "verdict": "different", "state": "applied", "left_node": "ada", "right_node": "tide",
             "left_base_id": "ada", "right_base_id": "tide", "why": "a person is no authority"},
        ],
    }  # fmt: skip
    for name, given in rows.items():
        table = find_table(name)
        connection.register("given", frame_of(table, [fill_row(table, row) for row in given]).to_arrow())
        connection.execute(f"create table {name} as from given")
    with closing(connection):
        yield connection


def test_what_may_be_one_and_what_may_be_two_is_asked_for(release) -> None:
    found = {(item.kind, frozenset({item.left, item.right})): item for item in suggest(release, 10)}
    assert ("spelling", frozenset({"ada", "adah"})) in found
    topics = found[("two_topics", frozenset({"norvale", f"LOC|norvale@{V[3]}"}))]
    assert topics.is_one_now and topics.left_key.startswith("LOC|norvale@")
    assert [item.gain for item in suggest(release, 10)] == sorted((item.gain for item in found.values()), reverse=True)


def test_what_was_judged_is_not_asked_for_again(release) -> None:
    asked = suggest(release, 10)
    judged = [Judgement(item.left, item.right, "unsure") for item in asked]
    again = {frozenset({item.left, item.right}) for item in suggest(release, 10, judged)}
    assert not again & {frozenset({item.left, item.right}) for item in asked}


def test_a_place_that_is_somebody_else_leads_to_the_next(release) -> None:
    judged = [Judgement("norvale", f"LOC|norvale@{V[3]}", "different")]
    assert any(item.right.startswith("LOC|norvale@") for item in suggest(release, 10, judged))
    judged = [Judgement("norvale", f"LOC|norvale@{V[3]}", "same")]
    assert all(f"LOC|norvale@{V[3]}" != item.right for item in suggest(release, 10, judged))


def test_export_then_import_changes_nothing(release, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    lines = [
        Judgement("ada", "adah", "same", "eve", 'a, "quoted" reason; with = signs', "2024-03-05"),
        Judgement("PERSON|ada holm", f"LOC|norvale@{V[3]}", "different", why="=SUM(A1)"),
        Judgement("gone", "ada", "unsure"),
    ]
    append_judgements(path, lines)
    before = (tmp_path / "judgements.csv").read_bytes()
    out = tmp_path / "out.csv"
    out.write_text(format_judgements(fill_keys(release, read_lines_of(path))), encoding="utf-8")
    taken, faults, open_count = read_answers(out)
    assert (len(taken), faults, open_count) == (3, [], 0)
    assert append_judgements(path, taken) == 0 and (tmp_path / "judgements.csv").read_bytes() == before
    assert taken[0].left_key == f"PERSON|ada holm@{V[4]}" and taken[2].left_key == ""
    other = tmp_path / "other" / "sources.toml"
    append_judgements(other, taken)
    assert [line.content for line in read_lines_of(other)] == [line.content for line in read_lines_of(path)]


def test_lines_to_fill_in_come_back_as_answers(release, tmp_path: Path) -> None:
    lines = fill_keys(release, [item.to_judgement() for item in suggest(release, 10)])
    text = format_judgements(lines).splitlines()
    file = tmp_path / "pairs.csv"
    file.write_text("\n".join([text[0], text[1].replace(",,", ",SAME,", 1), *text[2:], "a,b,perhaps"]) + "\n")
    taken, faults, open_count = read_answers(file)
    assert [line.verdict for line in taken] == ["same"] and open_count == len(lines) - 1
    assert len(faults) == 1 and "verdict is 'perhaps'" in faults[0]
    assert stamp(taken, "eve", "2024-03-05")[0].who == "eve"


@pytest.mark.parametrize(("written", "entity"), [("ada", "ada"), ("Ada Holm", "ada"), ("person|ADA HOLM", "ada")])
def test_an_entity_is_found_by_id_name_and_key(release, written: str, entity: str) -> None:
    assert find_entity(release, written)["entity_id"] == entity


def test_one_that_is_not_there_is_told(release) -> None:
    with pytest.raises(SettingsError, match="has the id, key or name 'Nobody'"):
        find_entity(release, "Nobody")


def test_two_are_explained(release) -> None:
    told = "\n".join(explain(release, "Ada Holm", "adah"))
    assert "are two" in told and "one letter tells their names apart" in told and "in no article" in told
    assert "mention m4" in told and "mention m5" in told and "ada,adah,same" in told


def test_one_is_explained(release) -> None:
    told = "\n".join(explain(release, "norvale", "Norvale"))
    assert "are one" in told and "LOC|norvale has this name in every article" in told and "mention m0" in told


def test_a_judgement_between_two_is_named(release) -> None:
    told = "\n".join(explain(release, "ada", "tide"))
    assert "Judged by eve in line 4 of judgements.csv: ada and tide, different: a person is no authority" in told
    assert "stand together in 1 articles" in told


def test_status_names_lines_that_are_not_applied() -> None:
    class StoredLake:
        def version(self, name: str) -> int:
            return 1

        def read(self, name: str) -> Any:
            rows = [
                {"judgement_id": "1", "declared_in": "judgements.csv", "line_no": 2, "state": "applied"},
                {"judgement_id": "2", "declared_in": "judgements.csv", "line_no": 3, "state": "unreadable",
                 "state_text": "verdict is 'sme'"},
                {"judgement_id": "3", "declared_in": "judgements.csv", "line_no": 4, "state": "unknown"},
            ]  # fmt: skip
            table = load_query("model", "entity_judgements").table
            return frame_of(table, [fill_row(table, row) for row in rows])

    class Context:
        lake = StoredLake()

    assert describe_judgements(Context()) == [  # type: ignore[arg-type]
        "3 judgements: 1 applied, 1 unknown, 1 unreadable",
        "  judgements.csv, line 3: verdict is 'sme'",
    ]
