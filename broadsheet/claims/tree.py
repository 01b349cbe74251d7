"""Navigating the parse of a part: subtrees, subjects, antecedents, noun phrases and spans without some subtrees.

Universal Dependencies labels, without subtypes except `:pass`, `:poss`, `:relcl`, `:prt` and `:agent`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.records import Span

RELATIVES = frozenset(["who", "which", "that", "whom"])
_CLIMB = ("conj", "advcl", "xcomp", "parataxis")
_MAX_STEPS = 4
# Longer clauses are lists without full stops; they are cut so that time stays linear.
MAX_TOKENS = 160
_LEFT_PARTS = frozenset(
    ["det", "amod", "compound", "nummod", "nmod:poss", "nmod", "flat", "appos", "advmod", "punct", "det:predet", "dep"]
)
_RIGHT_PARTS = frozenset(
    ["nmod", "appos", "flat", "acl", "acl:relcl", "conj", "punct", "nummod", "amod", "compound", "list", "case"]
) | frozenset(["fixed", "dep", "goeswith", "nmod:poss"])
DAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "week"]
) | frozenset(
    ["january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december"]
)
_OCCASIONS = frozenset(["during", "after", "before", "when", "while", "as"])
_BREAKS = frozenset([",", "—", "–", "-", "--", "("])
_HAVE = frozenset(["has", "have", "had", "having", "'ve", "’ve"])
_BE = frozenset(
    ["be", "is", "are", "was", "were", "been", "being", "am", "'re", "’re", "get", "gets", "got", "getting"]
)
_CAUSING = frozenset(
    ["led", "leads", "prompted", "prompts", "forced", "forces", "caused", "causes", "spurred", "drove"]
)
# "To say" and "by saying" share the subject of their head verb; "because it said" has its own.
_SHARED_MARKS = frozenset(["to", "by", "in", "without", "after", "before", "while"])


def subtree_bounds(tokens: TokenArrays, token: int) -> tuple[int, int]:
    """First token and end token of a subtree, at most MAX_TOKENS on either side."""
    node = tokens.part.doc[token]
    return max(node.left_edge.i, token - MAX_TOKENS), min(node.right_edge.i + 1, token + MAX_TOKENS)


def before_conjunct(tokens: TokenArrays, verb: int, first: int, last: int) -> int:
    """The end of tokens that depend on a verb, before a further verb that is joined to it ("to go | and accused")."""
    for conjunct in children(tokens, verb, "conj"):
        if first < conjunct < last and tokens.pos[conjunct] == "VERB":
            linkers = [token for token in tokens.children[conjunct] if token < conjunct and tokens.deps[token] == "cc"]
            last = min([conjunct, *linkers])
    return last


def children(tokens: TokenArrays, token: int, *deps: str) -> list[int]:
    """Children with one of the labels, in order of position."""
    return [child for child in tokens.children[token] if tokens.deps[child] in deps]


def is_passive(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb is passive. "Has confirmed" is not, whatever label the parser gives its subject."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux", "aux:pass")}
    if auxiliaries & _HAVE and not auxiliaries & _BE:
        return False
    is_headline = is_bare_passive(tokens, verb) and not tokens.deps[verb].startswith(("acl", "advcl"))
    return is_headline or bool(children(tokens, verb, "aux:pass", "nsubj:pass")) or _shares_passive(tokens, verb)


def is_bare_passive(tokens: TokenArrays, verb: int) -> bool:
    """ "Governor accused of fraud", "a man accused of theft": a passive without "was", whose subject accuses nobody."""
    is_open = tokens.words[verb + 1 : verb + 2] == ["of"] and not children(tokens, verb, "obj", "iobj")
    return is_open and tokens.words[verb] in load_frames().words["passives.bare"]


def _shares_passive(tokens: TokenArrays, verb: int) -> bool:
    """ "He was put on a bus and told | to follow": a verb that takes a person, joined to another and without one."""
    head, words = tokens.heads[verb], load_frames().words
    is_joined = tokens.deps[verb] == "conj" and head < verb and tokens.words[verb + 1 : verb + 2] == ["to"]
    if not is_joined or children(tokens, verb, "nsubj", "aux", "obj", "iobj"):
        return False
    is_told = tokens.words[verb] in words["passives.told"]
    return is_told or (tokens.words[verb] in words["passives.asked"] and bool(children(tokens, head, "aux:pass")))


def is_negated(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb is negated by "not", "never" and the like."""
    return any(tokens.words[child] in ("not", "n't", "n’t", "never") for child in tokens.children[verb])


