"""Two versions of a text, compared word by word.

Belongs here: what is the same, gone and new, in reading order. Facts that changed are columns of article_versions.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
# A rewritten passage longer than this is shown as gone and new; comparing words costs their square.
_LONGEST_PASSAGE = 1_500
# Passages that share a smaller part of their words are two texts; word by word they could not be read.
_SMALLEST_SHARE = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of a comparison. kind: same, gone or new."""

    kind: str
    text: str


def compare_texts(before: str, after: str) -> list[Change]:
    """The changes that lead from one text to the other: same and gone are the first text, same and new the second.

    >>> [(change.kind, change.text) for change in compare_texts("212 homes.", "241 homes.")]
    [('gone', '212'), ('new', '241'), ('same', ' homes.')]
    """
    old, new = _split_sentences(before), _split_sentences(after)
    return _join(
        change
        for kind, left, right in _match(old, new)
        for change in (_compare_passages(left, right) if kind == "replace" else _as_changes(left, right, kind))
    )


def _compare_passages(before: str, after: str) -> Iterator[Change]:
    """Word by word where most words stayed, else the first passage as gone and the second as new."""
    old, new = _WORD.findall(before.lower()), _WORD.findall(after.lower())
    shared = (Counter(old) & Counter(new)).total()
    if 2 * shared < _SMALLEST_SHARE * (len(old) + len(new)):
        yield from _as_changes(before, after, "replace")
    else:
        yield from _compare_words(before, after)


def _compare_words(before: str, after: str) -> Iterator[Change]:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _LONGEST_PASSAGE:
        yield from _as_changes(before, after, "replace")
        return
    for kind, left, right in _match(old, new):
        yield from _as_changes(left, right, kind)


def _match(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        yield kind, "".join(old[old_start:old_end]), "".join(new[new_start:new_end])


def _as_changes(before: str, after: str, kind: str) -> Iterator[Change]:
    if kind == "equal":
        yield Change("same", after)
        return
    if before:
        yield Change("gone", before)
    if after:
        yield Change("new", after)


def _split_sentences(text: str) -> list[str]:
    """Pieces that end at a line end or at a mark that may end a sentence; joined they are the text."""
    return re.findall(r"[^\n.!?]*(?:[.!?]+[\"'”’)\]]*\s*|\n+|$)", text)[:-1] or [text]


def _join(changes: Iterator[Change]) -> list[Change]:
    """The changes with neighbours of one kind as one; what is gone stands before what is new."""
    joined: list[Change] = []
    for change in changes:
        if joined and joined[-1].kind == change.kind:
            joined[-1] = Change(change.kind, joined[-1].text + change.text)
        else:
            joined.append(change)
    return joined
