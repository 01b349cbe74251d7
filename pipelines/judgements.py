"""`broadsheet entities`: what to judge, judgements out and in, and why two names are one entity or two.

Belongs here: options, tables and messages. What they do belongs to `broadsheet.judgements`.
"""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from broadsheet.errors import SettingsError
from broadsheet.settings import load_settings
from pipelines.options import Output

if TYPE_CHECKING:
    from broadsheet.stages.context import StageContext

entities_app = typer.Typer(
    name="entities",
    help="Who is who: what to judge, judgements.csv out and in, and why two names are one or two.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
_FAULTY = ("conflict", "ambiguous", "unreadable")
_SHOWN = 5
_NEXT = "Next: `broadsheet run` publishes a release with them; the table entity_judgements says what became of each."


@entities_app.command()
def suggest(
    most: Annotated[int, typer.Option("--most", "-n", min=1, help="pairs at most")] = 20,
    output: Output = None,
) -> None:
    """Show the pairs by which a judgement puts most right, best first.

    With -o FILE.csv they are lines to fill in: write same, different or unsure under verdict, then import the file.

    Example: broadsheet entities suggest -n 50 -o pairs.csv
    """
    from broadsheet.judgements.exchange import fill_keys
    from broadsheet.judgements.suggestions import suggest
    from broadsheet.judgements.writing import format_judgements, read_lines_of
    from broadsheet.release import open_warehouse

    settings = load_settings()
    with closing(open_warehouse(settings)) as connection:
        found = suggest(connection, most, read_lines_of(settings.sources_path))
        lines = fill_keys(connection, [item.to_judgement() for item in found])
    if output is not None:
        output.write_text(format_judgements(lines), encoding="utf-8")
        print(f"{len(lines)} pairs to judge: {output}. Fill in verdict, then: broadsheet entities import {output}")
        return
    shown = Table("gain", "why", "left", "right", "see")
    for item in found:
        left, right = item.left_key.partition("@")[0] or item.left, item.right_key.partition("@")[0] or item.right
        shown.add_row(f"{item.gain:.0f}", item.kind.replace("_", " "), left, right, "\n".join(item.mention_ids))
    console = Console()
    console.print(shown)
    hint = "`broadsheet show ID` shows a mention; `broadsheet entities suggest -o pairs.csv` writes lines to fill in."
    console.print(hint, markup=False, highlight=False, soft_wrap=True)


@entities_app.command()
def export(output: Output = None) -> None:
    """Write judgements.csv with a key and an article beside every id, so that it holds whatever becomes of ids.

    Example: broadsheet entities export -o ours.csv
    """
    from broadsheet.judgements.exchange import fill_keys
    from broadsheet.judgements.writing import format_judgements, read_lines_of
    from broadsheet.release import open_warehouse

    settings = load_settings()
    with closing(open_warehouse(settings)) as connection:
        lines = fill_keys(connection, read_lines_of(settings.sources_path))
    text = format_judgements(lines)
    if output is None:
        print(text, end="")
        return
    output.write_text(text, encoding="utf-8")
    print(f"{len(lines)} judgements: {output}")


@entities_app.command("import")
def import_judgements(
    file: Annotated[Path, typer.Argument(help="CSV with left, right, verdict and, if you like, who, why, when")],
    who: Annotated[str, typer.Option(help="who judged, for lines that do not say")] = "",
) -> None:
    """Add the lines of a CSV to judgements.csv; lines that are there already change nothing.

    Lines without a verdict are left out. A line that cannot be read costs that line only; the others are taken.

    Example: broadsheet entities import pairs.csv --who ada
    """
    from broadsheet.judgements.exchange import fill_keys, read_answers, stamp
    from broadsheet.judgements.writing import append_judgements, read_lines_of, write_moment
    from broadsheet.release import open_warehouse

    settings = load_settings()
    answers, faults, open_count = read_answers(file)
    there = {line.content for line in read_lines_of(settings.sources_path)}
    new = [line for line in answers if line.content not in there]
    if settings.warehouse.exists():
        with closing(open_warehouse(settings)) as connection:
            new = fill_keys(connection, new)
    count = append_judgements(settings.sources_path, stamp(new, who, write_moment(datetime.now(UTC))))
    print(f"{count} judgements added, {len(answers) - count} were there, {open_count} without a verdict left out.")
    for fault in faults:
        Console(stderr=True, soft_wrap=True).print(fault, markup=False, highlight=False)
    if count:
        print(_NEXT)
    if faults:
        raise SettingsError(f"{len(faults)} lines were not taken, named above. Correct them and import the file again.")


@entities_app.command()
def explain(
    left: Annotated[str, typer.Argument(help="entity id, key as PERSON|ada holm, or name")],
    right: Annotated[str, typer.Argument(help="the other one")],
) -> None:
    """Say why two names are one entity or two: keys, rules, judgements, with ids of mentions to look at.

    Example: broadsheet entities explain "Ada Holm" "A. Holm"
    """
    from broadsheet.judgements.explanations import explain
    from broadsheet.release import open_warehouse

    console = Console(soft_wrap=True)
    from broadsheet.shell.visible import make_visible

    with closing(open_warehouse(load_settings())) as connection:
        for line in explain(connection, left, right):
            console.print(make_visible(line), markup=False, highlight=False)


def describe_judgements(context: StageContext) -> list[str]:
    """What `broadsheet status` says of judgements: how many are applied, and which lines are not and why."""
    from broadsheet.model import find_table

    # A model is no table that a definition file describes.
    judged = find_table("entity_judgements")
    if context.lake.version(judged) is None:
        return []
    rows = context.lake.read(judged).sort("declared_in", "line_no").to_dicts()
    if not rows:
        return []
    states = Counter(row["state"] for row in rows)
    lines = [f"{len(rows):,} judgements: {', '.join(f'{count:,} {state}' for state, count in sorted(states.items()))}"]
    told = list(dict.fromkeys(_say_fault(row) for row in rows if row["state"] in _FAULTY))
    lines += [f"  {text}" for text in told[:_SHOWN]]
    return lines + ([f"  and {len(told) - _SHOWN} more"] if len(told) > _SHOWN else [])


def _say_fault(row: dict[str, Any]) -> str:
    """Why a line is not applied; contradicting lines say the same and are told once."""
    if row["state"] == "conflict":
        return str(row["state_text"])
    return f"{row['declared_in']}, line {row['line_no']}: {row['state_text']}"
