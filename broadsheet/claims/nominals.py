"""Attributions whose cue is a noun or an adjective, from the parse.

"The ISW's assertion that ...", "Ukraine's latest estimate is ...", "is confident that ...".
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.carriers import is_made
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, Lexicon, load_lexicon
from broadsheet.claims.retractions import is_taken_back
from broadsheet.claims.token_arrays import OPENING_MARKS, TokenArrays
from broadsheet.claims.tree import children, find_subject, is_negated, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_POSSESSIVES = ("'s", "’s", "'", "’")
_FEEL = frozenset(["feel", "feels", "felt", "remain", "remains", "remained", "seemed", "sounded", "grew", "became"])
_MAKING = frozenset(["make", "makes", "made", "making"])
# Words after which a verb belongs to the clause before it.
_STILL_INSIDE = frozenset(["to", "and", "or", "but", "who", "which", "that", "not", ",", "by", "has", "have", "had"])
_CLAUSE_DEPS = ("acl", "ccomp", "acl:relcl", "dep", "advcl")


def is_owned(tokens: TokenArrays, noun: int) -> bool:
    """ "The agency's | finding that": a noun behind its owner, also where the tagger takes it for a participle."""
    is_genitive = noun > 0 and tokens.words[noun - 1] in _POSSESSIVES and tokens.pos[noun - 1] == "PART"
    return is_genitive and tokens.words[noun].endswith("ing") and tokens.words[noun + 1 : noun + 2] == ["that"]


def find_noun_attribution(tokens: TokenArrays, lexicon: Lexicon, noun: int) -> Attribution | None:
    """The attribution whose cue is the noun at a token: with a that-clause, or as the subject of "is"."""
    if tokens.pos[noun] not in ("NOUN", "PROPN") and not is_owned(tokens, noun):
        return None
    sense = lexicon.nouns[tokens.words[noun]]
    if is_taken_back(tokens, noun):
        return None
    clause = _find_clause(tokens, noun)
    if clause is not None:
        source = _find_noun_source(tokens, noun)
        if source is None or source.start_char < tokens.ends[noun] <= source.end_char:
            return None
        return Attribution(source, tokens.span(noun, noun + 1), (clause,), "noun_clause", sense, cue_token=noun)
    return _find_copula(tokens, sense, noun)


def _find_clause(tokens: TokenArrays, noun: int) -> Span | None:
    makers = [child for child in children(tokens, noun, "nmod") if child > noun]
    inner = [clause for maker in makers for clause in children(tokens, maker, *_CLAUSE_DEPS)]
    for child in [*children(tokens, noun, *_CLAUSE_DEPS), *inner]:
        first, last = subtree_bounds(tokens, child)
        if any(tokens.words[t] in ("for", "to", "about", "in", "on") for t in range(noun + 1, first)):
            continue
        if child > noun and first - noun <= 8 and tokens.words[first] == "that" and not _is_relative(tokens, child):
            return span_of(tokens, first, _before_main_verb(tokens, noun, first, last))
    return _find_detached_clause(tokens, noun)


def _find_detached_clause(tokens: TokenArrays, noun: int) -> Span | None:
    """ "X's assertion that Y is likely pressing Z comes amid ...", where the parser attaches the clause elsewhere.

    Conditions: a possessor, "that" right after the noun as a marker, a subject after it. The clause ends before the
    verb whose subject the noun is.
    """
    that, last = noun + 1, tokens.segment_bounds(noun)[1]
    if that + 2 >= last or tokens.words[that : that + 1] != ["that"] or _find_possessor(tokens, noun) < 0:
        return None
    if tokens.deps[that] != "mark" or tokens.pos[that + 1] in ("VERB", "AUX"):
        return None
    if tokens.heads[noun] == noun:
        end = _before_main_verb(tokens, noun, that, last)
    elif tokens.deps[noun] in ("nsubj", "nsubj:pass") and tokens.heads[noun] > that:
        end = tokens.heads[noun]
        while tokens.pos[end - 1] in ("AUX", "ADV", "PART") and tokens.heads[end - 1] == tokens.heads[noun]:
            end -= 1
    else:
        return None
    return span_of(tokens, that, end) if end < last else None


def _before_main_verb(tokens: TokenArrays, noun: int, that: int, last: int) -> int:
    """Where the main verb begins if the parser has put it inside the clause ("X's claim that Y fell was false").

    Only if the parser makes the noun the root, so that the sentence has no other main verb: then it is the second group
    of verbs after "that".
    """
    if tokens.heads[noun] != noun:
        return last
    token = next((t for t in range(that + 2, last) if tokens.pos[t] in ("VERB", "AUX")), last)
    while token < last and tokens.pos[token] in ("AUX", "ADV", "PART"):
        token += 1
    for after in range(token + 1, last):
        before = tokens.words[after - 1]
        if tokens.pos[after] not in ("VERB", "AUX") or before in _STILL_INSIDE or tokens.words[after].endswith("ing"):
            continue
        if not any(token < child < after for child in children(tokens, after, "nsubj", "nsubj:pass")):
            return after
    return last


def _is_relative(tokens: TokenArrays, clause: int) -> bool:
    """ "The claim that he made": "that" is an object or subject of its own clause, and no passive has an object."""
    passive = children(tokens, clause, "nsubj:pass")
    if (
        passive
        and not children(tokens, clause, "nsubj")
        and all(tokens.words[subject] != "that" for subject in passive)
    ):
        return False
    return any(
        tokens.words[child] == "that" and tokens.deps[child] in ("nsubj", "obj", "obl", "nsubj:pass")
        for child in tokens.children[clause]
    )


def _find_noun_source(tokens: TokenArrays, noun: int) -> Span | None:
    """ "X's claim", "their claim", "a claim by X", "X made the claim"."""
    owner = _find_possessor(tokens, noun)
    if owner >= 0:
        return make_possessor_span(tokens, owner)
    for child in children(tokens, noun, "nmod"):
        cases = [
            case for case in children(tokens, child, "case") if tokens.words[case] in ("by", "from", "of", "among")
        ]
        if cases and child > noun:
            last = next(
                (t for t in range(child, subtree_bounds(tokens, child)[1]) if tokens.words[t] == "that"),
                subtree_bounds(tokens, child)[1],
            )
            return span_of(tokens, cases[0] + 1, last)
    if is_made(tokens, noun):
        subject = find_subject(tokens, tokens.heads[noun])
        # "That timing raises concerns that it knew": an event has no concerns.
        is_maker = subject >= 0 and may_be_person(tokens, load_lexicon(), subject)
        return noun_span(tokens, subject) if is_maker else None
    return None


def make_possessor_span(tokens: TokenArrays, owner: int) -> Span | None:
    """A possessor with its clitic: "The ISW's"."""
    first, last = subtree_bounds(tokens, owner)
    if first > 0 and tokens.words[first - 1] in ("the", "a", "an") and tokens.pos[owner] in ("PROPN", "NOUN"):
        first -= 1
    if last < len(tokens.words) and tokens.words[last] in _POSSESSIVES:
        last += 1
    return span_of(tokens, first, last)


def _find_copula(tokens: TokenArrays, sense: Cue, noun: int) -> Attribution | None:
    """ "X's estimate is 40,000 dead", "his argument was that ...": owner, noun, and what follows "is"."""
    owner = _find_possessor(tokens, noun)
    start = noun + 2
    limit = min(tokens.segment_bounds(noun)[1], noun + 80)
    if owner < 0 or start + 1 >= limit or tokens.words[noun + 1] not in ("is", "was", "are", "were"):
        return None
    opens = (
        tokens.words[start] == "that"
        or tokens.pos[start] == "NUM"
        or tokens.text[tokens.starts[start]] in OPENING_MARKS
    )
    content = span_of(tokens, start, limit) if opens and sense.kind != "question" else None
    if content is None:
        return None
    return Attribution(
        make_possessor_span(tokens, owner),
        tokens.span(noun, noun + 1),
        (content,),
        "noun_copula",
        sense,
        cue_token=noun,
    )


def _find_possessor(tokens: TokenArrays, noun: int) -> int:
    """The possessor of a noun: "their", "Ukraine" in "Ukraine's"; -1 if there is none."""
    for child in tokens.children[noun]:
        owns = any(tokens.words[case] in _POSSESSIVES for case in children(tokens, child, "case"))
        if child < noun and (tokens.deps[child] == "nmod:poss" or owns):
            return child
    return -1


def _is_advised(tokens: TokenArrays, adjective: int, subject: int) -> bool:
    """ "You should be glad that", "if you're unsure which": the writer tells the reader; "so upset that it cries"."""
    if tokens.words[adjective - 1] == "so":
        return True
    if subject < 0 or tokens.words[subject] != "you":
        return False
    auxiliaries = {tokens.words[child] for child in children(tokens, adjective, "aux")}
    marks = {tokens.words[child] for child in children(tokens, adjective, "mark")}
    return "if" in marks or bool(auxiliaries & load_frames().words["unsaid.modals"])


def _find_teller(tokens: TokenArrays, verb: int) -> int:
    """The subject of "make clear"; -1 for the reader: "you may put your foot down and make clear that"."""
    subject = find_subject(tokens, verb)
    return -1 if subject >= 0 and tokens.words[subject] == "you" else subject


def find_made_clear(tokens: TokenArrays, lexicon: Lexicon, adjective: int) -> Attribution | None:
    """ "The law makes clear that it ends", "she made it clear that it ends": verb and adjective are the cue."""
    verb = tokens.heads[adjective]
    is_clear = tokens.words[adjective] in load_frames().words["made.clear"]
    is_made = is_clear and tokens.words[verb] in _MAKING and 0 < adjective - verb < 4
    subject = _find_teller(tokens, verb) if is_made else -1
    nodes = (adjective, verb)
    clauses = [child for node in nodes for child in children(tokens, node, "ccomp", "csubj") if child > adjective]
    that = adjective + 1
    if (
        subject < 0
        or not clauses
        or tokens.words[that : that + 1] != ["that"]
        or not can_speak(tokens, lexicon, subject)
    ):
        return None
    content = span_of(tokens, that, subtree_bounds(tokens, clauses[0])[1])
    cue, source = tokens.span(verb, adjective + 1), noun_span(tokens, subject)
    if content is None or source is None:
        return None
    sense = lexicon.adjectives["clear"]
    is_denied = is_negated(tokens, verb)
    return Attribution(source, cue, (content,), "adjective_clause", sense, is_negated=is_denied, cue_token=adjective)


def find_adjective_attribution(tokens: TokenArrays, lexicon: Lexicon, adjective: int) -> Attribution | None:
    """ "She is confident that ...", "he made clear that ...": the adjective with its "is" or "made" is the cue."""
    return find_made_clear(tokens, lexicon, adjective) or _find_with_be(tokens, lexicon, adjective)


def _find_with_be(tokens: TokenArrays, lexicon: Lexicon, adjective: int) -> Attribution | None:
    sense = lexicon.adjectives[tokens.words[adjective]]
    clauses = [child for child in children(tokens, adjective, "ccomp", "advcl", "acl") if child > adjective]
    if tokens.pos[adjective] not in ("ADJ", "VERB") or not clauses:
        return None
    first, last = subtree_bounds(tokens, clauses[0])
    subject = find_subject(tokens, adjective)
    marks = {tokens.words[mark] for mark in children(tokens, clauses[0], "mark")}
    if (
        _is_advised(tokens, adjective, subject)
        or subject < 0
        or tokens.words[subject] in ("it", "there")
        or (marks and not marks & {"that", "whether", "if"})
    ):
        return None
    if not marks and tokens.deps[clauses[0]] != "ccomp":
        return None
    content = span_of(tokens, first, last)
    copulas = children(tokens, adjective, "cop")
    if (
        not copulas
        and tokens.words[max(0, adjective - 1)] not in _FEEL
        and tokens.words[max(0, adjective - 2)] not in _FEEL
    ):
        # "Made sure that" is not a statement.
        return None
    begin = min([adjective, *copulas, *[a for a in children(tokens, adjective, "aux") if a > subject]])
    if content is None or begin < subject:
        return None
    return Attribution(
        noun_span(tokens, subject),
        tokens.span(begin, adjective + 1),
        (content,),
        "adjective_clause",
        sense,
        is_negated=is_negated(tokens, adjective),
        cue_token=adjective,
    )
