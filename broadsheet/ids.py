"""Ids: hashes of what they name, so that the same input gives the same ids."""

from __future__ import annotations

import hashlib


def hash_id(*parts: object) -> str:
    """32 hex digits that depend on all parts and their order; the id of a row made from them.

    >>> hash_id("a", 1) == hash_id("a", 1), hash_id("a", 1) == hash_id("a1", "")
    (True, False)
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = str(part).encode("utf-8", "surrogatepass")
        digest.update(len(encoded).to_bytes(8, "big"))
        digest.update(encoded)
    return digest.hexdigest()[:32]
