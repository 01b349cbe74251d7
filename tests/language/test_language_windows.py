from hypothesis import given
from hypothesis import strategies as st

from broadsheet.language.pieces import Pieces
from broadsheet.language.windows import MAX_PIECES, NEWLINE, SPACE, Words, cut_windows, group_windows


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


def test_batches_hold_one_shape_and_every_window() -> None:
    windows = [w for text, n in enumerate((5, 30, 31, 300, 9)) for w in cut_windows(_make_words([2] * n), text)]
    batches = list(group_windows(windows, 256))
    assert sorted((w.text, w.start) for batch in batches for w in batch) == sorted((w.text, w.start) for w in windows)
    for batch in batches:
        assert len({window.shape for window in batch}) == 1
        assert len(batch) == 1 or len(batch) * batch[0].shape[0] <= 256
