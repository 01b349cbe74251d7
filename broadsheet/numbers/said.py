"""Which measure or verb is said of a thing counted: "killed" of "12 people died", "laid_off" of "cut 400 jobs".

Belongs here: choosing among the statements about a thing, by the lists of `measure_keys.toml`. The statements are read
in statements.py.
"""

from __future__ import annotations

from spacy.tokens import Token as DocToken

from broadsheet.numbers.doubts import has_doubt
from broadsheet.numbers.key_words import find_verb, key_lists, lemma
from broadsheet.numbers.measure_names import RESIDING
from broadsheet.numbers.place_phrases import WHERE, stands_at
from broadsheet.numbers.statements import Statement, find_statements, is_unsure
from broadsheet.numbers.syntax import OBJECTS, SUBJECTS, has_case

# With one of these after it "go" says where to or what for, not that jobs end.
_AIMS = frozenset(["obl", "obj", "xcomp", "advmod", "compound:prt", "advcl"])

_UP_TO_NOW = frozenset(["have", "has", "'ve", "’ve", "far"])

# So many words around a case tell that it is one of a disease.
_AROUND = 80
_LEVEL = frozenset(["to", "at"])

DOUBTFUL = ""
"""What is said of a thing where the clause denies it or only thinks it possible."""


def find_said_by_words(own: list[str]) -> str | None:
    """Without syntax: the measure that a word of the phrase names, else the one of a participle in it."""
    said = key_lists().said
    names = (said["noun"].get(word) or said["adjective"].get(word) for word in own)
    verbs = (said["object"].get(find_verb(word)) for word in own)
    return next((name for name in (*names, *verbs) if name), None)


def find_said(head: DocToken) -> str | None:
    """The measure that a statement about the thing names, said in passing last, else a verb in no list."""
    statements = find_statements(head)
    weak: str | None = None
    for statement in statements:
        found = _find_measure(statement, head)
        if found and found not in key_lists().weak:
            return DOUBTFUL if is_unsure(statement) else found
        is_of_verb = statement.relation in ("object", "subject")
        weak = (found or weak) if is_of_verb else (weak or found)
    last = statements[-1]
    return weak or _find_said_by_joined(last) or _find_said_by_level(head) or _find_verb_in_no_list(last)


def _find_said_by_joined(last: Statement) -> str | None:
    """What a verb says that "and" joins to a verb in no list: "three girls were stabbed and | killed"."""
    said = key_lists().said.get(last.relation) if last.relation in ("object", "subject") else None
    if said is None or is_unsure(last):
        return None
    joined = (child for child in last.token.children if child.dep_ == "conj" and child.pos_ == "VERB")
    alone = (verb for verb in joined if not any(child.dep_ in SUBJECTS | OBJECTS for child in verb.children))
    names = (said.get(verb.lemma_.lower()) for verb in alone if not has_doubt(verb))
    return next((name for name in names if name in key_lists().events), None)


def _find_said_by_level(head: DocToken) -> str | None:
    """What a noun says whose level a thing is: "the death toll rose to 31 people"."""
    verb = head.head
    if head.dep_ != "obl" or verb.pos_ != "VERB" or not has_case(head, _LEVEL):
        return None
    names = (key_lists().said["noun"].get(lemma(child.lower_)) for child in verb.children if child.dep_ in SUBJECTS)
    return next((name for name in names if name in key_lists().events), None)


def is_event_verb(verb: DocToken) -> bool:
    """Whether a verb says of its object or subject what happens to people and things: killed, burned, fled."""
    lists, name = key_lists(), verb.lemma_.lower()
    return bool({lists.said["object"].get(name), lists.said["subject"].get(name)} & lists.events)


def _does_something(head: DocToken) -> bool:
    """Whether people do something to a thing, so that they are not all who live there: "20 residents ran a shop"."""
    verb = head.head
    is_subject = head.dep_ == "nsubj" and verb.pos_ == "VERB"
    return is_subject and any(child.dep_ in OBJECTS | {"xcomp", "ccomp"} for child in verb.children)


def _find_measure(statement: Statement, head: DocToken) -> str | None:
    """The measure of one statement: by its word with the noun ("recover bodies"), else by its word."""
    lists, noun = key_lists(), lemma(head.lower_)
    if _says_nothing(statement, head):
        return None
    if statement.token.lower_ == "missing":
        return "missing"
    if noun in lists.lost_job_nouns and _is_of_lost_jobs(statement):
        return "laid_off"
    if noun in lists.jobs and statement.lemma in lists.job_risks:
        return "jobs_at_risk"
    said = lists.said[statement.relation]
    found = said.get(f"{statement.lemma} {noun}") or said.get(statement.lemma)
    return "killed" if found == "bodies_found" and _is_up_to_now(statement.token) else found


def _is_up_to_now(verb: DocToken) -> bool:
    """Whether all are meant that there are by now: "have recovered 251 bodies", "so far"; one find is some of them."""
    near = [child.lower_ for child in verb.children]
    return not _UP_TO_NOW.isdisjoint(near)


def _says_nothing(statement: Statement, head: DocToken) -> bool:
    """Whether a noun names no measure where it stands: a case at court, residents who do something."""
    if statement.lemma == "case":
        return not _is_of_illness(head)
    is_noun = statement.token.i == head.i and key_lists().said["noun"].get(statement.lemma) == RESIDING
    return is_noun and _does_something(head)


def _is_of_lost_jobs(statement: Statement) -> bool:
    """Whether what is said of jobs or workers is that they are lost: "cut 400 jobs", "1,200 workers are to go"."""
    lists, verb = key_lists(), statement.token
    if statement.relation == "object":
        return statement.lemma in lists.lost_job_verbs
    is_leaving = statement.relation == "subject" and statement.lemma in lists.leaving_verbs
    aims = (child for child in verb.children if child.dep_ in _AIMS and child.i > verb.i)
    return is_leaving and all(stands_at(aim, WHERE) for aim in aims)


def _is_of_illness(head: DocToken) -> bool:
    """Whether a case is one of a disease, by the words of its sentence, else by those around it if no court is."""
    lists, words = key_lists(), {token.lower_ for token in head.sent}
    kinds = [child.lower_ for child in head.lefts if child.dep_ == "compound" and child.pos_ == "NOUN"]
    if kinds and lists.illness.isdisjoint(kinds):
        return False
    if not lists.illness.isdisjoint(words):
        return True
    around = head.doc[max(head.i - _AROUND, 0) : head.i + _AROUND]
    return lists.legal.isdisjoint(words) and not lists.illness.isdisjoint(token.lower_ for token in around)


def _find_verb_in_no_list(last: Statement) -> str | None:
    """A verb that is in no list speaks for itself."""
    if last.relation not in ("object", "subject") or last.lemma in key_lists().light:
        return None
    if is_unsure(last):
        return DOUBTFUL
    return f"{last.lemma}*" if last.token.pos_ == "VERB" and last.lemma.isalpha() else None
