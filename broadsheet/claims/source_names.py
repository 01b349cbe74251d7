"""Which name in a source is the source itself: "Jo Lind, head of the Rail Union" is Jo Lind."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from broadsheet.claims.lexicon import Lexicon
from broadsheet.records import Mention, Span

POSSESSIVE = re.compile(r"['’]s?$")
WORD = re.compile(r"[^\W_][\w.'’&-]*")
OF_WORDS = frozenset(
    [
        "of",
        "for",
        "from",
        "at",
        "in",
        "with",
        "by",
        "on",
        "to",
        "who",
        "that",
        "near",
        "and",
        "into",
        "about",
        "over",
        "like",
        "including",
        "under",
        "through",
        "via",
        "during",
        "after",
        "before",
        "against",
        "among",
        "within",
    ]
)
_SPOKESPERSON_WORDS = frozenset(
    ["spokesman", "spokeswoman", "spokesperson", "spokesmen", "spokespeople", "spokespersons", "statement", "lawyers"]
)
_ENVOYS = frozenset(["ambassador", "envoy", "representative", "emissary", "delegate"])
_OFFICERS = frozenset(["minister", "secretary", "commissioner"])
# What is more than the person whose name it bears.
_HOUSES = frozenset(["family", "families", "estate", "regime", "camp", "household"])
_PHRASE_END = re.compile(r"[,;:()—–]|\b(?:and|or|who|which|with|of|for|from)\b")
# What may follow the name that ends a source: an age, or a clause set off by a comma.
_ENDING = re.compile(r"(?:,? ?\(?\d{1,3}\)?)?(?:, (?:who|an?|the|aged?)\b.*)?")
_LAST_OF_FIRM = re.compile(r"^ \w+ (?:and|&) \w+$")
_LIST_LINK = re.compile(r"(?:,|,?\s(?:and|or))\s(?:the\s)?$")
_SPEAKS_FOR = re.compile(r"\b(?:for|from|of)\s+(?:the\s+)?$")


class NameFinder:
    """Names of a part, looked up by the span that contains them."""

    def __init__(self, text: str, lexicon: Lexicon, mentions: Sequence[Mention]) -> None:
        self._text = text
        self._lexicon = lexicon
        self._mentions = mentions
        self._starts = [mention.evidence.start_char for mention in mentions]

    def inside(self, span: Span) -> list[Mention]:
        """Mentions inside a span, in order of position."""
        low = bisect_left(self._starts, span.start_char)
        high = bisect_left(self._starts, span.end_char)
        return [m for m in self._mentions[low:high] if m.evidence.end_char <= span.end_char]

    def spoken_of(self, spans: Sequence[Span]) -> frozenset[str | None]:
        """Persons whom "he" cannot be, as he names them: "He thinks Lind is right", "“Lind is right,” he said"."""
        named = [mention for span in spans for mention in self.inside(span)]
        return frozenset(mention.entity_key for mention in named if mention.mention_type == "PERSON")

    def before(self, char: int) -> Sequence[Mention]:
        """Mentions that begin before a code point."""
        return self._mentions[: bisect_left(self._starts, char)]

    def head(self, source: Span) -> Mention | None:
        """The mention that is the source itself: not one after "of" or "for", nor the owner in "X's aide"."""
        free = [m for m in self.inside(source) if not self._is_dependent(m, source)]
        persons = [m for m in free if m.mention_type == "PERSON"]
        if persons:
            return self._last_of_phrase(persons, source)
        if self._is_plural(source):
            return None
        return next((mention for mention in free if self._is_whole(mention, source)), None)

    def equals(self, source: Span, head: Mention) -> list[Mention]:
        """The head and the names behind it that could be sources too, not "Orme" in "Orme officials"."""
        after = head.evidence.end_char
        later = [m for m in self.inside(source) if m.evidence.start_char >= after and self._stands_alone(m, source)]
        return [head, *later]

    def _stands_alone(self, mention: Mention, source: Span) -> bool:
        """Whether a name is a noun phrase's head by what follows it: neither an owner nor part of another noun."""
        after = self._text[mention.evidence.end_char : source.end_char]
        if re.match(r"['’]s?(?=\s)", after):
            return False
        return not self._modifies(after) if mention.mention_type == "PERSON" else self._is_whole(mention, source)

    def _last_of_phrase(self, persons: Sequence[Mention], source: Span) -> Mention:
        """ "Travis Union chair | Jo Lind": of names in one phrase the last; "Jo Lind and Pia Roos" are two phrases."""
        head = persons[0]
        for later in persons[1:]:
            between = self._text[head.evidence.end_char : later.evidence.start_char]
            words = between.split()
            if not words or _PHRASE_END.search(between) or words[-1].lower() not in self._lexicon.words["animate"]:
                break
            head = later
        return head

    def _is_plural(self, source: Span) -> bool:
        """ "Several countries including Norvia": of those that are counted none is the source by itself."""
        first, _, rest = self._text[source.start_char : source.end_char].partition(" ")
        return first.lower() in self._lexicon.words["counting"] and not rest[:1].isupper()

    def person_at_end(self, source: Span) -> Mention | None:
        """ "His father, Jo Lind", "his neighbour, Jo Lind (81)": a person whose name ends the source."""
        text = self._text
        inside = [m for m in self.inside(source) if _ENDING.fullmatch(text, m.evidence.end_char, source.end_char)]
        persons = [m for m in inside if m.mention_type == "PERSON" and not self._is_dependent(m, source)]
        return persons[0] if persons else None

    def represented_body(self, source: Span) -> Mention | None:
        """ "A spokesman for the Rail Union", "A Rail Union spokeswoman": the body or country spoken for."""
        text = self._text[source.start_char : source.end_char]
        words = [POSSESSIVE.sub("", word.lower()) for word in WORD.findall(re.split(r"[,(]", text)[0])]
        place = next((index for index, word in enumerate(words) if word in _SPOKESPERSON_WORDS), -1)
        if place < 0:
            return None
        for mention in self.inside(source):
            following = self._text[mention.evidence.end_char : source.end_char].lstrip()
            if mention.mention_type not in ("ORG", "LOC") or (
                mention.mention_type == "LOC" and following[:1].isupper()
            ):
                continue
            before = self._text[source.start_char : mention.evidence.start_char].lower()
            after = self._text[mention.evidence.end_char : source.end_char].lower()
            if _SPEAKS_FOR.search(before) or re.match(r"(?:['’]s?)?\s(?:\w+\s){0,2}?" + words[place], after):
                return mention
        return None

    def _is_whole(self, mention: Mention, source: Span) -> bool:
        """Whether the name of a body or place is the whole source ("Rail Union leaders" is not the union)."""
        rest = self._text[mention.evidence.end_char : source.end_char]
        tail = [POSSESSIVE.sub("", word.lower()) for word in WORD.findall(re.split(r"[,(]", rest)[0])]
        tail = [word for word in tail if word not in ("s", "")]
        if tail and tail[0] == "and" and self._is_joined_name(rest, tail[-1]):
            return False
        if mention.mention_type == "NORP":
            return not tail
        if not tail or tail[0] in OF_WORDS:
            return True
        if mention.mention_type == "LOC":
            return False
        documents = self._lexicon.words["document"] | self._lexicon.words["body"]
        owned = rest[:2] in ("'s", "’s") or rest[:1] in ("'", "’")
        return tail[-1] in self._lexicon.words["document"] or (not owned and tail[-1] in documents)

    def _is_joined_name(self, rest: str, last_word: str) -> bool:
        """ "Devon | and Cornwall Police": capitalised to the end, and the whole names a body."""
        names = WORD.findall(re.split(r"[,(]", rest)[0])[1:]
        return last_word in self._lexicon.words["body"] and all(name[:1].isupper() for name in names)

    def _is_dependent(self, mention: Mention, source: Span) -> bool:
        before = self._text[source.start_char : mention.evidence.start_char]
        words = WORD.findall(re.split(r"[,(]", before)[-1])
        if any(word.lower() in OF_WORDS for word in words) and not self._is_office(mention, words):
            return True
        if self._continues_list(mention, source):
            return True
        after = self._text[mention.evidence.end_char : source.end_char]
        owner = re.match(r"['’]s?(?=\s)", after)
        if owner and mention.mention_type == "PERSON":
            return bool(WORD.findall(re.split(r"[,(]", after[owner.end() :])[0]))
        return mention.mention_type == "PERSON" and self._modifies(after)

    def _continues_list(self, mention: Mention, source: Span) -> bool:
        """ "Residents of Hamar, | Lillevik and Orme": a name in a list that begins behind a preposition."""
        link = _LIST_LINK.search(self._text, source.start_char, mention.evidence.start_char)
        if link is None:
            return False
        former = [m for m in self.inside(source) if m.evidence.end_char == link.start()]
        is_firm = self._is_firm(mention, source)
        if not former or (mention.mention_type == "PERSON" and not is_firm):
            return False
        is_same = is_firm or former[0].mention_type == mention.mention_type
        return is_same and self._is_dependent(former[0], source)

    def _is_firm(self, mention: Mention, source: Span) -> bool:
        """ "A spokesman for Brandt, | Holm | and Weil": one of the surnames of a firm, the last behind "and"."""
        names = self._text[source.start_char : source.end_char].split(",")[-1]
        is_surname = " " not in mention.evidence.surface
        return is_surname and _LAST_OF_FIRM.search(names) is not None

    def _modifies(self, after: str) -> bool:
        """ "Brandt | supporters", "the Brandt | administration": a noun follows the name, and is the source."""
        follower = re.match(r"\s([A-Za-z][\w-]*)(?=$|[\s,])", after)
        if follower is None:
            return False
        word = follower.group(1)
        if not word[0].islower():
            # "The Hamar | MP".
            return word.lower() in self._lexicon.words["never_names"] and follower.end() == len(after)
        nouns = self._lexicon.words["animate"] | self._lexicon.words["body"] | _HOUSES
        return word in nouns or word.endswith(("ers", "ors", "ists", "enter"))

    def _is_office(self, mention: Mention, words: list[str]) -> bool:
        """ "Secretary of State Jo Lind", "writer and teacher Jo Lind": the words are the office of the person named.

        An office joined by "of" ends in a capitalised word, or stands behind the name of a body; one joined by "and"
        has no name before it; one joined by "to" is an envoy's.
        """
        joined = [word.lower() for word in words if word.lower() in OF_WORDS]
        if mention.mention_type != "PERSON" or not joined:
            return False
        last = words[-1].lower()
        is_role = last in self._lexicon.words["animate"] or last in self._lexicon.words["person_roles"]
        if set(joined) == {"and"}:
            return is_role
        if not _joins_office(words, joined):
            return False
        if not words[-1][:1].isupper():
            return is_role and _has_body_before(words)
        return last not in self._lexicon.words["person_roles"] and last not in self._lexicon.gender and "." not in last


