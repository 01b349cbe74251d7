"""Denials in other words than a verb of denial.

"It is false that", "the claim is a lie", "there is no truth to", "called the report false": a speaker's own words that
deny something are a claim of their own, of kind deny, whose content is what is denied. The words are in
`claim_frames.toml`; what is taken back belongs to `retractions`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.denied_clauses import find_bare_clause, find_clause_end, find_denied, has_subject
from broadsheet.claims.lexicon import Cue, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, span_of, subtree_bounds
from broadsheet.records import Span

_SPOKEN = frozenset(["report", "assert", "believe", "document"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "'s", "’s", "being"])
_AUXILIARIES = _BE | {"have", "has", "had", "would", "will", "could", "may", "might", "must"}
_NEGATIONS = frozenset(["not", "n't", "n’t", "never", "no", "hardly"])
# After these an adjective judges what is done, not what is said: "it is wrong that children go hungry".
_MORAL = frozenset(["wrong", "right", "malicious"])
_SUBJECTS = ("nsubj", "nsubj:pass")
_MAX_LEAD = 8


def find_denials(tokens: TokenArrays, attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """What speakers deny inside their own words, each as an attribution with the source of the words around it."""
    lists = load_frames().words
    kinds = ("adjectives", "nouns", "affirmatives", "lacking")
    candidates = frozenset().union(*(lists[f"denials.{kind}"] for kind in kinds))
    done: set[int] = set()
    for attribution in sorted(attributions, key=lambda item: item.end_char - item.start_char):
        for span in attribution.content if _states_something(attribution) else ():
            for token in _list_words(tokens, span, candidates):
                found = _find_denial(tokens, token, span) if token not in done else None
                if found is not None:
                    done.add(token)
                    yield replace(found, source=attribution.source, antecedent=attribution.antecedent)


def _states_something(attribution: Attribution) -> bool:
    """Whether words are stated with a source, neither denied nor asked."""
    sense = attribution.sense
    is_stated = sense is not None and sense.kind in _SPOKEN and not attribution.is_negated
    return is_stated and attribution.source is not None


def _list_words(tokens: TokenArrays, span: Span, words: Collection[str]) -> Iterator[int]:
    inside = range(tokens.token_at(span.start_char), tokens.token_after(span.end_char))
    return (token for token in inside if tokens.words[token] in words)


def mark_denial(tokens: TokenArrays, attribution: Attribution) -> Attribution:
    """ "Called the report false", "described the claim that X as a lie": a denial whose content is the object."""
    sense = attribution.sense
    if sense is None or not _states_something(attribution):
        return attribution
    if attribution.rule == "order_that":
        return _cut_complement(tokens, attribution, sense)
    nouns = [child for child in children(tokens, attribution.cue_token, "obj", "iobj") if child > attribution.cue_token]
    is_described = attribution.rule == "verb_object" and bool(nouns) and tokens.pos[nouns[0]] in ("NOUN", "PROPN")
    if not is_described or _is_person(tokens, nouns[0]):
        return attribution
    last = tokens.token_after(attribution.content[-1].end_char)
    if not _is_denied_after(tokens, nouns[0], last):
        return attribution
    content = find_denied(tokens, nouns[0], last)
    denial = Cue(sense.lemma, "deny", sense.stance, sense.frames)
    return replace(attribution, sense=denial, content=(content,), rule="verb_denial") if content else attribution


def _cut_complement(tokens: TokenArrays, attribution: Attribution, sense: Cue) -> Attribution:
    """ "Described the claim that he paid | as a lie": what a describing verb says of a clause is no part of it."""
    span = attribution.content[-1]
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    mark = next((token for token in range(last - 1, first, -1) if tokens.words[token] == "as"), -1)
    if mark < 0 or last - mark > _MAX_LEAD or sense.lemma not in load_frames().words["denials.describing"]:
        return attribution
    kept = span_of(tokens, first, mark)
    if kept is None or not _is_denied_after(tokens, mark - 1, last):
        return attribution
    denial = Cue(sense.lemma, "deny", sense.stance, sense.frames)
    return replace(attribution, sense=denial, content=(*attribution.content[:-1], kept), rule="verb_denial")


def _is_denied_after(tokens: TokenArrays, noun: int, last: int) -> bool:
    """ "The report | false", "the claim that X | as a lie": a word of denial is the complement of an object."""
    lead_ins = load_frames().words["denials.lead_ins"]
    marked = {token + 1 for token in range(noun + 1, last) if tokens.words[token] == "as"}
    for start in sorted(marked | {noun + 1}):
        token = start
        while token < last and (tokens.words[token] in lead_ins or not tokens.words[token][0].isalnum()):
            if tokens.words[token] == "of":
                break
            token += 1
        if token < last and _denies(tokens, token, start - 1):
            return True
    return False


def _find_denial(tokens: TokenArrays, word: int, span: Span) -> Attribution | None:
    """The denial that ends with a word: "it is false", "the claim was a lie", "there is no truth"."""
    first = _find_copula(tokens, word)
    if first < 0 or not _denies(tokens, word, first - 1) or first - 1 < tokens.token_at(span.start_char) - 1:
        return None
    last = min(tokens.token_after(span.end_char), tokens.segment_bounds(word)[1])
    before = tokens.words[first - 1] if first else ""
    if before == "there":
        content = _find_after_preposition(tokens, word, last)
    elif before == "it":
        content = _find_that_clause(tokens, word, last)
    else:
        noun = _find_carrier(tokens, word, first, tokens.token_at(span.start_char))
        content = find_denied(tokens, noun, first) if noun >= 0 else None
    if content is None:
        return None
    sense = Cue(tokens.words[word], "deny", "neutral", frozenset(["that"]))
    is_noun = not has_subject(tokens, content)
    return Attribution(None, tokens.span(first, word + 1), (content,), "denial", sense, is_noun=is_noun, cue_token=word)


def _find_copula(tokens: TokenArrays, word: int) -> int:
    """The form of "be" before a word of denial, with nothing but words like "a complete" between; -1 if none."""
    lead_ins = load_frames().words["denials.lead_ins"]
    token = word - 1
    while token > max(0, word - _MAX_LEAD):
        if tokens.words[token] in _BE:
            while tokens.words[token - 1] in _AUXILIARIES and token > 1:
                token -= 1
            return token
        if tokens.words[token] not in lead_ins and tokens.quote[token] < 0:
            return -1
        token -= 1
    return -1


def _denies(tokens: TokenArrays, word: int, after: int) -> bool:
    """Whether a word denies, given the negations between a token and it: "false", "not true", "no truth"."""
    words = load_frames().words
    form = tokens.words[word]
    negations = sum(tokens.words[token] in _NEGATIONS for token in range(after + 1, word))
    has_article = any(tokens.words[token] in ("a", "an", "lies", "pure") for token in range(after + 1, word))
    if form in words["denials.affirmatives"] or form in words["denials.lacking"]:
        return negations == 1
    is_noun = form in words["denials.nouns"] and (has_article or form.endswith("s"))
    return negations == 0 and (is_noun or form in words["denials.adjectives"])


def _find_that_clause(tokens: TokenArrays, word: int, last: int) -> Span | None:
    """ "It is false | that the bank paid", "it is wrong to say | that ..."."""
    that = next((t for t in range(word + 1, min(last, word + 5)) if tokens.words[t] == "that"), -1)
    if that < 0:
        return _find_bare_said(tokens, word, last)
    between = tokens.words[word + 1 : that] if that > 0 else []
    is_said = len(between) == 2 and between[0] == "to" and between[1] in load_lexicon().verbs
    if (between and not is_said) or (not between and tokens.words[word] in _MORAL):
        return None
    return span_of(tokens, that, find_clause_end(tokens, that, last))


def _find_bare_said(tokens: TokenArrays, word: int, last: int) -> Span | None:
    """ "It is untrue to say | we knew": the clause without "that" of a verb of speech after a word of denial."""
    verb = word + 2
    if verb >= last or tokens.words[word + 1] != "to" or tokens.words[verb] not in load_lexicon().verbs:
        return None
    clause = next((child for child in children(tokens, verb, "ccomp") if child > verb), -1)
    return span_of(tokens, verb + 1, min(last, subtree_bounds(tokens, clause)[1])) if clause > 0 else None


def _find_after_preposition(tokens: TokenArrays, word: int, last: int) -> Span | None:
    """ "No truth | to the claim that the bank paid": what the preposition governs, or the clause it carries."""
    start = next((t for t in range(word + 1, min(last, word + 4)) if tokens.words[t] in ("to", "in", "for")), -1)
    if start < 0:
        return None
    noun = next((t for t in range(start + 1, min(last, start + 8)) if tokens.pos[t] in ("NOUN", "PROPN")), -1)
    return find_denied(tokens, noun, last) if noun >= 0 else None


def _find_carrier(tokens: TokenArrays, word: int, first: int, low: int) -> int:
    """ "The claim (that the bank paid) is | a lie": the noun for a statement that is the subject; -1 if none."""
    carriers = load_frames().words["denials.carriers"]
    subjects = [child for node in (word, tokens.heads[word], first) for child in children(tokens, node, *_SUBJECTS)]
    for child in subjects:
        if low <= child < first and tokens.words[child] in carriers:
            return child
    start = max(low, tokens.segment_bounds(first)[0])
    named = next((token for token in range(start, first) if tokens.words[token] in carriers), -1)
    if named < 0:
        return -1
    has_clause = tokens.words[named + 1] == "that" or find_bare_clause(tokens, named) is not None
    return named if has_clause or named == first - 1 else -1


def _is_person(tokens: TokenArrays, noun: int) -> bool:
    words = load_lexicon().words
    return tokens.part.doc[noun].ent_type_ in ("PERSON", "PER") or tokens.words[noun] in words["animate"]
