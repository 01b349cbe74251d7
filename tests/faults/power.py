"""A power cut, imitated: a command is killed, and of what it wrote, all that it did not sync is lost in some way.

What is imitated: bytes of a file that were not synced are gone, in whole or from some point on; a file whose folder was
not synced since it was made may be gone altogether. What is not: writes of SQLite and DuckDB, which sync by themselves
and are taken as kept once they are made; renames that come undone; sectors that are torn.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from broadsheet.settings import Settings

# Put in front of the path of modules: each os.fsync is told with what it kept.
_HOOK = """
import os
_real = os.fsync
_told = os.open(os.environ["FSYNC_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
def fsync(descriptor):
    _real(descriptor)
    number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
    path = os.readlink(f"/proc/self/fd/{number}")
    os.write(_told, f"{os.fstat(number).st_size} {path}\\n".encode())
os.fsync = fsync
"""
_DATABASES = (".db", ".sqlite", "-wal", "-shm", "-journal")


def start_watched(settings: Settings, folder: Path, *command: str) -> subprocess.Popen[bytes]:
    """`broadsheet <command>`, telling in `folder` what it syncs."""
    hook = folder / "hook"
    hook.mkdir(parents=True, exist_ok=True)
    (hook / "sitecustomize.py").write_text(_HOOK)
    told = {
        "BROADSHEET_HOME": str(settings.home),
        "DAGSTER_HOME": str(settings.dagster_home),
        "BROADSHEET_WORKERS": "1",
        "PYTHONPATH": os.pathsep.join([str(hook), str(Path.cwd())]),
        "FSYNC_LOG": str(folder / "synced"),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "pipelines", *command],
        env=os.environ | told,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def cut_power(settings: Settings, folder: Path, process: subprocess.Popen[bytes], begun: float, seed: int) -> list[str]:
    """Kill the command and lose what it had not synced; what was lost, in words. begun: of time.time()."""
    with suppress(ProcessLookupError):  # it may have ended by itself
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    told = folder / "synced"
    synced = read_synced(told.read_text().splitlines() if told.exists() else [])
    return lose(settings.home, synced, begun, random.Random(seed))


def read_synced(lines: list[str]) -> dict[str, int]:
    """Path -> the size that was synced last, of files and folders."""
    return {path: int(size) for size, _, path in (line.partition(" ") for line in lines)}


def lose(home: Path, synced: dict[str, int], begun: float, chance: random.Random) -> list[str]:
    """Lose what was written since `begun` and not synced."""
    lost = []
    for path in sorted(home.rglob("*")):
        if path.is_symlink() or not path.is_file() or path.stat().st_mtime < begun or path.name.endswith(_DATABASES):
            continue
        kept = synced.get(str(path), synced.get(f"{path}#1", 0))
        if path.stat().st_size == kept or path.stat().st_size == 0:
            continue
        how = chance.choice(["kept", "empty", "cut", "gone"])
        lost.append(f"{how} {path.relative_to(home)}")
        _harm(path, how, kept, chance)
    return lost


def _harm(path: Path, how: str, kept: int, chance: random.Random) -> None:
    if how == "gone" and not kept:
        path.unlink()
    elif how != "kept":
        path.chmod(0o644)
        size = path.stat().st_size
        os.truncate(path, kept if how == "empty" else chance.randint(kept, max(kept, size - 1)))


def wait_until(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the command still runs after so many seconds."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if process.poll() is not None:
            return False
        time.sleep(0.05)
    return True
