"""Who a source is: the mention it contains, the entity a pronoun or role stands for, or nobody by name.

Goes through an article's attributions in order of place and remembers who spoke last, because a pronoun mostly
stands for the last speaker. Where no name can be had for sure the speaker stays unnamed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Lexicon
from broadsheet.claims.quoting import quotation_at
from broadsheet.claims.view import PartView
from broadsheet.records import Mention, Span

_KIND_OF_TYPE = {"PERSON": "person", "ORG": "organisation", "LOC": "country"}
_POSSESSIVE = re.compile(r"['’]s?$")
_WORD = re.compile(r"[^\W_][\w.'’&-]*")
_OF_WORDS = frozenset(["of", "for", "from", "at", "in", "with", "by", "on", "to", "who", "that", "near", "and"])
_REACH = 1200
_NOBODY = frozenset(["no", "none", "neither", "nobody", "few"])
# Endings of words that name no person: "he" is not "the investigation".
_ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ence", "ance", "ing")
_PLURALS = ("s", "people", "men", "police", "some", "many", "others", "those", "few")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who a source is. refers_to: words that a pronoun or role in the source stands for."""

    kind: str
    name: str | None = None
    entity_key: str | None = None
    mention_id: str | None = None
    refers_to: str | None = None


@dataclass(slots=True)
class SpeakerFinder:
    """Resolves the sources of one part in order of place."""

    view: PartView
    lexicon: Lexicon
    mentions: Sequence[Mention]
    _starts: list[int] = field(default_factory=list)
    _spoken: list[tuple[int, str, Speaker]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.mentions = sorted(self.mentions, key=lambda m: (m.evidence.start_char, m.evidence.end_char))
        self._starts = [mention.evidence.start_char for mention in self.mentions]

    def resolve(self, attribution: Attribution) -> Speaker:
        """The speaker of an attribution; call in order of place."""
        source = attribution.antecedent or attribution.source
        if source is None:
            return Speaker("unnamed")
        text = self.view.text[source.start_char : source.end_char]
        speaker = self._resolve_span(source, text, attribution)
        self._spoken.append((source.start_char, text, speaker))
        return speaker

    def _resolve_span(self, source: Span, text: str, attribution: Attribution) -> Speaker:
        words = [word.lower() for word in _WORD.findall(text)]
        if not words:
            return Speaker("unnamed")
        if words[0] in _NOBODY and words[1:2] and words[1][0].isalpha():
            return Speaker("unnamed")
        first = _POSSESSIVE.sub("", words[0])
        if first in self.lexicon.pronouns and self.lexicon.pronouns[first] != "relative":
            return self._resolve_pronoun(self.lexicon.pronouns[first], source, words, attribution)
        head = self._head_mention(source, text)
        if head is not None:
            return self._from_mention(head)
        head_word = self._head_word(words)
        if head_word in self.lexicon.words["document"]:
            return self._resolve_document(source)
        by_role = self._by_role(source, words, head_word)
        if by_role is not None:
            return by_role
        return self._from_capitals(source, text, words, head_word)

    def _from_mention(self, mention: Mention, refers_to: str | None = None) -> Speaker:
        kind = _KIND_OF_TYPE.get(mention.mention_type)
        if kind is None:
            kind = "document" if mention.mention_type in ("WORK", "LAW") else "organisation"
            if mention.mention_type == "NORP":
                return Speaker("unnamed", refers_to=refers_to)
        return Speaker(kind, mention.entity_name, mention.entity_key, mention.mention_id, refers_to)

    def _inside(self, span: Span) -> list[Mention]:
        low = bisect_left(self._starts, span.start_char)
        high = bisect_left(self._starts, span.end_char)
        return [m for m in self.mentions[low:high] if m.evidence.end_char <= span.end_char]

    def _head_mention(self, source: Span, text: str) -> Mention | None:
        """The mention that is the source itself: not one behind "of" or "for", nor the owner in "X's aide"."""
        inside = self._inside(source)
        free = [m for m in inside if not self._is_dependent(m, source)]
        persons = [m for m in free if m.mention_type == "PERSON"]
        if persons:
            return persons[0]
        for mention in free:
            rest = self.view.text[mention.evidence.end_char : source.end_char]
            tail = [_POSSESSIVE.sub("", word.lower()) for word in _WORD.findall(re.split(r"[,(]", rest)[0])]
            tail = [word for word in tail if word not in ("s", "")]
            if tail and tail[0] == "and" and self._is_joined_name(rest, tail[-1]):
                continue
            if not tail or tail[0] in _OF_WORDS or mention.mention_type == "NORP":
                if mention.mention_type != "NORP" or not tail:
                    return mention
                continue
            documents = self.lexicon.words["document"] | self.lexicon.words["body"]
            owned = rest[:2] in ("'s", "’s") or rest[:1] in ("'", "’")
            if tail[-1] in self.lexicon.words["document"] or (not owned and tail[-1] in documents):
                return mention
        return None

    def _is_joined_name(self, rest: str, last_word: str) -> bool:
        """ "Devon | and Cornwall Police": capitals to the end, and the whole is a body."""
        names = _WORD.findall(re.split(r"[,(]", rest)[0])[1:]
        return last_word in self.lexicon.words["body"] and all(name[:1].isupper() for name in names)

    def _is_dependent(self, mention: Mention, source: Span) -> bool:
        before = self.view.text[source.start_char : mention.evidence.start_char]
        words = _WORD.findall(re.split(r"[,(]", before)[-1])
        if any(word.lower() in _OF_WORDS for word in words) and not self._is_office(mention, words):
            return True
        after = self.view.text[mention.evidence.end_char : source.end_char]
        owner = re.match(r"['’]s?(?=\s)", after)
        if owner and mention.mention_type == "PERSON":
            return bool(_WORD.findall(re.split(r"[,(]", after[owner.end() :])[0]))
        return False

    def _is_office(self, mention: Mention, words: list[str]) -> bool:
        """ "Secretary of State Jo Lind": the "of" belongs to the office, and the name is the one who holds it."""
        joined = [word.lower() for word in words if word.lower() in _OF_WORDS]
        if mention.mention_type != "PERSON" or joined != ["of"] or not words[-1][:1].isupper():
            return False
        last = words[-1].lower()
        return last not in self.lexicon.words["person_roles"] and last not in self.lexicon.gender and "." not in last

    def _head_word(self, words: list[str]) -> str:
        """The last word before a prepositional phrase, in lower case without its possessive."""
        for index, word in enumerate(words):
            if index and word in _OF_WORDS:
                return _POSSESSIVE.sub("", words[index - 1])
        return _POSSESSIVE.sub("", words[-1])

    def _resolve_pronoun(self, pronoun: str, source: Span, words: list[str], attribution: Attribution) -> Speaker:
        if pronoun == "i":
            return Speaker("unnamed")
        spoken = self._last_speaker(pronoun, source)
        mention = self._last_mention(pronoun, source)
        if mention is not None and (spoken is None or self._beats(mention, spoken, source)):
            found = self._from_mention(mention, refers_to=mention.evidence.surface)
        elif spoken is not None:
            _, text, speaker = spoken
            found = Speaker(
                speaker.kind, speaker.name, speaker.entity_key, speaker.mention_id, speaker.refers_to or text
            )
        else:
            found = Speaker("unnamed")
        owned = len(words) > 1 and self._head_word(words) not in self.lexicon.words["document"]
        if owned and words[0] in ("his", "her", "their", "its"):
            return Speaker("unnamed", refers_to=found.refers_to)
        return found

    def _last_speaker(self, pronoun: str, source: Span) -> tuple[int, str, Speaker] | None:
        for place, text, speaker in reversed(self._spoken):
            if source.start_char - place > _REACH:
                return None
            if place < source.start_char and self._agrees(pronoun, speaker.kind, speaker.refers_to or text, speaker):
                return place, text, speaker
        return None

    def _last_mention(self, pronoun: str, source: Span) -> Mention | None:
        index = bisect_left(self._starts, source.start_char) - 1
        best: Mention | None = None
        while index >= 0 and source.start_char - self._starts[index] < _REACH // 2:
            mention = self.mentions[index]
            index -= 1
            kind = _KIND_OF_TYPE.get(mention.mention_type)
            if kind is None or mention.evidence.is_boilerplate or self._is_quoted(mention, source):
                continue
            if not self._agrees(pronoun, kind, mention.evidence.surface, None, mention.role_text):
                continue
            if self._is_subject(mention):
                return mention
            best = best or mention
        return best

    def _is_quoted(self, mention: Mention, source: Span) -> bool:
        """A name inside a quotation is no antecedent for a pronoun outside it."""
        quoted = quotation_at(self.view, mention.evidence.start_char)
        return quoted >= 0 and quoted != quotation_at(self.view, source.start_char)

    def _beats(self, mention: Mention, spoken: tuple[int, str, Speaker], source: Span) -> bool:
        """A mention stands for the pronoun against the last speaker where it is the later subject."""
        if spoken[2].entity_key == mention.entity_key:
            return False
        return mention.evidence.start_char > spoken[0] and self._is_subject(mention)

    def _is_subject(self, mention: Mention) -> bool:
        view = self.view
        token = view.token_at(mention.evidence.start_char)
        if view.has_parse:
            last = view.token_at(mention.evidence.end_char - 1)
            return any(view.deps[t].startswith("nsubj") for t in range(token, min(last + 1, len(view.words))))
        low, _ = view.sentence_bounds(token)
        return token - low <= 2

    def _agrees(
        self, pronoun: str, kind: str, text: str, speaker: Speaker | None, role_text: str | None = None
    ) -> bool:
        if pronoun in ("he", "she"):
            words = {word.lower() for word in _WORD.findall(f"{text} {role_text or ''}")}
            genders = {self.lexicon.gender[word] for word in words if word in self.lexicon.gender}
            if genders and pronoun not in genders:
                return False
            last = text.split()[-1].lower() if text.split() else ""
            if kind != "unnamed" or speaker is None or last.endswith(_PLURALS):
                return kind == "person"
            return not last.endswith(_ABSTRACT)
        if pronoun == "it":
            return kind in ("organisation", "country", "document")
        last_word = self._head_word([word.lower() for word in _WORD.findall(text)] or [""])
        plural = kind == "unnamed" and last_word.endswith(("s", "people", "men"))
        return kind == "organisation" or plural or (speaker is not None and " and " in text)

    def _resolve_document(self, source: Span) -> Speaker:
        """A document speaks for its maker ("a report by X"); else for itself."""
        for mention in self._inside(source):
            before = self.view.text[source.start_char : mention.evidence.start_char].lower()
            if re.search(r"\b(?:by|from)\s+(?:the\s+)?$", before) and mention.mention_type in ("ORG", "PERSON"):
                return self._from_mention(mention)
        return Speaker("document")

    def _by_role(self, source: Span, words: list[str], head_word: str) -> Speaker | None:
        """ "The minister": the latest person or body whose role or earlier source says so."""
        if words[0] not in ("the", "this", "that"):
            return None
        for mention in reversed(self.mentions[: bisect_left(self._starts, source.start_char)]):
            role = {word.lower() for word in _WORD.findall(mention.role_text or "")}
            if head_word in role and mention.mention_type in ("PERSON", "ORG"):
                return self._from_mention(mention, refers_to=mention.evidence.surface)
        if head_word in self.lexicon.words["person_roles"] and len(words) <= 3:
            for _, text, speaker in reversed(self._spoken):
                if speaker.kind == "person" and head_word in {word.lower() for word in _WORD.findall(text)}:
                    return Speaker("person", speaker.name, speaker.entity_key, speaker.mention_id, text)
        return None

    def _from_capitals(self, source: Span, text: str, words: list[str], head_word: str) -> Speaker:
        """A name that is no mention: every content word has a capital."""
        if head_word in self.lexicon.words["unnamed"] or head_word in self.lexicon.words["document"]:
            return Speaker("unnamed")
        core = re.split(r"[,(]", text)[0].strip()
        core = re.sub(r"^(?:the|a|an)\s+", "", _POSSESSIVE.sub("", core), flags=re.IGNORECASE)
        names = core.split()
        token = self.view.token_at(source.start_char)
        starts_sentence = token == self.view.sentence_bounds(min(token, len(self.view.words) - 1))[0]
        capitals = [name for name in names if name[:1].isupper()]
        if not names or len(capitals) < len([name for name in names if len(name) > 3]):
            return Speaker("organisation" if head_word in self.lexicon.words["body"] else "unnamed")
        if not capitals or (starts_sentence and len(names) == 1 and not words[0].startswith("the")):
            return Speaker("unnamed")
        has_article = words[0] in ("the", "a", "an")
        is_body = has_article or len(names) > 3 or core.isupper() or head_word in self.lexicon.words["body"]
        return Speaker("organisation" if is_body else "person", core)
