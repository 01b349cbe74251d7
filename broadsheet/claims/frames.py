"""What a verb says without a clause: infinitives, prepositional phrases, objects, and the passive."""

from __future__ import annotations

from broadsheet.claims.doubts import can_speak
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.said import Found, find_clause, find_that
from broadsheet.claims.sources import has_case
from broadsheet.claims.tree import children, edges, find_subject, noun_span, span_of
from broadsheet.claims.view import PartView

_COMPLEMENTS = ("obj", "iobj", "xcomp", "ccomp", "obl", "advcl", "obl:agent")
# "Accused X of Y", "praised X for Y": the object alone says nothing.
_OF_DEEDS = frozenset(
    ["accuse", "blame", "criticise", "criticize", "praise", "condemn", "thank", "fault", "rebuke", "commend"]
)
_COMPLEMENT_CASES = frozenset(["as", "of", "for", "to"])


def find_infinitive(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    objects = children(view, verb, "obj", "iobj")
    for child in children(view, verb, "xcomp", "advcl", "ccomp"):
        if not any(view.words[mark] == "to" and view.deps[mark] in ("mark", "aux") for mark in view.children[child]):
            continue
        if child < verb or (view.deps[child] == "advcl" and not objects):
            continue
        has_object = bool(objects) and objects[0] < child
        sense = entry.sense("obj_to") if has_object else entry.sense("to")
        if sense is None or (sense.kind == "believe" and not _is_somebody(view, verb)):
            continue
        span = span_of(view, *edges(view, child))
        if span is not None and not has_object and sense.kind == "order" and _is_bare_participle(view, verb):
            return Found((span,), "verb_passive", sense, addressee=children(view, verb, "nsubj")[0], has_source=False)
        if span is not None:
            return Found((span,), "verb_infinitive", sense, addressee=objects[0] if has_object else -1)
    return None


def _is_somebody(view: PartView, verb: int) -> bool:
    """Wishes and plans count where the one who has them is named, "he" or "she", or holds an office or is a body."""
    subject = find_subject(view, verb)
    if subject < 0:
        return False
    words = load_lexicon().words
    is_office = view.words[subject] in words["person_roles"] or view.words[subject] in words["body"]
    return view.pos[subject] == "PROPN" or view.words[subject] in ("he", "she") or is_office


def _is_bare_participle(view: PartView, verb: int) -> bool:
    """ "Residents urged to stay" in a headline: somebody urges them."""
    subjects = children(view, verb, "nsubj")
    has_aux = bool(children(view, verb, "aux", "aux:pass"))
    return bool(subjects) and view.words[verb].endswith("ed") and view.deps[verb] == "root" and not has_aux


def find_preposition(view: PartView, entry: CueVerb, verb: int) -> Found | None:
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


def find_object(view: PartView, entry: CueVerb, verb: int) -> Found | None:
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
    if entry.lemma in _OF_DEEDS and view.words[last : last + 1] in (["of"], ["for"]):
        last = _end_of_deed(view, verb, last)
    if last - first == 1 and view.pos[first] == "PRON":
        return None
    if "as" in sense.frames:
        after = next((t for t in range(objects[0], min(last + 3, len(view.words))) if view.quote[t] >= 0), -1)
        if after >= 0 and view.quote[objects[0]] < 0:
            quotation = view.quotations[view.quote[after]]
            last, complement = max(last, view.token_after(quotation.end_char)), True
        if not complement:
            return None
    span = span_of(view, first, last)
    return Found((span,), "verb_object", sense, is_noun=True) if span else None


def _end_of_deed(view: PartView, verb: int, start: int) -> int:
    """ "Accused the chiefs | of selling the land": the end of the deed, wherever the tree has hung it."""
    high = view.cell_bounds(verb)[1]
    end = start + 1
    while end < min(high, start + 40) and view.words[end] not in (",", ";", ":", "—", "–", "but"):
        end += 1
    return end


def find_passive(view: PartView, entry: CueVerb, verb: int) -> Found | None:
    """ "Is said to be", "was told that", "was criticised by": the subject is content or addressee."""
    clause = find_clause(view, entry, verb) or find_that(view, entry, verb)
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
