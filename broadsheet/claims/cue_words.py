"""The words of a verb's cue, and to whom it is said."""

from __future__ import annotations

from broadsheet.claims.lexicon import CueVerb, Lexicon, load_lexicon
from broadsheet.claims.sources import has_case, trim_start
from broadsheet.claims.tree import children, noun_span
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_CUE_PARTS = ("aux", "aux:pass", "advmod", "compound:prt", "cop")
# "went on to say", "wants to say": the first verb only carries the second.
CARRIERS = frozenset(
    ["go", "continue", "begin", "refuse", "decline", "try", "seem", "appear", "come", "rush", "proceed"]
)


def find_particle(view: PartView, entry: CueVerb, verb: int) -> int:
    """The token that makes "point" "point out"; -1 where there is none."""
    for token in range(verb + 1, min(verb + 3, len(view.words))):
        if view.words[token] in entry.particles and view.heads[token] == verb:
            return token
    return -1


def make_cue(view: PartView, lexicon: Lexicon, verb: int, cue_end: int) -> Span | None:
    """The verb with auxiliaries and adverbs just before it, its particle, and the preposition of its content."""
    first, last = verb, max(verb + 1, cue_end)
    head = view.heads[verb]
    if verb > 2 and view.words[verb - 1] == "to":
        carried = next((t for t in range(verb - 2, verb - 4, -1) if view.pos[t] == "VERB"), -1)
        base = lexicon.verbs.get(view.words[carried]) if carried >= 0 else None
        if base is not None and base.lemma in CARRIERS:
            first = carried
    if view.deps[verb] == "xcomp" and head < verb and verb - head < 5:
        carrier = lexicon.verbs.get(view.words[head])
        if (carrier is not None and carrier.lemma in CARRIERS) or view.words[head] in CARRIERS:
            first = head
    anchor = first
    while first > 0 and (
        (view.heads[first - 1] == anchor and view.deps[first - 1] in _CUE_PARTS)
        or view.words[first - 1] in ("not", "n't", "n’t", "never", "also")
    ):
        first -= 1
    particle = find_particle(view, lexicon.verbs[view.words[verb]], verb)
    if particle >= last:
        last = particle + 1
    return view.span(first, last)


def find_addressee(view: PartView, entry: CueVerb, verb: int, addressee: int, passive: bool) -> Span | None:
    """ "Told Reuters", "said to reporters", "was told": to whom it was said."""
    is_addressed = entry.lemma in load_lexicon().addressed
    if passive and is_addressed and children(view, verb, "nsubj:pass") and children(view, verb, "ccomp"):
        return noun_span(view, children(view, verb, "nsubj:pass")[0])
    if addressee < 0 and is_addressed:
        objects = [child for child in children(view, verb, "iobj", "obj") if child > verb]
        if (objects and children(view, verb, "ccomp", "parataxis", "xcomp")) or (
            objects and entry.lemma in ("tell", "remind", "inform", "assure", "ask", "warn")
        ):
            addressee = objects[0]
    if addressee < 0:
        to = [child for child in children(view, verb, "obl") if child > verb and has_case(view, child, "to")]
        to = [child for child in to if not ("to" in entry.prepositions and entry.sense("prep"))]
        if not to or to[0] - verb > 6:
            return None
        span = noun_span(view, to[0])
        return trim_start(view, span, children(view, to[0], "case")[0] + 1) if span else None
    span = noun_span(view, addressee)
    clause = next((t for t in range(addressee + 1, addressee + 9) if view.words[t : t + 1] == ["that"]), -1)
    # "Told the inquiry that ...": the tree may hang the clause on the one addressed.
    return (
        view.span(view.token_at(span.start_char), clause)
        if span and 0 < clause < view.token_after(span.end_char)
        else span
    )
