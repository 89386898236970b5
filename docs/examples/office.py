"""A month in an office, made up and run by one command: `python docs/examples/office.py FOLDER`.

A made-up county, with names and ID numbers of nobody (they begin with 999999, which is no place),
and with what everybody is paid; a month of events from four agencies; one town as a work list; an
alert confirmed, one dismissed, one withdrawn, and a full pass over the caseload. The same seed
makes the same files. Every command that is run is printed, so that it can be run by hand.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import welfare_rules as wr
from welfare_rules.basics.id_number import check_character
from welfare_rules.cli.main import main as main_command
from welfare_rules.synthetic.files import write
from welfare_rules.synthetic.reading import read

HOUSEHOLDS, MEMBERS = "households.csv", "members.csv"
LAW, MONTH, KNOWN = "cn/model", "2021-08", "2021-09-01"
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙", "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰"
FIRST = date(2021, 9, 1)  # of the month of events


@dataclass(frozen=True)
class Person:
    """Somebody of the county, with what stands in the row of the table of members."""

    household: str
    town: str
    row: Mapping[str, str]

    @property
    def identity(self) -> dict[str, str]:
        """Who it is, as an agency says it."""
        return {"id_number": self.row["id_number"], "name": self.row["name"]}

    @property
    def receiving(self) -> Sequence[str]:
        """What he or she is paid."""
        return [each for each in self.row["receiving"].split(";") if each]


def county(folder: Path, households: int, seed: int) -> list[Person]:
    """A made-up county as two tables, and the people in it."""
    write(read("model-county"), households, seed, folder)
    homes, people = folder / HOUSEHOLDS, folder / MEMBERS
    paid = received(homes, people)
    chance = Random(seed)
    with people.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for order, row in enumerate(rows):
        row["name"] = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
        row["id_number"] = number(row["birth_date"], order)
        row["receiving"] = ";".join(paid.get((row["household"], row["id"]), [])) or ";"
    with people.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with homes.open(encoding="utf-8-sig", newline="") as stream:
        towns = {row["id"]: row["town"] for row in csv.DictReader(stream)}
    return [Person(row["household"], towns[row["household"]], row) for row in rows]


def number(born: str, order: int) -> str:
    """An ID number that nobody has."""
    digits = f"999999{born.replace('-', '')}{order % 1000:03d}"
    return digits + check_character(digits)


def received(homes: Path, people: Path) -> dict[tuple[str, str], list[str]]:
    """What is paid to whom: what is due in the month before; a household's right is its head's."""
    result = wr.load(LAW).at(MONTH, known=KNOWN).run(homes, people)
    found: dict[tuple[str, str], list[str]] = {}
    for table, whose in ((result.members, "household"), (result.households, "id")):
        columns = table.to_pydict()
        own = columns.get("household") and columns["id"]
        for name in (each.removesuffix(".status") for each in columns if each.endswith(".status")):
            due = zip(columns[f"{name}.status"], columns[f"{name}.amount"], strict=True)
            for row, (status, amount) in enumerate(due):
                if status == "eligible" and amount:
                    person = own[row] if own else "p1"
                    found.setdefault((columns[whose][row], person), []).append(name)
    return found


def event(source: str, id: str, who: Person, day: date, **said: Any) -> dict[str, Any]:
    """An event that is heard of five days after it happened."""
    heard = (day + timedelta(days=5)).isoformat()
    told = {"source": source, "id": id, "type": source, "time": day.isoformat(), "received": heard}
    return {**told, "person": who.identity, **said}


def month_of_events(people: Sequence[Person], seed: int) -> Iterator[dict[str, Any]]:
    """Deaths from the police, certificates from the disabled persons' federation, hospital bills
    from the health insurance; some in a hundred people.
    """
    chance = Random(seed)
    for order, who in enumerate(people):
        day = FIRST + timedelta(days=chance.randrange(25))
        kind, id = chance.random(), f"2021-09-{order:06d}"
        if kind < 0.01:
            yield event("公安", id, who, day, set={"death_date": day.isoformat()})
        elif kind < 0.04 and who.row["disability_kind"] != "none":
            grade = chance.choice([1, 2, 3, 4])
            yield event("残联", id, who, day, set={"disability_grade": grade})
        elif kind < 0.06:
            bill = {"rigid_medical": f"{chance.randrange(500, 5000)}.00"}
            yield event("医保", id, who, day, set=bill, covers="2021-09")


PENSIONS = """
[events]
source = "社保"
type = "pension"
covers = "2021-09"
columns = { "证件号码" = "id_number", "姓名" = "name", "月养老金（元）" = "employee_pension" }
"""


def register_of_pensions(people: Sequence[Person], seed: int) -> Iterator[tuple[str, str, str]]:
    """The rows of the fourth agency, which sends a list; among them people whom nobody knows."""
    chance = Random(seed)
    for order, who in enumerate(people):
        if chance.random() < 0.04:
            amount = f"{chance.randrange(300, 3000)}.00"
            yield who.row["id_number"], who.row["name"], amount
        elif chance.random() < 0.01:
            yield number("1955-01-01", order), "外乡人", "1000.00"


def put(folder: Path, people: Sequence[Person], seed: int) -> None:
    """The events of the month as files."""
    lines = (json.dumps(each, ensure_ascii=False) for each in month_of_events(people, seed))
    (folder / "events.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "pensions.toml").write_text(PENSIONS, encoding="utf-8")
    with (folder / "pensions.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["证件号码", "姓名", "月养老金（元）"])
        writer.writerows(register_of_pensions(people, seed))


def command(*words: str) -> str:
    """What a command prints; it is printed first, and what it found strange after it."""
    print("$ welfare-rules", *words)
    said, strange = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(strange):
        main_command.main(list(words), standalone_mode=False)
    told = strange.getvalue().splitlines()
    for line in (*told[:3], *([f"… {len(told)}"] if len(told) > 3 else [])):
        print(line)
    return said.getvalue()


def story(folder: Path, households: int, seed: int) -> None:
    """The month, from the tables to what was decided."""
    people = county(folder / "county", households, seed)
    put(folder, people, seed)
    of = ("--caseload", str(folder / "office.db"), "--in", LAW, "--lang", "zh")
    tables = [folder / "county" / each for each in (HOUSEHOLDS, MEMBERS)]
    made = command(
        "caseload", "import", "--households", str(tables[0]), "--members", str(tables[1]), *of
    )
    print(made, end="")
    command("watch", str(folder / "events.jsonl"), *of)
    told = command(
        "watch", str(folder / "pensions.csv"), "--map", str(folder / "pensions.toml"),
        "--received", "2021-10-08", *of,
    )  # fmt: skip
    alerts = [json.loads(line) for line in told.splitlines()]
    print(f"{len(alerts)} 条待办 / to look at")
    towns = [each["town"] for each in alerts]
    town = max(sorted(set(towns)), key=towns.count)
    command("watch", "--town", town, "-o", str(folder / "worklist.xlsx"), *of)
    by_event = {tuple(each["event"]): each for each in alerts}.values()
    first, second, third = sorted(by_event, key=lambda each: each["town"] != town)[:3]
    print(command("alert", "confirm", first["alert"], "--because", "已入户核实", *of), end="")
    print(command("alert", "dismiss", second["alert"], "--because", "名册有误", *of), end="")
    source, id = third["event"]
    taken_back = {
        **{"source": source, "id": "2021-10-000001", "type": "correction", "time": "2021-10-09"},
        **{"received": "2021-10-09", "person": people[0].identity},
        "withdraws": id,
    }
    (folder / "withdrawn.jsonl").write_text(json.dumps(taken_back) + "\n", encoding="utf-8")
    left = command("watch", str(folder / "withdrawn.jsonl"), *of).splitlines()
    print(f"{len(left)} 条待办 / to look at")
    assert not {first["alert"], second["alert"], third["alert"]} & {
        json.loads(line)["alert"] for line in left
    }
    night = command("watch", "--nightly", "--month", "2021-09", "--known", "2021-10-09", *of)
    kinds = [json.loads(line)["difference"] for line in night.splitlines()]
    print(f"{kinds.count('missed')} 条没有事件告知过 / told by no event")


def main(words: Iterable[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--households", type=int, default=400)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args(None if words is None else list(words))
    asked.folder.mkdir(parents=True)
    story(asked.folder, asked.households, asked.seed)


if __name__ == "__main__":
    main()
