"""What articles are about, by their words: how alike two are, and whether those that name an entity fall in two.

Belongs here: vectors of words and their comparison. It reads texts, not names.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

_WORD = re.compile(r"[^\W\d_]{3,}")
Vector = dict[str, float]
_ROUNDS = 6


def make_vectors(texts: Mapping[str, str]) -> dict[str, Vector]:
    """A vector of length one for each text: its words, the rarer among these texts the heavier."""
    counts = {name: Counter(_WORD.findall(text.casefold())) for name, text in texts.items()}
    spread = Counter(word for words in counts.values() for word in words)
    total = len(texts)
    return {
        name: _scale({word: (1 + math.log(n)) * math.log(total / spread[word]) for word, n in words.items()})
        for name, words in counts.items()
    }


def compare(one: Vector, other: Vector) -> float:
    """How alike two vectors are, 0 to 1."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(weight * large.get(word, 0.0) for word, weight in small.items())


def join(vectors: Iterable[Vector]) -> Vector:
    """The middle of vectors, of length one."""
    total: defaultdict[str, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in vector.items():
            total[word] += weight
    return _scale(total)


def part_in_two(vectors: Sequence[Vector]) -> tuple[list[int], list[int], float]:
    """The places of the vectors in two groups, the larger first, and how far these are apart, 0 to 1.

    Begins with the one that is least like all together and the one that is least like that; ties go to the first.
    """
    if len(vectors) < 2:
        return list(range(len(vectors))), [], 0.0
    middle = join(vectors)
    first = min(range(len(vectors)), key=lambda place: (compare(vectors[place], middle), place))
    second = min(
        (place for place in range(len(vectors)) if place != first),
        key=lambda place: (compare(vectors[place], vectors[first]), place),
    )
    centres = [vectors[first], vectors[second]]
    groups: list[list[int]] = [[], []]
    for _ in range(_ROUNDS):
        groups = [[], []]
        for place, vector in enumerate(vectors):
            groups[int(compare(vector, centres[1]) > compare(vector, centres[0]))].append(place)
        if not all(groups):
            break
        centres = [join(vectors[place] for place in group) for group in groups]
    groups.sort(key=lambda group: (-len(group), group))
    return groups[0], groups[1], 1 - compare(*centres) if all(groups) else 0.0


def leave_out(vector: Vector, words: Collection[str]) -> Vector:
    """The vector without these words, as those of the name that all texts share."""
    return _scale({word: weight for word, weight in vector.items() if word not in words})


def _scale(vector: Mapping[str, float]) -> Vector:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {word: weight / length for word, weight in vector.items()} if length else {}
