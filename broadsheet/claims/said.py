"""Clauses that a verb says: after it, in front of it, beside it, or by order where the tree has lost them."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.claims.clauses import clause_after, clause_in_front, start_of_main
from broadsheet.claims.doubts import is_set_off
from broadsheet.claims.lexicon import Cue, CueVerb, load_lexicon
from broadsheet.claims.sources import is_inverted
from broadsheet.claims.tree import DAYS, RELATIVES, children, edges, find_subject, span_of
from broadsheet.claims.view import PartView
from broadsheet.records import Span

# "You know", "I mean" and the like fill a pause.
_ASIDES = frozenset(["know", "see", "mean", "understand", "hear", "remember"])
_QUESTION_WORDS = frozenset(["how", "why", "whether", "what", "when", "where"])
_SIDE_CLAUSES = frozenset(["after", "although", "as", "because", "before", "since", "though", "until", "when", "while"])
_CLAUSE_STARTS = frozenset(["PRON", "PROPN", "DET", "NOUN", "NUM", "ADJ"])


@dataclass(frozen=True, slots=True)
class Found:
    """Content of a verb before its source is known."""

    content: tuple[Span, ...]
    rule: str
    sense: Cue
    is_noun: bool = False
    cue_end: int = 0
    has_source: bool = True
    source: Span | None = None
    addressee: int = -1


def find_clause(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    sense = entry.sense("that", "wh")
    clauses = [child for child in _said_clauses(view, verb) if not _is_participle(view, verb, child)]
    if clauses and sense is None and view.quote[clauses[0]] >= 0 and view.quote[verb] < 0:
        sense = entry.sense("quote")
    if sense is None or not clauses:
        return None
    clause = next((child for child in clauses if child > verb), clauses[0])
    if clause > verb and edges(view, clause)[0] > verb - 1 and view.words[verb + 1] != ";":
        span = clause_after(view, verb, clause, entry.lemma in load_lexicon().addressed)
        return Found((span,), "verb_clause", sense) if span else None
    insert = _insert(view, verb)
    if _does_something(view, entry, verb):
        return None
    if not _may_stand_in_front(view, insert[0]) or (view.words[verb].endswith("ing") and insert[0] == verb):
        return None
    spans = clause_in_front(view, verb, insert)
    return Found(spans, "verb_clause", sense) if spans else None


def _said_clauses(view: PartView, verb: int) -> list[int]:
    """The clauses that hang on a verb; a nearer verb of saying takes the one after it ("praised X, saying Y")."""
    lexicon = load_lexicon()
    own = children(view, verb, "ccomp")
    high = view.cell_bounds(verb)[1]
    if not own and view.words[verb].endswith("ing"):
        after = range(verb + 1, min(high, verb + 12))
        return [token for token in after if view.deps[token] == "ccomp" and view.heads[token] < verb][:1]
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


def find_by_order(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "He said that ...", "They say taxes rise", "..., he said" where the tree has lost the clause."""
    sense = entry.sense("that")
    if sense is None or view.quote[verb] >= 0:
        return None
    found = find_that(view, entry, verb)
    if found is not None:
        return found
    low, high = view.cell_bounds(verb)
    if "quote" not in sense.frames or sense.kind not in ("report", "assert"):
        return None
    if "you" in view.words[max(low, verb - 4) : verb]:
        return None
    first, last = _insert(view, verb)
    inserted = view.deps[verb].startswith("acl") and view.words[verb + 1 : verb + 2] == [","]
    if first == verb or inserted:
        first = _after_last_comma(view, low, verb)
    if not _does_something(view, entry, verb) and first < verb and first - 1 > low and view.words[first - 1] == ",":
        # "Fill in the form, then submit it" is no saying.
        found = _find_in_front(view, sense, verb, (first, last), high)
        if found is not None:
            return found
    if sense.kind == "report" and first < verb and _has_clause(view, verb + 1, high):
        return _find_bare_clause(view, sense, verb)
    return None


def _does_something(view: PartView, entry: CueVerb, verb: int) -> bool:
    """ "Fill in the form, then submit it": with an object of its own a verb says nothing; "said the bank" has none."""
    objects = children(view, verb, "obj")
    inverted = bool(objects) and not children(view, verb, "nsubj") and view.words[verb].endswith(("aid", "ed", "s"))
    return bool(objects) and not inverted and entry.lemma not in load_lexicon().addressed


def _find_in_front(view: PartView, sense: Cue, verb: int, insert: tuple[int, int], high: int) -> Found | None:
    """ "Taxes will rise, the minister said" and, with more after, "Taxes, the minister said, will rise"."""
    if view.words[verb + 1 : verb + 2] == [","] and verb + 3 < high:
        spans = clause_in_front(view, verb, (insert[0], verb + 1))
        source = span_of(view, insert[0], verb)
        return Found(spans, "order_inserted", sense, source=source) if spans else None
    after = [t for t in range(insert[1], high) if view.pos[t] in ("VERB", "AUX") and view.quote[t] < 0]
    if after and not _opens_side_clause(view, insert[1], after[0]):
        return None
    spans = clause_in_front(view, verb, insert)
    return Found(spans, "order_front", sense) if spans else None


