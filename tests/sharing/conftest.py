"""Rows written inline, as in the tests of SQL."""

from tests.sql.conftest import connection, put_rows

__all__ = ["connection", "put_rows"]
