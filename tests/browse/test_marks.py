"""A text cut at its facts is that text again, and each piece knows the facts that cover it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from broadsheet.browse.marks import Mark, cut_blocks, cut_text

spans = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=12)


@given(st.text(min_size=1, max_size=60), spans, st.integers(0, 30), st.integers(0, 60))
def test_the_pieces_are_the_text(text: str, found: list[tuple[int, int]], first: int, last: int) -> None:
    start, end = min(first, len(text)), min(max(first, last), len(text))
    marks = [
        Mark("name", str(number), begin, min(begin + size, len(text)))
        for number, (begin, size) in enumerate(found) if begin < len(text)
    ]  # fmt: skip
    pieces = cut_text(text, start, end, marks)
    assert "".join(piece.text for piece in pieces) == text[start:end]
    for piece in pieces:
        stop = piece.start_char + len(piece.text)
        covering = {mark.row_id for mark in marks if mark.start_char <= piece.start_char and mark.end_char >= stop}
        assert {mark.row_id for mark in piece.marks} == covering
    begun = [mark.row_id for piece in pieces for mark in piece.begins]
    assert len(begun) == len(set(begun))


def test_a_fact_that_crosses_paragraphs_is_marked_in_both() -> None:
    text = "One two.\n\nThree four."
    blocks = cut_blocks(
        text, [{"start_char": 0, "end_char": 8}, {"start_char": 10, "end_char": 21}], [Mark("claim", "c", 4, 15)]
    )
    marked = [[piece.text for piece in block.stretches if piece.marks] for block in blocks]
    assert marked == [["two."], ["Three"]]
    begins = [[mark.row_id for piece in block.stretches for mark in piece.begins] for block in blocks]
    assert begins[0] == ["c"]


def test_a_text_without_paragraphs_is_one_block() -> None:
    (block,) = cut_blocks("Rain fell.", [], [])
    assert (block.kind, [piece.text for piece in block.stretches]) == ("paragraph", ["Rain fell."])
