"""Daily partitions by capture day (UTC), from the first captured day on."""

from collections.abc import Mapping

import dagster as dg

from broadsheet.settings import load_settings

# Today is a partition too: pages captured this morning can be asked about this afternoon.
DAYS = dg.DailyPartitionsDefinition(start_date=load_settings().start_day.isoformat(), timezone="UTC", end_offset=1)

# A range in one process costs a fifth of its days one by one. What a failing range has done is noted and marked day by
# day all the same.
BACKFILL = dg.BackfillPolicy.multi_run(max_partitions_per_run=100)

# Tags by which Dagster knows the partitions of a run: one by its key, more by the first and the last.
DAY_TAG = "dagster/partition"
FIRST_DAY_TAG, LAST_DAY_TAG = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"
# Tag by which a run knows the backfill that it belongs to.
BACKFILL_TAG = "dagster/backfill"


def is_within_backfill(tags: Mapping[str, str]) -> bool:
    """Whether a run does some of the days of a backfill, so that other runs of it may follow."""
    return BACKFILL_TAG in tags and not tags.keys().isdisjoint({DAY_TAG, FIRST_DAY_TAG})
