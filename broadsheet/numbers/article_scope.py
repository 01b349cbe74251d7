"""What a whole article is about: its one place, its one country and its one organisation, for clauses that name none.

Belongs here: counting names over an article. What a clause itself names is read in clause_places.py. A dateline says
where a reporter sat; it is no place of a figure and is not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.numbers.key_words import key_lists
from broadsheet.numbers.place_phrases import is_agency_of_dateline, is_dateline
from broadsheet.numbers.places import Place, Places
from broadsheet.records import Mention

Named = TypeVar("Named")

# The main names of an article stand within so many characters of its start.
_LEAD_CHARS = 700
# What a text names once is its place only within so many characters.
_FIRST_CHARS = 250
# The most frequent name stands for the article where it is named so much more often than the next.
_DOMINANCE = 1.5
# More towns that report than this, or so many rules between parts, make a round-up: a dateline may name two towns.
_MANY = 2
_RULE = re.compile(r"^[^\S\n]*(?:_{3,}|\*{3,}|-{3,}|(?:\* ){2,}\*)[^\S\n]*$", re.MULTILINE)
# A place that does not stand where the article begins is named at least so often.
_OFTEN = 4


@dataclass(frozen=True, slots=True)
class ArticleScope:
    """The place, the country and the organisation that an article is about; None where it is about several."""

    place: Place | None = None
    country: Place | None = None
    owner: str | None = None


def find_article_scope(parts: Sequence[tuple[TextPart, Places]], language: str, outlet: str | None) -> ArticleScope:
    """What the texts of an article are about. outlet: its name, which is no organisation of the story."""
    named = [(part, names, mention) for part, names in parts for mention in names.names]
    if _is_roundup(named, [part for part, _ in parts]):
        return ArticleScope()
    lead = [mention for part, _, mention in named if _is_leading(part, mention)]
    told = [(names, mention) for part, names, mention in named if not is_dateline(part, mention)]
    places = Counter(names.make_place(mention) for names, mention in told if mention.mention_type == "LOC")
    codes = load_lexicon(language).country_names
    leading = {mention.entity_name for mention in lead}
    first = {mention.entity_name for part, _, mention in named if _is_leading(part, mention, _FIRST_CHARS)}
    owners = Counter(
        mention.entity_name for part, _, mention in named if mention.mention_type == "ORG" and _may_own(part, mention)
    )
    owners.pop(outlet or "", None)
    owner = _choose(owners)
    return ArticleScope(
        _choose_place(places, frozenset(codes.values()), leading, first),
        _choose_country([mention for _, mention in told], lead, codes),
        owner if owner in leading else None,
    )


def _is_roundup(named: Sequence[tuple[TextPart, Places, Mention]], parts: Sequence[TextPart]) -> bool:
    """Whether an article is many in one, each with its dateline or set apart by rules: it is about no one place."""
    datelines = {mention.entity_name for part, _, mention in named if is_dateline(part, mention)}
    opened = {mention.evidence.start_char for part, _, mention in named if is_dateline(part, mention)}
    has_rules = any(len(_RULE.findall(part.text)) >= _MANY for part in parts)
    return has_rules or min(len(datelines), len(opened)) > _MANY


def _may_own(part: TextPart, mention: Mention) -> bool:
    """Whether an organisation may be what an article is about: no agency of a dateline, no "Steelmaker to cut jobs"."""
    word = mention.entity_name.lower()
    is_role = word in key_lists().role_nouns or (word.endswith("maker") and word.isalpha())
    return not is_role and not is_agency_of_dateline(part, mention)


def _choose_country(told: Sequence[Mention], lead: Sequence[Mention], names: Mapping[str, str]) -> Place | None:
    """The country named most often, where the article begins with it or names it again and again."""
    counts = Counter(mention.country_code for mention in told if mention.country_code)
    code = _choose(counts)
    if code is None or code not in names:
        return None
    is_main = counts[code] >= _OFTEN or any(mention.country_code == code for mention in lead)
    return Place(names[code], code) if is_main else None


def _is_leading(part: TextPart, mention: Mention, reach: int = _LEAD_CHARS) -> bool:
    return part.is_headline or mention.evidence.start_char <= reach


def _choose(counts: Counter[Named]) -> Named | None:
    """The name that stands far more often than the next; None where there is none."""
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _DOMINANCE * ranked[1][1]):
        return None
    return ranked[0][0]


def _choose_place(
    counts: Counter[Place], countries: frozenset[str], leading: set[str], first: set[str]
) -> Place | None:
    """The place named most often, where the article begins with it or names it again and again.

    Countries that stand beside a town of the article do not count against it. A place named once is not what an article
    is about, unless its first words name it or it is a country.
    """
    once = {place for place, count in counts.items() if count == 1 and place.name not in first | countries}
    leading = leading - {place.name for place in once}
    towns = Counter({place: count for place, count in counts.items() if place.name not in countries})
    town = _choose_main(towns, leading)
    is_aside = town is not None and counts[town] == 1 and max(counts.values()) >= _OFTEN
    return town if town is not None and not is_aside else _choose_main(counts, leading)


def _choose_main(counts: Counter[Place], leading: set[str]) -> Place | None:
    main = Counter({place: count for place, count in counts.items() if place.name in leading or count >= _OFTEN})
    place = _choose(main)
    is_outnumbered = place is not None and max(counts.values()) > counts[place]
    return None if is_outnumbered else place
