"""`broadsheet poll` as it is, but that names lead to the soak's sites and time is that of its clock."""

from __future__ import annotations

import os

from pipelines.leaving import leave_at_signals


def main() -> None:
    """Poll all sources of the home that the environment names."""
    leave_at_signals()
    from broadsheet.crawl.identity import make_user_agent
    from broadsheet.fetch.client import Client
    from broadsheet.settings import load_settings
    from broadsheet.stages.polls import fetching_locally
    from pipelines import __main__ as command
    from pipelines.demo_site import open_way
    from tests.soak.clock import read_clock

    clock, way = read_clock(), open_way(int(os.environ["SOAK_PORT"]))
    with Client(make_user_agent(load_settings()), backend=way, now=clock) as client, fetching_locally(client, clock):
        command.main()


if __name__ == "__main__":
    main()
