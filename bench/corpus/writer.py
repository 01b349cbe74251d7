"""Articles of one event: a report of an outlet's own, a copy of another's, what an outlet prints every day.

Belongs here: which sentences stand in an article. Their words lie in `templates.toml`; who prints what and when belongs
in `plan`.
"""

from __future__ import annotations

import calendar
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from bench.corpus.cast import Cast
from bench.corpus.grammar import Speech, Style, load_templates
from bench.corpus.names import Entity

MONTHS = tuple(calendar.month_name)[1:]
WEEKDAYS = tuple(calendar.day_name)
# What happens in place of what may happen once a month only.
_INSTEAD = "summit"
_NIGHTS = ("overnight", "during the night", "in the night")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens: its kind, day, cast, figures, and who counts them (`rival` counts otherwise).

    opened: wordings with which reports of it opened so far; two that open word for word alike would be copies.
    """

    event_id: str
    kind: str
    day: date
    parts: dict[str, Entity]
    figures: dict[str, int | float]
    counter: Entity
    rival: Entity
    money: str
    opened: list[str] = field(default_factory=list)

    @property
    def contested(self) -> str | None:
        """The figure that is counted otherwise or anew."""
        name: str | None = load_templates()[self.kind].get("contested")
        return name


@dataclass(frozen=True, slots=True)
class Said:
    """One printing of a claim: which, in which of its wordings, and the words."""

    claim_id: str
    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article as the plan wants it printed, and what it really is.

    kind: report, copy, later (a report of a later day) or daily. story_url: the text it is or copies. names: printed
    form, entity and kind of form. figures: those of the event as this article gives them.
    """

    url: str
    outlet_id: str
    published_at: datetime
    kind: str
    story_url: str
    event_id: str | None
    headline: str
    paragraphs: tuple[str, ...]
    names: tuple[tuple[str, str, str], ...]
    figures: dict[str, int | float] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    credit: str | None = None


def make_event(source: random.Random, cast: Cast, event_id: str, kind: str, day: date, firm: Entity | None) -> Event:
    """A new event with the next city, firm and body of the cast. firm: the one that it is about."""
    city = cast.take_city(kind, day)
    country = cast.country_of(city)
    if load_templates()[kind].get("once_a_month") and not cast.is_new(kind, country, day.month):
        kind = _INSTEAD
        city = cast.keep_city(city, kind, day)
        country = cast.country_of(city)
    template = load_templates()[kind]
    parts = {"city": city, "country": country, "firm": firm or cast.take("firm"), "body": cast.take_body(country)}
    parts |= {
        "other": cast.take_other(country),
        "home": cast.club_of(city),
        "away": cast.club_of(cast.neighbour_of(city)),
    }
    for role, text in template["roles"].items():
        parts[role] = cast.person_for(role, text, parts)
    figures = {name: draw_figure(source, low, high) for name, (low, high) in template["figures"].items()}
    for name in template.get("lasting", ()):
        figures[name] = cast.lasting.setdefault((name, parts["firm"].entity_id), figures[name])
    return Event(event_id, kind, day, parts, figures, parts["body"], cast.take_body(country), cast.money_of(country))


def draw_figure(source: random.Random, low: float, high: float) -> int | float:
    """A figure between the two, as exact as papers give it: three digits, one place after a point."""
    if isinstance(low, float):
        return round(source.uniform(low, high), 1)
    value = int(low * (high / low) ** source.random())
    unit = 10 ** max(0, len(str(value)) - 3)
    return value // unit * unit


def write_report(
    source: random.Random, event: Event, style: Style, blank: Article, *, is_later: bool = False, is_rival: bool = False
) -> Article:
    """The event in an outlet's own words. blank: address, outlet and time. is_rival: with the figures of the rival."""
    template = load_templates()[event.kind]
    day = WEEKDAYS[blank.published_at.weekday()] if is_later else WEEKDAYS[event.day.weekday()]
    words: dict[str, Any] = {
        **event.parts,
        **event.figures,
        "counter": event.rival if is_rival else event.counter,
        "day": day,
        "night": source.choice(_NIGHTS),
        "month": MONTHS[event.day.month - 2],
    }
    speech = Speech(source, style, words, event.money)
    facts = [source.choice(wordings) for wordings in template["facts"]]
    source.shuffle(facts)
    if is_later:
        facts = facts[: max(2, len(facts) - 2)]
    told = [_choose_claim(source, event, number) for number in range(len(template["claims"]))]
    told += _choose_denial(source, event) if "denial" in template else []
    wordings = [_choose_lead(source, event, template["lead_later" if is_later else "leads"]), " ".join(facts[:2])]
    for number, (_, wording) in enumerate(told):
        wordings += [wording, *facts[2 + number : 3 + number]]
    wordings += facts[2 + len(told) :]
    wordings = _tell_country(words, style, wordings)
    # In the order of print, so that a name is whole where it first stands.
    paragraphs = [speech.say(wording) for wording in wordings]
    headline = speech.say(source.choice(template["headlines"]), in_headline=True)
    return replace(
        blank,
        kind="later" if is_later else "report",
        event_id=event.event_id,
        headline=headline,
        paragraphs=tuple(paragraphs),
        names=tuple((surface, entity_id, kind) for (surface, entity_id), kind in speech.names.items()),
        figures=dict(event.figures),
        said=tuple(found for found, _ in told),
    )


