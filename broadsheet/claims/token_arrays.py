"""Tokens of a part as plain parallel lists, made once from its Doc: words, offsets, sentences, quotations and parse.

Belongs here: positions (which sentence, segment and quotation contains a token) and trimming spans.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from broadsheet.analysed import TextPart
from broadsheet.claims.lexicon import load_lexicon
from broadsheet.claims.quotes import Quotation, find_quotations
from broadsheet.records import Span

OPENING_MARKS = "\"“„‟'‘‚‛«‹「『`("
CLOSING_MARKS = "\"”“’'»›」』)"
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
    forms = [token.text for token in doc]
    starts = [token.idx for token in doc]
    ends = [start + len(form) for start, form in zip(starts, forms, strict=True)]
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
            ended = True
        segments.append(min(first, token))
    return segments


def _opens(tokens: TokenArrays, token: int) -> bool:
    """Whether a space precedes a straight mark, which then opens."""
    return token > 0 and tokens.starts[token] > tokens.ends[token - 1]


def _add_parse(tokens: TokenArrays) -> None:
    doc = tokens.part.doc
    tokens.heads = [token.head.i for token in doc]
    tokens.pos = [token.pos_ for token in doc]
    tokens.deps = [_simplify(token.dep_) for token in doc]
    # A clause labelled root that has a head: a clausal complement of a verb, else parataxis.
    for token, head in enumerate(tokens.heads):
        if tokens.deps[token] == "root" and head != token:
            tokens.deps[token] = "ccomp" if tokens.pos[head] == "VERB" else "parataxis"
    _correct_parse(tokens)
    tokens.children = [[] for _ in tokens.words]
    for token, head in enumerate(tokens.heads):
        if head != token:
            tokens.children[head].append(token)


def _correct_parse(tokens: TokenArrays) -> None:
    """Correct frequent parser errors around speakers."""
    for token in range(len(tokens.words)):
        _attach_reported_clause(tokens, token)
    for token in range(1, len(tokens.words) - 1):
        _restore_verb(tokens, token)
        _restore_inverted_subject(tokens, token)
    subjects: dict[int, int] = {}
    opened = {head for token, head in enumerate(tokens.heads) if tokens.deps[token] == "mark"}
    for token, head in enumerate(tokens.heads):
        if tokens.deps[token] != "nsubj":
            continue
        former = subjects.get(head, -1)
        if former + 1 == token < head and former >= 0 and tokens.pos[token] == "PROPN":
            # "The mayor | Ida Holm said" with two subjects: the second is an apposition.
            tokens.heads[token], tokens.deps[token] = former, "appos"
            continue
        subjects[head] = token
        if former < 0 and head not in opened and _is_inverted_report(tokens, token, head):
            tokens.deps[head] = "parataxis"


def _restore_verb(tokens: TokenArrays, token: int) -> None:
    """ "The ministry repudiated claims": a verb parsed as an adjective of its object, which has its subject."""
    noun = tokens.heads[token]
    if tokens.deps[token] != "amod" or tokens.pos[token] != "VERB" or not 0 < noun - token < 4:
        return
    is_subject = tokens.heads[token - 1] in (noun, token) and tokens.deps[token - 1] == "nsubj"
    if is_subject and tokens.deps[noun] == "root" and tokens.words[token].endswith("ed"):
        tokens.heads[token], tokens.deps[token] = token, "root"
        tokens.heads[token - 1] = token
        tokens.heads[noun], tokens.deps[noun] = token, "obj"


def _restore_inverted_subject(tokens: TokenArrays, token: int) -> None:
    """ "Prices fall, predicted Jo Lind": a name after a verb of speech and a comma, parsed as its object."""
    verb = tokens.heads[token]
    is_adjacent = verb + 1 == token or (verb + 2 == token and tokens.deps[verb + 1] != "punct")
    if tokens.deps[token] != "obj" or tokens.pos[token] != "PROPN" or verb < 2 or not is_adjacent:
        return
    is_adverbial = tokens.deps[verb] == "advcl" and tokens.heads[verb] < verb and tokens.words[verb - 1] == ","
    entry = load_lexicon().verbs.get(tokens.words[verb]) if is_adverbial else None
    if entry is not None and entry.sense("quote") and not tokens.words[verb].endswith("ing"):
        tokens.deps[token] = "nsubj"


def _attach_reported_clause(tokens: TokenArrays, token: int) -> None:
    """ "Reported by the Ledger that": a clause attached to the agent is attached to the verb."""
    agent = tokens.heads[token]
    verb = tokens.heads[agent]
    if tokens.deps[agent] != "obl:agent" or verb == agent or not tokens.deps[token].startswith("acl"):
        return
    near = range(agent + 1, min(token, agent + 3))
    marks = [tokens.words[t] for t in near if tokens.deps[t] == "mark" and tokens.heads[t] == token]
    if "that" in marks:
        tokens.heads[token], tokens.deps[token] = verb, "ccomp"


def _is_inverted_report(tokens: TokenArrays, subject: int, verb: int) -> bool:
    """ "Prices fall, said the bank": a verb after a comma, parsed as an adverbial clause, before its subject."""
    is_inverted = verb < subject <= verb + 3 and not tokens.words[verb].endswith("ing")
    is_adverbial = tokens.deps[verb] == "advcl" and tokens.heads[verb] < verb
    return is_inverted and is_adverbial and tokens.words[verb - 1] == ","


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
