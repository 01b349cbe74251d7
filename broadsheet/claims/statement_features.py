"""Features of a statement: hedges, modality, type, and the groups of words that they rest on.

All features are words of `hedges.toml`. A text is read once, word by word. How much a statement asks to be checked
belongs in `checkworthiness`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from broadsheet.claims.lexicon import load_lexicon

_CLAIM_TYPES = ("prediction", "voting", "comparison", "causal", "rule", "personal")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_MODALITIES = ("obligation", "likely", "possible", "conditional")
# Group of hedges.toml -> modality.
_MODALITY_OF = {"likely": "likely", "seems": "likely", "possible": "possible", "attributed": "possible"}


@dataclass(frozen=True, slots=True)
class StatementFeatures:
    """Features of one content. tags: groups of `hedges.toml` whose words it has, such as `type:causal`, `opinion`."""

    hedges: tuple[str, ...]
    modality: str | None
    claim_type: str
    tags: frozenset[str]


def extract_features(text: str, *, number_count: int) -> StatementFeatures:
    """Hedges in order of position, each once, with modality (None for a text without words), type and tags.

    >>> found = extract_features("It will likely rain, and it may snow; it is likely.", number_count=0)
    >>> found.hedges, found.modality, found.claim_type
    (('likely', 'may'), 'likely', 'prediction')
    """
    words = [(match.group(), match.start()) for match in _WORD.finditer(text)]
    tags, hedges = _tag(words)
    modality = next((name for name in _MODALITIES if f"modality:{name}" in tags), "certain" if words else None)
    return StatementFeatures(hedges, modality, _choose_type(tags, number_count), frozenset(tags))


def _choose_type(tags: set[str], number_count: int) -> str:
    """The claim type: prediction and voting before quantity, since a number is incidental in them; then the others."""
    for name in ("prediction", "voting"):
        if f"type:{name}" in tags:
            return name
    if number_count:
        return "quantity"
    return next((name for name in _CLAIM_TYPES if f"type:{name}" in tags), "other")


def _tag(words: Sequence[tuple[str, int]]) -> tuple[set[str], tuple[str, ...]]:
    """All tags of the words and phrases of a text, and its hedges."""
    table = _load_table()
    lowered = [word.lower().replace("’", "'") for word, _ in words]
    tags: set[str] = set()
    hedges: dict[str, str] = {}
    for index, word in enumerate(lowered):
        if word[0].isdigit():
            tags.add("number")
        # Clitics ("they'll") are in the table too.
        for key in (word, word[word.index("'") :]) if "'" in word else (word,):
            for phrase, found in table.get(key, ()):
                if len(phrase) > 1 and tuple(lowered[index : index + len(phrase)]) != phrase:
                    continue
                # "May" is a month if it is capitalised inside a sentence.
                if word == "may" and words[index][0] == "May" and index > 0:
                    continue
                tags.update(found)
                if "hedge" in found:
                    surface = words[index][0] if len(phrase) == 1 else " ".join(phrase)
                    hedges.setdefault(" ".join(phrase), surface)
        if word.endswith("ed") and len(word) > 4:
            tags.add("past_or_present")
    return tags, tuple(hedges.values())


@cache
def _load_table() -> Mapping[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    """First word -> phrases that begin with it, each with its tags."""
    raw = load_lexicon().raw_hedges
    tagged: dict[str, set[str]] = {}
    for group, modality in _MODALITY_OF.items():
        for phrase in raw[group]:
            if phrase not in raw["not_modal"]:
                tagged.setdefault(phrase, set()).add(f"modality:{modality}")
            if group in raw["listed"] and phrase not in raw["not_listed"]:
                tagged.setdefault(phrase, set()).add("hedge")
    for name, phrases in raw["modality"].items():
        for phrase in phrases:
            tagged.setdefault(phrase, set()).add(f"modality:{name}")
    for name, phrases in raw["claim_type"].items():
        for phrase in phrases:
            tagged.setdefault(phrase, set()).add(f"type:{name}")
    for name, phrases in raw["features"].items():
        for phrase in phrases:
            tagged.setdefault(phrase, set()).add(name)
    table: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = {}
    for phrase, tags in tagged.items():
        parts = tuple(phrase.replace("’", "'").split())
        table.setdefault(parts[0], []).append((parts, frozenset(tags)))
    return table
