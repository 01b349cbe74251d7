"""Attributions: a source, a cue and a content, before the source is resolved to a speaker."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.claims.lexicon import Cue
from broadsheet.records import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement with the words that attribute it, in code points of one part.

    rule: name of the rule that found it. is_noun: the content is a noun phrase ("denied the charges"). is_negated: the
    cue denies ("did not say that"). antecedent: words that a relative pronoun refers to. target: whom or what a
    cue of blame or praise is about. cue_token: token of the verb
    or noun, -1 if the rule used the text alone. relay_cue_token: that of the attribution
    that names this one as its source.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    sense: Cue | None = None
    addressee: Span | None = None
    antecedent: Span | None = None
    target: Span | None = None
    is_noun: bool = False
    is_negated: bool = False
    cue_token: int = -1
    relay_cue_token: int = -1

    @property
    def start_char(self) -> int:
        return min(span.start_char for span in self.spans)

    @property
    def end_char(self) -> int:
        return max(span.end_char for span in self.spans)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans that are not None: source, cue, content."""
        return tuple(span for span in (self.source, self.cue, *self.content) if span is not None)
