"""Households as Python callers write them: keyword arguments with the case file's keys.

They are read against the vocabulary of a jurisdiction when a decision is asked for; nothing is
filled in here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any


class _Facts:
    """An immutable set of named facts; a fact that is not given is unknown, never zero."""

    __slots__ = ("_facts",)
    _facts: Mapping[str, Any]

    def __init__(self, **facts: Any) -> None:
        object.__setattr__(self, "_facts", MappingProxyType(dict(facts)))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(
            f"{type(self).__name__} is immutable; make a new one with .but({name}=…)"
        )

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self._facts.get(name)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and dict(self._facts) == dict(getattr(other, "_facts", {}))

    def __hash__(self) -> int:
        return hash(repr(sorted(self._facts.items(), key=lambda each: each[0])))

    def __repr__(self) -> str:
        facts = ", ".join(f"{key}={value!r}" for key, value in self._facts.items())
        return f"{type(self).__name__}({facts})"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_again, (type(self), dict(self._facts)))


def _again(kind: type[_Facts], facts: dict[str, Any]) -> _Facts:
    return kind(**facts)


class Member(_Facts):
    """One person of a household, with the keys of the case file.

    >>> Member(id="p1", relation="head", wage="1200.00").wage
    '1200.00'
    """

    __slots__ = ()

    def but(self, **facts: Any) -> Member:
        """The same person with some facts changed."""
        return Member(**{**self._facts, **facts})

    def to_dict(self) -> dict[str, Any]:
        return dict(self._facts)


class Household(_Facts):
    """One household in one month, with the keys of the case file; `members` are `Member`s or dicts.

    >>> Household(id="h1", members=[Member(id="p1", relation="head")]).to_dict()
    {'id': 'h1', 'members': [{'id': 'p1', 'relation': 'head'}]}
    """

    __slots__ = ()

    def __init__(self, *, members: Iterable[Member | Mapping[str, Any]] = (), **facts: Any) -> None:
        people = tuple(each if isinstance(each, Member) else Member(**each) for each in members)
        super().__init__(**facts, members=people)

    def but(self, **facts: Any) -> Household:
        """The same household with some facts changed."""
        return Household(**{**self._facts, **facts})

    def to_dict(self) -> dict[str, Any]:
        """The household in the form of the case file."""
        return {
            key: [each.to_dict() for each in value] if key == "members" else value
            for key, value in self._facts.items()
        }
