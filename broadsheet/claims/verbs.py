"""Attributions whose cue is a verb, read from the syntax tree.

One function finds the source, one the content for each frame of the verb (clause, infinitive, object, preposition,
juxtaposed clause), one the words of the cue. Quotations that stand beside a verb are joined in `quoting`.
"""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.clauses import clause_behind, clause_in_front, start_of_main
from broadsheet.claims.doubts import can_speak, is_no_statement
from broadsheet.claims.lexicon import Cue, CueVerb, Lexicon, load_lexicon
from broadsheet.claims.sources import has_case, make_source, trim_start, widen_source
from broadsheet.claims.tree import (
    children,
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
_REPORTED = frozenset(["verb_infinitive", "verb_preposition", "verb_object"])
# "You know", "I mean" and the like fill a pause.
_ASIDES = frozenset(["know", "see", "mean", "understand", "hear", "remember"])
_QUESTION_WORDS = frozenset(["how", "why", "whether", "what", "when", "where"])
_CLAUSE_STARTS = frozenset(["PRON", "PROPN", "DET", "NOUN", "NUM", "ADJ"])
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
    source: Span | None = None
    addressee: int = -1


def find_verb_attribution(view: PartView, lexicon: Lexicon, verb: int) -> Attribution | None:
    """The attribution whose cue is the verb at a token; None where it has no content in the tree.

    An attribution with empty content is given where only a quotation beside the verb can be its content.
    """
    if verb and view.words[verb - 1] == "-" and view.ends[verb - 1] == view.starts[verb]:
        return None
    if not is_verb_here(view, verb) or _is_swallowed(view, lexicon, verb):
        return None
    entry = lexicon.verbs[view.words[verb]]
    particle = _find_particle(view, entry, verb)
    entry = entry.with_particle(view.words[particle] if particle >= 0 else "")
    passive = is_passive(view, verb)
    subject = -1 if passive else find_subject(view, verb)
    found = _find_passive(view, entry, verb) if passive else _find_active(view, lexicon, entry, verb, subject)
    if found is None:
        sense = entry.sense("quote")
        if sense is None or view.quote[verb] >= 0:
            return None
        found = Found((), "verb_quote", sense)
    source, antecedent = make_source(view, verb, subject, passive)
    source = found.source or source
    source = source if antecedent else widen_source(view, source, verb)
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


def is_verb_here(view: PartView, token: int) -> bool:
    """Tagged as a verb, or with a subject and "that" behind it in spite of its tag ("their report states that")."""
    if view.pos[token] in ("VERB", "AUX"):
        return True
    has_that = view.words[token + 1 : token + 2] == ["that"]
    return has_that and bool(children(view, token, "nsubj")) and bool(children(view, token, "ccomp"))


def _find_particle(view: PartView, entry: CueVerb, verb: int) -> int:
    """The token that makes "point" "point out"; -1 where there is none."""
    for token in range(verb + 1, min(verb + 3, len(view.words))):
        if view.words[token] in entry.particles and view.heads[token] == verb:
            return token
    return -1


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


def _find_active(view: PartView, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> Found | None:
    for finder in (_find_clause, _find_infinitive, _find_preposition, _find_juxtaposed, _find_by_order, _find_object):
        found = finder(view, entry, verb)
        if found is None:
            continue
        if is_no_statement(view, lexicon, entry, verb, subject, found.rule, found.sense):
            return None
        is_wish = found.rule == "verb_infinitive" and found.sense.kind in ("believe", "order", "question")
        needs_speaker = found.rule == "verb_object" or is_wish
        if needs_speaker and not can_speak(view, lexicon, subject):
            continue
        # Wishes and stances are somebody's claim only where the article reports them, with whose they are.
        if found.rule in _REPORTED and (subject < 0 or view.quote[verb] >= 0 or view.words[subject] == "you"):
            continue
        return found
    return None


def _find_clause(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    sense = entry.sense("that", "wh")
    clauses = [child for child in _said_clauses(view, verb) if not _is_participle(view, verb, child)]
    if clauses and sense is None and view.quote[clauses[0]] >= 0 and view.quote[verb] < 0:
        sense = entry.sense("quote")
    if sense is None or not clauses:
        return None
    clause = next((child for child in clauses if child > verb), clauses[0])
    if clause > verb and edges(view, clause)[0] > verb - 1:
        span = clause_behind(view, verb, clause, entry.lemma in load_lexicon().addressed)
        return Found((span,), "verb_clause", sense) if span else None
    insert = _insert(view, verb)
    if not _may_stand_in_front(view, insert[0]) or (view.words[verb].endswith("ing") and insert[0] == verb):
        return None
    spans = clause_in_front(view, verb, insert)
    return Found(spans, "verb_clause", sense) if spans else None


def _said_clauses(view: PartView, verb: int) -> list[int]:
    """The clauses that hang on a verb; a nearer verb of saying takes the one behind it ("praised X, saying Y")."""
    lexicon = load_lexicon()
    own = children(view, verb, "ccomp")
    high = view.cell_bounds(verb)[1]
    if not own and view.words[verb].endswith("ing"):
        behind = range(verb + 1, min(high, verb + 12))
        return [token for token in behind if view.deps[token] == "ccomp" and view.heads[token] < verb][:1]
    kept = []
    for clause in own:
        between = range(verb + 1, min(clause, high))
        nearer = (t for t in between if view.words[t].endswith("ing") and view.words[t] in lexicon.verbs)
        taken = any(clause - t < 12 and not children(view, t, "ccomp") and view.heads[t] == verb for t in nearer)
        if not taken:
            kept.append(clause)
    return kept


def _may_stand_in_front(view: PartView, insert: int) -> bool:
    """A clause in front ends with a comma or a mark, and does not begin as a side clause ("As the rain fell, ...")."""
    first = view.cell_bounds(insert)[0]
    if insert <= first or (view.words[insert - 1] not in (",", "—", "–", "--", "-") and view.quote[insert - 1] < 0):
        return False
    return view.quote[first] >= 0 or view.pos[first] not in ("SCONJ", "ADP") or view.words[insert - 1] != ","


def _is_participle(view: PartView, verb: int, clause: int) -> bool:
    """ "Praised the fans, saying ...", "was found lodged": a bare participle is no said clause."""
    endings = ("ing", "ed") if clause == verb + 1 else ("ing",)
    return view.words[clause].endswith(endings) and not children(view, clause, "nsubj", "aux", "mark", "cop", "expl")


def _insert(view: PartView, verb: int) -> tuple[int, int]:
    """Tokens of source and cue of an inserted "he said", first and end."""
    first, last = verb, verb + 1
    subject = find_subject(view, verb)
    for child in [*children(view, verb, "aux"), *([subject] if subject >= 0 and view.heads[subject] == verb else [])]:
        start, end = edges(view, child)
        if child < verb and verb - child < 30:
            first = min(first, max(start, view.cell_bounds(verb)[0]))
        elif child > verb and child - verb < 30:
            last = max(last, end)
    return first, last


def _after_last_comma(view: PartView, low: int, verb: int) -> int:
    """First token of the few words between the last comma and a verb; the verb itself where there are none."""
    for token in range(verb - 1, max(low, verb - 8), -1):
        if view.words[token] == ",":
            return token + 1
        if view.pos[token] == "VERB":
            break
    return verb


def _find_by_order(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "He said that ...", "They say taxes rise", "..., he said" where the tree has lost the clause."""
    sense = entry.sense("that")
    if sense is None or view.quote[verb] >= 0:
        return None
    low, high = view.cell_bounds(verb)
    for token in range(verb + 1, min(high, verb + 10)):
        if view.quote[token] >= 0 or view.pos[token] == "VERB":
            break
        if view.words[token] == "that" and _opens_clause(view, entry, verb, token) and token + 2 < high:
            span = span_of(view, token, min(high, verb + 160))
            return Found((span,), "order_that", sense) if span else None
    if "quote" not in sense.frames or sense.kind not in ("report", "assert"):
        return None
    first, last = _insert(view, verb)
    inserted = view.deps[verb].startswith("acl") and view.words[verb + 1 : verb + 2] == [","]
    if first == verb or inserted:
        first = _after_last_comma(view, low, verb)
    if first < verb and first - 1 > low and view.words[first - 1] == ",":
        if view.words[verb + 1 : verb + 2] == [","] and verb + 3 < high:
            spans = clause_in_front(view, verb, (first, verb + 1))
            source = span_of(view, first, verb)
            return Found(spans, "order_inserted", sense, source=source) if spans else None
        rest = [t for t in range(last, high) if view.pos[t] in ("VERB", "AUX") and view.quote[t] < 0]
        if not rest:
            spans = clause_in_front(view, verb, (first, last))
            return Found(spans, "order_front", sense) if spans else None
    if sense.kind == "report" and first < verb and any(view.deps[t] == "nsubj" for t in range(verb + 1, high)):
        starts = verb + 1
        asks = _QUESTION_WORDS.intersection(view.words[max(low, verb - 5) : verb])
        if view.pos[starts] in _CLAUSE_STARTS and view.quote[starts] < 0 and not asks:
            span = span_of(view, starts, min(high, verb + 160, start_of_main(view, verb, verb)))
            return Found((span,), "order_clause", sense) if span else None
    return None


def _opens_clause(view: PartView, entry: CueVerb, verb: int, that: int) -> bool:
    """A "that" that opens what is said: neither a relative pronoun nor the second of two."""
    if view.pos[that] not in ("SCONJ", "PRON"):
        return False
    if that == verb + 1 or entry.lemma in load_lexicon().addressed:
        return True
    is_second = view.words[that - 1] in ("and", "or", "but")
    return not is_second and (view.pos[that] == "SCONJ" or view.pos[that - 1] != "NOUN")


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
        if span is not None and not children(view, verb, "obj", "iobj"):
            kind = next((item for item in entry.senses if "prep" not in item.frames), sense)
            return Found((span,), "verb_preposition", kind, is_noun=True, cue_end=cases[0] + 1)
    return None


def _find_juxtaposed(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "Taxes will rise, he said": the verb is a side remark in its content, or the content one behind it."""
    sense = entry.sense("quote")
    if sense is None or (entry.sense("that") is None and view.quote[view.heads[verb]] < 0):
        return None
    head = view.heads[verb]
    if view.deps[verb] == "parataxis" and head != verb and find_own_subject(view, verb) and entry.lemma not in _ASIDES:
        if head > verb:
            behind = clause_behind(view, verb, head)
            return Found((behind,), "verb_juxtaposed", sense) if behind else None
        spans = clause_in_front(view, verb, _insert(view, verb))
        return Found(spans, "verb_juxtaposed", sense) if spans else None
    for child in children(view, verb, "parataxis"):
        between = view.words[verb + 1 : edges(view, child)[0] + 1]
        if child > verb and (":" in between or "," in between or view.quote[child] >= 0):
            span = clause_behind(view, verb, child)
            return Found((span,), "verb_juxtaposed", sense) if span else None
    return None


def find_own_subject(view: PartView, verb: int) -> bool:
    """Whether a subject hangs on the verb itself."""
    return bool(children(view, verb, "nsubj"))


def _find_object(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    sense = entry.sense("obj", "as")
    if view.deps[verb].startswith("acl") and "to" in view.words[max(0, verb - 2) : verb]:
        return None
    objects = [child for child in children(view, verb, "obj", "iobj") if child > verb]
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
    if last - first == 1 and view.pos[first] == "PRON":
        return None
    if "as" in sense.frames:
        behind = next((t for t in range(objects[0], min(last + 3, len(view.words))) if view.quote[t] >= 0), -1)
        if behind >= 0 and view.quote[objects[0]] < 0:
            quotation = view.quotations[view.quote[behind]]
            last, complement = max(last, view.token_after(quotation.end_char)), True
        if not complement:
            return None
    span = span_of(view, first, last)
    return Found((span,), "verb_object", sense, is_noun=True) if span else None


def _find_passive(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "Is said to be", "was told that", "was criticised by": the subject is content or addressee."""
    clause = _find_clause(view, entry, verb)
    if clause is not None:
        return Found(clause.content, "verb_passive", clause.sense)
    subjects = children(view, verb, "nsubj:pass", "nsubj")
    sense = entry.sense("that", "obj", "as")
    if sense is None or not subjects or view.quote[verb] >= 0 or view.words[subjects[0]] in ("who", "which", "that"):
        return None
    spans = [noun_span(view, subjects[0])]
    for child in children(view, verb, "xcomp"):
        if child > verb:
            spans.append(span_of(view, *edges(view, child)))
    raises = len(spans) > 1 and entry.lemma in load_lexicon().raising and "to" in view.words[verb + 1 : verb + 4]
    agents = [child for child in children(view, verb, "obl", "obl:agent") if has_case(view, child, "by")]
    agents = [agent for agent in agents if can_speak(view, load_lexicon(), agent)]
    kept = tuple(span for span in spans if span is not None)
    if not kept or not (raises or (agents and entry.sense("obj", "as"))):
        return None
    return Found(kept, "verb_passive", sense, is_noun=len(kept) < 2)


def _make_cue(view: PartView, lexicon: Lexicon, verb: int, cue_end: int) -> Span | None:
    """The verb with auxiliaries and adverbs just before it, its particle, and the preposition of its content."""
    first, last = verb, max(verb + 1, cue_end)
    head = view.heads[verb]
    if verb > 2 and view.words[verb - 1] == "to":
        carried = next((t for t in range(verb - 2, verb - 4, -1) if view.pos[t] == "VERB"), -1)
        base = lexicon.verbs.get(view.words[carried]) if carried >= 0 else None
        if base is not None and base.lemma in _CARRIERS:
            first = carried
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
    particle = _find_particle(view, lexicon.verbs[view.words[verb]], verb)
    if particle >= last:
        last = particle + 1
    return view.span(first, last)


def _find_addressee(view: PartView, entry: CueVerb, verb: int, addressee: int, passive: bool) -> Span | None:
    """ "Told Reuters", "said to reporters", "was told": to whom it was said."""
    if passive and children(view, verb, "nsubj:pass") and children(view, verb, "ccomp"):
        return noun_span(view, children(view, verb, "nsubj:pass")[0])
    if addressee < 0 and entry.lemma in load_lexicon().addressed:
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
