"""Names of a list of references: journals, publishers, and authors whose initials stand behind the surname.

Belongs here: what only references have, a year with a volume ("Acta Lun. 2008;12(3)"), and what follows from it for the
names around. Persons written surname first with a comma are in `missed_persons`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from broadsheet.analysed import TextPart
from broadsheet.entities.made_names import lay_over, line_around
from broadsheet.entities.names import Name

_YEAR = r"(?:19|20)\d\d"
# Capitalised words between the end of a title and a year with its volume: "Br J Lun. 2008;12", "J Orme Soc 2014: p. 5".
_JOURNAL = re.compile(
    r"(?:(?<=[.?!\]] )|(?<=[.?!])(?<!\b[A-Z]\.)|^)"
    r"(?P<title>[A-Z][\w’'-]*(?: (?:of |the |and |for |in |& )*[A-Z][\w’'-]*){0,9})"
    rf"[.,]? (?={_YEAR}(?: [A-Z][a-z]{{2,8}}(?: \d{{1,2}})?)?(?:;\s?\d|: ?p))",
    re.MULTILINE,
)
_VOLUME = rf"\b{_YEAR}(?: [A-Z][a-z]{{2,8}}(?: \d{{1,2}})?)?;\s?\d|\bdoi:|\bPMID\b"
_REFERENCE, _SURE_REFERENCE = re.compile(rf"{_VOLUME}|\bet al\b"), re.compile(_VOLUME)
_PUBLISHED = re.compile(rf"; {_YEAR}(?=[.:;])")
_PUBLISHER_BEFORE = (". ", ": ")
_INITIALS_BEHIND = re.compile(r" [A-Z](?:-?[A-Z]){0,2}(?=,| et al\b|\.(?: |\n|$)| and[A-Z ])")
_INITIALS_INSIDE = re.compile(r" [A-Z]{1,3}$")
# "Orme K. Salt", where "Salt in the harbour" is the title of the work.
_TITLE_INSIDE = re.compile(r"[\w’'-]+ [A-Z]{1,3}(?=\. [A-Z][\w’'-]*$)")


def mend_citations(parts: Sequence[TextPart], names: Sequence[Name]) -> list[Name]:
    """The names with journals as organisations and authors with their initials, in order of position.

    Of "Orme K, Lund A. Salt in harbours. Br J Lun. 2008;12:3" the journal is "Br J Lun", whatever was seen in it.
    """
    mended: list[Name] = []
    for index, part in enumerate(parts):
        own = [name for name in names if name.part_index == index]
        if _REFERENCE.search(part.text):
            own = [_mend(part.text, name) for name in own]
            for match in _JOURNAL.finditer(part.text):
                start, end = match.span("title")
                own = lay_over(own, Name(index, start, end, match["title"], "ORG", "journal"))
        mended.extend(own)
    return mended


def _mend(text: str, name: Name) -> Name:
    if name.mention_type != "PERSON":
        return name
    if _PUBLISHED.match(text, name.end_char) and text[: name.start_char].endswith(_PUBLISHER_BEFORE):
        return replace(name, mention_type="ORG", rule=f"{name.rule}+publisher")
    line = line_around(text, name.start_char, name.end_char)
    if not _REFERENCE.search(line):
        return name
    end = _find_end(text, name, _SURE_REFERENCE.search(line) is not None)
    return replace(name, end_char=end, surface=text[name.start_char : end])


def _find_end(text: str, name: Name, is_sure: bool) -> int:
    """Where the name of an author ends: behind the initials, or before the title of the work that was taken in."""
    inside = _TITLE_INSIDE.match(name.surface) if is_sure else None
    if inside and re.match(r" [a-z]", text[name.end_char : name.end_char + 2]):
        return name.start_char + inside.end()
    behind = _INITIALS_BEHIND.match(text, name.end_char)
    return behind.end() if behind and not _INITIALS_INSIDE.search(name.surface) else name.end_char
