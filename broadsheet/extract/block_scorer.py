"""How likely each block of a page's text is no part of the story: a logistic regression over its features.

The weights in block_weights.toml were fitted on blocks that the golds of development pages hold or leave out;
bench/bench_boilerplate.py fits them and says how well they do on sites that they were not fitted on. Belongs here:
scoring and naming the kind. Features are measured in broadsheet.extract.block_features.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from broadsheet.errors import FaultError
from broadsheet.extract.block_features import measure_blocks
from broadsheet.records import Paragraph

# With a lower threshold more blocks of the story are labelled than boilerplate: see bench/bench_boilerplate.py.
THRESHOLD = 0.47
# What a kind of cue says about a block that no rule names.
_KINDS_OF_CUES = {
    "offer": "subscribe", "social": "share", "comments": "comments", "related": "read_more",
    "credit": "caption_credit", "copyright": "copyright", "byline": "byline",
}  # fmt: skip


def label_by_score(paragraphs: Sequence[Paragraph], link_shares: Sequence[float]) -> list[Paragraph]:
    """The blocks with labels by their score; what rules for wording labelled before counts as a feature.

    The label of a rule falls where the score is against it.
    """
    ruled = [paragraph.is_boilerplate for paragraph in paragraphs]
    return label_by_features(paragraphs, measure_blocks(paragraphs, link_shares, ruled), load_block_weights())


def label_by_features(
    paragraphs: Sequence[Paragraph], features: Sequence[Mapping[str, float]], weights: Mapping[str, float]
) -> list[Paragraph]:
    """The blocks with labels by their score under these weights. features: of each block."""
    return [_label(*each, score_block(each[1], weights)) for each in zip(paragraphs, features, strict=True)]


def score_block(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The likelihood, 0 to 1, that a block with these features is no part of the story."""
    total = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in features.items() if value)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def is_plain_sentence(features: Mapping[str, float]) -> bool:
    """Whether a block is a sentence without links, without words to the reader and without a rule against it."""
    is_bare = not features["ruled"] and features["linked"] < 0.3
    return bool(features["sentence"] and is_bare and not features.get("dense_reader") and not features["words_0_3"])


def _label(paragraph: Paragraph, features: Mapping[str, float], score: float) -> Paragraph:
    is_boilerplate = score >= THRESHOLD and not is_plain_sentence(features)
    if not is_boilerplate:
        return replace(paragraph, is_boilerplate=False, boilerplate_kind=None, boilerplate_score=None, rule=None)
    if paragraph.is_boilerplate:
        return replace(paragraph, boilerplate_score=round(score, 2))
    kind = _choose_kind(features)
    return replace(
        paragraph, is_boilerplate=True, boilerplate_kind=kind, boilerplate_score=round(score, 2), rule="block_score"
    )


def _choose_kind(features: Mapping[str, float]) -> str:
    """The kind that the words suggest, else the one that links and place suggest."""
    if features["linked_line"] or features["linked_sentence"]:
        return "navigation" if features["words_0_3"] else "related_links"
    cues = {kind: features.get(f"dense_{kind}", 0.0) for kind in _KINDS_OF_CUES}
    best = max(cues, key=lambda kind: (cues[kind], kind))
    if cues[best]:
        return _KINDS_OF_CUES[best]
    if features["before"] and not features["sentence"]:
        return "byline"
    return "related_links" if features["after_item"] or features["after_heading"] else "navigation"


@cache
def load_block_weights() -> dict[str, float]:
    """Weight by name of a feature. Raises FaultError where the file cannot be read."""
    try:
        raw = files("broadsheet").joinpath("extract", "block_weights.toml").read_text(encoding="utf-8")
        return {name: float(weight) for name, weight in tomllib.loads(raw)["weights"].items()}
    except (OSError, tomllib.TOMLDecodeError, KeyError) as error:
        raise FaultError(f"extract/block_weights.toml cannot be read: {error!r}.") from error
