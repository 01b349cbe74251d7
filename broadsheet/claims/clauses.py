"""Where a reported clause begins and ends, by word order with help from the parse.

A parse is reliable about what depends on a verb but not about the ends of long clauses, so the ends come from word
order: from "that" or the first word after the verb to the full stop, and for a fronted clause from the start of the
sentence to the source.
"""

from __future__ import annotations

import re

from broadsheet.claims.addressed_names import skip_addressed_name
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES, children, span_of, subtree_bounds
from broadsheet.claims.with_clauses import find_main_clause
from broadsheet.records import Span

_MAX_CLAUSE = 160
# A place in capitals, then a day, an agency in brackets or both, then a dash.
DATELINE = re.compile(r"[A-ZÀ-Þ]{3}[A-ZÀ-Þ .'’-]*(?:,[^\n—–]{1,40})?(?:\([^()\n]{2,20}\))?\s*(?:—|–|--|-)\s+")
# The pattern would read a whole text of capitals once for each of its verbs and names.
_DATELINE_CHARS = 200
_ADDITIONS = frozenset(
    ["adding", "saying", "citing", "quoting", "insisting", "noting", "warning", "claiming", "arguing", "stressing"]
)
_SPEAKING = frozenset(
    ["said", "says", "say", "deny", "denies", "denied", "told", "added", "argued", "warned", "claimed"]
)
_NEAR_VERB = 6
_SECOND_THAT = frozenset([(",", "and", "that"), (",", "or", "that"), (",", "but", "that")])
_CONCEDING = frozenset(["though", "although", "because", "since", "while", "when", "as", "if"])
_NOT_CONTINUING = frozenset(["who", "which", "adding", "referring", "citing", "quoting"])
_DASHES = frozenset(["—", "–", "--"])
_CONJUNCTIONS = frozenset(["and", "but", "or", "yet", "so", "nor", "while", "however", "meanwhile", "also", "still"])
_NOMINAL = frozenset(["DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM"])
_COMMAS = frozenset([",", "—", "–", "--", "-", ";", ":"])
_SHIFTED = frozenset(["had", "'d", "’d", "would"])
_BETWEEN = frozenset(["obj", "iobj", "obl", "advmod", "punct", "obl:agent", "compound:prt", "aux", "advcl"])


def find_clause_after(tokens: TokenArrays, verb: int, clause: int, takes_addressee: bool = True) -> Span | None:
    """The clause after a verb; `clause` is the token that heads it."""
    limit = min(tokens.segment_bounds(verb)[1], verb + _MAX_CLAUSE, find_main_clause_start(tokens, verb, clause))
    limit = min(limit, find_main_clause(tokens, verb, verb + 1, limit))
    limit = min(limit, _find_parenthetical_end(tokens, verb, limit), _find_relative_end(tokens, verb, clause))
    limit = _find_reporter_start(tokens, clause, limit)
    limit = find_addition_start(tokens, verb, clause, limit)
    if clause >= limit:
        return span_of(tokens, *subtree_bounds(tokens, clause))
    first = _find_clause_start(tokens, verb, clause, takes_addressee)
    last = max(subtree_bounds(tokens, clause)[1], clause + 1)
    end = _find_clause_end(tokens, verb, clause, limit)
    return span_of(tokens, first, min(end, limit) if end > last or last > limit else max(end, clause + 1))


def _find_reporter_start(tokens: TokenArrays, clause: int, limit: int) -> int:
    """ "The witness recalled that he fled, the court said": where the reporter of the whole sentence begins."""
    for token in range(limit - 1, max(clause, limit - 10), -1):
        if tokens.words[token] not in ("said", "says", "reported", "reports", "added", "wrote"):
            continue
        for subject in children(tokens, token, "nsubj"):
            start = subtree_bounds(tokens, subject)[0]
            if clause < start <= subject < token and (tokens.words[start - 1] == "," or tokens.quote[start - 1] >= 0):
                return start
        break
    return limit


def find_addition_start(tokens: TokenArrays, verb: int, clause: int, limit: int) -> int:
    """ "He said that taxes fell, adding that ...": the comma before a further participle of saying."""
    if tokens.words[verb].endswith("ing"):
        return limit
    for token in range(clause + 1, limit - 1):
        if tokens.words[token] != "," or tokens.quote[token] != tokens.quote[verb]:
            continue
        if tokens.words[token + 1] in _ADDITIONS or tokens.words[token + 1 : token + 3] == ["according", "to"]:
            return token
        if tokens.words[token + 1] in ("while", "whereas") and _SPEAKING.intersection(
            tokens.words[token + 2 : token + 14]
        ):
            return token
    return limit


def _find_parenthetical_end(tokens: TokenArrays, verb: int, limit: int) -> int:
    """ "The fire — which police believe was set — spread": the dash that closes what a dash before the verb opened."""
    low = max(tokens.segment_bounds(verb)[0], verb - 12)
    opened = next((t for t in range(verb - 1, low, -1) if tokens.words[t] in _DASHES), -1)
    if opened < 0 or tokens.words[opened + 1] not in RELATIVES | {"as"}:
        return limit
    return next((t for t in range(verb + 1, limit) if tokens.words[t] in _DASHES), limit)


