"""Lists of addresses in plain text or CSV as listings: one address a line, or a column of them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from broadsheet.discovery.limits import MOST_BYTES, MOST_ITEMS, MOST_PROBLEMS, MOST_TITLE_CHARS
from broadsheet.discovery.listing import ListedItem, Listing
from broadsheet.discovery.markup import decode_markup
from broadsheet.discovery.plain_text import read_plain
from broadsheet.discovery.times import read_time
from broadsheet.discovery.web_addresses import resolve

_ADDRESS = re.compile(r"(?:https?:)?//\S+|(?:[a-z0-9-]+\.)+[a-z]{2,24}(?:[/?#]\S*)?", re.IGNORECASE)
_ABSOLUTE = re.compile(r"https?://", re.IGNORECASE)
_NEXT_CELL = re.compile(r"https?://|\d{4}-\d{2}-\d{2}", re.IGNORECASE)
_DELIMITERS = ",;\t|"
_COLUMNS = {
    "url": ("url", "link", "address", "loc", "href", "uri", "page", "article_url", "source_url"),
    "title": ("title", "headline", "name"),
    "published": ("published_at", "published", "date", "publication_date", "pubdate", "published_on", "publish_date"),
    "modified": ("modified_at", "modified", "lastmod", "updated", "updated_at"),
}
_MOST_LINE_CHARS = 10_000
_SAMPLE_LINES = 20


def read_url_list(body: bytes, content_type: str | None, url: str) -> Listing:
    """The addresses of a list in order, each once. Never raises for what the bytes hold.

    Blank lines and lines that begin with "#" are passed over. With commas, semicolons or tabs it is CSV: a first line
    that names a column `url` (or link, address, loc) is its header, and `title`, `published_at` and `modified_at` are
    read too; without a header the first column with addresses counts. A line without an address is a problem.
    """
    problems: list[tuple[str, str]] = []
    if len(body) > MOST_BYTES:
        problems.append(("too_large", f"{len(body)} bytes; only the first {MOST_BYTES} are read."))
        body = body[:MOST_BYTES]
    text, _ = decode_markup(body, content_type)
    items: dict[str, ListedItem] = {}
    count = 0
    for number, item in _read_rows(text.lstrip("\ufeff").replace("\x00", ""), url):
        if len(items) == MOST_ITEMS:
            problems.append(("too_many_items", f"Only the first {MOST_ITEMS} are read."))
            break
        count += 1
        if item is None and len(problems) < MOST_PROBLEMS:
            problems.append(("no_address", f"Line {number} has no http(s) address."))
        elif item is not None:
            items.setdefault(item.url, item)
    return Listing("url_list", tuple(items.values()), entry_count=count, problems=tuple(problems))


def _read_rows(text: str, url: str) -> Iterator[tuple[int, ListedItem | None]]:
    """Each line that says something, with its number and its item."""
    lines = [line if line.strip() and not line.lstrip().startswith("#") else "" for line in text.splitlines()]
    delimiter = _find_delimiter([line[:_MOST_LINE_CHARS] for line in lines if line][:_SAMPLE_LINES])
    if delimiter is None:
        yield from ((number, _make_item(line.strip(" \t\"'<>"), url)) for number, line in enumerate(lines, 1) if line)
        return
    header: dict[str, int] | None = None
    is_first = True
    for number, row in _read_csv(lines, delimiter):
        if is_first:
            is_first, header = False, _read_header(row)
            if header:
                continue
        yield number, _read_row(row, header, url)


def _read_csv(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that say something, each with the number of its last line; one that is no CSV has an empty cell."""
    reader = csv.reader(io.StringIO("\n".join(lines)), delimiter=delimiter, skipinitialspace=True)
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            row = [""]
            yield reader.line_num, row
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield reader.line_num, row


def _find_delimiter(sample: Sequence[str]) -> str | None:
    """The sign between columns, None for one address a line; a comma inside an address alone is none."""
    if not sample:
        return None
    for delimiter in _DELIMITERS:
        if delimiter in sample[0] and _read_header(next(csv.reader(sample[:1], delimiter=delimiter))):
            return delimiter
    for delimiter in _DELIMITERS:
        if sum(_splits(line, delimiter) for line in sample) * 2 > len(sample):
            return delimiter
    return "," if any(line.lstrip().startswith('"') for line in sample) else None


def _splits(line: str, delimiter: str) -> bool:
    """Whether one of several columns is an address by itself.

    "https://paper.example/a,1.html" is one address: what follows the comma would have to begin with a blank, a quote,
    a day, another address or a word with a blank in it.
    """
    if delimiter not in line:
        return False
    cells = next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])
    if len(cells) < 2 or not any(_ABSOLUTE.match(cell.strip()) for cell in cells):
        return False
    if delimiter == "\t" or not _ABSOLUTE.match(cells[0].strip()):
        return True
    rest = line.split(delimiter, 1)[1]
    return rest[:1] in ("", " ", '"') or delimiter in rest or " " in rest or bool(_NEXT_CELL.match(rest))


def _read_header(row: Sequence[str]) -> dict[str, int] | None:
    """The place of each column that we know, or None where the row is no header."""
    names = [cell.strip().strip("\ufeff").lower().replace(" ", "_").replace("-", "_") for cell in row]
    found = {
        column: next((names.index(name) for name in known if name in names), -1) for column, known in _COLUMNS.items()
    }
    return {column: place for column, place in found.items() if place >= 0} if found["url"] >= 0 else None


def _read_row(row: Sequence[str], header: dict[str, int] | None, url: str) -> ListedItem | None:
    if header is None:
        cell = next((cell for cell in row if _ABSOLUTE.match(cell.strip())), row[0])
        return _make_item(cell.strip(), url)
    cells = {column: row[place].strip() for column, place in header.items() if place < len(row)}
    item = _make_item(cells.get("url", ""), url)
    if item is None:
        return None
    return ListedItem(
        item.url,
        title=read_plain(cells.get("title"), MOST_TITLE_CHARS),
        published_at=read_time(cells.get("published")),
        modified_at=read_time(cells.get("modified")),
    )


def _make_item(written: str, url: str) -> ListedItem | None:
    """The item of one cell; an address without a scheme is read as https."""
    if not _ADDRESS.fullmatch(written.replace(" ", "%20")):
        return None
    named = written if _ABSOLUTE.match(written) else f"https://{written.removeprefix('//')}"
    address = resolve(url, named.replace(" ", "%20"))
    return ListedItem(address) if address else None
