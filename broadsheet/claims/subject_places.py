"""Where a name stands in its sentence: whether it is a subject, of which verb, and alone."""

from __future__ import annotations

from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children


def is_lower(tokens: TokenArrays, first: int, last: int) -> bool:
    """Whether the tokens are in a relative clause or an adverbial one behind its main clause: "he lost after | Lunde |
    won", but "when | Lunde | won, he left".
    """
    if not tokens.has_parse:
        return False
    heads = [tokens.heads[token] for token in range(first, last) if tokens.deps[token].startswith("nsubj")]
    dep = tokens.deps[heads[0]] if heads else ""
    return dep.startswith("acl") or (dep == "advcl" and tokens.heads[heads[0]] < heads[0])


def is_main(tokens: TokenArrays, first: int, last: int) -> bool:
    """Whether the tokens alone are the subject of a verb that hangs below no other."""
    if not tokens.has_parse:
        return False
    subjects = [token for token in range(first, last) if tokens.deps[token].startswith("nsubj")]
    joined = children(tokens, subjects[0], "conj") if subjects else []
    if not subjects or any(children(tokens, other, "cc") for other in joined):
        return False
    verb = tokens.heads[subjects[0]]
    return tokens.heads[verb] == verb


def is_subject(tokens: TokenArrays, first: int, last: int) -> bool:
    """Whether the tokens are a subject; in a coordination ("Vale and Stone met") both conjuncts are."""
    if tokens.has_parse:
        if tokens.words[last : last + 1] == ["who"] and "it" in tokens.words[max(0, first - 3) : first]:
            # "It was | Jo Lind | who won".
            return True
        if any(
            tokens.deps[t] == "conj" and tokens.deps[tokens.heads[t]].startswith("nsubj") for t in range(first, last)
        ):
            return True
        return any(tokens.deps[token].startswith("nsubj") for token in range(first, min(last, len(tokens.words))))
    low, _ = tokens.sentence_bounds(first)
    return first - low <= 2
