"""Names that a model missed but adjacent words reveal: "Mr Baptist", "the Express reported"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from broadsheet.analysed import TextPart
from broadsheet.entities.lexicon import Lexicon
from broadsheet.entities.names import Name

_TITLED = r"(?<!\w)(?:{titles})\.?[ \u00a0]([A-Z][\w’'-]+(?:[ \u00a0][A-Z][\w’'-]+){{0,2}})"
_OUTLET = r"(?<!\w)[Tt]he ([A-Z][\w’-]+(?: [A-Z][\w’-]+){{0,2}}) (?:has |had )?(?:{verbs})(?!\w)"


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
    """ "Mr Baptist": a capitalised word after an honorific is a person, if no name was found there."""
    if not lexicon.honorifics:
        return
    titles = "|".join(
        sorted((re.escape(title) for title in lexicon.honorifics if title not in lexicon.openers), key=len)
    )
    pattern = re.compile(_TITLED.format(titles=titles))
    for part_index, start, end in _match_free(parts, names, pattern):
        yield Name(part_index, start, end, parts[part_index].text[start:end], "PERSON", "honorific")


def _match_free(
    parts: Sequence[TextPart], names: Sequence[Name], pattern: re.Pattern[str]
) -> Iterator[tuple[int, int, int]]:
    """Part, start and end of the first group of each match that does not overlap a name."""
    taken = {(name.part_index, place) for name in names for place in range(name.start_char, name.end_char)}
    for part_index, part in enumerate(parts):
        for match in pattern.finditer(part.text):
            start, end = match.span(1)
            if not any((part_index, place) in taken for place in range(start, end)):
                yield part_index, start, end
