"""What looks like an attribution and is none: things that speak only as a figure of speech, and minds nobody names.

Belongs here: tests on an attribution that a verb has found, each a small function with its example.
"""

from __future__ import annotations

from broadsheet.claims.lexicon import Cue, CueVerb, Lexicon
from broadsheet.claims.referents import kind_of_noun
from broadsheet.claims.tree import RELATIVES, children
from broadsheet.claims.view import PartView

# Pronouns that stand for an event or a thing where they are the subject of a thought ("which means that").
_THINGS = frozenset(["it", "this", "that", "which", "what", "these", "those", "something", "nothing"])
_PERSONS = frozenset(["i", "we", "you", "he", "she", "they"])
_POINTING = frozenset(["this", "that", "these", "those"])
# "Dubbed X" and "called X" without anybody who does so.
_NAMING = frozenset(["call", "label", "brand", "dub", "describe", "characterise", "characterize", "portray"])
# "Declined to comment": nothing is said.
_SILENT = frozenset(["comment", "answer", "speak", "respond", "discuss", "elaborate", "talk", "reply", "be", "provide"])
# Thoughts that are said of events as readily as of people ("the vote decides who leads").
_DEEDS = frozenset(["mean", "prove", "decide"])
# What instruments do.
_SIGNS = frozenset(["indicate", "signal"])
_CLAUSE_RULES = frozenset(["verb_clause", "verb_infinitive", "order_that"])


def can_speak(view: PartView, lexicon: Lexicon, noun: int) -> bool:
    """Names, persons, bodies and documents speak; beams do not support a roof by saying so."""
    word = view.words[noun]
    if view.pos[noun] == "PROPN":
        return True
    if view.pos[noun] == "PRON":
        return word not in _THINGS
    return any(word in lexicon.words[name] for name in ("animate", "body", "document"))


def is_no_statement(
    view: PartView, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int, rule: str, sense: Cue
) -> bool:
    """Whether the content that a verb has found under a rule is nobody's statement."""
    if rule == "verb_infinitive":
        silent = _SILENT.intersection(view.words[verb + 1 : verb + 4])
        if sense.kind == "deny" and silent:
            return True
    if rule in _CLAUSE_RULES:
        return (
            (subject >= 0 and view.pos[subject] in ("VERB", "AUX"))
            or _is_thing_thinking(view, verb, subject, sense)
            or _is_thing_showing(view, lexicon, verb, subject, sense)
            or _is_deed(view, lexicon, entry, subject)
            or _is_pointing(view, verb, subject)
        )
    if rule == "verb_juxtaposed":
        return _is_list_of_deeds(view, lexicon, entry, verb)
    return rule == "verb_object" and entry.lemma == "see" and "as" not in view.words[verb : verb + 25]


def is_call_or_advice(view: PartView, verb: int, sense: Cue, passive: bool) -> bool:
    """ "Imagine you are in a hall", "it should be noted that": said to the reader, by the article itself."""
    if passive:
        return any(
            view.words[child] in ("should", "must", "can", "could", "may") for child in children(view, verb, "aux")
        )
    if sense.kind in ("believe", "document") or view.words[verb - 1] == "to":
        # "It is hard to know whether", "impossible to say when": nobody's words.
        return True
    first = view.cell_bounds(verb)[0]
    return verb - first <= 1 and view.quote[verb] < 0 and not view.words[verb].endswith(("ed", "ing", "aid"))


def takes_no_quotation(view: PartView, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Drunkorexia, which means ...", "has been dubbed “duvet lung”": a quotation beside these is nobody's speech."""
    sense = entry.senses[0]
    return (
        entry.lemma in ("mean", "hold")
        or (entry.lemma in _NAMING and subject < 0)
        or (sense.kind == "believe" and subject >= 0 and view.words[subject] in _THINGS)
    )


def is_gap(view: PartView, verb: int, subject: int, first: int, last: int) -> bool:
    """ "Something the agency wants to do", "as bad as critics thought it would be": what is said stands elsewhere."""
    if last - first > 3 or view.words[first] == "that":
        return view.deps[verb] == "acl:relcl" and last - first < 3 and view.words[first] == "to"
    is_relative = view.deps[verb] == "acl:relcl" and (subject < 0 or view.words[subject] not in RELATIVES)
    return is_relative or view.pos[last - 1] == "AUX"


def is_set_off(view: PartView, first: int, sense: Cue) -> bool:
    """ "It will rain, | he thinks"; not "a garden | your guests notice" nor "Five tips: | a plan encourages visits".

    first: the token that begins the words of source and cue.
    """
    mark = view.words[first - 1] if first else ""
    return mark != ":" and (sense.kind != "believe" or not mark.isalnum() or view.words[first] in _PERSONS)


def _is_thing_thinking(view: PartView, verb: int, subject: int, sense: Cue) -> bool:
    """ "Which means that", and, inside a quotation, a thought without a thinker ("to know what goes on")."""
    if sense.kind != "believe":
        return False
    return view.quote[verb] >= 0 if subject < 0 else view.words[subject] in _THINGS


def _is_thing_showing(view: PartView, lexicon: Lexicon, verb: int, subject: int, sense: Cue) -> bool:
    """ "This case shows that", "a light indicates which", "a chance to find out who", "the peace of knowing that":
    neither a person nor a document that would say so.
    """
    if subject < 0 or can_speak(view, lexicon, subject) or view.pos[subject] != "NOUN":
        return False
    is_clause_of_noun = view.deps[verb].startswith("acl")
    is_aim = is_clause_of_noun and view.words[verb - 1] == "to"
    is_mindless = is_clause_of_noun and sense.kind == "believe" and view.words[verb].endswith("ing")
    shows = sense.kind == "document" or sense.lemma in _SIGNS
    return is_aim or is_mindless or (shows and kind_of_noun(view.words[subject], lexicon) is None)


def _is_deed(view: PartView, lexicon: Lexicon, entry: CueVerb, subject: int) -> bool:
    """ "The votes are cast to decide who leads"."""
    return entry.lemma in _DEEDS and (subject < 0 or not can_speak(view, lexicon, subject))


def _is_pointing(view: PartView, verb: int, subject: int) -> bool:
    """ "This underlines that": the one who says so is the one who says "this"."""
    if subject < 0:
        return False
    if view.words[subject] in _THINGS and view.words[verb - 1] == "to":
        # "Which is not to say that".
        return True
    if view.words[subject - 1] in ("like", "as") and subject < verb and view.words[subject] == "you":
        # "Like you said I did".
        return True
    return view.words[subject] in _POINTING and view.deps[subject] == "nsubj"


def _is_list_of_deeds(view: PartView, lexicon: Lexicon, entry: CueVerb, verb: int) -> bool:
    """ "He learned Dutch, he spoke with his guards": a verb with an object of its own takes no clause beside it."""
    return view.deps[verb] != "parataxis" and bool(children(view, verb, "obj")) and entry.lemma not in lexicon.addressed
