"""What leaves the house: releases without the publishers' texts, and entities in the form of FollowTheMoney.

Belongs here: what is kept, cut or left out, and writing the files. Choosing days and words to print belongs to the
command line.
"""

from broadsheet.sharing.follow_the_money import write_entities
from broadsheet.sharing.share_safe import ShareReport, write_share_safe

__all__ = ["ShareReport", "write_entities", "write_share_safe"]
