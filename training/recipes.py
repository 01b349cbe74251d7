"""The recipes of all stages: what decides the shipped weights besides the corpora. `--seed` is added to every seed."""

from __future__ import annotations

import dataclasses

from training.fit import Recipe

TEACHER = Recipe(
    steps=1300,
    seed=41,
    rate=1e-4,
    decay=0.9,
    warmup=0.06,
    cooldown=0.9,
    budget=768,
    average=0.99,
    save_every=50,
    names_only=True,
    shares=(
        *(("gmb", 0.17), ("ewt", 0.6), ("tweets", 0.5), ("wnut", 0.4), ("fields", 0.8)),
        *(("grobid", 0.5), ("legal", 0.2)),
    ),
)
"""Half of MPNet, under two rounds of the gold text: every step costs as much as eight of the small network's."""

_SHARES = (
    *(("ewt", 1.5), ("gum", 2.0), ("speeches", 2.0), ("gmb", 0.45), ("tweets", 0.7), ("core", 0.8)),
    *(("grobid", 0.5), ("legal", 0.2)),
)
"""A quarter of the pieces has trees, a quarter is silver news."""

TAUGHT = Recipe(
    steps=2800,
    seed=21,
    rate=1.2e-4,
    head_rate=4e-4,
    case_rate=5e-4,
    warmup=0.04,
    cooldown=0.9,
    shares=(*_SHARES, ("gmb", 1.0), ("text_digitalgov", 0.5)),
    losses=(("ner", 1.0), ("start", 0.5), ("pos", 0.5), ("arc", 1.0), ("rel", 0.6)),
)
"""Names weigh 1 from gold and 4 from the teacher."""


KEPT = 0.4
"""Share of the edition before in the shipped weights: trees and what rules make of them change less, names gain."""


def shift_seed(recipe: Recipe, by: int) -> Recipe:
    """The recipe with another seed."""
    return dataclasses.replace(recipe, seed=recipe.seed + by)