def _opens_side_clause(view: PartView, start: int, verb: int) -> bool:
    """ "The ferry sails again, he said on Monday, after boats were lost": a comma and "after" stand before the verb."""
    comma = next((t for t in range(start, min(verb, start + 8)) if view.words[t] == ","), verb)
    return comma + 1 < verb and view.words[comma + 1] in _SIDE_CLAUSES and view.deps[verb] != "acl:relcl"


def _find_bare_clause(view: PartView, sense: Cue, verb: int) -> Found | None:
    """ "They say taxes rise": the words after the verb, where they begin like a clause."""
    low, high = view.cell_bounds(verb)
    starts = verb + 1
    asks = _QUESTION_WORDS.intersection(view.words[max(low, verb - 5) : verb])
    if view.pos[starts] not in _CLAUSE_STARTS or view.quote[starts] >= 0 or asks:
        return None
    span = span_of(view, starts, min(high, verb + 160, start_of_main(view, verb, verb)))
    return Found((span,), "order_clause", sense) if span else None


def find_that(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "He said on Monday that ...": the clause that a "that" after the verb opens, whatever the tree makes of it."""
    sense = entry.sense("that")
    if sense is None or view.quote[verb] >= 0 or view.deps[verb] == "amod":
        return None
    high = view.cell_bounds(verb)[1]
    for token in range(verb + 1, min(high, verb + 10)):
        if view.quote[token] >= 0 or view.pos[token] == "VERB":
            break
        if view.words[token] == "that" and token + 2 < high and _opens_clause(view, entry, verb, token):
            span = span_of(view, token, min(high, verb + 160))
            return Found((span,), "order_that", sense) if span else None
    return None


def _has_clause(view: PartView, first: int, high: int) -> bool:
    """Whether a subject comes soon whose verb is no relative clause ("reported trouble in towns that they left")."""
    for token in range(first, min(high, first + 15)):
        if view.words[token] in (";", ":") or view.words[token] in RELATIVES:
            return False
        if view.deps[token].startswith("nsubj"):
            return not view.deps[view.heads[token]].startswith("acl")
    return False


def _opens_clause(view: PartView, entry: CueVerb, verb: int, that: int) -> bool:
    """A "that" that opens what is said: neither a relative pronoun nor the second of two."""
    if view.pos[that] not in ("SCONJ", "PRON") or view.words[that + 1] in entry.particles:
        return False
    if that == verb + 1 or entry.lemma in load_lexicon().addressed:
        return True
    if _is_in_object(view, verb, that - 1):
        return False
    is_second = view.words[that - 1] in ("and", "or", "but")
    return not is_second and (view.pos[that] == "SCONJ" or view.pos[that - 1] != "NOUN")


def find_juxtaposed(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "Taxes will rise, he said": the verb is a side remark in its content, or the content one after it."""
    sense = entry.sense("quote")
    if sense is None or (entry.sense("that") is None and view.quote[view.heads[verb]] < 0):
        return None
    head = view.heads[verb]
    speaks = _has_own_subject(view, verb) or is_inverted(view, verb)
    if view.deps[verb] == "parataxis" and head != verb and speaks and entry.lemma not in _ASIDES:
        if head > verb:
            after = clause_after(view, verb, head)
            return Found((after,), "verb_juxtaposed", sense) if after else None
        insert = _insert(view, verb)
        spans = clause_in_front(view, verb, insert) if is_set_off(view, insert[0], sense) else ()
        is_label = len(spans) == 1 and " " not in view.text[spans[0].start_char : spans[0].end_char]
        return Found(spans, "verb_juxtaposed", sense) if spans and not is_label else None
    for child in children(view, verb, "parataxis"):
        between = view.words[verb + 1 : edges(view, child)[0] + 1]
        if child > verb and (":" in between or "," in between or view.quote[child] >= 0):
            span = clause_after(view, verb, child)
            return Found((span,), "verb_juxtaposed", sense) if span else None
    return None


def _is_in_object(view: PartView, verb: int, token: int) -> bool:
    """ "Gave a chance that": the noun before "that" is what the verb does something to."""
    node = token
    for _ in range(6):
        if view.heads[node] == verb:
            is_said = view.words[token] in DAYS or view.words[token] in load_lexicon().nouns
            return view.deps[node] == "obj" and not is_said
        if view.heads[node] == node:
            return False
        node = view.heads[node]
    return False


def _has_own_subject(view: PartView, verb: int) -> bool:
    """Whether a subject hangs on the verb itself."""
    return bool(children(view, verb, "nsubj"))
