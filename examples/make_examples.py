"""Writes examples/pages/ from examples/source/: pages as outlets serve them, as JSON lines, WARC and files.

Run by hand after a change of the sources: `.venv/bin/python examples/make_examples.py`. The same sources give the same
bytes. Everything in the pages is made up for Broadsheet; no outlet, town or person of them exists.
"""

from __future__ import annotations

import gzip
import html
import json
import shutil
import tomllib
from datetime import datetime
from pathlib import Path
from string import Template
from typing import Any
from uuid import NAMESPACE_URL, uuid5

HERE = Path(__file__).parent
SOURCE, PAGES = HERE / "source", HERE / "pages"
# A PNG of one grey pixel, saved under a wrong name.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)
# Pages that are no articles: file below source/raw, address, time, status.
RAW_RECORDS = (
    ("echo-consent.html", "https://www.wendmouth-echo.example/news/seafront-closed", "2026-03-03T08:06:10Z", 200),
    ("echo-404.html", "https://www.wendmouth-echo.example/news/gull-chips", "2026-03-04T11:22:02Z", 404),
    ("gazette-home.html", "https://www.harbour-gazette.example/", "2026-03-03T09:40:00Z", 200),
)
# Loose files by folder; the folder's day is the day they were saved.
LOOSE = (("council-statement.txt", "2026-03-03"), ("echo-truncated.html", "2026-03-04"))


def main() -> None:
    """Write every page anew."""
    outlets = tomllib.loads((SOURCE / "outlets.toml").read_text(encoding="utf-8"))
    shutil.rmtree(PAGES, ignore_errors=True)
    PAGES.mkdir()
    json_lines: list[dict[str, Any]] = []
    warc: list[tuple[str, str, int, str, bytes]] = []
    for path in sorted((SOURCE / "pages").glob("*.toml")):
        page = tomllib.loads(path.read_text(encoding="utf-8"))
        outlet = outlets[page["outlet"]]
        url = outlet["address"] + page["path"]
        encoding = page.get("encoding", "utf-8")
        body = render_page(page, outlet, url).encode(encoding, "xmlcharrefreplace")
        for captured_at in page["captures"]:
            if page["pack"] == "jsonl":
                json_lines.append({"url": url, "captured_at": captured_at, "html": body.decode(encoding)})
            else:
                warc.append((captured_at, url, 200, f"text/html; charset={encoding}", body))
    for name, url, captured_at, status in RAW_RECORDS:
        warc.append((captured_at, url, status, "text/html; charset=utf-8", (SOURCE / "raw" / name).read_bytes()))
    _write_json_lines(sorted(json_lines, key=lambda line: line["captured_at"]))
    _write_warc(sorted(warc))
    _write_loose_files()
    print(f"{len(json_lines)} lines, {len(warc)} records, {len(LOOSE) + 1} files")


def render_page(page: dict[str, Any], outlet: dict[str, Any], url: str) -> str:
    """The page as the outlet's template makes it."""
    blocks = outlet.get("blocks", {})
    published = datetime.fromisoformat(page["published"])
    values = {
        "headline": html.escape(page["headline"], quote=True),
        "standfirst": html.escape(page.get("standfirst", ""), quote=True),
        "author": html.escape(page.get("author", "")),
        "author_slug": page.get("author", "").lower().replace(" ", "-"),
        "section": page.get("section", ""),
        "published": page["published"],
        "modified": page.get("modified", page["published"]),
        "published_text": f"{published.day} {published:%B %Y, %H:%M}",
        "url": url,
        "json_ld": _describe(page, outlet, url),
        "body": "\n".join(_render_block(block.strip(), blocks) for block in page["body"].strip().split("\n\n")),
    }
    template = (SOURCE / "templates" / page.get("template", outlet["template"])).read_text(encoding="utf-8")
    return Template(template).substitute(values)


def _render_block(block: str, blocks: dict[str, str]) -> str:
    """A paragraph, or `!name text`: a block of the outlet's own."""
    if not block.startswith("!"):
        return f"<p>{html.escape(block, quote=False)}</p>"
    name, _, text = block[1:].partition(" ")
    return Template(blocks[name]).substitute(text=html.escape(text, quote=False))


def _describe(page: dict[str, Any], outlet: dict[str, Any], url: str) -> str:
    described = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page["headline"],
        "description": page.get("standfirst") or None,
        "mainEntityOfPage": url,
        "datePublished": page["published"],
        "dateModified": page.get("modified", page["published"]),
        "articleSection": page.get("section"),
        "isAccessibleForFree": page.get("is_free", True),
        "author": [{"@type": "Person", "name": page["author"]}] if page.get("author") else None,
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet["name"]},
    }
    filled = {key: value for key, value in described.items() if value is not None}
    return json.dumps(filled, ensure_ascii=False).replace("</", "<\\/")


def _write_json_lines(lines: list[dict[str, Any]]) -> None:
    written = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    (PAGES / "crawl.jsonl").write_text(written, encoding="utf-8", newline="\n")


def _write_warc(records: list[tuple[str, str, int, str, bytes]]) -> None:
    """WARC/1.1, one gzip member a record, without a time of its own so that the bytes stay the same."""
    with (PAGES / "crawl.warc.gz").open("wb") as file:
        for captured_at, url, status, content_type, body in records:
            reason = {200: "OK", 404: "Not Found"}[status]
            head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
            block = head.encode("ascii") + body
            fields = (
                "WARC/1.1",
                "WARC-Type: response",
                f"WARC-Record-ID: <urn:uuid:{uuid5(NAMESPACE_URL, url + captured_at)}>",
                f"WARC-Target-URI: {url}",
                f"WARC-Date: {captured_at}",
                "Content-Type: application/http; msgtype=response",
                f"Content-Length: {len(block)}",
            )
            record = "\r\n".join(fields).encode("ascii") + b"\r\n\r\n" + block + b"\r\n\r\n"
            file.write(gzip.compress(record, mtime=0))


def _write_loose_files() -> None:
    for name, day in LOOSE:
        (PAGES / day).mkdir(exist_ok=True)
        shutil.copyfile(SOURCE / "raw" / name, PAGES / day / name)
    (PAGES / LOOSE[0][1] / "seafront-webcam.html").write_bytes(PIXEL)


if __name__ == "__main__":
    main()
