"""How long each kind of page of `broadsheet browse` takes over many articles, on the clock and of the processor.

    python -m bench.bench_pages [HOME] [--memory MB] [--slowest 3]

HOME holds a published release, as `bench.bench_views` leaves one over a lake of `bench.make_corpus --into`; without it
a tiny corpus is made, analysed, multiplied and published in a temporary folder. Each page is asked for as a browser
would, but without a network: once to read the file, then five times. The median on the clock is held against the bar,
as a reader waits for it, so the machine must have nothing else to do. --slowest prints, for so many of the slowest
pages, what each of their queries takes.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp

from bench.bench_views import make_models
from bench.corpus.gold import write_gold
from bench.corpus.pages import write_inbox
from bench.corpus.plan import Options, make_world
from bench.corpus.rows import multiply_lake
from broadsheet.browse.maps import make_map
from broadsheet.browse.pages import make_page, make_search, make_sources, make_start
from broadsheet.browse.server import LOCAL_HOSTS, make_app
from broadsheet.browse.store import Answer, Warehouse
from broadsheet.lake import Lake
from broadsheet.release import publish
from broadsheet.settings import load_settings
from broadsheet.stages import derive, extract, ingest
from broadsheet.stages.context import StageContext
from broadsheet.stages.release import list_released_tables

BAR_S = 0.3
_ROUNDS = 5
# Which row of a kind is asked for: the one that has most, and one from the middle.
_LARGEST_AND_MIDDLING = """
with ranked as (
    select id, row_number() over (order by size desc, id) as place, count(*) over () as row_count from ({sizes})
)

select id from ranked where place = 1 or place = row_count // 2 order by place
"""
# Kind of page, and the sizes of its rows.
_SIZES = {
    "article": "select article_version_id as id, count(*) as size from mentions group by all",
    "claim": """
        select claim_group_members.claim_id as id, count(*) over (partition by claim_group_id) as size
        from claim_group_members
    """,
    "entity": "select entity_id as id, article_count as size from entities",
    "entity, person": "select entity_id as id, article_count as size from entities where entity_type = 'PERSON'",
    "series": "select figure_id as id, count(*) over (partition by measure_key) as size from number_series",
    "story": "select story_id as id, count(*) as size from story_members group by all",
    "source": "select source_id as id, count(*) as size from articles group by all",
    "change": "select article_version_id as id, 1 as size from article_versions where previous_version_id is not null",
}
# Words of headlines, the most frequent first, of at least four letters as a reader would search.
_WORDS = """
with words as (
    select
        unnest(list_distinct(regexp_extract_all(lower(text), '[a-z]{4,}'))) as word
    from (select text from articles using sample reservoir (2000 rows) repeatable (1))
)

