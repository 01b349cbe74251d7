"""Whose text an article says it is."""

from __future__ import annotations

import pytest
from lxml import html

from broadsheet.extract.credits import find_credit
from broadsheet.extract.page import Page, read_page
from broadsheet.extract.records import ArticleAuthor
from broadsheet.records import Paragraph

STORY = "The river at Oakham rose by two metres on Tuesday, and the council asked all people near the mill to leave."


def make_page(head: str = "") -> Page:
    head += '<meta property="og:site_name" content="The Oakham Mail">'
    return read_page(
        html.document_fromstring(f"<html><head>{head}</head><body></body></html>"), "https://oakhammail.example/a"
    )


def find(*lines: str, head: str = "", authors: tuple[ArticleAuthor, ...] = ()) -> str | None:
    blocks = [Paragraph(place, 0, len(line), line) for place, line in enumerate(lines)]
    return find_credit(blocks, make_page(head), authors)


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("(Reuters)", "Reuters"),
        ("The town was quiet at night. (AP)", "AP"),
        ("© 2024 The Associated Press", "Associated Press"),
        ("Copyright 2024 by AFP. All rights reserved.", "AFP"),
        ("Source: Reuters", "Reuters"),
        ("Source: The Ashby Courier", "Ashby Courier"),
        ("This article was originally published by The Ashby Courier.", "Ashby Courier"),
        ("This story first appeared in the Ashby Courier on Monday.", "Ashby Courier"),
        ("This article is republished from The Ashby Review under a Creative Commons license.", "Ashby Review"),
        ("Reprinted with permission from the Ashby Review.", "Ashby Review"),
        ("Additional reporting from PA", "PA"),
        ("With files from The Canadian Press", "Canadian Press"),
        ("Originally published on Ashby Review, 3 May 2024", "Ashby Review"),
        ("(dpa/lby)", "dpa"),
        ("mit dpa", "dpa"),
        ("© dpa-infocom, dpa:240503-99-1/2", "dpa"),
        ("Quelle: dpa", "dpa"),
        ("Quelle: Ashbyer Anzeiger", "Ashbyer Anzeiger"),
        ("Dieser Artikel erschien zuerst im Ashbyer Anzeiger.", "Ashbyer Anzeiger"),
        ("Mit Material der dpa", "dpa"),
        ("Der Fluss steigt weiter. - dpa", "dpa"),
        ("Source : AFP", "AFP"),
        ("avec AFP", "AFP"),
        ("Cet article a été initialement publié par Le Courrier d'Ashby.", "Courrier d'Ashby"),
        ("(Avec AFP)", "AFP"),
        ("Fuente: EFE", "EFE"),
        ("Con información de Europa Press", "Europa Press"),
        ("Publicado originalmente en El Correo de Ashby", "Correo de Ashby"),
        ("Fuente: El Correo Ashbiano", "El Correo Ashbiano"),
        ("Via Ashby Courier", "Ashby Courier"),
    ],
)
def test_credits_at_the_end_name_agency_or_outlet(line: str, credit: str) -> None:
    assert find(STORY, line) == credit


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("OAKHAM, May 3 (Reuters) - The river rose by two metres.", "Reuters"),
        ("OAKHAM (AP) — The river rose by two metres.", "AP"),
        ("Oakham (dpa) - Der Fluss ist um zwei Meter gestiegen.", "dpa"),
        ("Oakham (dpa/sn) – Der Fluss ist um zwei Meter gestiegen.", "dpa"),
        ("Oakham (AFP) - Le fleuve a monté de deux mètres.", "AFP"),
        ("Oakham, 3 may (EFE).- El río ha subido dos metros.", "EFE"),
    ],
)
def test_datelines_name_the_agency(line: str, credit: str) -> None:
    assert find(line, STORY) == credit


@pytest.mark.parametrize(
    "line",
    [
        "Source: The Oakham Mail",
        "This article was first published by The Oakham Mail in 2019.",
        "© 2024 The Oakham Mail",
        "Source: read the full report here",
        "Two people told Reuters that the dam had held.",
        "Quelle: https://ashby.example/report",
        "The source of the river lies in the hills above the town.",
    ],
)
def test_the_own_site_sources_of_facts_and_talk_are_no_credits(line: str) -> None:
    assert find(STORY, line) is None


def test_an_agency_in_the_byline_or_a_marked_source_is_the_credit() -> None:
    agency = ArticleAuthor(0, "dpa", "Von dpa", "agency", "meta")
    assert find(STORY, authors=(agency,)) == "dpa"
    assert find(STORY, head='<meta name="article:source" content="Ashby Courier">') == "Ashby Courier"
    assert find(STORY, head='<meta name="source" content="Source: Ashby Courier">') == "Ashby Courier"
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "sourceOrganization": {"name": "%s"}}</script>'
    )
    assert find(STORY, head=script % "Ashby Courier") == "Ashby Courier"
    assert find(STORY, head=script % "Oakham Mail") is None


def test_an_agency_that_the_page_names_as_its_publisher_is_the_credit_but_on_its_own_site() -> None:
    script = '<script type="application/ld+json">{"@type": "NewsArticle", "publisher": {"name": "%s"}}</script>'
    assert find(STORY, head=script % "Associated Press") == "Associated Press"
    assert find(STORY, head=script % "The Oakham Mail") is None
    assert find(STORY, head=script % "Ashby Courier") is None
    head = f'<head>{script % "Associated Press"}<meta property="og:site_name" content="AP News"></head>'
    own = read_page(html.document_fromstring(f"<html>{head}<body></body></html>"), "https://apnews.com/article/a")
    assert find_credit([Paragraph(0, 0, len(STORY), STORY)], own) is None


@pytest.mark.parametrize(
    "line", ["By Ada Holm, Associated Press", "The wall was mended by noon. — AP", "Ada Holm | Reuters"]
)
def test_a_byline_or_dash_names_the_agency(line: str) -> None:
    assert find(STORY, line) in {"Associated Press", "AP", "Reuters"}


@pytest.mark.parametrize("line", ["Ada Holm, AP", "By the river, AP was told"])
def test_a_picture_credit_and_talk_of_an_agency_are_no_byline(line: str) -> None:
    assert find(STORY, line) is None
