"""Blame and praise told by a noun: "came under fire from the union for its delays", "drew praise from the mayor".

Belongs here: a verb that only carries such a noun, with whoever it comes from. Verbs of blame and praise themselves
belong to `verbs` and `targets`; the words are in `claim_frames.toml`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, Lexicon
from broadsheet.claims.sources import has_case, trim_start
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import antecedent_of, children, find_subject, is_negated, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_DEED_CASES = frozenset(["for", "over", "after", "about"])
_SENSE = Cue("criticism", "assert", "neutral", frozenset(["obj"]))


def find_criticism(tokens: TokenArrays, lexicon: Lexicon, noun: int) -> Attribution | None:
    """The attribution whose cue is a verb with a noun of blame or praise; None without anybody it comes from."""
    verb = _find_verb(tokens, noun)
    if verb < 0 or "no" in tokens.words[verb:noun] or tokens.quote[verb] >= 0 or is_negated(tokens, verb):
        return None
    source = _find_origin(tokens, lexicon, verb, noun)
    subject = find_subject(tokens, verb)
    target = _find_judged(tokens, subject, verb) if subject >= 0 else None
    if source is None or target is None:
        return None
    judged = () if tokens.pos[subject] == "PRON" else (target,)
    content = (*judged, *_find_deed(tokens, verb, noun))
    if not content:
        return None
    cue = tokens.span(verb, noun + 1)
    return Attribution(source, cue, content, "criticism", _SENSE, target=target, is_noun=True, cue_token=verb)


def _find_verb(tokens: TokenArrays, noun: int) -> int:
    """ "Came | under fire", "faced | criticism": the verb that carries a noun; -1 for others."""
    words, verb = load_frames().words, tokens.heads[noun]
    if not verb < noun or noun - verb > 4:
        return -1
    if tokens.words[noun - 1] == "under":
        is_carried = tokens.words[noun] in words["criticism.under"] and tokens.words[verb] in words["criticism.coming"]
        return verb if is_carried else -1
    is_object = tokens.deps[noun] == "obj" and tokens.words[noun] in words["criticism.nouns"]
    return verb if is_object and tokens.words[verb] in words["criticism.drawing"] else -1


def _find_origin(tokens: TokenArrays, lexicon: Lexicon, verb: int, noun: int) -> Span | None:
    """ "From dock workers": who may speak behind "from"."""
    for child in sorted([*children(tokens, verb, "obl", "nmod"), *children(tokens, noun, "nmod", "obl")]):
        if child < noun or not has_case(tokens, child, "from") or not _may_judge(tokens, lexicon, child):
            continue
        deeds = [deed for deed in children(tokens, child, "nmod", "acl") if has_case(tokens, deed, *_DEED_CASES)]
        inner = [*deeds, *children(tokens, child, "acl:relcl")]
        span = noun_span(tokens, child, without=inner)
        case = next(case for case in children(tokens, child, "case") if tokens.words[case] == "from")
        return trim_start(tokens, span, case + 1) if span else None
    return None


def _may_judge(tokens: TokenArrays, lexicon: Lexicon, noun: int) -> bool:
    """Persons, bodies and documents, and whoever is called former: "a former whip"."""
    is_former = any(tokens.words[child] == "former" for child in children(tokens, noun, "amod"))
    return is_former or can_speak(tokens, lexicon, noun) or may_be_person(tokens, lexicon, noun)


def _find_judged(tokens: TokenArrays, subject: int, verb: int) -> Span | None:
    """Whom it is about: the subject, or what a relative pronoun means."""
    noun = antecedent_of(tokens, subject)
    return noun_span(tokens, noun, without=(tokens.heads[subject],)) if noun >= 0 else noun_span(tokens, subject)


def _find_deed(tokens: TokenArrays, verb: int, noun: int) -> tuple[Span, ...]:
    """ "For failing to inform the house", "over its delays": what is blamed or praised, wherever it is attached."""
    origins = [child for node in (verb, noun) for child in children(tokens, node, "obl", "nmod") if child > noun]
    for node in (verb, noun, *origins):
        for child in children(tokens, node, "obl", "nmod", "advcl", "acl"):
            marks = [c for c in children(tokens, child, "case", "mark") if tokens.words[c] in _DEED_CASES]
            span = span_of(tokens, marks[0], subtree_bounds(tokens, child)[1]) if marks and child > noun else None
            if span is not None:
                return (span,)
    return ()