def _find_relative_end(tokens: TokenArrays, verb: int, clause: int) -> int:
    """ "Dahl, who told them that Kent had signed, | said ...": where the verb's relative clause or participle ends.

    Only if it modifies the subject of a verb that follows soon.
    """
    end = subtree_bounds(tokens, verb)[1]
    if not tokens.deps[verb].startswith("acl") or end <= clause or end >= len(tokens.words):
        return len(tokens.words)
    if _resumes(tokens, verb, end):
        return end
    head = tokens.heads[verb]
    is_subject = tokens.deps[head].startswith("nsubj") and 0 <= tokens.heads[head] - end <= _NEAR_VERB
    return end if is_subject else len(tokens.words)


def _resumes(tokens: TokenArrays, verb: int, end: int) -> bool:
    """ "The opinion, which found that it was illegal|, he | did not believe": whether the main clause goes on there."""
    pronoun = end + 1 if tokens.words[end] == "," else end
    is_subject = tokens.pos[pronoun : pronoun + 1] == ["PRON"] and tokens.deps[pronoun] == "nsubj"
    is_free = is_subject and tokens.words[pronoun - 1] == "," and tokens.heads[pronoun] > pronoun
    return is_free and not verb <= tokens.heads[tokens.heads[pronoun]] < end


def find_main_clause_start(tokens: TokenArrays, verb: int, clause: int) -> int:
    """ "Asked whether he knew, Smith said": the first token of the main clause that the verb's clause depends on."""
    head = tokens.heads[verb]
    if tokens.deps[verb] == "advcl" and head < verb:
        head = _find_spliced(tokens, verb, clause)
    if tokens.deps[verb] != "advcl" or head <= clause:
        return len(tokens.words)
    subjects = [child for child in children(tokens, head, "nsubj", "nsubj:pass") if clause < child < head]
    start = subtree_bounds(tokens, subjects[0])[0] if subjects else head
    return start if start > clause and tokens.words[start - 1] == "," else len(tokens.words)


def _find_spliced(tokens: TokenArrays, verb: int, clause: int) -> int:
    """ "Even though I did not see how it worked, | I was a child": the main verb behind a comma and a pronoun.

    -1 where no subordinator opens the clause of the verb.
    """
    marks = {tokens.words[child] for child in children(tokens, verb, "mark")}
    if not marks & _CONCEDING or not children(tokens, verb, "nsubj"):
        return -1
    for token in range(clause + 1, tokens.segment_bounds(verb)[1]):
        is_open = tokens.words[token - 1] == "," and tokens.pos[token] == "PRON"
        if (
            is_open
            and tokens.deps[token].startswith("nsubj")
            and tokens.deps[tokens.heads[token]] in ("parataxis", "root")
        ):
            return tokens.heads[token]
    return -1


def _find_clause_start(tokens: TokenArrays, verb: int, clause: int, takes_addressee: bool) -> int:
    that = _find_that(tokens, verb, clause)
    if that >= 0:
        return _before_copula(tokens, verb, clause, that)
    first = max(subtree_bounds(tokens, clause)[0], verb + 1)
    covered = {verb}
    if takes_addressee and first == verb + 1:
        first = skip_addressed_name(tokens, first, clause)
        covered.update(range(verb + 1, first))
    for child in children(tokens, verb, "compound:prt"):
        first = max(first, child + 1) if child < clause else first
    inverted = not any(child < verb for child in children(tokens, verb, "nsubj"))
    for child in tokens.children[verb]:
        is_object = tokens.deps[child] in ("obj", "iobj") and not takes_addressee
        between = (tokens.deps[child] in _BETWEEN and not is_object) or (inverted and tokens.deps[child] == "nsubj")
        if between and child != clause and verb < child < first:
            start, end = subtree_bounds(tokens, child)
            covered.update(range(max(start, verb), min(end, first)))
    if all(token in covered for token in range(verb + 1, first)):
        return first
    start = verb + 1
    while start < first and start in covered:
        start += 1
    return start


def _find_that(tokens: TokenArrays, verb: int, clause: int) -> int:
    """The "that" which opens the clause of a verb; -1 if there is none."""
    for token in range(verb + 1, min(clause, verb + 16)):
        opens = tokens.deps[token] == "mark" or token == verb + 1
        if opens and tokens.words[token] == "that" and tokens.quote[token] < 0:
            return token
    return -1


def _before_copula(tokens: TokenArrays, verb: int, clause: int, that: int) -> int:
    """ "Says | the problem with the dam is that it leaks": the subject before "is that"; else "that" itself."""
    is_copular = any(that - 2 <= child < that for child in children(tokens, clause, "cop"))
    subjects = [child for child in children(tokens, clause, "nsubj", "nsubj:outer") if verb < child < that]
    return max(subtree_bounds(tokens, subjects[0])[0], verb + 1) if is_copular and subjects else that


