"""Attributions whose cue is a verb, from the parse.

The content comes from `clausal_complements`, `parataxis` and `verb_frames`, the source from `sources`, the cue from
`cue_words`. Adjacent quotations are attached in `quotation_attribution`.
"""

from __future__ import annotations

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.carriers import find_maker, is_topic
from broadsheet.claims.citations import is_citing
from broadsheet.claims.clausal_complements import (
    VerbContent,
    find_clausal_complement,
    find_detached_clause,
)
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.cue_words import CATENATIVES, find_addressee, find_particle, make_cue
from broadsheet.claims.deeds import says_nothing
from broadsheet.claims.denied_antecedents import find_denied_antecedent
from broadsheet.claims.events import is_told_by_event
from broadsheet.claims.evidence import find_evidence
from broadsheet.claims.false_positives import (
    is_false_positive,
    is_gapped,
    is_imperative_or_advice,
    takes_no_quotation,
)
from broadsheet.claims.fixed_forms import is_fixed_form
from broadsheet.claims.found_out import is_found_out
from broadsheet.claims.generic_speech import is_generic
from broadsheet.claims.gerunds import find_gerund
from broadsheet.claims.indefinite_sources import is_nobody
from broadsheet.claims.inner_states import is_inner
from broadsheet.claims.lexicon import Cue, CueVerb, Lexicon
from broadsheet.claims.named_things import find_named_thing
from broadsheet.claims.parataxis import find_parataxis
from broadsheet.claims.passives import find_passive, find_reduced_passive
from broadsheet.claims.phrases import is_noted_by
from broadsheet.claims.quoted_speakers import find_quoted_speaker, find_quoted_speech
from broadsheet.claims.sought import is_sought
from broadsheet.claims.source_expansion import expand_source, include_article, trim_dateline
from broadsheet.claims.sources import find_source_by_word_order, make_source
from broadsheet.claims.span_boundaries import subtract_spans
from broadsheet.claims.speaking_subjects import may_speak
from broadsheet.claims.targets import find_target, is_reduced_passive
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.claims.tree import children, find_subject, is_negated, is_passive
from broadsheet.claims.unperformed import is_no_content, is_unperformed
from broadsheet.claims.unstated import is_left_open, is_unstated
from broadsheet.claims.verb_frames import find_infinitive, find_object, find_preposition
from broadsheet.records import Span

_KNOWING = frozenset(["know", "see", "notice", "imagine", "understand", "hear", "wonder", "feel"])
# "The term refers to a mill", "the stains point to a leak": things do so as well.
_POINTING = frozenset(["refer", "point", "allude", "hint", "speak", "talk"])
_REPORTED = frozenset(["verb_infinitive", "verb_preposition", "verb_object"])


