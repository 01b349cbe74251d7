"""Turns of speech in printed interviews and transcripts: paragraphs that begin with a speaker's label and a colon.

"Q:" and "A:", names, initials, capitals with a role. Belongs here: finding the turns and the attributions they make.
Whom a label refers to belongs to `interviews`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.records import Paragraph, Span

RULE = "turn_label"
_LABEL = re.compile(
    r"(?P<name>[^\W\d_](?:[^\n:,;!?()“”\"]){0,40})(?P<role>(?:, | \()(?!\d+[-–]\d)[^\n:!?“”\"]{2,60})?"
    r"(?P<colon>:|(?<=[QA])\.)(?=\s)\s*"
)
_NAME_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_MIN_TURNS = 3
_MAX_WORDS = 4
_PERSONS = ("PERSON", "PER")
_LEAST_REPEATS = 2
# Further paragraphs of a turn; a longer gap between labels is text between two interviews.
_MAX_PARAGRAPHS = 12


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn. label, colon: spans of the name and its colon. content: one span for each paragraph.

    key: the label in lower case. is_question: the label is that of whoever asks, without a name.
    """

    label: Span
    colon: Span
    content: tuple[Span, ...]
    key: str
    is_question: bool


def find_turns(tokens: TokenArrays) -> list[Turn]:
    """The turns of a part in order; empty if it is neither an interview nor a transcript."""
    paragraphs = [p for p in tokens.part.paragraphs if not p.is_boilerplate]
    has_labels = tokens.text.count(":") >= _LEAST_REPEATS or tokens.text.count("Q.") > 1
    if len(paragraphs) < _MIN_TURNS or not has_labels:
        return []
    labels = [_match_label(tokens, paragraph) for paragraph in paragraphs]
    accepted = _accept_keys(tokens, [(key, match) for key, match in labels if match is not None])
    placed = [(index, key, match) for index, (key, match) in enumerate(labels) if match and key in accepted]
    # Where the questions have no label, each stands in the paragraph before the next answer.
    is_alone = len(accepted) == 1
    stops = [*(index - is_alone for index, _, _ in placed[1:]), placed[-1][0] + 1 if placed else 0]
    found = (
        _make_turn(tokens, key, match, paragraphs[index : min(stop, index + _MAX_PARAGRAPHS)])
        for (index, key, match), stop in zip(placed, stops, strict=False)
    )
    return [turn for turn in found if turn]


def find_turn_attributions(tokens: TokenArrays) -> Iterator[Attribution]:
    """Each turn of a person as one attribution; questions of a nameless interviewer are nobody's statements."""
    for turn in find_turns(tokens):
        if turn.is_question:
            continue
        end = tokens.text[turn.content[-1].end_char - 1 : turn.content[-1].end_char]
        kind = "question" if end == "?" and len(turn.content) == 1 else "report"
        sense = Cue(":", kind, "neutral", frozenset())
        yield Attribution(
            turn.label, turn.colon, turn.content, RULE, sense, cue_token=tokens.token_at(turn.colon.start_char)
        )


def _match_label(tokens: TokenArrays, paragraph: Paragraph) -> tuple[str, re.Match[str] | None]:
    """The label at the start of a paragraph, if its words can be a name; the key is empty without one."""
    match = _LABEL.match(tokens.text, paragraph.start_char, paragraph.end_char)
    words = _NAME_WORD.findall(match["name"]) if match else []
    if match is None or not 1 <= len(words) <= _MAX_WORDS or not words[-1][0].isupper():
        return "", None
    key = " ".join(words).lower()
    if match["colon"] == "." and key not in ("q", "a"):
        return "", None
    frames = load_frames().words
    is_marker = key in frames["labels.questions"] or key in frames["labels.answers"]
    if not is_marker and (words[0].lower() in frames["labels.no_speaker"] or not words[0][0].isupper()):
        return "", None
    return key, match


def _accept_keys(tokens: TokenArrays, labels: Sequence[tuple[str, re.Match[str]]]) -> set[str]:
    """The labels that are speakers; empty unless they alternate and at least one is a person or "Q" and "A" pair up."""
    counts = Counter(key for key, _ in labels)
    if len(counts) == 1 and _answers_unlabelled(tokens, labels):
        return set(counts)
    if len(labels) < _MIN_TURNS or len(counts) < 2 or not _reads_like_speech(tokens, labels):
        return set()
    markers = counts.keys() & (_questions() | load_frames().words["labels.answers"])
    asked = sum(counts[key] for key in markers & _questions())
    persons = _list_persons(tokens, labels)
    is_list = not markers and _count_most_turns(labels) < _LEAST_REPEATS
    pairs_up = asked > 1 and len(markers) > 1
    if is_list or not (persons or pairs_up):
        return set()
    speakers = _list_speakers(tokens, labels, persons) | (markers if asked else set())
    return speakers if sum(counts[key] for key in speakers) >= _MIN_TURNS and len(speakers) > 1 else set()


