"""What households and members in Python are made of: facts by name, immutable and read like a
mapping.

The names are those of a vocabulary. `household` has the classes of the vocabulary that ships;
`welfare-rules schema python` writes those of another.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, TypedDict, cast, dataclass_transform

from welfare_rules.basics.nearest import closest
from welfare_rules.findings import CaseError, Place, finding, shortened

Money = Decimal | str | int | float
"""Yuan; a binary number is read from its digits."""

Day = datetime.date | str


class PerYear(TypedDict):
    """The total of the previous 12 months, of a fact that else is said per month."""

    per_year: Money


class Unknown(TypedDict):
    """A fact that is said to be unknown: nothing is presumed of it."""

    unknown: Literal[True]


Flow = Money | PerYear
Unsaid = Unknown | None
"""None says nothing of a fact, `UNKNOWN` that it is unknown."""

UNKNOWN: Unknown = {"unknown": True}


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _Facts(Mapping[str, Any]):
    """Named facts, each as it was given. One that is not given is unknown, never zero."""

    __slots__ = ("_facts",)
    _facts: Mapping[str, Any]
    _names: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = [each for each in cls.__annotations__ if not each.startswith("_")]
        cls._names = (*cls._names, *own)
        for each in own:  # its default is for type checkers; a class has no facts
            if each in cls.__dict__:
                delattr(cls, each)

    if not TYPE_CHECKING:  # for those it is made of the names with their types

        def __init__(self, **facts: Any) -> None:
            self._refuse_others(facts)
            object.__setattr__(self, "_facts", MappingProxyType(dict(facts)))

        def __getattr__(self, name: str) -> Any:
            if name in self._names:
                return self._facts.get(name)
            near = closest(name[:60], self._names)
            hint = f"; did you mean {near!r}?" if near else ""
            raise AttributeError(f"{type(self).__name__} has no fact {name!r}{hint}")

    def _refuse_others(self, facts: Mapping[str, Any]) -> None:
        kind = type(self).__name__
        wrong = [
            finding(
                "WR402",
                Place(kind, path=each),
                got=shortened(each, 60),
                nearest=closest(each[:60], self._names),
            )
            for each in facts
            if each not in self._names
        ]
        missing = [] if "id" in facts else [finding("WR409", Place(kind, path="id"), want="id")]
        if wrong or missing:
            raise CaseError([*wrong, *missing])

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"{type(self).__name__} is immutable; make a new one with .but({name}=…)"
        )

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __getitem__(self, name: str) -> Any:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and dict(self._facts) == dict(getattr(other, "_facts", {}))

    def __hash__(self) -> int:
        return hash((type(self), frozenset(self._facts)))  # values may be lists

    def __repr__(self) -> str:
        facts = ", ".join(f"{key}={value!r}" for key, value in self._facts.items())
        return f"{type(self).__name__}({facts})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), dict(self._facts))

    def _but(self, changes: Mapping[str, Any]) -> Self:
        return type(self)(**{**self._facts, **changes})

    def __replace__(self, **changes: Any) -> Self:
        return self._but(changes)

    def to_dict(self) -> dict[str, Any]:
        """The facts in the form of the case file."""
        return {key: plain_facts(value) for key, value in self._facts.items()}


def _again(kind: type[_Facts], facts: dict[str, Any]) -> _Facts:
    return kind(**facts)


DEEPEST = 50  # a case or a history has households and members far above this


def plain_facts(value: Any, depth: int = 0) -> Any:
    """A value in which households and members are dicts, as deep as they lie in any input.

    >>> plain_facts({"case": BaseMember(id="p1")})
    {'case': {'id': 'p1'}}
    """
    if value is None or isinstance(value, (str, int)):  # nearly all there is
        return value
    if isinstance(value, _Facts):
        return value.to_dict()
    if depth > DEEPEST:  # whoever reads it tells that
        return value
    below = depth + 1
    if isinstance(value, Mapping):
        there = cast(Mapping[Any, Any], value)
        return {key: plain_facts(each, below) for key, each in there.items()}
    if isinstance(value, (list, tuple)):
        return [plain_facts(each, below) for each in cast(Sequence[Any], value)]
    return value


class BaseMember(_Facts):
    """What a class of members is made from: annotate it with the facts of a vocabulary.

    >>> class Person(BaseMember):
    ...     birth_date: Day | Unsaid = None
    >>> Person(id="p1", birth_date="1990-01-01").birth_date
    '1990-01-01'
    """

    __slots__ = ()
    id: str


class BaseHousehold(_Facts):
    """What a class of households is made from; `members` are members or dicts.

    >>> class Home(BaseHousehold):
    ...     vehicles: int | Unsaid = None
    >>> Home(id="h1", members=[BaseMember(id="p1")]).to_dict()
    {'id': 'h1', 'members': [{'id': 'p1'}]}
    """

    __slots__ = ()
    id: str
    members: Any = ()

    if not TYPE_CHECKING:

        def __init__(self, **facts: Any) -> None:
            people = facts.get("members", ())
            if isinstance(people, (list, tuple)) or hasattr(people, "__next__"):
                people = tuple(people)
            super().__init__(**{**facts, "members": people})
