import time

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from broadsheet.language.tokens import LONGEST_RUN, GuardedTokenizer

TOKENIZER = GuardedTokenizer(spacy.blank("en").tokenizer)
TEXTS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS)
@example("a" * (3 * LONGEST_RUN) + "\n\n b")
@example(" " * 5 + "don't" * 100 + "\u200b\x00")
@settings(max_examples=150, deadline=None)
def test_the_text_of_a_doc_is_the_text(text: str) -> None:
    doc = TOKENIZER(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_plain_text_is_cut_as_spacy_cuts_it() -> None:
    text = "The U.S. won't pay $3.5m, Ms. Jones-Smith said (twice).\n\nAt http://example.org/a?b=c it says more."
    assert [t.text for t in TOKENIZER(text)] == [t.text for t in spacy.blank("en")(text)]


@pytest.mark.slow
@pytest.mark.parametrize("unit", ["x", "(", ")", "a,", "😀", "新", ".", "-a", "’", "\x00", "a.b/"])
def test_time_is_linear_in_a_run_without_blanks(unit: str) -> None:
    started = time.process_time()
    TOKENIZER(unit * (60_000 // len(unit)))
    assert time.process_time() - started < 5  # spaCy alone takes minutes on several of these
