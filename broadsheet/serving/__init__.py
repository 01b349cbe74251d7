"""`broadsheet serve-sql`: SQL over HTTP for programs, colleagues and notebooks, of whom none is trusted.

Belongs here: what a stranger may send, one process per query with its limits, answers in the formats asked for, the
page that lets one type a query. The locks of the connection are those of broadsheet.locked, the look of the page is
that of broadsheet.browse. Nothing here writes but for the token's file and the log of requests.

Who sees SQL: only the process that runs it. It is forked for this query alone from one that has nothing but imports
(`nursery`), holds one read-only connection, may write no file, and is ended by the kernel when its time is up, when the
client goes away, and when the server goes away; memory beyond its limit it does not get. Parsing is its work as well.
"""
