"""Statements not made: left undone, only wished for in others, counterfactual, or taken back by "not".

Belongs here: tests on the verb around a cue and on the content found for it, each a small function with an example.
What a modal leaves open belongs to `unstated`, knowledge looked for to `sought`, who speaks to `generic_speech`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import may_be_person
from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import antecedent_of, children, is_negated

_CLAUSAL = ("xcomp", "ccomp", "acl", "conj")
_COUNTERFACTUAL = frozenset(["could", "would", "might", "should", "'d", "’d"])
_WRITERS = frozenset(["i", "we"])
_POINTING = frozenset(["talk", "speak", "refer"])
_OPEN = frozenset(["if", "whether"])
_INDEFINITE = frozenset(["any", "all", "every", "both"])
_COLONS = frozenset([":", ";"])
_HEEDING = frozenset(["note", "remember", "consider"])
_THOUGHT = ("believe", "document")
_FUTURE = frozenset(["will", "'ll", "’ll", "may", "might", "could"])
_LATER = frozenset(["will", "'ll", "’ll", "may", "might"])
_PERSONS = frozenset(["him", "her", "them", "me", "us", "you"])
_RULING = frozenset(["determine", "decide", "establish"])
_HINTS = frozenset(["aim", "hope"])


def is_unperformed(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether nobody has said what a cue has, because of the verb that governs it or its own form."""
    tests = (
        _is_failed,
        _is_wished_of_others,
        _is_counterfactual,
        _is_told_after_colon,
        _is_to_come,
        _is_means,
        _is_supposed,
        _is_awaited,
    )
    return any(test(tokens, entry, verb, subject) for test in tests)


