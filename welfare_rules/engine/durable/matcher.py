"""The strict adapter to durable-rules: which named conditions hold for one flat fact.

Rule of use: an answer is right or it is an `EngineFault`; after a fault ask `holds`, and go on
using the same matcher.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import struct
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType, TracebackType
from typing import Protocol, Self, cast

from welfare_rules.basics.text import Words
from welfare_rules.engine.durable.conditions import (
    BOUND,
    All,
    AnyOf,
    Clause,
    Compare,
    CompareFields,
    Condition,
    Has,
    Op,
    Term,
    engine_tests,
    fields_of,
    holds,
    in_order,
    name_hash,
    terms_of,
)
from welfare_rules.findings import EngineMissing

__all__ = [
    "All",
    "AnyOf",
    "Clause",
    "Compare",
    "CompareFields",
    "Condition",
    "EngineFault",
    "EngineMissing",
    "Has",
    "Matcher",
    "Op",
    "holds",
    "load_engine",
]

_MODULE = "durable_rules_engine"
# rules of one ruleset: where more than 64 match, the engine gives up half-way through the fact
_WIDTH = 56
_FIELDS = 240  # fields of one fact; the engine's table ends at 252
# faults in a row before a ruleset stays shut: one given up leaks a megabyte, and that must have an
# end
_PATIENCE = 16
_SENTINEL = "zz"

# One id for every fact: the engine knows ids by 32 bits of hash, and would take two people for one.
_SID = "0"
_KEY = '"id":"c","sid":"0","t":1'
_RETRACT = '{"id":"c","sid":"0"}'
_RESERVED = ("id", "sid", "t", "$s")


class EngineFault(RuntimeError):
    """The engine did something odd, or cannot take this fact; nothing is known about the fact."""


def _missing(reason: Words) -> EngineMissing:
    """Why the engine cannot be loaded here, and how to build it."""
    command = "pip install --force-reinstall --no-cache-dir durable-rules==2.0.28"
    flags = 'CPPFLAGS="-O2 -DPyEval_CallObject=PyObject_CallObject"'
    words = Words(
        f"无法加载 durable-rules 引擎（{reason.zh}）；该引擎须在安装时编译，"
        f"请先安装 C 编译器和 Python 头文件，再运行 `{command}`，"
        f"Python 3.13 及以上版本须在命令前加 {flags}。",
        f"The durable-rules engine cannot be loaded ({reason.en}); it is built where it is "
        f"installed, so install a C compiler and the Python headers and run `{command}`, "
        f"on Python 3.13 or later with {flags} in front.",
    )
    return EngineMissing(words)


class _Engine(Protocol):
    """What is used of the C module.

    The package's Python layer is not: its threads take actions from the caller.
    """

    def create_ruleset(self, name: str, rules: str, /) -> int: ...
    def assert_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def start_action_for_state(self, handle: int, state: int, /) -> tuple[str, str] | None: ...
    def complete_and_start_action(self, handle: int, state: int, /) -> str | None: ...
    def retract_fact(self, handle: int, fact: str, /) -> tuple[int, int]: ...
    def delete_state(self, handle: int, sid: str, /) -> None: ...
    def delete_ruleset(self, handle: int, /) -> None: ...


_loading = threading.Lock()


def load_engine() -> ModuleType:
    """The C module of durable-rules; raises EngineMissing."""
    if struct.calcsize("l") < 8:
        raise _missing(
            Words(
                "它的规则中的数是 C 的 long，在这个平台上只有 32 位",
                "numbers in its rules are a C long, which has only 32 bits on this platform",
            )
        )
    with _loading:  # the loader's flags belong to the whole process
        try:
            module = importlib.import_module(_MODULE)
        except ModuleNotFoundError:
            raise _missing(Words(f"没有模块 {_MODULE}", f"there is no module {_MODULE}")) from None
        except ImportError as error:
            module = _load_lazily(error)
    missing = [
        name
        for name in vars(_Engine)
        if name[0] != "_" and not callable(getattr(module, name, None))
    ]
    if missing:
        names = ", ".join(missing)
        raise _missing(
            Words(f"模块 {_MODULE} 没有 {names}", f"the module {_MODULE} has no {names}")
        )
    return module


def _load_lazily(first: ImportError) -> ModuleType:
    """Python 3.13 no longer has a function that the module names.

    Only callbacks that we never set would call it.
    """
    if sys.platform == "win32":
        raise _missing(Words(str(first), str(first))) from first
    flags = sys.getdlopenflags()
    sys.setdlopenflags(flags & ~os.RTLD_NOW | os.RTLD_LAZY)
    try:
        return importlib.import_module(_MODULE)
    except ImportError as error:
        raise _missing(Words(str(error), str(error))) from error
    finally:
        sys.setdlopenflags(flags)


class _Shard:
    """One ruleset of the engine.

    Some conjunctions, the fields they read, and a sentinel that must fire last.
    """

    __slots__ = ("_faults", "_handle", "_names", "_rules", "fields")

    def __init__(self, terms: Mapping[Term, frozenset[str]], internal: Mapping[str, str]) -> None:
        self.fields = fields_of(test for term in terms for test in in_order(term))
        self._names = {f"r{number}": names for number, names in enumerate(terms.values())}
        rules: dict[str, object] = {}
        for number, term in enumerate(terms):
            # "t" keeps every rule from the engine's own bookkeeping fact, which it matches like any
            # other.
            rules[f"r{number}"] = {
                "all": [{"m": {"$and": [{"t": 1}, *engine_tests(term, internal)]}}]
            }
        rules[_SENTINEL] = {"all": [{"m": {"t": 1}}], "pri": 60000}
        self._rules = json.dumps(rules)
        self._handle: int | None = None
        self._faults = 0

    def fired(self, engine: _Engine, fact: str) -> Iterator[str]:
        """Names of the clauses that this fact fires; EngineFault on anything odd."""
        if self._faults >= _PATIENCE:
            raise EngineFault(f"the ruleset stays shut after {_PATIENCE} faults in a row")
        # The handle comes back after a clean run only, so that neither an error nor an interrupt
        # can leave it in use: activations that a failed fact leaves behind would fire for the next
        # one.
        handle, self._handle = self._handle, None
        try:
            if handle is None:
                handle = engine.create_ruleset("matcher", self._rules)
            found = [self._names[rule] for rule in _run(engine, handle, fact, len(self._names))]
        except BaseException as error:
            self._faults += 1
            if handle is not None:
                # Not delete_state: it kills the process where no action has run yet.
                with contextlib.suppress(Exception):
                    engine.delete_ruleset(handle)
            if isinstance(error, EngineFault) or not isinstance(error, Exception):
                raise
            raise EngineFault(f"{type(error).__name__}: {error}") from error
        self._handle, self._faults = handle, 0
        return (name for names in found for name in names)

    def close(self, engine: _Engine) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            # A kept handle has fired its sentinel, which makes delete_state safe; without it the
            # memory is lost.
            with contextlib.suppress(Exception):
                engine.delete_state(handle, _SID)
            with contextlib.suppress(Exception):
                engine.delete_ruleset(handle)


def _run(engine: _Engine, handle: int, fact: str, rules: int) -> list[str]:
    """One fact in, every activation out, the fact away again.

    The rules that fired, without the sentinel.
    """
    status, state = engine.assert_fact(handle, fact)
    if status != 0:
        raise EngineFault(f"the fact was refused with status {status}")
    started = engine.start_action_for_state(handle, state)
    message = None if started is None else started[1]
    # an activation repeats its fact: one left over from another fact cannot pass
    tail = f'":{{"m":{fact}}}}}'
    fired: list[str] = []
    while message is not None:
        if not message.endswith(tail):
            raise EngineFault("an activation belongs to another fact")
        fired.append(message[2 : -len(tail)])
        if len(fired) > rules + 1:
            raise EngineFault("more activations than rules")
        message = engine.complete_and_start_action(handle, state)
    if not fired or fired.pop() != _SENTINEL:
        raise EngineFault("the sentinel did not fire last")
    if len(set(fired)) != len(fired):
        raise EngineFault("a rule fired twice")
    # Only now: a retract while activations are pending loses some of them.
    status, _ = engine.retract_fact(handle, _RETRACT)
    if status != 0:
        raise EngineFault(f"the retract ended with status {status}")
    return fired


def _shards(terms: Mapping[Term, frozenset[str]], internal: Mapping[str, str]) -> Iterator[_Shard]:
    """The terms cut into groups that fire no more rules or fields than the engine bears."""
    taken: dict[Term, frozenset[str]] = {}
    fields: set[str] = set()
    for term, names in terms.items():
        own = set(fields_of(term))
        if taken and (len(taken) == _WIDTH or len(fields | own) > _FIELDS):
            yield _Shard(taken, internal)
            taken, fields = {}, set()
        taken[term] = names
        fields |= own
    if taken:
        yield _Shard(taken, internal)


class Matcher:
    """One immutable set of clauses.

    Threads may share it (one works at a time); close it, or use it in a `with`.
    """

    def __init__(self, name: str, clauses: Sequence[Clause]) -> None:
        self.name = name
        terms: dict[Term, frozenset[str]] = {}
        for clause in clauses:
            try:
                for term in terms_of(clause.when):
                    if len(fields_of(term)) > _FIELDS:
                        raise ValueError(f"one alternative reads more than {_FIELDS} fields")
                    terms[term] = terms.get(term, frozenset()) | {clause.name}
            except ValueError as error:
                raise ValueError(f"{name}: clause {clause.name!r}: {error}") from error
        fields = fields_of(test for term in terms for test in in_order(term))
        # The engine sees short names of ours: callers may use any text, and none can be a word of
        # the engine's.
        self._internal = {field: f"f{number}" for number, field in enumerate(fields)}
        known = (*self._internal.values(), *_RESERVED)
        if len({name_hash(each) for each in known}) != len(known):
            raise ValueError(
                f"{name}: two field names have one 32-bit hash, and the engine would take them for "
                f"one"
            )
        self._shards = tuple(_shards(terms, self._internal))
        self._engine = cast(_Engine, load_engine())
        self._lock = threading.Lock()
        self._closed = False

    def fired(self, fact: Mapping[str, int]) -> frozenset[str]:
        """Names of the clauses that hold.

        EngineFault: the engine failed, or a number of the fact is too big for it.
        """
        written = self._written(fact)
        found: set[str] = set()
        with self._lock:
            if self._closed:
                raise EngineFault(f"{self.name} is closed")
            for shard in self._shards:
                fields = "".join([written[field] for field in shard.fields if field in written])
                try:
                    found.update(shard.fired(self._engine, f"{{{_KEY}{fields}}}"))
                except EngineFault as fault:
                    raise EngineFault(f"{self.name}: {fault}") from fault
        return frozenset(found)

    def _written(self, fact: Mapping[str, object]) -> dict[str, str]:
        """The entries that some clause reads, as the engine gets them.

        An entry that is None counts as absent.
        """
        written: dict[str, str] = {}
        for field, internal in self._internal.items():
            value = fact.get(field)
            if value is None:
                continue
            if not isinstance(value, int):
                raise TypeError(
                    f"{self.name}: {field!r} is {value!r}, and only whole numbers are exact in the "
                    f"engine"
                )
            if not -BOUND < value < BOUND:
                raise EngineFault(f"{self.name}: {field!r} is too large for the engine")
            written[field] = f',"{internal}":{int(value)}'
        return written

    def close(self) -> None:
        """Gives the engine's memory back.

        May be called twice. A closed matcher answers with EngineFault.
        """
        with self._lock:
            self._closed = True
            for shard in self._shards:
                shard.close(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()