def _tell_country(parts: Mapping[str, Any], style: Style, wordings: list[str]) -> list[str]:
    """The wordings, with the country beside a city that has a namesake, where nothing else tells which is meant.

    No reader knows which London a paper means that names no country, or two of them. Copies may lack the last two.
    """
    kept = " ".join(wordings[:-2])
    place = next((number for number, wording in enumerate(wordings) if "{city}" in wording), None)
    if not parts["city"].twins or place is None:
        return wordings
    bodies = [parts[name].form("full") for name in ("body", "counter") if f"{{{name}}}" in kept]
    is_in_body = style.acronyms != "alone" and any(parts["country"].form("full") in body for body in bodies)
    if "{other" not in kept and ("{country" in kept or is_in_body):
        return wordings
    told = wordings[place].replace("{city}", "{city}, {country},", 1)
    return [*wordings[:place], told, *wordings[place + 1 :]]


def _choose_lead(source: random.Random, event: Event, leads: list[str]) -> str:
    """An opening that no report of the event has, while there is one."""
    lead = source.choice([lead for lead in leads if lead not in event.opened] or leads)
    event.opened.append(lead)
    return lead


def _choose_claim(source: random.Random, event: Event, number: int) -> tuple[Said, str]:
    """A claim of the event in one of its wordings, whole more often than not, and the sentence that holds it."""
    claim = load_templates()[event.kind]["claims"][number]
    form = source.choices(("direct", "short", "indirect"), (6, 2, 2))[0]
    words, speaker = claim[form], "{" + claim["speaker"] + "}"
    direct = (f'"{words}," {speaker} said.', f'"{words}," said {speaker}.', f'{speaker} said: "{words}."')
    wording = {
        "direct": source.choice(direct),
        "short": f'"{words[:1].upper()}{words[1:]}," {speaker} [said|told reporters].',
        "indirect": f"{speaker} [said|told reporters] that {words}.",
    }[form]
    # The same words of one speaker are one claim, whenever they are said.
    return Said(f"{event.kind}/{number}/{event.parts[claim['speaker']].entity_id}", form, words), wording


def _choose_denial(source: random.Random, event: Event) -> list[tuple[Said, str]]:
    """An accusation or its denial; many articles have neither."""
    denial = load_templates()[event.kind]["denial"]
    form = source.choice(("claim", "denial", None))
    if form is None:
        return []
    if form == "claim":
        wording, words = f"{{{denial['accuser']}}} claimed that {denial['claim']}.", denial["claim"]
    else:
        wording, words = f"{{{denial['speaker']}}} denied that {denial['denied']}.", denial["denied"]
    return [(Said(f"{event.event_id}/denied", form, words), wording)]


def write_copy(source: random.Random, origin: Article, blank: Article, credit: str | None) -> Article:
    """The origin's text with an outlet's edits: another headline, the end cut, a line added, words changed."""
    paragraphs = list(origin.paragraphs)
    if source.random() < 0.4 and len(paragraphs) > 5:
        paragraphs = paragraphs[: -source.randint(1, 2)]
    if source.random() < 0.3:
        paragraphs[-1] = paragraphs[-1].replace(" people ", " persons ")
    headline = origin.headline if source.random() < 0.5 else f"{origin.headline}: what we know"
    text = "\n".join((headline, *paragraphs))
    return replace(
        blank,
        kind="copy",
        story_url=origin.url,
        event_id=origin.event_id,
        headline=headline,
        paragraphs=tuple(paragraphs),
        names=tuple(name for name in origin.names if name[0] in text),
        figures=origin.figures,
        said=tuple(said for said in origin.said if said.text in text),
        credit=credit,
    )


def write_daily(source: random.Random, kind: str, index: str, blank: Article) -> Article:
    """What an outlet prints every day from one template, with the figures of the day."""
    template = load_templates()["daily"][kind]
    day = blank.published_at
    text = "\n".join((template["headline"], *template["text"]))
    ranges = {"change": (0.1, 2.9), "oil": (61.0, 99.0), "temperature": (6.1, 19.9), "points": (4000, 9000)}
    names = {name for name in _list_parts(text) if name not in ("day", "index")}
    words: dict[str, Any] = {name: draw_figure(source, *ranges.get(name, (11, 900))) for name in sorted(names)}
    words |= {"day": WEEKDAYS[day.weekday()], "index": index}
    speech = Speech(source, Style(), words, "$")
    sentences = [speech.say(sentence) for sentence in template["text"]]
    return replace(blank, kind="daily", headline=speech.say(template["headline"]), paragraphs=tuple(sentences))


def _list_parts(text: str) -> set[str]:
    return {piece.partition("}")[0] for piece in text.split("{")[1:]}
