"""The words of a verb's cue, and its addressee."""

from __future__ import annotations

from broadsheet.claims.lexicon import CueVerb, Lexicon, load_lexicon
from broadsheet.claims.sources import has_case, trim_start
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.token_runs import extend_left
from broadsheet.claims.tree import children, noun_span
from broadsheet.records import Span

_CUE_ADVERBS = frozenset(["not", "n't", "n’t", "never", "also"])
_CUE_PARTS = ("aux", "aux:pass", "advmod", "compound:prt", "cop")
# Catenative verbs: in "went on to say" and "declined to say" the first verb is part of the cue.
CATENATIVES = frozenset(
    ["go", "continue", "begin", "refuse", "decline", "try", "seem", "appear", "come", "rush", "proceed"]
)
# Verbs whose object is the addressee even without a clause.
_ADDRESSING = frozenset(["tell", "remind", "inform", "assure", "ask", "warn"])


def find_particle(tokens: TokenArrays, entry: CueVerb, verb: int) -> int:
    """The particle that turns "point" into "point out"; -1 if there is none."""
    for token in range(verb + 1, min(verb + 3, len(tokens.words))):
        if tokens.words[token] in entry.particles and tokens.heads[token] == verb:
            return token
    return -1


def make_cue(tokens: TokenArrays, lexicon: Lexicon, verb: int, cue_end: int) -> Span | None:
    """The verb with auxiliaries and adverbs just before it, its particle, and the preposition of its content."""
    anchor = _find_catenative(tokens, lexicon, verb)

    def in_cue(token: int) -> bool:
        is_part = tokens.heads[token] == anchor and tokens.deps[token] in _CUE_PARTS
        return is_part or tokens.words[token] in _CUE_ADVERBS

    particle = find_particle(tokens, lexicon.verbs[tokens.words[verb]], verb)
    return tokens.span(extend_left(anchor, 0, in_cue), max(verb + 1, cue_end, particle + 1))


def _find_catenative(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> int:
    """The verb that begins the cue: "went" in "went on to say", else the verb itself."""
    head = tokens.heads[verb]
    if tokens.deps[verb] == "xcomp" and 0 < verb - head < 5 and _is_listed_catenative(tokens, lexicon, head):
        return head
    if verb > 2 and tokens.words[verb - 1] == "to":
        earlier = next((t for t in range(verb - 2, verb - 4, -1) if tokens.pos[t] == "VERB"), -1)
        entry = lexicon.verbs.get(tokens.words[earlier]) if earlier >= 0 else None
        return earlier if entry is not None and entry.lemma in CATENATIVES else verb
    return verb


def _is_listed_catenative(tokens: TokenArrays, lexicon: Lexicon, token: int) -> bool:
    entry = lexicon.verbs.get(tokens.words[token])
    return tokens.words[token] in CATENATIVES or (entry is not None and entry.lemma in CATENATIVES)


def find_addressee(tokens: TokenArrays, entry: CueVerb, verb: int, addressee: int, passive: bool) -> Span | None:
    """ "Told Reuters", "said to reporters", "was told": the person addressed."""
    is_addressed = entry.lemma in load_lexicon().addressed
    subjects = children(tokens, verb, "nsubj:pass") if passive and is_addressed else []
    if subjects and children(tokens, verb, "ccomp"):
        return noun_span(tokens, subjects[0])
    if addressee < 0 and is_addressed:
        addressee = _find_addressed_object(tokens, entry, verb)
    if addressee < 0:
        return _find_addressee_after_to(tokens, entry, verb)
    return _cut_before_that(tokens, addressee)


def _find_addressed_object(tokens: TokenArrays, entry: CueVerb, verb: int) -> int:
    """ "Told Reuters that", "asked the minister": the object of a verb with a content or an addressee; -1 without."""
    objects = [child for child in children(tokens, verb, "iobj", "obj") if child > verb]
    has_content = entry.lemma in _ADDRESSING or bool(children(tokens, verb, "ccomp", "parataxis", "xcomp"))
    return objects[0] if objects and has_content else -1


def _find_addressee_after_to(tokens: TokenArrays, entry: CueVerb, verb: int) -> Span | None:
    """ "Said to reporters": the noun phrase after "to", unless "to" introduces the content."""
    if "to" in entry.prepositions and entry.sense("prep"):
        return None
    nouns = [child for child in children(tokens, verb, "obl") if child > verb and has_case(tokens, child, "to")]
    span = noun_span(tokens, nouns[0]) if nouns and nouns[0] - verb <= 6 else None
    return trim_start(tokens, span, children(tokens, nouns[0], "case")[0] + 1) if span else None


def _cut_before_that(tokens: TokenArrays, addressee: int) -> Span | None:
    """ "Told the inquiry | that ...": without the clause or quotation that the parser may have attached to it."""
    span = noun_span(tokens, addressee)
    that = next((t for t in range(addressee + 1, addressee + 9) if tokens.words[t : t + 1] == ["that"]), -1)
    if span is None:
        return None
    first, last = tokens.token_at(span.start_char), tokens.token_after(span.end_char)
    quoted = next((t for t in range(addressee + 1, last) if tokens.quote[t] != tokens.quote[addressee]), last)
    end = min(quoted, that if that > 0 else last)
    return tokens.span(first, end) if end < last else span
