"""Files of a nation of a few lines and of a county below it, with «WR…» in front of each thing that
a finding must point at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from welfare_rules.document.library import read_library
from welfare_rules.loading import check_all

TODAY = 20260310

HEAD = """format = "welfare-policy/2"

[document]
id = "{id}"
title = {{ zh = "{id} 的办法", en = "measures of {id}" }}
in_force = 2020-01-01
"""
NATION = """
[jurisdiction]
name = { zh = "某国", en = "Nation" }
level = "nation"

[fact.stock]
label = { zh = "存款", en = "savings" }
entity = "household"
type = "money"
min = 0
max = 100000

[fact.rural]
label = { zh = "农村", en = "rural" }
entity = "household"
type = "bool"

[fact.paid_before]
label = { zh = "上月金额", en = "paid last month" }
entity = "household"
type = "money"
min = 0
max = 100000

[fact.pay]
label = { zh = "收入", en = "pay" }
entity = "member"
type = "money"
flow = true
min = 0
max = 100000

[fact.age]
label = { zh = "岁数", en = "age" }
entity = "member"
type = "int"
min = 0
max = 150

[fact.born]
label = { zh = "生日", en = "birthday" }
entity = "member"
type = "date"
past = true

[fact.kind]
label = { zh = "类别", en = "kind" }
entity = "member"
type = "choice"
values = [{ id = "plain", zh = "普通", en = "plain" }, { id = "heavy", zh = "重度", en = "heavy" }]

[figure.line]
label = { zh = "标准", en = "line" }
type = "money"
cite = { article = "1" }

[[figure.line.version]]
from = 2020-01-01
value = 100
announced = 2020-01-01
status = "published"

[[income]]
id = "pay"
label = { zh = "工钱", en = "wages" }
cite = { article = "2" }

[derived.together]
label = { zh = "合计收入", en = "income together" }
entity = "household"
type = "money"
formula = "合计(own_countable_income, 真)"
cite = { article = "2" }

[benefit.help]
label = { zh = "补助", en = "help" }
payee = "household"
amount = "line - together"
rounding = { step = "1", direction = "up" }
cite = { article = "4" }

[[benefit.help.require]]
id = "poor"
when = "together < line"
because = { zh = "收入低于标准", en = "income below the line" }
cite = { article = "4" }

[benefit.old]
label = { zh = "老人津贴", en = "allowance for the old" }
payee = "member"
hit = "first"
of = "line"
rounding = { step = "0.01", direction = "half-up" }
cite = { article = "6" }

[[benefit.old.row]]
id = "from-80"
when = "age >= 80"
share = "20%"
because = { zh = "八十岁以上", en = "eighty or over" }
cite = { article = "6" }

[[benefit.old.row]]
id = "others"
when = "age < 80"
share = "10%"
because = { zh = "不满八十岁", en = "under eighty" }
cite = { article = "6" }

[[circle]]
id = "near"
label = { zh = "边缘", en = "near" }
when = "together < line * 2"
cite = { article = "7" }
"""
COUNTY = """
[jurisdiction]
name = { zh = "某县", en = "County" }
level = "county"
division = "320922"
"""

LABEL = 'label = { zh = "新项", en = "new" }\n'
CITE = 'cite = { article = "1" }\n'
BECAUSE = 'because = { zh = "一", en = "one" }\n' + CITE
ROUNDING = 'rounding = { step = "0.01", direction = "half-up" }\n'

_MARK = re.compile("«(WR[0-9]{3})»")
# of small files: nothing uses what is added, nobody announced them or says who knows a fact
USUAL = ("WR311", "WR349", "WR351")
Found = set[tuple[str, str, int, int]]  # code, file, line, column


def nation(more: str = "", *changes: tuple[str, str]) -> dict[str, str]:
    """The nation's file with something more in it, or with lines changed."""
    text = HEAD.format(id="cn.nation") + NATION
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return {"cn/nation.toml": text + more}


def county(more: str) -> dict[str, str]:
    return {"cn/county/county.toml": HEAD.format(id="cn.county") + COUNTY + more}


def more_of_the_nation(more: str, name: str = "zz") -> dict[str, str]:
    """Another file of the nation; by its name it is read before the first one or after it."""
    return {f"cn/{name}.toml": HEAD.format(id=f"cn.{name}") + more}


def fact(kind: str, *lines: str, entity: str = "household", header: str = "[fact.extra]") -> str:
    return "\n".join((header, LABEL + f'entity = "{entity}"', kind, *lines)) + "\n"


def figure(*lines: str, header: str = "[figure.extra]", label: str = LABEL) -> str:
    return "\n".join((header, label + "\n".join(lines), CITE))


def version(
    *lines: str, of: str = "extra", since: str = "2021-01-01", announced: str = "2020-12-01"
) -> str:
    end = f'announced = {announced}\nstatus = "published"\n'
    return f"[[figure.{of}.version]]\nfrom = {since}\n" + "\n".join((*lines, end))


def derived(*lines: str, header: str = "[derived.extra]", label: str = LABEL) -> str:
    return "\n".join((header, label + "\n".join(lines), CITE))


def benefit(
    *lines: str, header: str = "[benefit.extra]", payee: str = "household", rounding: str = ROUNDING
) -> str:
    return "\n".join((header, LABEL + f'payee = "{payee}"', *lines, rounding + CITE))


def clause(
    kind: str,
    *lines: str,
    of: str = "benefit.extra",
    header: str = "",
    name: str = "one",
    because: str = BECAUSE,
) -> str:
    return "\n".join((header or f"[[{of}.{kind}]]", f'id = "{name}"', *lines, because))


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """These files, without their marks, in a folder of policies."""
    for name, text in {**nation(), **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_MARK.sub("", text), encoding="utf-8")
    return folder


def marked(files: Mapping[str, str]) -> Found:
    """What the marks of these files say must be found."""
    expected: Found = set()
    for name, text in files.items():
        for number, line in enumerate(text.split("\n"), 1):
            taken = 0
            for match in _MARK.finditer(line):
                expected.add((match.group(1), name, number, match.start() - taken + 1))
                taken += len(match.group())
    return expected


def found(folder: Path) -> Found:
    """Everything wrong with the files of a folder.

    That nothing uses what a test adds, and that no file says when it was announced, are no part of
    it.
    """
    every = check_all(read_library(folder), TODAY)
    for each in every:
        for text in (each.message("zh"), each.message("en")):
            assert text
            assert not re.search(r"\{\w", text)
    names = {
        each: Path(each.place.file).resolve().relative_to(folder.resolve()).as_posix()
        for each in every
    }
    return {
        (each.code, names[each], each.place.line, each.place.column)
        for each in every
        if each.code not in USUAL
    }
