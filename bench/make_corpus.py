"""Write a made-up corpus: pages for the inbox, and beside them the truth about names, stories, figures and bursts.

    python -m bench.make_corpus HOME [--seed 1] [--articles 2000] [--days 40] [--outlets 24] [--quiet]
    python -m bench.make_corpus HOME --into TARGET --times 100

HOME gets `inbox`, `sources.toml`, `sources.csv` and `gold` (see bench.corpus.gold for its files); then
`BROADSHEET_HOME=HOME broadsheet run` and `python -m bench.score_corpus HOME`. With --quiet nothing odd is planted: what
a view then finds is a false alarm. The same options give the same corpus, another seed another world.

With --into the rows of HOME's lake, made by a run of the pipeline, are written that many times into the lake of TARGET,
each time with other names (see bench.corpus.rows): for measures of scale, where analysing pages would take hours.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from bench.corpus.gold import write_gold
from bench.corpus.pages import write_inbox
from bench.corpus.plan import Options, make_world
from bench.corpus.rows import multiply_lake


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("home", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=2000, help="at least so many")
    parser.add_argument("--days", type=int, default=40)
    parser.add_argument("--outlets", type=int, default=24)
    parser.add_argument("--quiet", action="store_true", help="plant no burst, outage or conflict")
    parser.add_argument("--into", type=Path, help="a home to write the rows of HOME's lake into")
    parser.add_argument("--times", type=int, default=100, help="how often, with --into")
    chosen = parser.parse_args()
    if chosen.into:
        print(f"{multiply_lake(chosen.home, chosen.into, chosen.times)} articles in {chosen.into}")
        return
    world = make_world(Options(chosen.seed, chosen.articles, chosen.days, chosen.outlets, chosen.quiet))
    write_inbox(world, chosen.home)
    write_gold(world, chosen.home / "gold")
    planted = f"{len(world.conflicts)} conflicts, {len(world.superseded)} revised figures, {len(world.bursts)} bursts"
    print(f"{len(world.articles)} pages of {len(world.outlets)} outlets on {len(world.days)} days; {planted}")


if __name__ == "__main__":
    main()
