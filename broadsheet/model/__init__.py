"""SQL models and views: what the files below `sql/` ask for, and running them on DuckDB.

Belongs here: reading the queries, finding their inputs, enforcing the columns they promise. The SQL itself lies in
`sql/`, checks in broadsheet.checks, storage in broadsheet.lake, scheduling in `assets/` and `pipelines/`.
"""

from broadsheet.model.execution import Written, run_query, write_query
from broadsheet.model.inputs import InputViews, connect_inputs, find_table, load_inputs
from broadsheet.model.queries import (
    Query,
    find_inputs,
    find_parameters,
    list_names,
    load_queries,
    load_query,
    read_sql,
    read_toml,
)

__all__ = [
    "InputViews",
    "Query",
    "Written",
    "connect_inputs",
    "find_inputs",
    "find_parameters",
    "find_table",
    "list_names",
    "load_inputs",
    "load_queries",
    "load_query",
    "read_sql",
    "read_toml",
    "run_query",
    "write_query",
]
