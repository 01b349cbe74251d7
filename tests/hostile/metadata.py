"""Metadata that hurts: JSON-LD of every type and depth, numerals without end, repeated and contradicting tags."""

from __future__ import annotations

import json
import random
from typing import Any

from tests.hostile.making import Maker, count, page, sentences

_FIELDS = (
    "@type", "@id", "@graph", "@context", "headline", "author", "keywords", "datePublished", "dateModified", "image",
    "articleSection", "publisher", "isAccessibleForFree", "articleBody", "url", "mainEntityOfPage", "liveBlogUpdate",
    "wordCount", "inLanguage", "sourceOrganization", "creditText", "alternativeHeadline", "description",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, -1, 1e300, float("nan"), "", " ", "\x00", "\x1b[2J", "\ud800", "9" * 6000, [], {}, [[]], [[["a"]]],
    [None, 1, "x"], {"@type": "DefinedTerm"}, {"@type": ["Person", "Organization"], "name": ["A", {"b": 1}]},
    {"@id": "#a"}, {"@value": {"@value": "x"}}, "<p>markup</p>", "javascript:x", "2026-13-45T99:99:99+99:99",
    "x" * 9000,
)  # fmt: skip


def _script(text: str, kind: str = "application/ld+json") -> str:
    return f'<script type="{kind}">{text}</script>'


def _article(**fields: Any) -> str:
    marked = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Orme mends its mill"} | fields
    return json.dumps(marked).replace("\\ud800", "\\ud800")


def odd_fields(chance: random.Random, size: float) -> bytes:
    marked = {name: chance.choice(_VALUES) for name in chance.sample(_FIELDS, 9)}
    return page(sentences(chance), _script(json.dumps({"@type": "NewsArticle"} | marked)))


def odd_types(chance: random.Random, size: float) -> bytes:
    types = ("Article", "LiveBlogPosting", "VideoObject", "WebPage", "BreadcrumbList", "FAQPage", "Person", "Thing",
             "ItemList", "Recipe", "Product", "Event", "ImageGallery", "OpinionNewsArticle",
             "ReportageNewsArticle")  # fmt: skip
    graph = [
        {"@type": kind, "name": kind, "headline": f"{kind} of Orme", "about": chance.choice(_VALUES)} for kind in types
    ]
    return page(sentences(chance), _script(json.dumps({"@graph": graph * count(size, 300)})))


def deep_json(chance: random.Random, size: float) -> bytes:
    depth = count(size, 100_000)
    opener, closer = chance.choice([("[", "]"), ('{"a":', "}"), ('{"@graph":[', "]}"), ('{"author":[', "]}")])
    text = opener * depth + "1" + closer * chance.choice([0, depth])
    return page(sentences(chance), _script(text))


def circular_json(chance: random.Random, size: float) -> bytes:
    nodes = [{"@id": f"#{number}", "@type": "NewsArticle", "author": {"@id": f"#{(number + 1) % 50}"},
              "mainEntityOfPage": {"@id": f"#{number}"},
              "isPartOf": {"@id": "#0"}} for number in range(50)]  # fmt: skip
    return page(sentences(chance), _script(json.dumps({"@graph": nodes * count(size, 60)})))


def huge_numerals(chance: random.Random, size: float) -> bytes:
    numeral = chance.choice(["9", "-1", "0.", "1e", "0x"]) + "9" * count(size, 1_500_000)
    return page(sentences(chance), _script(f'{{"@type": "NewsArticle", "wordCount": {numeral}}}'))


def broken_json(chance: random.Random, size: float) -> bytes:
    text = _article(author=[{"@type": "Person", "name": "Ola Berg"}] * count(size, 2_000))
    place = chance.randrange(1, len(text))
    wound = chance.choice(["", "\n\t", "'", '"', "//", "/*", "<!--", "&quot;", ",,", "\\", "\\u12", "\x00"])
    return page(sentences(chance), _script(text[:place] + wound + text[place + chance.randint(0, 3) :]))


