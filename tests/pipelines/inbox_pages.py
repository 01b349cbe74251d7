"""Pages written for tests of whole runs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

PARAGRAPHS = (
    "Mayor Ingrid Solheim said on Tuesday that the harbour of Nordhaven would close for at least three weeks, after "
    "engineers found 14 cracks in the eastern wall of the old dock.",
    "“We will not take risks with people’s lives,” Solheim told reporters outside the town hall, adding that repairs "
    "would cost about 2.5 million euros and that the council had been warned in 2019.",
    "According to the port authority, 120 fishing boats will have to move to Vestby, some 40 kilometres to the south, "
    "while the ferry line will run only twice a day until the end of March.",
    "The opposition denied that it had blocked the money. “That is simply untrue,” said Per Lund, who leads the Coast "
    "Party in the council and voted against the budget last year.",
)


def build_page(title: str, paragraphs: Iterable[str], published_on: date) -> str:
    """One page with a headline, a date and paragraphs."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<html lang='en'><head><title>{title}</title>"
        f"<meta property='article:published_time' content='{published_on}T08:00:00Z'></head>"
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def write_pages(path: Path, pages: Iterable[tuple[str, str, str]]) -> None:
    """JSON lines of (address, capture time, html)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps({"url": url, "captured_at": at, "html": html}) for url, at, html in pages]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