select word from words group by word order by count(*) desc, word
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a page took: the median in seconds, of the processor and on the clock, and its size in characters."""

    name: str
    path: str
    cpu_s: float
    seconds: float
    chars: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("home", type=Path, nargs="?")
    parser.add_argument("--memory", type=int, default=1024, help="MB that DuckDB may use, as for the real server")
    parser.add_argument("--slowest", type=int, default=0, help="pages of which the queries are timed one by one")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if chosen.home is None:
            publish_small(Path(folder))
        warehouse = Warehouse(load_settings({"BROADSHEET_HOME": str(chosen.home or folder)}), chosen.memory)
        app = make_app(warehouse, LOCAL_HOSTS)
        timings = [time_page(app, name, path) for name, path in list_pages(warehouse)]
        timings.sort(key=lambda timing: -timing.seconds)
        for timing in timings:
            over = "  over the bar" if timing.seconds > BAR_S else ""
            print(f"{timing.name:34} {timing.seconds:7.3f} s {timing.cpu_s:7.3f} s of CPU "
                  f"{timing.chars / 1000:6.0f} kB  {timing.path}{over}")  # fmt: skip
        for timing in timings[: chosen.slowest]:
            print(f"\n{timing.name}")
            for cpu, answer in time_queries(warehouse, timing.path):
                print(f"  {answer.name:32} {cpu:7.3f} s of CPU {len(answer.rows):6} rows")


def list_pages(warehouse: Warehouse) -> Iterator[tuple[str, str]]:
    """Names and addresses: pages without an id, searches, and of each kind the largest and a middling one."""
    for name in ("", "sources", "map"):
        yield name or "start", f"/{name}"
    connection = warehouse.open_asker().connection
    for name, sizes in _SIZES.items():
        kind = name.partition(",")[0]
        found = connection.execute(_LARGEST_AND_MIDDLING.format(sizes=sizes)).fetchall()
        for size, (page_id,) in zip(("largest", "middling"), found, strict=False):
            yield f"{name}, {size}", f"/{kind}/{page_id}"
            if kind == "article":
                yield f"{name}, {size}, a span", f"/{kind}/{page_id}?at=10-40"
    words = [word for (word,) in connection.execute(_WORDS).fetchall()]
    for name, asked in {
        "very frequent word": words[:1],
        "three frequent words": words[:3],
        "middling word": [words[len(words) // 4]],
        "rare word": words[-1:],
        "word that is nowhere": ["qqzzxx"],
        "two letters": [words[0][:2]],
    }.items():
        yield f"search, {name}", f"/search?q={'+'.join(asked)}"


def time_page(app: ASGIApp, name: str, path: str) -> Timing:
    """The median of five requests after a first one. Raises AssertionError where the page is not shown."""
    status, text = get_page(app, path)
    assert status == 200, f"{path}: {status} {text[-500:]}"
    rounds = []
    for _ in range(_ROUNDS):
        started, used = time.perf_counter(), _read_cpu()
        get_page(app, path)
        rounds.append((_read_cpu() - used, time.perf_counter() - started))
    return Timing(
        name, path, statistics.median(cpu for cpu, _ in rounds), statistics.median(s for _, s in rounds), len(text)
    )


def get_page(app: ASGIApp, path: str) -> tuple[int, str]:
    """Status and text of the answer to one request, without a network."""
    place, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": place, "raw_path": place.encode(), "query_string": query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8517),
    }  # fmt: skip
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))  # type: ignore[arg-type]
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent).decode()


def time_queries(warehouse: Warehouse, path: str) -> list[tuple[float, Answer]]:
    """Each query of a page with the time of the processor it takes alone, the slowest first."""
    asker = warehouse.open_asker()
    place, _, query = path.removeprefix("/").partition("?")
    kind, _, page_id = place.partition("/")
    if kind == "search":
        make_search(asker, query.removeprefix("q=").replace("+", " "))
    elif page_id:
        make_page(asker, kind, page_id)
    else:
        {"": make_start, "sources": make_sources, "map": make_map}[kind](asker)
    timed = []
    for answer in list(asker.answers):
        used = _read_cpu()
        asker.connection.execute(answer.sql).fetchall()
        timed.append((_read_cpu() - used, answer))
    return sorted(timed, key=lambda pair: -pair[0])


def publish_small(home: Path, article_count: int = 24, times: int = 4) -> None:
    """A tiny corpus, analysed, multiplied and published in `home`."""
    analysed = home / "analysed"
    world = make_world(Options(seed=2, articles=article_count, days=1, outlets=6))
    write_inbox(world, analysed)
    write_gold(world, analysed / "gold")
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(analysed), "BROADSHEET_WORKERS": "1"}))
    ingest.index_inbox(context)
    for stage in (ingest, extract, derive):
        list(stage.run_days(context, world.days))
    multiply_lake(analysed, home, times)
    settings = load_settings({"BROADSHEET_HOME": str(home)})
    lake = Lake(settings.lake_uri)
    make_models(lake, "2GB")
    publish(settings, lake, list_released_tables(), now=datetime.now(UTC), code_version="bench")


def _read_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
