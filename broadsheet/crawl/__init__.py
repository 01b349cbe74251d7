"""What is asked of whom and when: polls of live sources, politeness, and what is remembered between runs.

Belongs here: robots.txt, usage preferences, one queue for each host with its delay, retries, conditional requests,
the state file, and the rows of `fetches`, `urls`, `feeds` and `usage_preferences`. The network itself belongs to
`broadsheet.fetch`, reading a list to `broadsheet.discovery`.
"""
