"""Who says what: source, cue and content of each statement.

The way of an article through this package: `quotes` (with `pairing`) finds quotations on the text, `view` lays the
part out by token, `syntax` (or, without a parse, `surface`) walks over the cues and asks `verbs`, `nominals` and
`phrases`; `verbs` gets the content from `said` and `frames`, the source from `sources`, the cue from `cue_words`, and
drops what `doubts` doubts. `quoting` (with `marks`, `fitting`, `speech`) joins quotations. `speakers` says who the
source is: by the name in it (`naming`), by what a pronoun may stand for (`referents`, `genders`), by the form of an
interview (`interviews`). `chain` ties relayed claims and dates, `qualities` reads hedges and kinds, `outlet` adds
checkable sentences in the article's own voice, `assemble` makes the rows.
"""

from __future__ import annotations

from broadsheet.claims.assemble import find_claims
from broadsheet.claims.quotes import Quotation, find_quotations

__all__ = ["Quotation", "find_claims", "find_quotations"]
