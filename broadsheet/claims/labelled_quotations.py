"""Quotations whose speaker stands beside them without a verb: behind a dash, before a colon, or in the line above.

"“The tide came fast.” — Jo Peel, harbour master"; "Peel: “It came fast.”"; "Statement by Jo Peel:" and the quotation
in the next paragraph. A label counts only if it reads like a name; else nobody is named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from broadsheet.claims.attribution import Attribution
from broadsheet.claims.cue_frames import load_frames
from broadsheet.claims.lexicon import Cue, load_lexicon
from broadsheet.claims.quotation_lookup import is_nickname, is_title
from broadsheet.claims.span_boundaries import strip_marks
from broadsheet.claims.token_arrays import TokenArrays, trim
from broadsheet.records import Span

RULES = frozenset(["quote_signed", "quote_labelled", "quote_below_label"])
_SIGNATURE = re.compile(
    r"[ \t\xa0]*(?:\n\s{0,3})?[ \t\xa0]*(?P<dash>—|―|–|--|-|~|:)[ \t\xa0]*(?P<name>[^\W\d_][^\n“”\"]{2,90})"
)
_LINE = re.compile(r"[^\n“”\"]{2,90}")
_WORD = re.compile(r"[^\W\d_][\w.’'-]*")
_ISSUED = re.compile(
    r"(?P<name>.{2,60}?) (?:has |have )?(?:issued|released|published|posted|sent|gave|made)(?: out)? "
    r"(?:this|the following|a)(?: \w+)? (?P<carrier>\w+)(?: (?:on|in|after|to) .{2,40})?"
)
_OWNED = re.compile(r"(?P<name>.{2,60}?)(?:['’]s|(?<=s)['’]) (?:full |complete |short )?(?P<carrier>\w+)(?: in full)?")
_VERDICT = re.compile(
    r"(?P<owner>His|Her|Their|[^\W\d_][^\n,:;]{1,50}?(?=['’]s))(?:['’]s)?(?: [\w-]+){0,2} "
    r"(?P<noun>\w+)(?: (?:to|on|about|for) [^\n:]{2,50})?"
)
_ABOUT = re.compile(r",? (?:on|about|after|regarding) (?:the|his|her|their|a|an|why|what|how|being|\w+ing)\b")
_JOINING = frozenset(
    ["of", "the", "de", "van", "von", "der", "al", "bin", "la", "le", "du", "and", "for", "da", "dos", "di"]
)
_BREAK = re.compile(r"\w\w[.!?]{1,2}[\"”’)]*[ \t\xa0]+(?=[“‘\"'(]?[A-ZÀ-Þ]|\d{1,2}[.:]\d\d)")
_TIME = re.compile(r"\s*\d{1,2}[.:h]\d\d\s?(?:[ap]\.?m\.?|GMT|BST)?\s*[:–—-]?\s+")
# Where a signature ends that more sentences follow in its line.
_SIGNATURE_END = re.compile(r"(?<=[^\W\d_]{3})[.;](?=\s)")
_OPEN_DASHES = frozenset(["—", "―", "–"])
_MAX_NAME_WORDS = 6
_LEAST_CHARS = 8


def find_labelled_quotations(tokens: TokenArrays, taken: Collection[int]) -> Iterator[Attribution]:
    """Attributions of quotations that are not yet anybody's; taken: their indices."""
    if not tokens.has_parse:
        return
    for number, quotation in enumerate(tokens.quotations):
        if number in taken or not _is_statement(tokens, number):
            continue
        line_start = tokens.text.rfind("\n", 0, quotation.start_char) + 1
        label_start = _find_label_start(tokens.text, line_start, quotation.start_char)
        ahead = tokens.text[line_start : quotation.start_char]
        is_alone = not any(char.isalnum() for char in ahead)
        opens_sentence = not any(char.isalnum() for char in tokens.text[label_start : quotation.start_char])
        found = _find_signature(tokens, number, is_alone) if opens_sentence else None
        found = found or (_find_line_above(tokens, number, line_start) if is_alone else None)
        found = found or (None if is_alone else _find_label_before(tokens, number, label_start))
        if found is not None:
            yield found


