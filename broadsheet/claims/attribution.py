"""What the finders hand on: a source, a cue and a content tied together, before anyone asks who the source is."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.claims.lexicon import Cue
from broadsheet.records import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement with the words that attribute it, in code points of one part.

    rule: name of the rule that found it. is_noun: the content is a noun phrase ("denied the charges"). is_negated: the
    cue denies ("did not say that"). antecedent: words a relative pronoun stands for. cue_token: token of the verb or
    noun, -1 where the rule looked at the text alone.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    sense: Cue | None = None
    addressee: Span | None = None
    antecedent: Span | None = None
    is_noun: bool = False
    is_negated: bool = False
    cue_token: int = -1

    @property
    def start_char(self) -> int:
        return min(span.start_char for span in self.spans)

    @property
    def end_char(self) -> int:
        return max(span.end_char for span in self.spans)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans that are there: source, cue, content."""
        return tuple(span for span in (self.source, self.cue, *self.content) if span is not None)
