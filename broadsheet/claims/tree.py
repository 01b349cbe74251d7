"""Looking around in the syntax tree of a PartView: edges, subjects, antecedents, spans without some branches.

Universal Dependencies labels, without subtypes but for `:pass`, `:poss`, `:relcl`, `:prt` and `:agent`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from broadsheet.claims.view import PartView, trim
from broadsheet.records import Span

RELATIVES = frozenset(["who", "which", "that", "whom"])
_CLIMB = ("conj", "advcl", "xcomp", "parataxis")
_MAX_STEPS = 4
# Longer clauses are lists that lost their full stops; they are cut so that time stays linear.
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
_BREAKS = frozenset([",", "—", "–", "-", "--", "("])
_HAVE = frozenset(["has", "have", "had", "having", "'ve", "’ve"])
_BE = frozenset(
    ["be", "is", "are", "was", "were", "been", "being", "am", "'re", "’re", "get", "gets", "got", "getting"]
)
_LEADING = frozenset(
    ["led", "leads", "prompted", "prompts", "forced", "forces", "caused", "causes", "spurred", "drove"]
)
# "To say" and "by saying" share the subject of the verb they hang on; "because it said" has its own.
_SHARED_MARKS = frozenset(["to", "by", "in", "without", "after", "before", "while"])


def edges(view: PartView, token: int) -> tuple[int, int]:
    """First token and end token of a subtree, at most MAX_TOKENS to either side."""
    node = view.part.doc[token]
    return max(node.left_edge.i, token - MAX_TOKENS), min(node.right_edge.i + 1, token + MAX_TOKENS)


def children(view: PartView, token: int, *deps: str) -> list[int]:
    """Children with one of the labels, in order of place."""
    return [child for child in view.children[token] if view.deps[child] in deps]


def is_passive(view: PartView, verb: int) -> bool:
    """Whether a verb stands in the passive. "Has confirmed" does not, whatever the tree calls its subject."""
    auxiliaries = {view.words[child] for child in children(view, verb, "aux", "aux:pass")}
    if auxiliaries & _HAVE and not auxiliaries & _BE:
        return False
    return bool(children(view, verb, "aux:pass", "nsubj:pass"))


def is_negated(view: PartView, verb: int) -> bool:
    """Whether "not", "never" and the like stand with a verb."""
    return any(view.words[child] in ("not", "n't", "n’t", "never") for child in view.children[verb])


def find_subject(view: PartView, verb: int) -> int:
    """The token that does what the verb says, also across conjuncts, infinitives and participles; -1 where none is.

    For "a statement saying ..." that is the noun; for a relative clause the relative pronoun.
    """
    node = verb
    for _ in range(_MAX_STEPS):
        own = children(view, node, "nsubj", "csubj") or children(view, node, "nsubj:pass")
        if own:
            # With two of them the tree is torn: the nearer one is the verb's own.
            nearest = max((child for child in own if child < node), default=own[0])
            return nearest if view.deps[nearest] != "csubj" else -1
        dep, head = view.deps[node], view.heads[node]
        if head == node:
            return -1
        if dep == "xcomp":
            objects = children(view, head, "obj", "iobj")
            if objects and objects[0] < node and not view.words[head].startswith("promis"):
                return objects[0]
        if dep in ("advcl", "acl", "ccomp", "xcomp") and view.words[node - 1] == "to":
            # "Led the maker to announce": whom it led, wherever the tree hangs the rest.
            led = [child for child in children(view, head, "obj") if child < node <= edges(view, child)[1] + 2]
            if led and view.words[head] in _LEADING:
                return led[0]
        if dep.startswith("acl"):
            return head
        if dep not in _CLIMB:
            return -1
        marks = children(view, node, "mark") if dep == "advcl" and not view.words[node].endswith("ing") else []
        if marks and view.words[marks[0]] not in _SHARED_MARKS:
            return -1
        node = head
    return -1


def antecedent_of(view: PartView, pronoun: int) -> int:
    """The noun that a relative pronoun stands for; -1 for other words."""
    if view.words[pronoun] not in RELATIVES:
        return -1
    node = view.heads[pronoun]
    for _ in range(_MAX_STEPS):
        if view.deps[node].startswith("acl"):
            return view.heads[node]
        if view.heads[node] == node or view.deps[node] not in ("conj", "xcomp", "ccomp"):
            return -1
        node = view.heads[node]
    return -1


def noun_span(view: PartView, noun: int, without: Collection[int] = ()) -> Span | None:
    """A noun with what belongs to it: determiners, names, "of" phrases, appositions.

    Cut before clauses that merely add to it and before the time of its making. without: subtrees that are left out
    together with all that stands farther out.
    """
    first, last = noun, noun + 1
    for child in reversed([child for child in view.children[noun] if child < noun]):
        start, end = edges(view, child)
        if child in without or view.deps[child] not in _LEFT_PARTS or end < first - 2:
            break
        if view.deps[child] == "nummod" and DAYS.intersection(view.words[start:end]):
            break
        first = min(first, start)
    for child in [child for child in view.children[noun] if child > noun]:
        start, end = edges(view, child)
        # A second name after a comma is an apposition, whatever the tree calls it.
        is_part = view.deps[child] in _RIGHT_PARTS or (view.deps[child] == "nsubj" and view.pos[noun] == "PROPN")
        if child in without or not is_part or _is_added(view, child, start):
            break
        last = max(last, end)
    return span_of(view, first, last)


def _is_added(view: PartView, child: int, start: int) -> bool:
    """Clauses after a comma, and "on Monday"."""
    dep = view.deps[child]
    if dep.startswith("acl"):
        return view.words[start] in _BREAKS or (start > 0 and view.words[start - 1] in _BREAKS)
    return dep == "nmod" and view.words[child] in DAYS


def span_of(view: PartView, first: int, last: int) -> Span | None:
    """Tokens as a trimmed span without a full stop at its end (inside a quotation it stays)."""
    while last > first and view.quote[last - 1] < 0 and view.words[last - 1] in (".", "!", "?", ";", "...", "…"):
        last -= 1
    while last > first and not view.words[last - 1].strip():
        last -= 1
    last = _end_of_brackets(view, first, last)
    if first >= last:
        return None
    return trim(view.text, view.starts[first], view.ends[last - 1])


def _end_of_brackets(view: PartView, first: int, last: int) -> int:
    """The token that closes a bracket opened before the span; else the end."""
    depth = 0
    for token in range(first, last):
        if view.words[token] in ("(", "["):
            depth += 1
        elif view.words[token] in (")", "]"):
            depth -= 1
            if depth < 0:
                return token
    return last


def cut_out(view: PartView, first: int, last: int, holes: Collection[tuple[int, int]]) -> Iterator[Span]:
    """Tokens first to last-1 without the holes, trimmed and in order; pieces without a letter or digit fall away."""
    position = first
    for start, end in sorted(holes):
        if end <= position or start >= last:
            continue
        if start > position:
            yield from _worded(view, position, start)
        position = max(position, end)
    if position < last:
        yield from _worded(view, position, last)


def _worded(view: PartView, first: int, last: int) -> Iterator[Span]:
    span = span_of(view, first, last)
    if span is not None and any(view.text[i].isalnum() for i in range(span.start_char, span.end_char)):
        yield span