def find_subject(tokens: TokenArrays, verb: int) -> int:
    """The subject of a verb, also across conjuncts, infinitives and participles; -1 if there is none.

    For "a statement saying ..." it is the noun; for a relative clause the relative pronoun.
    """
    node = verb
    for _ in range(_MAX_STEPS):
        own = _list_subjects(tokens, node)
        if own:
            nearest = _choose_subject(tokens, own, node)
            return nearest if tokens.deps[nearest] != "csubj" else -1
        head = tokens.heads[node]
        if head == node:
            return -1
        controller = _find_controller(tokens, node, head)
        if controller >= 0 or not _shares_subject(tokens, node):
            return controller
        node = head
    return -1


def _list_subjects(tokens: TokenArrays, verb: int) -> list[int]:
    """The subjects of a verb; of two, not one in a quotation before it: "“My hope is that it holds,” said Jo Lind"."""
    own = children(tokens, verb, "nsubj", "csubj") or children(tokens, verb, "nsubj:pass")
    if len(own) > 1 and tokens.quote[verb] < 0:
        return [child for child in own if tokens.quote[child] < 0] or own
    if (
        len(own) == 1
        and own[0] == verb - 3
        and tokens.words[verb - 2] == ","
        and tokens.quote[own[0]] >= 0 > tokens.quote[verb]
    ):
        # "“Nobody,” said Jo Lind, “can say”".
        return []
    return own


def _choose_subject(tokens: TokenArrays, own: list[int], verb: int) -> int:
    """Of the subjects of a verb the nearer one before it: with two of them the parse is wrong."""
    nearest = max((child for child in own if child < verb), default=own[0])
    # "Some who were there said": the parser has drawn the pronoun to the verb of its antecedent.
    return nearest - 1 if tokens.words[nearest] in RELATIVES and nearest - 1 in own else nearest


def _find_controller(tokens: TokenArrays, node: int, head: int) -> int:
    """The noun that is the subject of an infinitive, or that a participle modifies; -1 if there is none."""
    dep = tokens.deps[node]
    objects = children(tokens, head, "obj", "iobj") if dep == "xcomp" else []
    if objects and objects[0] < node and not tokens.words[head].startswith("promis"):
        return objects[0]
    if dep in ("advcl", "acl", "ccomp", "xcomp") and tokens.words[node - 1] == "to" and tokens.words[head] in _CAUSING:
        # "Led the maker to announce": the object of "led", wherever the parser attaches the rest.
        for child in children(tokens, head, "obj", "iobj"):
            if child < node <= subtree_bounds(tokens, child)[1] + 2:
                return child
    return _find_modified(tokens, node, head) if dep.startswith("acl") else -1


def _find_modified(tokens: TokenArrays, node: int, noun: int) -> int:
    """The noun that a clause modifies; who takes a chance where it is one."""
    is_chance = tokens.deps[node] == "acl" and _is_taken_chance(tokens, node, noun)
    return find_subject(tokens, tokens.heads[noun]) if is_chance else _find_with(tokens, node, noun)


def _find_with(tokens: TokenArrays, node: int, noun: int) -> int:
    """ "Concern, with | some analysts | saying that": the noun that "with" and a participle hold between them."""
    before = node - 1 if tokens.pos[node - 1] != "ADV" else node - 2
    is_held = noun < before and tokens.words[node].endswith("ing") and tokens.heads[before] == noun
    cases = children(tokens, before, "case") if is_held else []
    return before if any(tokens.words[case] == "with" for case in cases) else noun


def _is_taken_chance(tokens: TokenArrays, node: int, noun: int) -> bool:
    """ "Took the opportunity to remind": who takes the chance speaks, not the chance."""
    frames = load_frames().words
    is_chance = tokens.words[node - 1] == "to" and tokens.words[noun] in frames["chances.nouns"]
    is_taken = tokens.deps[noun] in ("obj", "obl") and tokens.words[tokens.heads[noun]] in frames["chances.verbs"]
    return is_chance and is_taken


def _shares_subject(tokens: TokenArrays, node: int) -> bool:
    """Whether a verb without a subject has that of its head: a conjunct, a participle, or one marked as "to say"."""
    dep = tokens.deps[node]
    if dep != "advcl" or tokens.words[node].endswith("ing"):
        return dep in _CLIMB
    marks = children(tokens, node, "mark")
    return not marks or tokens.words[marks[0]] in _SHARED_MARKS


