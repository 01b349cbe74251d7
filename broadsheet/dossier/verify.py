"""Proves the dossier in FOLDER, by default its own, without Broadsheet: python verify.py [FOLDER].

Needs Python 3.9 or newer, nothing else.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sys
from pathlib import Path


def read_bodies(path: Path) -> set[str]:
    """SHA-256 of the body of every record in a WARC file."""
    found: set[str] = set()
    with gzip.open(path) as file:
        while line := file.readline():
            if not line.startswith(b"WARC/"):
                continue
            length = 0
            kind = b""
            while (field := file.readline()).strip():
                name, _, value = field.partition(b":")
                length = int(value) if name.lower() == b"content-length" else length
                kind = value.strip() if name.lower() == b"warc-type" else kind
            block = file.read(length)
            body = re.split(rb"\r\n\r\n", block, maxsplit=1)[-1] if kind == b"response" else block
            found.add(hashlib.sha256(body).hexdigest())
    return found


def main() -> None:
    """Check texts, offsets and pages; exit status 1 if anything does not hold."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    evidence = json.loads((folder / "evidence.json").read_text(encoding="utf-8"))
    faults: list[str] = []
    bodies = read_bodies(folder / "pages.warc.gz") if (folder / "pages.warc.gz").exists() else None
    articles = {article["article_version_id"]: article for article in evidence["articles"]}
    texts: dict[str, bytes] = {}
    for key, article in articles.items():
        texts[key] = (folder / article["text_file"]).read_bytes()
        if hashlib.sha256(texts[key]).hexdigest() != article["text_sha256"]:
            faults.append(f"{article['text_file']}: the text is not the one that was cited")
        if bodies is not None and article["body_sha256"] not in bodies:
            faults.append(f"pages.warc.gz: the page of {article['text_file']} is not in it")
    for row in evidence["rows"]:
        article = articles[row["article_version_id"]]
        text = article["headline"] if row["in_headline"] else texts[row["article_version_id"]].decode("utf-8")
        if text[row["start_char"] : row["end_char"]] != row["surface"]:
            faults.append(f"[{row['citation']}]: {row['surface'][:60]!r} does not stand at its place")
    print("\n".join(faults) or f"{len(evidence['rows'])} citations in {len(articles)} articles hold")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
