"""What kind of statement it is: hedges, modality, negation, type and how much it asks to be checked.

All features are words of `hedges.toml` and counts, so that each score can be explained. The weights of
check-worthiness are stated below; they were set by reason, not trained.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from broadsheet.claims.lexicon import load_lexicon

_CLAIM_TYPES = ("prediction", "voting", "comparison", "causal", "rule", "personal")
# Check-worthiness starts at BASE and adds these; the sum is cut to 0..1.
_BASE = 0.3
_WEIGHTS = {
    "number": 0.25,
    "name": 0.15,
    "comparison_or_cause": 0.1,
    "long_enough": 0.1,
    "past_or_present": 0.1,
    "question": -0.4,
    "opinion": -0.15,
    "personal": -0.15,
    "prediction": -0.15,
    "too_short": -0.3,
    "hedged": -0.05,
}
_PAST_OR_PRESENT = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|\w{2,}ed|said|told|rose|fell|won|lost|made|took|gave|went|came|paid|cost|spent|held|led|met|ran|cut|hit|grew|built|killed)\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|half"
    r"|dozen|hundred|thousand|million|billion|percent|per cent)s?\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:i|we|my|our|me|us)\b", re.IGNORECASE)


def find_hedges(text: str) -> tuple[str, ...]:
    """Words that weaken a text, in their order, each once, as they stand there.

    >>> find_hedges("It will likely rain, and it may snow; it is likely.")
    ('likely', 'may')
    """
    found: dict[str, str] = {}
    for match in _hedge_pattern().finditer(text):
        # "May" is a month where it begins with a capital inside a sentence.
        if match.group() == "May" and match.start() > 0:
            continue
        found.setdefault(match.group().lower(), match.group())
    return tuple(found.values())


def judge_modality(text: str) -> str | None:
    """certain, likely, possible, obligation or conditional; None for a text without words.

    >>> judge_modality("They must leave."), judge_modality("It could rain."), judge_modality("It rained.")
    ('obligation', 'possible', 'certain')
    """
    if not any(char.isalnum() for char in text):
        return None
    for name in ("obligation", "likely", "possible", "conditional"):
        if _modality_pattern(name).search(text):
            return name
    return "certain"


def judge_type(text: str, number_count: int) -> str:
    """The claim_type of a content: quantity where a number is said, else the first type whose words stand there."""
    matched = [name for name in _CLAIM_TYPES if _type_pattern(name).search(text)]
    if "prediction" in matched or "voting" in matched:
        return matched[0]
    if number_count:
        return "quantity"
    return matched[0] if matched else "other"


def score_checkworthiness(
    text: str, *, number_count: int, name_count: int, claim_type: str, hedges: Sequence[str] = ()
) -> float:
    """0 to 1: how much a statement asks to be checked.

    Numbers, names, comparisons and facts of the past or present raise it; questions, opinions, statements about the
    speaker's own mind, predictions and fragments lower it.
    """
    words = len(text.split())
    features = {
        "number": number_count > 0 or _DIGITS.search(text) is not None,
        "name": name_count > 0,
        "comparison_or_cause": claim_type in ("comparison", "causal"),
        "long_enough": words >= 8,
        "past_or_present": _PAST_OR_PRESENT.search(text) is not None,
        "question": text.rstrip("\"”’' ").endswith("?"),
        "opinion": _opinion_pattern().search(text) is not None,
        "personal": _FIRST_PERSON.search(text) is not None,
        "prediction": claim_type == "prediction",
        "too_short": words < 4,
        "hedged": bool(hedges),
    }
    score = _BASE + sum(_WEIGHTS[name] for name, holds in features.items() if holds)
    return round(min(1.0, max(0.0, score)), 2)


def _compile(words: Sequence[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in ordered) + r")(?!\w)", re.IGNORECASE)


@cache
def _hedge_pattern() -> re.Pattern[str]:
    raw = load_lexicon().raw_hedges
    skipped = set(raw["not_listed"])
    return _compile([word for group in raw["listed"] for word in raw[group] if word not in skipped])


@cache
def _modality_pattern(name: str) -> re.Pattern[str]:
    raw = load_lexicon().raw_hedges
    skipped = {"can", "suggest", "suggests", "indicate", "indicates", "some", "reported"}
    if name in raw["modality"]:
        return _compile(raw["modality"][name])
    groups = {"likely": ("likely", "seems"), "possible": ("possible", "attributed")}[name]
    return _compile([word for group in groups for word in raw[group] if word not in skipped])


@cache
def _type_pattern(name: str) -> re.Pattern[str]:
    return _compile(load_lexicon().raw_hedges["claim_type"][name])


@cache
def _opinion_pattern() -> re.Pattern[str]:
    return _compile(load_lexicon().raw_hedges["opinion"]["words"])
