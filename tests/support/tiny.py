"""A law of a few lines, with cases and a story, for tests of the runner, of coverage and of
mutation: nothing of any real place.
"""

from __future__ import annotations

from pathlib import Path

from tests.support.laws import county, document
from welfare_rules.cases.suite import Bench, make_bench

POLICY = (
    document(
        "tiny", ("小法", "Tiny"), place=county(("小县", "Tiny"), more="covers_from = 2020-01-01")
    )
    + """\
[fact.stock]
label = { zh = "存款", en = "savings" }
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

[figure.line]
label = { zh = "标准", en = "line" }
type = "money"
cite = { article = "1" }

[[figure.line.version]]
from = 2020-01-01
value = 100
announced = 2020-01-01
status = "published"

[[figure.line.version]]
from = 2021-01-01
value = 120.50
announced = 2021-01-01
status = "published"

[figure.unfound]
label = { zh = "没有找到的数", en = "unfound" }
type = "money"
min = 0
cite = { article = "9" }

[[income]]
id = "pay"
label = { zh = "工钱", en = "wages" }
value = "pay"
cite = { article = "2" }

[[exemption]]
id = "half"
label = { zh = "老人减半", en = "half for the old" }
income = "pay"
when = "age >= 60"
share = "50%"
cite = { article = "3" }

[derived.together]
label = { zh = "合计收入", en = "income together" }
entity = "household"
type = "money"
formula = "合计(own_countable_income, true)"
cite = { article = "2" }

[benefit.help]
label = { zh = "补助", en = "help" }
payee = "household"
amount = "if(stock > 0, line - together - 1元, line - together)"
rounding = { step = "1", direction = "up" }
starts = "month of application"
cite = { article = "4" }

[[benefit.help.require]]
id = "poor"
when = "together < line"
because = { zh = "收入低于标准", en = "income below the line" }
cite = { article = "4" }

[[benefit.help.require]]
id = "no-stock"
when = "stock <= 1000元"
because = { zh = "存款不超过 1000 元", en = "savings not above 1000 yuan" }
cite = { article = "5" }

[benefit.old]
label = { zh = "老人津贴", en = "allowance for the old" }
payee = "member"
hit = "first"
rounding = { step = "0.01", direction = "half-up" }
starts = "month of application"
cite = { article = "6" }

[[benefit.old.require]]
id = "sixty"
when = "age >= 60"
because = { zh = "满六十岁", en = "sixty or over" }
cite = { article = "6" }

[[benefit.old.row]]
id = "from-80"
when = "age >= 80"
amount = "20元"
because = { zh = "八十岁以上", en = "eighty or over" }
cite = { article = "6" }

[[benefit.old.row]]
id = "others"
when = "age < 80"
amount = "10元"
because = { zh = "不满八十岁", en = "under eighty" }
cite = { article = "6" }

[benefit.unknown_aid]
label = { zh = "没有数额的补助", en = "aid without a figure" }
payee = "household"
amount = "unfound"
rounding = { step = "0.01", direction = "half-up" }
starts = "month of application"
cite = { article = "9" }
"""
)

CASES = """\
format = "welfare-cases/1"
month = "2021-03"

[base."一个人"]
stock = 0
a = { pay = 0, age = 30 }

[[series]]
name = "补助"
builds_on = "一个人"
cite = "第四条"
cases = [
  { name = "没有收入", expect.help = 121 },
  { name = "低一分", case.a.pay = 120.49, expect.help = 1 },
  { name = "恰好", case.a.pay = 120.50, expect.help = { status = "不符合", fails = ["poor"], holds = ["no-stock"] } },
  { name = "存款恰好", case.stock = 1000, expect.help = 120 },
  { name = "存款高一分", case.stock = 1000.01, expect.help = false },
  { name = "老人减半", case.a = { pay = 200, age = 60 }, expect.help = 21 },
  { name = "老人不到岁数", case.a = { pay = 100, age = 59 }, expect.help = 21 },
]

[[case]]
name = "旧标准"
month = "2020-12"
builds_on = "一个人"
cite = "第一条"
expect.help = 100

[[case]]
name = "没有数额"
builds_on = "一个人"
cite = "第九条"
expect.unknown_aid = { status = "不能确定", missing_figures = ["unfound"] }

[[series]]
name = "老人津贴"
builds_on = "一个人"
cite = "第六条"
cases = [
  { name = "五十九岁", case.a.age = 59, expect.old.a = { status = "不符合", fails = ["sixty"] } },
  { name = "六十岁", case.a.age = 60, expect.old.a = 10 },
  { name = "七十九岁", case.a.age = 79, expect.old.a = 10 },
  { name = "八十岁", case.a.age = 80, expect.old.a = { amount = 20, holds = ["from-80"], fails = ["others"] } },
]
"""


BASES = CASES[: CASES.index("[[series]]")]
LAW = (
    POLICY.replace(
        "value = 120.50\nannounced = 2021-01-01", "value = 120.50\nannounced = 2021-02-15"
    )
    + """
[[recovery]]
id = "all"
label = { zh = "先抵后扣", en = "set off, then withheld" }
benefits = ["help"]
set_off = true
withhold = ["help"]
share = "10%"
cite = { article = "10" }
"""
)
STORY = """\
format = "welfare-stories/1"

[[story]]
name = "迟公布，又晚知"
builds_on = "一个人"
from = "2021-01"
to = "2021-04"
known = 2021-04-30
arithmetic = "补 2×21=42；追 121−60=61；61−42=19：三个月 6，末月 1"
change = [{ from = 2021-03-10, learned = 2021-04-20, source = "税务", set = { a.pay = 60.50 } }]
paid = [
  { from = "2021-01", to = "2021-02", benefit = "help", amount = 100, decided = 5 },
  { from = "2021-03", to = "2021-04", benefit = "help", amount = 121, decided = 2021-03-01 },
]
[story.expect]
due.help = { "2021-01 至 2021-03" = 121, "2021-04" = 60 }
due.old.a = false
due.unknown_aid = "不能确定"
arrears = { help = 42, total = 42 }
recovery.help = { "2021-03" = 0, "2021-04" = 61 }
net = -19
causes.help = { "2021-01" = ["后来公布 line"], "2021-03" = [], "2021-04" = ["late_fact members[a].pay"] }
causes.unknown_aid = ["缺数值 unfound"]
plan = { waived = 0, set_off = 42, withheld = 19, left = 0, payable = 0 }
findings = []
"""
EXPECT = STORY.index("[story.expect]\n") + len("[story.expect]\n")
FIRST_LINE = STORY[:EXPECT].count("\n") + 1  # of what is expected


def written(folder: Path, cases: str = CASES, policy: str = POLICY) -> Path:
    """A policies folder with this law and these cases; the place of the cases."""
    place = folder / "policies" / "tiny"
    (place / "cases").mkdir(parents=True)
    (place / "law.toml").write_text(policy, encoding="utf-8")
    file = place / "cases" / "all.toml"
    file.write_text(cases, encoding="utf-8")
    return file


def root(file: Path) -> Path:
    """The policies folder around a file of cases that `written` made."""
    return file.parents[2]


def bench_of(folder: Path, text: str) -> Bench:
    """The story file beside a case file that only has bases."""
    file = written(folder, BASES, LAW)
    stories = file.parent / "stories.toml"
    stories.write_text(text, encoding="utf-8")
    return make_bench([stories], root(file))
