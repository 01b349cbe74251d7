"""Labels before training: repairs, open types, hyphens. Needs no torch."""

import gzip
from pathlib import Path

import pytest

from broadsheet.language.labels import TAGS
from training.card import write_scores
from training.repair import cut_titles, find_name_extent, is_nationality, mark_nationalities, read_demonyms
from training.sentences import (
    ANY_TAG,
    NEWLINE,
    NO_SPACE,
    SPACE,
    Sentence,
    align_spans,
    mask_of,
    mask_outside,
    split_hyphens,
)
from training.trees import read_trees


def _read(mask: int) -> set[str]:
    return {"any"} if mask == ANY_TAG else {tag for index, tag in enumerate(TAGS) if mask >> index & 1}


@pytest.mark.parametrize(
    ("words", "is_person", "name"),
    [
        pytest.param("the University of Leeds , where she works", False, "University of Leeds", id="before a clause"),
        pytest.param("former Prime Minister Ana Ruiz", True, "Ana Ruiz", id="after a title"),
        pytest.param("PROFESSOR ANA RUIZ", True, "ANA RUIZ", id="title in capitals"),
        pytest.param("Ana Ruiz of Lima", True, "Ana Ruiz", id="a person ends before of"),
        pytest.param("the Leeds bar owner", False, None, id="headed by a common noun"),
        pytest.param("Ana Ruiz and Li Wei", True, None, id="two persons"),
    ],
)
def test_the_name_is_cut_out_of_a_noun_phrase(words: str, is_person: bool, name: str | None) -> None:
    extent = find_name_extent(words.split(), is_person=is_person)
    assert (" ".join(words.split()[slice(*extent)]) if extent else None) == name


def test_titles_never_take_the_whole_name() -> None:
    assert cut_titles(["President", "Ruiz"]) == 1
    assert cut_titles(["President"]) == 0


def test_types_a_corpus_leaves_out_stay_open_on_capitals_only() -> None:
    assert _read(mask_outside(["NORP"], "Swiss")) == {"O", "B-NORP", "I-NORP"}
    assert _read(mask_outside(["NORP"], "cheese")) == _read(mask_outside(["NORP"], "The")) == {"O"}


def _split(word: str, mask: int) -> list[tuple[str, set[str]]]:
    sentence = split_hyphens(Sentence([word], [SPACE], [mask]), frozenset({"China", "US"}))
    assert sentence.spaces == [SPACE] + [NO_SPACE] * (len(sentence.words) - 1)
    return [(part, _read(mask)) for part, mask in zip(sentence.words, sentence.masks or [], strict=True)]


def test_hyphens_split_as_spacy_splits_them() -> None:
    person, norp = mask_of(["PERSON"], is_first=True), mask_of(["NORP"], is_first=True)
    assert _split("Ka-man", person) == [("Ka", {"B-PERSON"}), ("-", {"I-PERSON"}), ("man", {"I-PERSON"})]
    assert _split("Dutch-owned", norp) == [("Dutch", {"B-NORP"}), ("-", {"O"}), ("owned", {"O"})]
    assert _split("China-US", 1) == [("China", {"B-LOC"}), ("-", {"O"}), ("US", {"B-LOC"})]
    assert _split("Lima-based", 1)[0] == ("Lima", {"any"})
    assert _split("well-known", 1) == [("well", {"O"}), ("-", {"O"}), ("known", {"O"})]


def test_nationalities_outside_spans_are_marked() -> None:
    words = ["The", "South", "African", "and", "Swiss", "teams", "spoke", "in", "French"]
    sentence = Sentence(words, [SPACE] * 9, [mask_outside(["NORP"], word) for word in words])
    mark_nationalities(sentence, frozenset({"South African", "African", "Swiss", "French"}))
    marked = [word for word, mask in zip(words, sentence.masks or [], strict=True) if "O" not in _read(mask)]
    assert marked == ["South", "African", "Swiss"]


def test_a_nationality_that_ends_a_sentence_adds_no_word_to_it() -> None:
    words = ["a", "team", "of", "Swiss"]
    sentence = Sentence(words, [SPACE] * 4, [mask_outside(["NORP"], word) for word in words])
    mark_nationalities(sentence, frozenset({"Swiss"}))
    assert len(sentence.masks or []) == 4 and _read((sentence.masks or [0])[-1]) == {"B-NORP"}


def test_our_table_of_peoples_has_plurals() -> None:
    assert {"Brazilian", "Brazilians", "South African", "South Africans"} <= read_demonyms()
    assert is_nationality("Bulgarians", frozenset()) and not is_nationality("Oxford Street", frozenset())


def test_overlapping_spans_give_way_to_the_longest() -> None:
    tokens = [[0, 2], [3, 5], [6, 9]]
    assert align_spans(tokens, [(3, 5, "inner"), (0, 5, "outer"), (6, 8, "misaligned")]) == [(0, 2, "outer")]


def test_trees_keep_spacing_and_roots(tmp_path: Path) -> None:
    rows = [
        "# newdoc id = d",
        "# sent_id = d-1",
        "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No",
        "1\tdo\tdo\tAUX\t_\t_\t3\taux\t_\t_",
        "2\tn't\tnot\tPART\t_\t_\t3\tadvmod\t_\t_",
        "3\t!\t!\tPUNCT\t_\t_\t0\troot\t_\t_",
        "",
        "# newpar",
        "# sent_id = d-2",
        "1\tYes\tyes\tINTJ\t_\t_\t0\troot\t_\t_",
        "",
    ]
    path = tmp_path / "x.conllu.gz"
    path.write_bytes(gzip.compress("\n".join([*rows, ""]).encode()))
    first, second = (tree for _, _, tree in read_trees(path))
    assert (first.spaces, first.heads) == ([NEWLINE, NO_SPACE, NO_SPACE], [2, 2, 2])
    assert second.spaces == [NEWLINE]


def test_scores_go_between_the_marks_of_the_card(tmp_path: Path) -> None:
    card = tmp_path / "README.md"
    card.write_text("a\n<!-- scores: written by training/card.py -->\nstale\n<!-- end of scores -->\nb\n")
    write_scores(card, {"x": {"exact": 71.25, "overlap": 80.0, "found": 90.0, "exact.ORG": 50.0, "overlap.ORG": 60.0}})
    text = card.read_text()
    assert "| x | 71.2 | 80.0 | 90.0 | ORG 50.0 | ORG 60.0 |" in text and "stale" not in text and text.endswith("b\n")
