"""A dossier: chosen rows with numbered citations, the texts and hashes they rest on, and a script that proves them.

Belongs here: choosing the rows, writing the folder, and the script. Showing rows in a browser belongs to
`broadsheet.browse`, writing pages as they were received to `broadsheet.ingest`.
"""
