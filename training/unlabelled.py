"""Text without labels, for teachers to label: posts of US agencies and earnings calls. Nothing in it is known."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.tokens import Doc

from training.sentences import NEWLINE, NO_SPACE, SPACE, Document, Sentence, read_records

SIZES = {"text_digitalgov": 12_000, "text_earnings21": 4_000}
"""Sentences taken from each pack."""

_ENDS = frozenset([".", "!", "?"])
_LEAST, _MOST = 6, 60


def read_unlabelled(folder: Path) -> dict[str, list[Document]]:
    """Pack to sentences that hold a capitalised word behind their first, drawn by chance and always the same."""
    tokenizer = spacy.blank("en").tokenizer
    found = {}
    for pack, size in SIZES.items():
        sentences = [
            sentence
            for record in read_records(folder, pack)
            for line in record["text"].split("\n")
            if line.strip()
            for sentence in cut_line(tokenizer(line.strip()))
            if _holds_a_name(sentence)
        ]
        found[pack] = [[sentence] for sentence in random.Random(7).sample(sentences, min(size, len(sentences)))]
    return found


def cut_line(doc: Doc) -> Iterator[Sentence]:
    """Stretches of a line that end where a sentence may; a long one is cut anywhere."""
    cuts = [0]
    for token in doc[:-1]:
        length = token.i + 1 - cuts[-1]
        if length >= _MOST or (token.text in _ENDS and doc[token.i + 1].text[:1].isupper()):
            cuts.append(token.i + 1)
    for start, end in pairwise([*cuts, len(doc)]):
        tokens = [token for token in doc[start:end] if not token.is_space]
        if not tokens:
            continue
        ends = [token.idx + len(token.text) for token in tokens]
        gaps = [token.idx > end for token, end in zip(tokens[1:], ends, strict=False)]
        spaces = [SPACE if start else NEWLINE, *(SPACE if gap else NO_SPACE for gap in gaps)]
        yield Sentence([token.text for token in tokens], spaces, continues=True)


def _holds_a_name(sentence: Sentence) -> bool:
    words = sentence.words
    return len(words) >= _LEAST and any(word[:1].isupper() and len(word) > 1 for word in words[1:])
