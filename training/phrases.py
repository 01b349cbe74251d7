"""Corpora that mark noun phrases rather than names: GUM and re3d. The name is cut out, what is unclear stays open."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from training.allowed import OTHER_TYPES, Allowed, label_tokens, make_mask
from training.repair import COUNTRIES, find_name_extent, is_law, is_title
from training.sentences import (
    ANY_TAG,
    Document,
    Record,
    align_spans,
    cut_sentence,
    find_bounds,
    mask_outside,
    read_records,
)
from training.trees import read_trees

_OPEN_GENRES = frozenset({"news", "interview", "academic", "court", "bio", "voyage"})
_RE3D_TOKEN = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|\d[\d.,]*\d|\w+(?:-\w+)*|[^\w\s]")


def read_gum(folder: Path) -> list[Document]:
    """The open genres of GUM."""
    return _read_gum(folder, "gum_ner", "gum_train", _OPEN_GENRES)


def read_speeches(folder: Path) -> list[Document]:
    """Speeches of US office holders in GUM. Its textbooks are left out: their licence is not stated in the copy."""
    return _read_gum(folder, "gum_extra", "gum_extra_train", frozenset({"speech"}))


def _read_gum(folder: Path, pack: str, tree_file: str, genres: frozenset[str]) -> list[Document]:
    trees: dict[str, Document] = defaultdict(list)
    for document_id, _, tree in read_trees(folder / "ud" / f"{tree_file}.conllu.gz"):
        trees[document_id].append(tree)
    documents = []
    for record in read_records(folder, pack):
        if record["split"] != "train" or record["meta"].get("genre") not in genres:
            continue
        masks = _label_gum(record)
        document = []
        for index, (start, end) in enumerate(find_bounds(record)):
            sentence = cut_sentence(record, start, end, masks, [])
            tree = trees[record["id"]][index] if index < len(trees[record["id"]]) else None
            if tree is not None and tree.words == sentence.words:
                sentence.upos, sentence.heads, sentence.rels = tree.upos, tree.heads, tree.rels
            document.append(sentence)
        documents.append(document)
    return documents


_GUM_TYPES = {
    "person": ("PERSON",),
    "organization": ("ORG",),
    "place": ("LOC",),
    "event": ("EVENT",),
    "object": ("PRODUCT", "WORK", "MISC", "LOC", "O"),
    "abstract": ("MISC", "WORK", "LAW", "PRODUCT", "EVENT", "NORP", "O"),
}


def _label_gum(record: Record) -> list[int]:
    """GUM marks whole noun phrases; the name in one is cut by rule, and what is unclear allows every tag."""
    text, tokens = record["text"], record["tokens"]
    masks = [mask_outside(("NORP", *OTHER_TYPES), text[a:b]) for a, b in tokens]
    named = [
        (s["start"], s["end"], _GUM_TYPES.get(s["label"], ("MISC", "O"))) for s in record["spans"] if s.get("named")
    ]
    for start, end, allowed in align_spans(tokens, named):
        words = [text[a:b] for a, b in tokens[start:end]]
        extent = find_name_extent(words, is_person=allowed == ("PERSON",))
        if extent is None:
            masks[start:end] = [_mask_unclear(word) for word in words]
            continue
        name = " ".join(words[slice(*extent)])
        if is_law(name) and "LAW" in allowed:
            allowed = ("LAW",)
        elif name in COUNTRIES:
            allowed = ("LOC",)
        elif allowed == ("PERSON",) and name.endswith("s") and extent[1] - extent[0] == 1:
            allowed = ("PERSON", "NORP", "ORG")  # a people or a band
        for index in range(end - start):
            if extent[0] <= index < extent[1]:
                masks[start + index] = make_mask(allowed, is_first=index == extent[0])
            else:
                masks[start + index] = _mask_unclear(words[index])
    return masks


def _mask_unclear(word: str) -> int:
    return ANY_TAG if word[:1].isupper() and not is_title(word) else 1


def read_re3d(folder: Path) -> list[Document]:
    """Every fifth document is left for scoring."""
    documents = []
    for number, record in enumerate(read_records(folder, "re3d")):
        if number % 5 == 0:
            continue
        record["tokens"] = [[match.start(), match.end()] for match in _RE3D_TOKEN.finditer(record["text"])]
        masks = label_tokens(record, lambda span: _find_re3d(span), ("NORP", *OTHER_TYPES))
        sentences = [cut_sentence(record, a, b, masks, []) for a, b in find_bounds(record)]
        for sentence in sentences:
            sentence.starts_sentence = False  # a line holds several sentences
        documents.append(sentences)
    return documents


def _find_re3d(span: Record) -> Allowed:
    """Spans are noun phrases: one that looks like a plain name is one, others allow every tag."""
    text = span["text"]
    if text[:4].lower() == "the " and text[4:5].isupper():
        span["start"] += 4
        text = text[4:]
    types = {"Organisation": "ORG", "Location": "LOC", "Person": "PERSON", "Nationality": "NORP"}
    label = types.get(span["label"])
    words = text.split()
    connectors = {"of", "for", "and", "the", "al", "de"}
    is_name = (
        text[:1].isupper()
        and len(words) <= 6
        and all(w[:1].isupper() or w[:1].isdigit() or w in connectors for w in words)
    )
    if text in {"We", "He", "She", "They", "It", "I"}:
        return None
    if label == "PERSON" and any(is_title(word) or word == "of" for word in words):
        return ()
    if text in COUNTRIES:
        return ("LOC",)
    return (label,) if label and is_name else ()
