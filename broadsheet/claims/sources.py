"""Which words name the source of a verb: its subject or agent, widened to titles and appositions.

The tree gives the noun; the words around it are taken by order, because names with an apposition between commas are
where trees fail most.
"""

from __future__ import annotations

from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.tree import DAYS, RELATIVES, antecedent_of, children, edges, noun_span, span_of
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_NOMINAL = frozenset(["NOUN", "PROPN", "DET", "ADJ", "NUM", "PART", "ADP", "CCONJ", "PRON", "SYM", "ADV"])
_MAX_APPOSITION = 28
_TITLES = frozenset(["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sen.", "rep.", "gov.", "gen.", "sir"])
_NO_APPOSITION = frozenset(["who", "which", "and", "but", "in", "on", "at", "as", "with", "for", "by"])


def make_source(view: PartView, verb: int, subject: int, passive: bool) -> tuple[Span | None, Span | None]:
    """Source and, for a relative pronoun, the words it stands for."""
    if passive:
        agents = [child for child in children(view, verb, "obl", "obl:agent") if has_case(view, child, "by")]
        if not agents:
            return None, None
        case = next(case for case in children(view, agents[0], "case") if view.words[case] == "by")
        span = noun_span(view, agents[0])
        return (trim_start(view, span, case + 1) if span else None), None
    entry = load_lexicon().verbs[view.words[verb]]
    if is_inverted(view, verb) and not children(view, verb, "nsubj"):
        return find_source_by_order(view, verb), None
    if subject > verb and entry.lemma in load_lexicon().addressed and view.quote[verb - 1 if verb else 0] < 0:
        # "X told Y that": the tree has taken the one addressed for the speaker.
        return find_source_by_order(view, verb), None
    if subject < 0:
        if entry.senses[0].kind == "believe" and view.words[verb].endswith("ing"):
            return None, None
        return find_source_by_order(view, verb), None
    noun = antecedent_of(view, subject)
    if noun >= 0:
        relative = view.heads[subject]
        return span_of(view, subject, subject + 1), noun_span(view, noun, without=(relative,))
    cases = [case for case in children(view, subject, "case") if case < subject]
    if cases and cases[0] > 0 and view.pos[cases[0] - 1] == "NOUN" and view.quote[cases[0] - 1] < 0:
        # "Senior officers from the fifth brigade warned": the tree has taken the brigade for the subject.
        head, inner = noun_span(view, cases[0] - 1), noun_span(view, subject)
        if head is not None and inner is not None:
            return Span(head.start_char, max(head.end_char, inner.end_char)), None
    own_clause = [child for child in view.children[subject] if edges(view, child)[0] <= verb < edges(view, child)[1]]
    return noun_span(view, subject, without=own_clause), None


def is_inverted(view: PartView, verb: int) -> bool:
    """ "..., said the bank." where the tree takes the speaker for the one addressed."""
    after = children(view, verb, "iobj", "obj")
    return bool(after) and verb > 0 and view.words[verb - 1] == "," and view.words[verb].endswith(("aid", "ed", "ys"))


