"""The language of an article: what the page declares, what is detected in the text, and which of the two is used."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

# Below this many letters the detector guesses at random (measured on truncated fundus texts); the language is unknown.
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
    """The language used: the text's where the detector is confident, else the page's, else the source's."""
    if text_language and (confidence or 0.0) >= _SURE:
        return text_language
    return html_language or hint or text_language


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # loads numpy, which few texts need

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
