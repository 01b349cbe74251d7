"""What each stage does with one day: read from the lake, call the stage's package, write back whole partitions.

Belongs here: which tables a stage reads and writes, and in what order, without any Dagster. How a page is read or a
claim is found belongs to the packages named after that; when a day is run belongs to `broadsheet.runs` and Dagster.
"""

from broadsheet.stages.derive import DERIVE_TABLES, derive_days
from broadsheet.stages.extract import EXTRACT_TABLES, extract_days
from broadsheet.stages.ingest import index_inbox, ingest_days
from broadsheet.stages.publishers import read_publishers
from broadsheet.stages.report import DayReport, Preview, TableReport

__all__ = [
    "DERIVE_TABLES",
    "EXTRACT_TABLES",
    "DayReport",
    "Preview",
    "TableReport",
    "derive_days",
    "extract_days",
    "index_inbox",
    "ingest_days",
    "read_publishers",
]
