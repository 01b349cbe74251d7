"""Trees as networks get them wrong, written down by hand, and what rules of claims and numbers still make of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.attrs import DEP, HEAD, POS, SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from broadsheet.derive import analyse_articles, derive_rows
from broadsheet.language.pipeline import LanguageModel
from broadsheet.records import ArticleRows, ArticleText


@Language.factory("hand_parsed", default_config={"tree": ""})
class HandParsed:
    """Gives a one-sentence text the tree in `tree`: `word/POS/dep/head` per token, the root's head being itself."""

    def __init__(self, nlp: Language, name: str, tree: str) -> None:
        self.rows = [entry.rsplit("/", 3) for entry in tree.split()]

    def __call__(self, doc: Doc) -> Doc:
        assert [token.text for token in doc] == [row[0] for row in self.rows]
        table: list[list[Any]] = [
            [int(head) - index, doc.vocab.strings.add(dep), doc.vocab.strings.add(pos), 1 if index == 0 else -1]
            for index, (_, pos, dep, head) in enumerate(self.rows)
        ]
        return doc.from_array(
            [HEAD, DEP, POS, SENT_START], np.array([[cell % 2**64 for cell in row] for row in table], dtype="uint64")
        )


def derive(text: str, tree: str) -> ArticleRows:
    nlp = spacy.blank("en")
    nlp.add_pipe("hand_parsed", config={"tree": tree})
    return derive_rows(next(iter(analyse_articles([ArticleText("odd", text)], LanguageModel(nlp, "hand")))))


CLAIM = "The minister's claim that prices are likely falling comes amid new protests."
# The clause hangs from "likely", and that from the noun; the noun is its verb's subject, or the root itself.
BELOW_ADJECTIVE = """The/DET/det/1 minister/NOUN/nmod:poss/3 's/PART/case/1 claim/NOUN/nsubj/9 that/SCONJ/mark/8
prices/NOUN/nsubj/8 are/AUX/aux/8 likely/ADJ/advmod/3 falling/VERB/ccomp/7 comes/VERB/ROOT/9 amid/ADP/case/12
new/ADJ/amod/12 protests/NOUN/obl/9 ./PUNCT/punct/9"""
NOUN_AS_ROOT = """The/DET/det/1 minister/NOUN/nmod:poss/3 's/PART/case/1 claim/NOUN/ROOT/3 that/SCONJ/mark/8
prices/NOUN/nsubj/8 are/AUX/aux/8 likely/ADJ/advmod/3 falling/VERB/ccomp/7 comes/VERB/dep/3 amid/ADP/case/12
new/ADJ/amod/12 protests/NOUN/obl/9 ./PUNCT/punct/3"""


@pytest.mark.parametrize("tree", [BELOW_ADJECTIVE, NOUN_AS_ROOT], ids=["below an adjective", "noun as root"])
def test_a_clause_that_hangs_elsewhere_still_belongs_to_its_noun(tree: str) -> None:
    claim = next(claim for claim in derive(CLAIM, tree).claims if claim.rule == "noun_clause")
    assert (claim.source_text, claim.cue_text) == ("The minister's", "claim")
    assert claim.content_text in ("that prices are likely falling", "prices are likely falling")


def test_a_relative_clause_is_no_content() -> None:
    tree = """The/DET/det/1 minister/NOUN/nmod:poss/3 's/PART/case/1 claim/NOUN/nsubj/6 that/PRON/nsubj/5
angered/VERB/acl:relcl/3 comes/VERB/ROOT/6 from/ADP/case/8 May/PROPN/obl/6 ./PUNCT/punct/6"""
    rows = derive("The minister's claim that angered comes from May.", tree)
    assert [claim for claim in rows.claims if claim.rule == "noun_clause"] == []


# The speaker has two subjects; the speaker's verb is an adverbial clause; "that" is the object of a passive.
SLIPS = {
    "two subjects": (
        "Boats sail again, the mayor Ida Holm said.",
        """Boats/NOUN/nsubj/1 sail/VERB/ccomp/8 again/ADV/advmod/1 ,/PUNCT/punct/1 the/DET/det/5 mayor/NOUN/nsubj/8
Ida/PROPN/nsubj/8 Holm/PROPN/flat/6 said/VERB/ROOT/8 ./PUNCT/punct/8""",
        ("the mayor Ida Holm", "said", "Boats sail again"),
    ),
    "adverbial speaker": (
        "Prices will fall, said the bank.",
        """Prices/NOUN/nsubj/2 will/AUX/aux/2 fall/VERB/ROOT/2 ,/PUNCT/punct/4 said/VERB/advcl/2 the/DET/det/6
bank/NOUN/nsubj/4 ./PUNCT/punct/2""",
        ("the bank", "said", "Prices will fall"),
    ),
    "object of a passive": (
        "Denials by police that files were lost failed.",
        """Denials/NOUN/nsubj/7 by/ADP/case/2 police/NOUN/nmod/0 that/PRON/obj/6 files/NOUN/nsubj:pass/6
were/AUX/aux:pass/6 lost/VERB/acl:relcl/2 failed/VERB/ROOT/7 ./PUNCT/punct/7""",
        ("police", "Denials", "that files were lost"),
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_slips_beside_the_speaker_are_mended(slip: str) -> None:
    text, tree, wanted = SLIPS[slip]
    found = [(claim.source_text, claim.cue_text, claim.content_text) for claim in derive(text, tree).claims]
    assert wanted in found


def test_a_passive_participle_is_counted_with_its_noun_whatever_the_tree_says() -> None:
    tree = """40/NUM/nummod/2 young/ADJ/amod/2 farmers/NOUN/{dep}/3 {verb}/VERB/ROOT/3 since/ADP/case/5 May/PROPN/obl/3
./PUNCT/punct/3"""
    for verb, counted in [("killed", "young farmers killed"), ("reported", "young farmers")]:
        rows = derive(f"40 young farmers {verb} since May.", tree.format(dep="nsubj", verb=verb))
        assert rows.numbers[0].counted_text == counted
