"""The licences of what the lock installs, read from the metadata of the installed packages.

`python -m tests.house.licences` writes docs/licences.md; `--check` (`make licences`) fails where the page is old, and
both fail where a licence is not known or not accepted. What is accepted stands in licences.toml.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "docs" / "licences.md"
LOCK = ROOT / "requirements.lock"
_HEAD = """# Licences

What `requirements.lock` installs, development included, by licence (SPDX), as the metadata of the packages says; where
they say less, as their licence files do. `make licences` fails where one is not known or not accepted; what is
accepted, and why, stands in `tests/house/licences.toml`. Licences of data, models and this project:
[NOTICE](../NOTICE).

| licence | packages |
|---|---|
"""


@dataclass(frozen=True)
class Rules:
    """What licences.toml holds."""

    accepted: frozenset[str]
    written: Mapping[str, str]
    package: Mapping[str, str]
    elsewhere: Mapping[str, str]


def load_rules() -> Rules:
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return Rules(frozenset(found["accepted"]), found["written"], found["package"], found["elsewhere"])


def list_locked(lock: str) -> list[str]:
    """Names of the packages of a lock, each once.

    >>> list_locked("b==1 \\\\\\n    --hash=sha256:0\\na==2\\na==3 ; python_version < '3.12'")
    ['a', 'b']
    """
    return sorted(set(re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)))


def read_licence(name: str, rules: Rules) -> str | None:
    """The licence of a package as an SPDX expression; None where it is not known."""
    try:
        found = metadata(name)
    except PackageNotFoundError:
        return rules.elsewhere.get(name)
    return rules.package.get(name) or find_licence(found, rules)


def find_licence(found: PackageMetadata, rules: Rules) -> str | None:
    """What a package's metadata says: an SPDX expression, else what it writes in words that the rules know."""
    expression = found.get("License-Expression")
    if expression:
        return str(expression)
    names = [
        written.rpartition("::")[2].strip() for written in found.get_all("Classifier") or [] if "License ::" in written
    ]
    for written in (str(found.get("License") or "").strip(), " / ".join(sorted(set(names) - {"OSI Approved"}))):
        if written.lower() in rules.written:
            return rules.written[written.lower()]
        if is_accepted(written, rules.accepted):
            return written
    return None


def split_expression(expression: str) -> list[str]:
    """The licences that an expression names.

    >>> split_expression("MIT OR (Apache-2.0 AND 0BSD)")
    ['MIT', 'Apache-2.0', '0BSD']
    """
    return [part.strip(" ()") for part in re.split(r"\s+(?:AND|OR)\s+", expression)]


def is_accepted(expression: str, accepted: frozenset[str]) -> bool:
    """Whether one may choose accepted licences alone: one of each OR, all of each AND; AND binds closer.

    >>> is_accepted("GPL-2.0-only OR MIT", frozenset(["MIT"])), is_accepted("GPL-2.0-only AND MIT", frozenset(["MIT"]))
    (True, False)
    """
    choices = re.split(r"\s+OR\s+", expression)
    return any(all(part in accepted for part in split_expression(choice)) for choice in choices)


def find_faults(licences: Mapping[str, str | None], accepted: frozenset[str]) -> list[str]:
    """A sentence for each package whose licence is not known or not accepted."""
    faults = []
    for name, licence in licences.items():
        if licence is None:
            faults.append(f"{name}: its licence is not known; read it and write it into tests/house/licences.toml.")
        elif not is_accepted(licence, accepted):
            faults.append(f"{name}: {licence} is not accepted.")
    return faults


def read_licences(rules: Rules) -> dict[str, str | None]:
    """The licence of each package of the lock."""
    return {name: read_licence(name, rules) for name in list_locked(LOCK.read_text(encoding="utf-8"))}


def write_page(licences: Mapping[str, str | None]) -> str:
    """The page: packages by licence."""
    by_licence: dict[str, list[str]] = {}
    for name, licence in licences.items():
        by_licence.setdefault(licence or "not known", []).append(name)
    return _HEAD + "".join(f"| {licence} | {', '.join(names)} |\n" for licence, names in sorted(by_licence.items()))


def main() -> None:
    """Write the page, or with --check compare it. Exit status 1 where there is a fault."""
    rules = load_rules()
    licences = read_licences(rules)
    faults = find_faults(licences, rules.accepted)
    page = write_page(licences)
    if "--check" not in sys.argv:
        TARGET.write_text(page, encoding="utf-8")
    elif TARGET.read_text(encoding="utf-8") != page:
        faults.append("docs/licences.md is old. Run: python -m tests.house.licences")
    print("\n".join(faults) or f"{len(licences)} packages, all licences known and accepted")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
