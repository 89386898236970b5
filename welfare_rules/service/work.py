"""Threads in which requests are worked on: so many at a time, each for so long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

MOST_WAITING = 64
Made = TypeVar("Made")


class Busy(Exception):
    """As many requests as may wait are waiting."""


@dataclass(slots=True)
class Lane:
    """Work of one kind. What takes too long is answered for and goes on in its place: no thread
    can be stopped, but nobody waits for it, and it counts among those that are worked on.
    """

    threads: int
    seconds: float
    pool: ThreadPoolExecutor = field(init=False)
    inside: int = 0

    def __post_init__(self) -> None:
        self.pool = ThreadPoolExecutor(self.threads, "welfare-rules")

    async def run(self, step: Callable[[], Made]) -> Made:
        """What the step returns. Raises Busy, and TimeoutError where it takes too long."""
        if self.inside >= MOST_WAITING:
            raise Busy
        loop = asyncio.get_running_loop()
        self.inside += 1

        def done(_: Future[Made]) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._leave)

        future = self.pool.submit(step)
        future.add_done_callback(done)
        return await asyncio.wait_for(asyncio.wrap_future(future), self.seconds)

    def _leave(self) -> None:
        self.inside -= 1

    def close(self) -> None:
        """Begins nothing more."""
        self.pool.shutdown(wait=False, cancel_futures=True)
