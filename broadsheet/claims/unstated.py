"""Clauses in which a verb of speech states nothing: questions, words to the reader, and what something is.

Belongs here: tests on the clause that a cue stands in, each a small function with an example. Tests on the subject
belong to `indefinite_sources`, those on objects and fixed phrases to `deeds`, those on events as subjects to `events`.
"""

from __future__ import annotations

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import CueVerb, Lexicon, load_lexicon
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import children, find_subject, is_negated

_MAX_STEPS = 4
_ASKED_THROUGH = ("ccomp", "xcomp", "csubj", "conj")
_ASKING = frozenset(["how", "why", "when", "where", "what", "whom", "which"])
_ASKING_DETERMINERS = frozenset(["which", "what", "whose"])
_WRITERS = frozenset(["i", "we", "me", "us"])
_READERS = frozenset(["you", "readers", "everyone", "everybody"])
_STOPS = frozenset([";", ":", "."])
_DUTIES = frozenset(["must", "should", "ought", "shall"])
_BE = frozenset(["is", "was", "are", "were", "be", "'s", "’s"])


def is_unstated(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether nothing is stated by a cue because of the clause that it stands in."""
    is_asked_you = subject >= 0 and tokens.words[subject] == "you"
    # "Do you think that it holds?" is put to the guest of an interview and left to it.
    return (
        (not is_asked_you and _is_asked(tokens, verb))
        or _is_predicate(tokens, lexicon, verb, subject)
        or _is_instruction(tokens, entry, verb)
        or _is_for_reader(tokens, entry, verb, subject)
        or _is_only_needed(tokens, entry, verb)
    )


def is_left_open(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "Ministers should explain why", "parents can tell the school", "he has to admit": not said, or not yet.

    "I must add" says it, and so does "the paper can reveal".
    """
    if subject < 0 or tokens.words[subject] in _WRITERS or _is_performed(tokens, entry, verb):
        return False
    # "Should go there and tell him"; not "may fold and told its members".
    is_joined = tokens.deps[verb] == "conj" and tokens.words[verb] == entry.lemma
    is_joined = is_joined and not children(tokens, verb, "aux", "nsubj")
    return _has_modal(tokens, verb) or (is_joined and _has_modal(tokens, tokens.heads[verb]))


def _is_performed(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "The paper can reveal"; not "donors must disclose gifts"."""
    is_duty = any(tokens.words[child] in _DUTIES for child in children(tokens, verb, "aux"))
    return entry.lemma in load_frames().words["unsaid.performed"] and not is_duty


def _has_modal(tokens: TokenArrays, verb: int) -> bool:
    """Whether a verb has a modal and neither "not" nor "have", or is the infinitive behind "has"."""
    words = load_frames().words
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    if is_negated(tokens, verb) or "have" in auxiliaries:
        return False
    head = tokens.heads[verb]
    is_infinitive = tokens.deps[verb] == "xcomp" and tokens.words[verb - 1] == "to" and head < verb
    return bool(auxiliaries & words["unsaid.modals"]) or (is_infinitive and tokens.words[head] in words["unsaid.needs"])


def _is_asked(tokens: TokenArrays, verb: int) -> bool:
    """ "Did Roos say that he would go?", "is it true that he said so?", "and how do they report it?"."""
    if not _ends_as_question(tokens, verb):
        return False
    node = verb
    for _ in range(_MAX_STEPS):
        if tokens.quote[node] != tokens.quote[verb]:
            return False
        if _is_inverted(tokens, node):
            return True
        is_own = tokens.deps[node] == "conj" and children(tokens, node, "nsubj")
        if tokens.deps[node] not in _ASKED_THROUGH or is_own or tokens.heads[node] == node:
            return False
        node = tokens.heads[node]
    return False


def _ends_as_question(tokens: TokenArrays, verb: int) -> bool:
    """Whether the next mark that ends a clause behind a verb, inside or outside quotations as the verb, asks."""
    after = range(verb + 1, tokens.segment_bounds(verb)[1])
    ends = (t for t in after if tokens.words[t] == "?" or tokens.words[t] in _STOPS)
    end = next((t for t in ends if tokens.quote[t] == tokens.quote[verb]), -1)
    return end >= 0 and tokens.words[end] == "?"


def _is_inverted(tokens: TokenArrays, node: int) -> bool:
    """ "Did she say", "is it true", "why they report it", "which minister said": how a main clause asks."""
    subjects = [child for child in children(tokens, node, "nsubj", "nsubj:pass", "expl") if child < node]
    if not subjects:
        return False
    if _ASKING_DETERMINERS.intersection(tokens.words[child] for child in children(tokens, subjects[0], "det")):
        return True
    if any(child < subjects[0] for child in children(tokens, node, "aux", "aux:pass", "cop")):
        return True
    is_main = tokens.deps[node] in ("root", "conj", "parataxis")
    openers = (child for child in children(tokens, node, "advmod", "obj", "obl") if child < subjects[0])
    return is_main and any(tokens.words[child] in _ASKING for child in openers)


def _is_predicate(tokens: TokenArrays, lexicon: Lexicon, verb: int, subject: int) -> bool:
    """ "The trick is to remember that", "her job was to explain why": an infinitive tells what a thing is."""
    if tokens.words[verb - 1] != "to" or (subject >= 0 and can_speak(tokens, lexicon, subject)):
        return False
    is_of_be = tokens.deps[verb] == "xcomp" and tokens.words[tokens.heads[verb]] in _BE
    return is_of_be or any(tokens.words[child] in _BE for child in children(tokens, verb, "cop"))


def _is_instruction(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "In a hot kitchen, remember that butter melts", "first, assess whether": the reader is told to do it."""
    frames = load_frames().words
    if tokens.words[verb] != entry.lemma or entry.lemma in frames["reader.alike"] or tokens.words[verb - 1] == "to":
        return False
    if tokens.deps[verb] not in ("root", "conj", "parataxis") or find_subject(tokens, verb) >= 0:
        return False
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux", "cop")} - {"do", "let"}
    before = [c for c in tokens.children[verb] if c < verb and tokens.deps[c] in ("obl", "advcl", "advmod")]
    is_set_off = bool(before) and tokens.words[verb - 1] in frames["reader.before_imperatives"]
    return is_set_off and not auxiliaries


def _is_only_needed(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """ "We need to specify that", "they don't have to worry about it", "call the clinic to ask if", "used it to assess
    whether": what is still to be said, or is done to find out.
    """
    head = tokens.heads[verb]
    if tokens.words[verb - 1] != "to" or not head < verb or tokens.deps[verb] not in ("xcomp", "advcl"):
        return False
    words = load_frames().words
    if tokens.deps[verb] == "xcomp":
        is_spared = tokens.words[head] in ("have", "need") and is_negated(tokens, head)
        return is_spared or tokens.words[head] in ("need", "needs")
    is_open = tokens.words[verb + 1] in words["open_thoughts.openings"]
    is_test = is_open and entry.lemma in words["reader.tests"]
    return is_test or _is_imperative(tokens, head)


def _is_imperative(tokens: TokenArrays, verb: int) -> bool:
    """ "Contact the pharmacy": a base form without a subject at the start of its sentence or behind a comma."""
    entry = load_lexicon().verbs.get(tokens.words[verb])
    is_base = tokens.words[verb] in load_frames().words["reader.calls"] or (entry and entry.lemma == tokens.words[verb])
    is_main = tokens.deps[verb] in ("root", "conj") and find_subject(tokens, verb) < 0
    opens = verb == tokens.segments[verb] or tokens.words[verb - 1] in load_frames().words["reader.before_imperatives"]
    return bool(is_base) and is_main and opens


def _is_for_reader(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> bool:
    """ "I'm going to show you how", "we explain why", "let me tell you": the article itself addresses the reader."""
    if tokens.quote[verb] >= 0 or subject < 0:
        return False
    frames = load_frames().words
    is_writer = tokens.words[subject] in _WRITERS
    if entry.lemma not in frames["reader.verbs"]:
        return is_writer and entry.lemma in frames["reader.supposing"] and _is_permitted(tokens, verb)
    return (is_writer and _is_permitted(tokens, verb)) or _opens_for_reader(tokens, entry, verb, is_writer)


def _opens_for_reader(tokens: TokenArrays, entry: CueVerb, verb: int, is_writer: bool) -> bool:
    """ "Show you how to", "explain why": a question word behind the verb or behind the reader as its object."""
    has_reader = bool(_READERS.intersection(tokens.words[verb + 1 : verb + 2]))
    if has_reader and is_writer and (tokens.words[verb - 1] == "to" or tokens.words[verb] == "told"):
        # "We are here to tell you that", "see, I told you it would rain".
        return True
    opens = tokens.words[verb + 1 + has_reader : verb + 6]
    if not opens or opens[0] not in load_frames().words["open_thoughts.openings"]:
        return False
    if is_writer:
        return has_reader or _is_not_past(tokens, entry, verb)
    return has_reader and (opens[1:2] == ["to"] or "you" in opens)


def _is_permitted(tokens: TokenArrays, verb: int) -> bool:
    """ "Allow us to explain", "let me show"."""
    return (
        tokens.deps[verb] in ("xcomp", "ccomp")
        and tokens.words[tokens.heads[verb]] in load_frames().words["reader.permits"]
    )


def _is_not_past(tokens: TokenArrays, entry: CueVerb, verb: int) -> bool:
    """Whether a verb is in the present or future: "we explain", "we will explain", "I am going to explain"."""
    auxiliaries = {tokens.words[child] for child in children(tokens, verb, "aux")}
    return tokens.words[verb] == entry.lemma and not auxiliaries & {"did", "could", "would", "not", "n't", "n’t"}
