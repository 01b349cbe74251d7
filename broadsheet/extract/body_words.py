"""English words that speak for or against an article, as features for the page classifier: `word_<word>` for each word
that the text holds anywhere, and `english`.

Belongs here: whether a text is English enough for its words to count, and which of them it holds. Which words are
weighed is data: the names in article_weights.toml, chosen and fitted by bench/body_words.py, where `english` takes off
what the words add to an average English page. A text in another language, or one too short to tell, has neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from broadsheet.word_lists import load_word_list

WORD_PREFIX = "word_"
ENGLISH = "english"
# Words in lower case, so hardly a name; "don't" and "3rd" hold none.
_WORD = re.compile(r"(?<!\w)(?<!\w['’])[a-z]{3,}(?!\w|['’]\w)")
_ANY_WORD = re.compile(r"[^\W\d_]+")
# Of 1,768 development pages, the detector of language calls one with a larger share another language, and that is half
# English. English pages with a smaller one are mostly lists of names and products.
_ENGLISH_SHARE, _FEWEST_WORDS = 0.15, 40
_SAMPLE_CHARS = 8_000


def is_english(text: str) -> bool:
    """Whether a text is long enough to tell and has as many function words as English prose has at least.

    >>> is_english("The boats of the harbour were repaired and painted, and they have left for the sea. " * 3)
    True
    >>> is_english("Die Boote im Hafen wurden repariert und gestrichen und sind wieder auf dem Meer. " * 4)
    False
    """
    words = _ANY_WORD.findall(text[:_SAMPLE_CHARS])
    known = _load_function_words()
    found = sum(word.lower() in known for word in words)
    return len(words) >= _FEWEST_WORDS and found >= _ENGLISH_SHARE * len(words)


def read_english_words(text: str) -> frozenset[str]:
    """The words of at least three letters that an English text holds in lower case; none of another text.

    >>> sorted(read_english_words("The boats of Oakham aren't for sale: they were built for the 3rd race. " * 4))
    ['boats', 'built', 'for', 'race', 'sale', 'the', 'they', 'were']
    """
    return frozenset(_WORD.findall(text)) if is_english(text) else frozenset()


def mark_words(words: frozenset[str], names: Iterable[str]) -> dict[str, float]:
    """The features of a text that holds these words, of those that are weighed by these names.

    >>> mark_words(frozenset(("boats", "sale")), ["bias", "english", "word_sale", "word_queue"])
    {'english': 1.0, 'word_sale': 1.0}
    """
    if not words:
        return {}
    weighed = (name for name in names if name.startswith(WORD_PREFIX))
    return {ENGLISH: 1.0} | {name: 1.0 for name in weighed if name.removeprefix(WORD_PREFIX) in words}


def add_words(features: Mapping[str, float], words: frozenset[str], weights: Mapping[str, float]) -> dict[str, float]:
    """The features of a page with those of its words.

    Words were fitted on guides, shops and offices and speak against news too; of a page that marks its day, as news
    does, they are left out where they would lower the score.

    >>> weights = {"english": -0.1, "word_sale": -1.0, "word_boats": 0.5}
    >>> add_words({"dated": 1.0}, frozenset(["sale"]), weights), add_words({"dated": 0.0}, frozenset(["sale"]), weights)
    ({'dated': 1.0}, {'dated': 0.0, 'english': 1.0, 'word_sale': 1.0})
    """
    marked = mark_words(words, weights)
    is_spared = features.get("dated", 0.0) > 0 and sum(weights[name] for name in marked) < 0
    return dict(features) if is_spared else {**features, **marked}


def join_words(parts: Mapping[str, float]) -> dict[str, float]:
    """What each feature adds to a page's score, all words as one part that names the three heaviest against an article.

    >>> join_words({"linked": -0.3, "english": 0.5, "word_sale": -1.0, "word_boats": 0.25, "word_queue": 0.0})
    {'linked': -0.3, 'words (sale)': -0.25}
    """
    others = {name: value for name, value in parts.items() if name != ENGLISH and not name.startswith(WORD_PREFIX)}
    by_word = {name.removeprefix(WORD_PREFIX): parts[name] for name in parts.keys() - others.keys()}
    if not by_word:
        return others
    against = sorted((value, word) for word, value in by_word.items() if value < 0 and word != ENGLISH)[:3]
    heaviest = ", ".join(word for _, word in against)
    return others | {f"words ({heaviest})" if heaviest else "words": sum(by_word.values())}


@cache
def _load_function_words() -> frozenset[str]:
    return frozenset(load_word_list("body_words", "en")["function_words"])
