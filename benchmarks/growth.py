"""How time and memory grow with each kind of input: `python benchmarks/growth.py [KIND …]`.

Each kind is run by the command at four sizes, each twice the one before, in a process of its own.
The exponent is that of time from the second largest size to the largest, less what a start takes:
1 is linear, 2 quadratic. What grows faster than n log n has to have a limit that `docs/threats.md`
names. Nothing here is a test: a slow day is no fault.
"""

from __future__ import annotations

import datetime
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

HEAD = """format = "welfare-policy/2"
[document]
id = "{id}"
title = {{ zh = "小法{id}", en = "Tiny {id}" }}
in_force = 2000-01-01
announced = 2000-01-01
[jurisdiction]
name = {{ zh = "小县{id}", en = "Tiny {id}" }}
level = "{level}"
covers_from = 2000-01-01
"""
CITE = 'cite = { article = "1" }\n'
BECAUSE = 'because = { zh = "行", en = "row" }\n' + CITE
ROUNDING = 'rounding = { step = "0.01", direction = "half-up", cite = { article = "1" } }\n'
DAY = datetime.date(2000, 1, 1)
Files = dict[str, str]
Kind = Callable[[int], tuple[Files, list[str]]]
STDIN = "<stdin>"  # the name of what is no file: standard input


def label(name: str) -> str:
    return f'label = {{ zh = "名{name}", en = "{name}" }}\n'


def fact(name: str, kind: str = "int", entity: str = "household") -> str:
    bounds = "" if kind == "bool" else "min = 0\nmax = 1000\n"
    return f'[fact.{name}]\n{label(name)}entity = "{entity}"\ntype = "{kind}"\n{bounds}'


def derived(name: str, formula: str) -> str:
    head = f'[derived.{name}]\n{label(name)}entity = "household"\ntype = "int"\n'
    return f'{head}formula = "{formula}"\n{CITE}'


def benefit(name: str, *lines: str) -> str:
    head = f'[benefit.{name}]\n{label(name)}payee = "household"\nstarts = "not stated"\n'
    return head + "".join(f"{each}\n" for each in lines) + ROUNDING + CITE


def rows(of: str, conditions: list[str], *, dated: bool = False) -> Iterator[str]:
    for place, when in enumerate(conditions):
        begins = f"from = {DAY + datetime.timedelta(31 * place)}\n" if dated else ""
        yield (
            f'[[benefit.{of}.row]]\nid = "r{place}"\nwhen = "{when}"\namount = "{place}元"\n'
            f"{begins}{BECAUSE}"
        )


def one(text: str, *command: str) -> tuple[Files, list[str]]:
    return {"cn/t.toml": HEAD.format(id="t", level="county") + text}, list(
        command or ("check", ".")
    )


DETERMINE = [
    "determine",
    "case.json",
    "--in",
    "cn",
    "--month",
    "2021-01",
    "--known",
    "2021-12-31",
    "--policies",
    ".",
]
MODEL = ["--in", "cn/model", "--known", "2022-12-31"]
CASE = '{"id": "h", "members": []}'


def operations(n: int) -> tuple[Files, list[str]]:
    sums = [derived(f"d{each}", " + ".join(["n"] * 25)) for each in range(n)]
    parts = " + ".join(f"d{each}" for each in range(min(n, 50)))
    return one(fact("n") + "".join(sums) + benefit("b", f'amount = "1元 * ({parts})"'))


def chain(n: int) -> tuple[Files, list[str]]:
    steps = (derived(f"d{i}", f"d{i - 1} + 1" if i else "n") for i in range(n))
    return one(fact("n") + "".join(steps))


def table(n: int, *, dated: bool = False) -> tuple[Files, list[str]]:
    conditions = [f"n == {place}" for place in range(n)]
    text = fact("n") + benefit("b", 'hit = "unique"', "gaps = true")
    return one(text + "".join(rows("b", conditions, dated=dated)))


def dated_table(n: int) -> tuple[Files, list[str]]:
    return table(n, dated=True)


def versions(n: int) -> tuple[Files, list[str]]:
    text = (
        fact("n")
        + f'[figure.f]\n{label("f")}type = "money"\n{CITE}'
        + "".join(
            f"[[figure.f.version]]\nfrom = {DAY + datetime.timedelta(place)}\nvalue = {place}\n"
            f'announced = {DAY + datetime.timedelta(place)}\nstatus = "published"\n'
            for place in range(n)
        )
    )
    return one(text + benefit("b", 'amount = "f"'))


