from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.language.decoding import decode_tags, decode_tree, find_name_spans, find_sureness
from broadsheet.language.labels import TAGS

B_PERSON, I_PERSON, B_ORG, I_ORG = (TAGS.index(tag) for tag in ("B-PERSON", "I-PERSON", "B-ORG", "I-ORG"))


def _score(*words: dict[int, float]) -> np.ndarray:
    scores = np.zeros((1, len(words), len(TAGS)), np.float32)
    for index, word in enumerate(words):
        for tag, score in word.items():
            scores[0, index, tag] = score
    return scores


def _no_lines(scores: np.ndarray) -> np.ndarray:
    return np.zeros(scores.shape[:2], np.bool_)


def test_a_name_never_begins_with_an_inner_tag() -> None:
    scores = _score({I_PERSON: 5.0, B_PERSON: 4.0}, {I_PERSON: 5.0})
    assert decode_tags(scores, _no_lines(scores))[0].tolist() == [B_PERSON, I_PERSON]


def test_an_inner_tag_follows_its_own_type() -> None:
    scores = _score({B_PERSON: 5.0}, {I_ORG: 5.0, I_PERSON: 4.0})
    assert decode_tags(scores, _no_lines(scores))[0].tolist() == [B_PERSON, I_PERSON]


def test_no_name_runs_over_a_line_start() -> None:
    scores = _score({B_ORG: 5.0}, {I_ORG: 9.0, B_ORG: 1.0})
    lines = _no_lines(scores)
    lines[0, 1] = True
    assert decode_tags(scores, lines)[0].tolist() == [B_ORG, B_ORG]


@given(st.integers(1, 4), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_decoded_tags_are_the_best_legal_ones(words: int, seed: int) -> None:
    few = [0, B_PERSON, I_PERSON, B_ORG, I_ORG]
    scores = np.full((1, words, len(TAGS)), -50, np.float32)
    scores[..., few] = np.random.default_rng(seed).normal(size=(1, words, len(few)))
    legal = [
        path
        for path in product(few, repeat=words)
        if all(tag not in (I_PERSON, I_ORG) or (i > 0 and path[i - 1] in (tag, tag - 1)) for i, tag in enumerate(path))
    ]
    best = max(legal, key=lambda path: sum(scores[0, i, tag] for i, tag in enumerate(path)))
    assert decode_tags(scores, _no_lines(scores))[0].tolist() == list(best)


def test_a_word_is_as_sure_as_its_label_however_the_name_begins() -> None:
    scores = _score({B_PERSON: 2.0, I_PERSON: 2.0}, {B_ORG: 30.0}, {})
    first, second, outside = find_sureness(scores, np.array([[I_PERSON, B_ORG, 0]], np.int8))[0]
    rest = len(TAGS) - 2
    assert first == pytest.approx(2 * np.exp(2) / (2 * np.exp(2) + rest), abs=1e-5)
    assert (second, outside) == (pytest.approx(1, abs=1e-5), 1)


def test_adjacent_names_stay_apart() -> None:
    tags = np.array([B_PERSON, I_PERSON, B_PERSON, 0, B_ORG], np.int8)
    assert find_name_spans(tags) == [(0, 2, "PERSON"), (2, 3, "PERSON"), (4, 5, "ORG")]


def _is_tree(heads: tuple[int, ...] | list[int]) -> bool:
    if sum(head == word for word, head in enumerate(heads)) != 1:
        return False
    for word in range(len(heads)):
        for _ in heads:
            word = heads[word]
        if heads[word] != word:
            return False
    return True


@given(st.integers(1, 5), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_heads_are_a_tree_with_one_root(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count)).astype(np.float32)
    assert _is_tree(decode_tree(scores).tolist())


@given(st.integers(2, 4), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_the_tree_is_the_best_one_with_its_root(count: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(count, count)).astype(np.float32)
    heads = decode_tree(scores).tolist()
    root = next(word for word, head in enumerate(heads) if word == head)

    def total(tree: tuple[int, ...] | list[int]) -> float:
        return float(sum(scores[word, head] for word, head in enumerate(tree)))

    trees = [tree for tree in product(range(count), repeat=count) if tree[root] == root and _is_tree(tree)]
    assert total(heads) == pytest.approx(max(total(tree) for tree in trees), abs=1e-4)


def test_a_cycle_of_best_heads_is_opened() -> None:
    scores = np.array([[0, 9, 1], [9, 0, 2], [1, 1, 5]], np.float32)
    assert decode_tree(scores).tolist() == [1, 2, 2]


def test_long_sentences_decode() -> None:
    scores = np.zeros((300, 300), np.float32)
    for word in range(300):  # cycles of three everywhere
        scores[word, word // 3 * 3 + (word + 1) % 3] = 1
    assert _is_tree(decode_tree(scores).tolist())
