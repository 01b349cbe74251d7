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
    words = {word for name in entity.names | entity.aliases for word in name.split()}
    own = [leave_out(vectors[row["article_version_id"]], words) for row in rows]
    larger, smaller, distance = part_in_two(own)
    answers = _read_answers(entity, judged)
    is_place = entity.entity_type == "LOC" and not entity.is_told_apart
    suspects = find_suspects(entity.entity_type, parted) if entity.entity_type != "PERSON" else frozenset()
    others = [name for name, verdict in answers.items() if verdict == "different"]
    odd = {
        name: leave_out(vectors[parted[name]["article_version_id"]], words) for name in sorted(others) if name in parted
    }
    prior = _LIKELIHOODS.get(entity.entity_type, _OTHER_LIKELIHOOD) * distance
    likelihood = (prior * _WEIGHT + len(others)) / (_WEIGHT + len(answers))
    staying = sum(row["mention_count"] for row in rows)
    middle, main = join(own[place] for place in larger), rows[larger[0]]
    found = []
    for place, row in enumerate(rows):
        near = max(odd, key=lambda name: (compare(odd[name], own[place]), name), default="")
        # Nearer to one that is known to be somebody else than to the rest: most likely that one.
        to_odd, to_main = compare(odd.get(near, {}), own[place]), compare(middle, own[place])
        is_odd = to_odd > to_main
        is_suspect = row["article_version_id"] in suspects or (is_place and row["is_among_teams"])
        if name_place(row) in answers or row is main or not (odd or place in smaller or is_suspect):
            continue
        left, example = (near, parted[near]) if is_odd else (entity.entity_id, main)
        usual = _NATIONALITY if row["entity_key"].startswith("NORP|") else 1.0
        weight = to_odd / (to_odd + to_main) if odd and to_odd + to_main else 1 - to_main
        expected = max(likelihood * weight, _SUSPECT if is_suspect else 0.0)
        gain = usual * expected * (staying - row["mention_count"]) * row["mention_count"]
        examples = (example["mention_id"], row["mention_id"])
        left_key = "" if is_odd else name_place(main)
        found.append(Suggestion(left, name_place(row), left_key, "", "two_topics", gain, True, examples))
    found.sort(key=lambda item: (-item.gain, item.right))
    return found[: _ASKED_THEN if others else _ASKED_FIRST]


def find_odd(judged: Sequence[Judgement]) -> frozenset[str]:
    """Places that judgements keep apart from the entity of their name: by a line of their own, or as one with such."""
    odd = {line.right for line in judged if line.verdict == "different" and "@" in line.right and "@" not in line.left}
    return frozenset(odd | {line.right for line in judged if line.verdict == "same" and line.left in odd})


def find_suspects(entity_type: str, parted: Mapping[str, Place]) -> frozenset[str]:
    """Articles in which a name of that type is known to stand for somebody else."""
    return frozenset(row["article_version_id"] for name, row in parted.items() if name.partition("|")[0] == entity_type)


def name_place(row: Place) -> str:
    """The reference to a key in one article."""
    return f"{row['entity_key']}@{row['article_version_id']}"


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
