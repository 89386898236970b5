"""Skeletons of policy files with comments for staff; each passes `check` as it stands.

What is in braces is filled in; every amount is a placeholder and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from welfare_rules.law.law import Law

_HEAD = """\
#:schema {up}policy.schema.json
# 由 welfare-rules new 写出的骨架：照文件逐项改，改完运行 welfare-rules check。
# 井号后面是说明，改好可以删去。中文只写在引号里，日期不加引号。

format = "welfare-policy/2"

[document]
id = "{document}"                # 文件编号，全库唯一，不用改
title = {{ zh = "{title}", en = "{title_en}" }}   # 文件全称
# number = "某民发〔2026〕1号"            # 文号
# issuer = {{ zh = "某县民政局", en = "civil affairs bureau" }}
# issued = {day}                  # 印发日期
in_force = {day}                  # 施行日期
announced = {day}                 # 公布日期：在这一天以前的计算看不到它
status = "placeholder"                   # 见到正式文件改为 published
# checked_with = "全文"                  # 和什么文本核对过
# known_limits = ["还有什么不知道"]
"""

_BENEFIT = """
# ---- 数值：金额、比例都写在这里，不写进公式 ----
[figure.{id}_amount]
label = {{ zh = "{label}标准", en = "{id} amount" }}
type = "money"                           # money 金额；rate 比例；int 整数；months 月数
per = "每人每月"
cite = {{ article = "1" }}               # 依据：哪一条；可以加 quote = "原文"

[[figure.{id}_amount.version]]           # 一次公布一个版本，只增不改
from = {day}
value = 1                                # 改成文件里的数

# ---- 待遇 ----
[benefit.{id}]
label = {{ zh = "{label}", en = "{id}" }}
payee = "member"                         # member 发给个人；household 发给家庭
amount = "{label}标准"                   # 公式；按档的改用表格，见 welfare-rules new table
rounding = {{ step = "0.01", direction = "half-up", cite = {{ article = "1" }} }}
starts = "month of application"          # 申请当月起发；批准次月写 "month after decision"
# payable = "yearly"                     # 不是每月发的：quarterly 每季、yearly 每年、once 一次性
cite = {{ article = "1" }}

[[benefit.{id}.require]]                 # 条件，一条一节，须全部成立
id = "first-condition"
when = "true"                            # 改成条件，如 年龄 >= 60；词见 welfare-rules names
because = {{ zh = "条件，写进决定书的一句话", en = "the condition in a sentence" }}
cite = {{ article = "2" }}

# [[benefit.{id}.exclude]]               # 与别的待遇不可兼得的，去掉井号
# id = "another"
# with = "最低生活保障"
# keep = "other"                         # other 保留对方；higher 择高（with 写 应发额(…)）
# because = {{ zh = "已享受低保，不再享受", en = "has dibao" }}
# cite = {{ article = "3" }}
"""

_TABLE = """
# ---- 待遇：按一个数分档，每档一个金额 ----
[benefit.{id}]
label = {{ zh = "{label}", en = "{id}" }}
payee = "household"                      # household 发给家庭；member 发给个人
hit = "unique"                           # 只许一行成立
rounding = {{ step = "0.01", direction = "half-up", cite = {{ article = "1" }} }}
starts = "month of application"          # 申请当月起发；批准次月写 "month after decision"
cite = {{ article = "1" }}

[[benefit.{id}.require]]                 # 条件，一条一节，须全部成立
id = "first-condition"
when = "true"                            # 如 最低生活保障 且 (月份 >= 11 或 月份 <= 3)
because = {{ zh = "条件，写进决定书的一句话", en = "the condition in a sentence" }}
cite = {{ article = "1" }}

[benefit.{id}.table]
by = "{number}"                          # 按什么分档：一个数，如 {number}、年龄（发给个人的）
per = "每户每月"
cite = {{ article = "2" }}
rows = [                                 # upto 是到多少为止（含），最后一档不写
  {{ id = "first", upto = 2, because = {{ zh = "一至二", en = "one or two" }} }},
  {{ id = "second", upto = 4, because = {{ zh = "三至四", en = "three or four" }} }},
  {{ id = "others", because = {{ zh = "五以上", en = "five or more" }} }},
]

[[benefit.{id}.table.version]]           # 以后每公布一次，加一个版本
from = {day}
values = [1, 2, 3]                       # 与 rows 依次相应，改成文件里的数
"""

_COUNTY = """
[jurisdiction]
name = {{ zh = "{label}", en = "{name_en}" }}         # 中文名称和拼音或英文名称
level = "county"                         # province 省；city 市；county 县
# division = "320922"                    # 六位区划代码
covers_from = {day}                      # 最早可以计算的月份
"""

BODIES: Mapping[str, str] = MappingProxyType(
    {"benefit": _BENEFIT, "table": _TABLE, "county": _COUNTY}
)


_PLACEHOLDERS: Mapping[str, str] = MappingProxyType({"rate": '"10%"', "bool": "false"})
"""What stands for a value of a kind of figure, as TOML writes it; for the other kinds 1."""


def skeleton(kind: str, law: Law, place: str, name: str, label: str, day: str) -> str:
    """The text of a skeleton for a jurisdiction; `law` is that of the layers it stands on."""
    number = next(
        (
            each.label.zh
            for each in law.derived.values()
            if each.entity.value == "household" and each.type.kind.value == "int"
        ),
        "1",
    )
    holes = {
        "up": "../" * (place.count("/") + 1),
        "document": ".".join((*place.split("/"), name.replace("_", "-"))),
        "title": f"{label}（待填全称）",
        "title_en": f"{name} (to be filled in)",
        "name_en": place.rpartition("/")[2],
        "id": name,
        "label": label,
        "number": number,
        "day": day,
    }
    text = (_HEAD + BODIES[kind]).format(**holes)
    return text + "".join(_open(law, day)) if kind == "county" else text


def _open(law: Law, day: str) -> Iterable[str]:
    """The figures that the layers above leave to others, to be filled in one by one."""
    yield "\n# ---- 上级没有数值的：查到哪个，去掉那几行的井号；没有查到的不要写 ----\n"
    for figure in law.figures.values():
        if not figure.versions:
            per = f"，{figure.per.zh}" if figure.per else ""
            value = _PLACEHOLDERS.get(figure.type.kind.value, "1")
            yield (
                f"\n# [figure.{figure.id}]     # {figure.label.zh}{per}\n"
                '# cite = { article = "1" }\n'
                f"# [[figure.{figure.id}.version]]\n"
                f"# from = {day}\n"
                f"# value = {value}\n"
            )
