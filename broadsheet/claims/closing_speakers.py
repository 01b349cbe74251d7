"""Speakers that close a sentence: "Dues will rise, people close to the board said", "..., it announced on Friday".

The parser often draws such a parenthetical into the noun before its comma ("its lens unit, the Orme Ledger reported"),
so that the clause before it is lost. Found by word order, and only where the parse has found nothing better.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.clauses import find_fronted_clause
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.source_expansion import before_roles, expand_source
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import DAYS, RELATIVES, span_of
from broadsheet.records import Span

_KINDS = frozenset(["report", "assert", "warn", "document"])
_WORSE = ("order_front", "order_clause", "verb_juxtaposed")
_ADDRESSEE = frozenset(["DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"])
_MAX_ROLE = 8
_MAX_SOURCE = 18
_MAX_TAIL = 14
_LEAST_CONTENT = 4
_FINITE = frozenset(["VERB", "AUX"])
_NOUNS = frozenset(["NOUN", "PROPN", "PRON"])
# What may stand inside the phrase of a speaker: "two officials briefed on the matter", "people familiar with it".
_PHRASE = frozenset(["DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "PART", "ADP", "PUNCT", "ADV", "CCONJ"])
_TAIL = frozenset(["ADP", "DET", "NOUN", "PROPN", "ADJ", "NUM", "PART", "ADV", "PRON"])
_ENDS = frozenset([".", ";", "!"])
_COMMA = frozenset([","])
_JOINING = frozenset(["and", "but"])
_OPENINGS = frozenset(["SCONJ", "CCONJ"])


def find_closing_speaker(
    tokens: TokenArrays, lexicon: Lexicon, verb: int, found: Attribution | None
) -> Attribution | None:
    """The attribution of a verb whose speaker and cue close a sentence; `found` where the parse knows as much."""
    sense = lexicon.verbs[tokens.words[verb]].sense("that")
    if sense is None:
        return found
    return (
        _find_inverted(tokens, lexicon, sense, verb, found)
        or _find_in_order(tokens, lexicon, sense, verb, found)
        or found
    )


def _find_in_order(
    tokens: TokenArrays, lexicon: Lexicon, sense: Cue, verb: int, found: Attribution | None
) -> Attribution | None:
    """ "..., the Coast Office said": a speaker between a comma and the verb."""
    if not (_may_close(tokens, lexicon, sense, verb) or _is_hearing(tokens, verb)):
        return None
    comma = _find_apposed(tokens, verb) if tokens.words[verb - 1] == "," else _find_comma(tokens, verb)
    if comma < 0 or not _is_speaker(tokens, lexicon, comma + 1, verb):
        return None
    source = span_of(tokens, comma + 1, _before_auxiliaries(tokens, comma + 1, verb))
    if source is None or (found is not None and not _is_worse(tokens, found, source)):
        return None
    cue = tokens.span(tokens.token_after(source.end_char), verb + 1)
    listed = _find_listed(tokens, comma, source)
    if listed is not None:
        return Attribution(listed, cue, (), "verb_quote", sense, cue_token=verb)
    spans = find_fronted_clause(tokens, verb, (comma + 1, verb + 1))
    return (
        Attribution(source, cue, spans, "order_closing", sense, cue_token=verb)
        if _is_clause(tokens, spans, comma)
        else None
    )


def _find_listed(tokens: TokenArrays, comma: int, source: Span) -> Span | None:
    """ "“It holds,” | chairman, chief executive and president | Jo Lind said": a speaker with all roles; else None."""
    last = tokens.token_after(source.end_char)
    first = before_roles(tokens, comma + 1, last, tokens.segment_bounds(comma)[0])
    return span_of(tokens, first, last) if first <= comma and tokens.quote[first - 1] >= 0 else None


def _find_inverted(
    tokens: TokenArrays, lexicon: Lexicon, sense: Cue, verb: int, found: Attribution | None
) -> Attribution | None:
    """ "Most fall ill within two days, | says | the Coast Office": a speaker behind the verb, lost by the parse."""
    source = found.source if found is not None and found.content else None
    is_known = source is not None and source.start_char > tokens.starts[verb]
    if is_known or tokens.words[verb - 1] != "," or sense.lemma not in _words("inverting"):
        return None
    high = tokens.segment_bounds(verb)[1]
    end = next((t for t in range(verb + 1, high) if tokens.words[t] in _ENDS | DAYS | _COMMA), high)
    if not _may_invert(tokens, lexicon, sense, verb, end):
        return None
    source = expand_source(tokens, span_of(tokens, verb + 1, end), verb)
    spans = find_fronted_clause(tokens, verb, (verb, high))
    if source is None or not _is_clause(tokens, spans, verb - 1):
        return None
    return Attribution(source, tokens.span(verb, verb + 1), spans, "order_closing", sense, cue_token=verb)


def _may_invert(tokens: TokenArrays, lexicon: Lexicon, sense: Cue, verb: int, end: int) -> bool:
    """Whether a noun behind a verb may speak: not "set a day, add buffers", "he rose, said nothing and left", "state
    radio reported".
    """
    if tokens.deps[verb] == "compound" and tokens.words[verb] == sense.lemma:
        return False
    if end <= verb + 1 or not _is_finite_form(tokens, verb) or not _is_speaker(tokens, lexicon, verb + 1, end):
        return False
    head = find_head(tokens, lexicon, verb + 1, end)
    is_joined = any(tokens.pos[t] == "VERB" and tokens.words[t - 1] in _JOINING for t in range(verb + 2, end))
    if head < 0 or is_joined or tokens.pos[head] == "PRON":
        return False
    return tokens.words[verb] != sense.lemma or can_speak(tokens, lexicon, head)


def _words(key: str) -> frozenset[str]:
    return load_frames().words[f"closing.{key}"]


def _is_hearing(tokens: TokenArrays, verb: int) -> bool:
    """ "..., a court | heard | on Monday": before whom it is stated."""
    is_heard = tokens.words[verb] in ("heard", "told")
    return is_heard and tokens.words[verb - 1] in load_frames().words["court.hearers"] and _ends_sentence(tokens, verb)


def _may_close(tokens: TokenArrays, lexicon: Lexicon, sense: Cue, verb: int) -> bool:
    """Whether a finite verb of speech ends its sentence, but for a day, an occasion or whom it cites."""
    is_speech = "quote" in sense.frames or sense.kind == "document"
    is_last = verb > 0 and _is_finite_form(tokens, verb) and _ends_sentence(tokens, verb)
    return is_last and is_speech and sense.kind in _KINDS


def _is_finite_form(tokens: TokenArrays, verb: int) -> bool:
    """Whether a word may be a finite verb: not "in Washington | State", "with heads of | state", "to | say"."""
    is_lower = tokens.text[tokens.starts[verb]].islower()
    is_free = not tokens.words[verb].endswith("ing") and tokens.quote[verb] < 0
    return is_lower and is_free and tokens.pos[verb - 1] not in ("PART", "ADP")


def _ends_sentence(tokens: TokenArrays, verb: int) -> bool:
    """Whether nothing but "on Monday", "in a letter" or ", citing ..." stands between a verb and the full stop."""
    high = tokens.segment_bounds(verb)[1]
    after = _after_addressee(tokens, verb, high)
    if after >= high or tokens.words[after] in _ENDS:
        return True
    if tokens.pos[after] != "ADP" and tokens.words[after] not in DAYS and tokens.words[after] != ",":
        return False
    tail = range(after, min(high, after + _MAX_TAIL))
    end = next((token for token in tail if not _is_tail(tokens, token)), -1)
    if end < 0:
        return after + _MAX_TAIL >= high
    return tokens.words[end] in _ENDS or (tokens.words[end] == "," and _adds(tokens, end + 1))


def _after_addressee(tokens: TokenArrays, verb: int, high: int) -> int:
    """ "Told | the board | on Monday": the token behind the noun phrase told; the one behind another verb."""
    after = verb + 1
    if tokens.words[verb] not in _words("telling") or after >= high or tokens.pos[after] not in _ADDRESSEE:
        return after
    while after < high and tokens.pos[after] in _ADDRESSEE and tokens.words[after] not in DAYS:
        after += 1
    return after


def _is_tail(tokens: TokenArrays, token: int) -> bool:
    return tokens.pos[token] in _TAIL and tokens.words[token] != "that" and tokens.quote[token] < 0


def _adds(tokens: TokenArrays, token: int) -> bool:
    """Whether a further clause begins, or the source of what was said: "and work began", "citing the report"."""
    return tokens.words[token : token + 1] != [] and tokens.words[token] in _words("additions") | _JOINING


def _find_comma(tokens: TokenArrays, verb: int) -> int:
    """The comma that opens the parenthetical of a verb, else -1."""
    low = max(tokens.segment_bounds(verb)[0], verb - _MAX_SOURCE)
    for token in range(verb - 1, low, -1):
        if tokens.quote[token] >= 0:
            return -1
        if tokens.words[token] == ",":
            return token if token + 1 < verb else -1
    return -1


def _find_apposed(tokens: TokenArrays, verb: int) -> int:
    """ "... for good|, his wife, Jo Lind, told the board": the comma before a role and a name in commas; else -1."""
    inner = _find_comma(tokens, verb - 1)
    outer = _find_comma(tokens, inner) if inner > 0 else -1
    is_role = 1 < inner - outer < _MAX_ROLE and tokens.words[outer + 1] in _words("roles")
    is_name = all(tokens.pos[t] == "PROPN" for t in range(inner + 1, verb - 1))
    return outer if outer > 0 and is_role and is_name else -1


def _before_auxiliaries(tokens: TokenArrays, first: int, verb: int) -> int:
    last = verb
    while last > first + 1 and (tokens.pos[last - 1] in ("AUX", "ADV") or tokens.words[last - 1] == ","):
        last -= 1
    return last


def _is_speaker(tokens: TokenArrays, lexicon: Lexicon, first: int, verb: int) -> bool:
    """Whether words between a comma and a verb are one noun phrase whose head can speak."""
    last = _before_auxiliaries(tokens, first, verb)
    if _words("passive").intersection(tokens.words[last:verb]):
        # "At the age of 9, he was diagnosed with it": nothing is said by him.
        return False
    if tokens.words[first] in _words("openings") | RELATIVES or tokens.pos[first] in ("ADP", "ADV", "AUX"):
        return False
    if tokens.pos[first] == "VERB" and tokens.words[first] not in lexicon.words["document"] | _words("titles"):
        return False
    if last - first == 1 and tokens.pos[first] == "PRON":
        return tokens.words[first] in _words("pronouns")
    return _is_phrase(tokens, lexicon, first, last)


def _is_phrase(tokens: TokenArrays, lexicon: Lexicon, first: int, last: int) -> bool:
    """Whether words are a noun phrase with at most participles in it, headed by a person, body or document."""
    documents = lexicon.words["document"]
    last = _before_relative(tokens, lexicon, first, last)
    for token in range(first, last):
        is_reduced = tokens.words[token].endswith(("ing", "ed", "seen")) or tokens.words[token] in documents
        if tokens.pos[token] not in _PHRASE and not is_reduced:
            return False
    if not _words("inner").isdisjoint(tokens.words[first:last]):
        return False
    head = find_head(tokens, lexicon, first, last)
    hearers = load_frames().words["court.hearers"]
    if tokens.words[head].removesuffix("s") in lexicon.words["body_or_person"]:
        # "Sources close to the company said".
        return head >= 0
    return head >= 0 and (may_be_person(tokens, lexicon, head) or tokens.words[head] in documents | hearers)


def _before_relative(tokens: TokenArrays, lexicon: Lexicon, first: int, last: int) -> int:
    """Where "two people | who had read them" has its "who" behind persons, else the end."""
    who = next((token for token in range(first + 1, last) if tokens.words[token] == "who"), last)
    return who if who < last and may_be_person(tokens, lexicon, who - 1) else last


def find_head(tokens: TokenArrays, lexicon: Lexicon, first: int, last: int) -> int:
    """The last noun before what modifies it from behind; -1 if there is none."""
    head = -1
    for token in range(first, last):
        is_noun = tokens.pos[token] in _NOUNS or tokens.words[token] in lexicon.words["document"]
        if is_noun:
            head = token
        elif head >= 0 and tokens.pos[token] in ("ADP", "VERB", "ADJ"):
            break
    return head


def _is_worse(tokens: TokenArrays, found: Attribution, source: Span) -> bool:
    """Whether what the parse has found is not the parenthetical: its speaker begins before the comma, or "and" follows.

    "It was weak, the mayor said, and work began": what follows is no content of his.
    """
    if not found.content or found.source is None:
        return True
    first = tokens.token_at(found.content[0].start_char)
    if len(found.content) == 1 and first > found.cue_token and tokens.words[first] in _JOINING:
        return True
    return found.source.start_char < source.start_char and found.rule in _WORSE


def _is_clause(tokens: TokenArrays, spans: tuple[Span, ...], comma: int) -> bool:
    """Whether what stands before the comma is a statement: a finite verb that no conjunction opens."""
    if not spans or spans[-1].end_char > tokens.starts[comma] + 1:
        return False
    first, last = tokens.token_at(spans[0].start_char), tokens.token_after(spans[-1].end_char)
    if last - first < _LEAST_CONTENT or tokens.quote[last - 1] >= 0:
        return False
    if tokens.pos[first] in _OPENINGS and "," not in tokens.words[first:last]:
        return False
    inside = range(first, last)
    if tokens.pos[first] == "ADP" and not any(_heads_clause(tokens, t) for t in inside):
        return False
    return any(tokens.pos[t] in _FINITE and _is_finite(tokens, t) for t in inside)


def _heads_clause(tokens: TokenArrays, verb: int) -> bool:
    """Whether a word has a subject and is in no lower clause: not "In cases when the court | has not"."""
    is_lower = tokens.deps[verb].startswith(("acl", "advcl"))
    return not is_lower and any(tokens.deps[t].startswith(("nsubj", "expl")) for t in tokens.children[verb])


def _is_finite(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb has a subject or an auxiliary before it and is no relative or participle."""
    if tokens.deps[verb].startswith("acl"):
        return False
    own = [tokens.deps[t] for t in tokens.children[verb] if t < verb]
    return any(dep.startswith(("nsubj", "aux", "expl")) or dep == "cop" for dep in own) or (
        tokens.pos[verb] == "AUX"
        and any(tokens.deps[t].startswith("nsubj") for t in tokens.children[tokens.heads[verb]])
    )
