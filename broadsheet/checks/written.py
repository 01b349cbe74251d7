"""The checks written by hand: `sql/checks/<name>.sql`, with a `.toml` beside it that says whose promise it is.

A blocking one has a `problem`, the sentence by which a release is refused. A check belongs there where it says
something of its own; what follows from a table's definition (its key, references and evidence) is generated in
broadsheet.checks.laws.
"""

from __future__ import annotations

from functools import cache

from broadsheet.checks.check import Check
from broadsheet.model import find_inputs, find_parameters, list_names, read_sql, read_toml


@cache
def load_checks() -> tuple[Check, ...]:
    """The checks of `sql/checks` by name."""
    return tuple(_load_check(name) for name in list_names("checks"))


def _load_check(name: str) -> Check:
    text = read_sql(f"checks/{name}.sql")
    raw = read_toml(f"checks/{name}.toml")
    parameters = find_parameters(text)
    return Check(
        name=name,
        asset=raw["asset"],
        description=raw["description"],
        text=text,
        inputs=find_inputs(text),
        blocking=raw["blocking"],
        is_daily="first_day" in parameters,
        parameters=parameters,
        # A blocking check must be proved at a release too, so it has a sentence for that.
        problem=raw["problem"] if raw["blocking"] else "",
    )
