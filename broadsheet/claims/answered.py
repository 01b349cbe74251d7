"""Who answers a question told in the clause before: "when the clerk asked what Jo Lind meant, she replied"."""

from __future__ import annotations

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.source_names import NameFinder
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children
from broadsheet.records import Mention, Span

_OPENINGS = frozenset(["when", "after", "once"])
_LONGEST_CLAUSE = 30


def find_answerer(tokens: TokenArrays, names: NameFinder, source: Span) -> tuple[Mention | None, frozenset[str | None]]:
    """The only person named in the question that "he" or "she" answers, if any; and who asks it and is not meant."""
    pronoun = tokens.token_at(source.start_char)
    asked = _find_asked(tokens, pronoun) if tokens.has_parse and pronoun < len(tokens.words) else -1
    if asked < 0:
        return None, frozenset()
    question = Span(tokens.starts[asked], source.start_char)
    persons = {m.entity_key: m for m in names.inside(question) if m.mention_type == "PERSON"}
    asking = names.inside(Span(tokens.starts[tokens.segments[pronoun]], tokens.starts[asked]))
    askers = frozenset(mention.entity_key for mention in asking if mention.mention_type == "PERSON")
    return next(iter(persons.values())) if len(persons) == 1 else None, askers


def _find_asked(tokens: TokenArrays, pronoun: int) -> int:
    """The verb of asking in a clause of time before a pronoun that answers; -1 if there is none."""
    first = tokens.segments[pronoun]
    if tokens.words[first] not in _OPENINGS or pronoun - first > _LONGEST_CLAUSE:
        return -1
    words = load_frames().words
    if tokens.words[tokens.heads[pronoun]] not in words["answered.answering"] or tokens.words[pronoun - 1] != ",":
        return -1
    asked = next((t for t in range(first, pronoun) if tokens.words[t] in words["answered.asking"]), -1)
    return asked if asked >= 0 and children(tokens, asked, "nsubj") else -1
