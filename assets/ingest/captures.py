"""The asset `captures`: documents of a day as they were received."""

from assets.day_assets import make_day_assets

captures = make_day_assets("ingest", deps=("inbox_files",))
