"""SQL assets made from `sql/view`."""

from assets.sql_assets import make_sql_assets

view_assets = make_sql_assets("view")