def find_source_by_order(view: PartView, verb: int) -> Span | None:
    """The words before a finite verb, or after one that follows a quotation, where the tree names no subject."""
    low, high = view.cell_bounds(verb)
    if view.words[verb].endswith("ing"):
        subjects = [t for t in range(max(low, verb - 40), verb) if view.deps[t] == "nsubj" and view.quote[t] < 0]
        return noun_span(view, subjects[-1]) if subjects and view.words[subjects[-1]] not in RELATIVES else None
    for token in range(verb - 1, max(low, verb - 40), -1):
        # The subject of another verb that ends just before this one: the tree has hung it too high.
        if view.deps[token] == "nsubj" and view.quote[token] < 0 and verb - edges(view, token)[1] in (0, 1):
            return noun_span(view, token)
    if verb > low and view.words[verb - 1] == "," and verb + 2 < high and view.pos[verb + 1] in ("DET", "PROPN"):
        ends = verb + 1
        while ends < high and view.pos[ends] in ("DET", "PROPN", "NOUN", "ADJ"):
            ends += 1
        if view.words[ends - 1] not in DAYS and (ends == high or view.words[ends] in (",", ".")):
            return span_of(view, verb + 1, ends)
    previous = verb - 1
    while previous > low and (view.pos[previous] in ("AUX", "ADV", "PART") or view.words[previous] == ","):
        previous -= 1
    if previous >= low and view.quote[previous] < 0 and view.pos[previous] in ("NOUN", "PROPN", "PRON"):
        first = previous
        while (
            first > low
            and verb - first < 16
            and view.quote[first - 1] < 0
            and (
                view.pos[first - 1] in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PART")
                or view.words[first - 1] in ("of", "for")
            )
        ):
            first -= 1
        return span_of(view, first, previous + 1)
    if verb + 1 < high and view.pos[verb + 1] in ("NOUN", "PROPN", "DET", "ADJ", "PRON"):
        last = verb + 1
        while (
            last < high
            and last - verb < 16
            and view.quote[last] < 0
            and (
                view.pos[last] in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PRON")
                or view.words[last] in ("of", "for", "the")
            )
        ):
            last += 1
        follows = previous < 0 or view.quote[previous] >= 0 or view.words[verb - 1] == ","
        return span_of(view, verb + 1, last) if follows else None
    return None


def trim_start(view: PartView, span: Span, token: int) -> Span | None:
    """The span from a token on; None where nothing is left."""
    start = max(span.start_char, view.starts[token]) if token < len(view.starts) else span.end_char
    return Span(start, span.end_char) if start < span.end_char else None


def has_case(view: PartView, noun: int, *words: str) -> bool:
    return any(view.words[case] in words for case in children(view, noun, "case"))


def widen_source(view: PartView, span: Span | None, verb: int) -> Span | None:
    """The span with the title before it and the apposition beside it ("His manager, Jeff Weaver, said")."""
    if span is None:
        return None
    first, last = view.token_at(span.start_char), view.token_after(span.end_char)
    if last <= first or (view.pos[last - 1] == "PRON" and last - first == 1):
        return span
    low, high = view.cell_bounds(verb)
    roles = load_lexicon().words["person_roles"]
    while first > low and view.quote[first - 1] < 0 and view.words[first - 1] not in DAYS:
        is_title = view.pos[first - 1] == "PROPN" or view.words[first - 1] in roles or view.words[first - 1] in _TITLES
        if not is_title or "\n" in view.text[view.ends[first - 1] : view.starts[first]]:
            break
        first -= 1
    while first - 2 >= low and view.words[first - 1] == "-" and view.starts[first] == view.ends[first - 1]:
        first -= 2
    first = _before_joined(view, first, low)
    if last <= verb:
        last = _behind_phrase(view, last, verb)
        last = _after_apposition(view, _after_role(view, first, last, verb), verb)
        first = _before_apposition(view, first, last, low, verb)
    elif first > verb:
        while last < high and view.pos[last - 1] == view.pos[last] == "PROPN" and view.quote[last] < 0:
            last += 1
        last = _closing_apposition(view, last, high)
    while last + 1 < high and view.words[last] == "-" and view.ends[last - 1] == view.starts[last]:
        last += 2
    widened = span_of(view, first, last)
    return widened if widened and widened.start_char <= span.start_char and span.end_char <= widened.end_char else span


def _behind_phrase(view: PartView, last: int, verb: int) -> int:
    """ "A letter | from the regulator states": the end of a phrase up to the verb that the tree has hung elsewhere."""
    stop = verb
    while stop > last and view.pos[stop - 1] in ("AUX", "ADV", "PART"):
        stop -= 1
    if not 1 < stop - last < 9 or view.words[last] not in ("from", "of", "for", "at", "by", "in"):
        return last
    return stop if all(view.pos[t] in _NOMINAL and view.quote[t] < 0 for t in range(last, stop)) else last


