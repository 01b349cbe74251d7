"""Reading a CSV that people and spreadsheets write: its separator found out, each line with its number.

Belongs here: bytes to cells and back. What the cells mean belongs to the modules that read one file each.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from broadsheet.errors import JudgementFileError

SEPARATORS = (",", ";", "\t")
# A spreadsheet takes a cell that begins so for a formula; an apostrophe in front keeps it a text.
_FORMULA = re.compile(r"[=+\-@|]")
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ud800-\udfff\U000e0000-\U000e007f]+"
)


def read_lines(path: Path, columns: Sequence[str], needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of each line that is not empty; a missing cell is an empty text, a surplus one is under "".

    Raises JudgementFileError that names file, line and cure where the file cannot be read as a whole.
    """
    line = 1
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=find_separator(file.readline()), strict=True)
            file.seek(0)
            names = _read_names(path, next(reader, []), columns, needed)
            line = reader.line_num + 1
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    row = {name: clean_cell(cell) for name, cell in zip(names, cells, strict=False)}
                    surplus = "".join(cells[len(names) :]).strip()
                    yield line, {name: row.get(name, "") for name in columns} | {"": surplus}
                line = reader.line_num + 1
    except csv.Error as error:
        raise JudgementFileError(
            f"{path}, line {line}: {error}. Most often a quotation mark is not closed; correct the line, or save the "
            "file as CSV from a spreadsheet."
        ) from error
    except UnicodeDecodeError as error:
        raise JudgementFileError(f"{path} is not in UTF-8: {error.reason}. Save it as CSV in UTF-8.") from error
    except OSError as error:
        raise JudgementFileError(f"{path} cannot be read: {error.strerror}. Make it readable or remove it.") from error


def find_separator(header: str) -> str:
    """The separator of a file by its first line: a comma, or what spreadsheets of other countries write.

    >>> find_separator("left;right;verdict"), find_separator("left")
    (';', ',')
    """
    return max(SEPARATORS, key=header.count)


def clean_cell(cell: str) -> str:
    """A cell in one line, without control characters and without the apostrophe that guards against formulas."""
    text = " ".join(_UNSAFE.sub(" ", cell).split())
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:]) else text


def guard_cell(text: str) -> str:
    """A text as a cell in one line that no spreadsheet takes for a formula.

    >>> guard_cell("=cmd()"), guard_cell("a\\x1b[31m b")
    ("'=cmd()", 'a [31m b')
    """
    plain = " ".join(_UNSAFE.sub(" ", text).split())
    return f"'{plain}" if _FORMULA.match(plain) else plain


def _read_names(path: Path, header: Sequence[str], columns: Sequence[str], needed: Sequence[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in header]
    unknown = [name for name in names if name not in columns]
    missing = [name for name in needed if name not in names]
    if unknown or missing or len(set(names)) != len(names):
        told = (
            f"column {unknown[0]!r} is unknown" if unknown else f"column {missing[0]!r} is missing" if missing else ""
        )
        raise JudgementFileError(
            f"{path}, line 1: {told or 'a column is there twice'}. Write this line on top: {','.join(columns)}"
        )
    return names
