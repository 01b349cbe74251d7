"""Attributions whose cue is a noun or an adjective, read from the syntax tree.

"The ISW's assertion that ...", "Ukraine's latest estimate is ...", "is confident that ...".
"""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.tree import children, edges, find_subject, is_negated, noun_span, span_of
from broadsheet.claims.view import OPENING_MARKS, PartView
from broadsheet.records import Span

_POSSESSIVES = ("'s", "’s", "'", "’")
_FEEL = frozenset(["feel", "feels", "felt", "remain", "remains", "remained", "seemed", "sounded", "grew", "became"])
# Words after which a verb belongs to the clause before it.
_STILL_INSIDE = frozenset(["to", "and", "or", "but", "who", "which", "that", "not", ",", "by", "has", "have", "had"])
_CLAUSE_DEPS = ("acl", "ccomp", "acl:relcl", "dep", "advcl")


def find_noun_attribution(view: PartView, lexicon: Lexicon, noun: int) -> Attribution | None:
    """The attribution whose cue is the noun at a token: with a that-clause, or as the subject of "is"."""
    if view.pos[noun] not in ("NOUN", "PROPN"):
        return None
    sense = lexicon.nouns[view.words[noun]]
    clause = _find_clause(view, noun)
    if clause is not None:
        source = _find_owner(view, noun)
        if source is None or source.start_char < view.ends[noun] <= source.end_char:
            return None
        return Attribution(source, view.span(noun, noun + 1), (clause,), "noun_clause", sense, cue_token=noun)
    return _find_copula(view, sense, noun)


def _find_clause(view: PartView, noun: int) -> Span | None:
    makers = [child for child in children(view, noun, "nmod") if child > noun]
    inner = [clause for maker in makers for clause in children(view, maker, *_CLAUSE_DEPS)]
    for child in [*children(view, noun, *_CLAUSE_DEPS), *inner]:
        first, last = edges(view, child)
        if any(view.words[t] in ("for", "to", "about", "in", "on") for t in range(noun + 1, first)):
            continue
        if child > noun and first - noun <= 8 and view.words[first] == "that" and not _is_relative(view, child):
            return span_of(view, first, _before_main_verb(view, noun, first, last))
    return _find_detached_clause(view, noun)


def _find_detached_clause(view: PartView, noun: int) -> Span | None:
    """ "X's assertion that Y is likely pressing Z comes amid ...", where the tree hangs the clause elsewhere.

    Wanted: an owner, "that" right after the noun and no pronoun, a subject after it. The clause ends before the verb
    of which the noun is the subject.
    """
    that, last = noun + 1, view.cell_bounds(noun)[1]
    if that + 2 >= last or view.words[that] != "that" or _find_possessor(view, noun) < 0:
        return None
    if view.deps[that] != "mark" or view.pos[that + 1] in ("VERB", "AUX"):
        return None
    if view.heads[noun] == noun:
        end = _before_main_verb(view, noun, that, last)
    elif view.deps[noun] in ("nsubj", "nsubj:pass") and view.heads[noun] > that:
        end = view.heads[noun]
        while view.pos[end - 1] in ("AUX", "ADV", "PART") and view.heads[end - 1] == view.heads[noun]:
            end -= 1
    else:
        return None
    return span_of(view, that, end) if end < last else None


def _before_main_verb(view: PartView, noun: int, that: int, last: int) -> int:
    """Where the sentence's own verb begins that the tree has put inside the clause ("X's claim that Y fell was false").

    Only where the tree makes the noun the root, so that the sentence has no verb left: then the second group of verbs
    after "that" is its own.
    """
    if view.heads[noun] != noun:
        return last
    token = next((t for t in range(that + 2, last) if view.pos[t] in ("VERB", "AUX")), last)
    while token < last and view.pos[token] in ("AUX", "ADV", "PART"):
        token += 1
    for after in range(token + 1, last):
        before = view.words[after - 1]
        if view.pos[after] not in ("VERB", "AUX") or before in _STILL_INSIDE or view.words[after].endswith("ing"):
            continue
        if not any(token < child < after for child in children(view, after, "nsubj", "nsubj:pass")):
            return after
    return last


