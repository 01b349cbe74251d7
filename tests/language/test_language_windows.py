import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.language.pieces import Pieces
from broadsheet.language.windows import MAX_PIECES, NEWLINE, NO_SPACE, SPACE, Words, cut_windows, group_windows


def _make_words(sizes: list[int], texts: list[str] | None = None, spaces: list[int] | None = None) -> Words:
    pieces: list[Pieces] = [((7,) * size, (0,) * size) for size in sizes]
    return Words(texts or ["word"] * len(sizes), spaces or [SPACE] * len(sizes), pieces)


@given(st.lists(st.tuples(st.integers(1, 12), st.sampled_from(["word", ".", "Word"]), st.integers(0, 2)), max_size=400))
def test_windows_hold_every_word_once_and_fit(drawn: list[tuple[int, str, int]]) -> None:
    words = _make_words([d[0] for d in drawn], [d[1] for d in drawn], [d[2] for d in drawn])
    windows = list(cut_windows(words))
    assert [word for w in windows for word in range(w.start, w.end)] == list(range(len(drawn)))
    for window in windows:
        pieces = sum(len(ids) for ids, _ in words.pieces[window.start : window.end])
        assert window.rows == pieces + 2 <= MAX_PIECES + 2
        assert window.shape[0] >= window.rows and window.shape[1] >= window.end - window.start


def test_windows_end_at_sentence_ends() -> None:
    texts = (["Word"] + ["word"] * 38 + ["."]) * 5
    ends = [window.end for window in cut_windows(_make_words([1] * len(texts), texts))]
    assert all(end % 40 == 0 for end in ends)


def test_a_full_window_ends_at_a_line_end() -> None:
    spaces = [NEWLINE if index % 70 == 0 else SPACE for index in range(140)]
    assert [w.end for w in cut_windows(_make_words([1] * 140, spaces=spaces))] == [70, 140]


def test_a_long_word_behind_an_early_cut_still_fits() -> None:
    texts = [".", "Word", *["word"] * 128]
    windows = list(cut_windows(_make_words([*[1] * 126, 12, *[1] * 3], texts)))
    assert max(window.rows for window in windows) <= MAX_PIECES + 2
    assert [(w.start, w.end) for w in windows] == [(0, 1), (1, 126), (126, 130)]


@pytest.mark.parametrize(
    ("texts", "spaces", "end"),
    [
        (["word"] * 80 + [";"] + ["word"] * 20 + [","] + ["word"] * 60, {}, 81),
        (["word"] * 80 + [","] + ["word"] * 90, {}, 81),
        (["word"] * 20 + [","] + ["word"] * 150, {}, 126),
        (["word"] * 170, {125: NO_SPACE, 126: NO_SPACE}, 124),
    ],
    ids=["semicolon before comma", "comma", "too early a comma", "never inside a word"],
)
def test_a_sentence_longer_than_a_window_is_cut_at_a_pause(texts: list[str], spaces: dict[int, int], end: int) -> None:
    before = [spaces.get(index, SPACE) for index in range(len(texts))]
    assert next(cut_windows(_make_words([1] * len(texts), texts, before))).end == end


def test_batches_hold_one_shape_and_every_window() -> None:
    windows = [w for text, n in enumerate((5, 30, 31, 300, 9)) for w in cut_windows(_make_words([2] * n), text)]
    batches = list(group_windows(windows, 256))
    assert sorted((w.text, w.start) for batch in batches for w in batch) == sorted((w.text, w.start) for w in windows)
    for batch in batches:
        assert len({window.shape for window in batch}) == 1
        assert len(batch) == 1 or len(batch) * batch[0].shape[0] <= 256