def facts(n: int) -> tuple[Files, list[str]]:
    return one("".join(fact(f"n{place}") for place in range(n)))


def benefits(n: int) -> tuple[Files, list[str]]:
    names = [f"n{place}" for place in range(8)]
    text = "".join(map(fact, names))
    for place in range(n):
        conditions = [f"{' + '.join(names)} > {100 * each + place}" for each in range(6)]
        text += benefit(f"b{place}", 'hit = "first"', "gaps = true")
        text += "".join(rows(f"b{place}", conditions))
    files, _ = one(text)
    return {**files, "case.json": CASE}, DETERMINE


def layers(n: int) -> tuple[Files, list[str]]:
    files: Files = {}
    path = "cn"
    for place in range(n):
        path = f"{path}/x{place}" if place else path
        text = HEAD.format(id=f"t{place}", level="county" if place else "nation")
        text += "".join(derived(f"d{place}_{each}", "n + 1") for each in range(10))
        text += "" if place else fact("n")
        files[f"{path}/t.toml"] = text
    return files, ["check", "."]


def comments(n: int) -> tuple[Files, list[str]]:
    return one(fact("n") + benefit("b", 'amount = "1元 * n"') + "# nothing\n" * n)


def blanks(n: int) -> tuple[Files, list[str]]:
    return one(" " * n + "x\n")


def unknown_names(n: int) -> tuple[Files, list[str]]:
    return one(
        "".join(
            derived(f"d{place}", " + ".join(f"qzx{each}" for each in range(100)))
            for place in range(n)
        )
    )


def people(n: int, **said: object) -> dict[str, object]:
    return {"id": "h", "members": [{"id": f"p{place}", **said} for place in range(n)]}


def members(n: int) -> tuple[Files, list[str]]:
    command = ["determine", "case.json", "--month", "2021-08", "--format", "json", *MODEL]
    return {"case.json": json.dumps(people(n))}, command


def explained(n: int) -> tuple[Files, list[str]]:
    return {"case.json": json.dumps(people(n))}, [
        "explain",
        "case.json",
        "--month",
        "2021-08",
        *MODEL,
    ]


def two_years(n: int) -> tuple[Files, list[str]]:
    history = json.dumps({"case": people(n), "changes": []})
    span = ["--from", "2021-01", "--to", "2022-12", "--format", "json"]
    return {"history.json": history}, ["timeline", "history.json", *span, *MODEL]


def upcoming(n: int) -> tuple[Files, list[str]]:
    return {"case.json": json.dumps(people(n))}, ["next", "case.json", "--month", "2021-01", *MODEL]


def months(n: int) -> tuple[Files, list[str]]:
    last = f"{2020 + (n - 1) // 12}-{(n - 1) % 12 + 1:02d}"
    history = json.dumps({"case": people(3, birth_date="1950-01-01"), "changes": []})
    return {"history.json": history}, [
        "timeline",
        "history.json",
        "--from",
        "2020-01",
        "--to",
        last,
        *MODEL,
    ]


def changes(n: int) -> tuple[Files, list[str]]:
    said = [
        {
            "from": "2021-01-01",
            "learned": f"{2021 + place % 2}-01-01",
            "source": "x",
            "set": {"members[p0].wage": str(place)},
        }
        for place in range(n)
    ]
    history = json.dumps({"case": people(1), "changes": said})
    return {"history.json": history}, [
        "timeline",
        "history.json",
        "--from",
        "2021-01",
        "--to",
        "2021-03",
        *MODEL,
    ]


def joins(n: int) -> tuple[Files, list[str]]:
    said = [
        {
            "from": f"2021-01-{place % 28 + 1:02}",
            "learned": "2021-02-01",
            "set": {f"members[q{place % 150}]": {"relation": "other"} if place < n / 2 else None},
        }
        for place in range(n)
    ]
    return _timeline(people(1), said, "2021-12")


def century(n: int) -> tuple[Files, list[str]]:
    """As many months as a timeline may have, each with more changes."""
    said = [
        {
            "from": f"{2020 + place * 100 // n}-{place % 12 + 1:02}-01",
            "learned": "2020-01-01",
            "set": {"members[p0].wage": str(place % 900)},
        }
        for place in range(n)
    ]
    return _timeline(people(1, birth_date="1950-01-01"), said, "2119-12")


