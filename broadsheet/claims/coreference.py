"""Coreference: the names and nouns of a part that a pronoun can refer to, and the choice among them.

Every candidate is scored by recency, whether it is a subject, and whether it spoke last; the best one is chosen only
if it has a clear lead. A pronoun that fits two candidates equally well is not resolved.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from broadsheet.claims.animacy import classify_noun
from broadsheet.claims.called_persons import is_called_person
from broadsheet.claims.clauses import skip_dateline
from broadsheet.claims.genders import find_genders
from broadsheet.claims.joined_names import list_groups
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.media import is_medium, is_printed
from broadsheet.claims.subject_places import is_lower, is_main, is_subject
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, noun_span
from broadsheet.records import Mention

KIND_OF_TYPE = {"PERSON": "person", "ORG": "organisation", "LOC": "country"}
# By distance in sentences; set by hand, checked on the open genres of gum_attribution.
_RECENCY = (1.0, 0.9, 0.55, 0.4, 0.3, 0.2)
_SUBJECT = 0.35
# A subject of a lower clause: "Voss, who left after Lunde had won, ...".
_LOWER_SUBJECT = 0.18
_SPOKE_LAST = 0.3
_SURE_GENDER = 0.25
_PLACE = 0.3
# The person that a new paragraph opens with is "he" behind that, not who spoke before the paragraph.
_OPENS_PARAGRAPH = 0.45
_LEAD = 0.15
_SURE = 0.9
_REACH = 1500
_FITS = {
    "he": frozenset(["person"]),
    "she": frozenset(["person"]),
    "it": frozenset(["organisation", "medium", "country", "document"]),
    "they": frozenset(["organisation", "medium", "people"]),
}
_OTHER = {"he": "she", "she": "he", "it": "", "they": ""}
_SPEECH_OWNERS = frozenset(["my", "your", "our"])


@dataclass(frozen=True, slots=True)
class Referent:
    """A name or noun that a pronoun can refer to.

    kind: person, people, organisation, medium, country or document. is_lower: subject of a relative or
    adverbial clause; is_main: of a sentence's main verb. quote: index of the quotation that contains it, else -1.
    mention: None for a noun.
    """

    start_char: int
    sentence: int
    kind: str
    key: str
    text: str
    is_subject: bool
    quote: int
    gender: str | None = None
    mention: Mention | None = None
    is_lower: bool = False
    is_main: bool = False


class ReferentIndex:
    """The referents of one part."""

    def __init__(self, tokens: TokenArrays, lexicon: Lexicon, mentions: Sequence[Mention]) -> None:
        self._tokens = tokens
        self.genders = find_genders(tokens, lexicon, mentions)
        named = list(self._from_mentions(mentions, lexicon))
        found = [*named, *_join_persons(tokens, named), *_from_nouns(tokens, lexicon, mentions)]
        self._referents = sorted(found, key=lambda referent: referent.start_char)
        self._starts = [referent.start_char for referent in self._referents]
        # Entity key -> the pronoun that has stood for a person of unknown gender.
        self._called: dict[str, str] = {}

    def choose(
        self, pronoun: str, char: int, last: Referent | None, not_keys: Collection[str | None] = ()
    ) -> Referent | None:
        """The referent of a pronoun at a code point; last: the last speaker. None if unclear.

        not_keys: entities that are not meant, such as the subject of a verb whose object the pronoun is.
        """
        best = self._score_all(pronoun, char, last)
        barred = max((score for key, (score, _) in best.items() if key in not_keys), default=0.0)
        leader = _pick_leader([item for key, item in best.items() if key not in not_keys])
        # Where the likeliest is not meant, the next one must be near or the last speaker.
        return leader if leader is not None and best[leader.key][0] >= min(barred, _SURE) else None

    def remember(self, pronoun: str, referent: Referent) -> None:
        """Remember that a pronoun has stood for a person: who was "he" is not "she" later."""
        if pronoun in ("he", "she") and referent.kind == "person":
            self._called.setdefault(referent.key, pronoun)

    def _score_all(self, pronoun: str, char: int, last: Referent | None) -> dict[str, tuple[float, Referent]]:
        """The best score of each entity that agrees with a pronoun, with the referent that has it."""
        token = min(self._tokens.token_at(char), len(self._tokens.words) - 1)
        last_key = last.key if last else None
        best: dict[str, tuple[float, Referent]] = {}
        for referent in [*self._before(char), *([last] if last else [])]:
            is_called = referent.gender is None and self._called.get(referent.key, pronoun) != pronoun
            if is_called or not self._is_accessible(referent, pronoun, token):
                continue
            if _agrees(referent, pronoun, last_key):
                score = _score(referent, pronoun, last_key, self._tokens.sentence[token] - referent.sentence)
                score += _OPENS_PARAGRAPH * self._opens_paragraph(referent, token, last)
                if referent.key not in best or score > best[referent.key][0]:
                    best[referent.key] = (score, referent)
        return best

    def _opens_paragraph(self, referent: Referent, token: int, last: Referent | None) -> bool:
        """ "Ole Ravn was less sure. | He said": the subject of a paragraph's first sentence, for a pronoun there or in
        the next one, where nobody has spoken in the paragraph yet. Whether the name is a man's or a woman's must be
        known: a byline that stands in the text opens its paragraph as well.
        """
        if referent.kind != "person" or referent.gender is None or not referent.is_main:
            return False
        if self._tokens.sentence[token] - referent.sentence > 1:
            return False
        start = self._tokens.text.rfind("\n", 0, self._tokens.starts[token]) + 1
        has_spoken = last is not None and last.start_char >= start
        return referent.sentence == self.sentence_at(start) and referent.start_char >= start and not has_spoken

    def _is_accessible(self, referent: Referent, pronoun: str, token: int) -> bool:
        """Whether a referent is near enough, and in the same quotation or outside quotations.

        "It" and "they" inside a quotation do not refer to what is outside.
        """
        quote = self._tokens.quote[token]
        is_near = self._tokens.sentence[token] - referent.sentence < len(_RECENCY)
        reaches_out = quote < 0 or pronoun not in ("it", "they")
        return is_near and (referent.quote == quote or (referent.quote < 0 and reaches_out))

    def within(self, start_char: int, end_char: int, mention: Mention | None) -> Referent | None:
        """The referent of a source: that of its mention, else of its first noun."""
        low, high = bisect_left(self._starts, start_char), bisect_left(self._starts, end_char)
        inside = self._referents[low:high]
        if mention is not None:
            return next((referent for referent in inside if referent.mention == mention), None)
        return next((referent for referent in inside if referent.mention is None), None)

    def sentence_at(self, char: int) -> int:
        """Index of the sentence that contains a code point, -1 between sentences."""
        return self._tokens.sentence[min(self._tokens.token_at(char), len(self._tokens.sentence) - 1)]

    def _before(self, char: int) -> Iterator[Referent]:
        index = bisect_left(self._starts, char) - 1
        while index >= 0 and char - self._starts[index] < _REACH:
            yield self._referents[index]
            index -= 1

    def _from_mentions(self, mentions: Sequence[Mention], lexicon: Lexicon) -> Iterator[Referent]:
        tokens = self._tokens
        for mention in mentions:
            place = mention.evidence
            kind = (
                "person" if is_called_person(tokens.text, mention, lexicon) else KIND_OF_TYPE.get(mention.mention_type)
            )
            token = tokens.token_at(place.start_char)
            if kind is None or place.is_boilerplate or token >= len(tokens.words):
                continue
            line_start = tokens.text.rfind("\n", 0, place.start_char) + 1
            if skip_dateline(tokens, tokens.token_at(line_start)) > token:
                continue
            if kind == "organisation" and _is_medium(tokens, mention, lexicon):
                kind = "medium"
            end = tokens.token_after(place.end_char)
            if kind != "person" and _modifies_noun(tokens, end - 1):
                continue
            yield Referent(
                place.start_char,
                tokens.sentence[token],
                kind,
                mention.entity_key,
                place.surface,
                is_subject(tokens, token, end),
                tokens.quote[token],
                self.genders.get(mention.entity_key),
                mention,
                is_lower(tokens, token, end),
                is_main(tokens, token, end),
            )


def _is_medium(tokens: TokenArrays, mention: Mention, lexicon: Lexicon) -> bool:
    is_named_so = is_medium(mention.entity_name.lower(), lexicon)
    return is_named_so or is_printed(tokens.text, mention.evidence.start_char)


def _join_persons(tokens: TokenArrays, named: Sequence[Referent]) -> Iterator[Referent]:
    """ "Jo Lind and Pia Roos": persons that are joined are one "they"."""
    persons = {referent.start_char: referent for referent in named if referent.kind == "person"}
    mentions = [referent.mention for referent in persons.values() if referent.mention]
    for first, last in list_groups(tokens.text, mentions):
        opening, closing = persons[first.evidence.start_char], persons[last.evidence.start_char]
        yield replace(
            opening,
            kind="people",
            key=f"joined|{opening.key}|{closing.key}",
            text=tokens.text[opening.start_char : last.evidence.end_char],
            is_subject=opening.is_subject or closing.is_subject,
            gender=None,
            mention=None,
        )


def _modifies_noun(tokens: TokenArrays, last: int) -> bool:
    """ "An Orme Eats | driver": a name of a body or place that is part of a noun behind it; "they" is not the body."""
    noun = tokens.heads[last]
    return tokens.has_parse and tokens.deps[last] == "compound" and last < noun and tokens.pos[noun] == "NOUN"


def _pick_leader(scored: list[tuple[float, Referent]]) -> Referent | None:
    """The best of some scored referents, if it has a clear lead."""
    ranked = sorted(scored, key=lambda item: (-item[0], -item[1].start_char))
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _LEAD):
        return None
    return ranked[0][1]


def _agrees(referent: Referent, pronoun: str, last_key: str | None) -> bool:
    """Whether kind and gender fit the pronoun; a country must be a subject or the last speaker.

    "They told the Harbour Post": a medium must be the last speaker to be "they".
    """
    if referent.kind not in _FITS[pronoun]:
        return False
    if referent.kind == "medium" and pronoun == "they":
        return referent.key == last_key
    if referent.kind == "country":
        return referent.is_subject or referent.key == last_key
    return referent.kind != "person" or referent.gender != _OTHER[pronoun]


def _score(referent: Referent, pronoun: str, last_key: str | None, distance: int) -> float:
    spoke_last = referent.key == last_key
    score = _RECENCY[max(0, distance)]
    score += (_LOWER_SUBJECT if referent.is_lower else _SUBJECT) * referent.is_subject + _SPOKE_LAST * spoke_last
    score += _SURE_GENDER * (referent.gender == pronoun)
    return score - _PLACE * (referent.kind == "country" and not spoke_last)


def _from_nouns(tokens: TokenArrays, lexicon: Lexicon, mentions: Sequence[Mention]) -> Iterator[Referent]:
    """Persons, bodies and documents without a name; not nouns that modify a name ("minister Jo Lind")."""
    if not tokens.has_parse:
        return
    named: set[int] = set()
    for mention in mentions:
        place = mention.evidence
        named.update(range(tokens.token_at(place.start_char), tokens.token_after(place.end_char)))
    for token, word in enumerate(tokens.words):
        if tokens.boilerplate[token] or token in named:
            continue
        kind = classify_noun(word, lexicon) if tokens.pos[token] == "NOUN" else None
        if kind is None or _modifies_name(tokens, token, named):
            continue
        span = noun_span(tokens, token)
        if span is not None and tokens.words[tokens.token_at(span.start_char)] not in _SPEECH_OWNERS:
            yield Referent(
                tokens.starts[token],
                tokens.sentence[token],
                kind,
                f"noun|{word}",
                tokens.text[span.start_char : span.end_char],
                is_subject(tokens, token, token + 1),
                tokens.quote[token],
                lexicon.gender.get(word),
            )


def _modifies_name(tokens: TokenArrays, token: int, named: set[int]) -> bool:
    if tokens.heads[token] in named and tokens.deps[token] in ("compound", "appos", "flat", "amod", "nmod"):
        return True
    return any(child in named for child in children(tokens, token, "appos", "flat"))
