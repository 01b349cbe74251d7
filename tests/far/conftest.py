"""Real servers on loopback, each started by its fixture: an S3 server and a Postgres.

They are not in the main lock: `make test-far` installs them and runs these tests; elsewhere each test is skipped.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from broadsheet.lake import Lake
from broadsheet.settings import load_settings

BUCKET = "news"


@dataclass
class ObjectStore:
    """A server of S3 that can be stopped and started again with what it holds."""

    server: Any
    port: int

    @property
    def options(self) -> dict[str, str]:
        """What `BROADSHEET_STORAGE_` says of it; it gives up in seconds, so that a test of a dead server ends."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}", "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "secret",
            "MAX_RETRIES": "1", "RETRY_TIMEOUT": "3s",
        }  # fmt: skip

    def name_variables(self, home: Path, lake: str) -> dict[str, str]:
        """The environment of a home whose lake lies in the bucket under that name."""
        options = {f"BROADSHEET_STORAGE_{key}": value for key, value in self.options.items()}
        return {"BROADSHEET_HOME": str(home), "BROADSHEET_LAKE": f"s3://{BUCKET}/{lake}"} | options

    def open_lake(self, lake: str) -> Lake:
        """The lake in the bucket under that name."""
        settings = load_settings(self.name_variables(Path("unused"), lake))
        return Lake(settings.lake_uri, settings.storage_options)

    def stop(self) -> None:
        """End the server; its objects stay."""
        self.server.stop()

    def start(self) -> None:
        """Serve again at the same address."""
        moto_server = pytest.importorskip("moto.server")
        self.server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=self.port, verbose=False)
        self.server.start()


@pytest.fixture(scope="module")
def object_store() -> Iterator[ObjectStore]:
    """An S3 server of one module, with a bucket."""
    moto_server = pytest.importorskip("moto.server", reason="the S3 server is not installed: make test-far")
    boto3 = pytest.importorskip("boto3")
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    store = ObjectStore(server, server.get_host_and_port()[1])
    boto3.client(
        "s3", endpoint_url=store.options["AWS_ENDPOINT_URL"], region_name="us-east-1", aws_access_key_id="reader",
        aws_secret_access_key="secret",
    ).create_bucket(Bucket=BUCKET)  # fmt: skip
    yield store
    store.stop()


@dataclass
class Postgres:
    """A cluster of its own in a folder, heard on loopback alone."""

    folder: Path
    port: int
    programs: Path

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a program of Postgres as the user whose cluster it is. Raises CalledProcessError."""
        return subprocess.run(
            [str(self.programs / program), *arguments], user=_choose_user(), capture_output=True, text=True, check=True,
            cwd=self.folder, timeout=120,
        )  # fmt: skip

    def start(self) -> None:
        """Start the server and wait until it answers."""
        told = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} -c fsync=off"
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-l", str(self.folder / "log"), "-o", told, "start")

    def stop(self, how: str = "fast") -> None:
        """End it; `immediate` is as if it were killed."""
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", "-m", how, "stop")

    @property
    def configuration(self) -> str:
        """The lines of `dagster.yaml` that name it."""
        return (
            "storage:\n  postgres:\n    postgres_db:\n      hostname: 127.0.0.1\n      username: dagster\n"
            "      password: dagster\n      db_name: postgres\n      scheme: postgresql+psycopg2\n"
            f"      port: {self.port}\n"
        )


def start_run(variables: Mapping[str, str], *arguments: str) -> subprocess.Popen[str]:
    """`broadsheet run` in a process of its own; what it says comes from its output."""
    variables = {"BROADSHEET_WORKERS": "1", **variables}
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", "run", *arguments],
        env=os.environ | variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    """A Postgres of one module."""
    pytest.importorskip("dagster_postgres", reason="dagster-postgres is not installed: make test-far")
    programs = _find_programs()
    if programs is None:
        pytest.skip("No Postgres server is installed on this machine.")
    # Not below the folders of tests, which other users may not enter, and short: a socket has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Postgres(folder, free.getsockname()[1], programs)
    user = _choose_user()
    try:
        if user is not None:
            shutil.chown(folder, user)
        server.run("initdb", "-D", str(folder / "data"), "-A", "trust", "-U", "dagster", "--no-sync")
        server.start()
        yield server
        server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find_programs() -> Path | None:
    found = shutil.which("pg_ctl") or next(
        iter(sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/pg_ctl")))), None
    )
    return Path(found).resolve().parent if found else None


def _choose_user() -> str | None:
    """Postgres refuses to run as root."""
    if os.geteuid() != 0:
        return None
    return next((user.pw_name for user in pwd.getpwall() if user.pw_name in {"postgres", "nobody"}), None)


@dataclass
class RayCluster:
    """A cluster on loopback: a head and one more machine, one processor each, as real processes."""

    cluster: Any
    second: Any = None

    @property
    def address(self) -> str:
        return str(self.cluster.address)

    def add_machine(self) -> None:
        """Have the second machine, where it is gone."""
        self.second = self.second or self.cluster.add_node(num_cpus=1, **_LOOPBACK)

    def lose_machine(self) -> None:
        """End the second machine with all that runs on it, without a word."""
        self.cluster.remove_node(self.second, allow_graceful=False)
        self.second = None


_LOOPBACK = {"node_ip_address": "127.0.0.1", "include_dashboard": False, "object_store_memory": 100 * 2**20}


@pytest.fixture(scope="module")
def ray_cluster() -> Iterator[RayCluster]:
    """A cluster of one module; `RAY_ADDRESS` names it."""
    # What Ray needs in order to stay on loopback, read when it is imported; and it tells nobody of its use.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        ray = pytest.importorskip("ray", reason="Ray is not installed: make test-far")
        utils = pytest.importorskip("ray.cluster_utils")
        cluster = RayCluster(utils.Cluster(initialize_head=True, head_node_args={"num_cpus": 1, **_LOOPBACK}))
        patch.setenv("RAY_ADDRESS", cluster.address)
        yield cluster
        ray.shutdown()
        cluster.cluster.shutdown()
