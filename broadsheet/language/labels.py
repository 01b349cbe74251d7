"""The label inventory of the shipped model, and how labels of other spaCy pipelines map onto it.

Belongs here: names of labels, their order in the model's outputs, and which tag may follow which. How tags are
decoded belongs in decoding.py.
"""

from __future__ import annotations

NAME_LABELS = ("PERSON", "ORG", "LOC", "NORP", "MISC", "EVENT", "PRODUCT", "WORK", "LAW")
"""Types of names, as `Doc.ents` carries them."""

TAGS = ("O", *(f"{prefix}-{label}" for label in NAME_LABELS for prefix in "BI"))
"""BIO tags in the order of the model's `ner` output: B of label k at 1 + 2k, I at 2 + 2k."""

UPOS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM"),
    *("PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
"""Universal part-of-speech tags in the order of the model's `pos` output."""

OTHER_NAME_LABELS = {
    "PER": "PERSON",
    "GPE": "LOC",
    "FAC": "LOC",
    "FACILITY": "LOC",
    "LOCATION": "LOC",
    "ORGANIZATION": "ORG",
    "WORK_OF_ART": "WORK",
    "OTH": "MISC",
}
"""Labels of other pipelines (OntoNotes, CoNLL, UNER) under the names used here."""

NOT_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
"""OntoNotes labels that are not names: numbers and dates have their own rules."""


def map_name_label(label: str) -> str | None:
    """The label used here for a pipeline's label; None if it does not mark a name.

    >>> map_name_label("GPE"), map_name_label("PERSON"), map_name_label("MONEY")
    ('LOC', 'PERSON', None)
    """
    upper = label.upper()
    if upper in NOT_NAMES:
        return None
    mapped = OTHER_NAME_LABELS.get(upper, upper)
    return mapped if mapped in NAME_LABELS else "MISC"
