"""Lists of addresses read: feeds, sitemaps, URL lists, section pages, and what a home page announces.

Belongs here: bytes of such a list in, its items out; and when two addresses are one. Nothing here opens a file or the
network; what is fetched and when belongs to `broadsheet.crawl`.
"""
