"""English words of a body as features of the page classifier: which texts have them, and what they may change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.body_words import FEWEST_SITES, EnglishPages, fit_words
from broadsheet.extract.body_words import ENGLISH, WORD_PREFIX, add_words, join_words, mark_words, read_english_words
from broadsheet.extract.page_classifier import load_page_weights, score_page
from tests.extract.test_extract_capture import extract
from tests.extract.test_page_classifier import CASES

ENGLISH_TEXT = (
    "The harbour of Port Elsin will reopen in May after repairs that the town has paid for with a loan from the bank. "
    "Fishermen had protested for weeks, and two of them lost their boats to the storm. "
    "They have been told that the money will not be enough for all."
)
# The same story and a list: none of them is English prose.
OTHERS = {
    "german": "Der Hafen von Port Elsin wird im Mai nach Reparaturen wieder geöffnet, die die Stadt mit einem Kredit "
    "der Bank bezahlt hat. Die Fischer hatten wochenlang protestiert, und zwei von ihnen verloren im Sturm ihre Boote.",
    "dutch": "De haven van Port Elsin gaat in mei weer open na herstel dat de stad met een lening van de bank heeft "
    "betaald. De vissers hadden wekenlang geprotesteerd, en twee van hen verloren hun boten in de storm of op zee.",
    "french": "Le port de Port Elsin rouvrira en mai après des travaux que la ville a payés avec un prêt de la banque. "
    "Les pêcheurs avaient protesté pendant des semaines, et deux d'entre eux ont perdu leurs bateaux dans la tempête.",
    "danish": "Havnen i Port Elsin åbner igen i maj efter reparationer, som byen har betalt med et lån i banken. "
    "Fiskerne havde protesteret i ugevis, og to af dem mistede deres både i stormen, da den kom for at tage dem alle.",
    "russian": "Порт Элсин откроется в мае после ремонта, который город оплатил за счёт банковского кредита. " * 3,
    "german_with_an_english_title": "Der Hafen von Port Elsin öffnet im Mai, wie der Film „The Old Man and the Sea“ "
    "zeigte, der dort im letzten Sommer an vielen Abenden vor dem alten Turm gezeigt wurde, während die Fischer "
    "protestierten und zwei von ihnen ihre Boote im Sturm verloren.",
    "names_of_goods": "Blue rope 12 m, red rope 20 m, steel anchor, brass bell, oak oar, sail cloth, canvas bag, " * 4,
    "too_short_to_tell": "The harbour of Port Elsin will reopen in May.",
    "empty": "",
}


def test_an_english_text_gives_its_words_in_lower_case() -> None:
    words = read_english_words(ENGLISH_TEXT)
    assert {"harbour", "boats", "and", "storm"} <= words
    assert not {"elsin", "fishermen", "Fishermen", "of", "in"} & words


def test_parts_of_words_are_no_words() -> None:
    words = read_english_words(
        f"{ENGLISH_TEXT} The owners don't sell the 3rd boat’s sails or naïve snake_case ‘goods’."
    )
    assert {"owners", "sell", "sails", "goods"} <= words
    assert not {"don", "boat", "naïve", "ve", "snake", "case"} & words


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_another_text_gives_no_word_and_keeps_its_score(text: str) -> None:
    weights = load_page_weights() | {f"{WORD_PREFIX}{word}": 9.0 for word in ("und", "van", "les", "rope", "harbour")}
    features = {"prose": 0.4, "linked": 0.2}
    marked = features | mark_words(read_english_words(text), weights)
    assert marked == features
    base = {name: weight for name, weight in weights.items() if name in ("prose", "linked", "bias")}
    assert score_page(marked, weights) == pytest.approx(score_page(features, base))


def test_only_weighed_words_count() -> None:
    words = read_english_words(ENGLISH_TEXT)
    weights = {"bias": 0.0, ENGLISH: -0.5, "word_storm": 1.0, "word_queue": -3.0}
    assert mark_words(words, weights) == {ENGLISH: 1.0, "word_storm": 1.0}
    assert score_page(mark_words(words, weights), weights) == pytest.approx(1 / (1 + np.exp(-0.5)))


@pytest.mark.parametrize(
    ("dated", "word", "is_counted"), [(1.0, "queue", False), (1.0, "storm", True), (0.0, "queue", True)]
)
def test_words_do_not_speak_against_a_page_that_marks_its_day(dated: float, word: str, is_counted: bool) -> None:
    weights = {"bias": 0.0, ENGLISH: -0.1, "word_storm": 1.0, "word_queue": -3.0}
    marked = add_words({"dated": dated}, frozenset({word}), weights)
    assert (f"{WORD_PREFIX}{word}" in marked) == (ENGLISH in marked) == is_counted


def test_words_are_one_reason_that_names_the_heaviest() -> None:
    parts = {
        "linked": -0.2,
        ENGLISH: 0.3,
        "word_a": -0.1,
        "word_b": -0.4,
        "word_c": -0.3,
        "word_d": -0.2,
        "word_e": 0.1,
    }
    assert join_words(parts) == pytest.approx({"linked": -0.2, "words (b, c, d)": -0.6})
    assert join_words({"linked": -0.2}) == {"linked": -0.2}


def test_no_reason_of_a_made_up_page_shows_a_feature_of_words() -> None:
    details = [skipped.detail for case in CASES if (skipped := extract(case["html"], url=case["url"]).skipped)]
    assert details and not [detail for detail in details if WORD_PREFIX in detail or ENGLISH in detail]


def test_weights_of_words_are_of_plain_english_words() -> None:
    weights = load_page_weights()
    words = [name.removeprefix(WORD_PREFIX) for name in weights if name.startswith(WORD_PREFIX)]
    assert len(words) >= 30 and ENGLISH in weights
    assert all(word.isascii() and word.isalpha() and word.islower() and len(word) >= 3 for word in words)


def make_pages(sites: int = 40, are_rare: bool = False) -> EnglishPages:
    """Half articles, which hold "storm"; the others hold "queue"; all hold "and". Rare: on a few sites only."""
    is_article = np.arange(2 * sites) % 2 == 0
    words = [frozenset({"and", "storm" if told else "queue"}) for told in is_article]
    names = [f"site{number % (FEWEST_SITES - 1 if are_rare else 2 * sites)}" for number in range(2 * sites)]
    return EnglishPages(words, names, is_article.astype(float), np.ones(2 * sites), np.zeros(2 * sites))


def test_words_that_tell_are_weighed_and_their_mean_is_taken_off() -> None:
    found = fit_words(make_pages())
    assert found["word_storm"] > 0 > found["word_queue"]
    assert found["word_and"] == pytest.approx(0, abs=1e-9)
    pages = [mark_words(words, found) for words in make_pages().words]
    assert np.mean([sum(found[name] for name in page) for page in pages]) == pytest.approx(0, abs=1e-9)


def test_english_pages_may_be_rarer_articles_than_their_other_features_say() -> None:
    pages = make_pages()
    found = fit_words(replace(pages, logits=pages.logits + 1))
    added = [sum(found[name] for name in mark_words(words, found)) for words in pages.words]
    assert -1 < np.mean(added) < 0


def test_words_of_few_sites_are_not_weighed() -> None:
    assert fit_words(make_pages(are_rare=True)) == pytest.approx({ENGLISH: 0.0})


def test_a_shop_in_english_still_says_why_it_is_none() -> None:
    html = (
        f"<html><body><h1>Ropes</h1>{'<p>Our best ropes, now for $12: add them to your cart.</p>' * 12}</body></html>"
    )
    skipped = extract(html, url="https://x.example/product/ropes").skipped
    assert skipped is not None and "against it:" in skipped.detail
