"""Packs that mark only some of their names: what is marked teaches, every other capitalised word stays open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from training.allowed import Allowed, label_tokens
from training.parts import is_measured
from training.sentences import (
    ANY_TAG,
    FUNCTION_WORDS,
    INSIDE_TAGS,
    TAG_INDEX,
    Document,
    Record,
    cut_sentence,
    read_records,
)

_CONNECTORS = frozenset(["of", "the", "for", "and", "in", "on", "de", "la", "du", "&", "-", "–", "'s", "’s", "."])
_NOT_A_NAME = 1


def open_unmarked(words: list[str], masks: list[int], nationalities: frozenset[str]) -> list[int]:
    """Masks in which unmarked capitalised words allow every tag, but do not go on with a marked name before them.

    Words such as `of` between two open ones are open too. A nationality with no capitalised word beside it is one.
    masks: O where nothing is marked.
    """
    marked = [mask != _NOT_A_NAME for mask in masks]
    opened = [
        ANY_TAG if not is_marked and _may_be_name(word) else mask
        for word, mask, is_marked in zip(words, masks, marked, strict=True)
    ]
    _open_connectors(words, marked, opened)
    _close_nationalities(words, opened, nationalities)
    for index in range(1, len(words)):
        if marked[index - 1] and not marked[index] and opened[index] == ANY_TAG:
            opened[index] = ANY_TAG & ~INSIDE_TAGS
    return opened


def _open_connectors(words: list[str], marked: list[bool], opened: list[int]) -> None:
    for index, word in enumerate(words[1:-1], 1):
        is_between = opened[index - 1] == ANY_TAG and _may_be_name(words[index + 1]) and not marked[index + 1]
        if opened[index] == _NOT_A_NAME and word.lower() in _CONNECTORS and is_between:
            opened[index] = ANY_TAG


def _close_nationalities(words: list[str], opened: list[int], nationalities: frozenset[str]) -> None:
    for index, word in enumerate(words):
        beside = words[max(index - 1, 0) : index] + words[index + 1 : index + 2]
        if word in nationalities and opened[index] == ANY_TAG and not any(map(_may_be_name, beside)):
            opened[index] = 1 << TAG_INDEX["B-NORP"]


def _may_be_name(word: str) -> bool:
    if word.capitalize() == word and word.lower() in FUNCTION_WORDS:
        return False
    return any(char.isupper() for char in word)


def read_core(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Passages on companies: the two names of a relation are marked."""
    return _read(folder, "core_companies_partial", _find_core, nationalities, starts_sentence=False)


def _find_core(span: Record) -> Allowed:
    types = {"ORG": ("ORG",), "PRODUCT": ("PRODUCT", "WORK", "MISC"), "BRAND": ("PRODUCT", "ORG", "MISC")}
    return types.get(span["label"], ())


def read_knowledgenet(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Sentences on fifteen kinds of facts."""
    return _read(folder, "knowledgenet_partial", _find_knowledgenet, nationalities, starts_sentence=True)


def _find_knowledgenet(span: Record) -> Allowed:
    text = span["text"]
    for ending in ("'s", "’s", "'", "’"):
        if text.endswith(ending):
            span["end"] -= len(ending)  # the possessive is marked with the name, at times
            break
    return (span["label"],) if any(char.isupper() for char in text) else ()


def read_legal(folder: Path, nationalities: frozenset[str]) -> list[Document]:
    """Indian court judgments. Parties to a case are persons or bodies, cases are both: these stay open."""
    return _read(folder, "legal_ner_dev", _find_legal, nationalities, starts_sentence=False)


def _find_legal(span: Record) -> Allowed:
    text, label = span["text"], span["label"]
    if text.startswith(("State of", "State Of")) or "\n" in text or len(text.split()) > 10:
        return ()
    types = {"COURT": "ORG", "ORG": "ORG", "GPE": "LOC", "STATUTE": "LAW"}
    types |= dict.fromkeys(["JUDGE", "LAWYER", "WITNESS", "OTHER_PERSON"], "PERSON")
    return (types[label],) if label in types else ()


def _read(
    folder: Path,
    pack: str,
    find: Callable[[Record], Allowed],
    nationalities: frozenset[str],
    *,
    starts_sentence: bool,
) -> list[Document]:
    """Every record is one sentence; starts_sentence: whether no other one begins inside it."""
    documents = []
    for record in read_records(folder, pack):
        if record["tokens"] and not is_measured(pack, record):
            sentence = cut_sentence(record, 0, len(record["tokens"]), label_tokens(record, find, ()), [])
            sentence.masks = open_unmarked(sentence.words, sentence.masks or [], nationalities)
            sentence.starts_sentence = starts_sentence
            documents.append([sentence])
    return documents
