"""Invented articles by number and version: the same seed gives the same texts.

Every version carries one mark that no other text has, by which it is found in the warehouse.
"""

from __future__ import annotations

import random
from datetime import datetime
from html import escape

FIRST_NAMES = ("Anna", "Bertil", "Carla", "Doran", "Elif", "Frode", "Greta", "Hamid", "Ines", "Jonas", "Kaya", "Lars")
LAST_NAMES = (
    "Moberg",
    "Vestergard",
    "Okello",
    "Lindqvist",
    "Tarrant",
    "Solbakk",
    "Drury",
    "Hassan",
    "Pellow",
    "Brandt",
)
TOWNS = ("Nordhaven", "Vestby", "Saltreach", "Wendmouth", "Karsholm", "Ostermarsh", "Tidemark", "Millport Quay")
BODIES = ("the harbour office", "Wendmouth Council", "the Coast Party", "Northshore Ferries", "the fishing union")
WORKS = ("sea wall", "ferry terminal", "swing bridge", "fish market", "tide gate", "light railway", "school roof")
_SENTENCES = (
    "{name} said on {weekday} that the {work} of {town} would close for {small} weeks, as {body} found {count} cracks.",
    "“We will not wait for another winter,” {name} told reporters in {town}, adding that the repair costs {money} "
    "million euros.",
    "According to {body}, {count} people work at the {work}, {small} per cent more than in {year}.",
    "{name}, who leads {body}, denied that the {work} had been neglected and called the report of {town} misleading.",
    "The plan for the {work} was first published in {month} {year}, and {body} has spent {money} million euros on it.",
    "In {town} the price of a ticket rose by {small} per cent to {money} euros, the highest since {year}.",
    "{body} announced that {count} households near the {work} will receive letters before the end of {month}.",
    "“The figures of {body} are simply wrong,” said {name}, a councillor from {town} who voted against the plan.",
    "Engineers measured the {work} for {small} days and counted {count} faults, {name} wrote in a letter to {body}.",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "March", "April", "June", "September", "November")


def write_mark(number: int, version: int) -> str:
    """What stands in this version's text and in no other: `BX-000042-1`."""
    return f"BX-{number:06d}-{version}"


def write_story(seed: int, number: int, version: int, published_at: datetime, changed_at: datetime) -> bytes:
    """The page of a version; later versions add a paragraph and change a figure."""
    chance = random.Random(f"{seed}/{number}")
    paragraphs = [_write_paragraph(chance) for _ in range(chance.randint(4, 8))]
    for change in range(2, version + 1):
        paragraphs.append(_write_paragraph(random.Random(f"{seed}/{number}/{change}")))
    mark = f"Readers who write to the desk about this should quote {write_mark(number, version)}."
    paragraphs.insert(2, f"{_write_sentence(chance)} {mark}")
    headline = _write_headline(random.Random(f"{seed}/{number}/headline"))
    return write_page(headline, paragraphs, published_at, changed_at)


def write_page(headline: str, paragraphs: list[str], published_at: datetime, changed_at: datetime) -> bytes:
    """A plain news page."""
    body = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in paragraphs)
    head = (
        f"<title>{escape(headline)}</title><meta property='og:type' content='article'>"
        f"<meta property='article:published_time' content='{published_at.isoformat()}'>"
        f"<meta property='article:modified_time' content='{changed_at.isoformat()}'>"
    )
    page = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{escape(headline)}</h1>\n{body}\n</article><footer>All rights reserved</footer></body></html>"
    )
    return page.encode()


def _write_headline(chance: random.Random) -> str:
    return f"{chance.choice(TOWNS)} argues over its {chance.choice(WORKS)} as {chance.randint(20, 990)} letters arrive"


def _write_paragraph(chance: random.Random) -> str:
    return " ".join(_write_sentence(chance) for _ in range(chance.randint(2, 4)))


def _write_sentence(chance: random.Random) -> str:
    text = chance.choice(_SENTENCES).format(
        name=f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}",
        weekday=chance.choice(_WEEKDAYS),
        month=chance.choice(_MONTHS),
        year=chance.randint(1995, 2025),
        work=chance.choice(WORKS),
        town=chance.choice(TOWNS),
        body=chance.choice(BODIES),
        count=f"{chance.randint(11, 9800):,}",
        small=chance.randint(2, 40),
        money=f"{chance.randint(1, 90)}.{chance.randint(1, 9)}",
    )
    return text[0].upper() + text[1:]
