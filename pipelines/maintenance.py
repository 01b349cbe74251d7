"""The job that frees disk space once a week, and its schedule."""

import dagster as dg

from assets.reporting import explained_errors
from assets.resource import BroadsheetResource
from broadsheet.stages.maintenance import vacuum_tables
from pipelines.run_events import forget_old_events
from pipelines.service_settings import load_service_settings


@dg.op(
    description="Deletes files of the lake that no version of the last week needs, and events of old runs.",
    out=dg.Out(dg.Nothing),
)
def vacuum_lake(context: dg.OpExecutionContext, broadsheet: BroadsheetResource) -> None:
    with explained_errors():
        deleted = vacuum_tables(broadsheet.lake, broadsheet.settings)
    lines = [f"| {name} | {count} |" for name, count in deleted.items()]
    context.add_output_metadata(
        {
            "files_deleted": sum(deleted.values()),
            "runs_forgotten": forget_old_events(context.instance),
            "by_table": dg.MetadataValue.md("\n".join(["| table | files |", "|---|---|", *lines])),
        }
    )
    context.log.info(f"deleted {sum(deleted.values())} files of {len(deleted)} tables")


@dg.job(
    name="maintenance",
    description="Frees the space of what rewritten days and killed runs have left, and of events of old runs.",
)
def maintenance_job() -> None:
    vacuum_lake()


maintenance_schedule = dg.ScheduleDefinition(
    name="every_week",
    job=maintenance_job,
    cron_schedule="0 4 * * 0",
    execution_timezone=load_service_settings().time_zone,
    description="Maintenance of the lake, Sundays at 04:00.",
)
