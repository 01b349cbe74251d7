"""On which side of the publication a date lies, by the clause that it stands in.

Belongs here: the way from a date over the nouns that it qualifies ("Friday's election") to its predicate. What the
predicate says is in clause_verbs.py; a text without a parse is read by words near the date, in find.py.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from broadsheet.dates.clause_verbs import (
    EITHER,
    FUTURE,
    PAST,
    SOON,
    clause_words,
    is_predicate,
    read_lower,
    read_predicate,
)

OPEN = "open"
"""No word of the clause says anything of time."""
VAGUE = "vague"
"""Any such day, or one that the text knows: "on a Monday", "that Saturday when"."""

_MOST_STEPS = 12
_VAGUE_WORDS = frozenset({"a", "an", "that", "any", "one", "some"})


def find_side(doc: Doc, start_char: int, end_char: int, *, is_headline: bool = False) -> str | None:
    """past, future, either or open; None where the Doc has no parse.

    either: the clause fits both sides, as "was due to open on Friday" does. is_headline: simple present tells the past.
    """
    if not doc.has_annotation("DEP"):
        return None
    span = doc.char_span(start_char, end_char, alignment_mode="expand")
    if span is None:
        return None
    return _Path(span, is_headline).read()


class _Path:
    """The way from a date up to its predicate: prepositions, and the nouns that the date qualifies."""

    def __init__(self, span: Span, is_headline: bool) -> None:
        self.root = span.root
        self.is_vague = _is_vague(span)
        self.is_ahead = _follows(span, ["ahead", "of"])
        self.is_limit = _follows(span, ["no", "later", "than"])
        self.is_headline = is_headline
        self.case = _find_case(self.root)
        self.nouns: list[Token] = []
        self.skipped = 0  # predicates without a time of their own: "calling Monday's drills a warning"

    def read(self) -> str:
        """The side of the date."""
        return self._read_words() or self._walk()

    def _read_words(self) -> str | None:
        """The side that the words before the date tell, whatever the clause says."""
        if self.is_vague:
            return VAGUE
        if "since" in self.case:
            return PAST
        if self.is_ahead:
            return FUTURE
        return EITHER if self.is_limit else None

    def _walk(self) -> str:
        """The side that the clause tells, found from the date up."""
        node = self.root
        for _ in range(_MOST_STEPS):
            if is_predicate(node):
                said = read_predicate(node, self.case)
                if said is not None:
                    return self._weigh(said, node)
                self.skipped += 1
            elif node is not self.root:
                if not self.nouns and node.lemma_.lower() in clause_words()["past_events"]:
                    return PAST
                self.nouns.append(node)
            if node.head is node:
                break
            node = node.head
        return self._weigh_alone()

    def _weigh_alone(self) -> str:
        """The side of a date without any predicate: by the noun that it qualifies."""
        if self._find_event() is not None:
            return EITHER
        return PAST if self._is_output() else OPEN

    def _find_event(self) -> Token | None:
        """The scheduled event that the date qualifies: "Friday's election"."""
        events = clause_words()["events"]
        return next((noun for noun in self.nouns[:2] if noun.lemma_.lower() in events), None)

    def _weigh(self, said: str, predicate: Token) -> str:
        """The side of a date by its noun, where that tells, else by what its predicate says."""
        if self._is_announced():
            return FUTURE if said != PAST else EITHER
        event = self._find_event()
        if event is not None:
            is_set = said == PAST and _is_set_by(event, predicate)
            return EITHER if is_set else _weigh_event(said, _find_case(event))
        if self._is_output():
            return self._weigh_output(said, predicate)
        return PAST if self._is_told(said, predicate) else said.replace(SOON, FUTURE)

    def _is_told(self, said: str, predicate: Token) -> bool:
        """Whether a present tells of the past: in headlines, and of nouns named by a day ("Monday's visitors are")."""
        if self.is_headline and said == EITHER and predicate.lemma_.lower() not in clause_words()["plans"]:
            return True
        return self._qualifies() and (said in (SOON, EITHER) or self.skipped > 0)

    def _is_output(self) -> bool:
        """Whether the date names what is published: "Friday's report"."""
        return bool(self.nouns) and self.nouns[0].lemma_.lower() in clause_words()["outputs"]

    def _is_announced(self) -> bool:
        """ "a scheduled Dec. 15 rise", "Friday's planned walkout"."""
        coming = clause_words()["coming"]
        return any(read_lower(child) in coming for noun in self.nouns[:1] for child in noun.children)

    def _weigh_output(self, said: str, predicate: Token) -> str:
        """The side of what is published: "Friday's report showed", "investors await Friday's report"."""
        waits = predicate.lemma_.lower() in clause_words()["waits"] and said != PAST
        return FUTURE if waits else (EITHER if said == FUTURE else PAST)

    def _qualifies(self) -> bool:
        """Whether the date stands before a noun that is no event: mostly what has just been: "Monday's visitors"."""
        return bool(self.nouns) and self.root.dep_ in ("nmod:poss", "compound", "nmod:unmarked", "amod", "nummod")


def _is_vague(span: Span) -> bool:
    """Whether a date has an article or "that" before it."""
    before = [child for token in span for child in token.children if child.dep_ == "det"]
    return any(child.lower_ in _VAGUE_WORDS for child in before)


def _follows(span: Span, words: list[str]) -> bool:
    """Whether some words stand before a date, however the parse attaches it."""
    before = [token.lower_ for token in span.doc[max(span.start - 4, 0) : span.start] if token.lower_ != "the"]
    return before[-len(words) :] == words


def _find_case(token: Token) -> frozenset[str]:
    """Prepositions of a noun in lower case."""
    return frozenset(read_lower(child) for child in token.children if child.dep_ == "case")


def _is_set_by(event: Token, predicate: Token) -> bool:
    """Whether a clause tells how a deadline was set: "gave them a June 15 deadline", not "missed Friday's"."""
    words = clause_words()
    return event.lemma_.lower() in words["limits"] and predicate.lemma_.lower() in words["sets"]


def _weigh_event(said: str, case: frozenset[str]) -> str:
    """The side of a scheduled event: by its preposition, else by the predicate."""
    words = clause_words()
    if case & words["toward"]:
        return EITHER if said == PAST else FUTURE
    if case & words["afterward"]:
        return PAST if said == EITHER else said.replace(SOON, EITHER)
    return FUTURE if said in (SOON, EITHER) else said
