"""Corpora of organisations, bands, bodies and people in Wikipedia articles, tweets and history: labels and habits.

Belongs here: which labels of a pack mean what. Packs that mark only some of their names are in partial.py.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from training.allowed import OTHER_TYPES, Allowed, label_tokens
from training.parts import is_measured
from training.repair import COUNTRIES, is_law, is_nationality
from training.sentences import Document, Record, cut_sentence, find_bounds, read_records

_MIXED = ("NORP", *OTHER_TYPES, "O")
"""What a class for all other names may hold."""

_TWEETS = frozenset("FG")
"""Sections of the tweets that are nearest to news: known people, news desks."""


def read_wikigold(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Wikipedia by CoNLL's rules: teams named after places are ORG, nationalities MISC."""
    types = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}

    def find(span: Record) -> Allowed:
        if span["label"] in types:
            return (types[span["label"]],)
        return ("NORP",) if is_nationality(span["text"], nationalities) else _MIXED

    documents: dict[str, Document] = defaultdict(list)
    for record in read_records(folder, "wikigold"):
        if not is_measured("wikigold", record):
            documents[record["meta"]["document"]].extend(_read_lines(record, find))
    return list(documents.values())


def read_redocred(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Wikipedia articles. Nationalities are marked as places; MISC is mixed; times and numbers are no names."""

    def find(span: Record) -> Allowed:
        text, label = span["text"], span["label"]
        if label in {"TIME", "NUM"}:
            return None
        if not any(char.isupper() for char in text):
            return ()
        if label == "LOC" and text not in COUNTRIES and is_nationality(text, nationalities):
            return ("NORP",) if text in nationalities else ("LOC", "NORP")
        if label == "MISC" and is_law(text):
            return ("LAW", "MISC", "WORK", "EVENT")
        return {"PER": ("PERSON",), "ORG": ("ORG",), "LOC": ("LOC",)}.get(label, _MIXED)

    return [
        _read_lines(record, find) for record in read_records(folder, "redocred") if not is_measured("redocred", record)
    ]


_CROSSNER_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["person", "writer", "musicalartist", "scientist", "researcher"], ("PERSON",)),
    **dict.fromkeys(["organisation", "band", "university", "magazine"], ("ORG",)),
    **dict.fromkeys(["location", "country", "astronomicalobject"], ("LOC",)),
    "academicjournal": ("ORG", "WORK"),
    "conference": ("EVENT", "ORG", "MISC"),
    "event": ("EVENT", "MISC"),
    "award": ("MISC", "WORK", "EVENT"),
    **dict.fromkeys(["book", "album", "song", "poem"], ("WORK",)),
    "product": ("PRODUCT", "WORK", "MISC", "O"),
}


def read_crossner_fields(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Wikipedia on music, literature, science and artificial intelligence; names of fields of knowledge stay open."""

    def find(span: Record) -> Allowed:
        text, label = span["text"], span["label"]
        if label == "country" and text not in COUNTRIES and text in nationalities:
            return ("NORP",)
        if label in _CROSSNER_TYPES:
            return _CROSSNER_TYPES[label]
        return ("NORP",) if label == "misc" and is_nationality(text, nationalities) else _MIXED

    return [
        _read_lines(record, find)
        for record in read_records(folder, "crossner_other")
        if not is_measured("crossner_other", record)
    ]


def read_tweets(folder: Path) -> list[Document]:
    """Tweets of known people and news desks. Handles and hashtags marked as names stay open."""
    types = {"PER": "PERSON", "ORG": "ORG", "LOC": "LOC"}

    def find(span: Record) -> Allowed:
        return () if span.get("handle") else (types[span["label"]],)

    documents = []
    for record in read_records(folder, "btc"):
        if record["meta"]["section"] in _TWEETS and record["tokens"]:
            document = _read_lines(record, find)
            for sentence in document:
                sentence.starts_sentence = False  # a tweet holds several
            documents.append(document)
    return documents


_GROBID_TYPES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["INSTITUTION", "ORGANISATION", "BUSINESS"], ("ORG",)),
    "PERSON": ("PERSON",),
    "LOCATION": ("LOC",),
    "INSTALLATION": ("LOC",),
    "NATIONAL": ("NORP",),
    "LEGAL": ("LAW",),
    "EVENT": ("EVENT",),
    "CREATION": ("WORK",),
    "ARTIFACT": ("PRODUCT",),
}


def read_grobid(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Wikipedia on wars and Brexit. Lists and noun phrases marked as one name stay open, and types of persons."""

    def find(span: Record) -> Allowed:
        text, label = span["text"], span["label"]
        if text in nationalities and text not in COUNTRIES:
            return ("NORP",)
        if span.get("joined") or "," in text or "(" in text or not any(char.isupper() for char in text):
            return ()
        if label in {"INSTITUTION", "ORGANISATION"} and text.split()[-1].islower():
            return ()  # "British government": a description, and no name by our rule
        return _GROBID_TYPES.get(label, ()) if span.get("ner4") else ()

    return [_read_lines(record, find) for record in read_records(folder, "grobid_ner") if record["tokens"]]


def _read_lines(record: Record, find: Callable[[Record], Allowed]) -> Document:
    """The sentences of a record."""
    masks = label_tokens(record, find, ("NORP", *OTHER_TYPES))
    return [cut_sentence(record, start, end, masks, []) for start, end in find_bounds(record)]
