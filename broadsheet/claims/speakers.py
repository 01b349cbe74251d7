"""Resolves who a source is: the mention in it, the entity that a pronoun or role refers to, or nobody by name.

Processes an article's attributions in order of position and remembers who spoke, because a pronoun mostly refers to the
last speaker. If no name is certain the speaker stays unnamed. Finding the name in a source belongs to `source_names`,
resolving a pronoun to `coreference`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.claims.animacy import classify_noun
from broadsheet.claims.answered import find_answerer
from broadsheet.claims.antecedents import add_antecedent
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.bare_sources import find_bare
from broadsheet.claims.capitalised_sources import read_capitals
from broadsheet.claims.cataphora import points_forward
from broadsheet.claims.compass import find_half, read_half
from broadsheet.claims.coreference import KIND_OF_TYPE, Referent, ReferentIndex
from broadsheet.claims.document_makers import find_makers
from broadsheet.claims.earlier_documents import find_first_mention, is_again, list_alike
from broadsheet.claims.indefinite_sources import denies
from broadsheet.claims.interviews import find_interview
from broadsheet.claims.joined_names import list_joined, write_names
from broadsheet.claims.labelled_quotations import RULES as LABEL_RULES
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.media import is_medium
from broadsheet.claims.quotation_lookup import find_overlapping, list_spoken
from broadsheet.claims.role_nouns import RoleFinder
from broadsheet.claims.source_names import POSSESSIVE, WORD, NameFinder, find_head_word, is_which
from broadsheet.claims.speaker import Speaker, make_speaker, read_label, read_own
from broadsheet.claims.strangers import is_stranger_nearer, names_stranger
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.turns import RULE as TURN_RULE
from broadsheet.records import Mention, Span


class SpeakerFinder:
    """Resolves the sources of one part in order of position."""

    def __init__(
        self, tokens: TokenArrays, lexicon: Lexicon, mentions: Sequence[Mention], site_name: str | None = None
    ) -> None:
        ordered = sorted(mentions, key=lambda m: (m.evidence.start_char, m.evidence.end_char))
        self._tokens = tokens
        self._lexicon = lexicon
        self._names = NameFinder(tokens.text, lexicon, ordered)
        self._referents = ReferentIndex(tokens, lexicon, ordered)
        self._roles = RoleFinder(tokens.text, lexicon, self._referents, site_name)
        self._site_name = site_name
        self._interview = find_interview(tokens, ordered)
        self._by_quotation: dict[int, Speaker] = {}
        self._by_noun: dict[str, Speaker] = {}
        self._by_start: dict[int, Speaker] = {}
        self._last: Referent | None = None
        self._stranger = -1  # Where a person without a mention spoke last.
        self._chosen: Referent | None = None
        self._named_in_content: frozenset[str | None] = frozenset()

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
        self._named_in_content = self._names.spoken_of(list_spoken(self._tokens, attribution.content, source))
        speaker = self._resolve_span(source, text, words) if words else Speaker("unnamed")
        if speaker.kind == "person" and is_which(self._tokens.text, attribution.source):
            # "The ruling in Kim, which held": the name is the thing's, no person speaks.
            speaker = Speaker("unnamed")
        self._remember(attribution, source, words, speaker)
        speaker = add_antecedent(self._tokens, self._lexicon, attribution, speaker)
        return read_label(text, speaker) if attribution.rule in LABEL_RULES else speaker

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

    def target_key(self, attribution: Attribution, speaker: Speaker) -> str | None:
        """The entity that a target names or refers to; call after `resolve` of the same attribution."""
        span = attribution.target
        text = self._tokens.text[span.start_char : span.end_char] if span else ""
        words = [word.lower() for word in WORD.findall(text)]
        if span is None or not words or (" and " in text and len(self._names.inside(span)) > 1):
            return None
        pronoun = self._lexicon.pronouns.get(words[0]) if len(words) == 1 else None
        if pronoun is None:
            return self._resolve_span(span, text, words).entity_key
        return None if pronoun in ("i", "you", "relative") else self._key_of_object(attribution, span, pronoun, speaker)

    def _key_of_object(self, attribution: Attribution, span: Span, pronoun: str, speaker: Speaker) -> str | None:
        """ "Accused him": whom the pronoun refers to, never the accuser."""
        source = attribution.antecedent or attribution.source
        named = self._tokens.text[source.start_char : source.end_char].lower() if source else ""
        not_key = speaker.entity_key or f"noun|{find_head_word(WORD.findall(named) or [''])}"
        referent = self._referents.choose(pronoun, span.start_char, None, not_keys=(not_key,))
        return referent.mention.entity_key if referent and referent.mention else None

    def _remember(self, attribution: Attribution, source: Span, words: list[str], speaker: Speaker) -> None:
        self._by_start[source.start_char] = speaker
        for span in attribution.content:
            for number in find_overlapping(self._tokens, span):
                self._by_quotation.setdefault(number, speaker)
        chosen = self._chosen
        if speaker.name is None and names_stranger(self._tokens, source):
            self._stranger = source.start_char
        if words and words[0] not in self._lexicon.pronouns:
            self._by_noun[f"noun|{find_head_word(words)}"] = speaker
            chosen = self._find_named(source, speaker) or chosen
        if chosen is not None:
            # A speaker counts as recently mentioned, wherever the name is.
            sentence = self._referents.sentence_at(source.start_char)
            quote = self._tokens.quote[attribution.cue_token] if attribution.cue_token >= 0 else -1
            here = replace(
                chosen, start_char=source.start_char, sentence=sentence, is_subject=True, is_lower=False, quote=quote
            )
            self._last = here if quote < 0 else self._last

    def _find_named(self, source: Span, speaker: Speaker) -> Referent | None:
        """What pronouns can refer to after a source that is none: its name or noun, or the pair of names in it."""
        head = self._names.head(source) if speaker.entity_key else None
        found = self._referents.within(source.start_char, source.end_char, head)
        if found is not None and found.mention is None:
            self._by_noun[found.key] = speaker
        return found

    def _resolve_span(self, source: Span, text: str, words: list[str]) -> Speaker:
        point = read_half(text)
        if point is None:
            return self._resolve_words(source, text, words)
        half = find_half(point, self._names.before(source.start_char))
        return self._from_earlier_mention(half) if half else Speaker("unnamed")

    def _resolve_words(self, source: Span, text: str, words: list[str]) -> Speaker:
        if denies(text):
            return Speaker("unnamed")
        pronoun = self._pronoun_of(text, words)
        if pronoun != "relative":
            at_end = self._names.person_at_end(source)
            if at_end is None:
                return self._resolve_pronoun(pronoun, source, words)
            self._chosen = self._referents.within(source.start_char, source.end_char, at_end)
            return self._from_mention(at_end)
        head_word = find_head_word(words)
        is_document = head_word in self._lexicon.words["document"]
        head = self._names.head(source)
        if head is None or (is_document and head_word != words[-1]):
            head = self._names.represented_body(source)
        if head is not None:
            return self._from_names(list_joined(self._tokens.text, self._names.equals(source, head)))
        if is_document and not self._roles.is_kind_noun(head_word):
            return self._resolve_document(source, words, head_word)
        found = self._by_role(source, words, head_word)
        if found is None:
            bare = find_bare(text, source.start_char, self._names, self._referents, self._lexicon)
            found = self._from_earlier_mention(bare) if bare else None
        if found is None and is_document:
            found = Speaker("document")
        inside = self._names.inside(source)
        return found or Speaker(*read_capitals(self._tokens, self._lexicon, source, head_word, inside))

    def _pronoun_of(self, text: str, words: list[str]) -> str:
        """Which pronoun opens a source; "relative" for other words, such as the country in "US officials"."""
        is_country = text.startswith("US") and not text.isupper()
        return "relative" if is_country else self._lexicon.pronouns.get(POSSESSIVE.sub("", words[0]), "relative")

    def _from_mention(self, mention: Mention, refers_to: str | None = None) -> Speaker:
        return make_speaker(self._tokens.text, self._lexicon, mention, refers_to)

    def _from_names(self, names: Sequence[Mention]) -> Speaker:
        """The speaker for the names of a source; several speak together under all their names, as no one entity."""
        if len(names) == 1:
            return self._from_mention(names[0])
        kinds = {KIND_OF_TYPE.get(mention.mention_type, "organisation") for mention in names}
        return Speaker(kinds.pop() if len(kinds) == 1 else "organisation", write_names(names))

    def _from_earlier_mention(self, mention: Mention) -> Speaker:
        """The speaker for an earlier mention that words without its name refer to."""
        place = mention.evidence
        self._chosen = self._referents.within(place.start_char, place.end_char, mention)
        return self._from_mention(mention, refers_to=place.surface)

    def _resolve_pronoun(self, pronoun: str, source: Span, words: list[str]) -> Speaker:
        if pronoun in ("i", "you"):
            return self._resolve_speech_role(pronoun, source, words)
        if points_forward(self._tokens, self._lexicon, pronoun, source.start_char):
            # "In its release, the ministry said": not the body named before.
            return Speaker("unnamed")
        is_single = pronoun in ("he", "she")
        answerer, askers = find_answerer(self._tokens, self._names, source) if is_single else (None, frozenset())
        if answerer is not None:
            return self._from_earlier_mention(answerer)
        referent = self._choose(pronoun, source, askers | self._named_in_content)
        if referent is None:
            return Speaker("unnamed")
        self._referents.remember(pronoun, referent)
        if referent.mention is not None:
            found = self._from_mention(referent.mention, refers_to=referent.text)
        else:
            kind = referent.kind if referent.kind in ("organisation", "document") else "unnamed"
            found = replace(self._by_noun.get(referent.key, Speaker(kind)), refers_to=referent.text)
        owned = len(words) > 1 and find_head_word(words) not in self._lexicon.words["document"]
        if owned and words[0] in ("his", "her", "their", "its"):
            return Speaker("unnamed", refers_to=found.refers_to)
        return found

    def _choose(self, pronoun: str, source: Span, others: frozenset[str | None]) -> Referent | None:
        """Whom a pronoun refers to, not one of the others; nobody where a stranger spoke since."""
        is_single = pronoun in ("he", "she")
        own = self._speaker_around(source) if is_single else None
        others = others | {own.entity_key} if own else others
        self._chosen = self._referents.choose(pronoun, source.start_char, self._last, others)
        if self._chosen is None or not is_single:
            return self._chosen
        return None if is_stranger_nearer(self._referents, self._stranger, self._chosen, source) else self._chosen

    def _resolve_speech_role(self, pronoun: str, source: Span, words: list[str]) -> Speaker:
        """ "I" is who is quoted, or the guest of an interview, who is also "we"; "our review" is the outlet's."""
        token = self._tokens.token_at(source.start_char)
        if token < len(self._tokens.quote) and self._tokens.quote[token] >= 0:
            own = self._speaker_around(source) if pronoun == "i" else None
            return own or Speaker("unnamed")
        if self._interview is None or len(words) > 1:
            return read_own(words, self._site_name if self._interview is None else None)
        find = self._interview.second_person if pronoun == "you" else self._interview.first_person
        mention = find(source.start_char)
        if mention is None:
            return Speaker("unnamed")
        return self._from_mention(mention, refers_to=mention.evidence.surface)

    def _speaker_around(self, source: Span) -> Speaker | None:
        """Whose quotation holds a source; None outside quotations. "He" in it is somebody else."""
        token = self._tokens.token_at(source.start_char)
        return self._by_quotation.get(self._tokens.quote[token]) if token < len(self._tokens.quote) else None

    def _resolve_document(self, source: Span, words: list[str], head_word: str) -> Speaker:
        """A document speaks for its author ("a report by X"), also if it is mentioned again as "the report"."""
        makers = find_makers(self._tokens.text, self._names.inside(source), source)
        if makers:
            several = "person" if all(m.mention_type == "PERSON" for m in makers) else "organisation"
            return self._from_mention(makers[0]) if len(makers) == 1 else Speaker(several)
        nouns = list_alike(head_word) if is_again(words) else []
        known = [self._by_noun[f"noun|{noun}"] for noun in nouns if f"noun|{noun}" in self._by_noun]
        found = known[0] if known else self._from_first_mention(nouns, source) if nouns else None
        return found or Speaker("document")

    def _from_first_mention(self, nouns: list[str], source: Span) -> Speaker | None:
        """Who made a document by the words that first spoke of it; None where nobody is told for sure."""
        phrase, maker = find_first_mention(self._tokens, self._lexicon, nouns, source.start_char)
        makers = find_makers(self._tokens.text, self._names.inside(phrase), phrase) if phrase else []
        if makers:
            return self._from_earlier_mention(makers[0]) if len(makers) == 1 else None
        if maker is None:
            return None
        if maker.start_char in self._by_start:
            return self._by_start[maker.start_char]
        return self._from_maker(maker)

    def _from_maker(self, maker: Span) -> Speaker | None:
        """The name of who made a document; no paper's, as it prints what others write."""
        head = self._names.head(maker)
        if head is None or is_medium(head.entity_name.lower(), self._lexicon):
            return None
        names = list_joined(self._tokens.text, self._names.equals(maker, head))
        return self._from_earlier_mention(head) if len(names) == 1 else self._from_names(names)

    def _by_role(self, source: Span, words: list[str], head_word: str) -> Speaker | None:
        """ "The minister", "the bank": who is introduced so, else the earlier source in the same words."""
        if words[0] not in ("the", "this", "that") or not 1 < len(words) < 4:
            return None
        phrase = [*words[:-1], head_word]
        mention, is_known = self._roles.find(self._names.before(source.start_char), phrase, source.start_char)
        if mention is not None:
            return self._from_earlier_mention(mention)
        if is_known:
            return Speaker("organisation" if head_word in self._lexicon.words["body"] else "unnamed")
        found = self._by_noun.get(f"noun|{head_word}") if len(words) == 2 else None
        # "The lawmakers" are more than the one of them named before.
        is_one = classify_noun(head_word, self._lexicon) != "people" or (found is not None and found.kind != "person")
        return found if is_one else Speaker("unnamed")
