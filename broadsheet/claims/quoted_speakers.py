"""Speakers quoted by another: "R quoted S as saying C" gives C to S, and "S as saying C" to R.

Belongs here: the active form. The passive ("S was quoted as saying C") needs no rule of its own, its subject speaks; a
source cited in passing belongs to `citations`.
"""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent, find_parenthetical
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES, antecedent_of, children, is_passive, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_REACH = 40
_OPENINGS = frozenset(["DET", "NOUN", "PROPN", "ADJ", "NUM", "PRON"])


def find_quoted_speaker(tokens: TokenArrays, verb: int) -> tuple[Span | None, Span | None] | None:
    """The object of "quoted" as the source of a verb of speech after "as", with the antecedent if it is a relative.

    None where the verb has no such frame, or "quoted" is passive. "“C,” R quoted S as saying": "quoted" itself takes S.
    """
    final = _find_final_saying(tokens, verb)
    if final >= 0:
        return _find_final_speaker(tokens, verb, _find_as(tokens, final))
    mark = _find_as(tokens, verb)
    quoter = _find_quoter(tokens, mark) if mark >= 0 else -1
    if quoter < 0 or is_passive(tokens, quoter):
        return None
    if mark > quoter + 1:
        return _quoted_phrase(tokens, quoter, mark)
    relative = next((t for t in children(tokens, quoter, "obj") if tokens.words[t] in RELATIVES), -1)
    noun = antecedent_of(tokens, relative) if relative >= 0 else -1
    return (span_of(tokens, relative, relative + 1), noun_span(tokens, noun)) if noun >= 0 else None


def _find_final_speaker(tokens: TokenArrays, quoter: int, mark: int) -> tuple[Span | None, Span | None] | None:
    """Who is quoted before a final "as saying": the object of "quoted", or the subject of "was quoted"."""
    if not is_passive(tokens, quoter):
        return _quoted_phrase(tokens, quoter, mark) if mark > quoter + 1 else None
    subjects = children(tokens, quoter, "nsubj:pass", "nsubj")
    return (noun_span(tokens, subjects[0]), None) if subjects else None


def find_quoted_speech(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "R quoted | S as saying C": what R says is that S said it."""
    if entry.lemma not in load_lexicon().quoting:
        return None
    if _find_final_saying(tokens, verb) >= 0:
        return _find_fronted_quotation(tokens, entry, verb)
    high = min(tokens.segment_bounds(verb)[1], verb + _REACH)
    saying = next((t for t in range(verb + 3, high) if _find_as(tokens, t) > verb), -1)
    if (
        saying < 0
        or _find_quoter(tokens, _find_as(tokens, saying)) != verb
        or tokens.quote[saying] != tokens.quote[verb]
    ):
        return None
    sense = entry.sense("quote", "that")
    span = span_of(tokens, verb + 1, max(subtree_bounds(tokens, saying)[1], saying + 1))
    return VerbContent((span,), "quoted_speech", sense) if sense and span else None


def _find_fronted_quotation(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "“We are ruined,” | the paper quoted him as saying": the quotation before the subject."""
    first, sense = find_parenthetical(tokens, verb)[0], entry.sense("quote")
    number = tokens.quote[first - 1] if first else -1
    return VerbContent(tokens.quotations[number].inner, "quoted_speech", sense) if sense and number >= 0 else None


def _find_final_saying(tokens: TokenArrays, verb: int) -> int:
    """The "saying" that ends the clause of a verb of quoting after a quotation; -1 if there is none."""
    lexicon = load_lexicon()
    entry = lexicon.verbs.get(tokens.words[verb])
    low, high = tokens.segment_bounds(verb)
    if entry is None or entry.lemma not in lexicon.quoting or not any(q >= 0 for q in tokens.quote[low:verb]):
        return -1
    saying = next((t for t in range(verb + 1, min(high, verb + _REACH)) if _find_as(tokens, t) >= verb), -1)
    is_final = saying >= 0 and (saying + 1 >= high or tokens.words[saying + 1] in (".", ",", "by", "on", "in"))
    return saying if is_final else -1


def _find_as(tokens: TokenArrays, verb: int) -> int:
    """The "as" before "saying" or "having said"; -1 if the verb is no participle of speech after one."""
    if tokens.pos[verb] not in ("VERB", "AUX") or tokens.words[verb] not in load_lexicon().verbs:
        return -1
    first = verb - 1 if tokens.words[verb - 1] == "having" else verb
    first -= tokens.pos[first - 1] == "ADV"
    is_participle = tokens.words[verb].endswith("ing") or tokens.words[first] == "having"
    return first - 1 if is_participle and first > 0 and tokens.words[first - 1] == "as" else -1


def _find_quoter(tokens: TokenArrays, mark: int) -> int:
    """The nearest verb of quoting before "as"; -1 if there is none in its segment."""
    lexicon = load_lexicon()
    low = max(tokens.segment_bounds(mark)[0], mark - _REACH)
    for token in range(mark - 1, low - 1, -1):
        entry = lexicon.verbs.get(tokens.words[token])
        if entry is not None and entry.lemma in lexicon.quoting and tokens.pos[token] == "VERB":
            return token
    return -1


def _quoted_phrase(tokens: TokenArrays, quoter: int, mark: int) -> tuple[Span | None, Span | None] | None:
    """The noun phrase between "quoted" and "as"."""
    is_phrase = tokens.pos[quoter + 1] in _OPENINGS and tokens.quote[quoter + 1] == tokens.quote[quoter]
    return (span_of(tokens, quoter + 1, mark), None) if is_phrase else None
