"""Attributions whose cue is a fixed phrase: "according to ...", "in the words of ...", in front, between or after."""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue
from broadsheet.claims.tree import children, cut_out, edges, span_of
from broadsheet.claims.view import PartView
from broadsheet.records import Span


def find_phrase_attribution(view: PartView, words: tuple[str, ...], sense: Cue, token: int) -> Attribution | None:
    """ "According to X, ..." in front, between or after; `token` is the first word of the phrase."""
    after = token + len(words)
    noun = _complement(view, token, after)
    if noun < 0:
        return None
    hole_end = min(max(edges(view, noun)[1], after + 1), len(view.words))
    low, high = view.sentence_bounds(token)
    source_end = _after_apposition(view, _end_of_source(view, noun, after, hole_end), high)
    source = span_of(view, after, source_end)
    if source is None:
        return None
    content = _content_around(view, noun, (low, high), token, max(hole_end, view.token_after(source.end_char)))
    if not content:
        return None
    return Attribution(source, view.span(token, after), content, "according_to", sense, cue_token=token)


def _complement(view: PartView, token: int, after: int) -> int:
    """The noun that the phrase governs, whichever of the usual analyses the tree has."""
    for node in (token, after - 1):
        if view.heads[node] >= after:
            return view.heads[node]
    for node in (token, after - 1):
        for child in view.children[node]:
            if child >= after and view.pos[child] in ("NOUN", "PROPN", "PRON", "NUM", "X"):
                return child
    return -1


def _end_of_source(view: PartView, noun: int, after: int, end: int) -> int:
    for child in view.children[noun]:
        start = edges(view, child)[0]
        if (
            child > noun
            and view.deps[child] in ("parataxis", "conj", "advcl")
            and view.words[start] in (",", "but", ";")
        ):
            return start
    return min(end, after + 40)


def _after_apposition(view: PartView, end: int, high: int) -> int:
    """ "According to Reed, a club that runs the pier, ...": the end of the words between commas that say who it is."""
    end = end - 1 if view.words[end - 1] == "," else end
    if end + 2 >= high or view.words[end] != "," or view.words[end + 1] not in ("a", "an", "the", "its", "his", "her"):
        return end
    stop = next((t for t in range(end + 2, min(high, end + 28)) if view.words[t] == ","), -1)
    subjects = [t for t in range(end + 1, max(stop, 0)) if view.deps[t].startswith("nsubj")]
    has_clause = any(not view.deps[view.heads[t]].startswith("acl") and view.heads[t] < stop for t in subjects)
    after = range(stop + 1, min(high, stop + 15))
    goes_on = any(view.deps[t].startswith("nsubj") for t in after)
    return stop if stop > 0 and not has_clause and goes_on else end


def _climb(view: PartView, head: int, goes_on: bool) -> int:
    """From the verb that the phrase hangs on to that of the whole statement: a phrase at the end covers all of it."""
    steps = (
        ("xcomp", "acl") if goes_on else ("xcomp", "acl", "advcl", "acl:relcl", "conj", "ccomp", "nmod", "obj", "obl")
    )
    for _ in range(6):
        if view.deps[head] not in steps or view.heads[head] == head:
            break
        head = view.heads[head]
    return head


def _content_around(view: PartView, noun: int, sentence: tuple[int, int], first: int, last: int) -> tuple[Span, ...]:
    """What is said, without the phrase: the clause it hangs on, or what stands before or after it in the sentence."""
    low, high = sentence
    head = _climb(view, view.heads[noun], last < high - 2)
    start, end = (low, high) if head == noun else edges(view, head)
    if (
        head != noun
        and view.pos[head] not in ("VERB", "AUX")
        and not children(view, head, "cop", "nsubj", "nsubj:pass")
    ):
        start, end = low, high
    start, end = max(low, start), min(high, end)
    for child in view.children[head] if head != noun else ():
        child_start, child_end = edges(view, child)
        own = children(view, child, "cc") and children(view, child, "nsubj", "nsubj:pass")
        if view.deps[child] == "conj" and child_start >= last and own:
            end = min(end, child_start)
        if view.deps[child] in ("cc", "parataxis") and child_end <= first and child_start <= start + 1:
            start = max(start, child_end)
    spans = list(cut_out(view, start, end, [(first, last)]))
    return tuple(spans) if spans else tuple(cut_out(view, low, high, [(first, last)]))
