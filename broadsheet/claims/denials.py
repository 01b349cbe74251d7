"""Denials and retractions in other words than a verb of denial.

"It is false that", "the claim is a lie", "there is no truth to", "called the report false": a speaker's own words that
deny something are a claim of their own, of kind deny, whose content is what is denied. "Withdrew her claim that": a
retraction is a denial of what was said before. The words are in `claim_frames.toml`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, find_subject, is_negated, is_passive, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_SPOKEN = frozenset(["report", "assert", "believe", "document"])
_BE = frozenset(["is", "are", "was", "were", "be", "been", "'s", "’s", "being"])
_AUXILIARIES = _BE | {"have", "has", "had", "would", "will", "could", "may", "might", "must"}
_NEGATIONS = frozenset(["not", "n't", "n’t", "never", "no", "hardly"])
# After these an adjective judges what is done, not what is said: "it is wrong that children go hungry".
_MORAL = frozenset(["wrong", "right", "malicious"])
_CLAUSES = ("ccomp", "acl", "acl:relcl", "csubj", "advcl", "xcomp", "dep")
_MAX_LEAD = 8
_LONGEST = 80


def find_denials(tokens: TokenArrays, attributions: Sequence[Attribution]) -> Iterator[Attribution]:
    """What speakers deny inside their own words, each as an attribution with the source of the words around it."""
    words = load_frames().words
    candidates = (
        words["denials.adjectives"] | words["denials.nouns"] | words["denials.affirmatives"] | words["denials.lacking"]
    )
    done: set[int] = set()
    for attribution in sorted(attributions, key=lambda item: item.end_char - item.start_char):
        sense = attribution.sense
        if sense is None or sense.kind not in _SPOKEN or attribution.is_negated or attribution.source is None:
            continue
        for span in attribution.content:
            for token in range(tokens.token_at(span.start_char), tokens.token_after(span.end_char)):
                if tokens.words[token] in candidates and token not in done:
                    found = _find_denial(tokens, token, span)
                    done.update([token] if found else [])
                    yield from (
                        [replace(found, source=attribution.source, antecedent=attribution.antecedent)] if found else []
                    )


def mark_denial(tokens: TokenArrays, attribution: Attribution) -> Attribution:
    """ "Called the report false", "described the claim that X as a lie": a denial whose content is the object."""
    sense = attribution.sense
    if attribution.rule == "order_that" and sense is not None:
        return _cut_complement(tokens, attribution, sense)
    if attribution.rule != "verb_object" or sense is None or attribution.is_negated or sense.kind not in _SPOKEN:
        return attribution
    verb = attribution.cue_token
    nouns = [child for child in children(tokens, verb, "obj", "iobj") if child > verb]
    if not nouns or tokens.pos[nouns[0]] not in ("NOUN", "PROPN") or _is_person(tokens, nouns[0]):
        return attribution
    last = tokens.token_after(attribution.content[-1].end_char)
    if not _is_denied_after(tokens, nouns[0], last):
        return attribution
    content = _find_denied(tokens, nouns[0], last)
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


def is_retraction(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb takes back a statement: "withdrew her claim", "the remark was taken back"."""
    return tokens.has_parse and _find_retracted(tokens, verb) >= 0


def find_retraction(tokens: TokenArrays, verb: int) -> Attribution | None:
    """ "The witness took back his statement that ...": who takes back what."""
    noun = _find_retracted(tokens, verb)
    passive = is_passive(tokens, verb)
    subject = -1 if passive else find_subject(tokens, verb)
    agents = [child for child in children(tokens, verb, "obl:agent", "obl") if "by" in _cases(tokens, child)]
    speaker = agents[0] if passive and agents else subject
    content = _find_denied(tokens, noun, min(tokens.segment_bounds(verb)[1], noun + _LONGEST))
    if content is None or (speaker < 0 and not passive) or is_negated(tokens, verb):
        return None
    lemma, following = load_frames().retractions[tokens.words[verb]]
    particle = verb + 2 if tokens.words[verb + 1 : verb + 2] and tokens.words[verb + 1] in following else verb + 1
    first = min([verb, *(a for a in children(tokens, verb, "aux", "aux:pass") if verb - a < 5)])
    return Attribution(
        source=_after_case(tokens, speaker) if speaker >= 0 else None,
        cue=tokens.span(first, particle),
        content=(content,),
        rule="verb_retraction",
        sense=Cue(lemma, "deny", "neutral", frozenset(["obj"])),
        is_noun=not _has_subject(tokens, content),
        cue_token=verb,
    )


def is_taken_back(tokens: TokenArrays, noun: int) -> bool:
    """Whether a noun for a statement is what its owner takes back: "withdrew its claim that" is no claim any more."""
    verb = tokens.heads[noun]
    if tokens.deps[noun] not in ("obj", "nsubj:pass", "obl") or tokens.words[verb] not in load_frames().retractions:
        return False
    owners = children(tokens, noun, "nmod:poss")
    is_own = not owners or tokens.words[owners[0]] in ("his", "her", "its", "their", "my", "our")
    return is_own and _find_retracted(tokens, verb) == noun


