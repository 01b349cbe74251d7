"""Who says what: source, cue and content of each statement.

The way of an article through this package: `quotes` finds quotations on the text, `syntax` (or, without a parse,
`surface`) finds attributions, `speakers` says who the source is, `chain` ties relayed claims and dates, `qualities`
reads hedges and kinds, `outlet` adds checkable sentences in the article's own voice.
"""

from __future__ import annotations

from broadsheet.claims.assemble import find_claims
from broadsheet.claims.quotes import Quotation, find_quotations

__all__ = ["Quotation", "find_claims", "find_quotations"]
