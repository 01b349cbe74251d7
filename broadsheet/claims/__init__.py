"""Who says what: source, cue and content of each attribution.

How an article passes through this package: `quotes` (with `mark_pairing` and `mark_roles`) finds quotations in the
text, `token_arrays` lays out a part's tokens and parse, `syntax` (or, without a parse, `word_order`) goes through the
cues and calls `verbs`, `nominals` and `phrases`. `verbs` gets the content from `clausal_complements` and `verb_frames`,
the source from `sources` (with `source_expansion`), the cue from `cue_words`, and rejects what `false_positives`
filters out. `quotation_attribution` (with `quotation_lookup`, `span_boundaries`, `continued_quotations`) attaches
quotations. `speakers` resolves who the source is: by the name in it (`source_names`), by what a pronoun refers to
(`coreference`, `genders`), by the form of an interview (`interviews`). `nested_attribution` links relayed claims and
finds their dates, `statement_features` gives hedges, modality, types and check-worthiness, `outlet_claims` adds
checkable sentences in the article's own voice, `assemble` makes the rows.
"""

from __future__ import annotations

from broadsheet.claims.assemble import find_claims
from broadsheet.claims.quotes import Quotation, find_quotations

__all__ = ["Quotation", "find_claims", "find_quotations"]
