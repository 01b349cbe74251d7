"""Names that may stand for two: entities whose articles fall in two topics, asked one article at a time.

Belongs here: which articles of an entity to ask for. Each answer tells whether more of the same entity are worth
asking: where people said that its articles name two, the others are asked for first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from broadsheet.judgements.contexts import Vector, compare, join, leave_out, part_in_two
from broadsheet.judgements.name_pairs import NamedEntity
from broadsheet.judgements.writing import Judgement

FEWEST_ARTICLES = 3
# How often the articles of one name fall in two because it stands for two, and how many answers that estimate weighs.
_LIKELIHOODS = {"PERSON": 0.1, "NORP": 0.2}
_OTHER_LIKELIHOOD = 0.3
_WEIGHT = 1.5
# A nationality stands for its country where the country's name stands for its team.
_NATIONALITY = 0.4
# Articles of one entity that are asked for at once: one until a first answer says that there are two.
_ASKED_FIRST, _ASKED_THEN = 1, 4
# In an article in which one place stands for its team, others do too.
_SUSPECT = 0.6
_TURNED = {"same": "different", "different": "same"}

Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair to judge. gain: pairs of mentions that it puts right, as expected. kind: why it is asked for.

    is_one_now: whether the release takes them for one. mention_ids: an example of each side.
    """

    left: str
    right: str
    left_key: str
    right_key: str
    kind: str
    gain: float
    is_one_now: bool
    mention_ids: tuple[str, str]

    @property
    def pairs(self) -> frozenset[frozenset[str]]:
        """The pair as it may stand in a line that was written before: by what is shown, or by its keys."""
        return frozenset({frozenset({self.left, self.right}), frozenset({self.left_key, self.right_key})})

    def to_judgement(self) -> Judgement:
        """The line to be filled in: its verdict is empty."""
        return Judgement(self.left, self.right, "", left_key=self.left_key, right_key=self.right_key)


def suggest_parts(
    entity: NamedEntity,
    rows: Sequence[Place],
    parted: Mapping[str, Place],
    vectors: Mapping[str, Vector],
    judged: Sequence[Judgement],
) -> list[Suggestion]:
    """The articles of an entity that may name somebody else, as pairs with the entity or with one known to be apart.

    rows: key, article, count and example of each place, as sql/judgements/entity_texts.sql gives them. parted: places
    that judgements keep apart, by name.
    """
    if len(rows) < FEWEST_ARTICLES:
        return []
    topics = _Topics.of(entity, rows, parted, vectors, judged)
    found = [topics.ask(place) for place in range(len(rows)) if topics.is_worth(place)]
    found.sort(key=lambda item: (-item.gain, item.right))
    return found[: _ASKED_THEN if topics.others else _ASKED_FIRST]


