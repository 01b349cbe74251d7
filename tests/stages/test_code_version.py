"""What a stage's rows depend on: its import closure, word lists, tables and libraries, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from broadsheet.stages import code_version
from broadsheet.stages.code_version import ROOT, StageCode, find_closure, read_module, read_stage_code
from broadsheet.stages.registry import DAY_STAGE_NAMES, get_stage

HARMLESS = {
    "comment": (b"x = 1\n", b"# a word\nx = 1  # more\n"),
    "docstrings": (b'"""A."""\ndef f():\n    """B."""\n    return 1\n', b'"""C."""\n\n\ndef f():\n    return 1\n'),
    "layout": (b"def f(a, b):\n    return [a, b]\n", b"def f(\n    a,\n    b,\n):\n    return [\n        a, b]\n"),
    "quotes": (b"x = 'a'\n", b'x = "a"\n'),
}
MEANT = {
    "number": (b"x = 1\n", b"x = 2\n"),
    "operator": (b"x = a and b\n", b"x = a or b\n"),
    "order": (b"f()\ng()\n", b"g()\nf()\n"),
    "string that is no docstring": (b"def f():\n    return 'a'\n", b"def f():\n    return 'b'\n"),
    "type of a number": (b"x = 1\n", b"x = 1.0\n"),
    "default": (b"def f(a=None): pass\n", b"def f(a): pass\n"),
}


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("code")
    shutil.copytree(ROOT / "broadsheet", root / "broadsheet", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "models", root / "models", ignore=shutil.ignore_patterns("__pycache__", "*.onnx"))
    return root


def read(stage: str, root: Path) -> StageCode:
    return read_stage_code.__wrapped__(stage, root)


@pytest.mark.parametrize("name", HARMLESS)
def test_comments_docstrings_and_layout_do_not_count(name: str) -> None:
    before, after = HARMLESS[name]
    assert read_module(before, "broadsheet.x").digest == read_module(after, "broadsheet.x").digest


@pytest.mark.parametrize("name", MEANT)
def test_what_is_meant_counts(name: str) -> None:
    before, after = MEANT[name]
    assert read_module(before, "broadsheet.x").digest != read_module(after, "broadsheet.x").digest


@pytest.mark.slow
@pytest.mark.parametrize("stage", DAY_STAGE_NAMES)
def test_changing_a_file_changes_the_version_exactly_where_it_is_in_the_closure(stage: str, copied: Path) -> None:
    before = read(stage, copied)
    for path in sorted((copied / "broadsheet").rglob("*.py")):
        name = ".".join(path.relative_to(copied).with_suffix("").parts).removesuffix(".__init__")
        source = path.read_bytes()
        path.write_bytes(source + b"\n\nADDED_BY_A_TEST = 1\n")
        changed = read(stage, copied).version != before.version
        path.write_bytes(source)
        assert changed == (name in before.parts), name
    assert read(stage, copied) == before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "stages"),
    [
        ("broadsheet/lang/page_cues.toml", {"extract"}),
        ("broadsheet/lang/en/cues.toml", {"derive"}),
        ("broadsheet/lang/en/places.csv", {"derive"}),
        ("broadsheet/lang/en/claim_words.toml", {"derive"}),
        ("models/en/meta.json", {"derive"}),
    ],
)
def test_a_data_file_belongs_to_the_stages_that_read_it(file: str, stages: set[str], copied: Path) -> None:
    before = {stage: read(stage, copied).version for stage in DAY_STAGE_NAMES}
    path = copied / file
    content = path.read_bytes()
    path.write_bytes(content + (b'\nadded_by_a_test = "x"\n' if file.endswith(".toml") else b"\nx,y\n"))
    changed = {stage for stage in DAY_STAGE_NAMES if read(stage, copied).version != before[stage]}
    path.write_bytes(content)
    assert changed == stages


def test_every_word_list_belongs_to_a_stage() -> None:
    known = {part for stage in DAY_STAGE_NAMES for part in read_stage_code(stage).parts}
    lists = [path for path in (ROOT / "broadsheet" / "lang").rglob("*.*") if path.suffix in (".toml", ".csv")]
    assert lists
    # Queries name the words that they read, and are run again where these change (broadsheet/model/words.py).
    of_queries = {"fields", "revised_figures", "search", "statements", "teams"}
    others = {path for path in lists if path.relative_to(ROOT).as_posix() not in known}
    assert {path.relative_to(ROOT / "broadsheet" / "lang").as_posix() for path in others} == {
        f"en/{name}.toml" for name in of_queries
    }


def test_a_comment_in_a_word_list_does_not_count(copied: Path) -> None:
    before = read("derive", copied).version
    path = copied / "broadsheet" / "lang" / "en" / "cues.toml"
    content = path.read_bytes()
    path.write_bytes(content + b"\n# a comment\n")
    after = read("derive", copied).version
    path.write_bytes(content)
    assert after == before


def test_libraries_that_decide_rows_count_and_others_are_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    code = read_stage_code("derive")
    assert code.libraries.keys() == set(get_stage("derive").libraries)
    newer = StageCode(code.parts, {**code.libraries, "spacy": "99"})
    assert newer.version != code.version
    assert "polars" not in code.libraries and "polars" in code_version.RECORDED


def test_stages_know_nothing_of_dagster_plans_or_releases() -> None:
    for stage in DAY_STAGE_NAMES:
        closure = find_closure(get_stage(stage).roots)
        strangers = [name for name in closure if name.startswith(("broadsheet.run", "broadsheet.release"))]
        assert strangers == [], stage


def test_extract_does_not_depend_on_finders_nor_derive_on_the_extractor() -> None:
    extract, derive = (find_closure(get_stage(stage).roots) for stage in ("extract", "derive"))
    assert not any(name.startswith(("broadsheet.claims.", "broadsheet.numbers.find")) for name in extract)
    assert "broadsheet.extract.article" not in derive
    assert "broadsheet.dates.calendar" in extract