def _timeline(case: object, said: list[object], last: str) -> tuple[Files, list[str]]:
    history = json.dumps({"case": case, "changes": said})
    return {"history.json": history}, [
        *("timeline", "history.json", "--from", "2020-01", "--to", last),
        *MODEL,
    ]


def owed(n: int) -> tuple[Files, list[str]]:
    """A settlement with many payees of whom little is known."""
    ledger = [
        {
            "month": "2021-08",
            "benefit": "disability_nursing_subsidy",
            "payee": f"p{place}",
            "amount": "7",
        }
        for place in range(n)
    ]
    history = json.dumps({"case": people(n, disability_kind="physical", disability_grade=1)})
    return {"history.json": history, "ledger.json": json.dumps(ledger)}, [
        *("settle", "history.json", "ledger.json", "--from", "2021-07", "--to", "2021-12"),
        *MODEL,
    ]


def ring(n: int) -> tuple[Files, list[str]]:
    made = [fact("n")]
    for place in range(n):
        made.append(benefit(f"b{place}", f'amount = "n * {place + 1}元"'))
        made.extend(
            f'[[benefit.b{place}.exclude]]\nid = "x{other}"\nwith = "gross(b{other})"\n'
            f'keep = "higher"\n{BECAUSE}'
            for other in range(n)
            if other != place
        )
    files, _ = one("".join(made))
    return {**files, "case.json": CASE}, DETERMINE


def circles(n: int) -> tuple[Files, list[str]]:
    made = (
        f'[[circle]]\nid = "c{place}"\n{label(f"c{place}")}when = "n > {place}"\n{CITE}'
        for place in range(n)
    )
    files, _ = one(fact("n") + "".join(made))
    return {**files, "case.json": CASE}, DETERMINE


def values_of_a_list(n: int) -> tuple[Files, list[str]]:
    """A case in which as many facts as a list has values are wrong."""
    values = ", ".join(
        f'{{ id = "v{each}", zh = "值{each}", en = "v{each}" }}' for each in range(n)
    )
    asked = (
        f'[fact.c{place}]\n{label(f"c{place}")}entity = "household"\ntype = "choice"\nchoice = "x"\n'
        for place in range(n)
    )
    files, _ = one(f"[choice.x]\n{label('x')}values = [{values}]\n" + "".join(asked))
    wrong = {f"c{place}": "zzz" for place in range(n)}
    return {**files, "case.json": json.dumps({"id": "h", "members": [], **wrong})}, DETERMINE


def _cases(n: int, bases: str, case: str) -> tuple[Files, list[str]]:
    """As many cases, each with its number for `#`, of a small law."""
    files, _ = one(
        fact("n") + benefit("b", 'hit = "first"', "gaps = true") + "".join(rows("b", ["n > 3"]))
    )
    made = (
        f'[[case]]\nname = "c{each}"\ncite = "1"\n{case}\n'.replace("#", str(each))
        for each in range(n)
    )
    head = 'format = "welfare-cases/1"\nmonth = "2021-03"\n'
    return {**files, "cn/cases/c.toml": head + bases + "".join(made)}, [
        "test",
        ".",
        "--policies",
        ".",
    ]


def cases(n: int) -> tuple[Files, list[str]]:
    return _cases(n, "", "case.n = 3\nexpect.b = false")


def unknown_bases(n: int) -> tuple[Files, list[str]]:
    return _cases(n, "", 'builds_on = "z#"\nexpect.b = false')


def pieces(n: int) -> tuple[Files, list[str]]:
    """A curve that has a piece for each benefit, and in each piece a line for each."""
    made = "".join(
        benefit(f"b{place}", 'hit = "first"', "gaps = true")
        + "".join(rows(f"b{place}", [f"n > {place}"]))
        for place in range(n)
    )
    files, _ = one(fact("n") + made)
    span = ["--month", "2021-01", "--vary", "n", "--to", "1000", "--policies", "."]
    case = '{"id": "h", "members": [], "n": 5}'
    return {**files, "case.json": case}, ["curve", "case.json", "--in", "cn", *span]


def changed_fact(n: int) -> tuple[Files, list[str]]:
    """What one of many facts would have to be, each of which a requirement looks at."""
    names = [f"n{place}" for place in range(n)]
    needed = "".join(
        f'[[benefit.b.require]]\nid = "r{place}"\nwhen = "{name} > 3"\n{BECAUSE}'
        for place, name in enumerate(names)
    )
    files, _ = one("".join(map(fact, names)) + benefit("b", 'amount = "1元"') + needed)
    case = {"id": "h", "members": [], **dict.fromkeys(names, 5), names[-1]: 2}
    return {**files, "case.json": json.dumps(case)}, ["change", *DETERMINE[1:], "--benefit", "b"]


