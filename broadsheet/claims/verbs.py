"""Attributions whose cue is a verb, read from the syntax tree.

One function finds the source, one the content for each frame of the verb (clause, infinitive, object, preposition,
juxtaposed clause), one the words of the cue. Quotations that stand beside a verb are joined in `quoting`.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, CueVerb, Lexicon
from broadsheet.claims.tree import (
    antecedent_of,
    children,
    cut_out,
    edges,
    find_subject,
    is_negated,
    is_passive,
    noun_span,
    span_of,
)
from broadsheet.claims.view import PartView, trim
from broadsheet.records import Span

_CUE_PARTS = ("aux", "aux:pass", "advmod", "compound:prt", "cop")
# "went on to say", "wants to say": the first verb only carries the second.
_CARRIERS = frozenset(
    ["go", "continue", "begin", "refuse", "decline", "try", "seem", "appear", "come", "rush", "proceed"]
)
# "You know", "I mean" and the like fill a pause.
_ASIDES = frozenset(["know", "see", "mean", "understand", "hear", "remember"])
_COMPLEMENTS = ("obj", "iobj", "xcomp", "ccomp", "obl", "advcl", "obl:agent")
_COMPLEMENT_CASES = frozenset(["as", "of", "for", "to"])


@dataclass(frozen=True, slots=True)
class Found:
    """Content of a verb before its source is known."""

    content: tuple[Span, ...]
    rule: str
    sense: Cue
    is_noun: bool = False
    cue_end: int = 0
    addressee: int = -1


def find_verb_attribution(view: PartView, lexicon: Lexicon, verb: int) -> Attribution | None:
    """The attribution whose cue is the verb at a token; None where it has no content in the tree.

    An attribution with empty content is given where only a quotation beside the verb can be its content.
    """
    entry = lexicon.verbs[view.words[verb]]
    if view.pos[verb] not in ("VERB", "AUX") or _is_swallowed(view, lexicon, verb):
        return None
    passive = is_passive(view, verb)
    subject = -1 if passive else find_subject(view, verb)
    found = _find_passive(view, entry, verb) if passive else _find_active(view, entry, verb, subject)
    if found is None:
        sense = entry.sense("quote")
        if sense is None or view.quote[verb] >= 0:
            return None
        found = Found((), "verb_quote", sense)
    source, antecedent = _make_source(view, verb, subject, passive)
    cue = _make_cue(view, lexicon, verb, found.cue_end)
    content = _without(view, found.content, [span for span in (source, cue) if span])
    if found.content and not content:
        return None
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        rule=found.rule,
        sense=found.sense,
        addressee=_find_addressee(view, entry, verb, found.addressee, passive),
        antecedent=antecedent,
        is_noun=found.is_noun,
        is_negated=is_negated(view, verb),
        cue_token=verb,
    )


def _is_swallowed(view: PartView, lexicon: Lexicon, verb: int) -> bool:
    """ "Refused to say": the carrier is part of the cue of the verb that it carries."""
    entry = lexicon.verbs[view.words[verb]]
    if entry.lemma not in _CARRIERS:
        return False
    for child in children(view, verb, "xcomp"):
        inner = lexicon.verbs.get(view.words[child])
        if inner is not None and inner.sense("quote", "that") and children(view, child, "ccomp"):
            return True
    return False


def _find_active(view: PartView, entry: CueVerb, verb: int, subject: int) -> Found | None:
    for finder in (_find_clause, _find_infinitive, _find_preposition, _find_juxtaposed, _find_object):
        found = finder(view, entry, verb)
        if found is not None and (subject >= 0 or found.rule in ("verb_clause", "verb_juxtaposed")):
            return found
    return None


def _find_clause(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    sense = entry.sense("that", "wh", "quote")
    clauses = children(view, verb, "ccomp")
    if sense is None or not clauses:
        return None
    spans: list[Span] = []
    for clause in clauses:
        first, last = edges(view, clause)
        holes = [edges(view, child) for child in view.children[verb] if child not in clauses and first <= child < last]
        if first <= verb < last:
            holes.append((verb, verb + 1))
        spans.extend(cut_out(view, first, last, holes))
    return Found(tuple(spans), "verb_clause", sense) if spans else None


def _find_infinitive(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    objects = children(view, verb, "obj", "iobj")
    for child in children(view, verb, "xcomp", "advcl", "ccomp"):
        if not any(view.words[mark] == "to" and view.deps[mark] in ("mark", "aux") for mark in view.children[child]):
            continue
        if child < verb or (view.deps[child] == "advcl" and not objects):
            continue
        has_object = bool(objects) and objects[0] < child
        sense = entry.sense("obj_to") if has_object else entry.sense("to")
        if sense is None:
            continue
        span = span_of(view, *edges(view, child))
        if span is not None:
            return Found((span,), "verb_infinitive", sense, addressee=objects[0] if has_object else -1)
    return None


def _find_preposition(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    sense = entry.sense("prep")
    if sense is None:
        return None
    for child in children(view, verb, "obl", "advcl", "nmod", "obj"):
        cases = [case for case in children(view, child, "case", "mark") if view.words[case] in entry.prepositions]
        if not cases or child < verb or cases[0] - verb > 3:
            continue
        span = span_of(view, cases[0] + 1, edges(view, child)[1])
        if span is not None and not children(view, verb, "obj"):
            kind = next((item for item in entry.senses if "prep" not in item.frames), sense)
            return Found((span,), "verb_preposition", kind, is_noun=True, cue_end=cases[0] + 1)
    return None


def _find_juxtaposed(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "Taxes will rise, he said": the verb is a side remark in its content, or the content one behind it."""
    sense = entry.sense("quote")
    if sense is None:
        return None
    head = view.heads[verb]
    if view.deps[verb] == "parataxis" and head != verb and find_own_subject(view, verb) and entry.lemma not in _ASIDES:
        first, last = edges(view, head)
        hole = edges(view, verb)
        spans = tuple(cut_out(view, first, last, [hole]))
        return Found(spans, "verb_juxtaposed", sense) if spans else None
    for child in children(view, verb, "parataxis"):
        between = view.words[verb + 1 : edges(view, child)[0] + 1]
        if child > verb and (":" in between or "," in between or view.quote[child] >= 0):
            span = span_of(view, *edges(view, child))
            return Found((span,), "verb_juxtaposed", sense) if span else None
    return None


