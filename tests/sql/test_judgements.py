"""Judgements over names: what they refer to, that they win, and that what contradicts is told and not applied."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.judgements import read_judgements, read_own_entities

Rows = list[dict[str, Any]]
Decide = Callable[..., tuple[dict[str, str], Rows]]
V1, V2, V3 = "1" * 32, "2" * 32, "3" * 32
# Entities by name: one with two keys, two namesakes of one key, and single ones.
NAMES = [
    (V1, "PERSON|ada holm", "ada"), (V2, "PERSON|ada holm", "ada"), (V3, "PERSON|ada holm", "ada"),
    (V1, "PERSON|adah holm", "ada"), (V1, "PERSON|ben ray", "ben"), (V2, "PERSON|b ray", "bray"),
    (V1, "PERSON|cy dun", "cy1"), (V2, "PERSON|cy dun", "cy2"), (V3, "ORG|harbour board", "board"),
    (V3, "LOC|harbour board", "place"),
]  # fmt: skip
BY_NAME = {f"{key}@{version[0]}": base for version, key, base in NAMES}


@pytest.fixture
def decide(ask: Callable[..., Rows], tmp_path: Path) -> Decide:
    """Entity by `key@first digit of the version`, and the rows of entity_judgements, by what files say."""

    def run(judgements: str = "", aliases: str = "", entities: str = "", names: Any = NAMES) -> Any:
        heads = (
            "left,right,verdict,who,why,when,left_key,right_key",
            "name,entity,type",
            "id,name,aliases,type,country",
        )
        files = ("judgements.csv", "aliases.csv", "entities.csv")
        for file, head, text in zip(files, heads, (judgements, aliases, entities), strict=True):
            (tmp_path / file).write_text(f"{head}\n{text}\n", encoding="utf-8")
        given = {
            "article_names": [
                {"article_version_id": version, "entity_key": key, "name_entity_id": base,
                 "entity_type": key.split("|")[0], "rule": "same_name"}
                for version, key, base in names
            ],
            "own_entities": read_own_entities(tmp_path / "sources.toml").to_dicts(),
        }  # fmt: skip
        said = ask(
            "model", "entity_judgements", judgements=read_judgements(tmp_path / "sources.toml").to_dicts(), **given
        )
        found = ask("model", "article_entities", entity_judgements=said, **given)
        run.rows = found
        return {f"{row['entity_key']}@{row['article_version_id'][0]}": row["entity_id"] for row in found}, said

    return run


def states(said: Rows) -> dict[int, str]:
    return {row["line_no"]: row["state"] for row in said if row["declared_in"] == "judgements.csv"}


def test_without_judgements_names_decide(decide: Decide) -> None:
    found, said = decide()
    assert said == [] and len(found) == len(NAMES)
    assert found == BY_NAME


@pytest.mark.parametrize(
    ("line", "one"),
    [
        ("ben,bray,same", ["PERSON|ben ray@1", "PERSON|b ray@2"]),
        ("PERSON|Ben Ray,person|b ray,same", ["PERSON|ben ray@1", "PERSON|b ray@2"]),
        ("gone,bray,same,,,,PERSON|ben ray,", ["PERSON|ben ray@1", "PERSON|b ray@2"]),
        (f"PERSON|cy dun@{V2},ben,same", ["PERSON|cy dun@2", "PERSON|ben ray@1"]),
        ("cy1,cy2,same", ["PERSON|cy dun@1", "PERSON|cy dun@2"]),
        (f"gone,ben,same,,,,PERSON|cy dun@{V1},", ["PERSON|cy dun@1", "PERSON|ben ray@1"]),
    ],
)
def test_what_is_said_to_be_one_is_one(decide: Decide, line: str, one: list[str]) -> None:
    found, said = decide(line)
    assert states(said) == {2: "applied"}
    first = found[one[0]]
    assert sorted(name for name, entity in found.items() if entity == first) == sorted(one)
    assert {row["rule"] for row in decide.rows if row["entity_id"] == first} == {"judgement"}
    assert {row["judgement_id"] for row in decide.rows if row["judgement_id"]} == {said[0]["judgement_id"]}


@pytest.mark.parametrize(
    ("line", "taken_out"),
    [
        ("PERSON|ada holm,PERSON|adah holm,different", ["PERSON|adah holm@1"]),
        (f"PERSON|ada holm@{V1},PERSON|ada holm@{V2},different", ["PERSON|ada holm@2"]),
        (f"PERSON|ada holm@{V2},PERSON|ada holm,different", ["PERSON|ada holm@2"]),
        (f"PERSON|ada holm,PERSON|ada holm@{V2},different", ["PERSON|ada holm@2"]),
        ("ada,PERSON|adah holm,different", ["PERSON|adah holm@1"]),
        ("PERSON|adah holm,ada,different", ["PERSON|adah holm@1"]),
        ("ada,gone,different,,,,,PERSON|adah holm", ["PERSON|adah holm@1"]),
        ("ben,bray,different", []),
    ],
)
def test_what_is_said_to_be_two_is_two_though_names_join_it(decide: Decide, line: str, taken_out: list[str]) -> None:
    found, said = decide(line)
    assert states(said) == {2: "applied"}
    assert sorted(name for name in found if found[name] != BY_NAME[name]) == taken_out
    assert all(row["rule"] == "judgement" for row in decide.rows if row["entity_id"] not in BY_NAME.values())


def test_no_more_is_taken_out_than_the_odd_one(decide: Decide) -> None:
    v1, v2, v3 = (f"PERSON|ada holm@{version}" for version in (V1, V2, V3))
    found, _ = decide(f"ada,{v1},different\n{v1},{v2},different\n{v1},{v3},different")
    assert [found[f"PERSON|ada holm@{number}"] == "ada" for number in "123"] == [False, True, True]
    found, _ = decide(f"{v2},{v1},different\n{v1},{v3},different")
    assert [found[f"PERSON|ada holm@{number}"] == "ada" for number in "123"] == [False, True, True]


def test_one_taken_out_can_be_joined_to_another(decide: Decide) -> None:
    found, _ = decide(f"ada,PERSON|ada holm@{V2},different\nPERSON|ada holm@{V2},ben,same")
    assert found["PERSON|ada holm@2"] == found["PERSON|ben ray@1"] == "ben"
    assert found["PERSON|ada holm@1"] == found["PERSON|adah holm@1"] == "ada"


def test_one_taken_out_goes_by_its_new_id(decide: Decide) -> None:
    cut = f"ada,PERSON|ada holm@{V2},different"
    found, _ = decide(cut)
    found, said = decide(f"{cut}\n{found['PERSON|ada holm@2']},ben,same")
    assert set(states(said).values()) == {"applied"}
    assert found["PERSON|ada holm@2"] == found["PERSON|ben ray@1"] and found["PERSON|ada holm@1"] == "ada"


def test_names_never_join_by_another_way_what_is_said_to_be_two(decide: Decide) -> None:
    found, _ = decide("PERSON|ada holm,ben,same\nPERSON|adah holm,bray,same\nben,bray,different")
    assert found["PERSON|ada holm@1"] == found["PERSON|ben ray@1"]
    assert found["PERSON|adah holm@1"] == found["PERSON|b ray@2"]
    assert found["PERSON|ada holm@1"] != found["PERSON|adah holm@1"]


def test_what_a_third_joins_by_name_falls_apart(decide: Decide) -> None:
    names = [(V1, "ORG|k", "one"), (V1, "ORG|m", "two"), (V1, "ORG|x", "one"), (V1, "ORG|y", "two")]
    found, said = decide("ORG|k,ORG|m,same\none,two,different", names=names)
    assert set(states(said).values()) == {"applied"}
    assert found["ORG|k@1"] == found["ORG|m@1"]
    assert found["ORG|x@1"] == "one" and found["ORG|y@1"] == "two"


def test_contradicting_lines_are_named_and_none_is_applied(decide: Decide) -> None:
    found, said = decide("ben,bray,same\nbray,cy1,same\nben,cy1,different\nada,board,same")
    assert states(said) == {2: "conflict", 3: "conflict", 4: "conflict", 5: "applied"}
    told = {row["state_text"] for row in said if row["state"] == "conflict"}
    assert told == {"These lines contradict each other: judgements.csv 2, judgements.csv 3, judgements.csv 4"}
    assert len({found["PERSON|ben ray@1"], found["PERSON|b ray@2"], found["PERSON|cy dun@1"]}) == 3
    assert found["PERSON|ada holm@1"] == found["ORG|harbour board@3"]


def test_a_contradiction_by_a_second_way_holds_all_of_it_back(decide: Decide) -> None:
    lines = "ben,bray,same\nbray,cy1,same\nben,ada,same\nada,board,same\nboard,cy1,same\nben,cy1,different"
    found, said = decide(lines)
    assert set(states(said).values()) == {"conflict"}
    assert len({found[name] for name in found}) == 7


def test_who_judges_again_later_has_changed_their_mind(decide: Decide) -> None:
    _, said = decide("ben,bray,same,eve,,2024-03-01\nbray,ben,different,eve,,2024-03-02\nben,bray,same,tom,,2024-03-01")
    assert states(said) == {2: "superseded", 3: "conflict", 4: "conflict"}


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("nobody,ben,same", "unknown"),
        (f"PERSON|ben ray@{V3},ada,same", "unknown"),
        ("PERSON|cy dun,ben,same", "ambiguous"),
        ("ben,bray,unsure", "unsure"),
        ("ben,bray,sam", "unreadable"),
        ("ben,Ben Ray,same", "unreadable"),
        ("ben,ben,same", "unreadable"),
        ("ben,bray,same,,,yesterday", "unreadable"),
    ],
)
def test_what_cannot_be_applied_is_kept_and_says_why(decide: Decide, line: str, state: str) -> None:
    found, said = decide(line)
    assert states(said) == {2: state} and found == BY_NAME
    assert said[0]["state_text"]


def test_own_entities_are_linked_by_their_names_first(decide: Decide) -> None:
    found, said = decide(
        entities="Q1,Ada Holm,Ben Ray|B. Ray,PERSON,SE\nQ2,Harbour Board,,ORG,\nQ3,Cy Dun,,,\nQ4,Nobody,,,"
    )
    own = {name for name, entity in found.items() if entity == "Q1"}
    assert own == {name for name in found if "holm" in name} | {"PERSON|ben ray@1"}
    assert found["ORG|harbour board@3"] == "Q2" and found["LOC|harbour board@3"] == "place"
    assert sorted(row["state"] for row in said if row["right_text"] == "Q3") == ["ambiguous"]
    assert [row["state"] for row in said if row["right_text"] == "Q4"] == ["unknown"]
    assert {row["rule"] for row in decide.rows if row["entity_id"] in ("Q1", "Q2")} == {"own_entity"}


def test_a_name_of_two_own_entities_is_linked_to_neither(decide: Decide) -> None:
    found, said = decide(entities="Q1,Ben Ray,,,\nQ2,Ben Ray,B Ray,,")
    assert found["PERSON|ben ray@1"] == "ben" and found["PERSON|b ray@2"] == "Q2"
    assert {row["state"] for row in said if row["left_text"] == "Ben Ray"} == {"conflict"}
    assert "entities.csv 2, entities.csv 3" in next(row["state_text"] for row in said if row["state"] == "conflict")


def test_two_own_entities_part_what_names_join(decide: Decide) -> None:
    found, _ = decide(entities="Q1,Ada Holm,,,\nQ2,Adah Holm,,,")
    assert found["PERSON|ada holm@1"] == "Q1" and found["PERSON|adah holm@1"] == "Q2"


def test_a_judgement_wins_over_an_own_name(decide: Decide) -> None:
    found, said = decide(f"Q1,PERSON|ada holm@{V2},different", entities="Q1,Ada Holm,,PERSON,")
    assert found["PERSON|ada holm@1"] == "Q1" and found["PERSON|ada holm@2"] not in ("Q1", "ada")
    assert states(said) == {2: "applied"}


def test_an_alias_names_an_entity(decide: Decide) -> None:
    found, _ = decide(aliases="B. Ray,ben\nHarbour Board,ben,ORG\n")
    assert found["PERSON|b ray@2"] != "ben" and found["ORG|harbour board@3"] == found["PERSON|ben ray@1"]
    found, said = decide(aliases="b ray,ben\nharbour board,ben\n")
    assert found["PERSON|b ray@2"] == found["PERSON|ben ray@1"]
    assert sorted(row["state"] for row in said) == ["ambiguous", "applied"]


def test_the_order_of_lines_decides_nothing(decide: Decide) -> None:
    lines = [
        "ben,bray,same", "bray,cy1,same", "ben,cy1,different", "PERSON|ada holm,PERSON|adah holm,different",
        f"PERSON|adah holm,PERSON|cy dun@{V2},same", f"ada,PERSON|ada holm@{V3},different", "board,place,same",
        "board,cy2,different",
    ]  # fmt: skip
    first, said = decide("\n".join(lines))
    shuffler = random.Random(7)
    for _ in range(5):
        shuffler.shuffle(lines)
        found, again = decide("\n".join(lines))
        assert found == first
        assert {row["judgement_id"]: row["state"] for row in again} == {
            row["judgement_id"]: row["state"] for row in said
        }


def test_more_articles_change_no_id(decide: Decide) -> None:
    lines = "ben,bray,same\nada,PERSON|adah holm,different\ncy1,PERSON|harbour board,same,,,,,ORG|harbour board"
    first, _ = decide(lines)
    more = [("4" * 32, key, base) for _, key, base in NAMES if base not in ("cy1", "cy2")]
    found, _ = decide(lines, names=[*more, *NAMES, ("5" * 32, "PERSON|aa aa", "aaa")])
    assert {name: found[name] for name in first} == first
