"""Optional facts of a page, read one by one: one that trips over the page is left out, and the article stays.

Belongs here: the guard alone. Publishers write anything into metadata, so every fact that an article can do without is
read through it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from broadsheet.errors import FaultError
from broadsheet.failures import is_memory_error

Fact = TypeVar("Fact")
Other = TypeVar("Other")


class OptionalFields:
    """Reads facts and remembers the names of those that failed."""

    def __init__(self) -> None:
        self._failed: dict[str, None] = {}

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the facts that could not be read, each once."""
        return tuple(self._failed)

    def read(self, name: str, find: Callable[[], Fact], otherwise: Other) -> Fact | Other:
        """What `find` gives; `otherwise`, with the name noted, where it raises an exception."""
        try:
            return find()
        except FaultError:
            raise
        except Exception as error:  # whatever a page writes into one field must not cost the article
            if is_memory_error(error):
                raise
            self._failed[name] = None
            return otherwise
