"""Reporters set off by commas that the parser attaches wrongly: "..., records show", "as Ms Lind noted, ...".

Found by word order around the verb, so that a noun tag on "show" or a subject given to another verb does no harm.
"""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.clauses import find_fronted_clause
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.headlines import find_headline_end
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import DAYS, span_of
from broadsheet.records import Span

_MAX_SOURCE = 16
_LEAST_CONTENT = 4
_MAX_OCCASION = 9
_OCCASION = frozenset(["ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON", "PART"])
_LEAST_HEADLINE = 3
_MAX_HEADLINE_SOURCE = 6
_NOMINAL = frozenset(["NOUN", "PROPN", "ADJ", "ADP", "NUM"])
_ENDS = frozenset([".", ",", ";", "!", "?"])
_SPEECH = frozenset(["report", "assert", "document", "warn"])
_FINITE = frozenset(["VERB", "AUX"])
_BEFORE_VERB = frozenset(
    [
        "also",
        "has",
        "have",
        "had",
        "then",
        "later",
        "recently",
        "himself",
        "herself",
        "first",
        "once",
        "previously",
        "earlier",
    ]
)
# Participles inside a source: "records compiled by the union show".
_PARTICIPLES = ("ed", "en", "seen", "by")
_WRITER = frozenset(["i", "we", "you", "it", "this", "that"])


