"""Resolves who a source is: the mention in it, the entity that a pronoun or role refers to, or nobody by name.

Processes an article's attributions in order of position and remembers who spoke, because a pronoun mostly refers to the
last speaker. If no name is certain the speaker stays unnamed. Finding the name in a source belongs to `source_names`,
resolving a pronoun to `coreference`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.coreference import KIND_OF_TYPE, Referent, ReferentIndex
from broadsheet.claims.interviews import find_interview
from broadsheet.claims.labelled_quotations import RULES as LABEL_RULES
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.quotation_lookup import find_overlapping
from broadsheet.claims.source_names import OF_WORDS, POSSESSIVE, WORD, NameFinder
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.turns import RULE as TURN_RULE
from broadsheet.records import Mention, Span

_NOBODY = frozenset(["no", "none", "neither", "nobody", "few"])
_ROLE_REACH = 3
# Most earlier names searched for a role, so that time stays linear.
_MOST_NAMES = 300
_COMPANIES = frozenset(["company", "firm", "business", "group", "corporation", "airline", "bank", "retailer", "giant"])


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is. refers_to: words that a pronoun or role in the source refers to."""

    kind: str
    name: str | None = None
    entity_key: str | None = None
    mention_id: str | None = None
    refers_to: str | None = None


class SpeakerFinder:
    """Resolves the sources of one part in order of position."""

    def __init__(self, tokens: TokenArrays, lexicon: Lexicon, mentions: Sequence[Mention]) -> None:
        ordered = sorted(mentions, key=lambda m: (m.evidence.start_char, m.evidence.end_char))
        self._tokens = tokens
        self._lexicon = lexicon
        self._names = NameFinder(tokens.text, lexicon, ordered)
        self._referents = ReferentIndex(tokens, lexicon, ordered)
        self._interview = find_interview(tokens, ordered)
        self._by_quotation: dict[int, Speaker] = {}
        self._by_noun: dict[str, Speaker] = {}
        self._last: Referent | None = None
        self._chosen: Referent | None = None

    def resolve(self, attribution: Attribution) -> Speaker:
        """The speaker of an attribution; call in order of position."""
        source = attribution.antecedent or attribution.source
        if source is None:
            return Speaker("unnamed")
        turn = self._resolve_turn(attribution, source)
        if turn is not None:
            return turn
        text = self._tokens.text[source.start_char : source.end_char]
        words = [word.lower() for word in WORD.findall(text)]
        self._chosen = None
        speaker = self._resolve_span(source, text, words) if words else Speaker("unnamed")
        self._remember(attribution, source, words, speaker)
        has_office = attribution.rule in LABEL_RULES and text.partition(",")[0].count(" ") > 0 and "," in text
        # "“...” — Jo Peel, harbour master" holds a person, whatever the name was taken for.
        return replace(speaker, kind="person") if has_office and speaker.kind == "country" else speaker

    def _resolve_turn(self, attribution: Attribution, source: Span) -> Speaker | None:
        """Whom the label of an interview's turn refers to, or the label as a name; None for other attributions."""
        if attribution.rule != TURN_RULE or self._interview is None:
            return None
        mention = self._interview.first_person(attribution.content[0].start_char)
        if mention is not None:
            return self._from_mention(mention)
        label = re.split(r"[,(]", self._tokens.text[source.start_char : source.end_char])[0].strip()
        is_name = len(label) > 1 and label[:1].isupper() and not self._names.inside(source)
        return Speaker("person", label) if is_name else None

    def _remember(self, attribution: Attribution, source: Span, words: list[str], speaker: Speaker) -> None:
        for span in attribution.content:
            for number in find_overlapping(self._tokens, span):
                self._by_quotation.setdefault(number, speaker)
        chosen = self._chosen
        if words and words[0] not in self._lexicon.pronouns:
            self._by_noun[f"noun|{self._head_word(words)}"] = speaker
            chosen = self._referents.within(source.start_char, source.end_char, self._names.head(source)) or chosen
        if chosen is not None:
            # A speaker counts as recently mentioned, wherever the name is.
            sentence = self._referents.sentence_at(source.start_char)
            quote = self._tokens.quote[attribution.cue_token] if attribution.cue_token >= 0 else -1
            here = replace(chosen, start_char=source.start_char, sentence=sentence, is_subject=True, quote=quote)
            self._last = here if quote < 0 else self._last

    def _resolve_span(self, source: Span, text: str, words: list[str]) -> Speaker:
        if words[0] in _NOBODY and words[1:2] and words[1][0].isalpha():
            return Speaker("unnamed")
        pronoun = self._lexicon.pronouns.get(POSSESSIVE.sub("", words[0]), "relative")
        if pronoun != "relative":
            at_end = self._names.person_at_end(source)
            return self._from_mention(at_end) if at_end else self._resolve_pronoun(pronoun, source, words)
        head = self._names.head(source)
        if head is not None:
            return self._from_mention(head)
        represented_body = self._names.represented_body(source)
        if represented_body is not None:
            return self._from_mention(represented_body)
        head_word = self._head_word(words)
        if head_word in self._lexicon.words["document"]:
            return self._resolve_document(source, words, head_word)
        by_role = self._by_role(source, words, head_word)
        if by_role is not None:
            return by_role
        return self._from_capitals(source, text, words, head_word)

    def _from_mention(self, mention: Mention, refers_to: str | None = None) -> Speaker:
        kind = KIND_OF_TYPE.get(mention.mention_type)
        if kind is None:
            kind = "document" if mention.mention_type in ("WORK", "LAW") else "organisation"
            if mention.mention_type == "NORP":
                return Speaker("unnamed", refers_to=refers_to)
        if kind == "country" and mention.entity_name.split()[-1].lower() in self._lexicon.words["body"]:
            kind = "organisation"
        return Speaker(kind, mention.entity_name, mention.entity_key, mention.mention_id, refers_to)

    def _from_earlier_mention(self, mention: Mention) -> Speaker:
        """The speaker for an earlier mention that words without its name refer to."""
        place = mention.evidence
        self._chosen = self._referents.within(place.start_char, place.end_char, mention)
        return self._from_mention(mention, refers_to=place.surface)

    def _head_word(self, words: list[str]) -> str:
        """The last word before a prepositional phrase, in lower case without its possessive."""
        for index, word in enumerate(words):
            if index and word in OF_WORDS:
                # "A letter seen by ...": the participle is not the head noun.
                is_participle = word == "by" and index > 1 and words[index - 1].endswith(("ed", "en", "n"))
                return POSSESSIVE.sub("", words[index - 1 - is_participle])
        return POSSESSIVE.sub("", words[-1])

    def _resolve_pronoun(self, pronoun: str, source: Span, words: list[str]) -> Speaker:
        if pronoun in ("i", "you"):
            return self._resolve_speech_role(pronoun, source, words)
        referent = self._referents.choose(pronoun, source.start_char, self._last)
        self._chosen = referent
        if referent is None:
            return Speaker("unnamed")
        if referent.mention is not None:
            found = self._from_mention(referent.mention, refers_to=referent.text)
        else:
            kind = referent.kind if referent.kind in ("organisation", "document") else "unnamed"
            found = replace(self._by_noun.get(referent.key, Speaker(kind)), refers_to=referent.text)
        owned = len(words) > 1 and self._head_word(words) not in self._lexicon.words["document"]
        if owned and words[0] in ("his", "her", "their", "its"):
            return Speaker("unnamed", refers_to=found.refers_to)
        return found

    def _resolve_speech_role(self, pronoun: str, source: Span, words: list[str]) -> Speaker:
        """ "I" is the speaker of the quotation, or the guest of an interview; "we" is more than one person."""
        token = self._tokens.token_at(source.start_char)
        number = self._tokens.quote[token] if token < len(self._tokens.quote) else -1
        if number >= 0:
            return self._by_quotation.get(number, Speaker("unnamed")) if pronoun == "i" else Speaker("unnamed")
        if self._interview is None or len(words) > 1:
            return Speaker("unnamed")
        find = self._interview.second_person if pronoun == "you" else self._interview.first_person
        mention = find(source.start_char)
        if mention is None:
            return Speaker("unnamed")
        found = self._from_mention(mention, refers_to=mention.evidence.surface)
        return Speaker("unnamed", refers_to=found.refers_to) if words[0] in ("we", "us", "our") else found

    def _resolve_document(self, source: Span, words: list[str], head_word: str) -> Speaker:
        """A document speaks for its author ("a report by X"), also if it is mentioned again as "the report"."""
        for mention in self._names.inside(source):
            before = self._tokens.text[source.start_char : mention.evidence.start_char].lower()
            if re.search(
                r"(?<!seen )(?<!obtained )(?<!reviewed )\b(?:by|from)\s+(?:the\s+)?$", before
            ) and mention.mention_type in ("ORG", "PERSON"):
                return self._from_mention(mention)
        earlier = self._by_noun.get(f"noun|{head_word}")
        if earlier is not None and words[0] in ("the", "this") and len(words) == 2:
            return earlier
        return Speaker("document")

    def _by_role(self, source: Span, words: list[str], head_word: str) -> Speaker | None:
        """ "The minister", "the bank": who was called that before, or has it in the role or name.

        Of several, the last one named is chosen if no other was named in the sentences just before; else nobody.
        """
        if words[0] not in ("the", "this", "that") or len(words) > 3:
            return None
        found: dict[str, Mention] = {}
        for mention in reversed(self._names.before(source.start_char)[-_MOST_NAMES:]):
            if mention.entity_key not in found and self._has_role(mention, head_word):
                found[mention.entity_key] = mention
        if not found:
            return self._by_noun.get(f"noun|{head_word}") or self._only_body(source, head_word)
        candidates = list(found.values())
        here = self._sentence_of(source.start_char)
        if len(candidates) > 1 and here - self._sentence_of(candidates[1].evidence.start_char) <= _ROLE_REACH:
            return Speaker("unnamed")
        return self._from_earlier_mention(candidates[0])

    def _only_body(self, source: Span, head_word: str) -> Speaker | None:
        """ "The company": the one organisation in the sentences just before, unless its name excludes that."""
        if head_word not in _COMPANIES:
            return None
        here = self._sentence_of(source.start_char)
        near: dict[str, Mention] = {}
        for mention in reversed(self._names.before(source.start_char)):
            if here - self._sentence_of(mention.evidence.start_char) > _ROLE_REACH:
                break
            kinds = set(WORD.findall(mention.entity_name.lower())) & self._lexicon.words["body"]
            if mention.mention_type == "ORG" and not kinds - _COMPANIES:
                near[mention.entity_key] = mention
        if len(near) != 1:
            return None
        return self._from_earlier_mention(next(iter(near.values())))

    def _has_role(self, mention: Mention, head_word: str) -> bool:
        if mention.mention_type not in ("PERSON", "ORG"):
            return False
        role = {word.lower() for word in WORD.findall(mention.role_text or "")}
        names = WORD.findall(mention.entity_name.lower()) if mention.mention_type == "ORG" else []
        start = mention.evidence.start_char
        before = self._tokens.text[max(0, start - 70) : start].lower()
        is_apposition = head_word in before and before.endswith(", ")
        is_apposition = (
            is_apposition and re.search(rf"\b{re.escape(head_word)}\b[^.,;\n]{{0,50}},\s$", before) is not None
        )
        return (
            head_word in role
            or is_apposition
            or (len(names) > 1 and head_word in names and head_word in self._lexicon.words["body"])
        )

    def _sentence_of(self, char: int) -> int:
        return self._referents.sentence_at(char)

    def _from_capitals(self, source: Span, text: str, words: list[str], head_word: str) -> Speaker:
        """A name that is not a mention: every content word is capitalised."""
        if head_word in self._lexicon.words["unnamed"] or head_word in self._lexicon.words["document"]:
            return Speaker("unnamed")
        core = re.split(r"[,(]", text)[0].strip()
        core = re.sub(r"^(?:the|a|an)\s+", "", POSSESSIVE.sub("", core), flags=re.IGNORECASE)
        names = core.split()
        token = self._tokens.token_at(source.start_char)
        starts_sentence = token == self._tokens.sentence_bounds(min(token, len(self._tokens.words) - 1))[0]
        capitals = [name for name in names if name[:1].isupper()]
        if not names or names[0][0].isdigit() or len(capitals) < len([name for name in names if len(name) > 3]):
            return Speaker("organisation" if head_word in self._lexicon.words["body"] else "unnamed")
        if not capitals or (starts_sentence and len(names) == 1 and not words[0].startswith("the")):
            return Speaker("unnamed")
        has_article = words[0] in ("the", "a", "an")
        is_body = has_article or len(names) > 3 or core.isupper() or head_word in self._lexicon.words["body"]
        return Speaker("organisation" if is_body else "person", core)
