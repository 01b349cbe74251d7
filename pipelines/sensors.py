"""The sensor for files that come late or change: their days are run again."""

from collections.abc import Iterator

import dagster as dg

from assets.partitions import DAYS
from assets.resource import BroadsheetResource
from broadsheet.ingest import fingerprint_day, index_rows, list_days, update_index
from pipelines.jobs import daily_job

# A folder of many years that is put into the inbox at once is work for a backfill, not for a sensor.
_MOST_RUNS_PER_TICK = 5


@dg.sensor(
    job=daily_job,
    name="late_files",
    minimum_interval_seconds=300,
    description="Runs days again whose files are new or changed. Off until someone turns it on.",
)
def late_files(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest]:
    """Ask for a run of each day whose files are not those of its last run; the run key keeps it from asking twice."""
    broadsheet = BroadsheetResource.from_environment()
    runs = broadsheet.lake.read("runs", columns=["stage", "captured_on", "input_version"])
    done = {(day, version) for stage, day, version in runs.iter_rows() if stage == "ingest"}
    index = update_index(broadsheet.sources, index_rows(broadsheet.lake.read("inbox_files")))
    found = [(day, fingerprint_day(day, index)) for day in list_days(index)]
    waiting = [item for item in found if item not in done and DAYS.has_partition_key(str(item[0]))]
    for day, version in waiting[:_MOST_RUNS_PER_TICK]:
        yield dg.RunRequest(run_key=f"{day}:{version}", partition_key=str(day))


SENSORS = [late_files]