@dataclass(frozen=True, slots=True)
class _Topics:
    """The articles of one entity, parted in two, and what judgements say of them.

    own: a vector by place; odd: those of places that are somebody else; likelihood: that a place of the smaller part
    is, before its own words are looked at.
    """

    entity: NamedEntity
    rows: Sequence[Place]
    parted: Mapping[str, Place]
    own: Sequence[Vector]
    odd: Mapping[str, Vector]
    smaller: frozenset[int]
    main: Place
    middle: Vector
    answers: Mapping[str, str]
    others: Sequence[str]
    likelihood: float
    suspects: frozenset[str]

    @classmethod
    def of(
        cls,
        entity: NamedEntity,
        rows: Sequence[Place],
        parted: Mapping[str, Place],
        vectors: Mapping[str, Vector],
        judged: Sequence[Judgement],
    ) -> _Topics:
        """What is known of these rows."""
        words = {word for name in entity.names | entity.aliases for word in name.split()}
        own = [leave_out(vectors[row["article_version_id"]], words) for row in rows]
        larger, smaller, distance = part_in_two(own)
        answers = _read_answers(entity, judged)
        others = sorted(name for name, verdict in answers.items() if verdict == "different")
        odd = {name: leave_out(vectors[parted[name]["article_version_id"]], words) for name in others if name in parted}
        prior = _LIKELIHOODS.get(entity.entity_type, _OTHER_LIKELIHOOD) * distance
        return cls(
            entity, rows, parted, own, odd, frozenset(smaller), rows[larger[0]],
            join(own[place] for place in larger), answers, others,
            (prior * _WEIGHT + len(others)) / (_WEIGHT + len(answers)), _list_suspects(entity, rows, parted),
        )  # fmt: skip

    def is_worth(self, place: int) -> bool:
        """Whether a place may be somebody else and was not asked for."""
        row = self.rows[place]
        is_candidate = self.odd or place in self.smaller or row["article_version_id"] in self.suspects
        return bool(is_candidate) and name_place(row) not in self.answers and row is not self.main

    def ask(self, place: int) -> Suggestion:
        """The pair to judge: with one that is known to be somebody else where that is nearer, else with the entity."""
        row, vector = self.rows[place], self.own[place]
        near = max(self.odd, key=lambda name: (compare(self.odd[name], vector), name), default="")
        to_odd, to_main = compare(self.odd.get(near, {}), vector), compare(self.middle, vector)
        is_odd = to_odd > to_main
        left, example = (near, self.parted[near]) if is_odd else (self.entity.entity_id, self.main)
        weight = to_odd / (to_odd + to_main) if self.odd and to_odd + to_main else 1 - to_main
        least = _SUSPECT if row["article_version_id"] in self.suspects else 0.0
        usual = _NATIONALITY if row["entity_key"].startswith("NORP|") else 1.0
        rest = sum(other["mention_count"] for other in self.rows) - row["mention_count"]
        gain = usual * max(self.likelihood * weight, least) * rest * row["mention_count"]
        left_key = "" if is_odd else name_place(self.main)
        examples = (example["mention_id"], row["mention_id"])
        return Suggestion(left, name_place(row), left_key, "", "two_topics", gain, True, examples)


def name_place(row: Place) -> str:
    """The reference to a key in one article."""
    return f"{row['entity_key']}@{row['article_version_id']}"


def _list_suspects(entity: NamedEntity, rows: Sequence[Place], parted: Mapping[str, Place]) -> frozenset[str]:
    """Articles of these in which other names of its type stand for somebody else, as a place for its team."""
    if entity.entity_type == "PERSON":
        return frozenset()
    known = find_suspects(entity.entity_type, parted)
    if entity.entity_type != "LOC" or entity.is_told_apart:
        return known
    return known | {row["article_version_id"] for row in rows if row["is_among_teams"]}


def find_odd(judged: Sequence[Judgement]) -> frozenset[str]:
    """Places that judgements keep apart from the entity of their name: by a line of their own, or as one with such."""
    odd = {line.right for line in judged if line.verdict == "different" and "@" in line.right and "@" not in line.left}
    return frozenset(odd | {line.right for line in judged if line.verdict == "same" and line.left in odd})


def find_suspects(entity_type: str, parted: Mapping[str, Place]) -> frozenset[str]:
    """Articles in which a name of that type is known to stand for somebody else."""
    return frozenset(row["article_version_id"] for name, row in parted.items() if name.partition("|")[0] == entity_type)


def _read_answers(entity: NamedEntity, judged: Sequence[Judgement]) -> dict[str, str]:
    """Verdict by place of those pairs that were asked for within the names of this entity: is it the entity or not.

    To be one with a place that is somebody else is to be somebody else; to be another than that says little.
    """
    answers: dict[str, str] = {}
    for line in judged:
        key, _, version_id = line.right.partition("@")
        is_within = line.left == entity.entity_id or line.left.partition("@")[0] in entity.keys
        if version_id and key in entity.keys and is_within and line.verdict != "unsure":
            answers[line.right] = _TURNED[line.verdict] if "@" in line.left else line.verdict
    return answers
