"""The command `broadsheet`: run, plan, sql, status, demo, and the filters extract and analyse.

Belongs here: options, messages and exit codes. What a command does belongs in the module it calls. Errors are one
line that says what to do; exit status 1 for them, 2 for wrong options, 130 for a run that the user ended, be it by
Ctrl-C, by SIGTERM or by a cancel in the web UI.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from broadsheet import __version__
from broadsheet.errors import BroadsheetError, InterruptionError, SettingsError
from broadsheet.settings import count_cores, load_settings
from pipelines.candidate_commands import compare, derive, promote
from pipelines.export_commands import export_app
from pipelines.judgements import entities_app
from pipelines.leaving import EXIT_STATUS, leaving_at_once, stop_leaving
from pipelines.options import Days, Output, parse_days
from pipelines.serving import serve_sql
from pipelines.sources import poll, sources_app, tell_of_past_days

app = typer.Typer(
    name="broadsheet",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(sources_app)
app.add_typer(entities_app)
for command in (poll, derive, compare, promote):
    app.command()(command)

app.add_typer(export_app, name="export")
app.command("serve-sql")(serve_sql)

Input = Annotated[Path | None, typer.Argument(help="JSON lines file (.gz too); standard input where absent or -")]
Force = Annotated[bool, typer.Option(help="run the days again although nothing changed")]
WholeRelease = Annotated[
    bool, typer.Option("--whole-release", help="build the release anew and prove all its rows, changed or not")
]
KeepOld = Annotated[bool, typer.Option(help="leave days that only newer code, model or settings would change")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="worker processes (default: all cores)")]


def _print_version(is_wanted: bool) -> None:
    if is_wanted:
        typer.echo(__version__)
        raise typer.Exit


@app.callback()
def broadsheet(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """A warehouse of what the news said: articles, names, claims and numbers, each with its evidence."""
    if context.invoked_subcommand != run.__name__:
        stop_leaving()


@app.command()
def run(
    days: Days = "",
    force: Force = False,
    keep_old: KeepOld = False,
    whole_release: WholeRelease = False,
) -> None:
    """Bring the warehouse up to date: ingest, extract, derive, model, publish.

    Only what is new or stale is run. Files are read from the sources in sources.toml, by default from the folder
    inbox below $BROADSHEET_HOME.
    """
    with leaving_at_once():
        from pipelines.console import run_with_progress

        settings, chosen = load_settings(), parse_days(days)
        tell_of_past_days(settings, chosen)
        run_with_progress(settings, chosen, force=force, keep_old=keep_old, whole_release=whole_release)


@app.command()
def plan(
    days: Days = "",
    force: Force = False,
    keep_old: KeepOld = False,
    accept: Annotated[
        str, typer.Option(help="leave rows of older code, model or settings as they are, for this reason")
    ] = "",
) -> None:
    """Print what `broadsheet run` would do and why, and about how long it takes; nothing is run.

    --accept REASON keeps the rows of older code as they are and notes it in ops.accepted_derivations.
    """
    from pipelines.console import print_plan

    print_plan(load_settings(), parse_days(days), force=force, keep_old=keep_old, accept=accept)


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="SQL to run; a prompt where absent")] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, json, jsonl, parquet or markdown")] = "table",
    file: Annotated[Path | None, typer.Option(help="read the SQL from a file")] = None,
    output: Output = None,
    expanded: Annotated[str, typer.Option(help="one line per column: on, off, or auto for a wide row")] = "auto",
    rows: Annotated[int, typer.Option(min=1, help="rows of a table that are shown; files get all")] = 100,
    threads: Annotated[int | None, typer.Option(min=1, help="threads of a query (default: all cores)")] = None,
    memory: Annotated[str, typer.Option(help="what queries may hold, as 512MB or 8GB")] = "2GB",
    time_zone: Annotated[str, typer.Option(help="zone in which times are shown")] = "UTC",
    safe_csv: Annotated[bool, typer.Option("--safe-csv", help="csv without formulas, for spreadsheets")] = False,
    no_pager: Annotated[bool, typer.Option("--no-pager", help="never page long results")] = False,
) -> None:
    """Ask the published warehouse. The session reads its tables and no file, and writes none but --output.

    Example: broadsheet sql "select headline, published_on from articles limit 5"
    """
    from broadsheet.shell.limits import bound_memory
    from broadsheet.shell.options import SqlOptions, parse_memory
    from broadsheet.shell.query import run_query

    if file is not None:
        query = _read_text(file)
    memory_mb = parse_memory(memory)
    options = SqlOptions(form, expanded, rows, threads, memory_mb, time_zone, safe_csv, not no_pager)
    bound_memory(memory_mb)
    if query is None:
        from broadsheet.shell.prompt import run_prompt

        run_prompt(load_settings(), options)
    else:
        run_query(load_settings(), query, output=output, options=options)


@app.command()
def browse(
    port: Annotated[int, typer.Option(help="port; 0 takes any that is free")] = 8517,
    host: Annotated[str, typer.Option(help="address to listen on; others than this machine only behind a login")] = (
        "127.0.0.1"
    ),
    name: Annotated[list[str] | None, typer.Option(help="further name under which the server is reached")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="no form that writes judgements.csv")] = False,
) -> None:
    """Serve pages that show the evidence: every fact marked in its text, with its rule and the SQL that shows it."""
    from broadsheet.browse.server import serve

    serve(load_settings(), host, port, tuple(name or ()), is_read_only=read_only)


@app.command()
def site(
    folder: Annotated[Path, typer.Argument(help="folder to write; an earlier site in it is replaced")],
    days: Annotated[str, typer.Option(help="days on which articles were reported, as 2024-01-01..2024-01-31")],
) -> None:
    """Write the pages of a range of days as files, for any web server or none."""
    from broadsheet.browse.site import write_site

    chosen = parse_days(days)
    if not chosen:
        raise SettingsError("--days is empty. Write 2024-01-01..2024-01-31.")
    count = write_site(load_settings(), folder, chosen[0], chosen[-1])
    typer.echo(f"{count} pages written to {folder}: open {folder / 'index.html'}")


@app.command()
def show(
    row_id: Annotated[str, typer.Argument(help="id of any row, article, entity, figure, story or source")],
) -> None:
    """Print the evidence of a row: its text with the facts marked, and what the warehouse says of it."""
    from broadsheet.browse.terminal import show_row

    show_row(load_settings(), row_id)


@app.command()
def status() -> None:
    """Show what the warehouse holds, what is stale and why, releases, disk, sensors and schedules, settings."""
    from pipelines.status import print_status

    print_status(load_settings())


@app.command()
def demo(
    live: Annotated[bool, typer.Option("--live", help="serve the pages on this machine and poll them")] = False,
) -> None:
    """Run the whole pipeline on the example pages and ask three questions; no packet leaves the machine."""
    if live:
        from pipelines.demo_live import run_live_demo

        run_live_demo(load_settings())
        return
    from pipelines.demo import run_demo

    run_demo(load_settings())


@app.command()
def dossier(
    asked: Annotated[list[str], typer.Argument(help="words that a claim or figure has, or ids of rows")],
    output: Annotated[Path, typer.Option("--output", "-o", help="folder to write")] = Path("dossier"),
    most: Annotated[int, typer.Option(min=1, help="rows at most, the most check-worthy first")] = 100,
) -> None:
    """Write claims and figures with numbered citations, their texts and hashes, and a script that proves them.

    Example: broadsheet dossier barrier homes -o barrier
    """
    from pipelines.dossier import make_dossier

    make_dossier(load_settings(), asked, output, most)


@app.command()
def extract(source: Input = None, output: Output = None, workers: Workers = None) -> None:
    """Filter: pages in, articles out, as JSON lines in the same order.

    In: {"id", "url", "html" | "html_b64" | "text", "captured_at"}. Out: {"id", "article": {columns of articles,
    "paragraphs", "authors", "dates", "links", "live_posts"}} or {"id", "skipped": {"reason", "detail"}}.
    """
    from broadsheet.filters import extract_lines, run_filter

    run_filter(extract_lines, source, output, workers or load_settings().workers or count_cores())


@app.command()
def analyse(source: Input = None, output: Output = None, workers: Workers = None) -> None:
    """Filter: texts in, sentences, names, claims, numbers and dates out, as JSON lines in the same order.

    In: {"id", "text", "headline"?, "published_at"?, "captured_at"?, "language"?, "country_code"?, "url"?,
    "site_name"?}; the country of a web address is that of its domain. Out: {"id", "sentences", "mentions", "claims",
    "numbers", "dates"} with the columns of those tables, or {"id", "error"}.
    """
    from broadsheet.filters import analyse_lines, run_filter

    run_filter(analyse_lines, source, output, workers or load_settings().workers or count_cores())


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"Cannot read {path}: {error}. Name a text file that exists.") from error


def main() -> None:
    """Entry point: errors of ours become one line on standard error and exit status 1."""
    console = Console(stderr=True, soft_wrap=True)
    try:
        app()
    except InterruptionError as error:
        console.print(f"[yellow]{error!s}[/]", highlight=False)
        raise SystemExit(EXIT_STATUS) from None
    except BroadsheetError as error:
        from broadsheet.shell.visible import make_visible

        text = Text.assemble(("error:", "red"), " ", make_visible(str(error), keep="\n"))
        console.print(text, highlight=False)
        raise SystemExit(1) from None
    except BrokenPipeError:
        raise SystemExit(141) from None
    except SystemExit as ended:
        if ended.code == EXIT_STATUS:
            console.print("[yellow]Interrupted.[/]")
        raise


if __name__ == "__main__":
    main()
