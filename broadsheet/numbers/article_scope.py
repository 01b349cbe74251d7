"""What a whole article is about: its one place, its one country and its one organisation, for clauses that name none.

Belongs here: counting names over an article. What a clause itself names is read in places.py. A dateline says where a
reporter sat; it is no place of a figure and is not counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import load_lexicon
from broadsheet.numbers.places import Place, Places
from broadsheet.records import Mention

# The main names of an article stand within so many characters of its start.
_LEAD_CHARS = 700
# "ORME, Vardland (Agency) —" after a name at the start of a line.
_DATELINE = re.compile(r"[^\n.!?]{0,50}?(?:\([^()\n]{2,30}\)\s?(?:—|–|--|-)|\s(?:—|–|--)|(?<=[A-Z])\s-\s)")
# The most frequent name stands for the article where it is named so much more often than the next.
_DOMINANCE = 1.5


@dataclass(frozen=True, slots=True)
class ArticleScope:
    """The place, the country and the organisation that an article is about; None where it is about several."""

    place: Place | None = None
    country: Place | None = None
    owner: str | None = None


def find_article_scope(parts: Sequence[tuple[TextPart, Places]], language: str, outlet: str | None) -> ArticleScope:
    """What the texts of an article are about. outlet: its name, which is no organisation of the story."""
    places: Counter[Place] = Counter()
    countries: Counter[str] = Counter()
    owners: Counter[str] = Counter()
    leading: set[str] = set()
    for part, named in parts:
        for mention in named.names:
            if part.is_headline or mention.evidence.start_char <= _LEAD_CHARS:
                leading.add(mention.entity_name)
            if mention.country_code and not _is_dateline(part, mention):
                countries[mention.country_code] += 1
            if mention.mention_type == "LOC" and not _is_dateline(part, mention):
                places[named.make_place(mention)] += 1
            elif mention.mention_type == "ORG" and mention.entity_name != outlet:
                owners[mention.entity_name] += 1
    names = load_lexicon(language).country_names
    country = _choose(countries)
    found = _choose_place(places, {name: code for code, name in names.items()})
    owner = _choose(owners)
    return ArticleScope(
        found if found is not None and (found.name in leading or found.place_id in names) else None,
        Place(names[country], country) if country is not None and country in names else None,
        owner if owner in leading else None,
    )


def _is_dateline(part: TextPart, mention: Mention) -> bool:
    """Whether a name stands where a line begins, with an agency or a dash after it."""
    start, end = mention.evidence.start_char, mention.evidence.end_char
    return (start == 0 or part.text[start - 1] == "\n") and _DATELINE.match(part.text, end, end + 90) is not None


def _choose(counts: Counter[str]) -> str | None:
    ranked = counts.most_common(2)
    if not ranked:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= _DOMINANCE * ranked[1][1] else None


def _choose_place(counts: Counter[Place], codes: dict[str, str]) -> Place | None:
    """The place named most often; countries that stand beside a town of the article do not count against it."""
    towns = Counter({place: count for place, count in counts.items() if place.name not in codes})
    for chosen in (towns, counts):
        ranked = chosen.most_common(2)
        if ranked and (len(ranked) == 1 or ranked[0][1] >= _DOMINANCE * ranked[1][1]):
            return ranked[0][0]
    return None
