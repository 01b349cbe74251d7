import pytest

from broadsheet.language.lemmas import Lemmas

LEMMAS = Lemmas()


@pytest.mark.parametrize(
    ("word", "pos", "lemma"),
    [
        ("said", "VERB", "say"),
        ("says", "VERB", "say"),
        ("Announced", "VERB", "announce"),
        ("told", "VERB", "tell"),
        ("needs", "VERB", "need"),
        ("tweeted", "VERB", "tweet"),
        ("is", "AUX", "be"),
        ("'s", "AUX", "be"),
        ("'s", "PART", "'s"),
        ("n't", "PART", "not"),
        ("would", "AUX", "would"),
        ("has", "AUX", "have"),
        ("children", "NOUN", "child"),
        ("soldiers", "NOUN", "soldier"),
        ("countries", "NOUN", "country"),
        ("news", "NOUN", "news"),
        ("crisis", "NOUN", "crisis"),
        ("larger", "ADJ", "large"),
        ("former", "ADJ", "former"),
        ("Ministers", "PROPN", "Ministers"),
        ("The", "DET", "the"),
    ],
)
def test_lemmas_follow_the_part_of_speech(word: str, pos: str, lemma: str) -> None:
    assert LEMMAS(word, pos) == lemma
