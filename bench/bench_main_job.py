"""The main job on real pages: speed by stage, memory, and word F1 against plain trafilatura on the same pages.

Pages come from the shared folder (fundus and scrapinghub, development split). They go through `broadsheet run` in a
temporary home: every page must end in articles or skipped, with no evidence fault.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table

SHARED = Path(os.environ.get("BROADSHEET_SHARED") or Path(__file__).parents[2] / "shared")
SETS = ("fundus", "scrapinghub")
UNDATED = "2020-01-01"


def read_pages(name: str) -> list[dict[str, Any]]:
    """Pages of one set."""
    with gzip.open(SHARED / "pages" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def word_f1(text: str, gold: str) -> float:
    """F1 of the two bags of words."""
    found, wanted = (Counter(re.findall(r"\w+", value.lower())) for value in (text, gold))
    shared = sum((found & wanted).values())
    return 2 * shared / (sum(found.values()) + sum(wanted.values())) if shared else 0.0


def write_inbox(home: Path) -> dict[str, dict[str, Any]]:
    """Write the pages as JSON lines into the inbox; returns the pages by url."""
    pages: dict[str, dict[str, Any]] = {}
    (home / "inbox").mkdir(parents=True)
    with (home / "inbox" / "pages.jsonl").open("w", encoding="utf-8") as stream:
        for name in SETS:
            for page in read_pages(name):
                pages[page["url"]] = page
                record = {key: page[key] for key in ("id", "url", "html", "html_b64") if page.get(key)}
                record["captured_at"] = page.get("crawl_date") or UNDATED
                stream.write(json.dumps(record) + "\n")
    return pages


def run_pipeline(home: Path) -> tuple[float, float]:
    """Run the main job; returns seconds and the peak memory of the largest process in MB."""
    environment = os.environ | {"BROADSHEET_HOME": str(home), "BROADSHEET_INBOX": str(home / "inbox")}
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "pipelines", "run"], env=environment, check=True)
    return time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def measure_plain(pages: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Word F1 of plain trafilatura, by set."""
    from trafilatura import bare_extraction

    scores: dict[str, list[float]] = {name: [] for name in SETS}
    for page in pages.values():
        document = bare_extraction(page["html"].encode(), url=page["url"], with_metadata=True, include_comments=False)
        text = (document.text if document else "") or ""
        scores[page["dataset"].split("-")[0]].append(word_f1(text, page["gold"]["text"]))
    return {name: sum(values) / len(values) for name, values in scores.items()}


def main() -> None:
    """Print the figures."""
    if not SHARED.exists():
        print(f"skipped: no pages at {SHARED}")
        return
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        pages = write_inbox(home)
        seconds, memory = run_pipeline(home)
        with duckdb.connect(str(home / "warehouse.duckdb"), read_only=True) as connection:
            found = connection.sql(
                "select capture.url, article.text from ops.captures as capture left join articles "
                "as article using (capture_id)"
            ).fetchall()
            stages = connection.sql("select stage, sum(seconds), sum(row_count) from ops.runs group by 1").fetchall()
            skipped = connection.sql("select reason, count(*) from ops.skipped group by 1").fetchall()
    texts = {url: text or "" for url, text in found}
    plain = measure_plain(pages)
    table = Table("set", "pages", "word F1", "plain trafilatura")
    for name in SETS:
        chosen = [page for page in pages.values() if page["dataset"].startswith(name)]
        score = sum(word_f1(texts[page["url"]], page["gold"]["text"]) for page in chosen) / len(chosen)
        table.add_row(name, str(len(chosen)), f"{score:.4f}", f"{plain[name]:.4f}")
    console.print(table)
    console.print(
        f"{len(found)} captures in {seconds:.1f} s: {len(found) / seconds:.1f} pages/s; "
        f"largest process {memory:.0f} MB; skipped {dict(skipped)}"
    )
    for stage, spent, rows in stages:
        console.print(f"{stage}: {spent:.1f} s, {rows} rows")


if __name__ == "__main__":
    main()
