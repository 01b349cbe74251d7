"""The source of a verb: its subject or agent, expanded to titles and appositions.

The parse gives the noun; the words around it are taken by word order, because parsers fail most often on names with an
apposition between commas.
"""

from __future__ import annotations

from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import DAYS, RELATIVES, antecedent_of, children, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_NOMINAL = frozenset(["NOUN", "PROPN", "DET", "ADJ", "NUM", "PART", "ADP", "CCONJ", "PRON", "SYM", "ADV"])
_MAX_APPOSITION = 28
_TITLES = frozenset(["mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sen.", "rep.", "gov.", "gen.", "sir"])
_NO_APPOSITION = frozenset(["who", "which", "and", "but", "in", "on", "at", "as", "with", "for", "by"])


def make_source(tokens: TokenArrays, verb: int, subject: int, passive: bool) -> tuple[Span | None, Span | None]:
    """The source and, if it is a relative pronoun, its antecedent."""
    if passive:
        agents = [child for child in children(tokens, verb, "obl", "obl:agent") if has_case(tokens, child, "by")]
        if not agents:
            return None, None
        case = next(case for case in children(tokens, agents[0], "case") if tokens.words[case] == "by")
        span = noun_span(tokens, agents[0])
        return (trim_start(tokens, span, case + 1) if span else None), None
    entry = load_lexicon().verbs[tokens.words[verb]]
    if is_inverted(tokens, verb) and not children(tokens, verb, "nsubj"):
        return find_source_by_word_order(tokens, verb), None
    if subject > verb and entry.lemma in load_lexicon().addressed and tokens.quote[verb - 1 if verb else 0] < 0:
        # "X told Y that": the parser has taken the addressee for the speaker.
        return find_source_by_word_order(tokens, verb), None
    if subject < 0:
        if entry.senses[0].kind == "believe" and tokens.words[verb].endswith("ing"):
            return None, None
        return find_source_by_word_order(tokens, verb), None
    noun = antecedent_of(tokens, subject)
    if noun >= 0:
        relative = tokens.heads[subject]
        return span_of(tokens, subject, subject + 1), noun_span(tokens, noun, without=(relative,))
    cases = [case for case in children(tokens, subject, "case") if case < subject]
    if cases and cases[0] > 0 and tokens.pos[cases[0] - 1] == "NOUN" and tokens.quote[cases[0] - 1] < 0:
        # "Senior officers from the fifth brigade warned": the parser has taken the brigade for the subject.
        head, inner = noun_span(tokens, cases[0] - 1), noun_span(tokens, subject)
        if head is not None and inner is not None:
            return Span(head.start_char, max(head.end_char, inner.end_char)), None
    own_clause = [
        child
        for child in tokens.children[subject]
        if subtree_bounds(tokens, child)[0] <= verb < subtree_bounds(tokens, child)[1]
    ]
    return noun_span(tokens, subject, without=own_clause), None


def is_inverted(tokens: TokenArrays, verb: int) -> bool:
    """ "..., said the bank." where the parser takes the speaker for the addressee."""
    after = children(tokens, verb, "iobj", "obj")
    return (
        bool(after) and verb > 0 and tokens.words[verb - 1] == "," and tokens.words[verb].endswith(("aid", "ed", "ys"))
    )