def _find_label_start(text: str, line_start: int, end: int) -> int:
    """Where the sentence of a label begins in its line, behind a time: "Rain fell. | 10.40: | Jo Peel: “No.”"."""
    start = line_start
    for match in _BREAK.finditer(text, line_start, end + 2):
        start = match.end() if match.end() <= end else start
    time = _TIME.match(text, start, end)
    return time.end() if time else start


def _is_statement(tokens: TokenArrays, number: int) -> bool:
    """Whether a quotation is long enough to be somebody's words and is no title or nickname."""
    quotation = tokens.quotations[number]
    length = quotation.inner[-1].end_char - quotation.inner[0].start_char
    return length >= _LEAST_CHARS and not is_title(tokens, number) and not is_nickname(tokens, number)


def _make(tokens: TokenArrays, number: int, source: Span | None, mark: Span, rule: str) -> Attribution | None:
    if source is None:
        return None
    content = tuple(strip_marks(tokens, span) for span in tokens.quotations[number].inner)
    sense = Cue(tokens.text[mark.start_char : mark.end_char], "report", "neutral", frozenset(["quote"]))
    return Attribution(source, mark, content, rule, sense, cue_token=tokens.token_at(mark.start_char))


def _find_signature(tokens: TokenArrays, number: int, is_alone: bool) -> Attribution | None:
    """ "“The tide came fast.” — Jo Peel, harbour master": the name behind a dash that ends the line or sentence.

    is_alone: the quotation begins its line; else a hyphen is no dash.
    """
    match = _SIGNATURE.match(tokens.text, tokens.quotations[number].end_char)
    if match is None or not (is_alone or match["dash"] in _OPEN_DASHES):
        return None
    end = _SIGNATURE_END.search(tokens.text, match.start("name"), match.end("name"))
    source = trim(tokens.text, match.start("name"), end.start() if end else match.end("name"))
    if source is not None and tokens.text[source.end_char - 1] == ".":
        source = trim(tokens.text, source.start_char, source.end_char - 1)
    if source is None or not _is_name(tokens, source) or _is_work(tokens, number):
        return None
    return _make(tokens, number, source, Span(*match.span("dash")), "quote_signed")


def _is_work(tokens: TokenArrays, number: int) -> bool:
    """ "“Where the Tide Goes When I Am Gone” – Lady Orme", "“40,000 Miles” – Jo Holm": the title of a song."""
    inner = tokens.quotations[number].inner[0]
    words = tokens.text[inner.start_char : inner.end_char].split()
    return words[-1][-1].isalnum() and not any(word[0].islower() for word in words if len(word) > 3)


def _find_line_above(tokens: TokenArrays, number: int, line_start: int) -> Attribution | None:
    """ "Statement by Jo Peel:" or "Jo Peel, harbour master:" as the line before the quotation's paragraph."""
    end = line_start
    while end > 0 and tokens.text[end - 1].isspace():
        end -= 1
    if end == 0 or tokens.text[end - 1] != ":" or end == line_start:
        return None
    return _make_from_label(tokens, number, tokens.text.rfind("\n", 0, end) + 1, end, "quote_below_label")


def _find_label_before(tokens: TokenArrays, number: int, line_start: int) -> Attribution | None:
    """ "Peel: “It came fast.”": the name and colon that begin the quotation's line."""
    end = tokens.quotations[number].start_char
    while end > line_start and tokens.text[end - 1].isspace():
        end -= 1
    is_label = tokens.text[end - 1 : end] == ":"
    return _make_from_label(tokens, number, line_start, end, "quote_labelled") if is_label else None


