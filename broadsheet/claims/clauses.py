"""Where a said clause begins and ends, by order of words helped by the tree.

A tree is good at telling what hangs on a verb and weak at the far edges of long clauses, so the edges come from the
order of words: from "that" or the first word after the verb to the full stop, and for a clause in front from the
start of the sentence to the source.
"""

from __future__ import annotations

import re

from broadsheet.claims.tree import RELATIVES, children, edges, span_of
from broadsheet.claims.view import PartView
from broadsheet.records import Span

_MAX_CLAUSE = 160
# Place in capitals, then a day, an agency in brackets or both, then a dash.
DATELINE = re.compile(r"[A-ZÀ-Þ]{3}[A-ZÀ-Þ .'’-]*(?:,[^\n—–]{1,40})?(?:\([^()\n]{2,20}\))?\s*(?:—|–|--|-)\s+")
# The pattern would read a whole text of capitals once for each of its verbs and names.
_DATELINE_CHARS = 200
_ADDITIONS = frozenset(["adding", "saying", "insisting", "noting", "warning", "claiming", "arguing", "stressing"])
_SPEAKING = frozenset(
    ["said", "says", "say", "deny", "denies", "denied", "told", "added", "argued", "warned", "claimed"]
)
_DASHES = frozenset(["—", "–", "--"])
_CONJUNCTIONS = frozenset(["and", "but", "or", "yet", "so", "nor", "while", "however", "meanwhile", "also", "still"])
_NOMINAL = frozenset(["DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"])
_COMMAS = frozenset([",", "—", "–", "--", "-", ";", ":"])
_BETWEEN = frozenset(["obj", "iobj", "obl", "advmod", "punct", "obl:agent", "compound:prt", "aux", "advcl"])


def clause_after(view: PartView, verb: int, clause: int, takes_addressee: bool = True) -> Span | None:
    """The clause after a verb whose head is the token `clause`."""
    limit = min(view.cell_bounds(verb)[1], verb + _MAX_CLAUSE, start_of_main(view, verb, clause))
    limit = min(limit, _end_of_insert(view, verb, limit))
    limit = _start_of_reporter(view, clause, limit)
    limit = _start_of_addition(view, verb, clause, limit)
    if clause >= limit:
        return span_of(view, *edges(view, clause))
    first = _first_of(view, verb, clause, takes_addressee)
    last = max(edges(view, clause)[1], clause + 1)
    end = _end_behind(view, verb, clause, limit)
    return span_of(view, first, min(end, limit) if end > last or last > limit else max(end, clause + 1))


def _start_of_reporter(view: PartView, clause: int, limit: int) -> int:
    """ "The witness recalled that he fled, the court said": where the one begins who reports all of it."""
    for token in range(limit - 1, max(clause, limit - 10), -1):
        if view.words[token] not in ("said", "says", "reported", "reports", "added", "wrote"):
            continue
        for subject in children(view, token, "nsubj"):
            start = edges(view, subject)[0]
            if clause < start <= subject < token and (view.words[start - 1] == "," or view.quote[start - 1] >= 0):
                return start
        break
    return limit


def _start_of_addition(view: PartView, verb: int, clause: int, limit: int) -> int:
    """ "He said that taxes fell, adding that ...": the comma before a further participle of saying."""
    if view.words[verb].endswith("ing"):
        return limit
    for token in range(clause + 1, limit - 1):
        if view.words[token] != "," or view.quote[token] != view.quote[verb]:
            continue
        if view.words[token + 1] in _ADDITIONS or view.words[token + 1 : token + 3] == ["according", "to"]:
            return token
        if view.words[token + 1] in ("while", "whereas") and _SPEAKING.intersection(view.words[token + 2 : token + 14]):
            return token
    return limit


def _end_of_insert(view: PartView, verb: int, limit: int) -> int:
    """ "The fire — which police believe was set — spread": the dash that closes what a dash before the verb opened."""
    low = max(view.cell_bounds(verb)[0], verb - 12)
    opened = next((t for t in range(verb - 1, low, -1) if view.words[t] in _DASHES), -1)
    if opened < 0 or view.words[opened + 1] not in RELATIVES | {"as"}:
        return limit
    return next((t for t in range(verb + 1, limit) if view.words[t] in _DASHES), limit)


def start_of_main(view: PartView, verb: int, clause: int) -> int:
    """ "Asked whether he knew, Smith said": where the clause begins that the verb's own clause hangs on."""
    head = view.heads[verb]
    if view.deps[verb] != "advcl" or head <= clause:
        return len(view.words)
    subjects = [child for child in children(view, head, "nsubj", "nsubj:pass") if clause < child < head]
    start = edges(view, subjects[0])[0] if subjects else head
    return start if start > clause and view.words[start - 1] == "," else len(view.words)


