"""Signatures: equal for equal words, near for edited copies, far for other texts."""

from __future__ import annotations

import pytest

from broadsheet.records import ArticleText, Paragraph
from broadsheet.stories import Signature, estimate_similarity
from broadsheet.stories import make_signature as sign_article

WIRE = " ".join(
    f"Engineer number {n} told the inquiry that gate {n * 7 % 31} had stuck on {n * 3 % 11} mornings before the flood."
    for n in range(1, 40)
)
OTHER = " ".join(
    f"Runner {n} crossed the finishing line after {n * 13 % 59} minutes under a pale sky and waved."
    for n in range(1, 40)
)


def make_signature(text: str) -> Signature:
    return sign_article(ArticleText("v1", text))


def test_same_words_give_the_same_signature() -> None:
    spaced = WIRE.replace(" ", "  \n").upper().replace(".", " !")
    assert make_signature(spaced) == make_signature(WIRE)


def test_another_word_changes_the_text_hash_but_not_the_opening() -> None:
    edited = WIRE.removesuffix("flood.") + "storm."
    one, other = make_signature(WIRE), make_signature(edited)
    assert one.story_text_sha256 != other.story_text_sha256
    assert one.opening_sha256 == other.opening_sha256


def test_an_edited_copy_is_near_and_another_text_far() -> None:
    copy = WIRE.replace("Engineer number 3 told", "The third engineer told") + " The hearing goes on."
    assert estimate_similarity(make_signature(WIRE), make_signature(copy)) > 0.85
    assert estimate_similarity(make_signature(WIRE), make_signature(OTHER)) < 0.1


def test_similarity_estimates_the_share_of_common_shingles() -> None:
    half = WIRE[: len(WIRE) // 2]
    estimate = estimate_similarity(make_signature(WIRE), make_signature(half))
    assert estimate == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("text", ["", " \n\t", "!!! …", "\x00\x01"])
def test_text_without_words_has_no_minima(text: str) -> None:
    signature = make_signature(text)
    assert (signature.shingle_count, signature.minhash) == (0, ())


@pytest.mark.parametrize("text", ["one", "two words", "\ud800 odd", "😀 is a word?", "word " * 200_000])
def test_any_text_with_words_has_64_minima_that_fit_int64(text: str) -> None:
    signature = make_signature(text)
    assert len(signature.minhash) == 64
    assert all(0 <= value < 2**63 for value in signature.minhash)
    assert signature.shingle_count == 1


def test_shingles_are_counted_once() -> None:
    assert make_signature("a b c d e f g").shingle_count == 3
    assert make_signature("a b c d e a b c d e a b c d e").shingle_count == 5


def test_signature_is_the_same_on_every_machine() -> None:
    """Stored signatures are compared with new ones: a change of the hash needs a rebuild of the table."""
    signature = make_signature("the quick brown fox jumps over the lazy dog")
    assert signature.story_text_sha256.startswith("05c6e08f1d9fdafa")
    assert signature.minhash[:2] == (1507738218576959291, 2825615747081452097)


def test_boilerplate_is_left_out_of_the_story_text() -> None:
    paragraphs = [
        Paragraph(0, 0, 5, "First"),
        Paragraph(1, 6, 15, "Read more", is_boilerplate=True),
        Paragraph(2, 16, 22, "Second"),
    ]
    article = ArticleText("v1", "First\nRead more\nSecond", paragraphs=tuple(paragraphs))
    assert sign_article(article) == make_signature("First\nSecond")


def test_figures_are_kept_with_the_word_before_them_however_their_digits_are_grouped() -> None:
    one, other = (
        make_signature("It fell to 1,200 points and 34 boats sank."),
        make_signature("fell to 1200; and 34 sank"),
    )
    assert len(one.figure_hashes) == 2
    assert one.figure_hashes == other.figure_hashes


def test_names_are_capitalised_words_that_begin_no_sentence() -> None:
    one, other = make_signature("He met Alma Jessop. Then rain fell."), make_signature("Snow. She saw Alma Jessop")
    assert len(one.name_hashes) == 2
    assert one.name_hashes == other.name_hashes


def test_of_many_figures_the_smallest_hashes_stand_for_all() -> None:
    many = make_signature(" ".join(f"gate {number}" for number in range(500)))
    assert len(many.figure_hashes) == 32
    assert list(many.figure_hashes) == sorted(many.figure_hashes)
    assert all(0 <= value < 2**63 for value in many.figure_hashes)
