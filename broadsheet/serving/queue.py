"""Who runs now and who waits: so many queries at once, so many more in line, all others are told to come back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from broadsheet.serving.problems import ProblemError


class Queue:
    """Places for queries. places: how many run at once. line: how many may wait, each at most `patience_s`."""

    def __init__(self, places: int, line: int, patience_s: float) -> None:
        self._free = asyncio.Semaphore(places)
        self._line, self._patience_s = line, patience_s
        self._waiting = 0

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place, kept until the block ends. Raises ProblemError where the line is full or the wait too long."""
        if self._free.locked():
            await self._wait()
        else:
            await self._free.acquire()
        try:
            yield
        finally:
            self._free.release()

    async def _wait(self) -> None:
        if self._waiting >= self._line:
            raise ProblemError("busy", "Too many queries run and wait. Ask again in a moment.")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience_s):
                await self._free.acquire()
        except TimeoutError as error:
            told = f"No place became free within {self._patience_s:g} s. Ask again in a moment."
            raise ProblemError("waited_too_long", told) from error
        finally:
            self._waiting -= 1
