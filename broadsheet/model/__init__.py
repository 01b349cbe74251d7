"""SQL models, views and checks: what the files below `sql/` ask for, and running them on DuckDB.

Belongs here: reading the queries, finding their inputs, enforcing the columns they promise. The SQL itself lies in
`sql/`, storage in broadsheet.lake, scheduling in `assets/` and `pipelines/`.
"""

from broadsheet.model.execution import find_wrong_rows, run_query
from broadsheet.model.inputs import connect_inputs
from broadsheet.model.queries import (
    Check,
    Query,
    find_inputs,
    load_checks,
    load_queries,
    load_query,
    read_sql,
)

__all__ = [
    "Check",
    "Query",
    "connect_inputs",
    "find_inputs",
    "find_wrong_rows",
    "load_checks",
    "load_queries",
    "load_query",
    "read_sql",
    "run_query",
]
