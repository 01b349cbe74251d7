"""Extraction on the development pages: is it an article, its text, boilerplate, date, title, authors, language.

The pages' own gold has faults: two fundus dates have day and month swapped and are left out by their flag; scrapinghub
counts credits and copyright lines to the text.

Titles, by eye: of the 18 fundus headlines that the gold neither holds nor is held by, 13 are what h1 and JSON-LD both
say while the gold has another wording from og:title (of pages where h1, JSON-LD and tab agree against og:title, the
gold follows them on 8 and og:title on 13), 2 are the h1 of pages without JSON-LD against og:title, 2 have JSON-LD's
wording in the gold against both, 1 differs in marks. None is a wrong headline.

Days, by eye: mediacloud_dates holds redirects and wiki differences, which are no articles: `day` counts them as missed,
`day_of_articles` leaves out what was turned away, `day_of_ledger` asks the ledger of every page, article or not. It
misses 10 of 132: 4 pages name no day at all (2 redirects, a script's challenge, a difference in a wiki), 1 is a
difference whose gold is its last change, 2 have the day in UTC in the gold where the page gives its own zone, 1 the
other way round, 2 differ by a day from the only stamp of the page.

Boilerplate is judged by blocks that the gold leaves out, the article's own headline and bare marks not asked. Read by
eye on 22 November 2026: of 100 such blocks without a label 29 are boilerplate, the rest content that the golds leave
out (lists of specifications, fact boxes, tables, subheads, captions, embedded posts); 12 of their 75 numbers stand in
the 29. Of 50 labelled blocks that the gold keeps 29 are boilerplate all the same (agency and copyright credits, tags,
"click here", lines for sharing). No two development pages of one source share enough for `repeats_in_source`: with
its rule on or off every figure is the same.

"Article or not": `passed_f1` is F1 of articles, `turned_away_f1` that of all other pages; both are fitted on these
pages, as are the labels of boilerplate: gate_held_out.py has the figures for sites that nothing was fitted on. Read by
eye on 23 November 2026, of the 9 wrong decisions that are left: a guide, a review of five earphones, a news story with
comments and an entry of a glossary pass where the gold has documentation, collection and forum; a challenge to robots
and a page of tips for students are turned away where the gold has articles; 3 are plain faults (reviews of customers,
courses, an office's page about itself).
"""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

from tests.gates.extract_metrics import (
    LANGUAGES,
    are_authors_right,
    extract_pages,
    fold,
    is_day_right,
    is_time_right,
    join_story,
    list_judged_blocks,
    measure_boilerplate,
    measure_shingle_f1,
    measure_word_f1,
    read_gold_text,
    read_ledger_day,
    share,
)
from tests.gates.framework import gate

WRITTEN = Path(__file__).parents[1] / "golden" / "extract" / "page_classifier.jsonl"
# Pages of odd_pages that are front pages, indexes, videos and the like, by parts of their ids; the rest are articles
# but for four that nobody could name.
ODD_OTHERS = (
    "httparchiveorg", "newsmachete", "travelgcca", "upstract", "cached-httpswebarchiveorgweb#", "aptsvetl", "bostongl",
    "elimpuls", "womb", "letras", "forgbr", "forjp", "wwwnytimescom#", "nytimescomglobal", "wiredcom", "youtube",
    "timesofi", "examplecom", "wwweeas",
)  # fmt: skip
ODD_UNKNOWN = ("201612142207", "201110131626", "kingjames", "prigepp", "walliedm", "wwwalli", "nbcmont")


