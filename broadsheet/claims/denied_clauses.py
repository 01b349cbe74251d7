"""What is denied: the clause that a noun for a statement introduces ("the claim that he paid"), or the noun phrase."""

from __future__ import annotations

from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_CLAUSES = ("ccomp", "acl", "acl:relcl", "csubj", "advcl", "xcomp", "dep")


def find_denied(tokens: TokenArrays, noun: int, last: int) -> Span | None:
    """The clause that a noun for a statement introduces ("the claim | that the bank paid"), else the noun phrase."""
    carriers = load_frames().words["denials.carriers"] | load_frames().words["retracted.nouns"]
    if tokens.words[noun] in carriers:
        that = noun + 1
        if tokens.words[that : that + 1] == ["that"] and that + 2 < last and _is_marker(tokens, that):
            return span_of(tokens, that, find_clause_end(tokens, that, last))
        bare = find_bare_clause(tokens, noun)
        if bare is not None:
            return span_of(tokens, bare[0], min(bare[1], last))
    return noun_span(tokens, noun)


def find_clause_end(tokens: TokenArrays, that: int, last: int) -> int:
    """The end of a clause that "that" opens: by the parse, else the end of the sentence."""
    head = tokens.heads[that]
    end = subtree_bounds(tokens, head)[1] if tokens.deps[that] == "mark" and head > that else last
    return min(last, max(end, that + 2))


def _is_marker(tokens: TokenArrays, that: int) -> bool:
    """Whether "that" opens a clause and is no relative pronoun."""
    return tokens.pos[that] == "SCONJ" or tokens.deps[that] == "mark"


def has_subject(tokens: TokenArrays, content: Span) -> bool:
    """Whether a content is a clause: a word in it is the subject of a verb outside relative clauses."""
    inside = range(tokens.token_at(content.start_char), tokens.token_after(content.end_char))
    subjects = [token for token in inside if tokens.deps[token].startswith("nsubj") and tokens.heads[token] in inside]
    return any(
        tokens.deps[tokens.heads[token]] != "acl:relcl" or tokens.words[inside[0]] == "that" for token in subjects
    )


def find_bare_clause(tokens: TokenArrays, noun: int) -> tuple[int, int] | None:
    """ "Reports | he had fled": tokens of a clause with its own subject right after a noun, half-open."""
    for child in children(tokens, noun, *_CLAUSES):
        start, end = subtree_bounds(tokens, child)
        has_subject = bool(children(tokens, child, "nsubj", "nsubj:pass"))
        if start == noun + 1 and has_subject and tokens.words[start] not in ("that", "which", "who"):
            return start, end
    return None
