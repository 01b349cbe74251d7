import pytest

from broadsheet.language.pieces import MAX_PIECES_PER_WORD, UNKNOWN_ID, WordPieces

VOCABULARY = {
    piece: row for row, piece in enumerate(["[PAD]", "fair", "##ly", "un", "##fair", ".", "'", "s", "jose", "3"], 1000)
}
PIECES = WordPieces(VOCABULARY)


def _names(word: str) -> list[str]:
    rows = {row: piece for piece, row in VOCABULARY.items()}
    return [rows.get(row, "[UNK]") for row in PIECES(word)[0]]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param("fairly", ["fair", "##ly"], id="longest first"),
        pytest.param("UNFAIR", ["un", "##fair"], id="case is folded"),
        pytest.param("José", ["jose"], id="accents are dropped"),
        pytest.param("s.'", ["s", ".", "'"], id="signs stand alone"),
        pytest.param("xyz", ["[UNK]"], id="unknown word"),
        pytest.param("", ["[UNK]"], id="empty word"),
        pytest.param("\u0301", ["[UNK]"], id="only a combining mark"),
    ],
)
def test_words_are_cut_as_berts_tokenizer_cuts_them(word: str, expected: list[str]) -> None:
    assert _names(word) == expected


def test_case_survives_in_the_classes() -> None:
    assert len({PIECES(word)[1] for word in ("fair", "Fair", "FAIR", "fAir")}) == 4


def test_a_word_has_a_bounded_number_of_pieces() -> None:
    ids, cases = PIECES("." * 100_000)
    assert len(ids) == len(cases) == MAX_PIECES_PER_WORD


def test_runs_of_letters_are_unknown() -> None:
    assert PIECES("fair" * 50)[0] == (UNKNOWN_ID,)