def find_source_by_word_order(tokens: TokenArrays, verb: int) -> Span | None:
    """The words before a finite verb, or after one that follows a quotation, where the parse has no subject."""
    low, high = tokens.segment_bounds(verb)
    if tokens.words[verb].endswith("ing"):
        subjects = [t for t in range(max(low, verb - 40), verb) if tokens.deps[t] == "nsubj" and tokens.quote[t] < 0]
        return noun_span(tokens, subjects[-1]) if subjects and tokens.words[subjects[-1]] not in RELATIVES else None
    for token in range(verb - 1, max(low, verb - 40), -1):
        # The subject of another verb that ends just before this one: the parser has attached it too high.
        if (
            tokens.deps[token] == "nsubj"
            and tokens.quote[token] < 0
            and verb - subtree_bounds(tokens, token)[1] in (0, 1)
        ):
            return noun_span(tokens, token)
    if verb > low and tokens.words[verb - 1] == "," and verb + 2 < high and tokens.pos[verb + 1] in ("DET", "PROPN"):
        ends = verb + 1
        while ends < high and tokens.pos[ends] in ("DET", "PROPN", "NOUN", "ADJ"):
            ends += 1
        if tokens.words[ends - 1] not in DAYS and (ends == high or tokens.words[ends] in (",", ".")):
            return span_of(tokens, verb + 1, ends)
    previous = verb - 1
    while previous > low and (tokens.pos[previous] in ("AUX", "ADV", "PART") or tokens.words[previous] == ","):
        previous -= 1
    if previous >= low and tokens.quote[previous] < 0 and tokens.pos[previous] in ("NOUN", "PROPN", "PRON"):
        first = previous
        while (
            first > low
            and verb - first < 16
            and tokens.quote[first - 1] < 0
            and (
                tokens.pos[first - 1] in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PART")
                or tokens.words[first - 1] in ("of", "for")
            )
        ):
            first -= 1
        return span_of(tokens, first, previous + 1)
    if verb + 1 < high and tokens.pos[verb + 1] in ("NOUN", "PROPN", "DET", "ADJ", "PRON"):
        last = verb + 1
        while (
            last < high
            and last - verb < 16
            and tokens.quote[last] < 0
            and (
                tokens.pos[last] in ("NOUN", "PROPN", "DET", "ADJ", "NUM", "PRON")
                or tokens.words[last] in ("of", "for", "the")
            )
        ):
            last += 1
        follows = previous < 0 or tokens.quote[previous] >= 0 or tokens.words[verb - 1] == ","
        return span_of(tokens, verb + 1, last) if follows else None
    return None


def trim_start(tokens: TokenArrays, span: Span, token: int) -> Span | None:
    """The part of a span from a token on; None if nothing is left."""
    start = max(span.start_char, tokens.starts[token]) if token < len(tokens.starts) else span.end_char
    return Span(start, span.end_char) if start < span.end_char else None


def has_case(tokens: TokenArrays, noun: int, *words: str) -> bool:
    """Whether one of the words is the noun's case marker."""
    return any(tokens.words[case] in words for case in children(tokens, noun, "case"))


def expand_source(tokens: TokenArrays, span: Span | None, verb: int) -> Span | None:
    """The span with the title before it and an adjacent apposition ("His manager, Jeff Weaver, said")."""
    if span is None:
        return None
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    if last <= first or (tokens.pos[last - 1] == "PRON" and last - first == 1):
        return span
    low, high = tokens.segment_bounds(verb)
    roles = load_lexicon().words["person_roles"]
    while first > low and tokens.quote[first - 1] < 0 and tokens.words[first - 1] not in DAYS:
        is_title = (
            tokens.pos[first - 1] == "PROPN" or tokens.words[first - 1] in roles or tokens.words[first - 1] in _TITLES
        )
        if not is_title or "\n" in tokens.text[tokens.ends[first - 1] : tokens.starts[first]]:
            break
        first -= 1
    while first - 2 >= low and tokens.words[first - 1] == "-" and tokens.starts[first] == tokens.ends[first - 1]:
        first -= 2
    first = _before_joined(tokens, first, low)
    if last <= verb:
        last = _after_prepositional_phrase(tokens, last, verb)
        last = _after_apposition(tokens, _after_role(tokens, first, last, verb), verb)
        first = _before_apposition(tokens, first, last, low, verb)
    elif first > verb:
        while last < high and tokens.pos[last - 1] == tokens.pos[last] == "PROPN" and tokens.quote[last] < 0:
            last += 1
        last = _closing_apposition(tokens, last, high)
    while last + 1 < high and tokens.words[last] == "-" and tokens.ends[last - 1] == tokens.starts[last]:
        last += 2
    widened = span_of(tokens, first, last)
    return widened if widened and widened.start_char <= span.start_char and span.end_char <= widened.end_char else span


def _after_prepositional_phrase(tokens: TokenArrays, last: int, verb: int) -> int:
    """ "A letter | from the regulator states": the end of a phrase before the verb, wherever it is attached."""
    stop = verb
    while stop > last and tokens.pos[stop - 1] in ("AUX", "ADV", "PART"):
        stop -= 1
    if not 1 < stop - last < 9 or tokens.words[last] not in ("from", "of", "for", "at", "by", "in"):
        return last
    return stop if all(tokens.pos[t] in _NOMINAL and tokens.quote[t] < 0 for t in range(last, stop)) else last