def slopes(n: int) -> tuple[Files, list[str]]:
    """A curve of benefits of which each falls in its own way, and is rounded."""
    money = fact("m", "money").replace("1000", "9000000")
    made = "".join(
        benefit(f"b{place}", f'amount = "max(0元, 1000元 - m * {place + 1} / 7)"')
        for place in range(n)
    )
    files, _ = one(money + made)
    span = ["--month", "2021-01", "--vary", "m", "--to", "9000000", "--policies", "."]
    case = '{"id": "h", "members": [], "m": "5.00"}'
    return {**files, "case.json": case}, ["curve", "case.json", "--in", "cn", *span]


def watches(n: int) -> tuple[Files, list[str]]:
    made = (
        f'[[watch]]\nid = "w{place}"\n{label(f"w{place}")}kind = "核查"\nentity = "household"\n'
        f'facts = ["n"]\nbenefits = ["b"]\nturns = ["lost"]\n{CITE}'
        for place in range(n)
    )
    return one(fact("n") + benefit("b", 'amount = "1元 * n"') + "".join(made))


def against(n: int) -> tuple[Files, list[str]]:
    """A law against an older one, in which every amount was another."""
    files, _ = one(
        fact("n") + "".join(benefit(f"b{each}", f'amount = "{each}元 * n"') for each in range(n))
    )
    older = {f"old/{name}": text.replace("* n", "* n + 1元") for name, text in files.items()}
    newer = {f"new/{name}": text for name, text in files.items()}
    return {**newer, **older}, ["check", "new", "--against", "old"]


def homes(n: int) -> Files:
    """Two tables of households of one person, of whom little is said, in one name."""
    heads = "household,id,relation,birth_date,name"
    return {
        "homes.csv": "id\n" + "".join(f"h{place}\n" for place in range(n)),
        "people.csv": "\n".join(
            [heads, *(f"h{place},p1,head,{1930 + place % 60}-01-01,王伟" for place in range(n))]
        ),
    }


TABLES = ["--households", "homes.csv", "--members", "people.csv"]
CASELOAD = ["--caseload", "office.db", "--in", "cn/model"]
IMPORT = ["caseload", "import", *TABLES, *CASELOAD]


def decided(n: int) -> tuple[Files, list[str]]:
    unnamed = {
        name: text.replace(",name", "").replace(",王伟", "") for name, text in homes(n).items()
    }
    return unnamed, ["run", *TABLES, *MODEL, "--month", "2021-08", "-o", "made"]


def compared(n: int) -> tuple[Files, list[str]]:
    files, _ = decided(n)
    return files, ["compare", *TABLES, *MODEL, "--month", "2021-08", "--to-month", "2021-09"]


def imported(n: int) -> tuple[Files, list[str]]:
    return homes(n), IMPORT


def event(place: int, born: str, **said: object) -> str:
    told = {"source": "s", "id": f"{place}", "type": "t", "time": "2021-09-10"}
    told |= {"received": "2021-09-14"}
    person = {"name": "王伟", "birth_date": born}
    return json.dumps({**told, "person": person, **said}, ensure_ascii=False)


def events(n: int) -> tuple[Files, list[str]]:
    """As many events of one person, each of another source."""
    lines = (
        event(place, "1930-01-01", source=f"s{place}", set={"employee_pension": f"{place % 3000}"})
        for place in range(n)
    )
    return {**homes(1), "events.jsonl": "\n".join(lines)}, ["watch", "events.jsonl", *CASELOAD]


def namesakes(n: int) -> tuple[Files, list[str]]:
    """Events each of which may be of anybody."""
    files = homes(n)
    files["people.csv"] = "\n".join(
        ["household,id,relation,birth_date,name"]
        + [f"h{place},p1,head,1930-01-01,王伟" for place in range(n)]
    )
    lines = (event(place, "1930-01-01", set={"employee_pension": "1"}) for place in range(n))
    return {**files, "events.jsonl": "\n".join(lines)}, ["watch", "events.jsonl", *CASELOAD]