@gate(name="extract", corpus="fundus", path="pages/fundus.jsonl.gz")
def measure_fundus(records: list[dict[str, Any]]) -> dict[str, float]:
    """News pages of 41 countries."""
    pairs = list(zip(records, extract_pages(records), strict=True))
    dated = [(page["gold"], found) for page, found in pairs if "gold-date-after-crawl" not in page["gold_flags"]]
    timed = [(gold, found) for gold, found in dated if " 00:00" not in gold["datetime"]]
    titles = [
        (fold(found.article.headline if found.article else ""), fold(page["gold"]["title"])) for page, found in pairs
    ]
    return {
        "kept": share(found.article is not None for _, found in pairs),
        "body_word_f1": 100 * statistics.mean(
            measure_word_f1(found.article.text if found.article else "", page["gold"]["text"]) for page, found in pairs
        ),
        "story_word_f1": 100 * statistics.mean(
            measure_word_f1(join_story(found), page["gold"]["text"]) for page, found in pairs
        ),
        **measure_boilerplate((list_judged_blocks(found), read_gold_text(page["gold"])) for page, found in pairs),
        "day": share(is_day_right(found, gold["date"]) for gold, found in dated),
        "time": share(is_time_right(found, gold["datetime"]) for gold, found in timed),
        "authors_exact": share(
            are_authors_right(found, page["gold"]["authors"]) for page, found in pairs if page["gold"].get("authors")
        ),
        "title_exact": share(title == gold for title, gold in titles),
        "title_contained": share(bool(title) and (title in gold or gold in title) for title, gold in titles),
        "language": share(
            found.article.language in LANGUAGES[page["country"]].split()
            for page, found in pairs
            if found.article and page["country"] in LANGUAGES
        ),
    }  # fmt: skip


@gate(name="extract", corpus="scrapinghub", path="pages/scrapinghub.jsonl.gz")
def measure_scrapinghub(records: list[dict[str, Any]]) -> dict[str, float]:
    """Articles of all kinds with bodies marked by hand; the metric is that of the benchmark."""
    pairs = [(page["gold"]["text"], found) for page, found in zip(records, extract_pages(records), strict=True)]
    return {
        "kept": share(found.article is not None for _, found in pairs),
        "body_shingle_f1": 100
        * measure_shingle_f1((found.article.text if found.article else "", gold) for gold, found in pairs),
        "story_shingle_f1": 100 * measure_shingle_f1((join_story(found), gold) for gold, found in pairs),
        **measure_boilerplate((list_judged_blocks(found), gold) for gold, found in pairs),
    }


@gate(name="extract", corpus="mediacloud_dates", path="pages/mediacloud_dates.jsonl.gz")
def measure_dates(records: list[dict[str, Any]]) -> dict[str, float]:
    """Publication days of news pages from many countries."""
    pages = [page for page in records if page["gold"].get("date")]
    pairs = list(zip(pages, extract_pages(pages), strict=True))
    return {
        "day": share(is_day_right(found, page["gold"]["date"]) for page, found in pairs),
        "day_of_articles": share(is_day_right(found, page["gold"]["date"]) for page, found in pairs if found.article),
        "day_of_ledger": share(read_ledger_day(page) == page["gold"]["date"][:10] for page in pages),
    }


@gate(name="extract", corpus="wcxb_mixed", path="pages/wcxb_mixed.jsonl.gz")
def measure_mixed(records: list[dict[str, Any]]) -> dict[str, float]:
    """Article or not, on mixed pages and on interstitials, stubs, errors and front pages written for the project."""
    written = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    is_article = [page["page_type"] == "article" for page in records] + [page["reason"] is None for page in written]
    passed = [found.article is not None for found in extract_pages([*records, *written])]
    return _measure_decision(is_article, passed)


@gate(name="extract", corpus="odd_pages", path="pages/odd_pages.jsonl.gz")
def measure_odd(records: list[dict[str, Any]]) -> dict[str, float]:
    """Article or not, on cached oddities: archived pages, front pages, redirects."""
    pages = [page for page in records if not any(part in page["id"] for part in ODD_UNKNOWN)]
    is_article = [not any(part in page["id"] + "#" for part in ODD_OTHERS) for page in pages]
    return _measure_decision(is_article, [found.article is not None for found in extract_pages(pages)])


def _measure_decision(is_article: list[bool], passed: list[bool]) -> dict[str, float]:
    """F1 of turning away what is no article, F1 of letting articles pass, and the share of articles that passed."""
    decisions = list(zip(is_article, passed, strict=True))
    return {
        "turned_away_f1": 100 * _f1([(not is_one, not did) for is_one, did in decisions]),
        "passed_f1": 100 * _f1(decisions),
        "articles_passed": share(did for is_one, did in decisions if is_one),
    }


def _f1(decisions: list[tuple[bool, bool]]) -> float:
    right = sum(wanted and did for wanted, did in decisions)
    return 2 * right / (sum(wanted for wanted, _ in decisions) + sum(did for _, did in decisions))
