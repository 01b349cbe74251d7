"""`broadsheet serve-sql`: its options, and what it says of them when it starts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from broadsheet.settings import load_settings


def serve_sql(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="port; 0 takes any that is free")] = 8518,
    host: Annotated[str, typer.Option(help="address to listen on; others than this machine need --token-file")] = (
        "127.0.0.1"
    ),
    name: Annotated[list[str] | None, typer.Option(help="further name under which the server is reached")] = None,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="file of the token that requests need; made where absent")
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, help="time of a query")] = 20.0,
    memory: Annotated[str, typer.Option(help="what a query may hold, as 512MB or 2GB")] = "512MB",
    threads: Annotated[int, typer.Option(min=1, help="threads of a query")] = 2,
    rows: Annotated[int, typer.Option(min=1, help="rows of an answer; it is cut there and says so")] = 10_000,
    answer: Annotated[int, typer.Option(min=1, help="MB of an answer")] = 32,
    queries: Annotated[int, typer.Option(min=1, help="queries that run at once")] = 2,
    waiting: Annotated[int, typer.Option(min=0, help="queries that may wait; others are told to come back")] = 8,
    patience: Annotated[
        float, typer.Option(min=0.1, help="seconds for a request to arrive, to wait for a place, to be read")
    ] = 10.0,
) -> None:
    """Serve SQL over HTTP: a SELECT in, rows out as JSON, csv, Parquet or Arrow; each in a process with limits.

    Example: curl -G --data-urlencode "q=select headline from articles limit 5" http://127.0.0.1:8518/sql
    """
    from broadsheet.serving.options import ServingOptions
    from broadsheet.serving.server import Access, serve
    from broadsheet.serving.token import load_token
    from broadsheet.shell.options import parse_memory

    options = ServingOptions(
        seconds=seconds, memory_mb=parse_memory(memory), threads=threads, most_rows=rows, most_bytes=answer * 2**20,
        queries=queries, waiting=waiting, patience_s=patience,
    )  # fmt: skip
    token = load_token(token_file) if token_file else None
    settings = load_settings()
    shown = "\n".join(_describe_options(context))
    serve(
        settings,
        Access(host, port, tuple(name or ()), token),
        options,
        lambda address: f"SQL on {settings.warehouse} at {address} (Ctrl-C ends it)\n{shown}",
    )


def _describe_options(context: typer.Context) -> Iterator[str]:
    """Each option with where its value comes from, as `broadsheet status` shows settings; of a token its file alone."""
    names = [parameter.name for parameter in context.command.params if parameter.name in context.params]
    for name in map(str, names):
        value, source = context.params[name], context.get_parameter_source(name)
        origin = "option" if source is not None and source.name == "COMMANDLINE" else "default"
        written = ", ".join(value) if isinstance(value, list | tuple) else value
        yield f"  {'--' + name.replace('_', '-'):<13} {origin:<8} {'' if written is None else written}".rstrip()
