"""How much of one list is read: bytes, items, levels and characters, so that no list can exhaust the machine."""

from __future__ import annotations

MEGABYTE = 1_000_000
# sitemaps.org allows 50 MB and 50,000 addresses; the largest of 92 real feeds has 1.4 MB.
MOST_BYTES = 52 * MEGABYTE
MOST_FEED_BYTES = 20 * MEGABYTE
MOST_ITEMS = 50_000
# Links of one page; the front pages of large papers have about 1,000.
MOST_LINKS = 10_000
# feedparser takes about 1 s for 1 MB, much more for elements nested by thousands, and is asked only where nothing else
# reads a feed.
MOST_FALLBACK_BYTES = 1 * MEGABYTE
MOST_FALLBACK_TAGS = 20_000
MOST_DEPTH = 100
MOST_URL_CHARS = 2_000
MOST_TITLE_CHARS = 1_000
MOST_NAME_CHARS = 200
MOST_AUTHORS = 20
MOST_PROBLEMS = 20