def is_no_content(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """Whether what stands as a cue's content is none: a topic, a definition, a wish denied, a clause beside it."""
    tests = (
        _is_topic_of_writer,
        _is_definition,
        _is_recipe,
        _is_unwanted,
        _is_beside,
        _is_noticed,
        _is_regulated,
        _is_kind_of_people,
        _is_aim_of_thing,
        _is_only_pronoun,
        _is_announced_later,
        _is_open_later,
        _is_empty,
        _is_main_verb,
    )
    return any(test(tokens, entry, verb, subject, found) for test in tests)


def _is_failed(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Failed to declare the gifts", "forgot to mention that": it was not said."""
    head = tokens.heads[verb]
    is_infinitive = tokens.words[verb - 1] == "to" and head < verb and tokens.deps[verb] in _CLAUSAL
    return is_infinitive and tokens.words[head] in load_frames().words["unsaid.failing"]


def _is_wished_of_others(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "I want others to know that", "it helps you decide whether", "helps predict trends": what may be known."""
    head = tokens.heads[verb]
    if not head < verb or tokens.deps[verb] not in _CLAUSAL or tokens.words[verb] != entry.lemma:
        return False
    words = load_frames().words
    if tokens.words[head] in words["unsaid.helping"]:
        return True
    is_thought = bool(entry.senses) and entry.senses[0].kind in _THOUGHT
    is_wish = is_thought and tokens.words[verb - 1] == "to" and tokens.words[head] in words["unsaid.wishing"]
    has_other = any(head < child < verb for child in children(tokens, head, "obj", "iobj"))
    has_other = has_other or any(head < child < verb for child in children(tokens, verb, "nsubj"))
    return has_other and is_wish


def _is_counterfactual(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Voters could have shown that", "he would have said so": it was not."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    return bool({"have", "'ve", "’ve"} & auxiliaries) and bool(_COUNTERFACTUAL & auxiliaries)


def _is_told_after_colon(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "We used both figures: note that they are rough": the reader is told to do it."""
    is_base = tokens.words[verb] == entry.lemma and entry.lemma not in load_frames().words["reader.alike"]
    is_own = not children(tokens, verb, "nsubj", "nsubj:pass", "aux", "mark")
    is_heeded = entry.lemma in _HEEDING and tokens.words[verb - 1 : verb + 2 : 2] == [",", "that"]
    return is_base and is_own and (tokens.words[verb - 1] in _COLONS or is_heeded) and tokens.quote[verb] < 0


def _is_to_come(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Readers will find that", "aggregators may think that": a thought that is still to come, or supposed."""
    if subject < 0 or tokens.pos[subject] != "NOUN" or is_negated(tokens, verb):
        return False
    is_thought = bool(entry.senses) and entry.senses[0].kind in _THOUGHT
    return is_thought and any(tokens.words[child] in _FUTURE for child in children(tokens, verb, "aux"))


def _is_means(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Start by asking the guests: “Is it warm?”": a gerund that nobody is the subject of."""
    return subject < 0 and tokens.words[verb].endswith("ing") and tokens.words[verb - 1] in ("by", "before", "without")


def _is_supposed(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Suppose he said that it held", "if he claimed it was green, the board would nod": only thought of."""
    head = tokens.heads[verb]
    if entry.lemma == "suppose" and verb == tokens.segments[verb]:
        return True
    if head < verb and tokens.words[head] in ("suppose", "supposing"):
        return head == tokens.segments[head] or tokens.quote[head] >= 0
    has_if = any(tokens.words[child] == "if" for child in children(tokens, verb, "mark"))
    main = {tokens.words[child] for child in children(tokens, head, "aux")}
    is_thought = bool(entry.senses) and entry.senses[0].kind in _THOUGHT
    return has_if and not is_thought and tokens.deps[verb] == "advcl" and bool(main & _COUNTERFACTUAL) and head != verb


def _is_awaited(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Is expected to argue that", "is due to tell the court": it is still to be said."""
    head = tokens.heads[verb]
    is_infinitive = tokens.words[verb - 1] == "to" and head < verb and tokens.deps[verb] in _CLAUSAL
    return is_infinitive and tokens.words[head] in load_frames().words["unsaid.awaiting"] and tokens.quote[verb] < 0


def _is_open_later(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The court will say next week whether the dam may be filled": what it will say is not known."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    first = tokens.words[tokens.token_at(found.content[0].start_char)]
    is_open = first in ("whether", "if", "how", "which", "who", "when", "what")
    return bool(auxiliaries & _LATER) and is_open and not is_negated(tokens, verb) and tokens.quote[verb] < 0


def _is_topic_of_writer(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "I'm talking about some old favourites", "the guide speaks about how to sew": no statement is told."""
    if found.rule != "verb_preposition" or entry.lemma not in _POINTING:
        return False
    first = tokens.token_at(found.content[0].start_char)
    is_cut = tokens.token_after(found.content[-1].end_char) - first == 1
    is_question = is_cut and tokens.words[first] in load_frames().words["open_thoughts.openings"]
    return is_question or (subject >= 0 and tokens.words[subject] in _WRITERS)


def _is_definition(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "PTO refers to any paid time off", "One Home refers to investments": a term is explained.

    "Lind refers to a leak" is told of a person.
    """
    is_term = subject >= 0 and tokens.pos[subject] in ("PROPN", "NOUN") and tokens.words[verb] in ("refers", "refer")
    if not is_term or found.rule != "verb_preposition" or entry.lemma != "refer" or children(tokens, verb, "aux"):
        return False
    if tokens.part.doc[subject].ent_type_ == "PERSON" or tokens.words[subject] in load_frames().words["generic.texts"]:
        return False
    first = tokens.token_at(found.content[0].start_char)
    is_bare_plural = tokens.pos[first] in ("NOUN", "ADJ") and tokens.quote[first] < 0
    return tokens.words[first] in _INDEFINITE or is_bare_plural


def _is_recipe(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The recipe calls for three eggs"."""
    is_called_for = found.rule == "verb_preposition" and entry.lemma == "call" and subject >= 0
    return is_called_for and tokens.words[subject] in load_frames().words["generic.recipes"]


def _is_unwanted(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "She did not want to judge it": a wish that is denied and not quoted."""
    is_wish = found.rule == "verb_infinitive" and found.sense.kind == "believe" and is_negated(tokens, verb)
    inside = range(tokens.token_at(found.content[0].start_char), tokens.token_after(found.content[-1].end_char))
    return is_wish and all(tokens.quote[token] < 0 for token in inside)


def _is_noticed(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The team noted if the lamp was on", "I noted any faults": written down, not said."""
    if entry.lemma != "note":
        return False
    first = tokens.words[tokens.token_at(found.content[0].start_char)]
    return first in _OPEN or (found.rule == "verb_object" and first == "any")


def _is_beside(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The tea is needed, I can't argue with that", "towns we never mentioned, so we left": denied."""
    if found.rule != "verb_juxtaposed":
        return False
    # "The vote was close, said the clerk": the parser may take the clause's own subject for that of the cue.
    is_thing = found.sense.kind == "order" and tokens.pos[subject] == "NOUN" and subject >= 0
    is_thing = is_thing and not may_be_person(tokens, load_lexicon(), subject)
    return is_negated(tokens, verb) or is_thing or tokens.words[verb + 1 : verb + 2] == ["like"]


def _is_regulated(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The keys determine who may enter": in the present nobody's finding; "the jury determined that" is one."""
    first = tokens.words[tokens.token_at(found.content[0].start_char)]
    is_present = tokens.words[verb] in (entry.lemma, f"{entry.lemma}s", f"{entry.lemma}es")
    return entry.lemma in _RULING and is_present and first in load_frames().words["open_thoughts.openings"]


def _is_kind_of_people(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "For cooks who refuse to compromise", "owners who demand sharp knives": a relative clause tells a kind apart."""
    is_loose = found.rule in ("verb_object", "verb_infinitive", "verb_preposition")
    noun = antecedent_of(tokens, subject) if is_loose and subject >= 0 else -1
    if noun < 0 or tokens.pos[noun] != "NOUN" or not tokens.words[noun].endswith("s"):
        return False
    is_present = tokens.words[verb] == entry.lemma
    return is_present and not children(tokens, noun, "det", "nummod", "nmod:poss", "nmod")


def _is_aim_of_thing(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The scheme aims to cut costs": what a body works for; "Ms Lind hopes to win" is her hope."""
    is_aim = found.rule == "verb_infinitive" and entry.lemma in _HINTS and found.sense.kind == "believe"
    return is_aim and subject >= 0 and tokens.words[subject] not in ("he", "she") and not _is_person(tokens, subject)


def _is_only_pronoun(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "He lashes out at her": a pronoun behind a preposition tells nothing of what is said."""
    first, last = tokens.token_at(found.content[0].start_char), tokens.token_after(found.content[-1].end_char)
    return found.rule == "verb_preposition" and last - first == 1 and tokens.words[first] in _PERSONS


def _is_announced_later(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "He will announce the candidate on Monday": what is still to be announced is not told."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    is_later = bool(auxiliaries & _LATER) or tokens.words[verb - 2 : verb] == ["going", "to"]
    return found.rule == "verb_object" and is_later and entry.lemma in load_frames().words["unsaid.announcing"]


def _is_empty(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "A video explaining a little more": an object that tells nothing; "denied everything" does."""
    if found.rule != "verb_object" or found.sense.kind != "report":
        return False
    inside = range(tokens.token_at(found.content[0].start_char), tokens.token_after(found.content[-1].end_char))
    return all(tokens.words[token] in load_frames().words["inner.empty"] for token in inside)


def _is_main_verb(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int, found: VerbContent) -> bool:
    """ "The story that he tells | does not add up", "who tells the truth | makes friends": a finite verb."""
    first = tokens.token_at(found.content[0].start_char)
    is_behind = first > verb and tokens.quote[first] == tokens.quote[verb] and tokens.words[first - 1] != ","
    is_finite = tokens.pos[first] == "AUX" or (tokens.pos[first] == "VERB" and tokens.words[first].endswith("s"))
    is_held = found.sense.kind == "assert" and first == verb + 1 and not tokens.deps[verb].startswith("acl:relcl")
    is_clause = found.rule != "verb_object" and is_behind and is_finite
    return is_clause and (is_held or entry.lemma in load_lexicon().addressed)


def _is_person(tokens: TokenArrays, noun: int) -> bool:
    is_named = tokens.pos[noun] == "PROPN" and tokens.part.doc[noun].ent_type_ == "PERSON"
    return is_named or tokens.words[noun] in load_lexicon().words["person_roles"]
