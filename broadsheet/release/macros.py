"""Macros that a release carries for its analysts, read from `sql/macros/*.sql`.

One `create macro` per file, named after the file. Comment lines on top say what it gives (they become its comment in
the release); a line `-- needs: claims, articles` names the tables without which it is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import TopologicalSorter
from importlib.resources import files

from broadsheet.errors import FaultError

_CALL = re.compile(r"\b(\w+)\(")


@dataclass(frozen=True, slots=True)
class Macro:
    """One macro. `statement` creates it; `needs` are the tables it reads."""

    name: str
    statement: str
    doc: str
    needs: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """True: it gives a table and is used after `from`."""
        return re.search(r"\bas\s+table\b", self.statement) is not None


def load_macros() -> tuple[Macro, ...]:
    """Every macro of `sql/macros`, by name. Raises FaultError for a file without comment or of another name."""
    folder = files("sql") / "macros"
    if not folder.is_dir():
        return ()
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return tuple(
        parse_macro(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))
        for entry in entries
        if entry.name.endswith(".sql")
    )


def order_macros(macros: Iterable[Macro]) -> list[Macro]:
    """The macros, each after those that it calls."""
    named = {macro.name: macro for macro in macros}
    calls = {
        macro.name: sorted((set(_CALL.findall(macro.statement)) & named.keys()) - {macro.name})
        for macro in named.values()
    }
    return [named[name] for name in TopologicalSorter(calls).static_order()]


def parse_macro(name: str, text: str) -> Macro:
    """Read one file's text.

    >>> parse_macro("twice", "-- Twice the value.\\n-- needs: numbers\\ncreate macro twice(x) as 2 * x;").needs
    ('numbers',)
    """
    lines = text.strip().splitlines()
    comments = [line[2:].strip() for line in lines if line.startswith("--")]
    needs = [line.removeprefix("needs:") for line in comments if line.startswith("needs:")]
    doc = " ".join(line for line in comments if not line.startswith("needs:"))
    statement = "\n".join(line for line in lines if not line.startswith("--")).strip()
    if not doc or not re.match(rf"create macro {re.escape(name)}\s*\(", statement):
        raise FaultError(f"sql/macros/{name}.sql must have a comment on top and then `create macro {name}(...)`.")
    return Macro(name, statement, doc, tuple(part.strip() for line in needs for part in line.split(",")))
