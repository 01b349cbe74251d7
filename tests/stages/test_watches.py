"""watch.toml: what it may say, and that each mistake is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.errors import SettingsError
from broadsheet.settings import load_settings
from broadsheet.stages.context import StageContext
from broadsheet.stages.declared import are_declared_stored, store_declared
from broadsheet.stages.watches import read_watches


def write(folder: Path, text: str) -> Path:
    (folder / "watch.toml").write_text(text, encoding="utf-8")
    return folder / "sources.toml"


def test_without_the_file_nothing_is_watched(tmp_path: Path) -> None:
    assert read_watches(tmp_path / "sources.toml").is_empty()


def test_a_watch_has_words_names_measures_and_sources(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '[[watch]]\nid = "flood"\nwords = ["tidal  barrier"]\nsources = ["post"]\n'
        '[[watch]]\nid = "ada"\nlabel = "Ada"\nnames = "Ada Holm"\nmeasures = ["killed"]\n',
    )
    assert read_watches(path).rows() == [
        ("ada", "Ada", [], ["Ada Holm"], ["killed"], []),
        ("flood", None, ["tidal barrier"], [], [], ["post"]),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[watch]]\nid = "a"\n', "looks for nothing"),
        ('[[watch]]\nid = "a b"\nwords = ["x"]\n', "id is 'a b'"),
        ('[[watch]]\nwords = ["x"]\n', "id is None"),
        ('[[watch]]\nid = "a"\nwords = [3]\n', r"words is \[3\]"),
        ('[[watch]]\nid = "a"\nwords = [" "]\n', "words is"),
        ('[[watch]]\nid = "a"\nword = ["x"]\n', "key 'word' is unknown"),
        ('[[watch]]\nid = "a"\nlabel = 3\nwords = ["x"]\n', "label is 3"),
        ('[[watch]]\nid = "a"\nwords = ["x"]\n[[watch]]\nid = "a"\nwords = ["y"]\n', "watch 2: id 'a' is there twice"),
        ('[watch]\nid = "a"\n', r"begin every watch with a line \[\[watch\]\]"),
        ("other = 1\n", "nothing else stands in this file"),
        ("[[watch]]\nid = \n", "no valid TOML"),
    ],
)
def test_a_mistake_is_named_with_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        read_watches(write(tmp_path, text))


def test_a_changed_watch_is_seen_and_stored(tmp_path: Path) -> None:
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)}))
    for table in ("publishers", "watches"):
        store_declared(context, table)
    assert are_declared_stored(context)
    write(tmp_path, '[[watch]]\nid = "flood"\nwords = ["flood"]\n')
    assert not are_declared_stored(context)
    store_declared(context, "watches")
    assert are_declared_stored(context)
