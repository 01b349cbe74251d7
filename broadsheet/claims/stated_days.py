"""The day on which something was said: a date tied to the cue, to its carrier, or to the same speech just before.

Only whole days count. A date inside the content says when something happened, and one that belongs to another verb or
noun ("after the fire on Sunday, she said") says when that was: neither is a day of speaking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.incident_days import is_incident_day
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, find_subject
from broadsheet.records import DateExpression, Mention, Span

_NEAR = 12
_MAX_STEPS = 4
# Sentences over which a speech goes on without its day being named again; for a speaker without a name.
_REACH = 6
_NOUN_REACH = 3
_BETWEEN = frozenset(["on", "late", "early", ",", "in", "a", "the", "statement", "reporters", "also", "earlier", "at"])
_NOT_SAME_TIME = frozenset(
    ["has", "have", "had", "will", "would", "previously", "once", "often", "repeatedly", "later", "recently", "earlier"]
)
# "During the campaign, she said": another occasion.
_OCCASIONS = frozenset(["during", "in", "at", "after", "before", "when", "while", "speaking", "asked", "throughout"])
_OWNED_NEXT = (["'s"], ["’s"], ["'"], ["’"])


@dataclass(frozen=True, slots=True)
class _Speech:
    """The day on which somebody spoke, and the sentence that says so."""

    day: date
    sentence: int


class DayFinder:
    """Finds the days of one part's claims in order of position."""

    def __init__(
        self,
        tokens: TokenArrays,
        dates: Sequence[DateExpression],
        mentions: Sequence[Mention],
        published_on: date | None,
    ) -> None:
        self._tokens = tokens
        self._published_on = published_on
        self._by_sentence: dict[int, list[DateExpression]] = {}
        for expression in dates:
            sentence = self._sentence_of(expression.evidence.start_char)
            self._by_sentence.setdefault(sentence, []).append(expression)
        self._speeches: dict[str, _Speech] = {}
        self._events = sorted(self._find_events(dates, mentions), key=lambda item: item[1].sentence, reverse=True)

    def find(self, attribution: Attribution, relay: Attribution | None, entity_key: str | None) -> date | None:
        """The day of one claim; call in order of position. entity_key: that of its speaker, None for one without."""
        if attribution.cue is None or not self._tokens.words:
            return None
        sentence = self._sentence_of(attribution.cue.start_char)
        self._take_events(sentence)
        day = self._own_day(attribution, relay, sentence)
        key, reach = (entity_key, _REACH) if entity_key else (self._noun_key(attribution), _NOUN_REACH)
        if day is None and relay is None:
            day = self._day_of_speech(attribution, self._speeches.get(key or ""), sentence, reach)
        if day is not None and key is not None:
            self._speeches[key] = _Speech(day, sentence)
        elif key is not None and self._is_other_time(attribution, sentence):
            self._speeches.pop(key, None)
        return day

    def _take_events(self, sentence: int) -> None:
        """Note who spoke, without words, up to a sentence."""
        while self._events and self._events[-1][1].sentence <= sentence:
            named, speech = self._events.pop()
            self._speeches[named] = speech

    def _noun_key(self, attribution: Attribution) -> str | None:
        """ "The ministry", "Austria's ministry": a speaker without a name, by the last noun of the source."""
        if attribution.source is None or not self._tokens.has_parse:
            return None
        last = self._tokens.token_after(attribution.source.end_char) - 1
        return f"noun|{self._tokens.words[last]}" if self._tokens.pos[last] == "NOUN" else None

    def _own_day(self, attribution: Attribution, relay: Attribution | None, sentence: int) -> date | None:
        """The day by a date of the cue's own sentence."""
        found = [
            expression
            for expression in self._by_sentence.get(sentence, ())
            if _is_day(expression)
            and not _lies_in(attribution.content, expression.evidence.start_char)
            and (relay is None or _lies_in(relay.content, expression.evidence.start_char))
            and self._may_be_tied(expression, attribution)
            and self._is_tied(expression, attribution)
        ]
        days = {expression.start_on for expression in found}
        day = days.pop() if len(days) == 1 else None
        is_future = day is not None and self._published_on is not None and day > self._published_on
        return None if is_future else day

    def _day_of_speech(
        self, attribution: Attribution, speech: _Speech | None, sentence: int, reach: int
    ) -> date | None:
        """The day of what the same speaker said just before, unless another time stands in the sentence."""
        cue = attribution.cue_token
        if speech is None or cue < 0 or not 0 <= sentence - speech.sentence <= reach:
            return None
        is_past = self._tokens.words[cue].endswith(("ed", "aid", "old", "ote", "ing"))
        return speech.day if is_past and not self._is_other_time(attribution, sentence) else None

    def _is_other_time(self, attribution: Attribution, sentence: int) -> bool:
        """ "Has said", "later told", "in 2019 she said": words of time outside the content."""
        cue = attribution.cue_token
        first = self._tokens.sentence_bounds(max(cue, 0))[0]
        opening = "" if _lies_in(attribution.content, self._tokens.starts[first]) else self._tokens.words[first]
        near = self._tokens.words[first if cue - first < 12 else cue - 4 : cue + 2] if cue >= 0 else []
        dated = any(
            not _lies_in(attribution.content, expression.evidence.start_char)
            for expression in self._by_sentence.get(sentence, ())
        )
        return dated or opening in _OCCASIONS or bool(_NOT_SAME_TIME.intersection(near))

    def _may_be_tied(self, expression: DateExpression, attribution: Attribution) -> bool:
        """Not "Friday's vote", nor a day of what is told."""
        last = self._tokens.token_after(expression.evidence.end_char)
        is_owner = self._tokens.words[last : last + 1] in _OWNED_NEXT
        return not is_owner and not is_incident_day(self._tokens, attribution, last)

    def _is_tied(self, expression: DateExpression, attribution: Attribution) -> bool:
        """Whether a date depends on the cue, on its carrier or addressee, or stands right beside the cue."""
        tokens = self._tokens
        place = expression.evidence
        first, last = tokens.token_at(place.start_char), tokens.token_after(place.end_char)
        if attribution.cue_token < 0 or not tokens.has_parse:
            return attribution.cue is not None and 0 <= place.start_char - attribution.cue.end_char <= _NEAR
        head = self._head_outside(first, last)
        nodes = self._speaking_nodes(attribution.cue_token)
        if head in nodes or self._leads_to_cue(head, attribution.cue_token, nodes):
            return True
        source = attribution.source
        if attribution.rule == "according_to" and source is not None:
            return _lies_in([source], place.start_char) and self._is_carrier_date(head)
        return self._is_of_subject(first, last, head, source) or self._is_beside(
            first, last, attribution.cue_token, head
        )

    def _is_of_subject(self, first: int, last: int, head: int, source: Span | None) -> bool:
        """ "Their report on Monday states", "on Monday officers warned": a date that the parser ties to who speaks.

        It is that of a document, or stands in front of the whole source.
        """
        tokens, words = self._tokens, load_lexicon().words
        if source is None or head < 0 or not source.start_char <= tokens.starts[head] < source.end_char:
            return False
        is_document = tokens.words[head] in words["document"] | words["media_nouns"]
        return is_document or (first > 0 and 0 <= tokens.token_at(source.start_char) - last <= 1)

    def _head_outside(self, first: int, last: int) -> int:
        """The token that a date depends on; -1 if it is a root."""
        for token in range(first, last):
            head = self._tokens.heads[token]
            if not first <= head < last:
                return head
        return -1

    def _speaking_nodes(self, cue: int) -> set[int]:
        """The cue, its carrier and addressee, and the verbs that it is a participle or second part of."""
        tokens, words = self._tokens, load_lexicon().words
        nodes = {cue}
        for child in children(tokens, cue, "obl", "obj", "iobj"):
            is_carrier = tokens.words[child] in words["document"] | words["media_nouns"]
            if is_carrier or (tokens.deps[child] != "obl" and tokens.words[child] in words["animate"]):
                nodes.add(child)
        node = cue
        for _ in range(_MAX_STEPS):
            if not self._leads_to_speech(node, cue):
                break
            node = tokens.heads[node]
            nodes.add(node)
        return nodes

    def _leads_to_speech(self, node: int, cue: int) -> bool:
        """Whether the head of a token is part of the same act: "released | a statement | saying", "came, | saying"."""
        dep = self._tokens.deps[node]
        if dep in ("acl", "advcl") and self._tokens.words[node].endswith("ing"):
            return True
        if node == cue:
            return dep == "conj"
        return self._tokens.pos[node] == "NOUN" and dep in ("obj", "obl")

    def _leads_to_cue(self, head: int, cue: int, nodes: set[int]) -> bool:
        """ "Speaking | on Sunday, he said", "in a statement dated 2 March, he denied"."""
        tokens = self._tokens
        if head < 0:
            return False
        is_speech = tokens.words[head] in ("speaking", "talking", "writing") and tokens.deps[head] == "advcl"
        is_written = tokens.words[head] == "dated" and tokens.heads[head] in nodes
        return is_written or (is_speech and tokens.heads[head] == cue and head < cue)

    def _is_carrier_date(self, head: int) -> bool:
        """ "According to a statement | published on Monday", "a letter of 3 May"."""
        tokens, lexicon = self._tokens, load_lexicon()
        if head < 0:
            return False
        is_published = tokens.deps[head].startswith("acl") and tokens.words[head] in lexicon.making
        noun = tokens.heads[head] if is_published else head
        return tokens.words[noun] in lexicon.words["document"] | lexicon.words["media_nouns"]

    def _is_beside(self, first: int, last: int, cue: int, head: int) -> bool:
        """ "Said in a statement on Monday", "on Monday said": only words that tie the two stand between them."""
        tokens = self._tokens
        if head >= 0 and tokens.pos[head] == "VERB" and first - cue not in (1, 2):
            return False
        low, high = (cue + 1, first) if first > cue else (last, cue)
        return high - low <= 5 and _BETWEEN.issuperset(tokens.words[low:high])

    def _find_events(self, dates: Sequence[DateExpression], mentions: Sequence[Mention]) -> list[tuple[str, _Speech]]:
        """ "Quist spoke to reporters on Tuesday.": who spoke when, though no words are given."""
        tokens, lexicon = self._tokens, load_lexicon()
        if not tokens.has_parse:
            return []
        by_start = {tokens.token_at(m.evidence.start_char): m for m in mentions if m.mention_type == "PERSON"}
        found = []
        for expression in dates:
            place = expression.evidence
            head = self._head_outside(tokens.token_at(place.start_char), tokens.token_after(place.end_char))
            if not _is_day(expression) or expression.start_on is None or head < 0:
                continue
            mention = by_start.get(find_subject(tokens, head)) if tokens.words[head] in lexicon.speaking else None
            if mention is not None and tokens.quote[head] < 0:
                speech = _Speech(expression.start_on, self._sentence_of(place.start_char))
                found.append((mention.entity_key, speech))
        return found

    def _sentence_of(self, char: int) -> int:
        token = self._tokens.token_at(char)
        return self._tokens.sentence[token] if token < len(self._tokens.sentence) else -1


def _is_day(expression: DateExpression) -> bool:
    return expression.start_on is not None and expression.start_on == expression.end_on


def _lies_in(spans: Sequence[Span], char: int) -> bool:
    return any(span.start_char <= char < span.end_char for span in spans)
