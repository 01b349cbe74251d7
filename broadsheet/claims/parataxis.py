"""Contents in parataxis with their verb: "Taxes will rise, he said", "he said: taxes will rise"."""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent, find_parenthetical
from broadsheet.claims.clauses import find_clause_after, find_fronted_clause
from broadsheet.claims.false_positives import is_set_off
from broadsheet.claims.lexicon import Cue, CueVerb
from broadsheet.claims.quotation_lookup import PROMPTS
from broadsheet.claims.sources import is_inverted
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, subtree_bounds

# "You know", "I mean" and the like are fillers.
_ASIDES = frozenset(["know", "see", "mean", "understand", "hear", "remember"])


def find_parataxis(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """The content of a verb that is a parataxis of its content, or whose content is a parataxis of the verb."""
    sense = entry.sense("quote")
    head = tokens.heads[verb]
    if sense is None or (entry.sense("that") is None and tokens.quote[head] < 0):
        return None
    has_subject = bool(children(tokens, verb, "nsubj")) or is_inverted(tokens, verb)
    is_parataxis = tokens.deps[verb] == "parataxis" and head != verb
    if not is_parataxis or not has_subject or entry.lemma in _ASIDES:
        return _find_content_below(tokens, sense, verb)
    return _find_content_after(tokens, sense, verb, head) if head > verb else _find_content_before(tokens, sense, verb)


def _find_content_below(tokens: TokenArrays, sense: Cue, verb: int) -> VerbContent | None:
    """ "He said: taxes will rise": the clause that is a parataxis of the verb, after a colon, comma or mark.

    "Asked why it leaks, Lind replies: “It does not.”" asks nothing.
    """
    if tokens.segments[verb] == verb and tokens.words[verb] in PROMPTS:
        return None
    for child in children(tokens, verb, "parataxis"):
        between = tokens.words[verb + 1 : subtree_bounds(tokens, child)[0] + 1]
        if child > verb and (":" in between or "," in between or tokens.quote[child] >= 0):
            return _find_content_after(tokens, sense, verb, child)
    return None


def _find_content_after(tokens: TokenArrays, sense: Cue, verb: int, clause: int) -> VerbContent | None:
    span = find_clause_after(tokens, verb, clause)
    return VerbContent((span,), "verb_juxtaposed", sense) if span else None


def _find_content_before(tokens: TokenArrays, sense: Cue, verb: int) -> VerbContent | None:
    """ "Taxes will rise, he said": the clause before the parenthetical, unless it is one word (a label)."""
    parenthetical = find_parenthetical(tokens, verb)
    if not is_set_off(tokens, parenthetical[0], sense):
        return None
    spans = find_fronted_clause(tokens, verb, parenthetical)
    is_label = len(spans) == 1 and " " not in tokens.text[spans[0].start_char : spans[0].end_char]
    return VerbContent(spans, "verb_juxtaposed", sense) if spans and not is_label else None
