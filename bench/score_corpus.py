"""Score a warehouse of a made-up corpus against its truth: entities, stories, events, figures, bursts, outages.

    python -m bench.score_corpus HOME [--from-lake] [--examples]

HOME as `bench.make_corpus` wrote it, after `BROADSHEET_HOME=HOME broadsheet run`. With --from-lake models and views are
made anew from the lake by the SQL of this tree, without a release. P is the share of what the warehouse says that is
right, R the share of what was planted that it says. On a quiet corpus whatever is found of conflicts, revised figures,
bursts and outages is a false alarm.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb

from bench.corpus.gold import Record, read_gold
from bench.corpus.models import build_models
from bench.corpus.score_claims import score_claims
from bench.corpus.score_figures import score_figures, score_times
from bench.corpus.score_names import score_names
from bench.corpus.score_stories import score_stories
from bench.corpus.scores import Score, print_scores
from broadsheet.lake import Lake
from broadsheet.release import open_warehouse
from broadsheet.settings import load_settings


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("home", type=Path)
    parser.add_argument("--from-lake", action="store_true", help="make models and views anew by the SQL of this tree")
    parser.add_argument("--examples", action="store_true", help="print some wrong ones of each kind")
    chosen = parser.parse_args()
    settings = load_settings({"BROADSHEET_HOME": str(chosen.home)})
    if chosen.from_lake:
        connection, _ = build_models(Lake(settings.lake_uri))
    else:
        connection = open_warehouse(settings)
    with closing(connection):
        print_scores(score_all(connection, read_gold(chosen.home / "gold")), has_examples=chosen.examples)


def score_all(connection: duckdb.DuckDBPyConnection, gold: dict[str, list[Record]]) -> Iterator[Score]:
    """Every score there is, in the order of the table."""
    yield from score_names(connection, gold)
    yield from score_stories(connection, gold)
    yield from score_claims(connection, gold)
    yield from score_figures(connection, gold)
    yield from score_times(connection, gold)


if __name__ == "__main__":
    main()
