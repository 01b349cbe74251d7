"""Every error that Broadsheet raises on purpose, in one tree.

BroadsheetError
├── SettingsError            a setting, sources.toml or an option is wrong: the message names it and says what to do
│   └── JudgementFileError   judgements.csv, aliases.csv or entities.csv cannot be read or written: file, line, cure
├── SourceError              the world failed: a file, disk or address could not be read; trying again may help
│   ├── CorruptionError      a stretch of a file is broken; ingest reports it and reads on after it
│   ├── BadRecordError       one record of an input cannot be read: its text says why
│   ├── BadUrlError          an address cannot be read, or is none of the web
│   └── FetchError           a request came to nothing: it carries its outcome
├── FaultError               our fault: a missing word list, an unreadable schema, a broken law
│   └── LanguageModelError   the language model cannot be loaded
├── EvidenceError            a finder names a stretch that its text does not have: costs that table of that article
├── TableError               rows do not fit their table, or a table cannot be read
│   ├── SchemaMismatchError  column missing, extra, retyped or null: refused before anything is written
│   └── CorruptTableError    a data file of a table is missing or unreadable
│       └── DamagedLogError  the log of a table cannot be read, so that the table cannot be opened at all
├── ReleaseError             a release was refused; the old one stays
│   └── ReleaseBusyError     another process publishes at this moment
├── PollBusyError            another process polls the live sources at this moment
├── QueryError               SQL of the user's that DuckDB refuses
└── InterruptionError        the user ended a run: what is done stays, and the same command goes on from there

A page that is no article is no error: it becomes a row of `skipped` with a reason.
"""


class BroadsheetError(Exception):
    """Base of all; its text is one or more plain sentences: what, where, and what to do."""


class SettingsError(BroadsheetError):
    """A setting, an option or sources.toml is wrong."""


class JudgementFileError(SettingsError):
    """A file of judgements, aliases or own entities cannot be read as a whole, or a line may not be written to it."""


class SourceError(BroadsheetError):
    """A file, disk or address could not be read."""


class CorruptionError(SourceError):
    """A stretch of a file is broken; the next read goes on after it. Never leaves broadsheet.ingest."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class BadRecordError(SourceError):
    """One record of an input cannot be read: its text says why, `reason` is one of broadsheet.ingest.problems."""

    def __init__(self, detail: str, reason: str = "bad_field") -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class BadUrlError(SourceError):
    """An address cannot be read, or is neither http nor https. Its text holds nothing of the address."""


class FetchError(SourceError):
    """A request came to nothing; `outcome` is one of broadsheet.fetch.outcomes. Never leaves broadsheet.fetch."""

    def __init__(self, outcome: str, detail: str) -> None:
        super().__init__(f"{outcome}: {detail}")
        self.outcome = outcome
        self.detail = detail


class FaultError(BroadsheetError):
    """Our own fault: a word list is missing, a schema does not parse, a law is broken."""


class LanguageModelError(FaultError):
    """The language model cannot be loaded."""


class EvidenceError(BroadsheetError):
    """A row of a finder names a stretch that its text does not have."""


class TableError(BroadsheetError):
    """Rows do not fit their table, or the table cannot be read."""


class SchemaMismatchError(TableError):
    """A column is missing, extra, of another type, or holds a null that it may not hold."""


class CorruptTableError(TableError):
    """A data file of a table is missing or cannot be read."""


class DamagedLogError(CorruptTableError):
    """The log of a table cannot be read: which rows it has is not known any more."""


class ReleaseError(BroadsheetError):
    """A release was refused; the old one stays."""


class ReleaseBusyError(ReleaseError):
    """Another process publishes at this moment."""


class PollBusyError(BroadsheetError):
    """Another process polls the live sources at this moment."""


class QueryError(BroadsheetError):
    """SQL of the user's that DuckDB refuses."""


class InterruptionError(BroadsheetError):
    """The user ended a run by Ctrl-C, SIGTERM or a cancel in the web UI; what it had written stays."""
