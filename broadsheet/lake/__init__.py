"""The lake: Delta tables on disk or in an object store, the truth that releases are built from.

Belongs here: keeping and reading whole partitions, and refusing rows that do not fit their table. What the tables
are is written in broadsheet.tables; how analysts get them is broadsheet.release.
"""

from broadsheet.lake.frames import check_frame, empty_frame, frame_of
from broadsheet.lake.lake import Lake, Snapshot

__all__ = ["Lake", "Snapshot", "check_frame", "empty_frame", "frame_of"]
