"""`python -m tests.soak`: polls, runs, kills and readers for as long as asked, then the audit.

Exit status 1 where a law is broken.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from tests.soak.course import Soak
from tests.soak.report import find_faults, write_report


def main(arguments: list[str]) -> int:
    """Soak and print the table; returns 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=120.0, help="default 120; the audit comes after them")
    parser.add_argument("--seed", type=int, default=1, help="draws texts, rounds and endings (default 1)")
    parser.add_argument("--share", type=float, default=0.5, help="of one core, for the commands (default .5)")
    parser.add_argument("--home", type=Path, help="folder, made anew; default one that is removed")
    options = parser.parse_args(arguments)
    # A shell that starts it in the background has it ignore Ctrl-C, and so would all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as folder:
        home = options.home or Path(folder) / "soak"
        gathered = Soak(home.absolute(), options.minutes, options.seed, options.share).run()
        faults = find_faults(gathered)
        print(write_report(gathered, faults, home / "soak.json"))
    for fault in faults:
        print(f"BROKEN {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
