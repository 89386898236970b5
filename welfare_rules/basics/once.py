"""What is made of values that come again and again, each once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from typing import TypeVar

Made = TypeVar("Made")


class Once(dict[Hashable, Made]):
    """What is made of each value, made when it is first looked up; at most so many are kept.

    >>> made = Once(lambda cell: f"<{cell}>")
    >>> made[1], made[1], len(made)
    ('<1>', '<1>', 1)
    """

    def __init__(self, work: Callable[..., Made], most: int = sys.maxsize) -> None:
        super().__init__()
        self.work, self.most = work, most

    def __missing__(self, value: Hashable) -> Made:
        made = self.work(value)
        if len(self) < self.most:
            self[value] = made
        return made