def _joins_office(words: list[str], joined: list[str]) -> bool:
    """ "Secretary of State Jo Lind", "Minister for Ports Jo Lind", not "aide to Orme Jo Lind"."""
    lower = [word.lower() for word in words]
    is_sent = joined == ["to"] and lower.index("to") > 0 and lower[lower.index("to") - 1] in _ENVOYS
    is_for = joined == ["for"] and lower.index("for") > 0 and lower[lower.index("for") - 1] in _OFFICERS
    return is_sent or is_for or joined == ["of"]


def _has_body_before(words: list[str]) -> bool:
    """ "Department of Ports | spokesman"; not "mother of | singer"."""
    lower = [word.lower() for word in words]
    place = lower.index("of") if "of" in lower else 0
    return 0 < place < len(words) - 2 and words[place - 1][:1].isupper() and words[place + 1][:1].isupper()


def find_head_word(words: list[str]) -> str:
    """The last word before a prepositional phrase, in lower case without its possessive.

    >>> find_head_word(["the", "chair", "of", "the", "board"])
    'chair'
    """
    for index, word in enumerate(words):
        if index and word in OF_WORDS:
            # "A letter seen by ...": the participle is not the head noun.
            is_participle = word == "by" and index > 1 and words[index - 1].endswith(("ed", "en", "n"))
            return POSSESSIVE.sub("", words[index - 1 - is_participle])
    return POSSESSIVE.sub("", words[-1])


def is_which(text: str, source: Span | None) -> bool:
    """ "The ruling in Kim, | which | held": whether a source is that pronoun alone."""
    return source is not None and text[source.start_char : source.end_char].lower() == "which"
