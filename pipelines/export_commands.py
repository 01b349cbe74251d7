"""Options of the commands `export warc|geojson|share-safe|ftm`; modules of their own do what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from broadsheet.settings import load_settings
from pipelines.options import Days, parse_days

export_app = typer.Typer(help="Write what the warehouse holds for other tools.", no_args_is_help=True)


@export_app.command("warc")
def export_warc(
    output: Annotated[Path, typer.Option("--output", "-o", help="file to write, FILE.warc.gz or FILE.warc")],
    days: Days = "",
    source: Annotated[str | None, typer.Option(help="only captures of this source_id")] = None,
    without_opt_outs: Annotated[
        bool, typer.Option("--without-opt-outs", help="leave out pages that say no to AI training")
    ] = False,
) -> None:
    """Write captures to a WARC file that other tools read, and that gives the same articles in another warehouse.

    Example: broadsheet export warc --days 2024-01-01..2024-01-31 -o january.warc.gz
    """
    from pipelines.export import export_warc

    export_warc(load_settings(), parse_days(days), source, output, without_opt_outs=without_opt_outs)


@export_app.command("geojson")
def export_geojson(
    output: Annotated[Path, typer.Option("--output", "-o", help="file to write, FILE.geojson")],
    days: Annotated[str, typer.Option(help="days of publication, as 2024-01-31 or 2024-01-01..2024-01-31")] = "",
) -> None:
    """Write the articles whose event has a place as GeoJSON, a point each, as the view articles_on_map has them.

    Example: broadsheet export geojson --days 2024-01-01..2024-01-31 -o january.geojson
    """
    from pipelines.export_geojson import export_geojson

    export_geojson(load_settings(), parse_days(days), output)


@export_app.command("share-safe")
def export_share_safe(
    output: Annotated[Path, typer.Option("--output", "-o", help="folder to write; new or empty")],
    quote_words: Annotated[int, typer.Option(min=1, max=100, help="words of a text at most")] = 15,
    obey_preferences: Annotated[
        bool, typer.Option("--obey-preferences", help="leave out what says no to AI training or text mining")
    ] = False,
) -> None:
    """Write the release without texts: offsets, hashes and short quotes, as Parquet and as one DuckDB file.

    Example: broadsheet export share-safe -o shared
    """
    from pipelines.export_shared import export_share_safe

    export_share_safe(load_settings(), output, quote_words, obeys_preferences=obey_preferences)


@export_app.command("ftm")
def export_ftm(
    output: Annotated[Path, typer.Option("--output", "-o", help="file to write, FILE.jsonl")],
) -> None:
    """Write articles, persons, organisations and mentions as entities of FollowTheMoney, one JSON object a line.

    Example: broadsheet export ftm -o entities.jsonl
    """
    from pipelines.export_shared import export_entities

    export_entities(load_settings(), output)
