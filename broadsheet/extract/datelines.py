"""What a text says about its own publication: the day in its dateline, and the day implied by its weekdays.

Belongs here: searching the text. Parsing a stamp belongs to broadsheet.extract.stamps, matching weekdays with days of
the month to broadsheet.dates.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta

from broadsheet.extract.records import ArticleDate

# "OAKHAM, May 3, 2024 (Agency) -" or "Oakham, 3. Mai 2024 --": a place, a day with its year, perhaps an agency, a dash.
_DATELINE = re.compile(
    r"^\W{0,3}[^\W\d_][^.!?:;()\n\d]{1,50},\s{0,2}(?:den |the )?"
    r"((?:[^\W\d_]{3,12}\.?,? )?(?:\d{1,2}\.? [^\W\d_]{3,14}\.?|[^\W\d_]{3,14}\.? \d{1,2}),? (?:19|20)\d{2})"
    r",?\s?(?:[(/][^()/\n]{2,40}[)/])?\s?(?:[-–—:]|\.\s?[-–—])"
)
_DATELINE_CHARS = 160
_PARAGRAPHS_SEARCHED = 4
_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s\(?\w{1,9}\.?\s\w{1,9}", re.IGNORECASE
)
# A text that mentions a day this close before its capture was published then; a weekday falls on the same date again
# after some years, so the year of an older day would be a guess.
_NEAR_DAYS = 31


def find_dateline_day(text: str) -> str | None:
    """The day in the dateline at the start of one of the first paragraphs, as written, or None.

    >>> find_dateline_day("OAKHAM, May 3, 2024 (Reuters) - The river rose.")
    'May 3, 2024'
    """
    for line in text[:4_000].split("\n", 2 * _PARAGRAPHS_SEARCHED)[: 2 * _PARAGRAPHS_SEARCHED]:
        found = _DATELINE.match(line[:_DATELINE_CHARS])
        if found:
            return found[1]
    return None


def infer_from_weekdays(text: str, captured_at: datetime | None) -> list[ArticleDate]:
    """The day implied by weekdays in an English text, as a candidate; rejected where its year would be a guess."""
    if captured_at is None or not _WEEKDAY.search(text):
        return []
    # Needed for few pages; the package loads the language library, which costs a worker 1.2 s and 54 MB.
    from broadsheet.dates.inference import infer_publication_day

    inferred = infer_publication_day(text, captured_at)
    if inferred is None:
        return []
    day, words = inferred
    is_near = captured_at.date() - day <= timedelta(days=_NEAR_DAYS)
    return [
        ArticleDate(
            "published", "weekday_inference", words[:100], datetime.combine(day, time(), UTC), day, "day",
            reject_reason=None if is_near else "year_unsure",
        )
    ]  # fmt: skip
