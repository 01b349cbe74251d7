"""Copies among texts that share many words: the model `story_members` on near-duplicate pairs planted in a crowd."""

from __future__ import annotations

from typing import Any

from tests.gates.framework import gate
from tests.stories.grouping import find_stories


@gate(name="stories", corpus="minhash_pairs", path="gold/minhash_pairs.jsonl.gz")
def measure_pairs(records: list[dict[str, Any]]) -> dict[str, float]:
    """Precision and recall of planted pairs in the corpus's two sets, in points."""
    scores: dict[str, float] = {}
    for split in sorted({record["split"] for record in records}):
        rows = [record for record in records if record["split"] == split]
        stories = find_stories({"article_id": row["id"], "source_id": row["id"], "text": row["text"]} for row in rows)
        planted = {
            frozenset({row["id"], f"{split}:{row['duplicate_of']}"}) for row in rows if row["duplicate_of"] is not None
        }
        members: dict[str, list[str]] = {}
        for article_id, story_id in stories.items():
            members.setdefault(story_id, []).append(article_id)
        found = {
            frozenset({one, other})
            for together in members.values()
            for number, one in enumerate(together)
            for other in together[:number]
        }
        scores[f"{split}.precision"] = 100.0 * len(found & planted) / max(1, len(found))
        scores[f"{split}.recall"] = 100.0 * len(found & planted) / max(1, len(planted))
    return scores