def _list_speakers(
    tokens: TokenArrays, labels: Sequence[tuple[str, re.Match[str]]], persons: Collection[str]
) -> set[str]:
    """Persons, labels that stand more than once or in capitals like a person's, and who asks a person."""
    counts = Counter(key for key, _ in labels)
    asking = {key for key, match in labels if persons and _asks(tokens, match)}
    return {*persons, *(key for key in counts if counts[key] > 1), *_list_capitals(labels, persons), *asking}


def _answers_unlabelled(tokens: TokenArrays, labels: Sequence[tuple[str, re.Match[str]]]) -> bool:
    """ "Why seeds?" and, in the next paragraph, "Jamal: Because": one person's label behind questions without one."""
    asked = sum(tokens.text[: match.start()].rstrip("\"”’' \n\t").endswith("?") for _, match in labels)
    is_dialogue = len(labels) >= _LEAST_REPEATS and asked == len(labels)
    return is_dialogue and _reads_like_speech(tokens, labels) and bool(_list_persons(tokens, labels))


def _questions() -> frozenset[str]:
    return load_frames().words["labels.questions"]


def _asks(tokens: TokenArrays, match: re.Match[str]) -> bool:
    """Whether a labelled paragraph is a question: whoever puts it to a person is a speaker too."""
    paragraph = tokens.part.paragraph_at(match.start())
    return paragraph is not None and tokens.text[match.end() : paragraph.end_char].rstrip().endswith("?")


def _list_capitals(labels: Sequence[tuple[str, re.Match[str]]], persons: Collection[str]) -> set[str]:
    """The labels in capitals, if one of them is a person."""
    capitals = {key for key, match in labels if match["name"].isupper()}
    return capitals if capitals.intersection(persons) else set()


def _count_most_turns(labels: Sequence[tuple[str, re.Match[str]]]) -> int:
    """How often the commonest label speaks, a surname alone being its bearer's.

    Once in a list of persons with a word on each ("Jo Lind: theft", "Pia Lind: theft").
    """
    alone = {key for key, _ in labels if " " not in key}
    return max(Counter(key.split()[-1] if key.split()[-1] in alone else key for key, _ in labels).values())


def _list_persons(tokens: TokenArrays, labels: Sequence[tuple[str, re.Match[str]]]) -> set[str]:
    surnames = {word for token, word in enumerate(tokens.words) if _is_person_token(tokens, token)}
    names = [ent.text.split() for ent in tokens.part.doc.ents if ent.label_ in _PERSONS]
    initials = {"".join(word[0] for word in words) for words in names if len(words) > 1}
    return {key for key, match in labels if match["name"] in initials or _is_person(tokens, key, match, surnames)}


def _is_person(tokens: TokenArrays, key: str, match: re.Match[str], surnames: Collection[str]) -> bool:
    """Whether a label is a person's name: tagged so here or, for a surname, in another place."""
    words = key.split()
    is_tagged = any(_is_person_token(tokens, token) for token in _tokens_of(tokens, match.span("name")))
    if is_tagged or (len(words) > 1 and match["role"] is not None and match["name"].isupper()):
        return True
    return words[-1] in surnames


def _is_person_token(tokens: TokenArrays, token: int) -> bool:
    return tokens.part.doc[token].ent_type_ in _PERSONS


def _tokens_of(tokens: TokenArrays, span: tuple[int, int]) -> range:
    return range(tokens.token_at(span[0]), tokens.token_after(span[1]))


def _reads_like_speech(tokens: TokenArrays, labels: Sequence[tuple[str, re.Match[str]]]) -> bool:
    """Whether most labelled paragraphs end like sentences, unlike lists of players or prices."""
    ends = []
    for _, match in labels:
        paragraph = tokens.part.paragraph_at(match.start())
        rest = tokens.text[match.end() : paragraph.end_char].rstrip("\"”’' )]") if paragraph else ""
        ends.append(rest[-1:] in (".", "?", "!", "…", "—", "–", "-"))
    return sum(ends) * 2 > len(ends)


def _make_turn(tokens: TokenArrays, key: str, match: re.Match[str], paragraphs: Sequence[Paragraph]) -> Turn | None:
    label = trim(tokens.text, match.start("name"), match.end("role") if match["role"] else match.end("name"))
    starts = [match.end(), *(p.start_char for p in paragraphs[1:])]
    spans = [trim(tokens.text, start, p.end_char) for start, p in zip(starts, paragraphs, strict=True)]
    content = tuple(span for span in spans if span is not None)
    if label is None or not content:
        return None
    is_question = key in load_frames().words["labels.questions"]
    return Turn(label, Span(*match.span("colon")), content, key, is_question)
