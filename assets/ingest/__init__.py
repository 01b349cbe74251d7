"""Bytes in: which files there are, and the documents in them as they were received."""
