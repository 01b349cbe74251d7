"""Text that measures never trains: ten words in a row, whatever the letter case and the signs, take a sentence out."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.training.packs_of_text import make_record, write_pack
from training.overlap import drop_overlaps, find_runs, read_measured_runs
from training.parts import MEASURED, MEASURED_ONLY, is_measured
from training.sentences import SPACE, Document, Sentence

ROW = "the harbour of Elm closed on Monday after a storm had passed"


def _make(text: str) -> Sentence:
    words = text.split()
    return Sentence(words, [SPACE] * len(words), [1] * len(words))


@pytest.fixture
def measured(tmp_path: Path) -> Path:
    for pack in (*MEASURED_ONLY, *MEASURED, "re3d"):
        write_pack(tmp_path, pack, [])
    (tmp_path / "ud").mkdir()
    for name in ("ewt_dev", "gum_dev"):
        with gzip.open(tmp_path / "ud" / f"{name}.conllu.gz", "wt") as file:
            file.write("")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        pytest.param(f"Yesterday {ROW} by .", False, id="the whole row inside"),
        pytest.param(ROW.upper().replace(" ON ", " , on "), False, id="in capitals, with a comma"),
        pytest.param(" ".join(ROW.split()[:10]), False, id="ten words"),
        pytest.param(" ".join(ROW.split()[:9]), True, id="nine words"),
        pytest.param(ROW.replace("closed", "opened"), True, id="another word in the middle"),
    ],
)
def test_ten_words_in_a_row_take_a_sentence_out(text: str, stays: bool) -> None:
    corpora: dict[str, list[Document]] = {"one": [[_make(text), _make("Nothing of it")]], "two": [[_make(text)]]}
    dropped = drop_overlaps(corpora, set(find_runs(ROW)))
    assert dropped == {"one": 1 - stays, "two": 1 - stays}
    assert len(corpora["one"][0]) == 1 + stays and len(corpora["two"]) == int(stays)


@pytest.mark.parametrize("pack", MEASURED_ONLY)
def test_all_text_of_a_pack_that_only_measures_is_looked_for(pack: str, measured: Path) -> None:
    write_pack(measured, pack, [make_record(ROW)])
    assert set(find_runs(ROW)) <= read_measured_runs(measured)


def test_only_the_kept_part_of_a_training_pack_is_looked_for(measured: Path) -> None:
    kept, trains = ROW, ROW.replace("harbour", "market")
    write_pack(measured, "wnut17", [make_record(kept, "test"), make_record(trains, "train")])
    runs = read_measured_runs(measured)
    assert set(find_runs(kept)) <= runs and not set(find_runs(trains)) <= runs


def test_a_pack_without_a_kept_part_measures_nothing() -> None:
    assert not is_measured("knowledgenet_partial", make_record("One", "test"))
