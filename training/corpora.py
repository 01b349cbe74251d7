"""Every training corpus as sentences with allowed tags: which labels mean what, and what a corpus leaves open.

Only corpora whose licence lets them train shipped weights are read here; the measure-only ones are named in scores.py.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from broadsheet.language.labels import NAME_LABELS
from training.repair import (
    COUNTRIES,
    DATE_STARTS,
    ORGANISATIONS_AS_PLACES,
    TITLES,
    cut_titles,
    find_name_extent,
    find_nationalities,
    is_law,
    is_nationality,
    is_title,
    mark_nationalities,
)
from training.sentences import (
    ANY_TAG,
    SPACE,
    Document,
    Record,
    align_spans,
    cut_sentence,
    find_bounds,
    mask_of,
    mask_outside,
    read_records,
    split_hyphens,
)
from training.trees import read_trees

Allowed = tuple[str, ...] | None
"""Types that a span may have; "O" among them allows no name; () says nothing is known; None means no span."""

_OTHERS = ("MISC", "EVENT", "PRODUCT", "WORK", "LAW")
_OPEN_GENRES = {"news", "interview", "academic", "court", "bio", "voyage"}
_RE3D_TOKEN = re.compile(r"[A-Za-z]\.(?:[A-Za-z]\.)+|\d[\d.,]*\d|\w+(?:-\w+)*|[^\w\s]")


def read_training_corpora(folder: Path) -> dict[str, list[Document]]:
    """Corpus name to documents: ewt, gum, wnut, crossner, re3d (gold) and gmb (silver)."""
    silver = [record for record in read_records(folder, "gmb_silver") if record["split"] == "train"]
    nationalities = find_nationalities(silver)
    corpora = {
        "ewt": _read_ewt(folder, nationalities),
        "gum": _read_gum(folder),
        "wnut": _read_wnut(folder),
        "crossner": _read_crossner(folder, nationalities),
        "re3d": _read_re3d(folder),
        "gmb": [[cut_sentence(r, 0, len(r["tokens"]), _label_gmb(r), [])] for r in silver if r["tokens"]],
    }
    for documents in corpora.values():
        for document in documents:
            document[:] = [sentence if sentence.heads else split_hyphens(sentence, COUNTRIES) for sentence in document]
            for sentence in document:
                mark_nationalities(sentence, nationalities)
    return corpora


def _label(record: Record, find: Callable[[Record], Allowed], unannotated: tuple[str, ...]) -> list[int]:
    """Masks of a record's tokens."""
    text, tokens = record["text"], record["tokens"]
    masks = [mask_outside(unannotated, text[a:b]) for a, b in tokens]
    found = [(span, find(span)) for span in record["spans"]]  # may move the span's start
    spans = [(span["start"], span["end"], allowed) for span, allowed in found if allowed is not None]
    for start, end, allowed in align_spans(tokens, spans):
        for index in range(start, end):
            masks[index] = _mask(allowed, is_first=index == start)
    return masks


def _mask(allowed: tuple[str, ...], *, is_first: bool) -> int:
    if not allowed:
        return ANY_TAG
    labels = [label for label in allowed if label != "O"]
    return mask_of(labels, is_first=is_first, or_none="O" in allowed)


