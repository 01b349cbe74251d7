"""MinHash signatures of story texts, used to find copies of a text.

Belongs here: computing a signature. Which texts are copies of each other is computed from the table `signatures`.
"""

from broadsheet.stories.signature import Signature, estimate_similarity, make_signature

__all__ = ["Signature", "estimate_similarity", "make_signature"]
