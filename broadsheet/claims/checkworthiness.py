"""How much a statement asks to be checked: whether it states a fact of public interest that can be right or wrong.

A logistic regression over counts that each can be explained: figures by kind, names, and words of listed fields. Words
and weights are `lang/en/checkworthiness.toml`; the weights are made by `training/checkworthiness.py` from sentences
written for that. Belongs here: features and score. Hedges, modality and type belong in `statement_features`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.word_lists import load_word_list

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W_]+)*")
_TELLING = frozenset(["count", "percent", "percentage_point", "measure", "ratio", "multiple"])
_PLACING = frozenset(["score", "rank", "ordinal", "time_part", "age", "identifier", "phone"])
_SMALL_MONEY, _LARGE_MONEY = 2_000.0, 100_000.0
_TOPICS = ("sport", "shopping", "lifestyle")
_MOST_OF_ARTICLE = 2.0
BY_HAND = frozenset(["row"])
"""Features whose weight is set by hand, for no written sentence has them."""
_WORDS_PER_TOPIC_WORD = 40
# A longer statement says no more of what is checked.
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Figures:
    """Kinds of the numbers in a statement, and the amounts of those that are money."""

    kinds: Counter[str]
    amounts: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a statement. topics: words of sport, shopping and lifestyle per 40 words of its article."""

    topics: Mapping[str, float]
    is_row: bool = False


NOWHERE = Surroundings({})


def describe_article(text: str) -> Surroundings:
    """The topics of a whole article, at most 2 each, for the statements in it."""
    words = [match.group().lower() for match in _WORD.finditer(text)]
    fields = _load().fields
    per = max(1.0, len(words) / _WORDS_PER_TOPIC_WORD)
    counts = {topic: sum(topic in fields.get(word, ()) for word in words) / per for topic in _TOPICS}
    return Surroundings({topic: min(_MOST_OF_ARTICLE, count) for topic, count in counts.items()})


def score_statement(
    text: str, figures: Figures, names: Counter[str], tags: Collection[str], around: Surroundings = NOWHERE
) -> float:
    """Check-worthiness from 0 to 1, with four places so that ties are rare.

    tags: groups of `hedges.toml` (see `StatementFeatures`).
    """
    weights = _load().weights
    total = weights["bias"]
    total += sum(weights.get(name, 0.0) * value for name, value in measure(text, figures, names, tags, around).items())
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 4)


def measure(
    text: str, figures: Figures, names: Counter[str], tags: Collection[str], around: Surroundings = NOWHERE
) -> dict[str, float]:
    """The features of a statement by name; each is 0 or more, most of them below 3."""
    written = _WORD.findall(text)
    words = [word.lower().replace("’", "'") for word in written]
    fields = _load().fields
    counts = Counter(field for word in words for field in fields.get(word, ()))
    found = {name: math.log1p(counts[name]) for name in _load().names if name not in _TOPICS}
    found |= {topic: math.log1p(counts[topic] + around.topics.get(topic, 0.0)) for topic in _TOPICS}
    return found | _measure_figures(text, figures) | _measure_form(text, words, names, tags, around)


def _measure_figures(text: str, figures: Figures) -> dict[str, float]:
    kinds, amounts = figures.kinds, figures.amounts
    telling = sum(kinds[kind] for kind in _TELLING)
    return {
        "figures": math.log1p(telling),
        "percent": float(kinds["percent"] + kinds["percentage_point"] > 0),
        "large_money": float(any(amount >= _LARGE_MONEY for amount in amounts)),
        "small_money": float(any(amount < _SMALL_MONEY for amount in amounts)),
        "year": float(kinds["year"] > 0),
        "placing": math.log1p(sum(kinds[kind] for kind in _PLACING)),
        "digits": sum(char.isdigit() for char in text) / max(10, len(text)) * 5,
    }


def _measure_form(
    text: str, words: Sequence[str], names: Counter[str], tags: Collection[str], around: Surroundings
) -> dict[str, float]:
    return {
        "names": math.log1p(names["ORG"] + names["LOC"] + names["NORP"]),
        "persons": math.log1p(names["PERSON"]),
        "length": math.log1p(min(len(words), _MOST_WORDS)),
        "short": float(len(words) < 5),
        "question": float(text.rstrip("\"”’' ").endswith("?")),
        "past_or_present": float("past_or_present" in tags),
        "opinion": float("opinion" in tags),
        "comparison_or_cause": float("type:comparison" in tags or "type:causal" in tags),
        "prediction": float("type:prediction" in tags),
        "hedged": float("hedge" in tags),
        "row": float(around.is_row or text.count("|") > 1),
    }


@dataclass(frozen=True, slots=True)
class _Lists:
    fields: Mapping[str, tuple[str, ...]]
    names: tuple[str, ...]
    weights: Mapping[str, float]


@cache
def _load() -> _Lists:
    raw = load_word_list("checkworthiness", "en")
    fields: dict[str, tuple[str, ...]] = {}
    for name, words in raw["words"].items():
        for word in words.split():
            fields[word] = (*fields.get(word, ()), name)
    return _Lists(fields, tuple(raw["words"]), {**raw["weights"], **raw["by_hand"]})