def _is_nominal(view: PartView, first: int, last: int) -> bool:
    """A stretch that can be an apposition: it begins like a noun phrase, and no verb of its own stands in it."""
    if first >= last or view.words[first] in _NO_APPOSITION:
        return False
    begins = view.pos[first] in ("DET", "NOUN", "PROPN", "NUM", "ADJ", "PRON")
    inside = range(first, last)
    return begins and all(
        view.quote[t] < 0 and (view.pos[t] in _NOMINAL or view.words[t] in (",", "’s", "'s", "-")) for t in inside
    )


def _before_joined(view: PartView, first: int, low: int) -> int:
    """ "The River and Tides Authority said": the start of the names that open the sentence and are joined by "and"."""
    if first - 2 < low or view.words[first - 1] not in ("and", "&") or view.pos[first] != "PROPN":
        return first
    start = first - 1
    while start > low and view.pos[start - 1] == "PROPN" and view.quote[start - 1] < 0:
        start -= 1
    if start == first - 1:
        return first
    if start > low and view.words[start - 1] == "the":
        start -= 1
    return start if start == low else first


def _after_role(view: PartView, first: int, last: int, verb: int) -> int:
    """ "Pollster Jo Lind said", "The chief at the time, Jo Lind, said": the end of the name before the verb."""
    if view.pos[last - 1] == "PROPN":
        return last
    stop = verb
    while stop > last and (view.pos[stop - 1] in ("AUX", "ADV", "PART") or view.words[stop - 1] == ","):
        stop -= 1
    start = stop
    while start > last and view.pos[start - 1] == "PROPN" and view.words[start - 1] not in DAYS:
        start -= 1
    between = view.words[last:start]
    follows = not between or (view.words[start - 1] == "," and _is_nominal_gap(view, last, start - 1))
    return stop if start < stop and len(between) < 10 and follows else last


def _is_nominal_gap(view: PartView, first: int, last: int) -> bool:
    """Words that may stand between a role and its name: nouns and prepositions, no further comma."""
    return all(view.pos[t] in _NOMINAL and view.quote[t] < 0 and view.words[t] != "and" for t in range(first, last))


def _after_apposition(view: PartView, last: int, verb: int) -> int:
    """ "Murphy, the head of the union, said": the end of the apposition between name and verb."""
    stop = verb
    while stop > last and (view.pos[stop - 1] in ("AUX", "ADV", "PART")):
        stop -= 1
    between = stop - last
    if between < 3 or between > _MAX_APPOSITION or view.words[last] != "," or view.words[stop - 1] != ",":
        return last
    return stop - 1 if _is_nominal(view, last + 1, stop - 1) else last


def _before_apposition(view: PartView, first: int, last: int, low: int, verb: int) -> int:
    """ "His manager, Jeff Weaver, said": the start of the noun phrase before the name."""
    closes = last < len(view.words) and view.words[last] == ","
    if not closes or first - 1 <= low or view.words[first - 1] != "," or verb - last > 4:
        return first
    start = first - 1
    while start > low and first - start < 14 and view.pos[start - 1] in _NOMINAL and view.quote[start - 1] < 0:
        start -= 1
    while start < first - 1 and view.pos[start] in ("CCONJ", "ADV", "ADP"):
        start += 1
    named = any(view.pos[token] == "PROPN" for token in range(start, last))
    return start if named and _is_nominal(view, start, first - 1) else first


def _closing_apposition(view: PartView, last: int, high: int) -> int:
    """ "..., said Maria Lopez, the head of the union.": the end of the apposition after the name."""
    if last >= high or view.words[last] != "," or last + 1 >= high or view.pos[last + 1] not in ("DET", "NUM", "NOUN"):
        return last
    stop = last + 1
    while stop < high and view.words[stop] not in (",", ".", ";", "—", "–") and stop - last < _MAX_APPOSITION:
        stop += 1
    return stop if _is_nominal(view, last + 1, stop) and stop - last > 2 else last