def _is_nominal(tokens: TokenArrays, first: int, last: int) -> bool:
    """Whether tokens can be an apposition: they begin like a noun phrase and contain no verb."""
    if first >= last or tokens.words[first] in _NO_APPOSITION:
        return False
    begins = tokens.pos[first] in ("DET", "NOUN", "PROPN", "NUM", "ADJ", "PRON")
    inside = range(first, last)
    return begins and all(
        tokens.quote[t] < 0 and (tokens.pos[t] in _NOMINAL or tokens.words[t] in (",", "’s", "'s", "-")) for t in inside
    )


def _before_joined(tokens: TokenArrays, first: int, low: int) -> int:
    """ "The River and Tides Authority said": the start of the names that open the sentence and are joined by "and"."""
    if first - 2 < low or tokens.words[first - 1] not in ("and", "&") or tokens.pos[first] != "PROPN":
        return first
    start = first - 1
    while start > low and tokens.pos[start - 1] == "PROPN" and tokens.quote[start - 1] < 0:
        start -= 1
    if start == first - 1:
        return first
    if start > low and tokens.words[start - 1] == "the":
        start -= 1
    return start if start == low else first


def _after_role(tokens: TokenArrays, first: int, last: int, verb: int) -> int:
    """ "Pollster Jo Lind said", "The chief at the time, Jo Lind, said": the end of the name before the verb."""
    if tokens.pos[last - 1] == "PROPN":
        return last
    stop = verb
    while stop > last and (tokens.pos[stop - 1] in ("AUX", "ADV", "PART") or tokens.words[stop - 1] == ","):
        stop -= 1
    start = stop
    while start > last and tokens.pos[start - 1] == "PROPN" and tokens.words[start - 1] not in DAYS:
        start -= 1
    between = tokens.words[last:start]
    follows = not between or (tokens.words[start - 1] == "," and _is_nominal_gap(tokens, last, start - 1))
    return stop if start < stop and len(between) < 10 and follows else last


def _is_nominal_gap(tokens: TokenArrays, first: int, last: int) -> bool:
    """Whether tokens can come between a role and its name: nouns and prepositions, no further comma."""
    return all(
        tokens.pos[t] in _NOMINAL and tokens.quote[t] < 0 and tokens.words[t] != "and" for t in range(first, last)
    )


def _after_apposition(tokens: TokenArrays, last: int, verb: int) -> int:
    """ "Murphy, the head of the union, said": the end of the apposition between name and verb."""
    stop = verb
    while stop > last and (tokens.pos[stop - 1] in ("AUX", "ADV", "PART")):
        stop -= 1
    between = stop - last
    if between < 3 or between > _MAX_APPOSITION or tokens.words[last] != "," or tokens.words[stop - 1] != ",":
        return last
    return stop - 1 if _is_nominal(tokens, last + 1, stop - 1) else last


def _before_apposition(tokens: TokenArrays, first: int, last: int, low: int, verb: int) -> int:
    """ "His manager, Jeff Weaver, said": the start of the noun phrase before the name."""
    closes = last < len(tokens.words) and tokens.words[last] == ","
    if not closes or first - 1 <= low or tokens.words[first - 1] != "," or verb - last > 4:
        return first
    start = first - 1
    while start > low and first - start < 14 and tokens.pos[start - 1] in _NOMINAL and tokens.quote[start - 1] < 0:
        start -= 1
    while start < first - 1 and tokens.pos[start] in ("CCONJ", "ADV", "ADP"):
        start += 1
    named = any(tokens.pos[token] == "PROPN" for token in range(start, last))
    return start if named and _is_nominal(tokens, start, first - 1) else first


def _closing_apposition(tokens: TokenArrays, last: int, high: int) -> int:
    """ "..., said Maria Lopez, the head of the union.": the end of the apposition after the name."""
    if (
        last >= high
        or tokens.words[last] != ","
        or last + 1 >= high
        or tokens.pos[last + 1] not in ("DET", "NUM", "NOUN")
    ):
        return last
    stop = last + 1
    while stop < high and tokens.words[stop] not in (",", ".", ";", "—", "–") and stop - last < _MAX_APPOSITION:
        stop += 1
    return stop if _is_nominal(tokens, last + 1, stop) and stop - last > 2 else last
