"""What a caseload keeps, in one SQLite file: households, people, events, alerts.

Everything is written in transactions that hold at once or not at all, so that a process may be
ended at any write. An event is there once by its source and id, an alert once by its id. ID numbers
and names stand in this file alone: it is made readable for its owner only.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, cast

from welfare_rules.alerts.alerts import Alert
from welfare_rules.basics.canonical import canonical
from welfare_rules.basics.text import Words
from welfare_rules.basics.writing import whole_file
from welfare_rules.events.event import Event
from welfare_rules.events.identity import Found, Grade, Identity, best_of
from welfare_rules.facts.json_text import parse_json
from welfare_rules.findings import Place, RequestError, finding

FORM = 3
AT_ONCE = 4096
"""Households that are read together."""
MOST_BEFORE = 200  # earlier words of a source on somebody that may count again for one
MOST_ALIKE = 100  # people on record who are looked at for one event
_FILE_MODE = 0o600  # it has names and ID numbers
_SECRET = 32  # bytes
_ROOM = 1_000_000  # bytes on a disk below which a write that fails has failed for want of them
_PAUSE = 60  # seconds that another process is waited for
_TABLES = """
CREATE TABLE secret (bytes BLOB NOT NULL);
CREATE TABLE household (id TEXT PRIMARY KEY, town TEXT NOT NULL, history TEXT NOT NULL);
CREATE TABLE person (
  household TEXT NOT NULL REFERENCES household(id), id TEXT NOT NULL, id_number TEXT NOT NULL,
  name TEXT NOT NULL, birth_date INTEGER, digits TEXT NOT NULL, PRIMARY KEY (household, id));
CREATE INDEX person_by_number ON person (digits) WHERE digits != '';
CREATE INDEX person_by_name ON person (name, birth_date) WHERE name != '';
CREATE TABLE event (
  place INTEGER PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL, told TEXT NOT NULL,
  received INTEGER NOT NULL, cancels TEXT NOT NULL, state TEXT NOT NULL,
  household TEXT, person TEXT, match INTEGER,
  UNIQUE (source, id));
CREATE INDEX event_of_household ON event (household, person, source, state, received);
CREATE INDEX event_by_what_it_cancels ON event (source, cancels);
CREATE INDEX event_by_state ON event (state, received, place);
CREATE TABLE alert (
  id TEXT PRIMARY KEY, household TEXT NOT NULL REFERENCES household(id),
  event INTEGER REFERENCES event(place), watch TEXT NOT NULL, person TEXT NOT NULL,
  month TEXT NOT NULL, urgent INTEGER NOT NULL, told TEXT NOT NULL, state TEXT NOT NULL,
  because TEXT NOT NULL, decided INTEGER);
CREATE INDEX alert_of_event ON alert (event);
CREATE INDEX alert_of_household ON alert (household, watch, person, month);
"""

EventState = Literal["waiting", "seen", "nobody", "several", "withdrawn", "failed"]
AlertState = Literal["open", "confirmed", "dismissed", "withdrawn"]
Received = Literal["new", "again", "other"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An event in the caseload, and whose it is as far as that is known."""

    place: int
    told: str  # the JSON text, as it came
    received: int
    state: EventState
    household: str | None
    person: str | None
    match: Grade | None


@dataclass(frozen=True, slots=True)
class KeptAlert:
    """An alert in the caseload: what it says, and what somebody decided of it and why.

    `name` is that of the person whom it is about, else of whom its event told; "" where nobody said
    it. `event` is the place of its event, None where the month alone brought it.
    """

    id: str
    household: str
    town: str
    name: str
    event: int | None
    told: Mapping[str, Any]
    state: AlertState
    because: str
    decided: int | None


@dataclass(frozen=True, slots=True)
class Household:
    """A household with its town and what is on record of it, as a history writes it."""

    id: str
    town: str
    history: dict[str, Any]


