"""Every training corpus as sentences with allowed tags: which labels mean what, and what a corpus leaves open.

Only corpora whose licence lets them train shipped weights are read here; those that may only be measured on, and the
parts of others that are kept out, are in parts.py. Readers of more corpora are in packs.py, partial.py and phrases.py.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from training.allowed import OTHER_TYPES, Allowed, label_tokens
from training.packs import read_crossner_fields, read_grobid, read_redocred, read_tweets, read_wikigold
from training.partial import read_core, read_knowledgenet, read_legal
from training.parts import is_measured
from training.phrases import read_gum, read_re3d, read_speeches
from training.repair import (
    COUNTRIES,
    DATE_STARTS,
    ORGANISATIONS_AS_PLACES,
    TITLES,
    cut_titles,
    find_nationalities,
    is_law,
    is_nationality,
    mark_nationalities,
)
from training.sentences import SPACE, Document, Record, cut_long, cut_sentence, read_records, split_hyphens
from training.trees import read_trees

_MOST_WORDS = 80


def read_training_corpora(folder: Path) -> dict[str, list[Document]]:
    """Corpus name to documents; `gmb` is silver, all others are gold."""
    silver = [record for record in read_records(folder, "gmb_silver") if record["split"] == "train"]
    nationalities = find_nationalities(silver)
    corpora = {
        "ewt": _read_ewt(folder, nationalities),
        "gum": read_gum(folder),
        "wnut": _read_wnut(folder),
        "crossner": _read_crossner(folder, nationalities),
        "re3d": read_re3d(folder),
        "wikigold": read_wikigold(folder, nationalities),
        "redocred": read_redocred(folder, nationalities),
        "fields": read_crossner_fields(folder, nationalities),
        "core": read_core(folder, nationalities),
        "knowledgenet": read_knowledgenet(folder, nationalities),
        "tweets": read_tweets(folder),
        "grobid": read_grobid(folder, nationalities),
        "legal": read_legal(folder, nationalities),
        "speeches": read_speeches(folder),
        "gmb": [[cut_sentence(r, 0, len(r["tokens"]), _label_gmb(r), [])] for r in silver if r["tokens"]],
    }
    for documents in corpora.values():
        for document in documents:
            split = [sentence if sentence.heads else split_hyphens(sentence, COUNTRIES) for sentence in document]
            document[:] = [part for sentence in split for part in cut_long(sentence, _MOST_WORDS)]
            for sentence in document:
                mark_nationalities(sentence, nationalities)
    return corpora


def _read_ewt(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    trees = {sentence_id: tree for _, sentence_id, tree in read_trees(folder / "ud" / "ewt_train.conllu.gz")}

    def find(span: Record) -> Allowed:
        if span["label"] != "OTH":
            return ("PERSON",) if span["label"] == "PER" else (span["label"],)
        if is_nationality(span["text"], nationalities):
            return ("NORP",)
        return ("NORP", *OTHER_TYPES, "O")

    documents: dict[str, Document] = defaultdict(list)
    for record in read_records(folder, "uner_ewt"):
        if record["split"] != "train" or not record["tokens"]:
            continue
        sentence = cut_sentence(
            record, 0, len(record["tokens"]), label_tokens(record, find, ("NORP", *OTHER_TYPES)), []
        )
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


def _read_wnut(folder: Path) -> list[Document]:
    types = {"person": "PERSON", "location": "LOC", "group": "ORG", "corporation": "ORG"}
    types |= {"creative-work": "WORK", "product": "PRODUCT"}
    return [
        [
            cut_sentence(
                r,
                0,
                len(r["tokens"]),
                label_tokens(r, lambda s: (types[s["label"]],), ("NORP", "EVENT", "LAW", "MISC")),
                [],
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
        return ("NORP", *OTHER_TYPES, "O")

    return [
        [cut_sentence(r, 0, len(r["tokens"]), label_tokens(r, find, ("NORP", *OTHER_TYPES)), [])]
        for r in read_records(folder, "crossner_politics")
        if r["tokens"] and not is_measured("crossner_politics", r)
    ]


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

    return label_tokens(record, find, ("MISC", "WORK", "PRODUCT", "LAW"))
