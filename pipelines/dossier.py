"""`broadsheet dossier`: choose rows of the release, write the folder, say what is in it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from broadsheet.dossier.selection import select_rows
from broadsheet.dossier.writing import write_dossier
from broadsheet.release import open_warehouse
from broadsheet.settings import Settings


def make_dossier(settings: Settings, asked: Sequence[str], folder: Path, most: int) -> None:
    """Write the dossier of these words or ids to `folder` and print what it holds."""
    with contextlib.closing(open_warehouse(settings)) as connection:
        selection = select_rows(connection, asked, most)
    write_dossier(selection, folder)
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"{len(selection.rows)} citations in {len(selection.articles)} articles: {folder / 'dossier.html'}")
    if len(selection.rows) == most:
        console.print(f"There are more; --most {2 * most} takes more of them.")
    console.print(f"Proof: python {folder / 'verify.py'} {folder}")
