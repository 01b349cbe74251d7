"""A comparison of two texts holds both of them, whole and in order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.browse.diffs import compare_texts

texts = st.text(alphabet="ab .!\n'é", max_size=80)


@given(texts, texts)
def test_both_texts_can_be_read_from_their_comparison(before: str, after: str) -> None:
    changes = compare_texts(before, after)
    assert "".join(change.text for change in changes if change.kind != "new") == before
    assert "".join(change.text for change in changes if change.kind != "gone") == after


def test_a_changed_figure_is_the_only_change() -> None:
    before = "The fire service rescued nine people. It said 212 homes were flooded. Nobody died."
    after = before.replace("212", "241").replace("nine", "14")
    changed = [(change.kind, change.text) for change in compare_texts(before, after) if change.kind != "same"]
    assert changed == [("gone", "nine"), ("new", "14"), ("gone", "212"), ("new", "241")]


def test_a_long_rewritten_passage_is_shown_whole() -> None:
    before, after = "old " * 2000 + ".", "new " * 2000 + "."
    assert [change.kind for change in compare_texts(before, after)] == ["gone", "new"]


def test_a_passage_that_was_written_anew_is_not_cut_into_words() -> None:
    before = "Nobody died. The authority would not comment on the pumps while its inquiry was under way."
    after = "Nobody died. This article was amended on Tuesday to give the new figures of the fire service."
    kinds = [change.kind for change in compare_texts(before, after)]
    assert kinds == ["same", "gone", "new"]
