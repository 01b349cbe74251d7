"""Whose measure a number is: the organisation or person that owns what is counted, or does what is said.

Belongs here: possessives, joined names and subjects, and common nouns that stand for the one organisation of an
article. Where a number holds is read in clause_places.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token as DocToken

from broadsheet.numbers.key_words import key_lists, lemma
from broadsheet.numbers.places import OWNERS, Places
from broadsheet.numbers.repeated import find_antecedent
from broadsheet.numbers.stand_ins import find_stood_for
from broadsheet.numbers.statements import find_clause
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, has_case

_FIRMS = frozenset(["ORG", "PRODUCT"])
_OF_OWNER = frozenset(["nmod:poss", "compound", "nmod", "amod"])
# With these a name is an example or another: "300 apps like Zapier".
_OF_EXAMPLES = frozenset(["including", "like", "such", "than", "with", "from", "about", "among", "between", "against"])
_BY_WHOM = frozenset(["for", "by", "at"])


def _find_named_owner(
    places: Places, phrases: list[DocToken], subject: DocToken | None, *, is_of_person: bool
) -> str | None:
    named = (_owner_of(places, token, is_person=token.dep_ == "nmod:poss") for token in phrases)
    owner = next((name for name in named if name), None)
    return owner or (_owner_of(places, subject, is_person=is_of_person) if subject is not None else None)


def find_owner(places: Places, head: DocToken | None, main_owner: str | None, *, is_of_person: bool) -> str | None:
    """The organisation or person whose measure it is: possessive, joined name, "of" or the subject.

    main_owner: the organisation of the article, for which "the company" and "its" stand. is_of_person: a
    person may be the subject too, who earns it or does so much.
    """
    if head is None:
        return None
    phrases, subject = _read_owning_phrases(head), _find_owning_subject(head)
    is_of_person = is_of_person and subject is not None and not _says_of_others(subject, head)
    owner = _find_named_owner(places, phrases, subject, is_of_person=is_of_person) or _owner_at(
        places, find_clause(head)
    )
    tokens = [token for token in (*phrases, subject) if token is not None]
    owner = owner or _find_first_stood_for(places, tokens, is_of_person)
    return owner or (_take_main_owner(places, head, subject, tokens, main_owner) if main_owner is not None else None)


def _take_main_owner(
    places: Places, head: DocToken, subject: DocToken | None, tokens: list[DocToken], main_owner: str
) -> str | None:
    """The organisation of the article where a word stands for it or what is counted is its own."""
    is_meant = any(_is_role(token) and not _is_of_a_name(token) for token in tokens)
    return main_owner if is_meant or _is_of_article(places, head, subject, main_owner) else None


def _is_role(token: DocToken) -> bool:
    """Whether a common noun stands for a firm: "the company", "the chipmaker"."""
    return token.lower_ in key_lists().role_nouns or (token.pos_ == "NOUN" and token.lower_.endswith("maker"))


def _read_owning_phrases(head: DocToken) -> list[DocToken]:
    """The words at a phrase, and at what "them" in it stands for, that may name whose it is."""
    antecedent = find_antecedent(head)
    children = [*head.children, *(antecedent.children if antecedent is not None else ())]
    return [child for child in children if child.dep_ in _OF_OWNER and not has_case(child, _OF_EXAMPLES)]


def _is_of_article(places: Places, head: DocToken, subject: DocToken | None, main_owner: str) -> bool:
    """Whether what is counted is of the organisation of the article without a word for it."""
    return _is_of_work(places, head, main_owner) or _is_of_firm(places, head, subject, main_owner)


def _is_of_a_name(noun: DocToken) -> bool:
    """Whether a noun stands for another firm than that of the article: "the Orbit factory"."""
    return any(
        child.dep_ == "compound" and child.text[:1].isupper() and not child.is_sent_start for child in noun.lefts
    )


def _find_first_stood_for(places: Places, tokens: list[DocToken], is_of_person: bool) -> str | None:
    """The first name for which one of some pronouns stands."""
    return next(filter(None, (_find_stood_for(places, token, is_of_person) for token in tokens)), None)


def _find_stood_for(places: Places, token: DocToken, is_of_person: bool) -> str | None:
    """The name for which a pronoun stands; a person only where a person may own what is counted."""
    is_open = token.pos_ == "PRON" and (is_of_person or token.lower_ in ("it", "its"))
    return find_stood_for(places, token) if is_open else None


def _is_of_work(places: Places, head: DocToken, main_owner: str) -> bool:
    """Whether jobs or workers are counted in a sentence that names the organisation of the article, and no other."""
    if not key_lists().no_firms.isdisjoint(main_owner.lower().split()):
        return False
    return lemma(head.lower_) in key_lists().lost_job_nouns and _name_organisations(places, head) == {main_owner}


def _is_of_firm(places: Places, head: DocToken, subject: DocToken | None, main_owner: str) -> bool:
    """Whether a figure is the firm's that an article is about: its "revenue", or what "it" has; no other is named.

    Retail sales are no firm's, and a ministry has no revenue.
    """
    lists = key_lists()
    is_it = subject is not None and subject.lower_ == "it"
    before = [child.lower_ for child in head.lefts]
    if any(lemma(token.lower_) in lists.parts_of_firm and token.head.i != head.i for token in head.subtree):
        return False
    names = {lemma(head.lower_), *(map(lemma, before) if head.lower_ in lists.carriers else ())}
    is_of_goods = lemma(head.lower_) == "sale" and any(child.dep_ in ("compound", "nmod") for child in head.lefts)
    is_theirs = not (lists.of_firm.isdisjoint(names) or is_of_goods) and lists.of_market.isdisjoint(before)
    if not (is_it or is_theirs) or not lists.no_firms.isdisjoint(main_owner.lower().split()):
        return False
    return _name_organisations(places, head) <= {main_owner}


def _name_organisations(places: Places, head: DocToken) -> set[str]:
    """The organisations that the sentence of a phrase names."""
    named = places.names_between(head.sent.start_char, head.sent.end_char)
    return {mention.entity_name for mention in named if mention.mention_type == "ORG"}


def _owner_at(places: Places, verb: DocToken | None) -> str | None:
    """The organisation for or by which something is done: "12,000 people work for Acme", "were hired by Acme"."""
    if verb is not None and verb.lemma_.lower() in key_lists().verbs_of_whom:
        whom = (child for child in verb.children if child.dep_ in OBJECTS)
        return next(filter(None, (_owner_of(places, child, is_person=True) for child in whom)), None)
    for child in _read_phrases(verb) if verb is not None else ():
        if child.dep_ in ("obl", "nmod") and has_case(child, _BY_WHOM):
            owner = _owner_of(places, child, is_person=False)
            if owner is not None:
                return owner
    return None


def _read_phrases(verb: DocToken) -> Iterator[DocToken]:
    """The phrases of a verb, and those at work that is lost or had: "lost their jobs at Acme"."""
    yield from (child for child in verb.children if child.dep_ == "obl")
    for child in verb.children:
        if child.dep_ in OBJECTS and lemma(child.lower_) in key_lists().jobs:
            yield from child.children


def _owner_of(places: Places, token: DocToken, *, is_person: bool) -> str | None:
    """The organisation that a token names or that owns it; a person only as a possessive."""
    kinds = OWNERS if is_person else _FIRMS
    is_role = token.lower_ in key_lists().role_nouns
    named = [(name, kinds) for name in (token, *_name_right_after(token))]
    named.extend((child, OWNERS) for child in token.children if child.dep_ == "nmod:poss")
    named.extend((child, kinds) for child in token.children if child.dep_ == "compound" and is_role)
    for name, allowed in named:
        mention = places.mention_at(name)
        if mention is not None and mention.mention_type in allowed:
            return mention.entity_name
    return None


def _name_right_after(noun: DocToken) -> list[DocToken]:
    """The name right after the noun that says what it is: "ambassador Jo Lind"."""
    if noun.pos_ != "NOUN" or noun.i + 1 >= len(noun.doc):
        return []
    after = noun.nbor()
    return [after] if after.pos_ == "PROPN" and after.dep_ in ("flat", "appos", "compound") else []


def _find_owning_subject(head: DocToken) -> DocToken | None:
    """The subject of the clause of a phrase, also of the verb above ("plans to cut"); none of one that forecasts."""
    verb = find_clause(head)
    for _ in range(3):
        if verb is None or _is_of_forecaster(verb, head) or (head.dep_ in SUBJECTS and head.head.i == verb.i):
            return None
        subject = _find_subject_of(verb, head)
        if subject is None and verb.dep_ == "xcomp":
            subject = _find_child(verb.head, OBJECTS, head)
        if subject is not None or not _shares_subject(verb):
            return _find_antecedent_of(subject, verb, head) if subject is not None else None
        verb = verb.head
    return None


def _find_subject_of(verb: DocToken, head: DocToken) -> DocToken | None:
    return _find_child(verb, SUBJECTS, head) or _find_name_before(verb)


def _find_name_before(verb: DocToken) -> DocToken | None:
    """A name before a verb, parsed as an apposition of it: "Former envoy | Anna Berg has"."""
    return next((child for child in verb.lefts if child.dep_ == "appos" and child.pos_ == "PROPN"), None)


def _shares_subject(verb: DocToken) -> bool:
    """Whether a verb without a subject has that of the verb above: "plans to cut", "is committed to spending"."""
    return verb.dep_ in ("xcomp", "conj") or (verb.dep_ == "advcl" and verb.lower_.endswith("ing"))


def _find_antecedent_of(subject: DocToken, verb: DocToken, head: DocToken) -> DocToken:
    """The noun before "which", and for "it" the one who says the clause: "Acme said it would cut 300 jobs"."""
    if subject.lower_ in ("which", "who", "that"):
        return verb.head
    is_told = subject.lower_ in ("it", "they") and verb.dep_ == "ccomp"
    return (_find_child(verb.head, SUBJECTS, head) or subject) if is_told else subject


def _says_of_others(subject: DocToken, head: DocToken) -> bool:
    """Whether a subject only says the clause of a phrase: "Jo Lind said they had helped 11,000 people"."""
    verb, lists = subject.head, key_lists()
    said = (child for child in verb.children if child.dep_ == "ccomp")
    is_speech = verb.lemma_.lower() in lists.forecast_verbs - lists.said["object"].keys()
    return is_speech or any(clause.is_ancestor(head) for clause in said)


def _find_child(verb: DocToken, relations: frozenset[str], head: DocToken) -> DocToken | None:
    return next((child for child in verb.children if child.dep_ in relations and child.i != head.i), None)


def _is_of_forecaster(verb: DocToken, head: DocToken) -> bool:
    """Whether a verb only forecasts what others own: inflation, growth."""
    return verb.lemma_.lower() in key_lists().forecast_verbs and head.lower_ in key_lists().forecast_nouns
