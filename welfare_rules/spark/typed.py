"""What is asked of Spark and of its Arrow batches, as types that need neither installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Protocol, TypeVar

Batches = Iterable[Any]
"""Record batches of pyarrow."""


class SparkFrame(Protocol):
    """A DataFrame of Spark; whatever is not named here it offers as well."""

    @property
    def columns(self) -> Sequence[str]: ...
    @property
    def schema(self) -> Any: ...
    @property
    def sparkSession(self) -> Any: ...
    def select(self, *cols: Any) -> Any: ...
    def where(self, condition: Any) -> Any: ...
    def unionByName(self, other: Any) -> Any: ...
    def repartition(self, numPartitions: Any, *cols: Any) -> Any: ...
    def sortWithinPartitions(self, *cols: Any) -> Any: ...
    def mapInArrow(self, func: Callable[[Batches], Iterator[Any]], schema: Any) -> Any: ...
    def __getattr__(self, name: str) -> Any: ...


class Broadcast(Protocol):
    """What every worker has a copy of."""

    @property
    def value(self) -> Any: ...


SomeFrame = TypeVar("SomeFrame", bound=SparkFrame)
