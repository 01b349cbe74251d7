"""The old name of quantity.py and quantity_scanner.py, for modules that still import it."""

from broadsheet.numbers.quantity import Quantity
from broadsheet.numbers.quantity_scanner import scan_quantities

__all__ = ["Quantity", "scan_quantities"]
