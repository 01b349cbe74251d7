"""`broadsheet sql`: a query or a prompt on the published warehouse that can read it and nothing else.

Belongs here: running SQL for a person, showing the result, writing it to a file. Publishing belongs in
broadsheet.release, pages for a browser in broadsheet.browse.
"""

from broadsheet.shell.limits import bound_memory
from broadsheet.shell.options import FORMATS, SqlOptions, parse_memory
from broadsheet.shell.prompt import run_prompt
from broadsheet.shell.query import run_query

__all__ = ["FORMATS", "SqlOptions", "bound_memory", "parse_memory", "run_prompt", "run_query"]
