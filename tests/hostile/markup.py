"""Structure that hurts: nesting, attributes, entities, what is never closed, tables, forms, namespaces."""

from __future__ import annotations

import random

from tests.hostile.making import Maker, count, page, sentences

_TAGS = ("div", "span", "b", "blockquote", "ul", "section", "font", "a", "em", "article")
_OPENERS = ("<!-- open", "<script>var x = 1;", "<style>p {", "<textarea>", "<title>", "<![CDATA[",
         "<noscript>", "<svg>",
            "<template>", "<iframe>", "<xmp>", "<plaintext>", "<select><option>", "<math>", "<frameset>")  # fmt: skip


def nested(chance: random.Random, size: float) -> bytes:
    tag, depth = chance.choice(_TAGS), count(size, 60_000)
    return page(f"<{tag}>" * depth + sentences(chance) + f"</{tag}>" * chance.choice([0, depth]))


def nested_mix(chance: random.Random, size: float) -> bytes:
    inner = "".join(f"<{chance.choice(_TAGS)} class='c{chance.randint(0, 9)}'>" for _ in range(count(size, 20_000)))
    return page(sentences(chance) + inner + sentences(chance))


def nested_tables(chance: random.Random, size: float) -> bytes:
    depth = count(size, 3_000)
    return page("<table><tr><td>" * depth + sentences(chance) + "</td></tr></table>" * depth)


def misnested(chance: random.Random, size: float) -> bytes:
    return page(
        "<p><b><i><a href=x>" * count(size, 3_000) + sentences(chance) + "</b></p></a></i>" * count(size, 3_000)
    )


def huge_attribute(chance: random.Random, size: float) -> bytes:
    value = chance.choice(["x", "a b ", "http://a.example/", "&amp;", "é"]) * count(size, 800_000)
    name = chance.choice(["class", "style", "data-x", "href", "id", "content"])
    return page(f"<div {name}='{value}'>{sentences(chance)}</div>")


def many_attributes(chance: random.Random, size: float) -> bytes:
    attributes = "".join(f" a{number}='{chance.randint(0, 9)}'" for number in range(count(size, 120_000)))
    return page(f"<div{attributes}>{sentences(chance)}</div>", attributes=attributes[: count(size, 10_000)])


def many_classes(chance: random.Random, size: float) -> bytes:
    classes = " ".join(f"c{number}-article-comment-share" for number in range(count(size, 60_000)))
    return page("".join(f"<p class='{classes[:20_000]}'>{text}</p>" for text in sentences(chance).split("</p>")))


def unclosed(chance: random.Random, size: float) -> bytes:
    opener = chance.choice(_OPENERS)
    return page(sentences(chance) + opener * chance.choice([1, count(size, 5_000)]) + sentences(chance) * 3)


def unclosed_quote(chance: random.Random, size: float) -> bytes:
    return page(f"<p class=\"{sentences(chance)}<img alt='" + sentences(chance) * count(size, 300))


def closers(chance: random.Random, size: float) -> bytes:
    return page(
        sentences(chance) + f"</{chance.choice(_TAGS)}></body></html>" * count(size, 40_000) + sentences(chance)
    )


def comments(chance: random.Random, size: float) -> bytes:
    odd = chance.choice(["<!-->", "<!--->", "<!-- -- -->", "<!-- <!-- -->", "<!>", "<?php ?>", "<![endif]-->", "--!>"])
    return page((odd + "<p>Between.</p>") * count(size, 20_000) + sentences(chance))


def entities(chance: random.Random, size: float) -> bytes:
    unit = chance.choice(["&amp;", "&#38;#38;", "&#x110000;", "&#0;", "&notanentity;", "&amp", "&#99999999999;", "&"])
    return page(f"<p>{unit * count(size, 400_000)}</p>{sentences(chance)}")


