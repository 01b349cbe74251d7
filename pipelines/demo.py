"""`broadsheet demo`: the example pages through the whole pipeline, then three questions with their answers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from rich.console import Console
from rich.syntax import Syntax

from broadsheet.errors import SettingsError
from broadsheet.settings import Settings
from broadsheet.shell.query import run_query
from pipelines.console import run_with_progress

EXAMPLES = Path(__file__).parents[1] / "examples"
_QUESTIONS = Path(__file__).parents[1] / "sql" / "queries"
# Shown in this order: the question is the first comment line of each file.
QUESTIONS = ("demo_who_says_what", "demo_one_figure_many_values", "demo_copies_are_not_sources")


def run_demo(settings: Settings) -> None:
    """Copy the example pages into the inbox, run the pipeline and ask three questions.

    Raises SettingsError where the examples are not there (an installed wheel) or the warehouse holds other pages.
    """
    console = Console()
    place_examples(settings)
    run_with_progress(settings, None)
    ask_questions(settings, console)
    console.print(
        "\n[bold]What next[/]\n"
        "  make dev                              the Dagster web UI on 127.0.0.1:3000: assets, runs, checks\n"
        "  .venv/bin/broadsheet browse           pages that show each fact in its text, on 127.0.0.1:8517\n"
        "  .venv/bin/broadsheet sql              a prompt on the warehouse; try: show tables;\n"
        f"  duckdb -readonly {settings.warehouse}\n"
        f"  Put your own pages into {settings.inbox} and run .venv/bin/broadsheet run",
        highlight=False,
        soft_wrap=True,
    )


def ask_questions(settings: Settings, console: Console, names: Sequence[str] = QUESTIONS) -> None:
    """Print questions, their SQL and the answers of the published warehouse. names: of files in sql/queries."""
    for number, name in enumerate(names, start=1):
        comment, _, query = (_QUESTIONS / f"{name}.sql").read_text(encoding="utf-8").partition("\n")
        console.print(f"\n[bold]{number}. {comment.removeprefix('--').strip()}[/]")
        console.print(Syntax(query.strip(), "sql", theme="ansi_light", background_color="default", word_wrap=True))
        run_query(settings, query, "table", None)


def place_examples(settings: Settings) -> None:
    """Copy the example pages and their sources below the home; a second call changes nothing.

    A loose file in a folder named after a day gets noon UTC of that day as its time, because git keeps none.
    Raises SettingsError where there are no examples.
    """
    pages = EXAMPLES / "pages"
    if not pages.is_dir():
        raise SettingsError(f"There are no example pages at {pages}. Run the demo from a clone of the repository.")
    for path in sorted(pages.rglob("*")):
        target = settings.inbox / "examples" / path.relative_to(pages)
        if path.is_file() and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            _set_time(target)
    for name, target in (("sources.toml", settings.sources_path), ("sources.csv", settings.home / "sources.csv")):
        if not target.exists() and (EXAMPLES / name).exists():
            shutil.copyfile(EXAMPLES / name, target)


def _set_time(path: Path) -> None:
    try:
        day = date.fromisoformat(path.parent.name)
    except ValueError:
        return
    noon = datetime.combine(day, time(12), UTC).timestamp()
    os.utime(path, (noon, noon))
