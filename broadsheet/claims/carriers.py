"""Carriers of words: "released a statement saying", "in a letter saying": who made the carrier says what it says.

Belongs here: a document or other noun with a participle of speech ("a statement saying"). A document that is a subject
("the report says") speaks itself; whose it is belongs to `speakers`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, load_lexicon
from broadsheet.claims.sources import has_case
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import antecedent_of, children, find_subject, is_passive, noun_span, span_of
from broadsheet.records import Span

_MAKERS = ("by", "from", "of")
_VEHICLE_CASES = ("in", "with", "through", "via", "on")
_ADDRESS_CASES = ("to", "for")


def find_maker(tokens: TokenArrays, verb: int, noun: int) -> tuple[Span | None, Span | None] | None:
    """Source and antecedent of a participle of speech after a carrier; None where the carrier has no maker beside it.

    verb: the participle. noun: the noun that it modifies.
    """
    if tokens.deps[verb] != "acl" or tokens.heads[verb] != noun or not tokens.words[verb].endswith("ing"):
        return None
    carrier = _find_carrier(tokens, noun)
    if carrier < 0 or _has_maker(tokens, carrier):
        return None
    governor = tokens.heads[carrier]
    subject = -1 if is_passive(tokens, governor) else find_subject(tokens, governor)
    if subject == carrier or not _may_make(tokens, subject):
        return None
    antecedent = antecedent_of(tokens, subject)
    if antecedent >= 0:
        return span_of(tokens, subject, subject + 1), noun_span(tokens, antecedent, without=(governor,))
    return noun_span(tokens, subject), None


def _may_make(tokens: TokenArrays, subject: int) -> bool:
    """Whether a subject can make a carrier; not "the | ruling | rested on a contract stating that"."""
    lexicon = load_lexicon()
    is_maker = subject >= 0 and can_speak(tokens, lexicon, subject)
    return is_maker and tokens.words[subject] not in lexicon.words["document"]


def is_topic(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "In its release announcing the arrests, the ministry noted that": the participle tells which release it is."""
    noun, frames = verb - 1, load_frames().words
    if not tokens.words[verb].endswith("ing") or entry.lemma not in frames["topics.verbs"]:
        return False
    words = load_lexicon().words
    is_document = tokens.pos[noun] == "NOUN" and tokens.words[noun] in words["document"] | words["media_nouns"]
    is_adjunct = tokens.deps[noun] in ("obl", "nmod") and bool(children(tokens, noun, "case"))
    return is_document and is_adjunct and not children(tokens, verb, "ccomp", "parataxis") and tokens.quote[verb] < 0


def is_made(tokens: TokenArrays, noun: int) -> bool:
    """Whether a noun is the object of a verb of making ("issued an order"), not of receiving ("got complaints")."""
    return tokens.deps[noun] == "obj" and tokens.words[tokens.heads[noun]] in load_lexicon().making


def _find_carrier(tokens: TokenArrays, noun: int) -> int:
    """The noun itself, or the one it is the addressee of ("a letter | to the minister saying"); -1 if there is none."""
    noun = _skip_addressee(tokens, noun)
    if noun < 0 or is_made(tokens, noun):
        return noun
    words = load_lexicon().words
    is_document = tokens.words[noun] in words["document"] | words["media_nouns"]
    is_vehicle = tokens.deps[noun] in ("obl", "nmod") and has_case(tokens, noun, *_VEHICLE_CASES)
    return noun if is_document and is_vehicle and tokens.pos[tokens.heads[noun]] == "VERB" else -1


def _skip_addressee(tokens: TokenArrays, noun: int) -> int:
    """ "A letter | to the minister": what is sent to an addressee; -1 if it is not named, the noun if it is no one."""
    if not has_case(tokens, noun, *_ADDRESS_CASES):
        return noun
    head = tokens.heads[noun]
    objects = [child for child in children(tokens, head, "obj") if head < child < noun]
    return head if tokens.pos[head] == "NOUN" else objects[0] if objects else -1


def _has_maker(tokens: TokenArrays, noun: int) -> bool:
    """ "A letter by the union", "its letter": the maker stands in the carrier's own phrase."""
    return bool(children(tokens, noun, "nmod:poss")) or any(
        has_case(tokens, child, *_MAKERS) for child in children(tokens, noun, "nmod") if child > noun
    )