class Caseload:
    """The households of an office with their events and alerts.

    Several processes may read it and write it one after the other; none sees half of a step.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, name: str) -> None:
        self._db = connection
        self._path = path
        self._place = Place(name)

    @classmethod
    def open(cls, path: Path, *, new: bool = False) -> Self:
        """The caseload of a file; with `new` it is made where there is none.

        Raises RequestError where there is no such file, or where it is no caseload.
        """
        if not path.exists():
            if not new:
                raise _not_opened(path, _NOT_THERE)
            with contextlib.suppress(FileExistsError), whole_file(path, new=True) as beside:
                cls._opened(beside, path.name, new=True).close()
        return cls._opened(path, path.name, new=new)

    @classmethod
    @contextmanager
    def filling(cls, path: Path) -> Generator[Self]:
        """The caseload of a file, closed at the end. Where there is none it comes into being when
        all that is done inside is done, or not at all.

        Raises RequestError where the file is no caseload, or where it cannot be written.
        """
        if path.exists():
            with closing(cls.open(path, new=True)) as store:
                yield store
            return
        try:
            with (
                whole_file(path, new=True) as beside,
                closing(cls._opened(beside, path.name, new=True)) as store,
            ):
                yield store
        except FileExistsError:
            raise RequestError([finding("WR482", Place(path.name), why=_MADE_MEANWHILE)]) from None

    @classmethod
    def _opened(cls, path: Path, name: str, *, new: bool) -> Self:
        """The caseload of a file, which has this name for a reader."""
        if new and not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, _FILE_MODE))
        try:
            db = sqlite3.connect(path, timeout=_PAUSE, isolation_level=None)
        except sqlite3.Error as error:
            raise _not_opened(path, _why(error, path)) from None
        try:
            (form,) = db.execute("PRAGMA user_version").fetchone()
            (tables,) = db.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            if form != FORM and (tables or not new):  # nothing of another's file is changed
                raise _not_opened(path, _ANOTHER_FORM)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA foreign_keys = ON")
            made = cls(db, path, name)
            if new:
                made._lay_out()
        except sqlite3.DatabaseError as error:
            db.close()
            raise _not_opened(path, _why(error, path)) from None
        except RequestError:
            db.close()
            raise
        return made

    def _lay_out(self) -> None:
        """Makes the tables of a caseload where there are none yet."""
        if self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            return
        with self.step():
            if self._db.execute("SELECT 1 FROM sqlite_master").fetchone():  # another was faster
                return
            for each in _TABLES.split(";"):
                self._db.execute(each)
            self._db.execute("INSERT INTO secret VALUES (?)", (secrets.token_bytes(_SECRET),))
            self._db.execute(f"PRAGMA user_version = {FORM}")

    def close(self) -> None:
        self._db.close()

    @property
    def secret(self) -> bytes:
        """What is mixed into names made of what is said of people; it is in no other caseload."""
        (found,) = self._db.execute("SELECT bytes FROM secret").fetchone()
        return cast(bytes, found)

    @contextmanager
    def step(self) -> Generator[None]:
        """Everything written inside holds at once or not at all.

        Raises RequestError where it cannot be written, such as on a full disk.
        """
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                why = _why(error, self._path)
                raise RequestError([finding("WR482", self._place, why=why)]) from None
            raise

    @contextmanager
    def part(self) -> Generator[None]:
        """Inside a step, something that holds as a whole or not at all, while the step goes on."""
        self._db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # else the whole step is gone
                self._db.execute("ROLLBACK TO part")
                self._db.execute("RELEASE part")
            raise
        self._db.execute("RELEASE part")

    # --- households ---

    def put(self, household: Mapping[str, Any], town: str, people: Mapping[str, Identity]) -> None:
        """Puts down a household as it is known now, in place of what was known of it before.

        `household` is a history; `people` are its members by their ids. To be used inside a step.
        """
        id = str(household["case"]["id"])
        self._db.execute(
            "INSERT INTO household VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "town = excluded.town, history = excluded.history",
            (id, town, _written(household)),
        )
        self._db.execute("DELETE FROM person WHERE household = ?", (id,))
        self._db.executemany(
            "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?)",
            [
                (id, who, each.id_number, each.name, each.birth_date, each.digits)
                for who, each in people.items()
            ],
        )

    def history(self, household: str) -> dict[str, Any]:
        """What is on record of a household, as a history writes it."""
        found = self._db.execute("SELECT history FROM household WHERE id = ?", (household,))
        return cast(dict[str, Any], json.loads(found.fetchone()[0]))

    def put_history(self, household: str, history: Mapping[str, Any]) -> None:
        """Puts down what is on record of a household. To be used inside a step."""
        self._db.execute(
            "UPDATE household SET history = ? WHERE id = ?", (_written(history), household)
        )

    def count(self) -> int:
        """How many households there are."""
        (count,) = self._db.execute("SELECT COUNT(*) FROM household").fetchone()
        return cast(int, count)

    def households(self) -> Iterator[list[Household]]:
        """All households in the order of their ids, some at a time.

        In between the caseload may be written.
        """
        last: str | None = None
        while True:
            rows = self._db.execute(
                "SELECT id, town, history FROM household WHERE ?1 IS NULL OR id > ?1 "
                f"ORDER BY id LIMIT {AT_ONCE}",
                (last,),
            ).fetchall()
            if not rows:
                return
            yield [Household(id, town, json.loads(history)) for id, town, history in rows]
            last = rows[-1][0]

    def people_like(self, said: Identity) -> tuple[Found, ...]:
        """All who may be meant, of the best grade that there is; of more than `MOST_ALIKE` who are
        called alike or have the number those who agree best.
        """
        named, values = (said.name, said.birth_date), (said.digits, said.id_number)
        rows: list[Any] = []
        if said.name:
            which = "name = ? AND birth_date IS ? AND name != ''"
            numbered = "AND (? = '' OR id_number = '' OR digits = ?) ORDER BY id_number = ? DESC"
            found = self._db.execute(
                f"{_PEOPLE} {which} {numbered} LIMIT ?",
                (*named, said.id_number, *values, MOST_ALIKE),
            )
            rows += found.fetchall()
        if said.id_number:
            order = "ORDER BY (id_number = ?) + (name = ? AND birth_date IS ?) DESC"
            by_number = self._db.execute(
                f"{_PEOPLE} digits = ? AND digits != '' {order} LIMIT ?",
                (*values, *named, MOST_ALIKE),
            )
            rows += by_number.fetchall()
        return best_of(said, ((household, id, Identity(*known)) for household, id, *known in rows))

    def name_of(self, household: str, person: str | None) -> str:
        """The name of somebody on record; "" for the household, and where nobody said it."""
        which = "SELECT name FROM person WHERE household = ? AND id = ?"
        found = self._db.execute(which, (household, person)).fetchone()
        return "" if found is None else cast(str, found[0])

    # --- events ---

    def receive(self, event: Event, told: str) -> Received:
        """Takes an event in with its JSON text; `again` where it is there, whenever it was heard of
        before, `other` where one of that name is there that says something else. To be used inside
        a step.
        """
        found = self._db.execute(
            "SELECT told FROM event WHERE source = ? AND id = ?", event.key
        ).fetchone()
        if found is not None:
            return "again" if _said(found[0]) == _said(told) else "other"
        self._db.execute(
            "INSERT INTO event (source, id, told, received, cancels, state) "
            "VALUES (?, ?, ?, ?, ?, 'waiting')",
            (*event.key, told, event.received, event.cancels),
        )
        return "new"

    def cancelling(self, source: str, id: str) -> list[Kept]:
        """The events of the source that take the place of this one, or withdraw it."""
        which = f"SELECT {_KEPT} FROM event WHERE source = ? AND cancels = ? ORDER BY place"
        return [Kept(*row) for row in self._db.execute(which, (source, id)).fetchall()]

    def waiting(self, most: int) -> list[Kept]:
        """The events that are next, at most so many: those heard of first, of one day those that
        came first.
        """
        rows = self._db.execute(
            f"SELECT {_KEPT} FROM event WHERE state = 'waiting' ORDER BY received, place LIMIT ?",
            (most,),
        )
        return [Kept(*row) for row in rows.fetchall()]

    def wait_again(self, places: Iterable[int]) -> None:
        """Has events be settled anew. To be used inside a step."""
        self._db.executemany(
            "UPDATE event SET state = 'waiting' WHERE place = ?", [(each,) for each in places]
        )

    def try_again(self) -> None:
        """Has events wait again that failed. To be used inside a step."""
        self._db.execute("UPDATE event SET state = 'waiting' WHERE state = 'failed'")

    def waiting_count(self) -> int:
        """How many events wait."""
        (count,) = self._db.execute("SELECT COUNT(*) FROM event WHERE state = 'waiting'").fetchone()
        return cast(int, count)

    def named(self, source: str, id: str) -> Kept | None:
        """The event of a source and id."""
        return self._event("WHERE source = ? AND id = ?", source, id)

    def at(self, place: int) -> Kept:
        """The event at a place."""
        found = self._event("WHERE place = ?", place)
        assert found is not None
        return found

    def _event(self, which: str, *values: object) -> Kept | None:
        row = self._db.execute(f"SELECT {_KEPT} FROM event {which}", values).fetchone()
        return None if row is None else Kept(*row)

    def unmatched(self) -> Iterator[Kept]:
        """The events of which nobody could say whose they are."""
        last = 0
        while True:
            rows = self._db.execute(
                f"SELECT {_KEPT} FROM event WHERE state IN ('nobody', 'several') AND place > ? "
                f"ORDER BY place LIMIT {AT_ONCE}",
                (last,),
            ).fetchall()
            if not rows:
                return
            yield from (Kept(*row) for row in rows)
            last = rows[-1][0]

    def said_by(self, source: str, household: str, person: str, but: Kept) -> list[Kept]:
        """What else a source said of somebody and has not withdrawn, as far as it may matter beside
        an event: what was heard of after it, and what has alerts that are open.
        """
        rows = self._db.execute(
            f"SELECT {_KEPT} FROM event "
            "WHERE household = ? AND person = ? AND source = ? AND state = 'seen' AND place != ? "
            "AND ((received, place) > (?, ?) OR EXISTS ("
            "SELECT 1 FROM alert WHERE alert.event = place AND alert.state = 'open')) "
            "ORDER BY received, place",
            (household, person, source, but.place, but.received, but.place),
        )
        return [Kept(*row) for row in rows.fetchall()]

    def said_before(self, source: str, event: Kept) -> list[Kept]:
        """What a source said of the person of an event before it, and has not withdrawn: the last
        `MOST_BEFORE` of it, the latest first.
        """
        rows = self._db.execute(
            f"SELECT {_KEPT} FROM event "
            "WHERE household = ? AND person = ? AND source = ? AND state = 'seen' "
            "AND (received, place) < (?, ?) ORDER BY received DESC, place DESC LIMIT ?",
            (event.household, event.person, source, event.received, event.place, MOST_BEFORE),
        )
        return [Kept(*row) for row in rows.fetchall()]

    def mark(
        self,
        place: int,
        state: EventState,
        household: str | None = None,
        person: str | None = None,
        match: Grade | None = None,
    ) -> None:
        """Puts down what became of an event. To be used inside a step."""
        self._db.execute(
            "UPDATE event SET state = ?, household = ?, person = ?, match = ? WHERE place = ?",
            (state, household, person, match, place),
        )

    # --- alerts ---

    def raise_alert(self, alert: Alert, event: int | None) -> None:
        """Puts down an alert, once; one that was withdrawn is open again, and one that is open says
        what it says now. To be used inside a step.
        """
        of = alert.watch, alert.person or "", alert.month.text, alert.urgent
        self._db.execute(
            "INSERT INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'open', '', NULL) "
            "ON CONFLICT (id) DO UPDATE SET state = 'open', told = excluded.told, "
            "month = excluded.month WHERE state IN ('open', 'withdrawn')",
            (alert.id, alert.case, event, *of, _written(alert.to_dict())),
        )

    def stands(self, alert: Alert) -> bool:
        """Whether somebody is told of the same already, or has decided of it, whatever brought it
        up.
        """
        found = self._db.execute(
            "SELECT 1 FROM alert WHERE household = ? AND watch = ? AND person = ? AND month = ? "
            "AND state != 'withdrawn'",
            (alert.case, alert.watch, alert.person or "", alert.month.text),
        )
        return found.fetchone() is not None

    def withdraw(self, event: int) -> int:
        """Takes back the open alerts of an event, and says how many. To be used inside a step."""
        return self._db.execute(
            "UPDATE alert SET state = 'withdrawn' WHERE event = ? AND state = 'open'", (event,)
        ).rowcount

    def withdraw_alert(self, alert: str) -> None:
        """Takes back one alert that is open. To be used inside a step."""
        self._db.execute(
            "UPDATE alert SET state = 'withdrawn' WHERE id = ? AND state = 'open'", (alert,)
        )

    def put_decision(self, alert: str, state: AlertState, because: str, day: int) -> KeptAlert:
        """Puts down what somebody decided of an alert and why. To be used inside a step."""
        self._db.execute(
            "UPDATE alert SET state = ?, because = ?, decided = ? WHERE id = ?",
            (state, because, day, alert),
        )
        return next(self._alerts("alert.id = ?", alert))

    def alerts(
        self, state: AlertState | None = None, town: str | None = None, month: str | None = None
    ) -> Iterator[KeptAlert]:
        """The alerts of a state, a town and the month from which they speak, or all: the urgent
        first, then by town and as they came.

        The caseload is not written before all are read.
        """
        which = (
            "(?1 IS NULL OR alert.state = ?1) AND (?2 IS NULL OR town = ?2) "
            "AND (?3 IS NULL OR month = ?3)"
        )
        order = f"ORDER BY alert.urgent DESC, town, {_AS_THEY_CAME}"
        return self._alerts(f"{which} {order}", state, town, month)

    def alerts_of(self, event: int) -> list[KeptAlert]:
        """The alerts that an event raised."""
        return list(self._alerts(f"alert.event = ? ORDER BY {_AS_THEY_CAME}", event))

    def alert(self, id: str) -> KeptAlert | None:
        """The alert of an id."""
        return next(self._alerts("alert.id = ?", id), None)

    def _alerts(self, which: str, *values: object) -> Iterator[KeptAlert]:
        rows = self._db.execute(
            "SELECT alert.id, alert.household, household.town, person.name, alert.event, "
            "alert.told, alert.state, alert.because, alert.decided FROM alert "
            "JOIN household ON household.id = alert.household "
            "LEFT JOIN event ON event.place = alert.event "
            "LEFT JOIN person ON person.household = alert.household "
            "AND person.id = COALESCE(NULLIF(alert.person, ''), event.person) "
            f"WHERE {which}",
            values,
        )
        for id, household, town, name, event, told, *rest in rows:
            yield KeptAlert(id, household, town, name or "", event, json.loads(told), *rest)


_KEPT = "place, told, received, state, household, person, match"
_PEOPLE = "SELECT household, id, id_number, name, birth_date FROM person WHERE"
_AS_THEY_CAME = "alert.event, alert.rowid"


def _said(told: str) -> Any:
    """What an event says; not when it was heard of, so that the same may come on two days."""
    event: Any = parse_json(told, "event")
    event.get("data", event).pop("received", None)
    return event


_FULL = Words(
    "磁盘满了，腾出空间后再做一次", "the disk is full; make room on it and do this once more"
)
_NOT_THERE = Words(
    "没有这个文件；先用 caseload import 建立", "no such file; make it by caseload import"
)
_MADE_MEANWHILE = Words(
    "别的进程刚建立了同名的个案库；请再导入一次",
    "another process has just made a caseload of this name: import once more",
)
_ANOTHER_FORM = Words(
    "不是个案库，或者是别的版本的", "it is no caseload, or one of another version"
)


def _why(error: sqlite3.Error, path: Path) -> Words:
    """Why SQLite failed at a file. Of a disk without room it says at some writes that it is full,
    at others only that they failed.
    """
    failed = error.sqlite_errorname if hasattr(error, "sqlite_errorname") else ""
    if failed.startswith("SQLITE_IOERR") and shutil.disk_usage(path.parent).free < _ROOM:
        failed = "SQLITE_FULL"
    return _FULL if failed == "SQLITE_FULL" else Words(str(error), str(error))


def _not_opened(path: Path, why: Words) -> RequestError:
    return RequestError([finding("WR478", Place(path.name), file=path.name, why=why)])


def _written(data: Mapping[str, Any]) -> str:
    return canonical(data).decode("utf-8")


def put_all(
    caseload: Caseload, rows: Iterable[tuple[Mapping[str, Any], str, Mapping[str, Identity]]]
) -> int:
    """Puts down many households at once or none of them; says how many."""
    count = 0
    with caseload.step():
        for household, town, people in rows:
            caseload.put(household, town, people)
            count += 1
    return count
