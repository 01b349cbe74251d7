"""Names joined by "and": "Jo Lind and Pia Roos said", "Jo Lind, mayor of Orme, and Pia Roos" are two, not the first.

Belongs here: which of the names that follow one are its equals. What is then made of them belongs to `speakers` (who
speaks) and `coreference` (whom "they" refers to).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from broadsheet.claims.source_names import OF_WORDS
from broadsheet.records import Mention

# What may stand before a name that is joined: "and | his deputy, | Pia Roos", "and | Secretary of State | Pia Roos".
_TITLE = r"(?P<title>(?:[\w.’'&-]+\s){0,5}(?:[\w.’'&-]+,?\s)?)"
_WORD_AND = r"(?:and|as well as|along with|together with)"
_AND = re.compile(rf"(?:\s?\(?,?\s?\d{{1,3}}\)?)?,?\s{_WORD_AND}\s{_TITLE}")
# "Jo Lind (Labour) and | Pia Roos", "Jo Lind of the Rail Union and | Pia Roos": only persons.
_PLACED = re.compile(rf"\s(?:\([^()]{{1,40}}\)|(?:of|from|for|at)\s[^,;:()—–]{{1,60}}),?\s{_WORD_AND}\s{_TITLE}")
_PLACED_COMMA = re.compile(rf"\s(?:\([^()]{{1,40}}\)|(?:of|from|for|at)\s[^,;:()—–]{{1,60}}),\s{_TITLE}")
_COMMA = re.compile(rf"(?:,?\s\(?\d{{1,3}}\)?)?,\s{_TITLE}")
# "Jo Lind|, chair of the Port Board, and | Pia Roos": an apposition with its second comma.
_APPOSED = re.compile(rf",\s[^;:()—–]+,\s{_WORD_AND}\s{_TITLE}")
_LONGEST_GAP = 60
_CLAUSES = frozenset(["who", "which", "that", "whose", "where", "when", "while", "said", "not"])
_NO_TITLES = (OF_WORDS - {"of"}) | _CLAUSES


def list_joined(text: str, names: Sequence[Mention]) -> list[Mention]:
    """The names that are joined to the first of some, that first; it alone where none is.

    names: in order, all in one noun phrase. Names of things inside an apposition are left out.
    """
    first = names[0]
    joined, last = [first], first
    waiting: list[Mention] = []
    for later in names[1:]:
        gap = text[last.evidence.end_char : later.evidence.start_char]
        is_last = (
            _fits(_AND, gap)
            or _are_placed(_PLACED, last, later, gap)
            or _is_apart(first, later, text[first.evidence.end_char : later.evidence.start_char])
        )
        if is_last and _is_equal(first, later):
            joined += [*waiting, later]
            waiting, last = [], later
        elif _is_listed(first, last, later, gap):
            waiting.append(later)
            last = later
    return joined


def list_groups(text: str, persons: Sequence[Mention]) -> Iterator[tuple[Mention, Mention]]:
    """First and last of the persons that are joined in a text, whoever else is named between: whom "they" can mean.

    persons: in order of position.
    """
    first = persons[0] if persons else None
    for former, later in pairwise(persons):
        gap = text[former.evidence.end_char : later.evidence.start_char]
        if len(gap) > _LONGEST_GAP or former.entity_key == later.entity_key:
            first = later
        elif _fits(_AND, gap):
            yield first or former, later
        elif not _fits(_COMMA, gap):
            first = later


def write_names(names: Sequence[Mention]) -> str:
    """The names in one line, as "Jo Lind, Pia Roos and Norvik"."""
    former = ", ".join(mention.entity_name for mention in names[:-1])
    return f"{former} and {names[-1].entity_name}"


def _fits(pattern: re.Pattern[str], gap: str) -> bool:
    """Whether words between two names join them, with at most a title before the second.

    "And Secretary of State Jo Lind" joins her, "and chairman of the | Rail Union" no union.
    """
    match = pattern.fullmatch(gap)
    title = match.group("title").replace(",", "").split() if match else []
    if match is None or not _NO_TITLES.isdisjoint(map(str.lower, title)):
        return False
    return title[-1:] != ["of"] and all(b[:1].isupper() for a, b in pairwise(title) if a == "of")


def _is_listed(first: Mention, last: Mention, later: Mention, gap: str) -> bool:
    """ "Jo Lind, | Pia Roos", "Jo Lind of the dockers, | Pia Roos": a further name of a list that may end in "and"."""
    is_same = later.mention_type == first.mention_type
    return is_same and (_fits(_COMMA, gap) or _are_placed(_PLACED_COMMA, last, later, gap))


def _are_placed(pattern: re.Pattern[str], former: Mention, later: Mention, gap: str) -> bool:
    return former.mention_type == later.mention_type == "PERSON" and _fits(pattern, gap)


def _is_apart(first: Mention, later: Mention, gap: str) -> bool:
    """ "Jo Lind, chair of the Port Board, and | Pia Roos", "Jo Lind (Labour) and | Pia Roos"."""
    are_persons = first.mention_type == later.mention_type == "PERSON"
    return _fits(_APPOSED, gap) or (are_persons and _fits(_PLACED, gap))


def _is_equal(first: Mention, later: Mention) -> bool:
    """A person is joined to a person or body, a place to a place or body; not the same one twice."""
    pair = {first.mention_type, later.mention_type}
    return first.entity_key != later.entity_key and (pair <= {"PERSON", "ORG"} or pair <= {"LOC", "ORG"})
