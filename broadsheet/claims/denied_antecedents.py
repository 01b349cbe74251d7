"""What a relative clause denies: "claims of fraud, which he denies", "a charge that the firm has rejected"."""

from __future__ import annotations

from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, noun_span, span_of

_RELATIVES = frozenset(["which", "that"])


def find_denied_antecedent(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """The noun phrase before a relative clause whose verb denies it; None unless the noun is one for a statement."""
    sense = entry.sense("obj")
    if sense is None or sense.kind != "deny" or tokens.deps[verb] != "acl:relcl":
        return None
    relative = next((t for t in children(tokens, verb, "obj", "mark") if tokens.words[t] in _RELATIVES), -1)
    subjects = [t for t in children(tokens, verb, "nsubj") if relative < t < verb]
    noun = _find_statement(tokens, tokens.heads[verb])
    whole = noun_span(tokens, noun) if noun >= 0 else None
    if relative < 0 or not subjects or whole is None:
        return None
    span = span_of(tokens, tokens.token_at(whole.start_char), relative)
    return VerbContent((span,), "verb_antecedent", sense, is_noun=True) if span else None


def _find_statement(tokens: TokenArrays, noun: int) -> int:
    """The noun for a statement that a relative clause is about, also one the noun before it depends on; else -1.

    "Claims of fraud, which": claims, not fraud.
    """
    words = load_lexicon().nouns.keys() | load_frames().words["denials.carriers"]
    head = tokens.heads[noun]
    if tokens.words[head] in words and tokens.deps[noun] == "nmod":
        return head
    return noun if tokens.words[noun] in words | load_frames().words["denied.nouns"] else -1
