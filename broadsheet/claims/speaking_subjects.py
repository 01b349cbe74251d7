"""Which subjects of a verb can say what it has: persons, bodies, documents, plurals that act, "it" for one of them."""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak, may_be_person
from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.events import has_spoken_before
from broadsheet.claims.lexicon import Lexicon, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import antecedent_of, children

# "Headrests encourage the chin to stay low": things do so as readily as people.
_OF_THINGS = frozenset(["encourage", "push", "press", "invite", "persuade", "convince", "direct"])


def may_speak(tokens: TokenArrays, lexicon: Lexicon, found: VerbContent, subject: int) -> bool:
    """Whether a subject can speak, as a word or as "it" for a body that spoke: "the trust said ... It also cited X"."""
    if can_speak(tokens, lexicon, subject) or _is_plural_agent(tokens, found, subject):
        return True
    if (
        _is_named(tokens, subject)
        or _is_plural_body(tokens, lexicon, found, subject)
        or _is_crowd(tokens, found, subject)
    ):
        return True
    if any(test(tokens, lexicon, found, subject) for test in (_is_authority, _is_named_body)):
        return True
    is_it = tokens.words[subject] == "it" and tokens.deps[subject] == "nsubj" and tokens.quote[subject] < 0
    is_said = found.sense.kind in ("report", "order", "promise", "assert", "deny")
    return is_it and is_said and has_spoken_before(tokens, lexicon, subject)


def _is_named_body(tokens: TokenArrays, lexicon: Lexicon, found: VerbContent, subject: int) -> bool:
    """ "Norvia, | which | accuses him of it": "which" for a name or a body that blames, denies or promises."""
    noun = antecedent_of(tokens, subject) if tokens.words[subject] == "which" else -1
    is_said = found.rule == "verb_object" and found.sense.kind in ("assert", "deny", "promise")
    return noun >= 0 and is_said and (tokens.pos[noun] == "PROPN" or tokens.words[noun] in lexicon.words["body"])


def _is_authority(tokens: TokenArrays, lexicon: Lexicon, found: VerbContent, subject: int) -> bool:
    """ "The county | promised to build it"."""
    is_place = tokens.words[subject] in lexicon.words["governed"]
    return is_place and found.rule == "verb_infinitive" and found.sense.kind in ("promise", "deny")


def _is_named(tokens: TokenArrays, subject: int) -> bool:
    """ "Her rival, | Jo Peel, predicted it", "the chain Marlow & Finch reported it": a name in apposition speaks."""
    tags = {tokens.part.doc[child].ent_type_ for child in children(tokens, subject, "appos", "flat")}
    return bool(tags & {"PERSON", "PER", "ORG"})


def _is_plural_body(tokens: TokenArrays, lexicon: Lexicon, found: VerbContent, subject: int) -> bool:
    """ "Unions | threatened to strike", "two states | criticised it": more than one body or country, of whom something
    is told; not "agencies oppose change".
    """
    word = tokens.words[subject]
    single = word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")
    is_past = tokens.words[tokens.heads[subject]].endswith("ed")
    places = lexicon.words["governed"] if found.rule == "verb_object" else frozenset()
    bodies = (lexicon.words["body"] - lexicon.words["body_or_thing"]) | places
    return is_past and word.endswith("s") and word != single and single in bodies


def _is_crowd(tokens: TokenArrays, found: VerbContent, subject: int) -> bool:
    """ "Donors | have pledged 20 million", "islanders | criticised the firm": people by the ending, in the past."""
    acts = found.rule == "verb_object" and found.sense.kind in ("promise", "order", "assert", "deny")
    is_past = tokens.words[tokens.heads[subject]].endswith("ed")
    is_plural = tokens.pos[subject] == "NOUN" and tokens.words[subject].endswith("s")
    return acts and is_past and is_plural and may_be_person(tokens, load_lexicon(), subject)


def _is_plural_agent(tokens: TokenArrays, found: VerbContent, subject: int) -> bool:
    """ "The rebels vowed to fight": any plural can promise, refuse or demand."""
    acts = found.rule == "verb_infinitive" and found.sense.kind in ("promise", "deny", "order", "warn")
    # "The changes threaten to end it": things threaten too.
    if found.rule == "verb_preposition":
        # "The backers referred to": of those who point to something a noun may also end as persons do.
        nouns = [subject, *children(tokens, subject, "nmod")]
        return any(tokens.pos[noun] == "NOUN" and may_be_person(tokens, load_lexicon(), noun) for noun in nouns)
    is_plain = found.sense.lemma not in _OF_THINGS
    return (
        acts
        and (is_plain or may_be_person(tokens, load_lexicon(), subject))
        and found.sense.lemma != "threaten"
        and tokens.pos[subject] == "NOUN"
        and tokens.words[subject].endswith("s")
    )
