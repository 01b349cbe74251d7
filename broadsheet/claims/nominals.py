"""Attributions whose cue is a noun, an adjective or a fixed phrase, read from the syntax tree.

"The ISW's assertion that ...", "Ukraine's latest estimate is ...", "is confident that ...", "according to ...".
"""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.tree import children, cut_out, edges, find_subject, is_negated, noun_span, span_of
from broadsheet.claims.view import OPENING_MARKS, PartView
from broadsheet.records import Span

_POSSESSIVES = ("'s", "’s", "'", "’")
_FEEL = frozenset(["feel", "feels", "felt", "remain", "remains", "remained", "seemed", "sounded", "grew", "became"])
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
            return span_of(view, first, _before_main_verb(view, noun, child, last))
    return None


def _before_main_verb(view: PartView, noun: int, clause: int, last: int) -> int:
    """Where the sentence's own verb begins that the tree has put inside the clause ("X's claim that Y fell was false").

    Only where the tree makes the noun the root, so that the sentence has no verb left.
    """
    if view.heads[noun] != noun:
        return last
    for token in range(clause + 1, last):
        if view.pos[token] not in ("VERB", "AUX") or view.deps[token] not in ("ccomp", "acl", "parataxis", "acl:relcl"):
            continue
        own = children(view, token, "nsubj", "nsubj:pass", "mark", "cc")
        participle = view.words[token].endswith(("ed", "en", "ing")) and not children(
            view, token, "aux", "aux:pass", "obj"
        )
        if not own and not participle and view.words[token - 1] != "to":
            return min([token, *children(view, token, "aux", "aux:pass", "cop")])
    return last


def _is_relative(view: PartView, clause: int) -> bool:
    """ "The claim that he made": "that" is an object or subject of its own clause."""
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
    """ "X's estimate is 40,000 dead", "his argument was that ...": owner, noun, and what stands behind "is"."""
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


def find_phrase_attribution(view: PartView, words: tuple[str, ...], sense: Cue, token: int) -> Attribution | None:
    """ "According to X, ..." in front, between or behind; `token` is the first word of the phrase."""
    behind = token + len(words)
    noun = _complement(view, token, behind)
    if noun < 0:
        return None
    hole_end = min(max(edges(view, noun)[1], behind + 1), len(view.words))
    low, high = view.sentence_bounds(token)
    source_end = _behind_apposition(view, _end_of_source(view, noun, behind, hole_end), high)
    source = span_of(view, behind, source_end)
    if source is None:
        return None
    content = _content_around(view, noun, (low, high), token, max(hole_end, view.token_after(source.end_char)))
    if not content:
        return None
    return Attribution(source, view.span(token, behind), content, "according_to", sense, cue_token=token)


def _complement(view: PartView, token: int, behind: int) -> int:
    """The noun that the phrase governs, whichever of the usual analyses the tree has."""
    for node in (token, behind - 1):
        if view.heads[node] >= behind:
            return view.heads[node]
    for node in (token, behind - 1):
        for child in view.children[node]:
            if child >= behind and view.pos[child] in ("NOUN", "PROPN", "PRON", "NUM", "X"):
                return child
    return -1


def _end_of_source(view: PartView, noun: int, behind: int, end: int) -> int:
    for child in view.children[noun]:
        start = edges(view, child)[0]
        if (
            child > noun
            and view.deps[child] in ("parataxis", "conj", "advcl")
            and view.words[start] in (",", "but", ";")
        ):
            return start
    return min(end, behind + 40)


def _behind_apposition(view: PartView, end: int, high: int) -> int:
    """ "According to Reed, a club that runs the pier, ...": the end of the words between commas that say who it is."""
    end = end - 1 if view.words[end - 1] == "," else end
    if end + 2 >= high or view.words[end] != "," or view.words[end + 1] not in ("a", "an", "the", "its", "his", "her"):
        return end
    stop = next((t for t in range(end + 2, min(high, end + 28)) if view.words[t] == ","), -1)
    subjects = [t for t in range(end + 1, max(stop, 0)) if view.deps[t].startswith("nsubj")]
    has_clause = any(not view.deps[view.heads[t]].startswith("acl") and view.heads[t] < stop for t in subjects)
    behind = range(stop + 1, min(high, stop + 15))
    goes_on = any(view.deps[t].startswith("nsubj") for t in behind)
    return stop if stop > 0 and not has_clause and goes_on else end


def _climb(view: PartView, head: int, goes_on: bool) -> int:
    """From the verb that the phrase hangs on to that of the whole statement: a phrase at the end covers all of it."""
    steps = (
        ("xcomp", "acl") if goes_on else ("xcomp", "acl", "advcl", "acl:relcl", "conj", "ccomp", "nmod", "obj", "obl")
    )
    for _ in range(6):
        if view.deps[head] not in steps or view.heads[head] == head:
            break
        head = view.heads[head]
    return head


def _content_around(view: PartView, noun: int, sentence: tuple[int, int], first: int, last: int) -> tuple[Span, ...]:
    """What is said, without the phrase: the clause it hangs on, or what stands before or behind it in the sentence."""
    low, high = sentence
    head = _climb(view, view.heads[noun], last < high - 2)
    start, end = (low, high) if head == noun else edges(view, head)
    if (
        head != noun
        and view.pos[head] not in ("VERB", "AUX")
        and not children(view, head, "cop", "nsubj", "nsubj:pass")
    ):
        start, end = low, high
    start, end = max(low, start), min(high, end)
    for child in view.children[head] if head != noun else ():
        child_start, child_end = edges(view, child)
        own = children(view, child, "cc") and children(view, child, "nsubj", "nsubj:pass")
        if view.deps[child] == "conj" and child_start >= last and own:
            end = min(end, child_start)
        if view.deps[child] in ("cc", "parataxis") and child_end <= first and child_start <= start + 1:
            start = max(start, child_end)
    spans = list(cut_out(view, start, end, [(first, last)]))
    return tuple(spans) if spans else tuple(cut_out(view, low, high, [(first, last)]))
