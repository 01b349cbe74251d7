"""SQL assets made from `sql/model`."""

from assets.sql_assets import make_sql_assets

model_assets = make_sql_assets("model")