def _read_ewt(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    trees = {sentence_id: tree for _, sentence_id, tree in read_trees(folder / "ud" / "ewt_train.conllu.gz")}

    def find(span: Record) -> Allowed:
        if span["label"] != "OTH":
            return ("PERSON",) if span["label"] == "PER" else (span["label"],)
        if is_nationality(span["text"], nationalities):
            return ("NORP",)
        return ("NORP", *_OTHERS, "O")

    documents: dict[str, Document] = defaultdict(list)
    for record in read_records(folder, "uner_ewt"):
        if record["split"] != "train" or not record["tokens"]:
            continue
        sentence = cut_sentence(record, 0, len(record["tokens"]), _label(record, find, ("NORP", *_OTHERS)), [])
        sentence.spaces[0] = SPACE
        document = documents[record["id"].rsplit("-", 1)[0]]
        tree = trees.get(record["id"])
        if tree is not None and tree.words != sentence.words:
            documents["tree-" + record["id"]].append(tree)
        elif tree is not None:
            sentence.spaces = tree.spaces
            sentence.upos, sentence.heads, sentence.rels = tree.upos, tree.heads, tree.rels
        document.append(sentence)
    return list(documents.values())


def _read_gum(folder: Path) -> list[Document]:
    trees: dict[str, Document] = defaultdict(list)
    for document_id, _, tree in read_trees(folder / "ud" / "gum_train.conllu.gz"):
        trees[document_id].append(tree)
    documents = []
    for record in read_records(folder, "gum_ner"):
        if record["split"] != "train" or record["meta"].get("genre") not in _OPEN_GENRES:
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
    masks = [mask_outside(("NORP", *_OTHERS), text[a:b]) for a, b in tokens]
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
                masks[start + index] = _mask(allowed, is_first=index == extent[0])
            else:
                masks[start + index] = _mask_unclear(words[index])
    return masks


def _mask_unclear(word: str) -> int:
    return ANY_TAG if word[:1].isupper() and not is_title(word) else 1


def _read_wnut(folder: Path) -> list[Document]:
    types = {"person": "PERSON", "location": "LOC", "group": "ORG", "corporation": "ORG"}
    types |= {"creative-work": "WORK", "product": "PRODUCT"}
    return [
        [
            cut_sentence(
                r, 0, len(r["tokens"]), _label(r, lambda s: (types[s["label"]],), ("NORP", "EVENT", "LAW", "MISC")), []
            )
        ]
        for r in read_records(folder, "wnut17")
        if r["split"] == "train" and r["tokens"]
    ]


def _read_crossner(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    types = {"politician": "PERSON", "person": "PERSON", "politicalparty": "ORG", "organisation": "ORG"}
    types |= {"location": "LOC", "country": "LOC", "election": "EVENT", "event": "EVENT"}

    def find(span: Record) -> Allowed:
        if span["label"] != "misc":
            return (types[span["label"]],)
        if is_law(span["text"]):
            return ("LAW",)
        if is_nationality(span["text"], nationalities):
            return ("NORP",)
        return ("NORP", *_OTHERS, "O")

    return [
        [cut_sentence(r, 0, len(r["tokens"]), _label(r, find, ("NORP", *_OTHERS)), [])]
        for r in read_records(folder, "crossner_politics")
        if r["split"] != "test" and r["tokens"]
    ]


def _read_re3d(folder: Path) -> list[Document]:
    """Every fifth document is left for scoring."""
    documents = []
    for number, record in enumerate(read_records(folder, "re3d")):
        if number % 5 == 0:
            continue
        record["tokens"] = [[match.start(), match.end()] for match in _RE3D_TOKEN.finditer(record["text"])]
        masks = _label(record, lambda span: _find_re3d(span), ("NORP", *_OTHERS))
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


def _label_gmb(record: Record) -> list[int]:
    types = {"per": "PERSON", "org": "ORG"}

    def find(span: Record) -> Allowed:
        text, label = span["text"], span["label"]
        if label == "per":
            words = text.split(" ")
            if all(word in TITLES for word in words):
                return ("O",)
            span["start"] += sum(len(word) + 1 for word in words[: cut_titles(words)])
        if label in types:
            return (types[label],)
        if label == "geo":
            return ("ORG",) if text in ORGANISATIONS_AS_PLACES else ("LOC",)
        if label == "gpe":
            return ("LOC",) if text in COUNTRIES else ("NORP",)
        if label == "tim":
            return ("O",) if not text[:1].isupper() or text[:3] in DATE_STARTS else ()
        return ("EVENT", "O") if label == "eve" else ("MISC", "WORK", "PRODUCT", "O")

    return _label(record, find, ("MISC", "WORK", "PRODUCT", "LAW"))


assert set(_OTHERS) < set(NAME_LABELS)
