"""False-positive filters: figurative speech of things, and thoughts of nobody in particular.

Belongs here: tests on an attribution found from a verb, each a small function with an example.
"""

from __future__ import annotations

from broadsheet.claims.animacy import INANIMATE_PRONOUNS, can_speak, classify_noun
from broadsheet.claims.deeds import is_silence
from broadsheet.claims.lexicon import Cue, CueVerb, Lexicon, load_lexicon
from broadsheet.claims.token_arrays import OPENING_MARKS, TokenArrays
from broadsheet.claims.tree import RELATIVES, antecedent_of, children
from broadsheet.claims.unstated import is_left_open

_PERSONAL_PRONOUNS = frozenset(["i", "we", "you", "he", "she", "they"])
_DEMONSTRATIVES = frozenset(["this", "that", "these", "those"])
# "Dubbed X" and "called X" without an agent.
_NAMING_VERBS = frozenset(["call", "label", "brand", "dub", "describe", "characterise", "characterize", "portray"]) | {
    "pronounce"
}
# Verbs of thought that take events as subjects as readily as people ("the vote decides who leads").
_EVENT_VERBS = frozenset(["mean", "prove", "decide"])
# Verbs that take instruments as subjects.
_SIGN_VERBS = frozenset(["indicate", "signal"])
_SAYING = frozenset(["say", "says", "said", "read", "reads"])
_CLAUSE_RULES = frozenset(["verb_clause", "verb_infinitive", "order_that"])


def is_false_positive(
    tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int, rule: str, sense: Cue
) -> bool:
    """Whether the content found for a verb under a rule is not anybody's statement."""
    if rule == "verb_infinitive" and sense.kind == "deny" and is_silence(tokens, verb):
        return True
    if sense.kind not in ("believe", "document") and is_left_open(tokens, entry, verb, subject):
        return True
    if rule in _CLAUSE_RULES:
        return (
            (subject >= 0 and tokens.pos[subject] in ("VERB", "AUX"))
            or _is_inanimate_belief(tokens, verb, subject, sense)
            or _is_inanimate_sign(tokens, lexicon, verb, subject, sense)
            or _is_event(tokens, lexicon, entry, subject)
            or _is_deictic(tokens, verb, subject)
        )
    if rule == "verb_juxtaposed":
        return _is_transitive_list(tokens, lexicon, entry, verb, subject)
    return rule == "verb_object" and entry.lemma == "see" and "as" not in tokens.words[verb : verb + 25]


def is_imperative_or_advice(tokens: TokenArrays, verb: int, sense: Cue, passive: bool) -> bool:
    """ "Imagine you are in a hall", "it should be noted that": addressed to the reader by the article itself."""
    if passive:
        return any(
            tokens.words[child] in ("should", "must", "can", "could", "may") for child in children(tokens, verb, "aux")
        )
    if sense.kind in ("believe", "document") or tokens.words[verb - 1] == "to":
        # "It is hard to know whether", "impossible to say when": not anybody's words.
        return True
    first = tokens.segment_bounds(verb)[0]
    return verb - first <= 1 and tokens.quote[verb] < 0 and not tokens.words[verb].endswith(("ed", "ing", "aid"))


