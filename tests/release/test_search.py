"""Search and similar passages, over a release of invented articles; ranks against a BM25 written apart from ours."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from broadsheet.model.inputs import find_table
from broadsheet.release import open_warehouse
from broadsheet.release.passage_vectors import place_passages
from broadsheet.release.word_vectors import DIMENSIONS, find_last_fitted, fit_words
from broadsheet.settings import load_settings
from tests.browse.conftest import publish_rows
from tests.sql.conftest import fill_row

SPACE = [
    ("Flood barrier fails", "the gates of the flood barrier did not close . water rose in the old town"),
    ("Barrier repaired", "engineers repaired a gate . the barrier works again after a week"),
    ("Council meets", "the council spoke of schools and buses . a flood was not mentioned but once"),
    ("Rivers rise", "rivers rise after rain . rivers flood fields . rain goes on"),
    ("Match report", "the home team won by two goals . rain fell in the second half"),
    ("Market close", "shares fell as banks warned of losses . gold rose"),
    ("A long list", "bread milk butter barrier salt sugar tea coffee rice beans oil soap flour eggs ham figs nuts"),
    ("Zürich café opens", "a café in Zürich opens . coffee costs 1,200 crowns a kilo"),
]
FUNCTION_WORDS = {"the", "of", "in", "a", "and", "to", "by", "as", "was", "but", "did", "after", "on"}


def _write_rows() -> dict[str, list[dict]]:
    rows: dict[str, list[dict]] = {"articles": [], "articles_current": [], "paragraphs": [], "sentences": []}
    for number, (headline, text) in enumerate(SPACE):
        version = f"v{number}"
        common = {"article_version_id": version, "article_id": f"a{number}", "headline": headline}
        rows["articles"].append(common | {"text": text, "language": "en"})
        rows["articles_current"].append(common | {"source_name": "Echo"})
        parts = [(text, False), ("Subscribe to the barrier newsletter", True)]
        for index, (part, is_boilerplate) in enumerate(parts):
            rows["paragraphs"].append(
                {"article_version_id": version, "paragraph_index": index, "surface": part,
                 "is_boilerplate": is_boilerplate}
            )  # fmt: skip
        for place, sentence in enumerate([headline, *text.split(" . ")]):
            rows["sentences"].append(
                {"article_version_id": version, "sentence_id": f"{version}-{place}", "surface": sentence,
                 "in_headline": place == 0, "start_char": place * 100}
            )  # fmt: skip
    return {name: [fill_row(find_table(name), row) for row in given] for name, given in rows.items()}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], list[tuple]]]:
    settings = load_settings({"BROADSHEET_HOME": str(tmp_path_factory.mktemp("search") / "home")})
    publish_rows(settings, 1, _write_rows())
    with open_warehouse(settings) as connection:
        yield lambda query: connection.sql(query).fetchall()


def _find(ask: Callable[[str], list[tuple]], words: str, more: str = "") -> list[tuple[str, float]]:
    quoted = words.replace("'", "''")
    return ask(f"select article_version_id, score from search('{quoted}'{more})")


def _rank_by_hand(words: list[str]) -> dict[str, float]:
    """BM25 with k1 1.2 and b .75 over documents of three headlines and a text; plurals by hand."""
    plurals = {"gates": "gate", "rivers": "river", "floods": "flood", "fields": "field"}
    documents = {}
    for number, (headline, text) in enumerate(SPACE):
        said = [plurals.get(word, word) for word in f"{headline} {headline} {headline} {text}".lower().split()]
        documents[f"v{number}"] = [word for word in said if word != "." and word not in FUNCTION_WORDS]
    mean = sum(map(len, documents.values())) / len(documents)
    scores = {}
    for version, said in documents.items():
        counts, score = Counter(said), 0.0
        for word in words:
            holding = sum(word in other for other in documents.values())
            rarity = math.log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            score += rarity * counts[word] * 2.2 / (counts[word] + 1.2 * (0.25 + 0.75 * len(said) / mean))
        if score:
            scores[version] = score
    return scores


@pytest.mark.parametrize("words", ["flood barrier", "rain", "rivers gate rain", "barrier coffee gold council"])
def test_ranks_and_scores_are_those_of_bm25(ask, words: str) -> None:
    expected = _rank_by_hand([word.removesuffix("s") for word in words.split()])
    found = _find(ask, words)
    assert dict(found) == pytest.approx(expected, rel=0.02)
    # Weights are kept in hundredths, so that neighbours nearer than a hundredth may change places.
    by_hand = [expected[version] for version, _ in found]
    assert all(score >= 0.99 * later for score, later in pairwise(by_hand))


@pytest.mark.parametrize(
    ("words", "versions"),
    [
        ("FLOOD-BARRIERS!", ["v0", "v1", "v2", "v3", "v6"]),
        ("zurich cafe", ["v7"]),
        ("1200", ["v7"]),
        ('"match\' report"', ["v4"]),
        ("newsletter", []),
        ("the", []),
        ("nowhere", []),
        ("", []),
        ("'\";--", []),
    ],
)
def test_case_accents_hyphens_and_quotes_do_not_count(ask, words: str, versions: list[str]) -> None:
    assert sorted(version for version, _ in _find(ask, words)) == versions


def test_a_search_gives_as_many_as_are_asked_for(ask) -> None:
    assert [version for version, _ in _find(ask, "flood barrier", ", most := 1")] == ["v0"]
    assert ask("select count(*) from search(null)") == [(0,)]


def test_every_word_that_is_found_is_counted(ask) -> None:
    counts = ask("select article_version_id, matched_term_count from search('flood barriers barrier')")
    assert dict(counts) == {"v0": 2, "v1": 1, "v2": 1, "v3": 1, "v6": 1}


def test_passages_of_other_articles_are_near_where_words_meet(ask) -> None:
    near = ask("select article_version_id, similarity from similar_passages('v0-0') where similarity > .1")
    assert {near[0][0], near[1][0]} == {"v1", "v3"} and all(version != "v0" for version, _ in near)
    assert [row[1] for row in near] == sorted((row[1] for row in near), reverse=True)


def test_an_article_stands_for_its_headline(ask) -> None:
    by_headline = ask("select sentence_id from similar_passages('v0-0')")
    assert by_headline == ask("select sentence_id from similar_passages('a0')") != []
    assert by_headline == ask("select sentence_id from similar_passages('v0')")
    assert ask("from similar_passages('no such')") == [] == ask("from similar_passages(null)")
    assert len(ask("from similar_passages('v0-0', most := 2)")) == 2


def test_vectors_are_small_and_say_what_made_them(ask) -> None:
    [(sizes, largest, models)] = ask(
        "select list(distinct len(vector)), max(list_max(vector)), count(distinct vector_model) from ops.passages"
    )
    assert sizes == [DIMENSIONS] and largest <= 127 and models == 1


def _openings(articles: int, terms: int) -> pl.DataFrame:
    """Articles on two subjects: terms of one half each, three to a passage."""
    rng = np.random.default_rng(0)
    rows = [
        {"article_number": article, "article_version_id": f"v{article}", "sentence_id": f"s{article}-{passage}",
         "passage_index": passage, "term": f"t{int(term) + (article % 2) * terms}", "occurrence_count": 1}
        for article in range(articles)
        for passage in range(2)
        for term in sorted(rng.choice(terms, 3, replace=False))
    ]  # fmt: skip
    return pl.DataFrame(rows)


def _place(openings: pl.DataFrame) -> pl.DataFrame:
    return place_passages(openings, fit_words(openings, date(2024, 3, 1)))


def test_vectors_tell_subjects_apart_though_passages_share_no_word() -> None:
    placed = _place(_openings(120, 12))
    vectors = np.array(placed["vector"].to_list(), dtype=np.float64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    subject = np.array([int(version[1:]) % 2 for version in placed["article_version_id"]])
    alike = vectors @ vectors.T
    assert (
        abs(alike[np.ix_(subject == 0, subject == 1)]).max() < 0.05 < alike[np.ix_(subject == 0, subject == 0)].mean()
    )


def test_vectors_are_the_same_each_time_and_none_for_no_passage() -> None:
    openings = _openings(40, 8)
    assert _place(openings).equals(_place(openings))
    assert _place(openings.clear()).height == 0


def test_a_passage_is_placed_alike_beside_whichever_others() -> None:
    openings = _openings(300, 40)
    words = fit_words(openings, date(2024, 3, 1))
    apart = [place_passages(part, words) for part in openings.partition_by("article_number", maintain_order=True)]
    assert pl.concat(apart).equals(place_passages(openings, words))


def test_words_that_stand_in_one_article_alone_add_nothing() -> None:
    openings = _openings(40, 8).with_columns(
        pl.when(pl.int_range(pl.len()) == 7).then(pl.lit("once")).otherwise("term").alias("term")
    )
    assert "once" not in fit_words(openings, date(2024, 3, 1))["term"]


DAYS = [(date(2024, 1, 1) + timedelta(days=number), 100) for number in range(200)]


@pytest.mark.parametrize(
    ("day_count", "last_fitted"),
    [(0, None), (1, 1), (40, 40), (41, 29), (50, 29), (51, 29), (52, 41), (72, 41), (73, 58), (200, 116)],
)
def test_a_large_warehouse_is_fitted_on_its_first_days(day_count: int, last_fitted: int | None) -> None:
    found = find_last_fitted(DAYS[:day_count])
    assert found == (None if last_fitted is None else DAYS[last_fitted - 1][0])


def test_new_days_seldom_change_what_is_fitted_on() -> None:
    fitted = [find_last_fitted(DAYS[:count]) for count in range(41, 201)]
    assert fitted == sorted(fitted) and len(set(fitted)) == 5
