"""What the maintenance job does, then the same once more for files of the last hours, since a soak takes hours only."""

from __future__ import annotations

from assets.resource import BroadsheetResource
from broadsheet.settings import load_settings
from broadsheet.stages.maintenance import vacuum_tables
from pipelines.home import open_instance
from pipelines.maintenance import maintenance_job

KEEP_HOURS = 1


def main() -> None:
    """Free what can be freed of the home that the environment names; prints how many files went."""
    resource = BroadsheetResource.from_settings(load_settings())
    with open_instance(load_settings()) as instance:
        result = maintenance_job.execute_in_process(instance=instance, resources={"broadsheet": resource})
    assert result.success
    print(sum(vacuum_tables(resource.lake, resource.settings, KEEP_HOURS).values()))


if __name__ == "__main__":
    main()
