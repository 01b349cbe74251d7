"""Articles as pages of the inbox: HTML with JSON-LD, one file of JSON lines a day, and the lists of sources.

Belongs here: what a page looks like. What it says belongs in `writer`.
"""

from __future__ import annotations

import csv
import html
import json
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from bench.corpus.outlets import Outlet
from bench.corpus.plan import World
from bench.corpus.writer import Article

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{headline} - {site}</title>
<link rel="canonical" href="{url}">
<meta property="og:site_name" content="{site}"><meta property="og:type" content="article">
<script type="application/ld+json">{data}</script></head>
<body><header><a href="/">{site}</a>
<nav><a href="/world">World</a> <a href="/money">Money</a> <a href="/sport">Sport</a></nav></header>
<main><article><h1>{headline}</h1><p class="byline">{byline}</p>
{body}
</article></main><footer><p>Copyright {site}. All rights reserved.</p></footer></body></html>
"""


def write_inbox(world: World, home: Path) -> None:
    """The pages below `home/inbox`, with `sources.toml` and `sources.csv` beside it."""
    inbox = home / "inbox"
    inbox.mkdir(parents=True, exist_ok=True)
    outlets = {outlet.outlet_id: outlet for outlet in world.outlets}
    days: dict[date, list[Article]] = defaultdict(list)
    for article in world.articles:
        days[article.published_at.date()].append(article)
    for day, articles in sorted(days.items()):
        with (inbox / f"pages-{day}.jsonl").open("w", encoding="utf-8") as lines:
            for article in articles:
                captured_at = article.published_at + timedelta(minutes=35)
                page = make_page(article, outlets[article.outlet_id])
                record = {"url": article.url, "html": page, "captured_at": captured_at.isoformat(), "http_status": 200}
                lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    _write_sources(world.outlets, home)


def make_page(article: Article, outlet: Outlet) -> str:
    """The page of an article. A credited copy names its agency in the byline and before its first sentence."""
    paragraphs = list(article.paragraphs)
    byline = f"By the {outlet.name} newsroom"
    if article.credit:
        byline = f"By {article.credit}"
        paragraphs[0] = f"({article.credit}) - {paragraphs[0]}"
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": article.published_at.isoformat(),
        "author": {"@type": "Organization", "name": article.credit or outlet.name},
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "mainEntityOfPage": article.url,
    }
    return _PAGE.format(
        headline=html.escape(article.headline),
        site=html.escape(outlet.name),
        url=article.url,
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        byline=html.escape(byline),
        body="\n".join(f"<p>{html.escape(paragraph, quote=False)}</p>" for paragraph in paragraphs),
    )


def _write_sources(outlets: list[Outlet], home: Path) -> None:
    with (home / "sources.toml").open("w", encoding="utf-8") as file:
        for outlet in outlets:
            file.write(f'[[source]]\nid = "{outlet.outlet_id}"\nname = "{outlet.name}"\ndomain = "{outlet.domain}"\n')
            file.write(f'language = "en"\ncountry = "{outlet.country}"\n\n')
    with (home / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source_id", "publisher_family_id", "media_type"])
        for outlet in outlets:
            writer.writerow([outlet.outlet_id, outlet.family_id, "agency" if outlet.is_agency else "newspaper"])
