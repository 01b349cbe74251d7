"""Extraction: one capture becomes one article with its rows, or a reason why it is not an article.

Belongs here: everything between bytes and clean text with its facts. `article.extract_capture` does one capture in this
process and is not imported here, since it loads the extractor; `ExtractJob` describes it to the guarded pool,
`resolve_duplicates` skips what is not new.
"""

from broadsheet.extract.job import ExtractJob
from broadsheet.extract.plain import read_plain_text, split_paragraphs
from broadsheet.extract.reasons import REASONS
from broadsheet.extract.records import ArticleAuthor, ArticleDate, ArticleRecord, Extraction, Link, LivePost, Skipped
from broadsheet.extract.repetition import label_repeats
from broadsheet.extract.versions import resolve_duplicates

__all__ = [
    "REASONS",
    "ArticleAuthor",
    "ArticleDate",
    "ArticleRecord",
    "ExtractJob",
    "Extraction",
    "Link",
    "LivePost",
    "Skipped",
    "label_repeats",
    "read_plain_text",
    "resolve_duplicates",
    "split_paragraphs",
]
