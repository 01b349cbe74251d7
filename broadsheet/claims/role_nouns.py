"""Role nouns as sources: "the airline", "the minister": the one name that the article introduces so, or nobody.

A name fits by what the article says of it ("the airline Corvus", "Jo Lind, the minister", a title) or by a word of the
name that shows its kind ("Corvus Air"). News agencies and platforms fit only where they are introduced so. Of several
that fit, the last is taken only if no other was named in the sentences before; else the source stays without a name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broadsheet.claims.animacy import AGENT_ENDINGS, classify_noun
from broadsheet.claims.coreference import ReferentIndex
from broadsheet.claims.lexicon import Kind, Lexicon
from broadsheet.claims.media import is_medium
from broadsheet.claims.source_names import WORD
from broadsheet.records import Mention

_TYPES = {"person": "PERSON", "organisation": "ORG"}
# Sentences in which a second name that fits makes a role noun ambiguous.
_RIVAL_REACH = 6
# Sentences in which a name without any sign of its kind can be "the company".
_PLAIN_REACH = 3
# Most earlier names searched for a role, so that time stays linear.
_MOST_NAMES = 300
_BEFORE, _AFTER = 70, 80
# Words before a noun that is mentioned again ("the ministry", "its own ministry" is another one).
_NO_FIRMS = ("regulator", "union")
_REPEATS = frozenset(["the", "this", "that", "said", "same"])
_LONGEST_GAP = 2000
# What parts a noun from the name behind the comma: "the head of the yard, Jo Lind", not "an officer called, and Lind".
_OF = "(?:of|for|at|in|from|to|with|on|and)"
# "Published in the Annals of", "a team of".
_PRINTED = re.compile(r"\b(?:published|printed|appear\w*)\s(?:\w+\s){0,3}?in\b[^.;\n]*$")
_GROUP = re.compile(r"\b[Aa]n?\s(?:\w+\s){0,2}(?:team|group)\sof\s")
# "The pathologist | Dr | Jo Lind".
_HONORIFIC = r"(?:(?:dr|mr|mrs|ms|prof|professor)\b\.?\s)?"
_EMPTY = frozenset(["new", "said", "same", "local", "whole", "entire"])
_NOT_NOW = frozenset(["former", "ex", "vice", "deputy", "late", "then", "assistant", "acting", "ex-president", "under"])


@dataclass(slots=True)
class _Candidate:
    """One entity that may be meant: its last mention and how well it fits."""

    last: Mention
    level: int = 0
    mentions: list[Mention] = field(default_factory=list)


class RoleFinder:
    """The names of a part that role nouns refer to."""

    def __init__(self, text: str, lexicon: Lexicon, referents: ReferentIndex, site_name: str | None) -> None:
        self._text = text
        self._lexicon = lexicon
        self._referents = referents
        self._site_name = (site_name or "").lower()
        # Where the role noun stands that is being resolved.
        self._char = len(text)

    def find(self, before: Sequence[Mention], words: Sequence[str], char: int) -> tuple[Mention | None, bool]:
        """The mention that "the [adjective] noun" at a code point refers to, and whether any name fits at all.

        before: the mentions before it in order. words: in lower case, the article first and the noun last.
        """
        is_place = words[-1] in self._lexicon.words["governed"]
        wanted = "LOC" if is_place else _TYPES.get(self._kind_of(words[-1]) or "")
        if wanted is None:
            return None, False
        self._char = char
        found = self._gather(before[-_MOST_NAMES:], wanted)
        for candidate in found.values():
            candidate.level = self._level_of(candidate, words, before)
        fitting = [candidate for candidate in found.values() if candidate.level > 0]
        if not fitting and wanted == "ORG":
            fitting = self._plain_names(found, words, char)
        chosen = self._only_one(fitting, char)
        is_other = chosen is not None and self._names_another(words, chosen, char)
        return None if is_other else chosen, bool(fitting)

    def _kind_of(self, noun: str) -> str | None:
        """Whether a noun is for a person or a body, by lists or, as "pathologist", by its ending."""
        if self.is_kind_noun(noun):
            return "organisation"
        return classify_noun(noun, self._lexicon) or ("person" if noun.endswith(AGENT_ENDINGS) else None)

    def _gather(self, mentions: Sequence[Mention], wanted: str) -> dict[str, _Candidate]:
        """The entities of a type with their mentions, boilerplate left out."""
        found: dict[str, _Candidate] = {}
        for mention in mentions:
            if mention.mention_type == wanted and not mention.evidence.is_boilerplate:
                candidate = found.setdefault(mention.entity_key, _Candidate(mention))
                candidate.mentions.append(mention)
                candidate.last = mention
        return found

    def is_kind_noun(self, noun: str) -> bool:
        """Whether a noun stands for a kind of body that names show ("airline")."""
        return any(noun in kind.nouns for kind in self._lexicon.kinds.values())

    def _only_one(self, fitting: list[_Candidate], char: int) -> Mention | None:
        """The candidate named last, if no other that fits as well is near enough to be meant too."""
        if not fitting:
            return None
        best = max(candidate.level for candidate in fitting)
        ranked = sorted(fitting, key=lambda item: item.last.evidence.start_char, reverse=True)
        chosen = next(item for item in ranked if item.level == best)
        here = self._referents.sentence_at(char)
        for other in ranked:
            distance = here - self._referents.sentence_at(other.last.evidence.start_char)
            reach = _RIVAL_REACH if other.level == best else _PLAIN_REACH
            if other is not chosen and distance <= reach:
                return None
        return chosen.last

    def _names_another(self, words: Sequence[str], chosen: Mention, end: int) -> bool:
        """Whether another bearer of the noun was mentioned since ("India's home ministry", "another club")."""
        noun = words[-1]
        between = self._text[max(chosen.evidence.end_char, end - _LONGEST_GAP) : end].lower()
        if noun not in between:
            return False
        known = _REPEATS | set(words) | set(WORD.findall(f"{chosen.role_text or ''} {chosen.entity_name}".lower()))
        found = re.finditer(rf"([\w’'-]+)\s{re.escape(noun)}\b(\sof\b)?", between)
        return any(match.group(1) not in known or match.group(2) for match in found)

    def _plain_names(self, found: Mapping[str, _Candidate], words: Sequence[str], char: int) -> list[_Candidate]:
        """ "The company": the organisations of the sentences just before whose name does not say that they are none."""
        company = self._lexicon.kinds.get("company")
        if company is None or words[-1] not in company.nouns or len(words) > 2:
            return []
        here = self._referents.sentence_at(char)
        near = [
            candidate
            for candidate in found.values()
            if here - self._referents.sentence_at(candidate.last.evidence.start_char) <= _PLAIN_REACH
            and not self._is_other_group(candidate.last, words[-1], char)
        ]
        plain = [item for item in near if not self._is_other(item.last.entity_name.lower(), company)]
        return [item for item in plain if not self._is_called_other(item)]

    def _is_called_other(self, candidate: _Candidate) -> bool:
        """ "Water watchdog Hydrolux", "the charity Seahope": introduced as a body that is no company."""
        kinds = self._lexicon.kinds
        bodies = {noun for name in _NO_FIRMS if name in kinds for noun in kinds[name].nouns}
        firms = {noun for name, kind in kinds.items() if name not in _NO_FIRMS for noun in kind.nouns}
        start = candidate.mentions[0].evidence.start_char
        before = self._text[max(0, start - _BEFORE) : start].lower()
        word = WORD.findall(before)[-1:] if before.endswith(" ") else []
        return bool(word) and word[0] in (self._lexicon.words["body"] | bodies) - firms

    def _is_other_group(self, mention: Mention, noun: str, char: int) -> bool:
        """Whether a name is where something was printed, or "the group" one that was brought up as "a team of"."""
        start = mention.evidence.start_char
        is_printed = _PRINTED.search(self._text, max(0, start - _BEFORE), start) is not None
        return is_printed or (
            noun in ("group", "team") and _GROUP.search(self._text, max(0, char - _LONGEST_GAP), char) is not None
        )

    def _is_other(self, name: str, company: Kind) -> bool:
        """Whether a name is a medium's, the outlet's or that of a body which is no company."""
        if is_medium(name, self._lexicon):
            # "A memo seen by the Anzeiger": the company is another.
            return True
        is_body = bool(set(WORD.findall(name)) & self._lexicon.words["body"] - company.nouns - company.names)
        return is_body or name == self._site_name

    def _level_of(self, candidate: _Candidate, words: Sequence[str], before: Sequence[Mention]) -> int:
        """2: introduced with the noun; 1: of its kind by name; 0: neither, or an adjective says another is meant."""
        noun, adjectives = words[-1], [word for word in words[1:-1] if word not in _EMPTY]
        introductions = [
            place for mention in candidate.mentions[:40] if (place := self._introduction_of(mention, noun))
        ]
        if not introductions:
            name = candidate.last.entity_name.lower()
            return int(not adjectives and candidate.last.mention_type != "PERSON" and self._is_of_kind(name, noun))
        if self._agrees(introductions, adjectives, noun):
            return 2
        countries = {m.country_code for m in before if m.country_code and m.evidence.surface.lower() in adjectives}
        return 2 if countries and self._is_from(candidate, before, countries) else 0

    def _agrees(self, introductions: Sequence[str], adjectives: Sequence[str], noun: str) -> bool:
        """Whether one introduction has all adjectives, and is no former or vice office unless the source says so."""
        for introduction in introductions:
            said = introduction.lower().replace("-", " ").split()
            lesser = _NOT_NOW.intersection(said) - set(adjectives)
            if not lesser and all(adjective in introduction.lower() for adjective in adjectives):
                return True
        return False

    def _is_from(self, candidate: _Candidate, before: Sequence[Mention], countries: set[str]) -> bool:
        """ "The Kenyan president" is "Ruto, the president of Kenya": a name of that country stands beside the name."""
        places = [m.evidence for m in before if m.country_code in countries]
        for mention in candidate.mentions[:40]:
            start, end = mention.evidence.start_char, mention.evidence.end_char
            if any(-40 <= place.start_char - start < 0 or 0 <= place.start_char - end < 40 for place in places):
                return True
        return False

    def _introduction_of(self, mention: Mention, noun: str) -> str | None:
        """The words that call a name by a noun: its title or apposition, or None."""
        pattern = rf"\b{re.escape(noun)}\b"
        role = mention.role_text or ""
        if noun in role.lower() and re.search(pattern, role.lower()):
            return role
        start, end = mention.evidence.start_char, mention.evidence.end_char
        before = self._text[max(0, start - _BEFORE) : start].lower()
        if noun in before:
            office = rf"[^.,;:\n]{{0,40}}{pattern}"
            match = re.search(rf"({office}(?:\s{_OF}\s[^.,;\n]{{0,50}})?,\s|{office}\s){_HONORIFIC}$", before)
            if match:
                return match.group()
        # Not the source itself: "printed in the Orme Annals, | the group says".
        after = self._text[end : min(end + _AFTER, self._char)].lower()
        if noun in after:
            match = re.match(rf"[,(]?\s(?:is|was|,)?\s?(?:an?|the)\s[^.,;:\n]{{0,45}}?{pattern}", after)
            return match.group() if match else None
        return None

    def _is_of_kind(self, name: str, noun: str) -> bool:
        """ "Corvus Air" is an airline: a word or the ending of a name shows its kind, or it holds the noun itself."""
        if name in self._lexicon.words["media_names"] or name == self._site_name:
            return False
        words = WORD.findall(name)
        if len(words) > 1 and noun in words:
            return True
        return any(_shows(kind, words, noun) for kind in self._lexicon.kinds.values())


def _shows(kind: Kind, words: Sequence[str], noun: str) -> bool:
    if noun not in kind.nouns:
        return False
    has_ending = any(len(word) > 5 and word.endswith(ending) for word in words for ending in kind.endings)
    return has_ending or any(word.rstrip(".") in kind.names for word in words)
