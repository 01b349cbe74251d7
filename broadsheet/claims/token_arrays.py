"""Tokens of a part as plain parallel lists, made once from its Doc: words, offsets, sentences, quotations and parse.

Belongs here: positions (which sentence, segment and quotation contains a token) and trimming spans.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np
from spacy.attrs import DEP, HEAD, IDX, LENGTH, POS
from spacy.parts_of_speech import NAMES

from broadsheet.analysed import TextPart
from broadsheet.claims.coordination import reattach_conjuncts
from broadsheet.claims.lost_subjects import restore_lost_subjects
from broadsheet.claims.parse_corrections import correct_parse
from broadsheet.claims.participles import attach_participles
from broadsheet.claims.quotes import Quotation, find_quotations
from broadsheet.records import Span
from broadsheet.word_lists import load_word_list

OPENING_MARKS = "\"“„‟'‘‚‛«‹「『`("
CLOSING_MARKS = "\"”“’'»›」』)"
_ABBREVIATIONS = load_word_list("abbreviations", "en")
_TITLES = frozenset(_ABBREVIATIONS["before_names"]["words"]) - frozenset(_ABBREVIATIONS["can_end"]["words"])
_EDGES = " \t\n\r\xa0\u2009\u202f,;:—–-―…•*|"


@dataclass(slots=True)
class TokenArrays:
    """Parallel lists, one entry per token.

    quotations: those outside any other. nested: those inside one of these. words: in lower case. sentence: index into
    the part's sentences, -1 between them. quote: index into `quotations` of the one that contains the token, else -1.
    segments: first token of the stretch between full stops, see `_find_segments`. heads, deps, pos: empty where the Doc
    has no parse; deps are without subtypes except `:pass`, `:poss`, `:prt`, `:agent` and those of acl.
    """

    part: TextPart
    quotations: list[Quotation]
    nested: list[Quotation]
    words: list[str]
    starts: list[int]
    ends: list[int]
    sentence: list[int]
    quote: list[int]
    boilerplate: list[bool]
    segments: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)

    @property
    def has_parse(self) -> bool:
        return bool(self.heads)

    @property
    def text(self) -> str:
        return self.part.text

    def sentence_bounds(self, token: int) -> tuple[int, int]:
        """First token and end token of the sentence that contains a token."""
        number = self.sentence[token]
        if number < 0:
            return token, token + 1
        place = self.part.sentences[number].evidence
        return self.token_at(place.start_char), self.token_after(place.end_char)

    def segment_bounds(self, token: int) -> tuple[int, int]:
        """First token and end token of the segment that contains a token."""
        first = self.segments[token]
        return first, bisect_right(self.segments, first)

    def token_at(self, char: int) -> int:
        """The first token that ends after a code point."""
        return bisect_right(self.ends, char)

    def token_after(self, char: int) -> int:
        """The first token that starts at or after a code point."""
        return bisect_right(self.starts, char - 1)

    def span(self, first: int, last: int) -> Span | None:
        """Tokens first to last-1 as a trimmed span; None if only punctuation is left."""
        if first >= last or first >= len(self.starts):
            return None
        return trim(self.text, self.starts[first], self.ends[min(last, len(self.ends)) - 1])


def make_token_arrays(part: TextPart) -> TokenArrays:
    """The token arrays of a part."""
    doc = part.doc
    found = find_quotations(part.text, part.paragraphs)
    quotations = [quotation for quotation in found if quotation.depth == 0]
    # Whole columns of the Doc: token by token all this took half as long again.
    columns = doc.to_array([IDX, LENGTH]).astype(np.int64)
    starts, ends = columns[:, 0].tolist(), columns.sum(axis=1).tolist()
    forms = [part.text[start:end] for start, end in zip(starts, ends, strict=True)]
    tokens = TokenArrays(
        part=part,
        quotations=quotations,
        nested=[quotation for quotation in found if quotation.depth == 1],
        words=[form.lower() for form in forms],
        starts=starts,
        ends=ends,
        sentence=_place(starts, [(s.evidence.start_char, s.evidence.end_char) for s in part.sentences]),
        quote=_place_in_quotations(starts, quotations),
        boilerplate=_mark_boilerplate(part, starts),
    )
    tokens.segments = _find_segments(tokens, forms)
    if len(doc) and doc.has_annotation("DEP") and doc.has_annotation("POS"):
        _add_parse(tokens)
    return tokens


def trim(text: str, start: int, end: int) -> Span | None:
    """Trim whitespace, commas, colons and dashes from both ends; None if nothing is left."""
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return Span(start, end) if start < end else None


def _find_segments(tokens: TokenArrays, forms: list[str]) -> list[int]:
    """For each token the first token of its segment: from one full stop or line break to the next.

    A language model's sentence boundaries are least reliable where speech begins and ends (after `,"` and before an
    opening mark), so clauses are cut by these segments instead.
    """
    segments: list[int] = []
    first, ended = 0, False
    for token, form in enumerate(forms):
        if "\n" in tokens.text[tokens.ends[token - 1] if token else 0 : tokens.ends[token]]:
            first, ended = token + 1 if form.isspace() else token, False
        elif ended and not form.isspace() and (form[0] not in CLOSING_MARKS or _opens(tokens, token)):
            if form[0].isupper() or form[0].isdigit() or form[0] in OPENING_MARKS:
                first = token
            ended = False
        if form[-1:] in (".", "!", "?") and (len(form) == 1 or form[0] in ".!?"):
            ended = not _abbreviates(tokens, token)
        segments.append(min(first, token))
    return segments


def _abbreviates(tokens: TokenArrays, stop: int) -> bool:
    """ "The member, Hon. Jo Peel": whether a full stop is that of a title before a name."""
    is_joined = stop > 0 and tokens.words[stop] == "." and tokens.ends[stop - 1] == tokens.starts[stop]
    return is_joined and tokens.words[stop - 1] in _TITLES and tokens.text[tokens.starts[stop - 1]].isupper()


def _opens(tokens: TokenArrays, token: int) -> bool:
    """Whether a space precedes a straight mark, which then opens."""
    return token > 0 and tokens.starts[token] > tokens.ends[token - 1]


def _add_parse(tokens: TokenArrays) -> None:
    doc = tokens.part.doc
    heads, pos, deps = doc.to_array([HEAD, POS, DEP]).T
    strings = doc.vocab.strings
    simplified = {dep: _simplify(strings[dep]) for dep in set(deps.tolist())}
    tokens.heads = (heads.view(np.int64) + np.arange(len(heads))).tolist()
    tokens.pos = [NAMES[tag] for tag in pos.tolist()]
    tokens.deps = [simplified[dep] for dep in deps.tolist()]
    # A clause labelled root that has a head: a clausal complement of a verb, else parataxis.
    for token, head in enumerate(tokens.heads):
        if tokens.deps[token] == "root" and head != token:
            tokens.deps[token] = "ccomp" if tokens.pos[head] == "VERB" else "parataxis"
    restore_lost_subjects(tokens)
    correct_parse(tokens)
    reattach_conjuncts(tokens)
    attach_participles(tokens)
    tokens.children = [[] for _ in tokens.words]
    for token, head in enumerate(tokens.heads):
        if head != token:
            tokens.children[head].append(token)


def _simplify(dep: str) -> str:
    base, _, subtype = dep.lower().partition(":")
    if not subtype:
        return "nsubj:pass" if base == "nsubjpass" else "aux:pass" if base == "auxpass" else base
    if subtype == "pass":
        return ("nsubj" if base.startswith(("nsubj", "csubj")) else "aux") + ":pass"
    if subtype in ("poss", "prt", "agent") or base == "acl":
        return f"{base}:{subtype}"
    return base


def _place(starts: list[int], spans: list[tuple[int, int]]) -> list[int]:
    """For each start the index of the span that contains it, else -1. Both lists are in order."""
    places, index = [], 0
    for start in starts:
        while index < len(spans) and spans[index][1] <= start:
            index += 1
        places.append(index if index < len(spans) and spans[index][0] <= start else -1)
    return places


def _place_in_quotations(starts: list[int], quotations: list[Quotation]) -> list[int]:
    pieces: list[tuple[int, int, int]] = []
    for number, quotation in enumerate(quotations):
        for index, span in enumerate(quotation.inner):
            start = quotation.start_char if index == 0 else span.start_char - 1
            end = quotation.end_char if index + 1 == len(quotation.inner) else span.end_char
            pieces.append((start, end, number))
    pieces.sort()
    places = _place(starts, [(start, end) for start, end, _ in pieces])
    return [pieces[place][2] if place >= 0 else -1 for place in places]


def _mark_boilerplate(part: TextPart, starts: list[int]) -> list[bool]:
    spans = [(p.start_char, p.end_char) for p in part.paragraphs if p.is_boilerplate]
    if not spans:
        return [False] * len(starts)
    return [place >= 0 for place in _place(starts, spans)]
