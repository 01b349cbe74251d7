"""Clauses that "that" opens behind a verb of speech, by word order, however they are parsed."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.claims.citations import find_citation_end
from broadsheet.claims.clauses import find_addition_start
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import DAYS, span_of
from broadsheet.claims.with_clauses import find_main_clause
from broadsheet.records import Span

_NEAR_THAT, _FAR_THAT = 9, 20


def find_that_clause(tokens: TokenArrays, entry: CueVerb, verb: int) -> Span | None:
    """ "He said on Monday that ...": the clause opened by "that" after the verb, however it is parsed."""
    if tokens.quote[verb] >= 0 or tokens.deps[verb] == "amod":
        return None
    high = tokens.segment_bounds(verb)[1]
    first = _skip_citation(tokens, verb, high)
    for token in _list_near(tokens, entry, verb, first, high):
        opens = tokens.words[token] == "that" and token + 2 < high
        if opens and (first > verb + 1 or _opens_clause(tokens, entry, verb, token)):
            end = min(high, verb + 160, find_main_clause(tokens, verb, token, high))
            return span_of(tokens, token, find_addition_start(tokens, verb, token, end))
    return None


def _list_near(tokens: TokenArrays, entry: CueVerb, verb: int, first: int, high: int) -> Iterator[int]:
    """The tokens at which "that" may open a content: up to a quotation or a verb that is not of those told."""
    is_addressed = entry.lemma in load_lexicon().addressed
    for token in range(first, min(high, first + (_FAR_THAT if is_addressed else _NEAR_THAT))):
        is_of_told = is_addressed and _tells_of_addressee(tokens, verb, token)
        if tokens.quote[token] >= 0 or (_ends_search(tokens, verb, token) and not is_of_told):
            return
        yield token


def _tells_of_addressee(tokens: TokenArrays, verb: int, token: int) -> bool:
    """ "Told the teachers who | filled | the square that": the verb of a clause with "who" about those told."""
    noun = tokens.heads[token]
    is_relative = tokens.deps[token] == "acl:relcl" and "who" in tokens.words[noun:token]
    return is_relative and verb < noun < token and tokens.heads[noun] == verb


def _ends_search(tokens: TokenArrays, verb: int, token: int) -> bool:
    """Whether a token is a verb, or the copula behind a gerund in its subject: "my goal in telling it | is that"."""
    head = tokens.heads[token]
    is_gerund = tokens.words[verb].endswith("ing") and tokens.deps[verb] in ("acl", "advcl", "csubj")
    return tokens.pos[token] == "VERB" or (is_gerund and tokens.pos[token] == "AUX" and head > token)


def _skip_citation(tokens: TokenArrays, verb: int, high: int) -> int:
    """ "Reported on Friday, citing a memo, | that": the token after the citation, else the one after the verb."""
    comma = next((t for t in range(verb + 1, min(high, verb + 6)) if tokens.words[t] == ","), high)
    end = find_citation_end(tokens, comma, high)
    return end if end > comma else verb + 1


def _opens_clause(tokens: TokenArrays, entry: CueVerb, verb: int, that: int) -> bool:
    """Whether "that" opens the content: neither a relative pronoun nor the second of two."""
    if tokens.pos[that] not in ("SCONJ", "PRON") or tokens.words[that + 1] in entry.particles:
        return False
    if tokens.words[that - 1] == "so":
        # "Waits before responding, so that the child falls asleep".
        return False
    if tokens.pos[that] == "PRON" and tokens.pos[that + 1] in ("AUX", "VERB", "ADP", "ADV", "PUNCT"):
        # "Saw that, and left", "wrote that was hard": a pronoun.
        return False
    if that == verb + 1 or entry.lemma in load_lexicon().addressed:
        return True
    if _is_in_object(tokens, verb, that - 1):
        return False
    is_second = tokens.words[that - 1] in ("and", "or", "but")
    return not is_second and (tokens.pos[that] == "SCONJ" or tokens.pos[that - 1] != "NOUN")


def _is_in_object(tokens: TokenArrays, verb: int, token: int) -> bool:
    """ "Gave a chance that": the noun before "that" is the verb's object."""
    node = token
    for _ in range(6):
        if tokens.heads[node] == verb:
            is_cue = tokens.words[token] in DAYS or tokens.words[token] in load_lexicon().nouns
            return tokens.deps[node] == "obj" and not is_cue
        if tokens.heads[node] == node:
            return False
        node = tokens.heads[node]
    return False
