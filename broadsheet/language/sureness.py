"""How sure the network is of a name's label, kept beside the Doc.

Belongs here: noting it and looking it up. What it means for a name is decided where names are.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

_KEY = "broadsheet_sureness"


def note_sureness(doc: Doc, place: NDArray[np.int64], sureness: NDArray[np.float32]) -> None:
    """Keep with a Doc how sure the label of each word is; `place` are the tokens of the words."""
    noted = np.ones(len(doc), np.float32)
    noted[place] = sureness
    doc.user_data[_KEY] = noted


def read_sureness(doc: Doc, start_char: int, end_char: int, label: str) -> float | None:
    """How sure a span has a label, 0 to 1; None where the pipeline does not say.

    Of words that have another label, what is left beside that one counts: the most that it may be.
    """
    noted = doc.user_data.get(_KEY)
    span = doc.char_span(start_char, end_char, alignment_mode="expand")
    if noted is None or span is None:
        return None
    shares = [noted[token.i] if token.ent_type_ == label else 1 - noted[token.i] for token in span]
    return float(np.mean(shares))