REGISTER = """[events]
source = "s"
type = "pension"
covers = "2021-09"
columns = { "姓名" = "name", "出生" = "birth_date", "金额" = "employee_pension" }
"""


def register(n: int) -> tuple[Files, list[str]]:
    rows = (f"王伟,{1930 + place % 60}-01-01,{place % 3000}" for place in range(n))
    files = {**homes(60), "map.toml": REGISTER, "r.csv": "\n".join(["姓名,出生,金额", *rows])}
    asked = ["--map", "map.toml", "--received", "2021-10-08"]
    return files, ["watch", "r.csv", *asked, *CASELOAD]


def described(n: int) -> tuple[Files, list[str]]:
    """A made-up county of many kinds of household."""
    head = """format = "welfare-population/1"
[population]
id = "x"
label = { zh = "某县", en = "x" }
jurisdiction = "cn/model"
month = "2021-08"
households = 100
born = "birth_date"
"""
    made = "".join(
        f'[[household]]\nid = "h{place}"\nlabel = {{ zh = "户", en = "h" }}\nweight = 1\n'
        'member = [{ role = "a", age = [25, 56], set = { relation = "head" } }]\n'
        for place in range(n)
    )
    return {"county.toml": head + made}, [
        *("synth", "--like", "county.toml", "--households", "10", "--seed", "1", "-o", "made")
    ]


def idle(n: int) -> tuple[Files, list[str]]:
    """Requirements of which each may be one that never fails."""
    made = "".join(
        benefit(f"b{each}", 'amount = "1元 * n"')
        + f'[[benefit.b{each}.require]]\nid = "r"\nwhen = "n > {each % 900}"\n{BECAUSE}'
        for each in range(n)
    )
    files, _ = one(fact("n") + made)
    return files, ["prove", "--idle", *DETERMINE[2:]]


def many(n: int) -> tuple[Files, list[str]]:
    """A law of many benefits, of which each rests on a fact that is known."""
    made = "".join(benefit(f"b{each}", f'amount = "{each + 1}元 * n"') for each in range(n))
    files, _ = one(fact("n") + made)
    return {**files, "case.json": '{"id": "h", "members": [], "n": 5}'}, DETERMINE


def villages(n: int) -> tuple[Files, list[str]]:
    """Households of as many members as there may be, of whom nothing is known."""
    files = {
        "homes.csv": "id\n" + "".join(f"h{home}\n" for home in range(n)),
        "people.csv": "household,id\n"
        + "".join(f"h{home},p{place}\n" for home in range(n) for place in range(200)),
    }
    return files, ["run", *TABLES, *MODEL, "--month", "2021-08", "-o", "out"]


def screened(n: int) -> tuple[Files, list[str]]:
    """The same in a caseload, to be asked about."""
    files, _ = villages(n)
    return files, ["screen", *CASELOAD, "--month", "2021-08"]


def garbage(n: int) -> tuple[Files, list[str]]:
    """Lines of which none is a request."""
    return {STDIN: "x\n" * n}, ["pipe"]


def looked_up(n: int) -> tuple[Files, list[str]]:
    """Requests for all that a law is made of, each of another name."""
    asked = '{{"id": {}, "do": "names", "jurisdiction": "cn/model"}}\n'
    return {STDIN: "".join(map(asked.format, range(n)))}, ["pipe"]


def requested(n: int) -> tuple[Files, list[str]]:
    """As many requests, line by line."""
    asked = {"do": "determine", "jurisdiction": "cn/model", "month": "2021-08"}
    line = json.dumps({**asked, "case": people(1)})
    return {STDIN: f"{line}\n" * n}, ["pipe"]


def edited(n: int) -> tuple[Files, list[str]]:
    """A law in an editor, in which each formula is unfinished."""
    text, _ = one(fact("n") + "".join(derived(f"d{each}", "n + ") for each in range(n)))
    uri = "file:///nowhere/cn/t.toml"
    opened = {"uri": uri, "languageId": "toml", "version": 1, "text": text["cn/t.toml"]}
    place = {"textDocument": {"uri": uri}, "position": {"line": 15, "character": 3}}
    nobody = {"processId": None, "rootUri": None, "capabilities": {}}
    said: list[tuple[str, int | None, object]] = [
        ("initialize", 1, nobody),
        ("initialized", None, {}),
        ("textDocument/didOpen", None, {"textDocument": opened}),
        ("textDocument/hover", 2, place),
        ("textDocument/completion", 3, place),
        ("shutdown", 4, None),
        ("exit", None, None),
    ]
    bodies = [
        json.dumps(
            {"jsonrpc": "2.0", "method": what, "params": params} | ({"id": id} if id else {})
        )
        for what, id, params in said
    ]
    return {STDIN: "".join(f"Content-Length: {len(each)}\r\n\r\n{each}" for each in bodies)}, [
        "lsp"
    ]


