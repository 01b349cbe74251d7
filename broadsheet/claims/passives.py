"""Contents of passive cue verbs: "is said to be", "was told that", "was told by the council to", "was described as"."""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.clausal_complements import VerbContent, find_clausal_complement, find_opened_clause
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.sources import has_case
from broadsheet.claims.targets import find_deeds, is_judged, is_targeted
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import RELATIVES, children, noun_span, span_of, subtree_bounds
from broadsheet.claims.verb_frames import before_source, is_infinitive
from broadsheet.records import Span

_STOPS = frozenset([".", ",", ";", ":", "!", "?", "and", "but"])
_REACH = 16


def find_passive(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Is said to be", "was told that", "was criticised by": the subject is content or addressee."""
    clause = find_clausal_complement(tokens, entry, verb) or find_opened_clause(tokens, entry, verb)
    if clause is not None:
        return VerbContent(clause.content, "verb_passive", clause.sense)
    subjects = children(tokens, verb, "nsubj:pass", "nsubj")
    told = _find_told_order(tokens, entry, verb, subjects)
    if told is not None:
        return told
    sense = entry.sense("that", "obj", "as")
    if sense is None or not subjects or tokens.quote[verb] >= 0 or _is_credit(tokens, entry, subjects[0]):
        return None
    if is_judged(tokens, entry, verb):
        spans = _find_judged_phrases(tokens, entry, verb, subjects[0])
        return VerbContent(spans, "verb_passive", sense, is_noun=True)
    spans = _find_raised_phrases(tokens, entry, verb, subjects[0])
    return VerbContent(spans, "verb_passive", sense, is_noun=len(spans) < 2) if spans else None


def _is_credit(tokens: TokenArrays, entry: CueVerb, subject: int) -> bool:
    """ "This story was reported by the Orme Press": who made the article, and nothing that they say."""
    return entry.lemma == "report" and tokens.words[subject] in load_frames().words["pages.own"]


def _find_told_order(tokens: TokenArrays, entry: CueVerb, verb: int, subjects: list[int]) -> VerbContent | None:
    """ "Residents were told by the council | to boil water": the order of an agent, with its addressee."""
    sense = entry.sense("obj_to")
    ordering = load_frames().words["passives.ordering"]
    if sense is None or not subjects or tokens.quote[verb] >= 0 or tokens.words[verb] not in ordering:
        return None
    if not _has_agent_of_order(tokens, verb):
        return None
    orders = [t for t in children(tokens, verb, "xcomp", "advcl", "ccomp") if t > verb and is_infinitive(tokens, t)]
    span = span_of(tokens, *subtree_bounds(tokens, orders[0])) if orders else None
    return VerbContent((span,), "verb_passive", sense, addressee=subjects[0]) if span else None


def _find_judged_phrases(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> tuple[Span, ...]:
    """ "The mayor | of fraud" in "the mayor was accused of fraud"."""
    judged = None if tokens.words[subject] in RELATIVES else noun_span(tokens, subject)
    return ((judged,) if judged else ()) + tuple(find_deeds(tokens, entry, verb))


def _find_raised_phrases(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> tuple[Span, ...]:
    """ "He | to have left" in "he is said to have left"; "the law" in "the law was praised by her"."""
    infinitives = [child for child in children(tokens, verb, "xcomp") if child > verb]
    is_raising = bool(infinitives) and _raises_subject(tokens, entry, verb)
    if _is_relative(tokens, subject) or not (is_raising or _has_agent(tokens, entry, verb)):
        return ()
    judgement = _find_judgement(tokens, verb)
    if not infinitives and not judgement and tokens.pos[subject] == "PRON" and not is_targeted(entry):
        # "He was described by the paper".
        return ()
    phrases = [noun_span(tokens, subject), *judgement]
    phrases += [before_source(tokens, *subtree_bounds(tokens, child)) for child in infinitives]
    return tuple(span for span in phrases if span is not None)


def _is_relative(tokens: TokenArrays, subject: int) -> bool:
    """Whether a subject stands for something named before: "which", "whose warnings"."""
    owners = children(tokens, subject, "nmod:poss", "det")
    return any(tokens.words[word] in ("whose", *RELATIVES) for word in (subject, *owners))


def _find_judgement(tokens: TokenArrays, verb: int) -> list[Span]:
    """ "She was described by her lawyer | as a frail woman"."""
    behind = range(verb + 1, min(verb + _REACH, tokens.segment_bounds(verb)[1]))
    opened = next((t for t in behind if tokens.words[t] == "as" and tokens.quote[t] < 0), -1)
    if opened > 0 and tokens.words[verb] in load_frames().words["passives.described"]:
        return _read_description(tokens, verb, opened)
    phrases = [t for t in children(tokens, verb, "obl", "xcomp", "advcl") if t > verb and has_case(tokens, t, "as")]
    spans = [span_of(tokens, *subtree_bounds(tokens, phrase)) for phrase in phrases[:1]]
    return [span for span in spans if span is not None]


def _read_description(tokens: TokenArrays, verb: int, opened: int) -> list[Span]:
    """The words from "as" on, up to a mark, a conjunction or the agent."""
    cases = {case for agent in _list_agents(tokens, verb) for case in children(tokens, agent, "case")}
    behind = range(opened, tokens.segment_bounds(verb)[1])
    end = next((t for t in behind if tokens.words[t] in _STOPS or t in cases), -1)
    span = span_of(tokens, opened, end) if end > opened + 1 else None
    return [span] if span else []


def find_reduced_passive(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "The mayor, accused by the union of fraud, ...": the deed, or the noun judged where no deed is named."""
    sense = entry.sense("obj")
    if sense is None or tokens.quote[verb] >= 0:
        return None
    deeds = find_deeds(tokens, entry, verb)
    judged = noun_span(tokens, tokens.heads[verb], without=(verb,)) if tokens.deps[verb].startswith("acl") else None
    spans = tuple(deeds) or ((judged,) if judged else ())
    return VerbContent(spans, "verb_passive", sense, is_noun=True) if spans else None


def _raises_subject(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "Is said to be": the subject belongs to the infinitive."""
    return entry.lemma in load_lexicon().raising and "to" in tokens.words[verb + 1 : verb + 4]


def _has_agent(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "Was criticised by the union": somebody who can speak is the agent of a verb with a noun phrase as content."""
    agents = _list_agents(tokens, verb)
    has_speaker = any(can_speak(tokens, load_lexicon(), agent) or _is_named(tokens, agent) for agent in agents)
    return has_speaker and entry.sense("obj", "as") is not None


def _is_named(tokens: TokenArrays, noun: int) -> bool:
    """ "By his housemate | Jo Lind": the name beside a noun shows that it is a person."""
    return any(tokens.pos[child] == "PROPN" for child in children(tokens, noun, "appos", "flat") if child > noun)


def _has_agent_of_order(tokens: TokenArrays, verb: int) -> bool:
    """ "Was urged by 30 MPs to go": whoever gives an order may also be a person by the ending of the noun."""
    lexicon = load_lexicon()
    agents = _list_agents(tokens, verb)
    return any(can_speak(tokens, lexicon, agent) or may_be_person(tokens, lexicon, agent) for agent in agents)


def _list_agents(tokens: TokenArrays, verb: int) -> list[int]:
    return [child for child in children(tokens, verb, "obl", "obl:agent", "nmod") if has_case(tokens, child, "by")]