def _find_retracted(tokens: TokenArrays, verb: int) -> int:
    """The noun for a statement that a verb takes back; -1 if there is none."""
    frames = load_frames()
    _, following = frames.retractions[tokens.words[verb]]
    near = tokens.words[verb + 1 : verb + 9]
    has_particle = "" in following or bool(following.intersection(near))
    if not has_particle or tokens.pos[verb] not in ("VERB", "AUX"):
        return -1
    if is_passive(tokens, verb):
        nouns = children(tokens, verb, "nsubj:pass")
    else:
        after = [noun for noun in children(tokens, verb, "obl") if {"on", "from"} & set(_cases(tokens, noun))]
        nouns = [*children(tokens, verb, "obj"), *after]
    carriers = frames.words["denials.carriers"] | frames.words["retracted.nouns"]
    return next((noun for noun in nouns if tokens.words[noun] in carriers), -1)


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
        content = _find_denied(tokens, noun, first) if noun >= 0 else None
    if content is None:
        return None
    sense = Cue(tokens.words[word], "deny", "neutral", frozenset(["that"]))
    is_noun = not _has_subject(tokens, content)
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
    between = tokens.words[word + 1 : that] if that > 0 else []
    is_said = len(between) == 2 and between[0] == "to" and between[1] in load_lexicon().verbs
    if that < 0 or (between and not is_said) or (not between and tokens.words[word] in _MORAL):
        return None
    return span_of(tokens, that, _find_clause_end(tokens, that, last))


def _find_clause_end(tokens: TokenArrays, that: int, last: int) -> int:
    """The end of a clause that "that" opens: by the parse, else the end of the sentence."""
    head = tokens.heads[that]
    end = subtree_bounds(tokens, head)[1] if tokens.deps[that] == "mark" and head > that else last
    return min(last, max(end, that + 2))


def _find_after_preposition(tokens: TokenArrays, word: int, last: int) -> Span | None:
    """ "No truth | to the claim that the bank paid": what the preposition governs, or the clause it carries."""
    start = next((t for t in range(word + 1, min(last, word + 4)) if tokens.words[t] in ("to", "in", "for")), -1)
    if start < 0:
        return None
    noun = next((t for t in range(start + 1, min(last, start + 8)) if tokens.pos[t] in ("NOUN", "PROPN")), -1)
    return _find_denied(tokens, noun, last) if noun >= 0 else None


def _find_carrier(tokens: TokenArrays, word: int, first: int, low: int) -> int:
    """ "The claim (that the bank paid) is | a lie": the noun for a statement that is the subject; -1 if none."""
    carriers = load_frames().words["denials.carriers"]
    for node in (word, tokens.heads[word], first):
        for child in children(tokens, node, "nsubj", "nsubj:pass"):
            if low <= child < first and tokens.words[child] in carriers:
                return child
    start = max(low, tokens.segment_bounds(first)[0])
    for token in range(start, first):
        if tokens.words[token] in carriers and (token - start < 5 or tokens.words[token + 1] == "that"):
            has_clause = tokens.words[token + 1] == "that" or _find_bare_clause(tokens, token) is not None
            return token if has_clause or token == first - 1 else -1
    return -1


def _find_denied(tokens: TokenArrays, noun: int, last: int) -> Span | None:
    """The clause that a noun for a statement introduces ("the claim | that the bank paid"), else the noun phrase."""
    carriers = load_frames().words["denials.carriers"] | load_frames().words["retracted.nouns"]
    if tokens.words[noun] in carriers:
        that = noun + 1
        if tokens.words[that : that + 1] == ["that"] and that + 2 < last and _is_marker(tokens, that):
            return span_of(tokens, that, _find_clause_end(tokens, that, last))
        bare = _find_bare_clause(tokens, noun)
        if bare is not None:
            return span_of(tokens, bare[0], min(bare[1], last))
    return noun_span(tokens, noun)


def _is_marker(tokens: TokenArrays, that: int) -> bool:
    """Whether "that" opens a clause and is no relative pronoun."""
    return tokens.pos[that] == "SCONJ" or tokens.deps[that] == "mark"


def _has_subject(tokens: TokenArrays, content: Span) -> bool:
    """Whether a content is a clause: a word in it is the subject of a verb outside relative clauses."""
    inside = range(tokens.token_at(content.start_char), tokens.token_after(content.end_char))
    subjects = [token for token in inside if tokens.deps[token].startswith("nsubj") and tokens.heads[token] in inside]
    return any(
        tokens.deps[tokens.heads[token]] != "acl:relcl" or tokens.words[inside[0]] == "that" for token in subjects
    )


def _find_bare_clause(tokens: TokenArrays, noun: int) -> tuple[int, int] | None:
    """ "Reports | he had fled": tokens of a clause with its own subject right after a noun, half-open."""
    for child in children(tokens, noun, *_CLAUSES):
        start, end = subtree_bounds(tokens, child)
        has_subject = bool(children(tokens, child, "nsubj", "nsubj:pass"))
        if start == noun + 1 and has_subject and tokens.words[start] not in ("that", "which", "who"):
            return start, end
    return None


def _after_case(tokens: TokenArrays, noun: int) -> Span | None:
    """A noun phrase without the preposition before it."""
    span = noun_span(tokens, noun)
    cases = [case for case in children(tokens, noun, "case") if case < noun]
    if span is None or not cases:
        return span
    return Span(max(span.start_char, tokens.starts[cases[-1] + 1]), span.end_char)


def _cases(tokens: TokenArrays, noun: int) -> list[str]:
    return [tokens.words[case] for case in children(tokens, noun, "case")]


def _is_person(tokens: TokenArrays, noun: int) -> bool:
    words = load_lexicon().words
    return tokens.part.doc[noun].ent_type_ in ("PERSON", "PER") or tokens.words[noun] in words["animate"]
