"""Scores to structure: valid tag sequences and one tree per sentence. Plain numpy, independent of the model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from broadsheet.language.labels import NAME_LABELS, TAGS

Scores = NDArray[np.float32]
Indices = NDArray[np.int64]

_FORBIDDEN = np.float32(-1e9)


def _make_transitions() -> tuple[Scores, Scores]:
    """Scores of starting with a tag, and of a tag (row) before another (column): I follows its own B or I only."""
    first = np.zeros(len(TAGS), np.float32)
    pairs = np.zeros((len(TAGS), len(TAGS)), np.float32)
    for column, tag in enumerate(TAGS):
        if tag.startswith("I-"):
            first[column] = _FORBIDDEN
            for row, before in enumerate(TAGS):
                if before[2:] != tag[2:]:
                    pairs[row, column] = _FORBIDDEN
    return first, pairs


_FIRST, _PAIRS = _make_transitions()
_INSIDE = np.array([tag.startswith("I-") for tag in TAGS])


def decode_tags(scores: Scores, line_starts: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Best valid tag sequences of a batch.

    scores: (windows, words, tags), zero where padded. line_starts: (windows, words), true where a line begins; no name
    crosses it. Returns tag indices (windows, words).
    """
    windows, words, count = scores.shape
    emissions = np.where(line_starts[:, :, None] & _INSIDE, _FORBIDDEN, scores)
    best = emissions[:, 0] + _FIRST
    came_from = np.zeros((words, windows, count), np.int8)
    for word in range(1, words):
        paths = best[:, :, None] + _PAIRS
        chosen = paths.argmax(1)
        came_from[word] = chosen
        best = np.take_along_axis(paths, chosen[:, None], 1)[:, 0] + emissions[:, word]
    tags = np.zeros((windows, words), np.int8)
    rows = np.arange(windows)
    tags[:, -1] = best.argmax(1)
    for word in range(words - 1, 0, -1):
        tags[:, word - 1] = came_from[word, rows, tags[:, word]]
    return tags


def find_sureness(scores: Scores, tags: NDArray[np.int8]) -> Scores:
    """How likely each word has its tag's label, 0 to 1, whether it begins a name or continues one; 1 outside names.

    scores: (windows, words, tags). tags: (windows, words). Returns (windows, words).
    """
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    shares /= shares.sum(-1, keepdims=True)
    begins = np.where(tags > 0, (tags.astype(np.int64) + 1) // 2 * 2 - 1, 0)[..., None]
    found = np.take_along_axis(shares, begins, -1) + np.take_along_axis(shares, begins + 1, -1)
    return np.where(tags > 0, found[..., 0], np.float32(1))


def find_name_spans(tags: NDArray[np.int8]) -> list[tuple[int, int, str]]:
    """Names in a tag sequence: half-open word bounds and label.

    >>> find_name_spans(np.array([1, 2, 0, 5], np.int8))
    [(0, 2, 'PERSON'), (3, 4, 'LOC')]
    """
    spans = []
    words = np.flatnonzero(tags).tolist()
    values = tags.tolist()
    for index, word in enumerate(words):
        if values[word] % 2 == 1:  # B tags are odd
            end = word + 1
            while index + 1 < len(words) and words[index + 1] == end and values[end] % 2 == 0:
                end, index = end + 1, index + 1
            spans.append((word, end, NAME_LABELS[(values[word] - 1) // 2]))
    return spans


def decode_tree(scores: Scores) -> Indices:
    """Heads of one sentence, exactly one of them its own (the root).

    scores: (dependent, head), with the scores of being root on the diagonal. Greedy heads are nearly always a tree;
    else the best tree is found by Chu-Liu-Edmonds.
    """
    count = len(scores)
    heads: Indices = np.asarray(scores.argmax(1), np.int64)
    roots = np.flatnonzero(heads == np.arange(count))
    if len(roots) == 1 and _all_lead_to(heads, int(roots[0])):
        return heads
    diagonal = np.diag(scores)
    root = int(roots[diagonal[roots].argmax()]) if len(roots) else int(diagonal.argmax())
    arcs = scores.copy()
    np.fill_diagonal(arcs, _FORBIDDEN)
    return _find_best_tree(arcs, root)


def _all_lead_to(heads: Indices, root: int) -> bool:
    reached = heads
    for _ in range(max(1, len(heads).bit_length())):
        reached = reached[reached]
    return bool((reached == root).all())


def _find_best_tree(arcs: Scores, root: int) -> Indices:
    """Chu-Liu-Edmonds: contract a cycle of best heads, solve the smaller problem, open the cycle again."""
    heads: Indices = np.asarray(arcs.argmax(1), np.int64)
    heads[root] = root
    cycle = _find_cycle(heads, root)
    if cycle is None:
        return heads
    rest = np.setdiff1d(np.arange(len(heads)), cycle)
    last = len(rest)
    smaller = np.full((last + 1, last + 1), _FORBIDDEN, np.float32)
    smaller[:last, :last] = arcs[np.ix_(rest, rest)]
    leaving = arcs[np.ix_(rest, cycle)]
    smaller[:last, last] = leaving.max(1)
    entering = arcs[np.ix_(cycle, rest)] - arcs[cycle, heads[cycle]][:, None]
    smaller[last, :last] = entering.max(0)
    np.fill_diagonal(smaller, _FORBIDDEN)
    solved = _find_best_tree(smaller, int(np.flatnonzero(rest == root)[0]))
    for index, word in enumerate(rest):
        if word != root:
            into_cycle = solved[index] == last
            heads[word] = cycle[leaving[index].argmax()] if into_cycle else rest[solved[index]]
    source = int(solved[last])
    heads[cycle[entering[:, source].argmax()]] = rest[source]
    heads[root] = root
    return heads


def _find_cycle(heads: Indices, root: int) -> Indices | None:
    seen = np.zeros(len(heads), np.int64)  # 0 unseen, else the walk that saw it
    seen[root] = -1
    links = heads.tolist()
    for start in range(len(links)):
        word = start
        while seen[word] == 0:
            seen[word] = start + 1
            word = links[word]
        if seen[word] == start + 1:
            cycle = [word]
            while links[cycle[-1]] != word:
                cycle.append(links[cycle[-1]])
            return np.array(sorted(cycle))
    return None
