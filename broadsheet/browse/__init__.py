"""Pages that show the evidence: each fact in its text, with the rule that found it and the SQL that shows it.

Belongs here: asking the warehouse for what a page shows, drawing it as HTML or for a terminal, and the two outlets, a
read-only server (`broadsheet browse`) and files (`broadsheet site`). SQL lies in sql/browse, HTML in templates/.
Nothing here writes to the warehouse.
"""

from broadsheet.browse.pages import find_page, make_page
from broadsheet.browse.render import render_page
from broadsheet.browse.store import Warehouse

__all__ = ["Warehouse", "find_page", "make_page", "render_page"]