def laughs(chance: random.Random, size: float) -> bytes:
    names = "".join(
        f"<!ENTITY l{level} '{f'&l{level - 1};' * 10}'>" if level else "<!ENTITY l0 'ha'>" for level in range(12)
    )
    doctype = f"<?xml version='1.0'?><!DOCTYPE html [{names}<!ENTITY file SYSTEM 'file:///etc/hostname'>]>"
    inner = f"<p>&l11; &file; {chance.randint(0, 9)}</p>{sentences(chance)}"
    return (doctype + f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{inner}</body></html>").encode()


def big_table(chance: random.Random, size: float) -> bytes:
    rows = "".join(
        f"<tr><td>{row}</td><td>{chance.randint(0, 10**6):,}</td><td>{chance.choice(_TAGS)}</td></tr>"
        for row in range(count(size, 40_000))
    )
    return page(f"{sentences(chance)}<table>{rows}</table>")


def wide_table(chance: random.Random, size: float) -> bytes:
    span = chance.choice(["colspan='1000000' rowspan='65534'", "colspan=-1", "colspan='99999999999999999999'"])
    cells = f"<td {span}>{chance.randint(0, 99)}</td>" * count(size, 30_000)
    return page(f"{sentences(chance)}<table><tr>{cells}</tr></table>")


def many_paragraphs(chance: random.Random, size: float) -> bytes:
    unit = chance.choice(["<p>", "<p>a", "<br>", "<li>x", "<hr>", "<p></p>", "<h2>Q</h2>", "<td>"])
    return page(sentences(chance) + unit * count(size, 150_000))


def many_links(chance: random.Random, size: float) -> bytes:
    target = chance.choice(
        ["/a", "javascript:x", "//[", "http://[::1", "data:text/html,x", "http://a:99999/", "?" * 50]
    )
    links = "".join(f"<a href='{target}{number}'>story {number}</a> " for number in range(count(size, 40_000)))
    return page(sentences(chance) + links)


def many_times(chance: random.Random, size: float) -> bytes:
    at = chance.choice(["2026-03-04", "2026-02-30", "9" * 30, "-0001-01-01", "2026-W11", "T25:61", ""])
    return page(sentences(chance) + f"<time datetime='{at}'>4 March 2026</time> 10.30 p.m. " * count(size, 20_000))


def many_bylines(chance: random.Random, size: float) -> bytes:
    name = chance.choice(["By Ola Berg", "By By By", "By " + "A. " * 300, "Von und zu " * 60, "By Ola Berg and "])
    return page(f"<p class='byline author'>{name}</p>" * count(size, 8_000) + sentences(chance))


def live_posts(chance: random.Random, size: float) -> bytes:
    posts = "".join(
        f"<div class='live-post' itemprop='liveBlogUpdate'><time datetime='2026-03-04T{number % 30}:00'>{number}</time>"
        f"<p>Post {number} of the mill.</p></div>"
        for number in range(count(size, 6_000))
    )
    return page(posts + sentences(chance))


def forms(chance: random.Random, size: float) -> bytes:
    inner = "<form><input value='x'><select><option>a<option>b<button>" * count(size, 10_000)
    return page(inner + sentences(chance))


def bases(chance: random.Random, size: float) -> bytes:
    base = chance.choice(["//x", "http://[", "javascript:", "x" * 5000, "http://a.example/" + "../" * 2000, "\\\\a"])
    links = "<a href='../../b'>b</a><link rel='canonical' href='../c'>" * count(size, 5_000)
    return page(sentences(chance) + links, head=f"<base href='{base}'>")


def prefixes(chance: random.Random, size: float) -> bytes:
    inner = "".join(f"<x{number}:p xmlns:x{number}='u'>t</x{number}:p>" for number in range(count(size, 10_000)))
    return page(sentences(chance) + inner + "<o:p></o:p><:a><a:><1>< p><p/ >")


def unknown_elements(chance: random.Random, size: float) -> bytes:
    inner = "".join(f"<tag-{number}>t" for number in range(count(size, 15_000)))
    return page(sentences(chance) + inner)


def svg_soup(chance: random.Random, size: float) -> bytes:
    inner = "<svg><foreignObject><math><mtext><table><mglyph><style><!--</style><img title='--><p>'>"
    return page(sentences(chance) + inner * count(size, 2_000) + sentences(chance))


def empty_bodies(chance: random.Random, size: float) -> bytes:
    return chance.choice([b"", b" " * 9, b"<", b"<html>", b"<!doctype html>", b"</p>", b"\x00", b"<html><body></body>"])


MARKUP: dict[str, Maker] = {
    made.__name__: made
    for made in (
        nested, nested_mix, nested_tables, misnested, huge_attribute, many_attributes, many_classes, unclosed,
        unclosed_quote, closers, comments, entities, laughs, big_table, wide_table, many_paragraphs, many_links,
        many_times, many_bylines, live_posts, forms, bases, prefixes, unknown_elements, svg_soup, empty_bodies,
    )
}  # fmt: skip
