"""Attributions whose cue is a verb, read from the syntax tree.

Asks `said` and `frames` for the content, `sources` for the source and `cue_words` for the cue. Quotations that stand
beside a verb are joined in `quoting`.
"""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_words import CARRIERS, find_addressee, find_particle, make_cue
from broadsheet.claims.doubts import can_speak, is_call_or_advice, is_gap, is_no_statement, takes_no_quotation
from broadsheet.claims.frames import find_infinitive, find_object, find_passive, find_preposition
from broadsheet.claims.lexicon import CueVerb, Lexicon
from broadsheet.claims.said import Found, find_by_order, find_clause, find_juxtaposed
from broadsheet.claims.sources import find_source_by_order, make_source, widen_source
from broadsheet.claims.tree import children, find_subject, is_negated, is_passive
from broadsheet.claims.view import PartView, trim
from broadsheet.records import Span

_REPORTED = frozenset(["verb_infinitive", "verb_preposition", "verb_object"])


def find_verb_attribution(view: PartView, lexicon: Lexicon, verb: int) -> Attribution | None:
    """The attribution whose cue is the verb at a token; None where it has no content in the tree.

    An attribution with empty content is given where only a quotation beside the verb can be its content.
    """
    if verb and view.words[verb - 1] == "-" and view.ends[verb - 1] == view.starts[verb]:
        return None
    if not is_verb_here(view, verb) or _is_swallowed(view, lexicon, verb):
        return None
    entry = lexicon.verbs[view.words[verb]]
    particle = find_particle(view, entry, verb)
    entry = entry.with_particle(view.words[particle] if particle >= 0 else "")
    passive = is_passive(view, verb)
    subject = -1 if passive else find_subject(view, verb)
    found = find_passive(view, entry, verb) if passive else _find_active(view, lexicon, entry, verb, subject)
    if found is None:
        sense = entry.sense("quote")
        if sense is None or view.quote[verb] >= 0 or takes_no_quotation(view, entry, verb, subject):
            return None
        found = Found((), "verb_quote", sense)
    chosen = _choose_source(view, found, verb, subject, passive)
    if chosen is None:
        return None
    source, antecedent = chosen
    cue = make_cue(view, lexicon, verb, found.cue_end)
    content = _without(view, found.content, [span for span in (source, cue) if span])
    if found.content and not content:
        return None
    addressee = find_addressee(view, entry, verb, found.addressee, passive)
    if source and addressee and source.start_char < addressee.end_char and addressee.start_char < source.end_char:
        addressee = None
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        rule=found.rule,
        sense=found.sense,
        addressee=addressee,
        antecedent=antecedent,
        is_noun=found.is_noun,
        is_negated=is_negated(view, verb),
        cue_token=verb,
    )


def _choose_source(
    view: PartView, found: Found, verb: int, subject: int, passive: bool
) -> tuple[Span | None, Span | None] | None:
    """Source and antecedent of what a verb says; None where nobody in the text says it."""
    source, antecedent = make_source(view, verb, subject, passive) if found.has_source else (None, None)
    source = found.source or source
    first = view.token_at(source.start_char) if source else verb
    if view.quote[verb] >= 0 and view.quote[first] != view.quote[verb]:
        # A word inside a quotation has its speaker there too.
        return None
    if view.quote[verb] < 0 <= view.quote[first]:
        source = find_source_by_order(view, verb)
    is_asked = source is None or (first > verb and view.words[first] == "you")
    if is_asked and found.content and is_call_or_advice(view, verb, found.sense, passive):
        return None
    return source if antecedent else widen_source(view, source, verb), antecedent


def is_verb_here(view: PartView, token: int) -> bool:
    """Tagged as a verb, or with a subject and "that" after it in spite of its tag ("their report states that")."""
    if view.pos[token] in ("VERB", "AUX"):
        return True
    has_that = view.words[token + 1 : token + 2] == ["that"]
    return has_that and bool(children(view, token, "nsubj")) and bool(children(view, token, "ccomp"))


def _is_swallowed(view: PartView, lexicon: Lexicon, verb: int) -> bool:
    """ "Refused to say": the carrier is part of the cue of the verb that it carries."""
    entry = lexicon.verbs[view.words[verb]]
    if entry.lemma not in CARRIERS:
        return False
    for child in children(view, verb, "xcomp"):
        inner = lexicon.verbs.get(view.words[child])
        if inner is not None and inner.sense("quote", "that") and children(view, child, "ccomp"):
            return True
    return False


def _are_many(view: PartView, found: Found, subject: int) -> bool:
    """ "The rebels vowed to fight": several of any kind may promise, refuse or demand."""
    acts = found.rule == "verb_infinitive" and found.sense.kind in ("promise", "deny", "order", "warn")
    return acts and view.pos[subject] == "NOUN" and view.words[subject].endswith("s")


def _find_active(view: PartView, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> Found | None:
    for finder in (find_clause, find_infinitive, find_preposition, find_juxtaposed, find_by_order, find_object):
        found = finder(view, entry, verb)
        if found is None:
            continue
        if is_no_statement(view, lexicon, entry, verb, subject, found.rule, found.sense):
            return None
        first, last = view.token_at(found.content[0].start_char), view.token_after(found.content[-1].end_char)
        if is_gap(view, verb, subject, first, last):
            return None
        needs_speaker = found.rule in ("verb_object", "verb_infinitive")
        if needs_speaker and not can_speak(view, lexicon, subject) and not _are_many(view, found, subject):
            continue
        # Wishes and stances are somebody's claim only where the article reports them, with whose they are.
        if found.rule in _REPORTED and (subject < 0 or view.quote[verb] >= 0 or view.words[subject] == "you"):
            continue
        return found
    return None


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
