"""Contents of a verb other than finite clauses: infinitives, prepositional phrases and objects."""

from __future__ import annotations

from collections.abc import Collection

from broadsheet.claims.animacy import can_speak
from broadsheet.claims.citations import is_citing
from broadsheet.claims.clausal_complements import VerbContent
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, CueVerb, load_lexicon
from broadsheet.claims.targets import is_targeted
from broadsheet.claims.token_arrays import TokenArrays
from broadsheet.claims.tree import (
    DAYS,
    before_conjunct,
    children,
    find_subject,
    is_bare_passive,
    span_of,
    subtree_bounds,
)
from broadsheet.records import Span

_COMPLEMENTS = ("obj", "iobj", "xcomp", "ccomp", "obl", "advcl", "obl:agent")
_DAY_WORDS = DAYS | frozenset(["yesterday", "today", "tonight"])
_LONGEST_DAY = 4
_TALKING = frozenset(["talk", "speak", "refer", "allude", "point"])
_REFLEXIVES = frozenset(["himself", "herself", "themselves", "itself"])
_COMPLEMENT_CASES = frozenset(["as", "of", "for", "to"])


def find_infinitive(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Vowed to fight", "urged residents to stay": the infinitive, and the object as its addressee."""
    asked = _find_prepositional_object(tokens, entry, verb)
    if asked >= 0:
        return _find_request(tokens, entry, verb, asked)
    objects = children(tokens, verb, "obj", "iobj")
    for child in children(tokens, verb, "xcomp", "advcl", "ccomp"):
        is_aim = tokens.deps[child] == "advcl" and not objects and not _follows_day(tokens, entry, verb, child)
        if child < verb or is_aim or not is_infinitive(tokens, child):
            continue
        addressee = objects[0] if objects and objects[0] < child else -1
        if addressee >= 0 and entry.lemma in ("expect", "predict", "forecast"):
            return _make_expected(tokens, entry, verb, addressee, child)
        sense = entry.sense("obj_to" if addressee >= 0 else "to")
        found = _make_infinitive(tokens, sense, verb, child, addressee) if sense else None
        if found is not None:
            return found
    return None


def _make_infinitive(tokens: TokenArrays, sense: Cue, verb: int, child: int, addressee: int) -> VerbContent | None:
    first, last = subtree_bounds(tokens, child)
    span = before_source(tokens, first, before_conjunct(tokens, verb, child, last))
    if span is None or (sense.kind == "believe" and not _is_person_or_body(tokens, verb)):
        return None
    if addressee < 0 and sense.kind == "order" and _is_bare_participle(tokens, verb):
        subject = children(tokens, verb, "nsubj")[0]
        return VerbContent((span,), "verb_passive", sense, addressee=subject, has_source=False)
    return VerbContent((span,), "verb_infinitive", sense, addressee=addressee)


def _follows_day(tokens: TokenArrays, entry: CueVerb, verb: int, clause: int) -> bool:
    """ "Threatened on Friday | to close the port": only a day parts a verb from its infinitive."""
    sense = entry.sense("to")
    between = tokens.words[verb + 1 : subtree_bounds(tokens, clause)[0]]
    is_day = 0 < len(between) < _LONGEST_DAY and bool(_DAY_WORDS.intersection(between))
    return is_day and sense is not None and sense.kind in ("promise", "deny", "warn", "order")


def _make_expected(tokens: TokenArrays, entry: CueVerb, verb: int, noun: int, child: int) -> VerbContent | None:
    """ "He expects | the plant to open in May": the object with its infinitive."""
    sense = entry.sense("that")
    span = span_of(tokens, subtree_bounds(tokens, noun)[0], subtree_bounds(tokens, child)[1])
    if sense is None or span is None or not _is_person_or_body(tokens, verb):
        return None
    return VerbContent((span,), "verb_infinitive", sense)


def before_source(tokens: TokenArrays, first: int, last: int) -> Span | None:
    """ "To cut jobs, | according to the paper": an infinitive ends where its own source begins."""
    end = next((t for t in range(first, last - 1) if tokens.words[t : t + 2] == [",", "according"]), last)
    return span_of(tokens, first, end)


def _find_request(tokens: TokenArrays, entry: CueVerb, verb: int, asked: int) -> VerbContent | None:
    """ "Called on the council | to mend the wall": the infinitive after whom is asked."""
    infinitives = [child for child in children(tokens, verb, "xcomp", "advcl", "ccomp") if is_infinitive(tokens, child)]
    clause = next((child for child in infinitives if child > asked), -1)
    span = span_of(tokens, *subtree_bounds(tokens, clause)) if clause >= 0 else None
    if span is None:
        return None
    order = Cue(entry.lemma, "order", "neutral", frozenset(["obj_to"]))
    cue_end = children(tokens, asked, "case")[0] + 1
    return VerbContent((span,), "verb_infinitive", order, cue_end=cue_end, addressee=asked)


def _find_prepositional_object(tokens: TokenArrays, entry: CueVerb, verb: int) -> int:
    """ "Called on the council to mend the wall": who is asked; -1 if there is nobody."""
    prepositions = load_lexicon().asked_with.get(entry.lemma, frozenset())
    for noun in children(tokens, verb, "obl") if prepositions else ():
        cases = children(tokens, noun, "case")
        if noun > verb and cases and cases[0] == verb + 1 and tokens.words[cases[0]] in prepositions:
            return noun
    return -1


def is_infinitive(tokens: TokenArrays, verb: int) -> bool:
    marks = [child for child in tokens.children[verb] if tokens.deps[child] in ("mark", "aux")]
    return any(tokens.words[mark] == "to" for mark in marks)


def _is_person_or_body(tokens: TokenArrays, verb: int) -> bool:
    """Wishes and plans count if their subject is a name, "he" or "she", an office or a body."""
    subject = find_subject(tokens, verb)
    if subject < 0:
        return False
    words = load_lexicon().words
    is_office = tokens.words[subject] in words["person_roles"] or tokens.words[subject] in words["body"]
    return tokens.pos[subject] == "PROPN" or tokens.words[subject] in ("he", "she") or is_office


def _is_bare_participle(tokens: TokenArrays, verb: int) -> bool:
    """ "Residents urged to stay" in a headline: a passive without its auxiliary."""
    subjects = children(tokens, verb, "nsubj")
    has_aux = bool(children(tokens, verb, "aux", "aux:pass"))
    return bool(subjects) and tokens.words[verb].endswith("ed") and tokens.deps[verb] == "root" and not has_aux


def find_preposition(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Warned of a shortage", "called for talks": the phrase after the preposition of a verb without an object."""
    sense = entry.sense("prep")
    if sense is None or is_bare_passive(tokens, verb):
        return None
    for child in children(tokens, verb, "obl", "advcl", "nmod", "obj"):
        cases = [case for case in children(tokens, child, "case", "mark") if tokens.words[case] in entry.prepositions]
        if not cases or child < verb or cases[0] - verb > 3:
            continue
        end = subtree_bounds(tokens, child)[1]
        # "Asked for Brandt | to receive a fine".
        openings = ("as", "to") if tokens.words[cases[0]] == "for" else ("as",)
        end = max(end, _find_complement_end(tokens, verb, child, end, openings))
        span = None if _is_untold(tokens, entry, child, end - cases[0]) else span_of(tokens, cases[0] + 1, end)
        if span is not None and not children(tokens, verb, "obj", "iobj"):
            kind = next((item for item in entry.senses if "prep" not in item.frames), sense)
            return VerbContent((span,), "verb_preposition", kind, is_noun=True, cue_end=cases[0] + 1)
    return None


def _is_untold(tokens: TokenArrays, entry: CueVerb, noun: int, length: int) -> bool:
    """ "Was taught not to talk about it": a bare pronoun does not tell what."""
    return length == 2 and tokens.pos[noun] == "PRON" and entry.lemma in _TALKING


def find_object(tokens: TokenArrays, entry: CueVerb, verb: int) -> VerbContent | None:
    """ "Denied the charges", "called the plan “reckless”": the object with its complements."""
    sense = entry.sense("obj", "as")
    objects = [child for child in _list_objects(tokens, verb) if child > verb]
    if sense is None or not objects or _takes_no_object(tokens, sense, verb, objects[0]):
        return None
    first, end = subtree_bounds(tokens, objects[0])
    complement = _find_complement_end(tokens, verb, objects[0], end, _list_openings(tokens, entry, objects[0]))
    last = _extend_to_deed(tokens, entry, verb, complement if complement >= 0 else end)
    if _is_bare_pronoun(tokens, first, last) or not _has_required_words(tokens, entry, objects[0], last):
        return None
    if "as" in sense.frames:
        quoted_end = _find_quoted_complement_end(tokens, objects[0], last)
        last = max(last, quoted_end) if max(complement, quoted_end) >= 0 else first
    span = span_of(tokens, first, before_conjunct(tokens, verb, objects[0], last))
    deeds = _find_deed_behind_day(tokens, entry, verb, last)
    return VerbContent((span, *deeds), "verb_object", sense, is_noun=True) if span else None


def _list_objects(tokens: TokenArrays, verb: int) -> list[int]:
    """The objects of a verb, "it" among them where the parse has it for empty ("describes | it | as a port")."""
    return children(tokens, verb, "obj", "iobj") or children(tokens, verb, "expl")


def _list_openings(tokens: TokenArrays, entry: CueVerb, noun: int) -> Collection[str]:
    """The words that open what belongs to an object: "voiced confidence | in the pilot", "a fall | in catches"."""
    words = load_frames().words
    if tokens.words[noun] in words["expressed.changes"]:
        return words["expressed.openings"]
    return words["expressed.prepositions"] if entry.lemma in words["expressed.verbs"] else _COMPLEMENT_CASES


def _is_bare_pronoun(tokens: TokenArrays, first: int, last: int) -> bool:
    """ "Denied it", "called him Mike": a pronoun with nothing but an unquoted name, which is no judgement."""
    after = range(first + 1, last)
    return tokens.pos[first] == "PRON" and all(tokens.pos[t] == "PROPN" and tokens.quote[t] < 0 for t in after)


def _find_deed_behind_day(tokens: TokenArrays, entry: CueVerb, verb: int, last: int) -> tuple[Span, ...]:
    """ "Accused Kern on Monday | of forging the will": the deed that a day parts from the object."""
    day = last + 1 if tokens.words[last : last + 1] == ["on"] else last
    if not is_targeted(entry) or tokens.words[day : day + 1] == [] or tokens.words[day] not in _DAY_WORDS:
        return ()
    end = _extend_to_deed(tokens, entry, verb, day + 1)
    deed = span_of(tokens, day + 1, end) if end > day + 1 else None
    return (deed,) if deed else ()


def _takes_no_object(tokens: TokenArrays, sense: Cue, verb: int, noun: int) -> bool:
    """Whether the object of a verb is no content: a reflexive, that of a purpose, a source cited ("citing police"), or
    shown by no document.
    """
    is_cited = is_citing(tokens, verb) and can_speak(tokens, load_lexicon(), noun)
    if tokens.words[noun] in _REFLEXIVES or _is_purpose(tokens, verb) or is_cited:
        return True
    # "The survey shows a lead", "Holm questions the cost"; not "the lamp shows the way", "articles questioning it".
    is_shown = _is_said_by_document(tokens, verb)
    return (sense.kind == "document" and not is_shown) or (sense.kind == "question" and is_shown)


def _extend_to_deed(tokens: TokenArrays, entry: CueVerb, verb: int, last: int) -> int:
    """ "Accused the chiefs | of selling the land": the end with the deed of a verb of blame or praise."""
    has_deed = is_targeted(entry) and tokens.words[last : last + 1] in (["of"], ["for"], ["over"], ["with"])
    return _find_deed_end(tokens, verb, last) if has_deed else last


def _is_said_by_document(tokens: TokenArrays, verb: int) -> bool:
    """ "The survey shows a lead": only documents show something by a noun phrase, a person shows pace."""
    subject = find_subject(tokens, verb)
    return subject >= 0 and tokens.words[subject] in load_lexicon().words["document"]


def _has_required_words(tokens: TokenArrays, entry: CueVerb, noun: int, last: int) -> bool:
    """ "Charged him with theft" says something, "charged a fee" does not."""
    required = load_lexicon().required.get(entry.lemma)
    return required is None or not required.isdisjoint(tokens.words[noun + 1 : last + 1])


def _is_purpose(tokens: TokenArrays, verb: int) -> bool:
    """ "A plan to deny the charges": an infinitive that modifies a noun."""
    return tokens.deps[verb].startswith("acl") and "to" in tokens.words[max(0, verb - 2) : verb]


def _find_complement_end(
    tokens: TokenArrays, verb: int, noun: int, end: int, opening: Collection[str] = _COMPLEMENT_CASES
) -> int:
    """The end of the complements that follow an object directly and open with a word; -1 if there are none."""
    last = -1
    for child in tokens.children[verb]:
        if child <= noun or tokens.deps[child] not in _COMPLEMENTS:
            continue
        start, child_end = subtree_bounds(tokens, child)
        is_marked = any(tokens.words[case] in opening for case in children(tokens, child, "case", "mark"))
        is_marked = is_marked or tokens.words[start] == "as"
        is_clause = tokens.deps[child] in ("xcomp", "ccomp") and opening is _COMPLEMENT_CASES
        if start <= max(last, end) + 1 and (is_marked or is_clause) and not _is_medium(tokens, child, opening):
            last = max(last, end, child_end)
    return last


def _is_medium(tokens: TokenArrays, noun: int, opening: Collection[str]) -> bool:
    """ "Voiced confidence | in a letter", "| in May": where and when, not in whom."""
    lexicon = load_lexicon()
    if opening is _COMPLEMENT_CASES:
        return False
    return tokens.words[noun] in lexicon.words["media_nouns"] | lexicon.words["document"] | _DAY_WORDS


def _find_quoted_complement_end(tokens: TokenArrays, noun: int, last: int) -> int:
    """ "Called the plan “reckless”": the end of a quotation after an unquoted object; -1 if there is none."""
    after = next((t for t in range(noun, min(last + 3, len(tokens.words))) if tokens.quote[t] >= 0), -1)
    if after < 0 or tokens.quote[noun] >= 0:
        return -1
    return tokens.token_after(tokens.quotations[tokens.quote[after]].end_char)


def _find_deed_end(tokens: TokenArrays, verb: int, start: int) -> int:
    """ "Accused the chiefs | of selling the land": the end of the deed, wherever the parser has attached it."""
    high = tokens.segment_bounds(verb)[1]
    end = start + 1
    while end < min(high, start + 40) and tokens.words[end] not in (",", ";", ":", "—", "–", "but"):
        end += 1
    return end
