"""Who lives in the world: countries, cities and their clubs, firms, public bodies, and the persons of each.

Belongs here: which entities there are and which share a name. What happens to them belongs in `plan`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle, islice

from bench.corpus.names import Country, Entity, NameMaker, list_shared_cities, load_countries, load_words, make_acronym

# Roles that somebody new has each time; all others stay with their city, firm or country.
_ONCE = frozenset({"resident", "accused", "winner", "loser", "critic", "lawyer"})
_VARIANT_SHARE = 0.15
_TWIN_SHARE = 0.06
_QUIET = timedelta(days=7)


class Cast:
    """The entities of one world. `take` hands out cities, firms and bodies in turn, so that none comes up by chance."""

    def __init__(self, source: random.Random, size: int) -> None:
        """size: how many cities; the rest follows from it."""
        self._source = source
        self._names = NameMaker(source)
        self.entities: dict[str, Entity] = {}
        self._persons: dict[tuple[str, str], Entity] = {}
        self._free_names: list[str] = []
        self._happened: set[tuple[str, str, int]] = set()
        self._last_days: dict[tuple[str, str], date] = {}
        self.lasting: dict[tuple[str, str], int | float] = {}
        self._countries = {country.code: self._add_country(country) for country in load_countries()}
        self._by_code = {country.code: country for country in load_countries()}
        self._new_cities = self._make_cities()
        twins = self._make_twin_cities(max(2, size // 12))
        cities = [*twins, *islice(self._new_cities, size)]
        source.shuffle(cities)
        firms = [self._make_firm() for _ in range(max(4, size // 2))]
        self._turns = {"city": cycle(cities), "firm": cycle(firms)}
        self._bodies = self._make_bodies(cities)
        self._other_turn = cycle(source.sample(sorted(self._countries), len(self._countries)))
        self.firms, self.cities = firms, cities

    def take(self, kind: str) -> Entity:
        """The next city or firm."""
        return next(self._turns[kind])

    def take_city(self, kind: str, day: date) -> Entity:
        """The next city where nothing of that kind happened within a week; a new one, if there is none.

        Of two floods of one town on two days no reader could tell which a figure is of.
        """
        cities = [self.take("city") for _ in self.cities]
        chosen = next((city for city in cities if self._is_quiet(kind, city, day)), None)
        if chosen:
            for _ in range(cities.index(chosen) + 1):
                self.take("city")
        else:
            chosen = next(self._new_cities)
            self.cities.append(chosen)
            self._turns["city"] = cycle(self.cities)
        self._last_days[kind, chosen.entity_id] = day
        return chosen

    def keep_city(self, city: Entity, kind: str, day: date) -> Entity:
        """The city, or the next one if something of that kind happened in it within a week."""
        if not self._is_quiet(kind, city, day):
            return self.take_city(kind, day)
        self._last_days[kind, city.entity_id] = day
        return city

    def _is_quiet(self, kind: str, city: Entity, day: date) -> bool:
        last_day = self._last_days.get((kind, city.entity_id), date.min)
        return abs(day - last_day) > _QUIET

    def take_body(self, country: Entity) -> Entity:
        """The next public body of a country."""
        return next(self._bodies[country.entity_id])

    def country_of(self, entity: Entity) -> Entity:
        """The country that a city lies in."""
        return self._countries[entity.country or ""]

    def take_other(self, country: Entity) -> Entity:
        """A country that is not this one."""
        other = self._countries[next(self._other_turn)]
        return other if other is not country else self.take_other(country)

    def is_new(self, kind: str, country: Entity, month: int) -> bool:
        """Whether this has not happened in that country and month; from now on it has."""
        key = (kind, country.entity_id, month)
        is_new = key not in self._happened
        self._happened.add(key)
        return is_new

    def money_of(self, country: Entity) -> str:
        """The sign of its money."""
        return self._by_code[country.country or ""].money

    def club_of(self, city: Entity) -> Entity:
        """The club that is named as its city is."""
        return self._add(Entity(f"club:{city.entity_id}", "ORG", {"full": city.form("full")}, city.country))

    def neighbour_of(self, city: Entity) -> Entity:
        """Another city of the same country."""
        others = [other for other in self.cities if other.country == city.country and other is not city]
        return self._source.choice(others or [other for other in self.cities if other is not city])

    def person_for(self, role: str, text: str, parts: Mapping[str, Entity]) -> Entity:
        """Who holds a role: somebody new for a role of the moment, else the one person of that place or firm.

        text: the role in words, with the parts that it names in braces.
        """
        anchor = next((parts[name] for name in ("firm", "body", "other") if f"{{{name}" in text), None)
        anchor = anchor or (parts["country"] if "{country" in text else parts["city"])
        words = text
        for name, part in parts.items():
            words = words.replace(f"{{{name}:adjective}}", part.form("adjective")).replace(
                f"{{{name}}}", part.form("full")
            )
        key = (role, anchor.entity_id)
        if role in _ONCE or key not in self._persons:
            self._persons[key] = self._make_person(words, anchor.country)
        return self._persons[key]

    def _make_person(self, role: str, country: str | None) -> Entity:
        number = sum(entity.entity_type == "PERSON" for entity in self.entities.values())
        chance = self._source.random()
        twins = None
        if chance < _VARIANT_SHARE:
            full, variant = self._names.spelled_person()
            forms = {"full": full, "short": full.split()[-1], "variant": variant, "variant_short": variant.split()[-1]}
        else:
            if chance > 1 - _TWIN_SHARE and self._free_names:
                full = self._free_names.pop(0)
                twins = f"person:{full}"
            else:
                full = self._names.person()
                self._free_names.append(full)
            forms = {"full": full, "short": full.split()[-1]}
        person = self._add(Entity(f"person:{number}", "PERSON", forms, country, role, None, twins))
        if twins:
            self._mark_twin(full, twins)
        return person

    def _mark_twin(self, full: str, twins: str) -> None:
        for key, entity in self.entities.items():
            if entity.forms["full"] == full and entity.twins is None:
                self.entities[key] = replace(entity, twins=twins)

    def _add(self, entity: Entity) -> Entity:
        return self.entities.setdefault(entity.entity_id, entity)

    def _add_country(self, country: Country) -> Entity:
        forms = {"full": country.name, "adjective": country.adjective}
        return self._add(Entity(f"country:{country.code}", "LOC", forms, country.code))

    def _make_twin_cities(self, count: int) -> list[Entity]:
        shared = self._source.sample(list_shared_cities(), min(count, len(list_shared_cities())))
        return [
            self._add(Entity(f"city:{number}", "LOC", {"full": name}, country.code, None, number, f"city:{name}"))
            for name, places in shared
            for country, number in places
        ]

    def _make_cities(self) -> Iterator[Entity]:
        """One after another, of all countries in turn, while there are any."""
        shared = {name for name, _ in list_shared_cities()}
        countries = cycle(self._source.sample(load_countries(), len(load_countries())))
        while True:
            country = next(countries)
            name, number = self._source.choice(country.cities[:25])
            if name not in shared and f"city:{number}" not in self.entities and name != country.name:
                yield self._add(Entity(f"city:{number}", "LOC", {"full": name}, country.code, None, number))

    def _make_firm(self) -> Entity:
        full, short = self._names.firm()
        return self._add(Entity(f"firm:{short}", "ORG", {"full": full, "short": short}))

    def _make_bodies(self, cities: list[Entity]) -> dict[str, Iterator[Entity]]:
        """Three bodies of each country, in turn; no two of the world have the same acronym."""
        patterns = cycle(self._source.sample(load_words()["bodies"], len(load_words()["bodies"])))
        acronyms: set[str] = set()
        found: dict[str, Iterator[Entity]] = {}
        for code, country in self._countries.items():
            city = next((city for city in cities if city.country == code), country)
            bodies: list[Entity] = []
            while len(bodies) < 3:
                name = next(patterns).format(city=city.form("full"), country=country.form("full"))
                # Two bodies of one acronym would be told apart by their readers only.
                while make_acronym(name) in acronyms:
                    name = f"{self._source.choice(load_words()['body_openings'])} {name}"
                acronyms.add(make_acronym(name))
                forms = {"full": name, "acronym": make_acronym(name)}
                bodies.append(self._add(Entity(f"body:{name}", "ORG", forms, code)))
            found[country.entity_id] = cycle(bodies)
        return found
