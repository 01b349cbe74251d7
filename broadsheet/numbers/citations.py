"""Numbers of the references below a text, and codes of small numbers: where they stand, told by their print alone.

Belongs here: forms in which bibliographies print volumes, pages and identifiers (ANSI/NISO Z39.29, the style of
medical journals), and numbers joined by hyphens that are the name of a rule or a line-up. Which kind each number gets
is said by kinds.py.
"""

from __future__ import annotations

import re

_PAGES = r"[A-Za-z]?\d+(?:[-–‐]\d+)?"
# "2010;2(46):112-8", after the year; "PMID: 7966893", "doi:10.1000/j.2.001", "ISBN 978-0-00-000000-2".
_REFERENCE = re.compile(
    r"(?<![\w.])(?:19|20)\d\d(?: \w{3,9}\.?(?: \d{1,2})?)?(?P<volume>;\s?\d{1,4}"
    rf"(?:\s?\([^()\s%]{{1,12}}\)(?::\s?{_PAGES})?|:\s?{_PAGES}))"
    r"|\b(?:PMID|PMCID|ISSN|ISBN)(?P<number>(?:-1[03])?[: ]{1,3}(?:PMC)?[\dXx][\dXx-]{3,16})"
    r"|\bdoi(?P<doi>[: ]{1,2}10\.\S+)",
)
# "the 3-2-1 rule", "a 4-3-3"; days of dates are read before.
_CODE = re.compile(r"(?<![\w.,/-])\d{1,2}(?:-\d{1,2}){2,3}(?![\w/-])")


def find_references(text: str) -> list[tuple[int, int]]:
    """Spans of volumes, issues, pages and identifiers in references, in order; the year before them is left out."""
    found = (match.span(match.lastgroup or 0) for match in _REFERENCE.finditer(text))
    return list(found)


def find_codes(text: str) -> list[tuple[int, int]]:
    """Spans of numbers that hyphens join to the name of a rule or line-up, in order."""
    return [match.span() for match in _CODE.finditer(text)]
