"""Numbers with value, unit, bound, change and what they count.

`find_numbers` gives the rows of an article; `scan_quantities` the bare quantities of a text.
"""

from __future__ import annotations

from broadsheet.numbers.find import find_numbers
from broadsheet.numbers.quantity_scanner import scan_quantities

__all__ = ["find_numbers", "scan_quantities"]
