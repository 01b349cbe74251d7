"""A real server on loopback in its own process, and what tests say to it."""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
# Little time and memory, so that what is stopped is stopped soon.
TIGHT = (
    "--seconds", "0.5", "--memory", "64MB", "--threads", "1", "--rows", "50", "--answer", "1", "--queries", "2",
    "--waiting", "1", "--patience", "1.5",
)  # fmt: skip


@dataclass(frozen=True)
class Reply:
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def kind(self) -> str:
        """The kind of its problem; its status where there is none."""
        try:
            return str(self.json["error"]["kind"])
        except (ValueError, KeyError, TypeError):
            return str(self.status)


@dataclass(frozen=True)
class Server:
    """A running server."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, headers or {})
            found = connection.getresponse()
            return Reply(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())
        finally:
            connection.close()

    def ask(self, sql: str, **more: Any) -> Reply:
        """Ask by a POST of JSON."""
        return self.send(
            "POST", "/sql", json.dumps({"sql": sql, **more}).encode(), {"content-type": "application/json"}
        )

    def ask_surely(self, sql: str, **more: Any) -> Reply:
        """Ask what is well within the limits, again where a busy machine was too slow for them."""
        for _ in range(10):
            reply = self.ask(sql, **more)
            if reply.kind not in ("over_time", "waited_too_long"):
                break
        return reply

    def send_raw(self, *pieces: bytes, pause_s: float = 0.0) -> Reply:
        """Send bytes as they are, with pauses between the pieces, and read until the server closes or has answered."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S) as connection:
            try:
                for piece in pieces:
                    connection.sendall(piece)
                    time.sleep(pause_s)
            except OSError:
                pass
            return _read_raw(connection)


def _read_raw(connection: socket.socket) -> Reply:
    received = b""
    try:
        while piece := connection.recv(65_536):
            received += piece
            head, gap, body = received.partition(b"\r\n\r\n")
            told = re.search(rb"content-length: (\d+)", head.lower())
            if gap and told and len(body) >= int(told[1]):
                break
    except ConnectionError:
        pass
    head, _, body = received.partition(b"\r\n\r\n")
    status = int(head.split()[1]) if head else 0
    return Reply(status, {}, body)


@contextmanager
def serving(home: Path, log: Path, *options: str) -> Iterator[Server]:
    """The command `broadsheet serve-sql` on a free port; ended with the block."""
    command = [sys.executable, "-m", "pipelines", "serve-sql", "--port", "0", *options]
    environment = {**os.environ, "BROADSHEET_HOME": str(home), "BROADSHEET_CANARY": "hush", "COLUMNS": "200"}
    with log.open("wb") as file:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=file, stderr=file)
    try:
        yield Server(_wait_for_port(process, log), process, log)
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for_port(process: subprocess.Popen[bytes], log: Path) -> int:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())
        if found:
            return int(found[1])
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text()}")


def hash_tree(folder: Path) -> dict[str, str]:
    """What each file and link below a folder holds."""
    return {
        str(path): path.readlink().as_posix() if path.is_symlink() else hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or path.is_file()
    }


def count_queries(process: subprocess.Popen[bytes]) -> int:
    """How many queries' processes there are below a server."""
    children = _children(process.pid)
    return sum(len(_children(child)) for child in children)


def _children(pid: int) -> list[int]:
    found = []
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = place.read_text()
        except OSError:
            continue
        state, parent = text.rpartition(")")[2].split()[:2]
        if int(parent) == pid and state != "Z":
            found.append(int(place.parent.name))
    return found