def _is_relative(view: PartView, clause: int) -> bool:
    """ "The claim that he made": "that" is an object or subject of its own clause, and no passive has an object."""
    passive = children(view, clause, "nsubj:pass")
    if passive and not children(view, clause, "nsubj") and all(view.words[subject] != "that" for subject in passive):
        return False
    return any(
        view.words[child] == "that" and view.deps[child] in ("nsubj", "obj", "obl", "nsubj:pass")
        for child in view.children[clause]
    )


def _find_owner(view: PartView, noun: int) -> Span | None:
    """ "X's claim", "their claim", "a claim by X", "X made the claim"."""
    owner = _find_possessor(view, noun)
    if owner >= 0:
        return owner_span(view, owner)
    for child in children(view, noun, "nmod"):
        cases = [case for case in children(view, child, "case") if view.words[case] in ("by", "from", "of", "among")]
        if cases and child > noun:
            last = next(
                (t for t in range(child, edges(view, child)[1]) if view.words[t] == "that"), edges(view, child)[1]
            )
            return span_of(view, cases[0] + 1, last)
    if view.deps[noun] == "obj":
        subject = find_subject(view, view.heads[noun])
        return noun_span(view, subject) if subject >= 0 else None
    return None


def owner_span(view: PartView, owner: int) -> Span | None:
    """A possessor with its mark: "The ISW's"."""
    first, last = edges(view, owner)
    if first > 0 and view.words[first - 1] in ("the", "a", "an") and view.pos[owner] in ("PROPN", "NOUN"):
        first -= 1
    if last < len(view.words) and view.words[last] in _POSSESSIVES:
        last += 1
    return span_of(view, first, last)


def _find_copula(view: PartView, sense: Cue, noun: int) -> Attribution | None:
    """ "X's estimate is 40,000 dead", "his argument was that ...": owner, noun, and what stands after "is"."""
    owner = _find_possessor(view, noun)
    start = noun + 2
    limit = min(view.cell_bounds(noun)[1], noun + 80)
    if owner < 0 or start + 1 >= limit or view.words[noun + 1] not in ("is", "was", "are", "were"):
        return None
    opens = view.words[start] == "that" or view.pos[start] == "NUM" or view.text[view.starts[start]] in OPENING_MARKS
    content = span_of(view, start, limit) if opens and sense.kind != "question" else None
    if content is None:
        return None
    return Attribution(
        owner_span(view, owner), view.span(noun, noun + 1), (content,), "noun_copula", sense, cue_token=noun
    )


def _find_possessor(view: PartView, noun: int) -> int:
    """The token that owns a noun: "their", "Ukraine" in "Ukraine's"; -1 where nothing does."""
    for child in view.children[noun]:
        owns = any(view.words[case] in _POSSESSIVES for case in children(view, child, "case"))
        if child < noun and (view.deps[child] == "nmod:poss" or owns):
            return child
    return -1


def find_adjective_attribution(view: PartView, lexicon: Lexicon, adjective: int) -> Attribution | None:
    """ "She is confident that ...": the adjective with its "is" is the cue."""
    sense = lexicon.adjectives[view.words[adjective]]
    clauses = [child for child in children(view, adjective, "ccomp", "advcl", "acl") if child > adjective]
    if view.pos[adjective] not in ("ADJ", "VERB") or not clauses:
        return None
    first, last = edges(view, clauses[0])
    subject = find_subject(view, adjective)
    marks = {view.words[mark] for mark in children(view, clauses[0], "mark")}
    if subject < 0 or view.words[subject] in ("it", "there") or (marks and not marks & {"that", "whether", "if"}):
        return None
    if not marks and view.deps[clauses[0]] != "ccomp":
        return None
    content = span_of(view, first, last)
    copulas = children(view, adjective, "cop")
    if (
        not copulas
        and view.words[max(0, adjective - 1)] not in _FEEL
        and view.words[max(0, adjective - 2)] not in _FEEL
    ):
        # "Made sure that": nobody says so.
        return None
    begin = min([adjective, *copulas, *[a for a in children(view, adjective, "aux") if a > subject]])
    if content is None or begin < subject:
        return None
    return Attribution(
        noun_span(view, subject),
        view.span(begin, adjective + 1),
        (content,),
        "adjective_clause",
        sense,
        is_negated=is_negated(view, adjective),
        cue_token=adjective,
    )
