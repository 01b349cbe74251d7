"""Fingerprints of the story text, by which copies of one text are found.

Belongs here: turning words into a signature. Which texts are copies of each other is asked of the table `signatures`.
"""

from broadsheet.stories.signature import Signature, estimate_similarity, make_signature

__all__ = ["Signature", "estimate_similarity", "make_signature"]
