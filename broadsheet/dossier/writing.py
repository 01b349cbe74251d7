"""A dossier as a folder: `dossier.md`, `dossier.html`, `evidence.json`, `texts/`, `verify.py`.

`pages.warc.gz` beside them, where it is there, holds the pages as they were received.
"""

from __future__ import annotations

import json
import shutil
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2

from broadsheet.dossier.selection import CITED_ARTICLES, FOUND_ROWS, Selection
from broadsheet.errors import SettingsError
from broadsheet.model.queries import read_sql
from broadsheet.rows import to_json

# What a reader of Markdown or a table could take for a mark of its own.
_MARKS = str.maketrans({mark: "\\" + mark for mark in "\\`*_[]|#"} | {"<": "&lt;", ">": "&gt;"})


def write_dossier(selection: Selection, folder: Path) -> None:
    """Write the folder anew. Raises SettingsError where it exists and holds something else than a dossier."""
    if folder.exists() and any(folder.iterdir()) and not (folder / "evidence.json").exists():
        raise SettingsError(f"{folder} is there and is no dossier. Name a folder that is new or empty.")
    (folder / "texts").mkdir(parents=True, exist_ok=True)
    for old in (folder / "texts").glob("*.txt"):
        old.unlink()
    pages = {article["article_version_id"]: number for number, article in enumerate(selection.articles, start=1)}
    articles = [
        {name: value for name, value in article.items() if name != "text"}
        | {"text_file": f"texts/{article['article_version_id']}.txt"}
        for article in selection.articles
    ]
    for article in selection.articles:
        path = folder / "texts" / f"{article['article_version_id']}.txt"
        path.write_text(article["text"], encoding="utf-8", newline="")
    evidence = {
        "question": selection.question,
        "release_id": selection.release_id,
        "rows": selection.rows,
        "articles": articles,
    }
    written = json.dumps(evidence, ensure_ascii=False, indent=1, default=to_json)
    (folder / "evidence.json").write_text(written, encoding="utf-8")
    values = {
        "question": selection.question,
        "release_id": selection.release_id,
        "rows": [row | {"page": pages[row["article_version_id"]]} for row in selection.rows],
        "articles": selection.articles,
        "found_rows_sql": read_sql(FOUND_ROWS).strip(),
        "cited_articles_sql": read_sql(CITED_ARTICLES).strip(),
    }
    for name in ("dossier.md", "dossier.html"):
        (folder / name).write_text(_render(f"{name}.j2", values), encoding="utf-8")
    with (
        files("broadsheet.dossier").joinpath("verify.py").open("rb") as script,
        (folder / "verify.py").open("wb") as to,
    ):
        shutil.copyfileobj(script, to)


def _render(name: str, values: dict[str, Any]) -> str:
    is_markdown = name.endswith(".md.j2")
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("broadsheet.dossier"),
        autoescape=not is_markdown,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    line = _write_line if is_markdown else _join_lines
    environment.filters["line"] = line
    environment.filters["address"] = _join_lines
    environment.filters["about"] = lambda article: line(_tell_article(article))
    environment.filters["told"] = lambda row, article: line(_tell_row(row, article))
    environment.filters["time"] = _write_time
    return environment.get_template(name).render(values)


def _tell_article(article: dict[str, Any]) -> str:
    """Outlet, day and what to know of the text: a copy, a credit, an earlier version."""
    day = f"{article['published_on']}" if article["published_on"] else "undated"
    told = [article["source_name"], day + (" (a guess)" if article["published_confidence"] == "guessed" else "")]
    if article["is_origin"] is False:
        told.append("a copy of another text")
    if article["syndication_credit"]:
        told.append(f"credited to {article['syndication_credit']}")
    if not article["is_current"]:
        told.append("an earlier version")
    return "; ".join(told)


def _tell_row(row: dict[str, Any], article: dict[str, Any]) -> str:
    """`Who (cue): what` of a claim, `figure (who gives it): sentence` of any other row."""
    if row["table_name"] != "claims":
        giver = f" ({row['speaker_text']})" if row["speaker_text"] else ""
        return f"{row['surface']}{giver}: {row['told_text']}"
    cue = f" ({row['cue_text']})" if row["cue_text"] else ""
    return f"{row['speaker_text'] or article['source_name']}{cue}: {row['told_text']}"


def _join_lines(value: object) -> str:
    """A value on one line without control characters; empty for None."""
    text = "" if value is None else str(value)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _write_line(value: object) -> str:
    return _join_lines(value).replace("&", "&amp;").translate(_MARKS)


def _write_time(value: datetime) -> str:
    return value.strftime("%Y-%m-%d %H:%M UTC")