def find_reporter(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> Attribution | None:
    """The attribution of a verb whose clause is set off by commas; None for any other verb."""
    sense = lexicon.verbs[tokens.words[verb]].sense("that")
    is_speech = sense is not None and sense.kind in _SPEECH and not tokens.words[verb].endswith("ing")
    if sense is None or not is_speech or tokens.quote[verb] >= 0:
        return None
    found = _find_as_clause(tokens, sense, verb)
    if found is not None:
        return found
    if not _ends_clause(tokens, verb):
        return _find_headline_end(tokens, sense, verb)
    # "Figures from the May | report": a noun.
    is_noun = tokens.words[verb] == sense.lemma and tokens.pos[verb - 1] == "PROPN"
    return None if is_noun else _find_document(tokens, lexicon, sense, verb)


def _ends_clause(tokens: TokenArrays, verb: int) -> bool:
    """Whether nothing but a day or a short time follows a verb before punctuation or the end."""
    high = tokens.segment_bounds(verb)[1]
    following = tokens.words[verb + 1 : min(high, verb + 5)]
    end = next((index for index, word in enumerate(following) if word in _ENDS), len(following))
    if end == len(following) and verb + 1 + end < high:
        return False
    return end == 0 or bool(DAYS.intersection(following[:end]))


def _find_as_clause(tokens: TokenArrays, sense: Cue, verb: int) -> Attribution | None:
    """ "As another study noted, the average age was 18", "the wall was, as Ms Lind noted, never checked"."""
    low, high = tokens.segment_bounds(verb)
    mark, end = _find_as(tokens, verb, low), _find_occasion_end(tokens, verb, high)
    if mark < 0 or end < 0 or _is_own_aside(tokens, mark, verb) or "," in tokens.words[mark:verb]:
        return None
    source = _make_source(tokens, mark + 1, verb)
    is_behind = _opens(tokens, mark, low)
    spans = _find_after_comma(tokens, end, high) if is_behind else find_fronted_clause(tokens, verb, (mark, end))
    return _make(tokens, sense, source, spans, verb, "order_as") if source else None


def _find_as(tokens: TokenArrays, verb: int, low: int) -> int:
    """The "as" before a verb that opens the sentence or is set off; -1 if there is none."""
    mark = next((t for t in range(verb - 1, max(low - 1, verb - _MAX_SOURCE), -1) if tokens.words[t] == "as"), -1)
    is_set_off = mark > low and tokens.words[mark - 1] in (",", "—", "–")
    return mark if mark >= 0 and (is_set_off or _opens(tokens, mark, low)) else -1


def _opens(tokens: TokenArrays, mark: int, low: int) -> bool:
    """Whether a word opens its sentence, or the bracket that does."""
    return mark == low or (mark == low + 1 and tokens.words[low] == "(")


def _find_occasion_end(tokens: TokenArrays, verb: int, high: int) -> int:
    """ "As Ms Lind noted | at the time|,", "wrote | in her memoir|,": where a clause ends that says when and where.

    -1 where it says something else.
    """
    if _ends_clause(tokens, verb):
        return verb + 1
    after = range(verb + 1, min(high, verb + _MAX_OCCASION))
    end = next((token for token in after if tokens.words[token] in _ENDS), -1)
    is_occasion = end > verb + 1 and tokens.pos[verb + 1] == "ADP" and tokens.pos[verb] == "VERB"
    is_phrase = is_occasion and all(tokens.pos[token] in _OCCASION for token in range(verb + 1, end))
    return end if is_phrase and tokens.words[end] == "," else -1


def _is_own_aside(tokens: TokenArrays, mark: int, verb: int) -> bool:
    """ "As I said", "as the name suggests"."""
    is_of_name = tokens.words[verb - 1] in load_frames().words["generic.names"]
    return tokens.words[mark + 1] in _WRITER or is_of_name


def _find_after_comma(tokens: TokenArrays, verb: int, high: int) -> tuple[Span, ...]:
    """The rest of a segment behind the comma that closes a clause in front."""
    comma = next((t for t in range(verb, min(high, verb + 6)) if tokens.words[t] == ","), -1)
    span = span_of(tokens, comma + 1, high) if comma > 0 else None
    return (span,) if span else ()


def _find_document(tokens: TokenArrays, lexicon: Lexicon, sense: Cue, verb: int) -> Attribution | None:
    """ "The bank paid twice, records show": a document between a comma and the verb, after a clause."""
    low = max(tokens.segment_bounds(verb)[0], verb - _MAX_SOURCE)
    comma = next((t for t in range(verb - 1, low, -1) if tokens.words[t] == "," or tokens.quote[t] >= 0), -1)
    if comma < 0 or tokens.quote[comma] >= 0 or comma + 1 == verb:
        return None
    inside = range(comma + 1, verb)
    head = next((t for t in reversed(inside) if tokens.words[t] in lexicon.words["document"]), -1)
    source = _make_source(tokens, comma + 1, verb) if head >= 0 else None
    segment = tokens.segment_bounds(verb)[0]
    if source is None or tokens.pos[comma + 1] in ("CCONJ", "SCONJ", "ADP") or tokens.pos[segment] == "SCONJ":
        return None
    spans = find_fronted_clause(tokens, verb, (comma + 1, verb + 1))
    return _make(tokens, sense, source, spans, verb, "order_document")


def _find_headline_end(tokens: TokenArrays, sense: Cue, verb: int) -> Attribution | None:
    """ "Toll will double, says council": a headline that ends with the verb and a noun without an article."""
    low, high = tokens.segment_bounds(verb)
    if tokens.starts[verb] >= find_headline_end(tokens):
        return None
    while high > verb and not tokens.words[high - 1].strip():
        high -= 1
    first = verb + 1
    if verb - low <= _LEAST_HEADLINE or not 1 <= high - first <= _MAX_HEADLINE_SOURCE:
        return None
    is_nominal = all(tokens.pos[token] in _NOMINAL or tokens.words[token] == "-" for token in range(first, high))
    if not is_nominal or tokens.words[verb - 1] != "," or "quote" not in sense.frames:
        return None
    source, cue = span_of(tokens, first, high), tokens.span(verb, first)
    spans = find_fronted_clause(tokens, verb, (verb, high))
    return Attribution(source, cue, spans, "order_headline", sense, cue_token=verb) if spans else None


def _make_source(tokens: TokenArrays, first: int, verb: int) -> Span | None:
    """The words up to the verb, if they are a noun phrase with at most participles in it."""
    last = verb
    while last > first and (tokens.words[last - 1] in _BEFORE_VERB or tokens.pos[last - 1] == "ADV"):
        last -= 1
    verbs = [t for t in range(first, last) if tokens.pos[t] in _FINITE and not tokens.words[t].endswith(_PARTICIPLES)]
    has_clause = any(tokens.deps[t] == "nsubj" and tokens.pos[t] == "PRON" for t in range(first + 1, last))
    has_noun = any(tokens.pos[t] in ("NOUN", "PROPN", "PRON") for t in range(first, last))
    return span_of(tokens, first, last) if has_noun and not verbs and not has_clause else None


def _make(
    tokens: TokenArrays, sense: Cue, source: Span, spans: tuple[Span, ...], verb: int, rule: str
) -> Attribution | None:
    covered = [t for span in spans for t in range(tokens.token_at(span.start_char), tokens.token_after(span.end_char))]
    if len(covered) < _LEAST_CONTENT or not any(tokens.pos[t] in _FINITE for t in covered):
        return None
    cue = tokens.span(tokens.token_after(source.end_char), verb + 1)
    return Attribution(source, cue, spans, rule, sense, cue_token=verb)
