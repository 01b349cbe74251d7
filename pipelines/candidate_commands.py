"""Options of the commands `derive --candidate`, `compare` and `promote`; `pipelines.candidate` does what they say."""

from __future__ import annotations

from typing import Annotated

import typer

from broadsheet.errors import SettingsError
from broadsheet.settings import load_settings
from pipelines.options import Days, Output, parse_days


def derive(
    candidate: Annotated[bool, typer.Option("--candidate", help="beside the rows in place, to be compared")] = False,
    days: Days = "",
) -> None:
    """Derive days again by the code and model of today, beside the rows in place; then compare, then promote."""
    from pipelines.candidate import make_candidate

    if not candidate:
        raise SettingsError("Say --candidate, or use `broadsheet run --days ... --force` to replace the rows in place.")
    make_candidate(load_settings(), parse_days(days))


def compare(days: Days = "", output: Output = None) -> None:
    """Show rows gained, lost and changed between the rows in place and a candidate; -o FILE.html has examples."""
    from pipelines.candidate import show_comparison

    show_comparison(load_settings(), parse_days(days), output)


def promote(days: Days = "") -> None:
    """Make the candidate's rows the current ones."""
    from pipelines.candidate import promote_candidate

    promote_candidate(load_settings(), parse_days(days))
