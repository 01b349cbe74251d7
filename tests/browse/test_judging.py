"""The form that writes a judgement: what it takes, what it refuses, and that old ids lead to where their names are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from broadsheet.browse.site import write_site
from broadsheet.judgements.writing import read_lines_of
from broadsheet.model.inputs import find_table
from broadsheet.settings import Settings
from tests.browse.conftest import Get, Reply, hostile_row, make_get, publish_rows
from tests.browse.test_outlets import DAY

HOST = "127.0.0.1:8517"
ORIGIN = ("origin", f"http://{HOST}")
FORM = ("content-type", "application/x-www-form-urlencoded")


def entity_rows() -> dict[str, list[dict[str, Any]]]:
    """Three entities, two of one name; an id that became another, one that was split, and one that is gone."""

    def row(table: str, **values: Any) -> dict[str, Any]:
        return hostile_row(find_table(table), **values)

    moves = [
        ("000001", "old", "renamed", "older"), ("000002", "older", "merged", "e1"), ("000002", "torn", "split", "e1"),
        ("000002", "torn", "split", "e2"), ("000002", "lost", "gone", None),
    ]  # fmt: skip
    return {
        "entities": [row("entities", entity_id=name, canonical_name=label, entity_type="PERSON")
                     for name, label in (("e1", "Ada Holm"), ("e2", "Ben Ray"), ("e3", "Ben Ray"))],
        "entity_aliases": [row("entity_aliases", entity_id=name, name_norm=label)
                           for name, label in (("e1", "ada holm"), ("e2", "ben ray"), ("e3", "ben ray"))],
        "article_entities": [row("article_entities", entity_id="e1", entity_key="PERSON|ada holm", rule="same_name")],
        "mentions": [row("mentions", entity_key="PERSON|ada holm")],
        "entity_changes": [
            row("entity_changes", release_id=release, old_entity_id=old, old_name=old.title(), change=change,
                new_entity_id=new) for release, old, change, new in moves
        ],
    }  # fmt: skip


@pytest.fixture
def desk(home: Settings) -> Get:
    publish_rows(home, 1, entity_rows())
    return make_get(home, takes_judgements=True)


def read_token(get: Get, page: str = "/entity/e1") -> str:
    found = re.search(r'name="token" value="([0-9a-f]{64})"', get(page).text)
    assert found
    return found[1]


def post(get: Get, fields: dict[str, str], *, path: str = "/entity/e1/judge", host: str = HOST,
         headers: tuple[tuple[str, str], ...] = (ORIGIN, FORM), method: str = "POST") -> Reply:  # fmt: skip
    return get(path, method, host, headers, urlencode(fields).encode())


def make_fields(get: Get, **fields: str) -> dict[str, str]:
    return {"token": read_token(get), "other": "e2", "verdict": "same", "who": "eve", "why": "one byline"} | fields


def test_a_judgement_is_written_with_its_key_and_told(desk: Get, home: Settings) -> None:
    reply = post(desk, make_fields(desk))
    assert (reply.status, reply.headers["location"]) == (303, "/entity/e1?judged=1#judge")
    (line,) = read_lines_of(home.sources_path)
    assert (line.left, line.right, line.verdict, line.who, line.why) == ("e1", "e2", "same", "eve", "one byline")
    assert line.left_key.startswith("PERSON|ada holm@") and line.when.endswith("Z")
    told = desk("/entity/e1?judged=1").text
    assert "takes effect with the next release" in told and "broadsheet run" in told
    assert desk("/entity/e1").headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")
    assert "· read-only" not in told
    assert "form-action 'self'" in desk("/entity/e1").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("written", "reference"),
    [
        ("e2", "e2"),
        ("http://127.0.0.1:8517/entity/e2", "e2"),
        ("/entity/e2?judged=1", "e2"),
        ("person|Ada Holm", "PERSON|ada holm"),
    ],
)
def test_the_other_one_is_named_by_id_page_or_key(desk: Get, home: Settings, written: str, reference: str) -> None:
    assert post(desk, make_fields(desk, other=written, verdict="different")).status == 303
    assert read_lines_of(home.sources_path)[0].right == reference


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"host": "evil.example"}, 421),
        ({"headers": (("origin", "http://evil.example"), FORM)}, 403),
        ({"headers": (("origin", "null"), FORM)}, 403),
        ({"headers": (("origin", "http://127.0.0.1:9999"), FORM)}, 403),
        ({"headers": (FORM,)}, 403),
        ({"headers": (ORIGIN, FORM, ("sec-fetch-site", "cross-site"))}, 403),
        ({"headers": (ORIGIN, ("content-type", "text/plain"))}, 415),
        ({"method": "GET"}, 405),
        ({"method": "PUT"}, 405),
        ({"path": "/entity/e2/judge"}, 403),
    ],
    ids=[
        "host",
        "origin",
        "no origin",
        "port",
        "without origin",
        "site",
        "type",
        "get",
        "put",
        "token of another page",
    ],
)
def test_what_is_no_form_of_ours_is_refused(desk: Get, home: Settings, change: dict[str, Any], status: int) -> None:
    assert post(desk, make_fields(desk), **change).status == status
    assert not home.sources_path.with_name("judgements.csv").exists()


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"token": ""}, 403, "Open the page again"),
        ({"token": "0" * 64}, 403, "Open the page again"),
        ({"token": "\u00e9"}, 403, "Open the page again"),
        ({"verdict": "yes"}, 400, "write same, different or unsure"),
        ({"verdict": ""}, 400, "write same, different or unsure"),
        ({"other": ""}, 400, "Name the other one"),
        ({"other": "e9"}, 400, "No entity of the release"),
        ({"other": "e1"}, 400, "Left and right are the same"),
        ({"other": "Ben Ray"}, 400, "Several bear this name"),
        ({"other": "x" * 301}, 400, "Name the other one"),
        ({"who": "x" * 81}, 400, "Who is longer"),
        ({"why": "x" * 501}, 400, "Why is longer"),
        ({"why": "x" * 9000}, 413, "longer than"),
    ],
)  # fmt: skip
def test_what_may_not_be_written_says_why(
    desk: Get, home: Settings, fields: dict[str, str], status: int, told: str
) -> None:
    reply = post(desk, make_fields(desk, **fields))
    assert reply.status == status and told in reply.text
    assert not home.sources_path.with_name("judgements.csv").exists()


@pytest.mark.parametrize("body", [b"\xff", b"token=a&token=b", b"&".join(b"f%d=1" % n for n in range(30))])
def test_a_body_that_cannot_be_read_is_refused(desk: Get, body: bytes) -> None:
    assert desk("/entity/e1/judge", "POST", HOST, (ORIGIN, FORM), body).status == 400


def test_formulas_and_control_signs_are_made_harmless(desk: Get, home: Settings) -> None:
    assert post(desk, make_fields(desk, who="=cmd()", why="a\r\nb,\x1b[31m\u202ec")).status == 303
    text = home.sources_path.with_name("judgements.csv").read_bytes().decode()
    assert text.count("\n") == 2 and "'=cmd()" in text and "\r" not in text
    assert not set(text) & set("\x1b\u202e")


def test_read_only_servers_and_sites_have_no_form(home: Settings, tmp_path: Path) -> None:
    publish_rows(home, 1, entity_rows())
    closed = make_get(home)
    assert '<form class="judge"' not in closed("/entity/e1").text
    assert "· read-only" in closed("/entity/e1").text
    reply = post(closed, {"token": "0" * 64})
    assert reply.status == 403 and "--read-only" in reply.text


def test_a_site_has_no_form(hostile_settings: Settings, tmp_path: Path) -> None:
    write_site(hostile_settings, tmp_path / "site", DAY, DAY)
    assert not [path for path in (tmp_path / "site").rglob("*.html") if 'method="post"' in path.read_text("utf-8")]


def test_an_old_id_leads_to_where_its_names_are(desk: Get) -> None:
    for old in ("old", "older"):
        reply = desk(f"/entity/{old}")
        assert (reply.status, reply.headers["location"]) == (302, "/entity/e1")
    torn = desk("/entity/torn").text
    assert "/entity/e1" in torn and "/entity/e2" in torn and "split in release 000002" in torn
    assert "no article names it" in desk("/entity/lost").text
    assert desk("/entity/never").status == 404


def test_a_page_says_what_became_of_its_entity(desk: Get) -> None:
    assert "merged into it" in desk("/entity/e1").text
