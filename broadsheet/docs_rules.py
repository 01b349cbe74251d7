"""`python -m broadsheet.docs_rules`: write docs/rules.md from the rules of numbers and dates. A test compares the two.

Belongs here: the page alone. Rules of numbers carry their examples; those of dates are in dates/rule_examples.toml.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from broadsheet.dates.rules import RULES as DATE_RULES
from broadsheet.numbers import RULES as NUMBER_RULES
from broadsheet.numbers.quantity_scanner import STEPS
from broadsheet.numbers.rules import NumberRule

TARGET = Path(__file__).parents[1] / "docs" / "rules.md"


def write_rule_docs() -> str:
    """The whole page as Markdown."""
    lines = [
        "# Rules of numbers and dates",
        "",
        "Made by `python -m broadsheet.docs_rules` from the rules themselves; do not edit.",
        "",
        "## Numbers",
        "",
        "A number is read step by step: its power and sign, its unit, the base of its rate, then what joins it to the",
        "next, its bound, its kind, what it counts and its role in a change. The rules of a step are asked in this",
        "order; the first that takes the words wins, and a number has one unit. Of the rules against a bound one is",
        "enough. A test reads each example and compares what is read there.",
        "",
        "| step | rule | example | read as | what it gives |",
        "|---|---|---|---|---|",
        *_write_number_rules(),
        "",
        "## Dates",
        "",
        "At each place of a text the rule with the longest match wins; among equals the first.",
        "",
        "| rule | example | what it gives |",
        "|---|---|---|",
        *_write_date_rules(),
    ]
    return "\n".join(lines) + "\n"


def _write_number_rules() -> Iterator[str]:
    for rule in sorted(NUMBER_RULES, key=_step):
        text, reading = next(iter(rule.examples.items()))
        yield f"| {rule.group} | `{rule.name}` | {_escape(text)} | {reading} | {_escape(rule.gives)} |"


def _step(rule: NumberRule) -> int:
    """The place of a rule's step; steps after the scanner keep the order of their modules."""
    return STEPS.index(rule.group) if rule.group in STEPS else len(STEPS)


def _write_date_rules() -> Iterator[str]:
    examples = load_date_examples()
    for name in sorted({rule.name for rule in DATE_RULES}):
        example = examples[name]
        yield f"| `{name}` | {_escape(example['text'])} | {_escape(example['gives'])} |"


def load_date_examples() -> dict[str, dict[str, str]]:
    """By the name of a rule of dates: `text` in which it finds an expression, and what it `gives`."""
    return tomllib.loads(files("broadsheet.dates").joinpath("rule_examples.toml").read_text(encoding="utf-8"))


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    TARGET.write_text(write_rule_docs(), encoding="utf-8")
    print(f"wrote {TARGET}")


if __name__ == "__main__":
    main()
