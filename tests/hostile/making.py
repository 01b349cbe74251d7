"""What every generator of hostile pages builds on: sound sentences, a page around them, and the table of kinds."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tests.pipelines.inbox_pages import PARAGRAPHS, build_page

# A draw and a size -> a body. size: 1 is as bad as it gets, hundredths of it are quick.
Maker = Callable[[random.Random, float], bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """A hostile input. name: its kind and number."""

    name: str
    body: bytes


def count(size: float, most: int) -> int:
    """How many of something, at least three."""
    return max(3, int(most * size))


def sentences(chance: random.Random) -> str:
    """Sound paragraphs as markup, no two pages alike."""
    told = [f"{text} It was report {chance.randint(1, 10**9)}." for text in PARAGRAPHS]
    return "".join(f"<p>{text}</p>" for text in told)


def page(inner: str, head: str = "", attributes: str = "") -> bytes:
    """A page around `inner`; lone surrogates stay, as bytes that are not UTF-8."""
    text = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>Orme mends its mill</title>{head}</head>"
        f"<body{attributes}><article><h1>Orme mends its mill</h1>{inner}</article></body></html>"
    )
    return text.encode("utf-8", "surrogatepass")


def good_page(number: int) -> bytes:
    """A neighbour that must come out the same whatever stands beside it."""
    told = [f"{text} Neighbour {number} saw {number + 11} boats." for text in PARAGRAPHS]
    return build_page(f"Neighbour {number} counts its boats", told, date(2026, 3, 4)).encode()


def make_all(kinds: Mapping[str, Maker], seed: int, variants: int, size: float) -> Iterator[Made]:
    """Each kind in so many variants; the same seed gives the same bytes."""
    for kind, make in kinds.items():
        for variant in range(variants):
            yield Made(f"{kind} {variant}", make(random.Random(f"{seed}/{kind}/{variant}"), size))