def find_verb_attribution(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> Attribution | None:
    """The attribution whose cue is the verb at a token; None if there is no content.

    An attribution with empty content is returned if only an adjacent quotation can be its content.
    """
    if _is_no_cue(tokens, lexicon, verb):
        return None
    entry = _read_entry(tokens, lexicon, verb)
    passive = is_reduced_passive(tokens, entry, verb) or is_passive(tokens, verb)
    subject = -1 if passive else find_subject(tokens, verb)
    if says_nothing(tokens, entry, verb, subject, passive) or _is_nobodys(tokens, lexicon, entry, verb, subject):
        return None
    found = _find_content(tokens, lexicon, entry, verb)
    chosen = _choose_source(tokens, found, verb, passive) if found else None
    if found is None or chosen is None:
        return None
    source, antecedent = chosen
    cue = make_cue(tokens, lexicon, verb, found.cue_end)
    source = _before_cue(tokens, source, cue)
    content = subtract_spans(tokens, found.content, [span for span in (source, cue) if span])
    if found.content and not content:
        # "“No,” said a man who goes by the name “Pockets”": the words after the cue are the source, not a content.
        found = _expect_quotation(tokens, entry, verb, subject)
    if found is None:
        return None
    addressee = find_addressee(tokens, entry, verb, found.addressee, passive)
    return Attribution(
        source=source,
        cue=cue,
        content=content,
        rule=found.rule,
        sense=found.sense,
        addressee=None if _overlap(source, addressee) else addressee,
        antecedent=antecedent,
        target=find_target(tokens, entry, verb),
        is_noun=found.is_noun,
        is_negated=is_negated(tokens, verb),
        cue_token=verb,
    )


def _is_nobodys(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> bool:
    """Whether nobody states what a cue has: no one is its subject, its clause states nothing, or an event does it."""
    tests = (
        is_nobody,
        is_generic,
        is_unstated,
        is_unperformed,
        is_fixed_form,
        is_sought,
        is_told_by_event,
        is_inner,
        is_found_out,
    )
    return any(test(tokens, lexicon, entry, verb, subject) for test in tests)


def _before_cue(tokens: TokenArrays, source: Span | None, cue: Span | None) -> Span | None:
    """The source without the cue and what follows it, where the parser has put both into one phrase."""
    if source is None or cue is None or not source.start_char < cue.start_char < source.end_char:
        return source
    return trim(tokens.text, source.start_char, cue.start_char)


def _is_no_cue(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> bool:
    """Whether a form of a cue verb is none here: part of a compound, of a name, of another cue, or of a request."""
    is_compound = bool(verb) and tokens.words[verb - 1] == "-" and tokens.ends[verb - 1] == tokens.starts[verb]
    is_aside = is_citing(tokens, verb) and tokens.words[verb - 1] == ","
    is_aside = is_aside or is_noted_by(tokens, verb)
    is_aside = is_aside or is_topic(tokens, lexicon.verbs[tokens.words[verb]], verb)
    if is_compound or is_aside or not is_verb_here(tokens, verb):
        return True
    return any(test(tokens, lexicon, verb) for test in (_is_catenative, _is_requested, _is_name, _is_attribute))


def _find_content(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int) -> VerbContent | None:
    """What a verb says, in the passive or active; else an empty content if a quotation can be it."""
    if is_reduced_passive(tokens, entry, verb):
        return find_reduced_passive(tokens, entry, verb)
    if is_passive(tokens, verb):
        return find_passive(tokens, entry, verb) or _expect_quotation(tokens, entry, verb, -1)
    subject = find_subject(tokens, verb)
    found = find_named_thing(tokens, entry, verb) or find_denied_antecedent(tokens, entry, verb)
    found = found or _find_active(tokens, lexicon, entry, verb, subject)
    return found or _expect_quotation(tokens, entry, verb, subject)


def _read_entry(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> CueVerb:
    """The verb with the senses that it has with its particle, or without one."""
    entry = lexicon.verbs[tokens.words[verb]]
    particle = find_particle(tokens, entry, verb)
    return entry.with_particle(tokens.words[particle] if particle >= 0 else "")


def _expect_quotation(tokens: TokenArrays, entry: CueVerb, verb: int, subject: int) -> VerbContent | None:
    """An empty content for a verb whose content can be an adjacent quotation."""
    sense = entry.sense("quote")
    if sense is None or tokens.quote[verb] >= 0 or takes_no_quotation(tokens, entry, verb, subject):
        return None
    is_participle = tokens.words[verb].endswith("ing")
    if is_participle and sense.lemma in load_frames().words["silence.finite"]:
        return None
    if sense.kind == "believe" and tokens.deps[verb] == "acl" and not is_participle:
        # "A copy seen by the Post: “It is late.”"
        return None
    if sense.kind not in ("believe", "document") and is_left_open(tokens, entry, verb, subject):
        # "They have to declare “any interest”".
        return None
    return VerbContent((), "verb_quote", sense)


def _overlap(one: Span | None, other: Span | None) -> bool:
    return one is not None and other is not None and one.start_char < other.end_char and other.start_char < one.end_char


def _choose_source(
    tokens: TokenArrays, found: VerbContent, verb: int, passive: bool
) -> tuple[Span | None, Span | None] | None:
    """Source and antecedent of a verb's content; None if nobody in the text says it."""
    quoted = find_quoted_speaker(tokens, verb)
    if quoted is not None:
        return quoted
    source, antecedent = _list_source(tokens, found, verb, passive)
    first = tokens.token_at(source.start_char) if source else verb
    if tokens.quote[verb] >= 0 and tokens.quote[first] != tokens.quote[verb]:
        # A cue inside a quotation has its source there too.
        return None
    if tokens.quote[verb] < 0 <= tokens.quote[first]:
        source = find_source_by_word_order(tokens, verb)
    if found.content and _is_advice(tokens, verb, source, found.sense, passive):
        return None
    if antecedent is None:
        source = include_article(tokens, trim_dateline(tokens, expand_source(tokens, source, verb)))
    return source, antecedent


def _is_advice(tokens: TokenArrays, verb: int, source: Span | None, sense: Cue, passive: bool) -> bool:
    """Whether nobody says it, or "you" behind the verb, and the article itself addresses the reader."""
    first = tokens.token_at(source.start_char) if source else verb
    is_unsourced = source is None or (first > verb and tokens.words[first] == "you")
    return is_unsourced and is_imperative_or_advice(tokens, verb, sense, passive)


def _list_source(tokens: TokenArrays, found: VerbContent, verb: int, passive: bool) -> tuple[Span | None, Span | None]:
    """The source that comes with the content, that made its carrier, or that is the subject or agent."""
    if not found.has_source:
        return found.source, None
    subject = -1 if passive else find_subject(tokens, verb)
    source, antecedent = find_maker(tokens, verb, subject) or make_source(tokens, verb, subject, passive)
    return found.source or source, antecedent


def is_verb_here(tokens: TokenArrays, token: int) -> bool:
    """Whether a token is a verb by its tag, or by a subject and a "that" clause ("their report states that")."""
    if tokens.pos[token] in ("VERB", "AUX"):
        return True
    has_that = tokens.words[token + 1 : token + 2] == ["that"]
    return has_that and bool(children(tokens, token, "nsubj")) and bool(children(tokens, token, "ccomp"))


def _is_catenative(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> bool:
    """ "Refused to say": a catenative verb is part of the cue of the verb that follows it."""
    entry = lexicon.verbs[tokens.words[verb]]
    if entry.lemma not in CATENATIVES:
        return False
    for child in children(tokens, verb, "xcomp"):
        inner = lexicon.verbs.get(tokens.words[child])
        if inner is not None and inner.sense("quote", "that") and children(tokens, child, "ccomp"):
            return True
    return False


def _is_requested(tokens: TokenArrays, lexicon: Lexicon, verb: int) -> bool:
    """ "Asked the mayor to confirm that": the mayor has not said it."""
    head = tokens.heads[verb]
    entry = lexicon.verbs.get(tokens.words[head])
    if entry is None or tokens.deps[verb] not in ("xcomp", "advcl") or tokens.words[verb - 1] != "to":
        return False
    has_object = any(head < child < verb for child in children(tokens, head, "obj", "iobj"))
    asks = [sense for sense in entry.senses if sense.kind in ("order", "question")]
    takes_person = tokens.deps[verb] == "xcomp" or entry.lemma in load_frames().words["inner.requests"]
    return has_object and takes_person and bool(asks)


def _is_name(tokens: TokenArrays, _: Lexicon, verb: int) -> bool:
    """ "Omar Said, as ...": a capitalised form behind a name and before a comma, in a text not all in capitals."""
    text = tokens.text
    is_capital = text[tokens.starts[verb]].isupper() and not text[tokens.starts[verb] : tokens.ends[verb]].isupper()
    follows_name = verb > tokens.segments[verb] and tokens.pos[verb - 1] == "PROPN"
    return is_capital and follows_name and tokens.words[verb + 1 : verb + 2] == [","]


def _is_attribute(tokens: TokenArrays, _: Lexicon, verb: int) -> bool:
    """ "The observed volume", "music and well explained lessons": a participle that goes with the noun behind it."""
    if not tokens.words[verb].endswith("ed") or children(tokens, verb, "ccomp", "nsubj", "aux", "nsubj:pass"):
        return False
    is_joined = tokens.deps[verb] == "conj" and tokens.pos[tokens.heads[verb]] == "NOUN"
    is_joined = is_joined and bool(children(tokens, verb, "obj")) and verb > tokens.segments[verb]
    is_between = tokens.deps[verb] == "amod" and tokens.pos[verb - 1] in ("DET", "ADV") and tokens.quote[verb] < 0
    return is_joined or (is_between and tokens.pos[tokens.heads[verb]] == "NOUN" and verb < tokens.heads[verb])


def _find_active(tokens: TokenArrays, lexicon: Lexicon, entry: CueVerb, verb: int, subject: int) -> VerbContent | None:
    for finder in (
        find_quoted_speech,
        find_clausal_complement,
        find_infinitive,
        find_preposition,
        find_parataxis,
        find_detached_clause,
        find_gerund,
        find_evidence,
        find_object,
    ):
        found = finder(tokens, entry, verb)
        if found is None:
            continue
        if is_false_positive(tokens, lexicon, entry, verb, subject, found.rule, found.sense):
            return None
        if is_no_content(tokens, entry, verb, subject, found):
            return None
        first, last = tokens.token_at(found.content[0].start_char), tokens.token_after(found.content[-1].end_char)
        if is_gapped(tokens, verb, subject, first, last):
            return None
        points = found.rule == "verb_preposition" and entry.lemma in _POINTING
        needs_speaker = points or found.rule in ("verb_object", "verb_infinitive")
        if needs_speaker and not may_speak(tokens, lexicon, found, subject):
            continue
        if subject >= 0 and tokens.words[subject] == "you" and found.sense.lemma in _KNOWING:
            # "Now you know that": what the reader knows is no claim; "do you think that" asks for one.
            return None
        # Wishes and stances are claims only if the article reports them with a source.
        if found.rule in _REPORTED and (subject < 0 or tokens.quote[verb] >= 0 or tokens.words[subject] == "you"):
            continue
        return found
    return None