def _find_clause_end(tokens: TokenArrays, verb: int, clause: int, limit: int) -> int:
    """The end of the sentence, or the first token of another dependent of the verb."""
    end = limit
    for child in tokens.children[verb]:
        if child <= clause or child >= limit:
            continue
        start = max(subtree_bounds(tokens, child)[0], clause + 1)
        before = tokens.words[start - 1] if start else ""
        if _opens_second_that(tokens, start):
            continue
        if tokens.deps[child] == "conj" and _is_told_too(tokens, verb, clause, child, start):
            continue
        joined = tokens.words[start] in _CONJUNCTIONS or before in _COMMAS or tokens.words[start] in _COMMAS
        if (tokens.deps[child] in ("conj", "parataxis") and joined) or (
            tokens.deps[child] == "advcl" and (before in _COMMAS or tokens.words[start] in _COMMAS)
        ):
            end = min(end, start)
    while end > clause + 1 and tokens.words[end - 1] in _COMMAS | _CONJUNCTIONS:
        end -= 1
    return end


def _opens_second_that(tokens: TokenArrays, start: int) -> bool:
    """ "Said that it is old|, and that it leaks"; not ", stressing that"."""
    if "that" in tokens.words[start : start + 2]:
        return True
    return tuple(tokens.words[start : start + 3]) in _SECOND_THAT and tokens.deps[start + 2] == "mark"


def _is_told_too(tokens: TokenArrays, verb: int, clause: int, conjunct: int, start: int) -> bool:
    """Whether a verb that the parser has joined to the one of speech belongs to what is said."""
    return _belongs_to_clause(tokens, conjunct, start) or _is_shifted_back(tokens, verb, clause, conjunct)


def _belongs_to_clause(tokens: TokenArrays, conjunct: int, start: int) -> bool:
    """ "They say the boiler fails and the stairs freeze": joined without a comma, with a subject of its own, but
    attached to "say" by the parser.
    """
    if tokens.words[start] != "and" or tokens.words[start - 1] in _COMMAS or tokens.words[conjunct] in _SPEAKING:
        return False
    return start + 1 < conjunct and tokens.pos[start + 1] in _NOMINAL


def _is_shifted_back(tokens: TokenArrays, verb: int, clause: int, conjunct: int) -> bool:
    """ "Said the boat had sunk, but after a week it | had | come up": both clauses are set back in time as reported.

    Not where the narrator told of other deeds before: "had said it would sink".
    """
    pair = [{tokens.words[child] for child in children(tokens, item, "aux")} for item in (clause, conjunct)]
    is_own = bool(children(tokens, conjunct, "nsubj", "nsubj:pass")) and tokens.words[conjunct] not in _SPEAKING
    is_past = all(words & _SHIFTED for words in pair) and not children(tokens, verb, "aux")
    return is_own and is_past


def find_fronted_clause(tokens: TokenArrays, verb: int, parenthetical: tuple[int, int]) -> tuple[Span, ...]:
    """The clause around or before a parenthetical "he said": what precedes it, and what follows it after a comma.

    parenthetical: tokens of source and cue, half-open.
    """
    first, last = tokens.segment_bounds(parenthetical[0])
    first = max(first, parenthetical[0] - _MAX_CLAUSE)
    start = max(first, skip_dateline(tokens, first))
    while start < parenthetical[0] - 1 and tokens.words[start] in _CONJUNCTIONS - {"while"} and tokens.quote[start] < 0:
        start += 1
    spans = [span_of(tokens, start, parenthetical[0])]
    after = parenthetical[1]
    while (
        after < last
        and tokens.words[after] not in _COMMAS
        and after < parenthetical[1] + 10
        and tokens.quote[after] < 0
    ):
        after += 1
    if after < last - 2 and tokens.words[after] in (",", "—", "–", "--") and _continues(tokens, verb, after):
        spans.append(span_of(tokens, after + 1, min(last, after + _MAX_CLAUSE)))
    return tuple(span for span in spans if span is not None)


def skip_dateline(tokens: TokenArrays, first: int) -> int:
    """The token after "PARIS, 3 May (AP) —" at the start of a paragraph; `first` where there is none."""
    start = tokens.starts[first]
    if start > 0 and tokens.text[start - 1] != "\n":
        return first
    match = DATELINE.match(tokens.text, start, start + _DATELINE_CHARS)
    return tokens.token_at(match.end()) if match else first


def _continues(tokens: TokenArrays, verb: int, comma: int) -> bool:
    """Whether what follows the comma belongs to the statement and not to the verb of speech."""
    following = comma + 1
    if tokens.words[following] in _CONJUNCTIONS or tokens.words[following] in _NOT_CONTINUING:
        return False
    node = following
    for _ in range(12):
        if tokens.heads[node] == verb:
            return tokens.deps[node] in ("ccomp", "parataxis") and not tokens.words[node].endswith("ing")
        if tokens.heads[node] == node:
            return True
        node = tokens.heads[node]
    return True
