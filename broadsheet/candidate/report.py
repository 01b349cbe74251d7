"""A comparison as a page: counts by table, source and rule, and examples in their text."""

from __future__ import annotations

from collections import Counter

import jinja2

from broadsheet.candidate.differences import EXAMPLES, TABLES, Comparison

KINDS = ("gained", "lost", "changed")


def write_html(comparison: Comparison) -> str:
    """One page without scripts or outside requests."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("broadsheet.candidate"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("comparison.html.j2").render(
        days=comparison.days,
        kinds=KINDS,
        tables=[
            (table, comparison.equal[table], [comparison.count(table, kind) for kind in KINDS]) for table in TABLES
        ],
        by_rule=count_by(comparison, 3),
        by_source=count_by(comparison, 2),
        examples=[
            (table, kind, sorted(comparison.examples[table, kind], key=lambda item: item.rank)[:EXAMPLES])
            for table in TABLES
            for kind in KINDS
            if comparison.examples.get((table, kind))
        ],
    )


def count_by(comparison: Comparison, place: int, most: int = 40) -> list[tuple[str, str, list[int]]]:
    """(table, source or rule, rows gained, lost, changed), those with most differences first.

    place: 2 counts by source, 3 by rule.
    """
    found: dict[tuple[str, str], Counter[str]] = {}
    for key, number in comparison.counts.items():
        found.setdefault((key[0], key[place]), Counter())[key[1]] += number
    ranked = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    return [(table, name, [counts[kind] for kind in KINDS]) for (table, name), counts in ranked[:most]]