def _first_of(view: PartView, verb: int, clause: int, takes_addressee: bool) -> int:
    for token in range(verb + 1, min(clause, verb + 16)):
        opens = view.deps[token] == "mark" or token == verb + 1
        if opens and view.words[token] == "that" and view.quote[token] < 0:
            return token
    first = max(edges(view, clause)[0], verb + 1)
    for child in children(view, verb, "compound:prt"):
        first = max(first, child + 1) if child < clause else first
    covered = {verb}
    inverted = not any(child < verb for child in children(view, verb, "nsubj"))
    for child in view.children[verb]:
        is_object = view.deps[child] in ("obj", "iobj") and not takes_addressee
        between = (view.deps[child] in _BETWEEN and not is_object) or (inverted and view.deps[child] == "nsubj")
        if between and child != clause and verb < child < first:
            start, end = edges(view, child)
            covered.update(range(max(start, verb), min(end, first)))
    if all(token in covered for token in range(verb + 1, first)):
        return first
    start = verb + 1
    while start < first and start in covered:
        start += 1
    return start


def _end_behind(view: PartView, verb: int, clause: int, limit: int) -> int:
    """The end of the sentence, or where something else begins that hangs on the verb itself."""
    end = limit
    for child in view.children[verb]:
        if child <= clause or child >= limit:
            continue
        start = max(edges(view, child)[0], clause + 1)
        before = view.words[start - 1] if start else ""
        if "that" in view.words[start : start + 2]:
            continue
        if view.deps[child] == "conj" and _belongs_to_clause(view, child, start):
            continue
        joined = view.words[start] in _CONJUNCTIONS or before in _COMMAS or view.words[start] in _COMMAS
        if (view.deps[child] in ("conj", "parataxis") and joined) or (
            view.deps[child] == "advcl" and (before in _COMMAS or view.words[start] in _COMMAS)
        ):
            end = min(end, start)
    while end > clause + 1 and view.words[end - 1] in _COMMAS | _CONJUNCTIONS:
        end -= 1
    return end


def _belongs_to_clause(view: PartView, conjunct: int, start: int) -> bool:
    """ "They say the boiler fails and the stairs freeze": joined without a comma, with a subject of its own that does
    not speak, hung on "say" by the tree.
    """
    if view.words[start] != "and" or view.words[start - 1] in _COMMAS or view.words[conjunct] in _SPEAKING:
        return False
    return start + 1 < conjunct and view.pos[start + 1] in _NOMINAL


def clause_in_front(view: PartView, verb: int, insert: tuple[int, int]) -> tuple[Span, ...]:
    """The clause around or before an inserted "he said": what stands before it, and after it after a comma.

    insert: tokens of source and cue, first and end.
    """
    first, last = view.cell_bounds(insert[0])
    first = max(first, insert[0] - _MAX_CLAUSE)
    start = max(first, behind_dateline(view, first))
    while start < insert[0] - 1 and view.words[start] in _CONJUNCTIONS - {"while"} and view.quote[start] < 0:
        start += 1
    spans = [span_of(view, start, insert[0])]
    after = insert[1]
    while after < last and view.words[after] not in _COMMAS and after < insert[1] + 10 and view.quote[after] < 0:
        after += 1
    if after < last - 2 and view.words[after] in (",", "—", "–", "--") and _goes_on(view, verb, after):
        spans.append(span_of(view, after + 1, min(last, after + _MAX_CLAUSE)))
    return tuple(span for span in spans if span is not None)


def behind_dateline(view: PartView, first: int) -> int:
    """The token after "PARIS, 3 May (AP) —" at the start of a paragraph; `first` where there is none."""
    start = view.starts[first]
    if start > 0 and view.text[start - 1] != "\n":
        return first
    match = DATELINE.match(view.text, start, start + _DATELINE_CHARS)
    return view.token_at(match.end()) if match else first


def _goes_on(view: PartView, verb: int, comma: int) -> bool:
    """Whether what follows the comma belongs to the statement and not to the verb of saying."""
    following = comma + 1
    if view.words[following] in _CONJUNCTIONS or view.words[following] in ("who", "which", "adding", "referring"):
        return False
    node = following
    for _ in range(12):
        if view.heads[node] == verb:
            return view.deps[node] in ("ccomp", "parataxis") and not view.words[node].endswith("ing")
        if view.heads[node] == node:
            return True
        node = view.heads[node]
    return True
