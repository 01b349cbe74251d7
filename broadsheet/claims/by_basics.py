"""Rows of `claims` for a language that has no grammar of claims here: quotations and reported clauses beside a listed
cue (`basics.toml`).

Belongs here: "according to X", "X said that ...", and quotations with a cue beside them. A statement without a listed
cue gives no row; nothing is filed as the outlet's own assertion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.analysed import AnalysedArticle, TextPart
from broadsheet.basics import ClaimBasics, load_basics
from broadsheet.claims.listed_patterns import join_particle, match_final_verbs, match_perfects, match_words
from broadsheet.claims.listed_rows import ListedAttribution, make_claim, name_by_mention
from broadsheet.claims.listed_sources import ListedSource, SourceReader
from broadsheet.claims.quotes import Quotation, find_quotations
from broadsheet.cldr import load_signs
from broadsheet.records import Claim, Mention, Sentence, Span

_FEWEST_QUOTED_WORDS = 2
_MOST_BETWEEN = 60
_END = " .!?…\u00a0"
_AFTER_QUOTATION = re.compile(r"[,.!?]? ?")
_LINK = re.compile(r"(\w+) ")
_CLAUSE_MARK = re.compile(r"[,:] ")
# What may stand between a source and the second half of its quotation: "am Montag, ".
_CUE_REST = re.compile(r"(?:[^.!?\n„“”\"«»]{0,40}[,:])? ?")


def find_claims_by_basics(analysed: AnalysedArticle, mentions: Sequence[Mention]) -> list[Claim]:
    """Claims of an article's parts whose cue is listed, in order of place.

    mentions: names found by a model, which then say who the source is; empty where the language has none.
    """
    article = analysed.article
    basics, signs = load_basics(article.language).claims, load_signs(article.language, article.country_code)
    if not basics.has_cues:
        return []
    claims: list[Claim] = []
    for part in analysed.parts:
        reader = _Reader(part, basics, tuple(signs.weekdays) if signs else ())
        here = [row for row in mentions if len(analysed.parts) == 1 or row.evidence.in_headline == part.is_headline]
        claims.extend(name_by_mention(make_claim(part, basics, found), here) for found in reader.find())
    return claims


class _Reader:
    """Finds the attributions of one text."""

    def __init__(self, part: TextPart, basics: ClaimBasics, weekdays: Sequence[str]) -> None:
        self.part, self.text, self.basics = part, part.text, basics
        self.sources = SourceReader(part.text, basics, weekdays)
        self.lemmas = {
            form: verb for verb in basics.verbs for form in (*basics.verbs[verb], *join_particle(basics, verb))
        }
        self.lemmas |= {form: verb for verb, forms in basics.participles.items() for form in forms}
        self.verb = match_words({form for forms in basics.verbs.values() for form in forms})
        self.before = match_words(basics.before_source)
        self.after = match_words(basics.after_source)
        self.short = match_words(basics.short_cues)
        self.final = match_final_verbs(basics)
        self.perfect = match_perfects(basics)

    def find(self) -> list[ListedAttribution]:
        """Attributions in order; a verb beside a quotation is not read a second time as one of a reported clause."""
        quotations = [
            item
            for item in find_quotations(self.text, self.part.paragraphs)
            if not item.depth and len(self.text[item.start_char : item.end_char].split()) >= _FEWEST_QUOTED_WORDS
        ]
        found = list(self._find_quoted(quotations))
        used = {item.cue.start_char for item in found}
        quoted = [(item.start_char, item.end_char) for item in quotations]
        for sentence in self.part.sentences:
            if sentence.evidence.is_boilerplate:
                continue
            item = self._find_reported(sentence, quoted)
            if item is not None and item.cue.start_char not in used:
                found.append(item)
        return sorted(found, key=lambda item: (_first(item), item.cue.start_char))

    def _find_quoted(self, quotations: Sequence[Quotation]) -> Iterator[ListedAttribution]:
        """Quotations with a verb after them, or with a source, a verb and a colon before them."""
        taken: set[int] = set()
        for place, quotation in enumerate(quotations):
            if place in taken:
                continue
            cue = self._find_cue_after(quotation) or self._find_cue_before(quotation)
            if cue is None:
                continue
            source, verb = cue
            content = list(quotation.inner)
            following = quotations[place + 1] if place + 1 < len(quotations) else None
            if following is not None and self._goes_on(source, following):
                content.extend(following.inner)
                taken.add(place + 1)
            yield ListedAttribution(source, verb, self._lemma(verb), tuple(content), "direct", "listed_quotation")

    def _find_cue_after(self, quotation: Quotation) -> tuple[ListedSource, Span] | None:
        match = _AFTER_QUOTATION.match(self.text, quotation.end_char)
        begin = match.end() if match else quotation.end_char
        verb = self.verb.match(self.text, begin) if self.verb else None
        if verb is None and self.short and "," in self.text[quotation.end_char : begin]:
            verb = self.short.match(self.text, begin)
        if verb is None or self.text[verb.end() : verb.end() + 1] != " ":
            return None
        source = self._read_after(verb, self._line_end(verb.end()))
        return (source, Span(*verb.span())) if source else None

    def _find_cue_before(self, quotation: Quotation) -> tuple[ListedSource, Span] | None:
        """ "Anna Berg sagte: ...", "Dazu sagte Anna Berg am Montag: ..."."""
        stop = quotation.start_char
        lead = self.text[:stop].rstrip()
        if not lead.endswith(":"):
            return None
        start = max(self.text.rfind("\n", 0, stop) + 1, self._sentence_start(len(lead) - 1))
        for verb in self.verb.finditer(self.text, start, stop) if self.verb else ():
            source = self._read_beside(verb, start, len(lead) - 1)
            if source is not None:
                return source, Span(*verb.span())
        return self._find_label(len(lead) - 1, start)

    def _find_label(self, colon: int, start: int) -> tuple[ListedSource, Span] | None:
        """ "Trainer Jan Rook: ...": a person named in full fills the line or sentence up to the colon."""
        source = self.sources.read(start, colon, speaks=False)
        is_label = source is not None and source.end_char == colon and source.kind == "person" and source.name
        return (source, Span(colon, colon + 1)) if source is not None and is_label else None

    def _read_beside(self, verb: re.Match[str], start: int, end: int) -> ListedSource | None:
        """A name that fills the clause from `start` up to a verb, else the source right after it, else one before it.

        "Anna Berg sagte der Zeitung", but "Gestern sagte der Sprecher".
        """
        named = self._read_up_to(start, verb.start(), speaks=False)
        if named is not None and named.name:
            return named
        after = self._read_after(verb, end) if self.text[verb.end() : verb.end() + 1] == " " else None
        return after or self._read_up_to(start, verb.start(), speaks=True)

    def _read_up_to(self, start: int, stop: int, *, speaks: bool) -> ListedSource | None:
        source = self.sources.read(start, stop, speaks=speaks)
        return self._with_apposition(source, stop) if source is not None else None

    def _read_after(self, verb: re.Match[str], end: int) -> ListedSource | None:
        """The source after a verb and a space, adverbs between them left out: "sagt auch Jan Voss"."""
        place = verb.end() + 1
        while (word := _LINK.match(self.text, place, end)) and word[1] in self.basics.beside_source:
            place = word.end()
        return self.sources.read(place, end)

    def _with_apposition(self, source: ListedSource, stop: int) -> ListedSource | None:
        """A source up to the verb, also one with a name set apart: "Der Sprecher der Polizei, Jan Voss, sagte"."""
        if source.end_char == stop - 1:
            return source
        if self.text[source.end_char : source.end_char + 2] != ", ":
            return None
        second = self.sources.read(source.end_char + 2, stop)
        if second is None or self.text[second.end_char : stop] != ", ":
            return None
        named = second if second.name else source
        return ListedSource(source.start_char, second.end_char, named.name, named.kind)

    def _goes_on(self, source: ListedSource, following: Quotation) -> bool:
        """Whether only the end of a cue clause stands before the next quotation: `", sagte Berg, "`."""
        return _CUE_REST.fullmatch(self.text, source.end_char, following.start_char) is not None

    def _find_reported(self, sentence: Sentence, quoted: Sequence[tuple[int, int]]) -> ListedAttribution | None:
        """The first attribution of a sentence outside quotations."""
        start, end = sentence.evidence.start_char, sentence.evidence.end_char
        stop = start + len(self.text[start:end].rstrip(_END))
        readers = (
            (self.before, self._read_before_source),
            (self.after, self._read_after_source),
            (self.final, self._read_as_said),
            (self.perfect, self._read_perfect),
            (self.verb, self._read_clause),
            (self.short, self._read_short),
        )
        for pattern, read in readers:
            cues = pattern.finditer(self.text, start, stop) if pattern else ()
            found = (read(cue, start, stop) for cue in cues if not _is_in(cue.start(), quoted))
            first = next(filter(None, found), None)
            if first is not None:
                return first
        return None

    def _read_before_source(self, cue: re.Match[str], start: int, stop: int) -> ListedAttribution | None:
        """ "Laut Polizei ...": what stands around the cue and its source is the content."""
        begin = cue.end() + 1
        link = _LINK.match(self.text, begin)
        if link and link[1] in self.basics.of_source:
            begin = link.end()
        source = self.sources.read(begin, stop, speaks=False)
        if source is None:
            return None
        content = self._around(start, cue.start(), source.end_char, stop)
        return self._attribute(source, Span(*cue.span()), content, "listed_before_source")

    def _read_after_source(self, cue: re.Match[str], start: int, stop: int) -> ListedAttribution | None:
        comma = self.text.rfind(", ", start, cue.start())
        for begin in (comma + 2, start) if comma >= 0 else (start,):
            source = self.sources.read(begin, cue.start(), speaks=False)
            if source is not None and source.end_char == cue.start() - 1:
                content = self._around(start, source.start_char, cue.end(), stop)
                return self._attribute(source, Span(*cue.span()), content, "listed_after_source")
        return None

    def _read_as_said(self, cue: re.Match[str], start: int, stop: int) -> ListedAttribution | None:
        """ "Wie die Polizei am Montag mitteilte, ...": a clause that ends with its verb, before or in the content."""
        source = self.sources.read(cue.start("source"), cue.start("verb"))
        is_open = self.text[cue.start() - 2 : cue.start()] == ", "
        if source is None or not (cue.start() == start or is_open):
            return None
        content = self._around(start, cue.start(), cue.end(), stop)
        return self._attribute(source, Span(*cue.span("verb")), content, "listed_as_said")

    def _read_perfect(self, cue: re.Match[str], start: int, stop: int) -> ListedAttribution | None:
        """ "Die Polizei hat am Montag mitgeteilt, dass ...": the clause after the comma is the content."""
        source = self.sources.read(start, cue.start())
        is_subject = source is not None and source.end_char == cue.start() - 1
        if source is None or not is_subject or not self.basics.not_.isdisjoint(cue["between"].split()):
            return None
        return self._attribute(source, Span(*cue.span("verb")), (Span(cue.start("that"), stop),), "listed_clause")

    def _read_short(self, cue: re.Match[str], start: int, stop: int) -> ListedAttribution | None:
        """ "Der Damm sei sicher, so Kranz.": a cue and its source that end the sentence."""
        if self.text[cue.start() - 2 : cue.start()] != ", " or self.text[cue.end() : cue.end() + 1] != " ":
            return None
        source = self.sources.read(cue.end() + 1, stop)
        if source is None or source.end_char != stop or source.start_char != cue.end() + 1:
            return None
        return self._attribute(source, Span(*cue.span()), (Span(start, cue.start() - 2),), "listed_clause")

    def _read_clause(self, verb: re.Match[str], start: int, stop: int) -> ListedAttribution | None:
        """ "X sagte, dass ...", "Am Montag teilte X mit, ...": the clause after the comma is the content."""
        source = self._read_beside(verb, start, stop)
        if source is None:
            return None
        particle = self.basics.particles.get(self._lemma(Span(*verb.span())))
        if self.text[verb.start() - 2 : verb.start()] == ", " and source.start_char > verb.start():
            # "Die Bahn fährt wieder, sagte ein Sprecher."
            if particle and not self._ends_with(particle, source.end_char, stop):
                return None
            return self._attribute(source, Span(*verb.span()), (Span(start, verb.start() - 2),), "listed_clause")
        begin = self._find_content(max(source.end_char, verb.end()), stop, particle)
        return (
            None
            if begin is None
            else self._attribute(source, Span(*verb.span()), (Span(begin, stop),), "listed_clause")
        )

    def _find_content(self, begin: int, stop: int, particle: str | None) -> int | None:
        """Where a clause begins that what stands from `begin` on leaves to a verb of speech; None if it leaves none."""
        mark = _CLAUSE_MARK.search(self.text, begin, min(stop, begin + _MOST_BETWEEN))
        if mark is None or mark.end() >= stop:
            return None
        between = self.text[begin : mark.start()].split()
        has_object = mark[0] == ", " and not self.basics.object_determiners.isdisjoint(between)
        if has_object and not self.text.startswith(self.basics.that, mark.end()):
            return None
        is_said = self.basics.not_.isdisjoint(between) and (particle is None or particle in between)
        return mark.end() if is_said else None

    def _ends_with(self, particle: str, start: int, stop: int) -> bool:
        """Whether the second half of a separable verb ends its clause: "..., teilte die Polizei am Montag mit"."""
        rest = self.text[start:stop]
        return rest.endswith(f" {particle}") or f" {particle}, " in rest

    def _attribute(
        self, source: ListedSource, cue: Span, content: tuple[Span, ...], rule: str
    ) -> ListedAttribution | None:
        return ListedAttribution(source, cue, self._lemma(cue), content, "indirect", rule) if content else None

    def _around(self, start: int, cut_start: int, cut_end: int, stop: int) -> tuple[Span, ...]:
        """The sentence without the words of its cue and source, and without the commas beside them."""
        lead = self.text[start:cut_start].rstrip(" ,")
        rest = self.text[cut_end:stop]
        begin = cut_end + len(rest) - len(rest.lstrip(" ,"))
        spans = (Span(start, start + len(lead)), Span(begin, stop))
        return tuple(span for span in spans if span.start_char < span.end_char)

    def _lemma(self, cue: Span) -> str:
        written = self.text[cue.start_char : cue.end_char]
        return self.lemmas.get(written) or self.lemmas.get(written.lower()) or written.lower()

    def _line_end(self, place: int) -> int:
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found

    def _sentence_start(self, place: int) -> int:
        sentence = self.part.sentence_at(place)
        return sentence.evidence.start_char if sentence else 0


def _is_in(place: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in spans)


def _first(found: ListedAttribution) -> int:
    return min(found.source.start_char, found.cue.start_char, found.content[0].start_char)
