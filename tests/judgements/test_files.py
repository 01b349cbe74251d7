"""judgements.csv, aliases.csv, entities.csv: what people and spreadsheets write is read, and each mistake named."""

from __future__ import annotations

import csv
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.errors import JudgementFileError
from broadsheet.judgements import parse_reference, read_judgements, read_own_entities
from broadsheet.judgements.writing import Judgement, append_judgements, read_lines_of
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.declared import DECLARED, are_declared_stored, store_declared

V1 = "1" * 32


def write(folder: Path, name: str, content: str | bytes) -> Path:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / "sources.toml"


def test_without_files_nobody_has_judged(tmp_path: Path) -> None:
    assert read_judgements(tmp_path / "sources.toml").is_empty()
    assert read_own_entities(tmp_path / "sources.toml").is_empty()


@pytest.mark.parametrize(
    "content",
    [
        "left,right,verdict\na1,b2,same\n",
        "left;right;verdict\r\na1;b2;same\r\n",
        "left\tright\tverdict\na1\tb2\tsame",
        b"\xef\xbb\xbfLeft,Right,Verdict\r\na1,b2,Same\r\n\r\n",
        'verdict,left,right\n"same"," a1 ","b2"\n',
    ],
)
def test_what_spreadsheets_write_is_read(tmp_path: Path, content: str | bytes) -> None:
    (row,) = read_judgements(write(tmp_path, "judgements.csv", content)).to_dicts()
    assert (row["left_id"], row["right_id"], row["verdict"], row["fault"]) == ("a1", "b2", "same", None)
    assert row["line_no"] == 2


@pytest.mark.parametrize(
    ("written", "entity_id", "key", "version_id"),
    [
        ("Q42", "Q42", None, None),
        ("person| The Ada  Holm", None, "PERSON|ada holm", None),
        (f"PERSON|Adá Holm@{V1}", None, "PERSON|ada holm", V1),
        ("ORG|mail@board.example", None, "ORG|mail@board.example", None),
    ],
)
def test_an_entity_is_named_by_id_key_or_key_in_an_article(written: str, entity_id, key, version_id) -> None:
    found = parse_reference(written)
    assert (found.entity_id, found.entity_key, found.article_version_id) == (entity_id, key, version_id)
    assert parse_reference(str(found)) == found


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("a,b,sme", "verdict is 'sme'; write same, different or unsure"),
        ("a,,same", "left or right is empty"),
        ("Ada Holm,b,same", "'Ada Holm' is neither an entity's id nor a key"),
        ("FROG|ada,b,same", "'FROG|ada' is no key"),
        ("a,a,same", "left and right are the same"),
        ("a,b,same,me,x,31.12.2024", "when is '31.12.2024'"),
        ("a,b,same,me,because, of this,2024-01-01,,,,", "when is 'of this'"),
        ("a,b,same,,,,,,extra", "more cells than columns"),
        (f"{'a' * 301},b,same", "longer than 300"),
    ],
)
def test_a_bad_line_costs_that_line_only(tmp_path: Path, line: str, told: str) -> None:
    head = "left,right,verdict,who,why,when,left_key,right_key"
    path = write(tmp_path, "judgements.csv", f"{head}\nc,d,same\n{line}\ne,f,different\n")
    rows = sorted(read_judgements(path).to_dicts(), key=lambda row: row["line_no"])
    assert [(row["line_no"], row["fault"] is None) for row in rows] == [(2, True), (3, False), (4, True)]
    assert told in rows[1]["fault"]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("judgements.csv", "left,right\na,b\n", "line 1: column 'verdict' is missing"),
        ("judgements.csv", "left,right,verdict,note\n", "line 1: column 'note' is unknown"),
        ("judgements.csv", "left,left,right,verdict\n", "a column is there twice"),
        ("judgements.csv", 'left,right,verdict\na,b,same\n"c,d,same\ne,f,same\n', "line 3: .*quotation mark"),
        ("judgements.csv", "left,right,verdict\na,b\xe9,same\n".encode("latin-1"), "not in UTF-8"),
        ("judgements.csv", "", "column 'left' is missing"),
        ("aliases.csv", "name,who\n", "column 'entity' is missing"),
        ("entities.csv", "id,aliases\n", "column 'name' is missing"),
    ],
)
def test_a_damaged_file_is_named_with_line_and_cure(tmp_path: Path, name: str, content, told: str) -> None:
    with pytest.raises(JudgementFileError, match=told):
        read_judgements(write(tmp_path, name, content))


