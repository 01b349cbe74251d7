"""Names that a model missed but adjacent words reveal: "Mr Baptist", "the Express reported"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name
from broadsheet.entities.noise import is_noise

_TITLED = r"(?<!\w)(?:{titles})\.?[ \u00a0]([A-Z][\w’'-]+(?:[ \u00a0][A-Z][\w’'-]+){{0,2}})"
_OUTLET = r"(?<!\w)[Tt]he ([A-Z][\w’-]+(?: [A-Z][\w’-]+){{0,2}}) (?:has |had )?(?:{verbs})(?!\w)"
# The word before a title, on its line.
_TITLE_BEFORE = re.compile(r"([\w’'-]+) [\w.]+[ \u00a0]$")


def find_outlets(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """ "the Express reported": a capitalised word between "the" and a reporting verb is an outlet, unless a title."""
    if not lexicon.outlet_verbs:
        return
    pattern = re.compile(_OUTLET.format(verbs="|".join(sorted(lexicon.outlet_verbs))))
    for part_index, start, end in _match_free(parts, names, pattern):
        surface = parts[part_index].text[start:end]
        if surface not in lexicon.titles and surface not in lexicon.not_names:
            yield Name(part_index, start, end, surface, "ORG", "outlet_verb")


def find_known(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """ "NATO", and "(AP)" in its brackets: listed short forms where no name was found, except on lines in capitals."""
    long = [form for form in lexicon.known if len(form) > 2 and form not in lexicon.not_names]
    if not long:
        return
    inside, anywhere = ("|".join(map(re.escape, sorted(forms))) for forms in (lexicon.known, long))
    pattern = re.compile(rf"(?<![\w@#&.-])((?<=\()(?:{inside})(?=\))|(?:{anywhere}))(?![\w&@-])")
    for part_index, start, end in _match_free(parts, names, pattern):
        text = parts[part_index].text
        line = text[:start].rpartition("\n")[2] + text[end:].partition("\n")[0]
        if line != line.upper():
            yield Name(part_index, start, end, text[start:end], "ORG", "known")


def find_titled(parts: Sequence[TextPart], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Name]:
    """ "Mr Baptist": a capitalised word after an honorific is a person, if no name was found there.

    It is none where it is an office ("Mr President", "Lord Provost"), a word of no name ("Doctor Who"), or where the
    title is itself part of a longer name ("the Orange Prince Series").
    """
    if not lexicon.honorifics:
        return
    titles = "|".join(
        sorted((re.escape(title) for title in lexicon.honorifics if title not in lexicon.openers), key=len)
    )
    pattern = re.compile(_TITLED.format(titles=titles))
    for part_index, start, end in _match_free(parts, names, pattern):
        name = Name(part_index, start, end, parts[part_index].text[start:end], "PERSON", "honorific")
        if not is_noise(parts[part_index], name, lexicon) and _follows_title(parts[part_index], name, lexicon):
            yield name


def _follows_title(part: TextPart, name: Name, lexicon: Lexicon) -> bool:
    words = name.surface.split()
    if words[0] in lexicon.titles or words[0] in lexicon.not_names or words[-1] in lexicon.heads:
        return False
    title = _TITLE_BEFORE.search(part.text, max(0, name.start_char - 60), name.start_char)
    is_inside = title is not None and title[1][:1].isupper() and title[1] not in lexicon.titles | lexicon.not_names
    span = part.doc.char_span(name.start_char, name.start_char + len(words[0]), alignment_mode="expand")
    return not is_inside and (span is None or span[0].pos_ in ("PROPN", "", "X", "NOUN"))


def _match_free(
    parts: Sequence[TextPart], names: Sequence[Name], pattern: re.Pattern[str]
) -> Iterator[tuple[int, int, int]]:
    """Part, start and end of the first group of each match that does not overlap a name."""
    taken = [bytearray(len(part.text)) for part in parts]
    for name in names:
        taken[name.part_index][name.start_char : name.end_char] = b"\1" * (name.end_char - name.start_char)
    for part_index, part in enumerate(parts):
        for match in pattern.finditer(part.text):
            start, end = match.span(1)
            if not any(taken[part_index][start:end]):
                yield part_index, start, end
