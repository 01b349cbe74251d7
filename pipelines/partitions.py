"""Daily partitions by capture day (UTC)."""

import dagster as dg

from broadsheet.settings import load_settings

# Today is a partition too: pages captured this morning can be asked about this afternoon.
DAYS = dg.DailyPartitionsDefinition(start_date=load_settings().start_day.isoformat(), timezone="UTC", end_offset=1)

# A range in one process costs a fifth of its days one by one, and one failure loses the events of its range only.
BACKFILL = dg.BackfillPolicy.multi_run(max_partitions_per_run=30)