def takes_no_quotation(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Drunkorexia, which means ...", "has been dubbed “duvet lung”": a quotation next to these is not speech."""
    sense = entry.senses[0]
    return (
        entry.lemma in ("mean", "hold")
        or tokens.words[verb : verb + 2] == ["known", "as"]
        or (entry.lemma in _NAMING_VERBS and (subject < 0 or tokens.deps[verb] == "acl"))
        or (sense.kind == "believe" and subject >= 0 and tokens.words[subject] in INANIMATE_PRONOUNS)
    )


def is_gapped(tokens: TokenArrays, verb: int, subject: int, first: int, last: int) -> bool:
    """ "Something the agency wants to do", "as bad as critics thought it would be": the content is elsewhere."""
    if last - first > 3 or tokens.words[first] == "that":
        return tokens.deps[verb] == "acl:relcl" and last - first < 3 and tokens.words[first] == "to"
    is_relative = tokens.deps[verb] == "acl:relcl" and (subject < 0 or tokens.words[subject] not in RELATIVES)
    return is_relative or tokens.pos[last - 1] == "AUX"


def is_set_off(tokens: TokenArrays, first: int, sense: Cue) -> bool:
    """ "It will rain, | he thinks"; not "a garden | your guests notice" nor "Five tips: | a plan encourages visits".

    first: the first token of source and cue.
    """
    mark = tokens.words[first - 1] if first else ""
    return mark not in (":", ";") and (
        sense.kind != "believe" or not mark.isalnum() or tokens.words[first] in _PERSONAL_PRONOUNS
    )


def _is_inanimate_belief(tokens: TokenArrays, verb: int, subject: int, sense: Cue) -> bool:
    """ "Which means that", and, inside a quotation, a belief without a believer ("to know what goes on")."""
    if sense.kind != "believe":
        return False
    return tokens.quote[verb] >= 0 if subject < 0 else tokens.words[subject] in INANIMATE_PRONOUNS


def _is_inanimate_sign(tokens: TokenArrays, lexicon: Lexicon, verb: int, subject: int, sense: Cue) -> bool:
    """ "This case shows that", "a light indicates which", "a chance to find out who", "the peace of knowing that":
    the subject is neither a person nor a document.
    """
    if subject < 0 or can_speak(tokens, lexicon, subject) or tokens.pos[subject] != "NOUN":
        return False
    is_clause_of_noun = tokens.deps[verb].startswith("acl")
    is_aim = is_clause_of_noun and tokens.words[verb - 1] == "to"
    is_mindless = is_clause_of_noun and sense.kind == "believe" and tokens.words[verb].endswith("ing")
    shows = sense.kind == "document" or sense.lemma in _SIGN_VERBS
    return is_aim or is_mindless or (shows and classify_noun(tokens.words[subject], lexicon) is None)


def _is_event(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, subject: int) -> bool:
    """ "The votes are cast to decide who leads", "the results mean that it works"."""
    if entry.lemma not in _EVENT_VERBS:
        return False
    is_document = subject >= 0 and tokens.words[subject] in lexicon.words["document"]
    return subject < 0 or not can_speak(tokens, lexicon, subject) or (entry.lemma == "mean" and is_document)


def _is_deictic(tokens: TokenArrays, verb: int, subject: int) -> bool:
    """ "This underlines that": the claim is that of whoever says "this"."""
    if subject < 0:
        return False
    if tokens.words[subject] in INANIMATE_PRONOUNS and tokens.words[verb - 1] == "to":
        # "Which is not to say that".
        return True
    if tokens.words[subject - 1] in ("like", "as") and subject < verb and tokens.words[subject] == "you":
        # "Like you said I did".
        return True
    if _is_telling_thing(tokens, verb, subject):
        return False
    is_defined = tokens.words[subject] == "those" and bool(children(tokens, subject, "acl:relcl", "acl", "nmod"))
    return tokens.words[subject] in _DEMONSTRATIVES and tokens.deps[subject] == "nsubj" and not is_defined


def _is_telling_thing(tokens: TokenArrays, verb: int, subject: int) -> bool:
    """ "Signs that say", "a report that shows": a relative clause of a text or speaker, outside quotations."""
    noun = antecedent_of(tokens, subject) if tokens.quote[verb] < 0 else -1
    if noun < 0 or tokens.text[tokens.ends[verb] : tokens.ends[verb] + 2].strip(" :,") in OPENING_MARKS:
        return False
    return tokens.words[verb] in _SAYING or tokens.words[noun] in load_lexicon().words["document"]


def _is_things_deed(tokens: TokenArrays, verb: int, subject: int) -> bool:
    """ "It is kind to shirts (it adds years to them)": what a thing does to an object, beside another clause."""
    is_thing = subject >= 0 and tokens.words[subject] in INANIMATE_PRONOUNS
    return is_thing and any(child > verb and tokens.pos[child] == "NOUN" for child in children(tokens, verb, "obj"))


def _is_transitive_list(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "He learned Dutch, he spoke with his guards": a verb with an object of its own takes no juxtaposed clause."""
    if _is_things_deed(tokens, verb, subject):
        return True
    return (
        tokens.deps[verb] != "parataxis"
        and bool(children(tokens, verb, "obj"))
        and entry.lemma not in lexicon.addressed
    )
