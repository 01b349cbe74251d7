"""The made-up corpus: one world for each seed, and scores that are full where a warehouse says what the gold says."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from bench.corpus import plan
from bench.corpus.gold import list_gold, read_gold, write_gold
from bench.corpus.grammar import Speech, Style
from bench.corpus.models import build_models
from bench.corpus.names import Entity
from bench.corpus.pages import make_page, write_inbox
from bench.corpus.plan import Options, World, make_world
from bench.corpus.rows import make_letters, multiply_lake
from bench.corpus.scores import Score, score_b3, score_pairs
from bench.corpus.writer import Event, make_event
from bench.score_corpus import score_all
from broadsheet.settings import load_settings
from broadsheet.stages import derive, extract, ingest
from broadsheet.stages.context import StageContext

SMALL = Options(seed=5, articles=150, days=24, outlets=9)
VALUES = "struct(low_value double, outlets text[], surface text)[]"
Gold = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def world() -> World:
    return make_world(SMALL)


@pytest.fixture(scope="module")
def gold(world: World, tmp_path_factory: pytest.TempPathFactory) -> Gold:
    folder = tmp_path_factory.mktemp("gold")
    write_gold(world, folder)
    return read_gold(folder)


def tell(world: World) -> str:
    return json.dumps(list_gold(world), default=str)


def test_a_seed_gives_one_world_and_another_seed_another(world: World) -> None:
    assert tell(make_world(SMALL)) == tell(world)
    other = make_world(Options(seed=6, articles=150, days=24, outlets=9))
    persons = [{e.form("full") for e in w.cast.entities.values() if e.entity_type == "PERSON"} for w in (world, other)]
    assert len(persons[0] & persons[1]) < 0.1 * len(persons[0])


def test_every_kind_is_planted_and_nothing_on_a_quiet_corpus(gold: Gold) -> None:
    assert all(gold[name] for name in ("conflicts", "superseded", "bursts", "outages"))
    assert {record["kind"] for record in gold["articles"]} == {"report", "copy", "later", "daily"}
    quiet = list_gold(make_world(Options(seed=5, articles=60, days=24, outlets=9, is_quiet=True)))
    assert not any(quiet[name] for name in ("conflicts", "superseded", "bursts", "outages"))


def test_every_name_of_the_gold_stands_in_its_article(world: World) -> None:
    for article in world.articles:
        text = "\n".join((article.headline, *article.paragraphs))
        assert all(surface in text for surface, _, _ in article.names)
        assert "{" not in text and "[" not in text and ",," not in text


def test_a_person_is_introduced_before_going_by_the_surname() -> None:
    person = Entity("person:0", "PERSON", {"full": "Ida Falkberg", "short": "Falkberg"}, role="the mayor of Lund")
    speech = Speech(random.Random(1), Style(), {"mayor": person}, "$")
    assert speech.say("{mayor} said.") == "Ida Falkberg, the mayor of Lund, said."
    assert speech.say("It was late, said {mayor}.") == "It was late, said Falkberg."


def test_an_outlet_that_is_silent_prints_nothing_that_day(world: World) -> None:
    silent = {(outlet.outlet_id, day) for outlet in world.outlets for day in outlet.silent_days}
    printed = {(article.outlet_id, article.published_at.date()) for article in world.articles}
    assert silent and not silent & printed


def test_an_outlet_that_prints_on_a_day_brings_something(world: World) -> None:
    printed = {(article.outlet_id, article.published_at.date()) for article in world.articles}
    expected = {(outlet.outlet_id, day) for outlet in world.outlets for day in world.days if outlet.prints_on(day)}
    assert expected <= printed


def test_no_town_has_two_floods_in_a_week_though_many_outlets_report(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Event] = []

    def make_and_keep(*parts: Any) -> Event:
        events.append(make_event(*parts))
        return events[-1]

    monkeypatch.setattr(plan, "make_event", make_and_keep)
    make_world(Options(seed=1, articles=60, days=12, outlets=24))
    days: dict[tuple[str, str], list[date]] = {}
    for event in events:
        days.setdefault((event.kind, event.parts["city"].entity_id), []).append(event.day)
    pairs = [pair for found in days.values() for pair in pairwise(sorted(found))]
    assert pairs and all(later - earlier > timedelta(days=7) for earlier, later in pairs)


def test_a_page_escapes_what_it_says(world: World) -> None:
    article = next(article for article in world.articles if article.credit)
    page = make_page(article, next(o for o in world.outlets if o.outlet_id == article.outlet_id))
    assert f"By {article.credit}" in page and f"({article.credit}) - " in page


def test_pairs_within_one_article_do_not_count() -> None:
    score = score_pairs("x", [("a", 1, "p"), ("a", 1, "q"), ("b", 1, "p")])
    assert (score.right, score.found, score.wanted) == (1, 1, 2)
    assert score_b3("x", [("a", 1, "p"), ("b", 2, "p")]).precision == 0.5


def fill_warehouse(connection: duckdb.DuckDBPyConnection, gold: Gold, **changes: list[tuple[Any, ...]]) -> None:
    """Tables that say what the gold says; `changes` are other rows of a table."""
    articles, names = gold["articles"], gold["names"]
    days = {record["url"]: date.fromisoformat(record["published_at"][:10]) for record in articles}
    event_days = {record["event_id"]: days[record["url"]] for record in articles if record["kind"] == "report"}

    def give(side: dict[str, Any]) -> dict[str, Any]:
        outlets = [record["outlet_id"] for record in articles if record["url"] in side["urls"]]
        return {"low_value": side["value"], "outlets": outlets, "surface": str(side["value"])}

    tables = {
        "articles_current (url text, article_id text, article_version_id text, story_id text, is_origin bool)": [
            (a["url"], a["url"], a["url"], a["story_url"], a["url"] == a["story_url"]) for a in articles
        ],
        "mentions (article_version_id text, entity_key text, surface text, is_boilerplate bool)": [
            (n["url"], n["entity_id"], n["surface"], False) for n in names
        ],
        "article_entities (article_version_id text, entity_key text, entity_id text)": [
            (n["url"], n["entity_id"], n["entity_id"]) for n in names
        ],
        "claims (article_version_id text, claim_id text, content_text text, speaker_kind text, is_boilerplate bool)": [
            (c["url"], f"{c['url']} {c['claim_id']}", c["text"], "person", False) for c in gold["claims"]
        ],
        "claim_group_members (claim_id text, claim_group_id text)": [
            (f"{c['url']} {c['claim_id']}", c["claim_id"]) for c in gold["claims"]
        ],
        "sources (source_id text, name text)": [(f["outlet_id"], f["outlet_id"]) for f in gold["families"]],
        "event_members (story_id text, event_id text)": sorted(
            {(a["story_url"], a["event_id"] or a["url"]) for a in articles}
        ),
        "first_reporter (event_id text, first_source_id text)": [
            (record["event_id"], record["outlet_id"]) for record in gold["first_reporters"]
        ],
        f"conflicting_numbers (measure_key text, as_of date, values_given {VALUES})": [
            ("m", event_days[c["event_id"]], [give(side) for side in c["sides"]]) for c in gold["conflicts"]
        ],
        "number_revisions (measure_key text, earlier_low_value double, later_low_value double, revised_on date)": [
            ("m", s["old"]["value"], s["new"]["value"], days[s["new"]["urls"][0]]) for s in gold["superseded"]
        ],
        "coverage_gaps (source_id text, reported_on date)": [(o["outlet_id"], o["day"]) for o in gold["outages"]],
        "bursts (entity_id text, reported_on date)": [
            (b["entity_id"], date.fromisoformat(b["day"]) + timedelta(days=1)) for b in gold["bursts"]
        ],
    }
    for definition, rows in tables.items():
        connection.execute(f"create table {definition}")
        name = definition.split()[0]
        if given := changes.get(name, rows):
            frame = pl.DataFrame(given, orient="row", infer_schema_length=None)
            connection.register("given", frame.to_arrow())
            connection.execute(f"insert into {name} from given")


def score(gold: Gold, **changes: list[tuple[Any, ...]]) -> dict[str, Score]:
    with duckdb.connect() as connection:
        fill_warehouse(connection, gold, **changes)
        return {found.name: found for found in score_all(connection, gold)}


def test_a_warehouse_that_says_what_the_gold_says_has_full_scores(gold: Gold) -> None:
    for found in score(gold).values():
        assert found.precision in (1, None) and found.recall in (1, None), found


def test_joined_namesakes_and_copies_cost_precision_and_false_alarms_show(gold: Gold) -> None:
    one_story = [(a["url"], a["url"], a["url"], "all", True) for a in gold["articles"]]
    by_name = {e["entity_id"]: e["name"] for e in gold["entities"]}
    joined = [(n["url"], n["entity_id"], by_name[n["entity_id"]]) for n in gold["names"]]
    alarm = [(gold["families"][0]["outlet_id"], date(2026, 3, 5))]
    scores = score(
        gold, articles_current=one_story, article_entities=joined, coverage_gaps=alarm, conflicting_numbers=[]
    )
    assert scores["stories, pairs of copies"].precision < 0.1 and scores["stories, pairs of copies"].recall == 1
    assert scores["kept apart: reports of one event"].precision == 0
    assert scores["namesakes kept apart: places"].precision == 0
    assert scores["namesakes kept apart: city and its club"].precision == 0
    assert (scores["outages, days"].precision, scores["outages, days"].recall) == (0, 0)
    assert (scores["conflicts"].precision, scores["conflicts"].recall) == (None, 0)


def test_other_letters_keep_the_length_and_tell_names_apart() -> None:
    letters = make_letters(3)
    assert sorted(letters.values()) == sorted(letters) and make_letters(0)["a"] == "a"
    assert letters["b"].upper() == letters["B"] and letters["a"] in "aeiou"


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Gold]]:
    """A tiny world after ingest, extract and derive."""
    home = tmp_path_factory.mktemp("made")
    tiny = make_world(Options(seed=2, articles=24, days=1, outlets=6))
    write_inbox(tiny, home)
    write_gold(tiny, home / "gold")
    context = StageContext.of(load_settings({"BROADSHEET_HOME": str(home), "BROADSHEET_WORKERS": "1"}))
    ingest.index_inbox(context)
    for stage in (ingest, extract, derive):
        list(stage.run_days(context, tiny.days))
    yield home, read_gold(home / "gold")


@pytest.mark.slow
def test_the_pipeline_finds_the_stories_and_names_of_a_tiny_world(analysed: tuple[Path, Gold]) -> None:
    home, gold = analysed
    connection, _ = build_models(StageContext.of(load_settings({"BROADSHEET_HOME": str(home)})).lake)
    with connection:
        scores = {found.name: found for found in score_all(connection, gold)}
    assert scores["pages that became articles"].recall == 1
    assert scores["stories, pairs of copies"].precision > 0.9 and scores["stories, pairs of copies"].recall == 1
    assert scores["origin of a story with copies"].recall == 1
    assert scores["names found in the article"].recall > 0.9
    assert scores["outages, days"].found == scores["bursts"].found == 0


@pytest.mark.slow
def test_multiplied_rows_keep_their_evidence_and_have_ids_of_their_own(
    analysed: tuple[Path, Gold], tmp_path: Path
) -> None:
    home, _ = analysed
    multiply_lake(home, tmp_path, 3)
    lake = StageContext.of(load_settings({"BROADSHEET_HOME": str(tmp_path)})).lake
    mentions, articles = lake.read("mentions"), lake.read("articles")
    assert mentions["mention_id"].is_unique().all() and articles["article_version_id"].n_unique() == articles.height
    joined = mentions.filter(~pl.col("in_headline")).join(articles, on="article_version_id")
    cut = joined["text"].str.slice(joined["start_char"], joined["end_char"] - joined["start_char"])
    assert joined.height and (cut == joined["surface"]).all()
    persons = mentions.filter(pl.col("mention_type") == "PERSON")["entity_key"].n_unique()
    assert (
        persons
        > 2
        * StageContext.of(load_settings({"BROADSHEET_HOME": str(home)}))
        .lake.read("mentions")
        .filter(pl.col("mention_type") == "PERSON")["entity_key"]
        .n_unique()
    )