def documents(n: int) -> tuple[Files, list[str]]:
    head = HEAD.split("[jurisdiction]", maxsplit=1)[0]
    files, command = one(fact("n"))
    more = {f"cn/t{place}.toml": head.format(id=f"t{place}") for place in range(1, n)}
    return {**files, **more}, command


KINDS: dict[str, tuple[Kind, int]] = {  # with the largest size
    "sums of 25 facts": (operations, 50),
    "derived values in a chain": (chain, 140),
    "rows of a table": (table, 280),
    "rows of a table, each with a day": (dated_table, 280),
    "versions of a figure": (versions, 1000),
    "facts": (facts, 4000),
    "benefits over unknown sums": (benefits, 320),
    "layers": (layers, 12),
    "documents": (documents, 3000),
    "lines of comments": (comments, 80000),
    "blanks of a line": (blanks, 400000),
    "unknown names, hundreds": (unknown_names, 400),
    "members of whom nothing is known": (members, 200),
    "the same, explained": (explained, 200),
    "two years of theirs": (two_years, 200),
    "what is next for them": (upcoming, 200),
    "months of a timeline": (months, 144),
    "changes of a history": (changes, 3000),
    "people who join and leave": (joins, 3000),
    "changes over a hundred years": (century, 3000),
    "payees of a settlement": (owed, 200),
    "benefits of a ring": (ring, 32),
    "circles": (circles, 300),
    "cases beside policies": (cases, 8000),
    "cases of unknown bases": (unknown_bases, 8000),
    "pieces of a curve": (pieces, 400),
    "slopes of a curve": (slopes, 160),
    "facts that one would change": (changed_fact, 800),
    "watches of a law": (watches, 3000),
    "changed benefits of a law": (against, 800),
    "households that are decided": (decided, 16000),
    "households that are compared": (compared, 16000),
    "households of a caseload": (imported, 16000),
    "events of one person": (events, 400),
    "events of one of many namesakes": (namesakes, 2000),
    "rows of a register": (register, 4000),
    "kinds of household of a county": (described, 200),
    "requirements that may be idle": (idle, 3000),
    "benefits over what is known": (many, 4000),
    "households of 200 of whom nothing is known": (villages, 400),
    "the same, screened": (screened, 400),
    "lines of garbage": (garbage, 400000),
    "requests for the names of a law": (looked_up, 18000),
    "requests line by line": (requested, 4000),
    "unfinished formulas in an editor": (edited, 400),
    "wrong values of long lists": (values_of_a_list, 4000),
}


def run(kind: Kind, size: int) -> tuple[float, int, int]:
    """Seconds of the processor, megabytes at most, exit status."""
    files, command = kind(size)
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        program = [sys.executable, "-m", "welfare_rules"]
        if command[0] in ("watch", "screen"):  # of a caseload that was made before
            subprocess.run([*program, *IMPORT], cwd=folder, check=True, capture_output=True)
        given = Path(folder, STDIN)
        given.touch()
        begun = time.monotonic()
        with given.open("rb") as stdin:
            process = subprocess.Popen(
                [*program, *command],
                cwd=folder,
                stdin=stdin,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - begun > 120:
                process.kill()
            time.sleep(0.02)
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, os.waitstatus_to_exitcode(status)


def main(wanted: list[str]) -> None:
    start = run(comments, 1)[0]
    print(
        "| kind | largest | bytes | seconds | MB | exit | exponent |\n|---|---|---|---|---|---|---|"
    )
    for name, (kind, largest) in KINDS.items():
        if wanted and not any(each in name for each in wanted):
            continue
        sizes = [largest // 4, largest // 2, largest]
        found = [run(kind, size) for size in sizes]
        before, last = (max(each[0] - start, 0.01) for each in found[-2:])
        exponent = math.log2(last / before)
        size = sum(len(text.encode()) for text in kind(largest)[0].values())
        seconds, megabytes, status = found[-1]
        print(
            f"| {name} | {largest:,} | {size:,} | {seconds:.1f} | {megabytes} | {status} | "
            f"{exponent:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
