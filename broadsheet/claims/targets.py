"""Targets: whom or what a statement of blame or praise is about ("accused the mayor of fraud": the mayor).

Belongs here: the frames of the verbs listed as `targeted` in cues.toml, active, passive and as participles after a
noun ("the mayor, accused of fraud, ..."). Which entity a target is belongs to `speakers`.
"""

from __future__ import annotations

from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.sources import find_inner_agent, has_case, trim_start
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import antecedent_of, children, is_passive, noun_span, span_of, subtree_bounds
from broadsheet.records import Span

_DEED_CASES = frozenset(["of", "for", "with", "over", "as"])
_DEED_DEPS = ("obl", "advcl", "nmod", "xcomp")


def is_targeted(entry: CueVerb) -> bool:
    """Whether a verb says something about its object ("accuse", "praise")."""
    return entry.lemma in load_lexicon().targeted


def is_judged(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "Was accused of fraud", "the mayor, accused of fraud": a passive of a targeted verb with the deed beside it."""
    return is_targeted(entry) and bool(find_deeds(tokens, entry, verb)) and _is_passive_here(tokens, verb)


def is_reduced_passive(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "The mayor, | accused of fraud, ...", "those | accused by the union": a participle after the noun it judges."""
    if not is_targeted(entry) or not tokens.deps[verb].startswith(("acl", "advcl")) or is_passive(tokens, verb):
        return False
    word = tokens.words[verb]
    is_participle = word not in (entry.lemma, f"{entry.lemma}s") and not word.endswith("ing")
    has_agent = any(has_case(tokens, child, "by") for child in children(tokens, verb, "obl", "obl:agent"))
    # "The first people charged with riot" tells people apart, "Brekke, charged with riot," says something.
    is_judging = has_agent or (tokens.words[verb - 1] == "," and bool(find_deeds(tokens, entry, verb)))
    return is_participle and is_judging and not children(tokens, verb, "obj", "nsubj", "aux")


def find_deeds(tokens: TokenArrays, entry: CueVerb, verb: int) -> list[Span]:
    """ "Of hiding the report", "for the fire": what somebody is judged for, after a passive verb."""
    lexicon = load_lexicon()
    shifted = lexicon.target_prepositions.get(entry.lemma, frozenset())
    wanted = lexicon.required.get(entry.lemma, _DEED_CASES | shifted)
    found = []
    for child in children(tokens, verb, *_DEED_DEPS):
        cases = [case for case in children(tokens, child, "case", "mark") if tokens.words[case] in wanted]
        agent = find_inner_agent(tokens, child)
        end = subtree_bounds(tokens, agent)[0] if agent >= 0 else subtree_bounds(tokens, child)[1]
        span = span_of(tokens, cases[0], end) if cases and child > verb else None
        if span is not None:
            found.append(span)
    return found


def find_target(tokens: TokenArrays, entry: CueVerb, verb: int) -> Span | None:
    """The words that name whom or what a targeted verb is about; None for other verbs and where nobody is named."""
    if not is_targeted(entry):
        return None
    if is_reduced_passive(tokens, entry, verb):
        head = tokens.heads[verb]
        return noun_span(tokens, head, without=(verb,)) if tokens.deps[verb].startswith("acl") else None
    if is_passive(tokens, verb):
        return _find_after_preposition(tokens, entry, verb, []) or _find_passive_target(tokens, verb)
    objects = [child for child in children(tokens, verb, "obj", "iobj") if child > verb]
    shifted = _find_after_preposition(tokens, entry, verb, objects)
    if shifted is not None:
        return shifted
    return _cut_before_deed(tokens, entry, objects[0]) if objects else None


def _is_passive_here(tokens: TokenArrays, verb: int) -> bool:
    return is_passive(tokens, verb) and bool(children(tokens, verb, "nsubj:pass", "nsubj"))


def _find_passive_target(tokens: TokenArrays, verb: int) -> Span | None:
    subjects = children(tokens, verb, "nsubj:pass", "nsubj")
    if not subjects:
        return None
    noun = antecedent_of(tokens, subjects[0])
    return noun_span(tokens, noun, without=(verb,)) if noun >= 0 else noun_span(tokens, subjects[0])


def _find_after_preposition(tokens: TokenArrays, entry: CueVerb, verb: int, objects: list[int]) -> Span | None:
    """ "Blamed the fire | on Norvik", "lashed out at the mayor": the target after a preposition of the verb."""
    wanted = load_lexicon().target_prepositions.get(entry.lemma, frozenset())
    nouns = [child for node in (verb, *objects) for child in children(tokens, node, "obl", "nmod")] if wanted else []
    for noun in nouns:
        cases = [case for case in children(tokens, noun, "case") if tokens.words[case] in wanted]
        span = noun_span(tokens, noun) if cases and noun > verb else None
        if span is not None:
            return trim_start(tokens, span, cases[-1] + 1)
    return None


def _cut_before_deed(tokens: TokenArrays, entry: CueVerb, noun: int) -> Span | None:
    """ "The general | of corruption": the object without the deed that the parser may have attached to it."""
    span = noun_span(tokens, noun)
    if span is None:
        return None
    end = tokens.token_after(span.end_char)
    is_outside = "of" in tokens.words[end : end + 2] or "for" in tokens.words[end : end + 2]
    opening = "of" if entry.lemma == "accuse" else "for"
    marks = [t for t in range(noun + 1, end - 1) if tokens.words[t] == opening]
    if len(marks) > 1 and tokens.pos[marks[0] + 1] in ("PROPN", "DET") and opening == "of":
        # "Accused the president of Varn of lying".
        marks = marks[1:]
    return span_of(tokens, tokens.token_at(span.start_char), marks[0]) if marks and not is_outside else span
