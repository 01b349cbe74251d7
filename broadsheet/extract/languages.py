"""In which language an article is: what the page declares, what its text says, and which of the two is believed."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Below this many letters the detector is a coin (measured on cut fundus texts); such a text says unknown.
_FEWEST_LETTERS = 60
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE_CHARS = 1_000
_SURE = 0.9


def detect_language(text: str) -> tuple[str | None, float | None]:
    """ISO 639-1 code and confidence (0 to 1) of a text's language; None for both where the text is too short."""
    sample = text[:_SAMPLE_CHARS]
    if len(_LETTER.findall(sample)) < _FEWEST_LETTERS:
        return None, None
    code, confidence = _identifier().classify(sample)
    return str(code), min(1.0, max(0.0, float(confidence)))


def choose_language(
    html_language: str | None, text_language: str | None, confidence: float | None, hint: str | None
) -> str | None:
    """The language believed: the text's where the detector is sure, else the page's, else the source's."""
    if text_language and (confidence or 0.0) >= _SURE:
        return text_language
    return html_language or hint or text_language


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
