"""Views over rows written inline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

DAY = date(2024, 3, 5)


def current(name: str, source: str, story: str = "", family: str = "", day: date = DAY, **more):
    row = {"article_id": name, "article_version_id": name, "source_id": source, "reported_on": day}
    known = {"story_id": story or name, "publisher_family_id": family or source, "is_origin": not story}
    return row | known | {"version_count": 1, "word_count": 100} | more


# Three printings of one wire text by two owners, and a report of its own.
ARTICLES = [
    current("wire", "agency"),
    current("copy1", "echo", story="wire", family="group"),
    current("copy2", "gazette", story="wire", family="group"),
    current("own", "post"),
]


def mention(number: int, article: str, **more):
    return {"mention_id": str(number), "article_version_id": article, "entity_key": "PERSON|ada holm"} | more


def test_attention_counts_origins_and_families_beside_articles(ask) -> None:
    rows = ask(
        "view", "attention_daily",
        articles_current=ARTICLES,
        mentions=[
            mention(1, "wire"), mention(2, "copy1"), mention(3, "copy2"), mention(4, "own"), mention(5, "own"),
            mention(6, "wire", is_boilerplate=True),
        ],
        article_entities=[{"entity_key": "PERSON|ada holm", "entity_id": "ada"}],
        entities=[{"entity_id": "ada", "canonical_name": "Ada Holm"}],
    )  # fmt: skip
    (row,) = rows
    assert (row["mention_count"], row["article_count"], row["origin_count"], row["family_count"]) == (5, 4, 2, 3)
    assert (row["article_share"], row["is_coverage_gap"]) == (1.0, False)


def test_day_on_which_a_regular_publisher_is_missing_is_a_gap(ask) -> None:
    days = [DAY + timedelta(days=offset) for offset in (0, 1, 2, 4, 5, 6)]
    articles = [current(f"{day} {number}", "post", day=day) for day in days for number in range(8)]
    rows = ask("view", "coverage_gaps", articles_current=articles)
    assert [(row["source_id"], row["reported_on"], row["active_day_count"]) for row in rows] == [
        ("post", DAY + timedelta(days=3), 6)
    ]


@pytest.mark.parametrize(
    ("missing", "gaps"),
    [
        pytest.param({3}, [], id="one article a day and a week known: by chance"),
        pytest.param({12}, [12], id="never missing else"),
        pytest.param({4, 12, 23}, [], id="missing now and then"),
        pytest.param({4, 12, 13, 23}, [], id="not much longer than else"),
        pytest.param({4, 12, 13, 14, 23}, [12, 13, 14], id="far longer than else"),
    ],
)
def test_a_silence_is_a_gap_where_the_publisher_is_hardly_ever_silent(ask, missing: set[int], gaps: list[int]) -> None:
    length = 7 if missing == {3} else 28
    days = [DAY + timedelta(days=offset) for offset in range(length) if offset not in missing]
    rows = ask("view", "coverage_gaps", articles_current=[current(str(day), "post", day=day) for day in days])
    assert sorted(row["reported_on"] for row in rows) == [DAY + timedelta(days=offset) for offset in gaps]


def test_day_of_the_week_without_an_edition_is_no_gap(ask) -> None:
    """Five days a week but for one silent Wednesday; DAY is a Tuesday."""
    offsets = [day for day in range(28) if (day + 1) % 7 not in (5, 6) and day != 15]
    days = [DAY + timedelta(days=offset) for offset in offsets]
    rows = ask("view", "coverage_gaps", articles_current=[current(str(day), "post", day=day) for day in days])
    assert [row["reported_on"] for row in rows] == [DAY + timedelta(days=15)]


def test_seldom_publisher_has_no_gaps(ask) -> None:
    days = [DAY + timedelta(days=offset) for offset in (0, 9, 18, 27, 36)]
    assert ask("view", "coverage_gaps", articles_current=[current(str(day), "post", day=day) for day in days]) == []


def claim(number: int, article: str, text: str = "All is well.", **more):
    row = {"claim_id": str(number), "article_version_id": article, "content_text": text, "quote_type": "direct"}
    known = {"speaker_kind": "person", "speaker_name": "Ada Holm", "speaker_entity_key": "PERSON|ada holm"}
    return row | known | {"claim_type": "quantity", "checkworthiness": 0.8, "cue_kind": "report"} | more


KEYS = [{"entity_key": "PERSON|ada holm", "entity_id": "ada"}]


def test_speaker_in_three_printings_has_one_origin(ask) -> None:
    rows = ask(
        "view", "speakers",
        articles_current=ARTICLES,
        claims=[
            claim(1, "wire"), claim(2, "copy1"), claim(3, "copy2", cue_kind="deny"),
            claim(4, "own", speaker_kind="outlet", speaker_name="Post", speaker_entity_key=None),
            claim(5, "own", speaker_name=None, speaker_entity_key=None),
            claim(6, "own", is_boilerplate=True),
        ],
        article_entities=KEYS,
    )  # fmt: skip
    (row,) = rows
    assert (row["speaker_id"], row["claim_count"], row["denial_count"]) == ("ada", 3, 1)
    assert (row["article_count"], row["origin_count"], row["family_count"]) == (3, 1, 2)


@pytest.mark.parametrize(
    ("kind", "key", "entity_type", "shown"),
    [
        # A firm whose name one article took for a person's, a person taken for a body, and who is called Mr.
        ("person", "PERSON|strandly", "ORG", "organisation"),
        ("organisation", "ORG|strandly", "PERSON", "person"),
        ("person", "ORG|strandly", "ORG", "person"),
        ("country", "LOC|strandly", "LOC", "country"),
    ],
)
def test_what_a_speaker_is_follows_from_all_articles(ask, kind: str, key: str, entity_type: str, shown: str) -> None:
    (row,) = ask(
        "view", "speakers",
        articles_current=ARTICLES,
        claims=[claim(1, "wire", speaker_kind=kind, speaker_name="Strandly", speaker_entity_key=key)],
        article_entities=[{"article_version_id": "wire", "entity_key": key, "entity_id": "s"}],
        entities=[{"entity_id": "s", "entity_type": entity_type}],
    )  # fmt: skip
    assert row["speaker_kind"] == shown


def test_speaker_has_words_cues_and_kinds(ask) -> None:
    (row,) = ask(
        "view", "speakers",
        articles_current=ARTICLES,
        claims=[
            claim(1, "wire", "All is well, it's dry.", cue_stance="neutral"),
            claim(2, "copy1", "All is well, it's dry.", cue_stance="neutral"),
            claim(3, "own", "The wall held.", quote_type="indirect", cue_stance="distancing", cue_kind="assert"),
            claim(4, "own", "that it may rain", quote_type="indirect", cue_stance="neutral", cue_kind="warn"),
        ],
        article_entities=KEYS,
    )  # fmt: skip
    assert (row["word_count"], row["quoted_word_count"], row["claim_count"], row["source_count"]) == (12, 5, 4, 3)
    assert (row["neutral_cue_count"], row["distancing_cue_count"], row["endorsing_cue_count"]) == (3, 1, 0)
    assert (row["assertion_count"], row["warning_count"], row["promise_count"]) == (3, 1, 0)


def test_only_innermost_facts_are_to_be_checked_figures_and_names_first(ask) -> None:
    inner = "Three hundred houses stand empty in the harbour town."
    rows = ask(
        "view", "claims_to_check",
        articles_current=ARTICLES,
        claims=[
            claim(1, "own", f"that the mayor said {inner}"), claim(2, "own", inner, relayed_by_claim_id="1"),
            claim(3, "wire", "The wall fell.", speaker_kind="unnamed", speaker_name=None, source_text="officials"),
            claim(4, "wire", "to mend the wall", cue_kind="promise"),
            claim(5, "wire", "the wall", quote_type="noun"),
            claim(6, "wire", "The gate fell."),
        ],
        numbers=[number(1, "own", 300, said_by_claim_id="2", start_char=0, end_char=0)],
    )  # fmt: skip
    assert [row["claim_id"] for row in sorted(rows, key=lambda row: row["check_rank"])] == ["2", "6", "3"]
    assert {row["claim_id"]: row["telling_figure_count"] for row in rows} == {"2": 1, "6": 0, "3": 0}
    # Ranks within the article: one of "own", two of "wire".
    assert {row["claim_id"]: row["article_rank"] for row in rows} == {"2": 1, "6": 1, "3": 2}


def test_who_is_not_named_is_not_the_outlet(ask) -> None:
    nobody = {"speaker_name": None, "source_text": None}
    rows = ask(
        "view", "claims_to_check",
        articles_current=ARTICLES,
        claims=[
            claim(1, "own", "of taking bribes from the builder", speaker_kind="unnamed", **nobody),
            claim(2, "own", "The wall cost 2 million.", speaker_kind="outlet", **nobody),
        ],
        numbers=[],
    )  # fmt: skip
    named = {row["claim_id"]: row["speaker_name"] for row in rows}
    assert named["1"] is None and named["2"] is not None


def test_same_words_are_one_claim_to_check(ask) -> None:
    rows = ask(
        "view", "claims_to_check",
        articles_current=ARTICLES,
        claims=[
            claim(1, "wire", "The wall fell."), claim(2, "copy1", "the wall, fell"),
            claim(3, "own", "The wall stands."),
            claim(4, "own", "I like walls.", claim_type="personal"), claim(5, "own", "Perhaps.", checkworthiness=0.1),
        ],
        numbers=[],
    )  # fmt: skip
    assert sorted((row["claim_id"], row["article_count"], row["origin_count"]) for row in rows) == [
        ("1", 2, 1), ("3", 1, 1),
    ]  # fmt: skip


def ask_variants(ask, articles, *claims):
    """The rows of quote_variants over these claims."""
    tellings = ask("model", "claim_tellings", articles_current=articles, claims=list(claims))
    quotations = ask("model", "quotations", claim_tellings=tellings)
    links = ask("model", "quote_links", quotations=quotations)
    roots = ask("model", "wording_roots", quote_links=links)
    members = ask("model", "quote_group_members", quotations=quotations, wording_roots=roots)
    return ask("view", "quote_variants", claim_tellings=tellings, quote_group_members=members)


def test_quotation_in_two_wordings_is_a_variant_and_another_quotation_is_not(ask) -> None:
    rows = ask_variants(
        ask, ARTICLES,
        claim(1, "wire", "We will repair the wall before the winter comes."),
        claim(2, "own", "We will repair this wall before winter comes."),
        claim(3, "own", "Nobody asked the fishermen what they think of it."),
    )  # fmt: skip
    assert [(row["one_claim_id"], row["other_claim_id"], row["origin_count"]) for row in rows] == [("1", "2", 2)]
    (row,) = rows
    assert (row["edit_kind"], row["removed_words"], row["added_words"]) == ("reworded", ["the", "the"], ["this"])


def test_part_of_a_quotation_is_a_variant_of_it(ask) -> None:
    whole = "We will repair the wall before the winter comes, and then we will look at the gates and at the pumps."
    part = "We will repair the wall before the winter comes."
    rows = ask_variants(ask, ARTICLES, claim(1, "wire", whole), claim(2, "own", part))
    assert [(row["edit_kind"], row["added_words"]) for row in rows] == [("shortened", [])]


def number(number_id: int, article: str, value: float, bound: str = "exact", **more):
    row = {"number_id": str(number_id), "article_version_id": article, "value": value, "bound": bound, "kind": "count"}
    return row | {"measure_key": "homes flooded", "as_of": DAY, "surface": f"{value:g} homes"} | more


def figure(value: float, bound: str = "exact", key: str = "homes flooded"):
    row = {"figure_id": f"{key}{value}{bound}", "measure_key": key, "as_of": DAY, "kind": "count", "bound": bound}
    return row | {"low_value": float(value), "high_value": float(value)}


def test_backing_tells_copies_families_and_speakers_from_independence(ask) -> None:
    def backed(name: str, articles: int, origins: int, families: int, speakers: list[str]):
        counts = {"article_count": articles, "origin_count": origins, "family_count": families, "said_by": speakers}
        return figure(1, key=name) | counts

    rows = ask(
        "view", "corroboration",
        number_timeline=[
            backed("a", 1, 1, 1, []), backed("b", 3, 1, 2, []), backed("c", 3, 2, 1, []),
            backed("d", 3, 2, 2, ["Ada Holm"]), backed("e", 3, 2, 2, ["Ada Holm", "Per Lund"]),
        ],
    )  # fmt: skip
    assert [row["backing"] for row in sorted(rows, key=lambda row: row["measure_key"])] == [
        "single_article", "copies_of_one_story", "one_publisher_family", "one_speaker", "independent",
    ]  # fmt: skip


def test_source_profile_tells_own_texts_from_copies(ask) -> None:
    rows = ask(
        "view", "source_profile",
        articles_current=[*ARTICLES, current("own2", "echo", family="group", is_undated=True)],
        sources=[{"source_id": name, "name": name} for name in ("agency", "echo", "gazette", "post")],
        claims=[claim(1, "own2"), claim(2, "copy1", speaker_kind="unnamed", speaker_name=None)],
    )  # fmt: skip
    echo = next(row for row in rows if row["source_id"] == "echo")
    assert (echo["article_count"], echo["own_article_count"], echo["copied_share"]) == (2, 1, 0.5)
    assert (echo["undated_share"], echo["claim_count"], echo["unnamed_share"]) == (0.5, 2, 0.5)


def test_syndication_pairs_origin_and_copy(ask) -> None:
    member = {"article_id": "copy1", "story_id": "wire", "source_id": "echo", "shared_share": 0.9, "lag_s": 60.0}
    rows = ask(
        "view", "syndication",
        stories=[{"story_id": "wire", "origin_source_id": "agency"}],
        story_members=[member, {"article_id": "wire", "story_id": "wire", "source_id": "agency", "is_origin": True}],
        sources=[{"source_id": name, "publisher_family_id": name} for name in ("agency", "echo")],
    )  # fmt: skip
    assert [
        (row["origin_source_id"], row["copying_source_id"], row["article_count"], row["family_count"]) for row in rows
    ] == [("agency", "echo", 1, 2)]


def test_funnel_accounts_for_every_capture(ask) -> None:
    rows = ask(
        "view", "pipeline_funnel",
        captures=[{"capture_id": name, "source_id": "post"} for name in "abcd"],
        articles=[{"article_version_id": "v", "capture_id": "a", "source_id": "post"}],
        skipped=[
            {"capture_id": "b", "source_id": "post", "reason": "unchanged_text"},
            {"capture_id": "c", "source_id": "post", "reason": "error_page"},
        ],
        mentions=[mention(1, "v"), mention(2, "v")],
        unanalysed=[{"article_version_id": "v", "table_name": name} for name in ("claims", "numbers")],
    )  # fmt: skip
    (row,) = rows
    assert row["unanalysed_count"] == 1
    assert (row["capture_count"], row["article_version_count"], row["skipped_count"]) == (4, 1, 2)
    assert (row["seen_before_count"], row["unaccounted_count"], row["mention_count"]) == (1, 1, 2)


def test_data_quality_gives_shares(ask) -> None:
    rows = ask(
        "view", "data_quality",
        articles=[{"article_version_id": "1", "published_on": DAY}, {"article_version_id": "2"}],
        unanalysed=[{"article_version_id": "1", "table_name": name} for name in ("claims", "numbers")],
    )  # fmt: skip
    shares = {row["measure"]: row["affected_share"] for row in rows}
    assert shares["articles_not_analysed_in_full"] == 0.5
    assert shares["articles_undated"] == 0.5 and shares["claims_in_boilerplate"] is None


def test_changes_leave_out_first_versions(ask) -> None:
    versions = [
        {"article_version_id": "a1", "article_id": "a", "version_no": 1},
        {"article_version_id": "a2", "article_id": "a", "version_no": 2, "is_material": True},
    ]
    rows = ask("view", "article_changes", article_versions=versions, articles_current=[current("a", "post")])
    assert [row["article_version_id"] for row in rows] == ["a2"]


def test_of_one_day_no_wording_is_known_to_be_first_without_times(ask) -> None:
    quotes = [
        claim(1, "late", "We will repair the wall before the winter comes."),
        claim(2, "early", "We will repair this wall before winter comes."),
    ]

    def compare(late: dict, early: dict):
        rows = ask_variants(ask, [current("late", "post") | late, current("early", "echo") | early], *quotes)
        return [(row["one_claim_id"], row["is_order_known"]) for row in rows]

    nine, seven = (datetime(2024, 3, 5, hour, tzinfo=UTC) for hour in (9, 7))
    timed = {"published_precision": "time"}
    assert compare({}, {}) == [("1", False)]
    assert compare(timed | {"published_at": nine}, timed | {"published_at": seven}) == [("2", True)]
    assert compare(timed | {"published_at": nine}, {"published_precision": "day"}) == [("1", False)]
    assert compare({"reported_on": DAY + timedelta(days=1)}, {}) == [("2", True)]
