"""Sentences with trees from CoNLL-U files (Universal Dependencies)."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

from training.sentences import NEWLINE, NO_SPACE, SPACE, Sentence


def read_trees(path: Path) -> Iterator[tuple[str, str, Sentence]]:
    """Document id, sentence id and sentence, in file order. Paragraph starts count as newlines."""
    document = sentence_id = ""
    lines: list[list[str]] = []
    before = NEWLINE
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for raw in file:
            line = raw.rstrip("\n")
            if line.startswith("# newdoc"):
                document, before = line.split("=", 1)[1].strip(), NEWLINE
            elif line.startswith("# newpar"):
                before = NEWLINE
            elif line.startswith("# sent_id"):
                sentence_id = line.split("=", 1)[1].strip()
            elif line and not line.startswith("#"):
                lines.append(line.split("\t"))
            elif not line and lines:
                sentence, before = _read_sentence(lines, before)
                yield document, sentence_id, sentence
                lines = []


def _read_sentence(lines: list[list[str]], before: int) -> tuple[Sentence, int]:
    """The sentence, and what stands before the next one."""
    sentence = Sentence([], [], starts_sentence=True)
    inside_until, space_after_range = 0, SPACE
    for fields in lines:
        if "." in fields[0]:
            continue
        after = NO_SPACE if "SpaceAfter=No" in fields[9] else SPACE
        if "-" in fields[0]:
            inside_until, space_after_range = int(fields[0].split("-")[1]), after
            continue
        index = int(fields[0])
        sentence.words.append(fields[1])
        sentence.spaces.append(before)
        sentence.upos.append(fields[3])
        sentence.heads.append(int(fields[6]) - 1 if fields[6] != "0" else index - 1)
        sentence.rels.append(fields[7])
        before = after
        if index < inside_until:
            before = NO_SPACE
        elif index == inside_until:
            before = space_after_range
    return sentence, before
