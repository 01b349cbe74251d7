"""Numbers with value, unit, bound, change and what they count.

`find_numbers` gives the rows of an article; `scan_quantities` the bare quantities of a text; `RULES` are
the named rules that read them.
"""

from __future__ import annotations

from broadsheet.numbers.find import find_numbers
from broadsheet.numbers.quantity_scanner import scan_quantities
from broadsheet.numbers.rules import RULES

__all__ = ["RULES", "find_numbers", "scan_quantities"]