def many_scripts(chance: random.Random, size: float) -> bytes:
    made = "".join(
        _script(_article(datePublished=f"2026-03-{number % 40:02d}")) for number in range(count(size, 4_000))
    )
    return page(sentences(chance), made)


def huge_keywords(chance: random.Random, size: float) -> bytes:
    words: Any = [f"word {number}" for number in range(count(size, 100_000))]
    return page(sentences(chance), _script(_article(keywords=chance.choice([words, ", ".join(words), [words]]))))


def huge_body_field(chance: random.Random, size: float) -> bytes:
    body = chance.choice(["Orme mends. ", "x", "<p>a</p>", "\\n", "“", "1 "]) * count(size, 300_000)
    return page(sentences(chance), _script(_article(articleBody=body, description=body[:9000])))


def blanks_in_json(chance: random.Random, size: float) -> bytes:
    blanks = chance.choice([" ", "\n", "\t ", "\u00a0", "\r\n"]) * count(size, 1_000_000)
    return page(sentences(chance), _script(f'{{{blanks}"@type":{blanks}"NewsArticle"{blanks}}}'))


def many_metas(chance: random.Random, size: float) -> bytes:
    names = ("article:published_time", "author", "og:title", "description", "keywords", "date", "og:url", "robots")
    metas = "".join(
        f"<meta {chance.choice(['name', 'property', 'itemprop'])}='{chance.choice(names)}' content='value {number}'>"
        for number in range(count(size, 30_000))
    )
    return page(sentences(chance), metas)


def odd_metas(chance: random.Random, size: float) -> bytes:
    values = ("", " " * 9000, "\x1b[31mred", "&#27;[2J", "‮evil", "\x00", "A" * 90_000, "<b>x</b>", "%s%n", "{{7*7}}")
    names = ("og:title", "og:site_name", "author", "description", "article:published_time", "article:tag", "og:locale",
             "og:url", "citation_author", "dc.date")  # fmt: skip
    return page(
        sentences(chance), "".join(f"<meta property='{name}' content='{chance.choice(values)}'>" for name in names)
    )


def odd_dates(chance: random.Random, size: float) -> bytes:
    dates = ("0000-00-00", "9999-12-31T23:59:60Z", "-5000-01-01", "1e9", "20260304", "99999999999999", "yesterday",
             "2026-03-04T10:00:00+99:99", "31/31/31", "4 March", "2026-03-04T10:00:00.1234567890123Z",
             "١٢/٣/٢٠٢٦")  # fmt: skip
    metas = "".join(f"<meta property='article:published_time' content='{chance.choice(dates)}'>" for _ in range(6))
    shown = "".join(f"<time>{chance.choice(dates)}</time>" for _ in range(count(size, 2_000)))
    return page(shown + sentences(chance), metas)


def canonicals(chance: random.Random, size: float) -> bytes:
    links = (
        "http://[",
        "//",
        "javascript:x",
        "http://a.example:999999/",
        "http://xn--/",
        "ftp://a",
        "http://" + "a" * 9000,
    )
    return page(sentences(chance), "".join(f"<link rel='canonical' href='{chance.choice(links)}'>" for _ in range(20)))


def microdata(chance: random.Random, size: float) -> bytes:
    depth = count(size, 4_000)
    inner = "<div itemscope itemtype='https://schema.org/NewsArticle' itemref='a' id='a' itemprop='author'>" * depth
    return page(inner + sentences(chance))


def headlines(chance: random.Random, size: float) -> bytes:
    title = chance.choice(["A" * 900_000, " - ".join("ab" for _ in range(90_000)), "|" * 400_000, "‮Orme‬ " * 40_000])
    return page(sentences(chance), f"<title>{title[: count(size, 900_000)]}</title>")


METADATA: dict[str, Maker] = {
    made.__name__: made
    for made in (
        odd_fields, odd_types, deep_json, circular_json, huge_numerals, broken_json, many_scripts, huge_keywords,
        huge_body_field, blanks_in_json, many_metas, odd_metas, odd_dates, canonicals, microdata, headlines,
    )
}  # fmt: skip
