"""The settings of the how-to for Kubernetes: Dagster takes them, and they start a run as they say.

dagster-k8s is in no extra and no lock; without it the second half is skipped. The cluster is an HTTP server on loopback
that records what it is sent.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
import yaml

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "how-to" / "kubernetes"


def read_settings(name: str) -> dict[str, Any]:
    """One file that the how-to names."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


@contextmanager
def imitate_cluster() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a server that takes Jobs, and the Jobs that it was sent."""
    jobs: list[dict[str, Any]] = []

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            jobs.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))) | {"path": self.path})
            self.send_response(201)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps({key: value for key, value in jobs[-1].items() if key != "path"}).encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", jobs
    finally:
        server.shutdown()
        server.server_close()


def test_the_settings_name_a_launcher_and_a_job_of_ray() -> None:
    settings, ray_job = read_settings("dagster.yaml"), read_settings("ray-job.yaml")
    assert settings["run_launcher"]["class"] == "K8sRunLauncher"
    volumes = {volume["name"] for volume in settings["run_launcher"]["config"]["volumes"]}
    assert {mount["name"] for mount in settings["run_launcher"]["config"]["volume_mounts"]} <= volumes
    assert (ray_job["kind"], ray_job["spec"]["entrypoint"]) == ("RayJob", "broadsheet run")


def test_a_run_becomes_a_job_as_the_settings_say(tmp_path: Path) -> None:
    pytest.importorskip("dagster_k8s", reason="dagster-k8s is not installed: pip install dagster-k8s")
    settings = read_settings("dagster.yaml")
    del settings["storage"]  # Postgres has tests of its own
    with imitate_cluster() as (address, jobs):
        cluster = {"clusters": [{"name": "c", "cluster": {"server": address}}], "users": [{"name": "u", "user": {}}]}
        contexts = {"contexts": [{"name": "x", "context": {"cluster": "c", "user": "u"}}], "current-context": "x"}
        (tmp_path / "kubeconfig").write_text(yaml.safe_dump(cluster | contexts), encoding="utf-8")
        settings["run_launcher"]["config"] |= {
            "load_incluster_config": False,
            "kubeconfig_file": str(tmp_path / "kubeconfig"),
        }
        (tmp_path / "dagster.yaml").write_text(yaml.safe_dump(settings), encoding="utf-8")
        instance = dg.DagsterInstance.from_config(str(tmp_path))
        with instance:
            launch_run(instance)
    [job] = jobs
    pod = job["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert job["path"].startswith("/apis/batch/v1/namespaces/broadsheet/jobs")
    assert job["spec"]["backoffLimit"] == 0
    assert container["image"] == "registry.example.org/broadsheet:1.3.0"
    assert container["args"][:3] == ["dagster", "api", "execute_run"]
    assert container["resources"]["limits"] == {"memory": "8Gi"}
    assert "/srv/broadsheet/warehouse" in [
        mount["mountPath"] for mount in container["volumeMounts"] if mount["name"] == "warehouse"
    ]
    assert pod["securityContext"] == {"runAsUser": 1000, "fsGroup": 1000}


def launch_run(instance: dg.DagsterInstance) -> None:
    """Launch one run of the warehouse's own job by the instance's launcher."""
    from dagster._core.test_utils import create_run_for_test
    from dagster._core.workspace.context import WorkspaceProcessContext
    from dagster._core.workspace.load_target import PythonFileTarget

    target = PythonFileTarget(
        python_file=str(ROOT / "pipelines" / "definitions.py"),
        attribute=None,
        working_directory=str(ROOT),
        location_name="broadsheet",
    )
    with WorkspaceProcessContext(instance, target) as process:
        context = process.create_request_context()
        [location] = context.code_locations
        [repository] = location.get_repositories().values()
        remote = repository.get_all_jobs()[0]
        run = create_run_for_test(
            instance,
            job_name=remote.name,
            remote_job_origin=remote.get_remote_origin(),
            job_code_origin=remote.get_python_origin(),
        )
        instance.launch_run(run.run_id, context)
