"""Training packs written from marked text: `[Ana Ruiz|PER] left .`, words apart by blanks."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any

from broadsheet.language.labels import TAGS
from training.sentences import ANY_TAG, Sentence

Record = dict[str, Any]
_MARK = re.compile(r"\[([^|\]]+)\|([A-Za-z_+]+)\]")


def make_record(marked: str, split: str = "train", **fields: Any) -> Record:
    """A record of a pack. A label that ends in `+` marks a handle or a list."""
    spans: list[Record] = []
    text = ""
    place = 0
    for match in _MARK.finditer(marked):
        text += marked[place : match.start()]
        name, label = match.groups()
        span = {"start": len(text), "end": len(text) + len(name), "label": label.strip("+"), "text": name}
        spans.append(span | ({"handle": True, "joined": True} if label.endswith("+") else {"ner4": "MISC"}))
        text += name
        place = match.end()
    text += marked[place:]
    tokens = [[match.start(), match.end()] for match in re.finditer(r"\S+", text)]
    record = {"id": "one", "split": split, "text": text, "tokens": tokens, "spans": spans, "meta": {}}
    return record | fields


def write_pack(folder: Path, name: str, records: list[Record]) -> Path:
    """A pack of these records; returns its folder."""
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    return folder


def show(sentence: Sentence) -> str:
    """Words with what they may be: nothing for O, `?` for every tag, else the tags, `-` where O is among them."""
    return " ".join(_show(word, mask) for word, mask in zip(sentence.words, sentence.masks or [], strict=True))


def _show(word: str, mask: int) -> str:
    if mask == 1:
        return word
    if mask == ANY_TAG:
        return f"{word}/?"
    tags = [tag for index, tag in enumerate(TAGS) if mask >> index & 1 and tag != "O"]
    return f"{word}/{'+'.join(tags)}{'-' * (mask & 1)}"