def test_own_entities_and_what_is_wrong_with_them(tmp_path: Path) -> None:
    text = (
        "id,name,aliases,type,country\nQ1,Ada Holm,A. Holm|Holm,person,se\nQ1,Ben,,,\n,Cy,,,\nQ3,,,,\nQ4,Dee,,FROG,\n"
        "Q5,Eve,,,Sweden\nQ6,Fay,,,\n"
    )
    path = write(tmp_path, "entities.csv", text)
    assert read_own_entities(path).rows() == [("Q1", "Ada Holm", "PERSON", "SE"), ("Q6", "Fay", None, None)]
    rows = read_judgements(path).to_dicts()
    keys = sorted(row["left_key"] or row["left_name_norm"] for row in rows if row["fault"] is None)
    assert keys == ["PERSON|a. holm", "PERSON|ada holm", "PERSON|holm", "fay"]
    assert sorted(row["line_no"] for row in rows if row["fault"]) == [3, 4, 5, 6, 7]


def test_a_change_of_the_files_makes_what_is_stored_old(tmp_path: Path) -> None:
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    for table in DECLARED:
        store_declared(context, table)
    assert are_declared_stored(context)
    append_judgements(tmp_path / "sources.toml", [Judgement("a", "b", "same")])
    assert not are_declared_stored(context)
    store_declared(context, "judgements")
    assert are_declared_stored(context)


def test_a_line_is_added_once_and_the_file_keeps_its_form(tmp_path: Path) -> None:
    path = write(tmp_path, "judgements.csv", "\ufeffverdict;right;left\r\nsame;b;a")
    (tmp_path / "judgements.csv").chmod(0o640)
    new = Judgement("c", "d", "different")
    assert append_judgements(path, [new, new]) == 1
    assert append_judgements(path, [new]) == 0
    assert (
        tmp_path / "judgements.csv"
    ).read_bytes().decode() == "\ufeffverdict;right;left\r\nsame;b;a\r\ndifferent;d;c\r\n"
    assert stat.S_IMODE((tmp_path / "judgements.csv").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("judgement", "told"),
    [
        (Judgement("a", "b", "yes"), "verdict is 'yes'"),
        (Judgement("a b", "b", "same"), "neither an entity's id"),
        (Judgement("a", "b", "same", who="x" * 81), "who is longer"),
        (Judgement("a", "b", "same", why="x" * 501), "why is longer"),
    ],
)
def test_what_may_not_be_written_is_refused_and_nothing_is_written(tmp_path: Path, judgement, told: str) -> None:
    with pytest.raises(JudgementFileError, match=told):
        append_judgements(tmp_path / "sources.toml", [Judgement("c", "d", "same"), judgement])
    assert not (tmp_path / "judgements.csv").exists()


def test_a_damaged_file_is_left_as_it_is(tmp_path: Path) -> None:
    path = write(tmp_path, "judgements.csv", 'left,right,verdict\n"a,b,same\n')
    with pytest.raises(JudgementFileError, match="line 2"):
        append_judgements(path, [Judgement("c", "d", "same")])
    assert (tmp_path / "judgements.csv").read_text() == 'left,right,verdict\n"a,b,same\n'


def test_writers_at_the_same_moment_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: append_judgements(path, [Judgement(f"a{number}", "b", "same")]), range(40)))
    assert sorted(line.left for line in read_lines_of(path)) == sorted(f"a{number}" for number in range(40))
    assert sorted(file.name for file in tmp_path.iterdir()) == [".judgements.csv.lock", "judgements.csv"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(who=st.text(max_size=30), why=st.text(max_size=60))
def test_any_text_comes_back_in_one_line_and_is_no_formula(tmp_path: Path, who: str, why: str) -> None:
    path = tmp_path / "sources.toml"
    (tmp_path / "judgements.csv").unlink(missing_ok=True)
    try:
        append_judgements(path, [Judgement("a", "b", "same", who, why), Judgement("c", "d", "same")])
    except UnicodeEncodeError:
        pytest.fail("a text that cannot be written was let through")
    assert append_judgements(path, [Judgement("a", "b", "same", who, why)]) == 0
    lines = (tmp_path / "judgements.csv").read_text(encoding="utf-8").split("\n")
    assert len(lines) == 4
    for line in csv.reader(lines[1:3]):
        assert not any(cell[:1] in tuple("=+-@|\t\r") and cell for cell in line)
        assert not any(ord(sign) < 32 for cell in line for sign in cell)
    assert len(read_judgements(path)) == 2
