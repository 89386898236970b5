"""What the models of pydantic refuse, as findings.

The kinds of its errors are known here alone. A kind of file passes its codes and words as
`Refusals`, and says itself only what no other kind of file can have wrong.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from welfare_rules.basics.nearest import Hint, closest
from welfare_rules.basics.text import Words
from welfare_rules.findings.catalogue import CATALOGUE
from welfare_rules.findings.finding import Finding, Place, finding, shortened

KeyPath = tuple[str | int, ...]

MOST_LETTERS = 60  # of a key, in a message
LONGEST_STEP = 300  # of a key, in a place: longer than any that names something
_ABOUT_KEYS = ("missing", "extra_forbidden")
_LIMITS: dict[str, Words] = {
    "greater_than_equal": Words("应不小于 {ge}", "at least {ge} is expected"),
    "less_than_equal": Words("应不大于 {le}", "at most {le} is expected"),
    "too_short": Words("至少应有 {min_length} 项", "at least {min_length} entries are expected"),
    "too_long": Words("最多 {max_length} 项", "at most {max_length} entries are allowed"),
    "string_too_short": Words("不能是空的", "it must not be empty"),
    "string_too_long": Words(
        "最多 {max_length} 个字符", "at most {max_length} characters are allowed"
    ),
    "string_pattern_mismatch": Words("应写成 {pattern} 的样子", "it must be like {pattern}"),
    "string_type": Words("应为加引号的文字", "a quoted text is expected"),
}


@dataclass(frozen=True, slots=True)
class Refusals:
    """How one kind of file says what its models refuse.

    Codes for a key that is not known (with `got`, `nearest`), one that is missing (`want`) and a
    value of another type (`want`, `got`); the types in words, by pydantic's names of its errors;
    and how a value is written in a message.
    """

    unknown: str
    missing: str
    mistyped: str
    types: Mapping[str, Words]
    written: Callable[[object], str]

    def finding(
        self, each: ErrorDetails, place: Place, keys: Callable[[], Iterable[str]]
    ) -> Finding | None:
        """The finding for one error, or None for an error that only one kind of file has.

        `keys` gives the names that may stand where an unknown one stands. An error that a validator
        of ours raised has its own code (`WR404`) and details.
        """
        kind, last = each["type"], str(each["loc"][-1] if each["loc"] else "$")
        if kind in CATALOGUE:
            return finding(kind, place, **(each.get("ctx") or {}))
        if kind == "missing":
            return finding(self.missing, place, want=last)
        if kind == "extra_forbidden":
            got = shortened(last, MOST_LETTERS)
            return finding(self.unknown, place, got=got, nearest=_key_near(last, keys))
        if kind in self.types:
            got = self.written(each.get("input"))
            return finding(self.mistyped, place, want=self.types[kind], got=got)
        return None

    def all(self, error: ValidationError, place: Callable[[KeyPath], Place]) -> Iterator[Finding]:
        """Everything that a model refuses, where what stands wrong is told as a wrong day or as no
        object or list. `place` says where a path of keys stands.
        """
        for each in error.errors(include_url=False):
            where = place(each["loc"])
            found = self.finding(each, where, lambda: ())
            if found is not None:
                yield found
            elif "date" in each["type"]:
                why = Words("应写作 YYYY-MM-DD", "write YYYY-MM-DD")
                yield finding("WR407", where, got=str(each["input"])[:40], why=why)
            else:
                want = limit_words(each) if each["type"] in _LIMITS else _ANOTHER
                yield finding("WR403", where, want=want, got=type(each["input"]).__name__)


_ANOTHER = Words("一个对象或列表", "an object or a list")


def _key_near(got: str, keys: Callable[[], Iterable[str]]) -> Hint:
    return lambda: closest(got[:MOST_LETTERS], keys())


def about_key(each: ErrorDetails) -> bool:
    """Whether an error is about the name of a key, not about its value."""
    return each["type"] in _ABOUT_KEYS


def limit_words(each: ErrorDetails) -> Words:
    """The words for what a value too small, too large, too short or too long may be.

    A rule without words of its own has those of the validation library.
    """
    words = _LIMITS.get(each["type"])
    return Words(each["msg"], each["msg"]) if words is None else words.fill(**each.get("ctx", {}))


def path_text(loc: Sequence[str | int]) -> str:
    """The place of an error inside JSON, as people write it; a key of any length is cut.

    >>> path_text(("members", 1, "wage"))
    'members[1].wage'
    """
    text = ""
    for step in loc:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += ("." if text else "") + shortened(step, LONGEST_STEP)
    return text or "$"


def existing(data: Any, loc: Iterable[str | int]) -> KeyPath:
    """The part of a place that exists in the data.

    Pydantic adds the names of the branches of a union, and the key that is missing.

    >>> existing({"figure": {"line": 1}}, ("figure", "line", "money", "amount"))
    ('figure', 'line')
    """
    path: list[str | int] = []
    for step in loc:
        if isinstance(data, Mapping) and step in data:
            data = cast(Mapping[str | int, Any], data)[step]
        elif isinstance(data, list) and isinstance(step, int) and step < len(cast(list[Any], data)):
            data = cast(list[Any], data)[step]
        else:
            break
        path.append(step)
    return tuple(path)


def keys_at(model: Any, path: KeyPath) -> list[str]:
    """The keys that a model allows at a place below it; none where it has no model of its own.

    >>> from welfare_rules.cases.models import CasesForm
    >>> keys_at(CasesForm, ("case", 3))[:2]
    ['name', 'known']
    >>> keys_at(CasesForm, ("month",))
    []
    """
    for step in path:
        model = _inside(model, step)
    fields = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    return [each.alias or name for name, each in fields.items()]


@dataclass(frozen=True, slots=True)
class _Items:
    """The model of each item of a list or mapping."""

    model: Any


def _inside(model: Any, step: str | int) -> Any:
    if isinstance(model, type) and issubclass(model, BaseModel):
        return next(
            (
                _model_of(each.annotation)
                for name, each in model.model_fields.items()
                if step in (name, each.alias)
            ),
            None,
        )
    return model.model if isinstance(model, _Items) else None


def _model_of(annotation: Any) -> Any:
    """The model inside an annotation such as `Mapping[Name, FigureDoc]`.

    It is `_Items` where one more step leads into it.
    """
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = [_model_of(each) for each in typing.get_args(annotation)]
    models = [each for each in arguments if each is not None]
    if not models:
        return None
    origin = typing.get_origin(annotation)
    is_container = origin is tuple or (isinstance(origin, type) and issubclass(origin, Mapping))
    return _Items(models[-1]) if is_container else models[-1]