def _make_from_label(tokens: TokenArrays, number: int, start: int, end: int, rule: str) -> Attribution | None:
    match = _LINE.fullmatch(tokens.text, start, end - 1)
    source = trim(tokens.text, start, end - 1) if match else None
    if source is None:
        return None
    owner = _find_owner(tokens, source)
    if owner is not None:
        return _make(tokens, number, owner, Span(end - 1, end), rule)
    source = _cut_subject_matter(tokens, _find_carried(tokens, source) or _find_maker(tokens, source) or source)
    return _make(tokens, number, source if _is_name(tokens, source) else None, Span(end - 1, end), rule)


def _find_carried(tokens: TokenArrays, label: Span) -> Span | None:
    """ "Full statement by | Jo Peel": the name after a word for speech and its preposition."""
    frames = load_frames().words
    words = list(_WORD.finditer(tokens.text, label.start_char, label.end_char))
    for word, link in pairwise(words):
        is_carrier = word.group().lower() in frames["labels.carriers"]
        if is_carrier and link.group().lower() in frames["labels.links"]:
            return trim(tokens.text, link.end(), label.end_char)
    return None


def _find_maker(tokens: TokenArrays, label: Span) -> Span | None:
    """ "Jo Peel | issued this statement", "the minister | ’s statement in full": the maker before a word for speech."""
    written = tokens.text[label.start_char : label.end_char]
    carriers = load_frames().words["labels.carriers"]
    for pattern in (_ISSUED, _OWNED):
        match = pattern.fullmatch(written)
        if match is not None and match["carrier"].lower() in carriers:
            return trim(tokens.text, label.start_char, label.start_char + match.end("name"))
    return None


def _find_owner(tokens: TokenArrays, label: Span) -> Span | None:
    """ "| His | verdict", "| Jo Peel |’s blunt answer": whose words a label says that they are."""
    match = _VERDICT.fullmatch(tokens.text, label.start_char, label.end_char)
    if match is None or match["noun"].lower() not in load_frames().words["labels.owned"]:
        return None
    return Span(*match.span("owner"))


def _cut_subject_matter(tokens: TokenArrays, label: Span) -> Span:
    """ "Jo Peel | on the fire": a name without what is spoken about."""
    match = _ABOUT.search(tokens.text, label.start_char, label.end_char)
    kept = trim(tokens.text, label.start_char, match.start()) if match else None
    return kept or label


def _is_name(tokens: TokenArrays, span: Span) -> bool:
    """Whether words are a name with an office or apposition: capitalised up to the first comma, no verb of speech."""
    frames, lexicon = load_frames().words, load_lexicon()
    core = re.split(r"[,(]", tokens.text[span.start_char : span.end_char])[0]
    words = [word for word in _WORD.findall(core) if word.lower() not in _JOINING]
    if not 1 <= len(words) <= _MAX_NAME_WORDS or words[0].lower() in frames["labels.no_speaker"]:
        return False
    inside = range(tokens.token_at(span.start_char), tokens.token_after(span.end_char))
    if any(tokens.pos[token] in ("VERB", "AUX") and tokens.words[token] in lexicon.verbs for token in inside):
        return False
    speakers = lexicon.words["animate"] | lexicon.words["person_roles"] | lexicon.words["body"]
    lowered = [word for word in words if not word[0].isupper()]
    tags = {tokens.part.doc[token].ent_type_ for token in inside}
    if any(word.lower() not in speakers for word in lowered) and not _ends_with_person(tokens, words, inside):
        return False
    is_tagged = bool(tags & {"PERSON", "PER", "ORG"})
    return is_tagged or len(words) - len(lowered) > 1 or words[-1].lower() in speakers


def _ends_with_person(tokens: TokenArrays, words: list[str], inside: range) -> bool:
    """ "Opposition councillor Jo Peel", "campaign organiser Jo Peel": words of an office and then a full name."""
    is_full = len(words) > 2 and words[-1][0].isupper() and words[-2][0].isupper()
    last = next((t for t in inside if tokens.words[t] == words[-1].lower()), -1)
    is_person = last >= 0 and tokens.part.doc[last].ent_type_ in ("PERSON", "PER")
    return is_full and is_person and not any(tokens.pos[t] in ("VERB", "AUX", "PRON") for t in inside)
