"""Lists of addresses that lie in a file here, read as bytes. What stands in them belongs to `broadsheet.discovery`."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from broadsheet.discovery.limits import MOST_BYTES


def read_list_file(path: Path) -> bytes:
    """The bytes of a list, at most one more than is read of a list. Raises OSError, also for what is no file.

    A named pipe is not waited for.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        return file.read(MOST_BYTES + 1)
