"""Bodies that a page splits into several containers, and boxes that look alike but belong elsewhere."""

from __future__ import annotations

from broadsheet.extract.recover import join_containers
from broadsheet.extract.trafilatura_adapter import parse_page

FIRST = "The council voted on Monday to close the old bridge for two years, after an engineer found cracks in a pier."
SECOND = "Drivers will be sent over the northern road instead, which adds about four kilometres to the way into town."
THIRD = "Shopkeepers by the river fear for their trade and want the county to pay for a ferry until the work is done."
TEASER = "A long teaser of another story stands here in a box of its own, and nobody would want it in this article."


def join(page: str) -> list[str]:
    body = join_containers(parse_page(page.encode()), FIRST)
    return [paragraph.surface for paragraph in body.paragraphs] if body else []


def test_containers_with_the_same_class_are_joined_in_order() -> None:
    page = f"""<html><body><article><div class="body"><p>{FIRST}</p></div><div class="ad"><p>{TEASER}</p></div>
    <div class="body"><h2>Detour</h2><p>{SECOND}<script>x()</script></p></div><div class="body"><p>{THIRD}</p></div>
    </article></body></html>"""
    assert join(page) == [FIRST, "Detour", SECOND, THIRD]


def test_a_container_of_another_article_is_not_joined() -> None:
    page = f"""<html><body><article><div class="body"><p>{FIRST}</p></div></article>
    <article><div class="body"><p>{TEASER}</p></div></article></body></html>"""
    assert join(page) == []


def test_containers_without_a_class_are_not_joined() -> None:
    page = f"<html><body><article><div><p>{FIRST}</p></div><div><p>{SECOND}</p></div></article></body></html>"
    assert join(page) == []