def find_own_subject(view: PartView, verb: int) -> bool:
    """Whether a subject hangs on the verb itself."""
    return bool(children(view, verb, "nsubj"))


def _find_object(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    sense = entry.sense("obj", "as")
    objects = [child for child in children(view, verb, "obj") if child > verb]
    if sense is None or not objects or view.words[objects[0]] in ("himself", "herself", "themselves", "itself"):
        return None
    first, last = edges(view, objects[0])
    complement = False
    for child in view.children[verb]:
        if child <= objects[0] or view.deps[child] not in _COMPLEMENTS:
            continue
        start, end = edges(view, child)
        marked = any(view.words[case] in _COMPLEMENT_CASES for case in children(view, child, "case", "mark"))
        if start <= last + 1 and (view.deps[child] in ("xcomp", "ccomp") or marked):
            last, complement = max(last, end), True
    if "as" in sense.frames and "obj" not in sense.frames and not complement:
        return None
    span = span_of(view, first, last)
    return Found((span,), "verb_object", sense, is_noun=True) if span else None


def _find_passive(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "Is said to be", "was told that", "was criticised by": the subject is content or addressee."""
    clause = _find_clause(view, entry, verb)
    if clause is not None:
        return Found(clause.content, "verb_passive", clause.sense)
    subjects = children(view, verb, "nsubj:pass", "nsubj")
    sense = entry.sense("that", "obj", "to", "as")
    if sense is None or not subjects or view.words[subjects[0]] in ("who", "which", "that"):
        return None
    spans = [noun_span(view, subjects[0])]
    for child in children(view, verb, "xcomp"):
        if child > verb:
            spans.append(span_of(view, *edges(view, child)))
    agents = [child for child in children(view, verb, "obl", "obl:agent") if _has_case(view, child, "by")]
    kept = tuple(span for span in spans if span is not None)
    if not kept or (len(kept) < 2 and not agents):
        return None
    return Found(kept, "verb_passive", sense, is_noun=len(kept) < 2)


def _has_case(view: PartView, noun: int, *words: str) -> bool:
    return any(view.words[case] in words for case in children(view, noun, "case"))


def _make_source(view: PartView, verb: int, subject: int, passive: bool) -> tuple[Span | None, Span | None]:
    """Source and, for a relative pronoun, the words it stands for."""
    if passive:
        agents = [child for child in children(view, verb, "obl", "obl:agent") if _has_case(view, child, "by")]
        if not agents:
            return None, None
        case = next(case for case in children(view, agents[0], "case") if view.words[case] == "by")
        span = noun_span(view, agents[0])
        return (trim_start(view, span, case + 1) if span else None), None
    if subject < 0:
        return None, None
    noun = antecedent_of(view, subject)
    if noun >= 0:
        relative = view.heads[subject]
        return span_of(view, subject, subject + 1), noun_span(view, noun, without=(relative,))
    own_clause = [child for child in view.children[subject] if edges(view, child)[0] <= verb < edges(view, child)[1]]
    return noun_span(view, subject, without=own_clause), None


def trim_start(view: PartView, span: Span, token: int) -> Span | None:
    """The span from a token on; None where nothing is left."""
    start = max(span.start_char, view.starts[token]) if token < len(view.starts) else span.end_char
    return Span(start, span.end_char) if start < span.end_char else None


def _make_cue(view: PartView, lexicon: Lexicon, verb: int, cue_end: int) -> Span | None:
    """The verb with auxiliaries and adverbs just before it, its particle, and the preposition of its content."""
    first, last = verb, max(verb + 1, cue_end)
    head = view.heads[verb]
    if view.deps[verb] == "xcomp" and head < verb and verb - head < 5:
        carrier = lexicon.verbs.get(view.words[head])
        if (carrier is not None and carrier.lemma in _CARRIERS) or view.words[head] in _CARRIERS:
            first = head
    anchor = first
    while first > 0 and (
        (view.heads[first - 1] == anchor and view.deps[first - 1] in _CUE_PARTS)
        or view.words[first - 1] in ("not", "n't", "n’t", "never", "also")
    ):
        first -= 1
    for child in view.children[verb]:
        if view.deps[child] == "compound:prt" and child == last:
            last = child + 1
    return view.span(first, last)


def _find_addressee(view: PartView, entry: CueVerb, verb: int, addressee: int, passive: bool) -> Span | None:
    """ "Told Reuters", "said to reporters", "was told": to whom it was said."""
    if passive and children(view, verb, "nsubj:pass") and children(view, verb, "ccomp"):
        return noun_span(view, children(view, verb, "nsubj:pass")[0])
    if addressee < 0:
        objects = [child for child in children(view, verb, "iobj", "obj") if child > verb]
        if (objects and children(view, verb, "ccomp", "parataxis", "xcomp")) or (
            objects and entry.lemma in ("tell", "remind", "inform", "assure", "ask", "warn")
        ):
            addressee = objects[0]
    if addressee < 0:
        to = [child for child in children(view, verb, "obl") if child > verb and _has_case(view, child, "to")]
        if not to or to[0] - verb > 6:
            return None
        span = noun_span(view, to[0])
        return trim_start(view, span, children(view, to[0], "case")[0] + 1) if span else None
    return noun_span(view, addressee)


def _without(view: PartView, content: tuple[Span, ...], taken: list[Span]) -> tuple[Span, ...]:
    """Content spans with source and cue cut out."""
    spans = list(content)
    for hole in taken:
        pieces: list[Span] = []
        for span in spans:
            if hole.end_char <= span.start_char or span.end_char <= hole.start_char:
                pieces.append(span)
                continue
            for start, end in ((span.start_char, hole.start_char), (hole.end_char, span.end_char)):
                piece = trim(view.text, start, end) if start < end else None
                if piece is not None:
                    pieces.append(piece)
        spans = pieces
    return tuple(spans)
