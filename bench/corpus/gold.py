"""The truth beside the pages: JSON lines of articles, names, entities, claims and what was planted.

Belongs here: the form of these files, written and read. How they are compared with tables belongs in
`bench.score_corpus`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.corpus.plan import World
from bench.corpus.writer import Article

Record = dict[str, Any]
# What each file holds, one record a line.
FILES = {
    "articles": "url, outlet_id, published_at, kind (report, copy, later, daily), story_url, event_id, credit, figures",
    "names": "url, surface, entity_id, form: each name as an article prints it",
    "entities": "entity_id, entity_type, name, forms, country, geonames_id, twins: entities of one name share it",
    "claims": "url, claim_id, form (direct, short, indirect; claim and denial of `/denied`), text",
    "conflicts": "event_id, figure, sides: value and the urls that give it",
    "superseded": "event_id, figure, old and new: value and the urls that give it",
    "bursts": "entity_id, day: the first of the two days",
    "outages": "outlet_id, day",
    "first_reporters": "event_id, url, outlet_id",
    "families": "outlet_id, family_id",
}


def write_gold(world: World, folder: Path) -> None:
    """Every file of FILES below `folder`, and the options in `options.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    options = json.dumps(asdict(world.options) | {"first_day": str(world.days[0]), "last_day": str(world.days[-1])})
    (folder / "options.json").write_text(options + "\n", encoding="utf-8")
    for name, records in list_gold(world).items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as lines:
            for record in records:
                lines.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def read_gold(folder: Path) -> dict[str, list[Record]]:
    """The records of each file."""
    return {name: list(_read_lines(folder / f"{name}.jsonl")) for name in FILES}


def list_gold(world: World) -> dict[str, list[Record]]:
    """The records of each file of a world."""
    articles = world.articles
    used = {entity_id for article in articles for _, entity_id, _ in article.names}
    return {
        "articles": [_describe(article) for article in articles],
        "names": [
            {"url": article.url, "surface": surface, "entity_id": entity_id, "form": form}
            for article in articles
            for surface, entity_id, form in article.names
        ],
        "entities": [
            {
                "entity_id": entity.entity_id,
                "entity_type": entity.entity_type,
                "name": entity.form("full"),
                "forms": entity.forms,
                "country": entity.country,
                "geonames_id": entity.geonames_id,
                "twins": entity.twins,
            }
            for entity in world.cast.entities.values()
            if entity.entity_id in used
        ],
        "claims": [
            {"url": article.url, "claim_id": said.claim_id, "form": said.form, "text": said.text}
            for article in articles
            for said in article.said
        ],
        "conflicts": world.conflicts,
        "superseded": world.superseded,
        "bursts": world.bursts,
        "outages": [
            {"outlet_id": outlet.outlet_id, "day": day}
            for outlet in world.outlets
            for day in sorted(outlet.silent_days)
        ],
        "first_reporters": list(_find_first(articles)),
        "families": [{"outlet_id": outlet.outlet_id, "family_id": outlet.family_id} for outlet in world.outlets],
    }


def _describe(article: Article) -> Record:
    return {
        "url": article.url,
        "outlet_id": article.outlet_id,
        "published_at": article.published_at.isoformat(),
        "captured_at": (article.published_at + timedelta(minutes=35)).isoformat(),
        "kind": article.kind,
        "story_url": article.story_url,
        "event_id": article.event_id,
        "credit": article.credit,
        "figures": article.figures,
    }


def _find_first(articles: Iterable[Article]) -> Iterator[Record]:
    first: dict[str, Article] = {}
    for article in articles:
        if article.event_id and article.kind != "later":
            known = first.get(article.event_id)
            if known is None or article.published_at < known.published_at:
                first[article.event_id] = article
    for event_id, article in first.items():
        yield {"event_id": event_id, "url": article.url, "outlet_id": article.outlet_id}


def _read_lines(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
