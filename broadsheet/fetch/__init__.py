"""One address in, one exchange out: the only package that opens the network.

Belongs here: which addresses may be reached, connections, TLS, redirects, caps, content decoding, the record of an
exchange in a WARC file, and the closed list of outcomes. When and how often to ask, robots.txt and what is remembered
between runs belong to `broadsheet.crawl`; what a feed or sitemap says to `broadsheet.discovery`.

    with open_client(settings, user_agent) as client, WarcWriter(folder) as writer:
        exchange = client.fetch(url, headers=(("If-None-Match", etag),), gate=gate)
        place = writer.write(exchange, metadata)

Whatever the other side does, `fetch` raises nothing for it: an exchange has an outcome.
"""
