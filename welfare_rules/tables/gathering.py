"""Households with their members, in the order of the households, however large the tables are.

The members of a household may stand anywhere. In memory they are gathered by its id. Where that
would take too much of it, members are put aside into parts by their household's id; each part is
put in the order of the households; and all parts are read side by side.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zlib import crc32

from welfare_rules.tables.rows import Row

Orphans = Callable[[Iterable[Row]], None]
"""Takes the members whose household is not there."""
MOST_PARTS = 400  # files that are open at once
IN_MEMORY: Mapping[str, int] = {".csv": 8, ".parquet": 80}
"""How many bytes of rows that wait a byte of a file becomes (measured: 5 to 6 of CSV); a workbook
is in memory as it is."""
_Numbered = tuple[int, Row]


@dataclass(frozen=True, slots=True)
class Home:
    """A household with its members; `again` says that another row has its id."""

    row: Row
    people: Sequence[Row]
    again: bool


def parts_of(files: Iterable[Path], memory: int) -> int:
    """In how many parts rows are gathered so that those that wait take so many MB at most.

    >>> parts_of([], 1024)
    1
    """
    sizes = [each.stat().st_size * IN_MEMORY.get(each.suffix.lower(), 0) for each in files]
    return 1 + sum(sizes) // (memory << 20)


def gathered(
    households: Iterable[Row], members: Iterable[Row], orphans: Orphans, parts: int = 1
) -> Iterator[Home]:
    """The households in their order, each with its members in theirs.

    With one part all members are kept in memory; with more only those of one part at a time, and
    the rest in files without a name, which go when the program ends, however it ends.
    """
    if parts <= 1:
        yield from _in_memory(households, members, orphans)
    else:
        with ExitStack() as stack:
            yield from _in_parts(households, members, orphans, min(parts, MOST_PARTS), stack)


def _in_memory(
    households: Iterable[Row], members: Iterable[Row], orphans: Orphans
) -> Iterator[Home]:
    people: dict[str, list[Row]] = {}
    for each in members:
        people.setdefault(each.household, []).append(each)
    homes = list(households)
    places = _places((place, each.id) for place, each in enumerate(homes))
    for each in homes:
        again = len(places[each.id]) > 1
        yield Home(each, people.get(each.id, ()), again)
    for name, own in people.items():
        if name not in places:
            orphans(own)


def _places(named: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    """The places of the households of each id."""
    found: dict[str, list[int]] = {}
    for place, name in named:
        found.setdefault(name, []).append(place)
    return found


# --- in parts ---


def _in_parts(
    households: Iterable[Row],
    members: Iterable[Row],
    orphans: Orphans,
    parts: int,
    stack: ExitStack,
) -> Iterator[Home]:
    def file() -> IO[bytes]:
        return stack.enter_context(TemporaryFile())

    homes = file()
    names, people = [file() for _ in range(parts)], [file() for _ in range(parts)]
    for place, each in enumerate(households):
        pickle.dump(each, homes)
        pickle.dump((place, each.id), names[_part(each.id, parts)])
    for each in members:
        pickle.dump(each, people[_part(each.household, parts)])
    ordered: list[IO[bytes]] = []
    again: set[int] = set()
    for own_names, own_people in zip(names, people, strict=True):
        places = _places(_read(own_names))
        again.update(place for each in places.values() if len(each) > 1 for place in each)
        made: list[_Numbered] = []
        words: dict[str, str] = {}
        for each in _read(own_people):
            each.facts = _with_words(each.facts, words)
            found = places.get(each.household)
            if found is None:
                orphans([each])
            else:  # more than one only where each of them is refused
                made.append((found[0], each))
        ordered.append(file())
        for each in sorted(made, key=itemgetter(0)):
            pickle.dump(each, ordered[-1])
        own_people.close()
    runs: list[Iterator[_Numbered]] = [_read(each) for each in ordered]
    waiting = groupby(merge(*runs, key=itemgetter(0)), key=itemgetter(0))
    place, own = _next(waiting)
    for number, home in enumerate(_read(homes)):
        if place == number:
            yield Home(home, own, number in again)
            place, own = _next(waiting)
        else:
            yield Home(home, (), number in again)


def _with_words(facts: Mapping[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """The facts with words that are kept once for all rows; a row read again has its own."""
    return {
        words.setdefault(name, name): words.setdefault(value, value)
        if type(value) is str
        else value
        for name, value in facts.items()
    }


def _next(waiting: Iterator[tuple[int, Iterator[_Numbered]]]) -> tuple[int, Sequence[Row]]:
    place, own = next(waiting, (-1, iter(())))
    return place, [each for _, each in own]


def _part(name: str, parts: int) -> int:
    return crc32(name.encode("utf-8", "surrogatepass")) % parts


def _read(stream: IO[bytes]) -> Iterator[Any]:
    stream.seek(0)
    try:
        while True:
            yield pickle.load(stream)
    except EOFError:
        return