def antecedent_of(tokens: TokenArrays, pronoun: int) -> int:
    """The antecedent of a relative pronoun; -1 for other words."""
    if tokens.words[pronoun] not in RELATIVES:
        return -1
    node = tokens.heads[pronoun]
    for _ in range(_MAX_STEPS):
        if tokens.deps[node].startswith("acl"):
            return tokens.heads[node]
        if tokens.heads[node] == node or tokens.deps[node] not in ("conj", "xcomp", "ccomp"):
            return -1
        node = tokens.heads[node]
    return -1


def noun_span(tokens: TokenArrays, noun: int, without: Collection[int] = ()) -> Span | None:
    """A noun phrase: the noun with determiners, names, "of" phrases and appositions.

    It ends before non-restrictive clauses and dates. without: subtrees that are left out together with everything
    farther out.
    """
    first, last = noun, noun + 1
    for child in reversed([child for child in tokens.children[noun] if child < noun]):
        start, end = subtree_bounds(tokens, child)
        if child in without or tokens.deps[child] not in _LEFT_PARTS or end < first - 2:
            break
        if tokens.deps[child] == "nummod" and DAYS.intersection(tokens.words[start:end]):
            break
        first = min(first, start)
    for child in [child for child in tokens.children[noun] if child > noun]:
        start, end = subtree_bounds(tokens, child)
        # A second name after a comma is an apposition, whatever the parser calls it.
        is_part = tokens.deps[child] in _RIGHT_PARTS or (tokens.deps[child] == "nsubj" and tokens.pos[noun] == "PROPN")
        if child in without or not is_part or _is_modifier(tokens, child, start):
            break
        last = max(last, _before_participle(tokens, start, end) if tokens.deps[child] == "appos" else end)
    return span_of(tokens, first, last)


def _before_participle(tokens: TokenArrays, start: int, end: int) -> int:
    """ "Jo Lind, a former clerk|, referring to the flood": the end of an apposition before what belongs to the verb."""
    for token in range(start + 1, end - 1):
        following = tokens.words[token + 1]
        is_participle = tokens.pos[token + 1] == "VERB" and following.endswith("ing")
        if tokens.words[token] == "," and (is_participle or following in _OCCASIONS):
            return token
    return end


def _is_modifier(tokens: TokenArrays, child: int, start: int) -> bool:
    """Whether a dependent is a non-restrictive clause after a comma, or a date like "on Monday"."""
    dep = tokens.deps[child]
    if dep.startswith("acl"):
        return tokens.words[start] in _BREAKS or (start > 0 and tokens.words[start - 1] in _BREAKS)
    return dep == "nmod" and not DAYS.isdisjoint(tokens.words[start : child + 1])


def span_of(tokens: TokenArrays, first: int, last: int) -> Span | None:
    """Tokens as a trimmed span without a full stop at its end (inside a quotation it stays)."""
    while last > first and tokens.quote[last - 1] < 0 and tokens.words[last - 1] in (".", "!", "?", ";", "...", "…"):
        last -= 1
    while last > first and not tokens.words[last - 1].strip():
        last -= 1
    last = _end_of_brackets(tokens, first, last)
    if first >= last:
        return None
    return trim(tokens.text, tokens.starts[first], tokens.ends[last - 1])


def _end_of_brackets(tokens: TokenArrays, first: int, last: int) -> int:
    """The token of a closing bracket that was opened before the span; else the end."""
    depth = 0
    for token in range(first, last):
        if tokens.words[token] in ("(", "["):
            depth += 1
        elif tokens.words[token] in (")", "]"):
            depth -= 1
            if depth < 0:
                return token
    return last


def cut_out(tokens: TokenArrays, first: int, last: int, holes: Collection[tuple[int, int]]) -> Iterator[Span]:
    """Tokens first to last-1 without the holes, trimmed and in order; pieces without a letter or digit are dropped."""
    position = first
    for start, end in sorted(holes):
        if end <= position or start >= last:
            continue
        if start > position:
            yield from _keep_words(tokens, position, start)
        position = max(position, end)
    if position < last:
        yield from _keep_words(tokens, position, last)


def _keep_words(tokens: TokenArrays, first: int, last: int) -> Iterator[Span]:
    span = span_of(tokens, first, last)
    if span is not None and any(tokens.text[i].isalnum() for i in range(span.start_char, span.end_char)):
        yield span
