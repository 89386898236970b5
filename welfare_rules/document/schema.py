"""Makes the JSON Schema of policy files (draft 2020-12), used by editors.

They complete keys, show descriptions in Chinese, and mark errors while typing.

It is made from the models that read the files, so both allow the same keys. What only a whole law
can tell, such as a name that does not exist, is the business of `check`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from welfare_rules.document.models import FORMAT, PolicyFile

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TOML_VERSION = "v1.0.0"  # what editors know

# What a key is called and what it is for, wherever it stands. A key that is not here has the words
# of its model.
_KEYS: Mapping[str, tuple[str, str]] = {
    "format": ("格式", f"固定写 {FORMAT}"),
    "document": ("文件", "本文件是什么文件：编号、名称、文号、日期"),
    "jurisdiction": ("辖区", "辖区的名称和级别，一个目录只写一次"),
    "text": ("文字", "几处共用的中英文文字，per、set_by 写其中文或编号"),
    "choice": ("选项表", "几个事项共用的一组可选值"),
    "fact": ("事项", "案例里要填写的一项"),
    "figure": ("数值", "标准、比例、上限等数值，各带版本"),
    "derived": ("推算项", "有名字的公式，可以写进别的公式"),
    "income": ("收入种类", "成员的一种收入"),
    "exemption": ("收入豁免", "哪项收入、对谁、多少不计入；按书写次序扣减"),
    "benefit": ("待遇", "一项待遇：条件、金额、与什么不可兼得"),
    "phase_out": ("渐退期", "按步骤递减的待遇"),
    "carry": ("跨月延续", "某项待遇上月的金额，成为下月的一个事项"),
    "recovery": ("追回", "多发的怎样收回：不追回、与补发相抵、从以后的发放中分期扣回"),
    "paper": ("申请材料", "申请哪些待遇要交什么，证明哪些事项"),
    "promise": ("承诺", "对每一户都应成立的话：证明，或者用一户驳倒"),
    "watch": ("监测", "什么情况变了，要有人看一看，怎样处置"),
    "application": ("申请", "某些待遇到哪里申请、多久办结"),
    "example": ("示例家庭", "手册里画图用的家庭"),
    "circle": ("圈层", "由内到外，先符合者为准"),
    "id": ("编号", "小写英文字母、数字、连字符"),
    "title": ("文件名称", "中英文全称"),
    "number": ("文号", "如 民发〔2021〕57号"),
    "issuer": ("发文机关", "中英文名称"),
    "issued": ("印发日期", "不加引号，如 2021-06-11"),
    "in_force": ("施行日期", "不加引号，如 2021-07-01"),
    "valid_until": ("有效期至", "最后一天，含当日"),
    "prolonged_until": ("延长至", "最后一天，含当日；优先于有效期"),
    "replaced_by": ("被何文件取代", "那份文件的编号"),
    "checked_with": ("核对", "与何种文本核对过"),
    "known_limits": ("已知不足", "还有什么不知道、不确定"),
    "name": ("名称", "中英文名称"),
    "level": ("级别", "nation 国家；province 省；city 市；county 县"),
    "division": ("行政区划代码", "六位数字，加引号"),
    "first": ("首页的待遇", "手册首页先说哪几项待遇，依次写编号；不写即从上级"),
    "covers_from": ("最早月份", "自哪一天起可以计算，更早的月份不受理"),
    "label": ("名称", "中英文名称；中文名称可以写进公式"),
    "zh": ("中文", "中文文字"),
    "en": ("英文", "英文文字"),
    "values": ("可选值", "每个值写 { id, zh, en }"),
    "one": (
        "每户恰有一人",
        "true 表示每户恰有一人是这个值，如户主；没有或者不止一人的，计算时提醒",
    ),
    "is": ("等于", "该事项为这个值时"),
    "entity": ("属于谁", "household 家庭；member 成员；both 两者各有一项"),
    "type": (
        "类型",
        "money 金额（元）；rate 比例；int 整数；months 月数；date 日期；bool 是否；choice 选项",
    ),
    "flow": ("按月收支", "true 表示按月计的收支，案例里也可按前 12 个月合计填写"),
    "min": ("最小值", "金额以元计"),
    "max": ("最大值", "金额以元计"),
    "presumed": ("推定值", "没有说明时推定的值，只用于例外情形"),
    "ignored_when": ("何时不必填", "另一事项为某值时，这一项不起作用"),
    "past": ("不得在将来", "true 表示不能晚于知情日，如出生日期"),
    "protected": ("受保护", "true 表示民族、宗教之类，监测规则不得用到"),
    "was": ("变化前", "变化前的条件"),
    "turns": (
        "怎样变了",
        "gained 新符合；possible 可能符合；more 增加；less 减少；doubtful 说不定了；lost 不再符合",
    ),
    "urgent": ("紧急", "true 表示紧急"),
    "within_days": ("几天内办理", "收到后多少天内办理"),
    "fixed": ("不可改变", "true 表示谁也改变不了，如出生日期"),
    "not_before": ("不早于", "不能早于哪一个日期事项"),
    "judged_by": (
        "谁能说",
        "register 登记信息；applicant 申请人申报；visit 入户调查；officer 经办人员认定",
    ),
    "registers": ("载于何处", "载有或可核对此项的登记：[text] 里一段文字的中文或编号"),
    "note": ("备注", "给后来的人看的说明"),
    "version": ("版本", "一段时期一个版本，只增不改"),
    "from": ("自哪一天起", "第一天；不写则同文件的施行日期"),
    "last_day": ("最后一天", "含当日；不写则一直有效"),
    "value": ("数值", '金额以元计，比例写 0.35 或 "35%"'),
    "by": ("按什么", "按哪一事项或哪个数分别规定，如 城乡、计入人数"),
    "rows": ("各档", "一行一档，依次衔接"),
    "upto": ("到多少为止", "含这个数；最后一行不写，就是其余"),
    "table": ("小表", "按一个数分档，每档一个金额；代替几行 row 和几个 figure"),
    "share": ("比例", '如 "35%"，或数值的名称'),
    "of": ("按什么计比例", "share 是谁的百分比"),
    "announced": ("公布日期", "哪一天起为人所知"),
    "status": (
        "核实程度",
        "published 已见正式文件；reported 见于摘要或新闻；unverified 未核实；placeholder "
        "教学用虚构值",
    ),
    "corrects": ("更正", "更正先前公布的版本时，写它的公布日期"),
    "replaces": ("替换", "替换上级或先前的规定时，写那份文件的编号，可以几份"),
    "begins": ("待遇自哪一天起", "不写则同文件的施行日期"),
    "ends": ("待遇到哪一天为止", "含当日；不写则一直有"),
    "prolonged_announced": ("延长的公布日期", "哪一天起知道延长"),
    "cite": ("依据", "文件、条款、原文"),
    "article": ("条款", "如 9 或 13(1)"),
    "quote": ("原文", "所引条文的原话"),
    "checked": (
        "怎样核对过",
        "full text 在全文（抄本）中逐字核对；excerpt 只见于引用、摘录它的网页或报道",
    ),
    "url": ("网址", "全文所在的网页"),
    "per": ("单位", "[text] 里一段文字的中文或编号，如 每人每月"),
    "set_by": ("由谁制定", "[text] 里一段文字的中文或编号，如 县级以上"),
    "review_by": ("几月应更新", "每年几月应有新版本，1 至 12"),
    "floor": ("下限", "不得低于哪一数值"),
    "formula": ("公式", "如 家庭可计算收入 < 低保标准 * 计入人数"),
    "when": ("条件", "一个公式，成立时适用"),
    "deduct": ("扣减", "扣减的金额，公式"),
    "cap": ("扣减上限", "最多扣减多少，公式"),
    "rounding": ("取整", '如 { step = "1", direction = "up" }'),
    "step": ("步骤", "渐退的各步，前后相接"),
    "direction": ("方向", "half-up 四舍五入；half-even 四舍六入五成双；up 进位；down 舍去"),
    "because": ("理由", "写进决定书的一句话"),
    "drop": ("不适用", "上级的这一条在本地不适用，与 replaces 同用"),
    "amount": ("金额", "公式，以元计；不会低于 0"),
    "with": ("与什么不可兼得", "公式：成立或大于 0 时不可兼得"),
    "keep": ("保留哪一项", "higher 择高；other 保留对方"),
    "months": ("几个月", "持续几个月：整数，或数值的名称"),
    "payee": ("发给谁", "household 家庭；member 个人"),
    "starts": ("从何时起发", "month after decision 决定的次月；month of application 申请当月"),
    "payable": ("怎么发", "monthly 每月；quarterly 每季；yearly 每年；once 一次性"),
    "review": ("复核", "多久复核一次"),
    "review_months": ("复核间隔月数", "每几个月复核一次，自决定日起算；可以是公式"),
    "legal": ("法律说明", "引用的法律条款"),
    "office": ("到哪里申请", "中英文，如 户籍所在地乡镇人民政府（街道办事处）"),
    "time": ("办结时限", "中英文，如 自受理之日起 30 个工作日内"),
    "require": ("条件", "须全部成立的条件"),
    "exclude": ("不可兼得", "与别的待遇不可兼得时怎么办"),
    "service": ("服务", "true 表示是服务，没有金额"),
    "hit": ("几行同时成立时", "first 取最先一行；unique 只许一行；highest 取最高；sum 相加"),
    "gaps": ("允许空档", "true 表示可以没有一行成立"),
    "supplement_for": ("谁可以增发", "条件：哪些成员"),
    "row": ("档次", "表格的一行：条件和金额或比例"),
    "supplement": ("增发", "对家庭里哪些成员增发，每人取最高一项"),
    "base": ("递减的基数", "按什么金额递减"),
    "month": ("第几个月", "渐退的第几个月，从 1 起"),
    "kind": ("哪一种", "承诺的种类"),
    "benefits": ("哪些待遇", "待遇的编号"),
    "facts": ("哪些事项", "增加的事项的编号；不写即各种收入"),
    "figures": ("哪些数值", "提高的数值的编号"),
    "who": ("哪些成员", "成员的条件：变的是谁"),
    "set": ("变成", "一名成员（或家庭）的这些事项变成什么"),
    "adds": ("增加成员", "增加一名成员，他的这些事项是什么"),
    "most": ("至多骤降多少", "公式，以元计"),
    "always": ("总成立", "条件，对每一户、每个成员都成立"),
    "refuted_because": ("为什么不成立", "审阅过：这是规定如此"),
    "refuted": ("反例", "哪个月的哪一户，怎样一变就不成立"),
    "known": ("知情日", "不写即知道全部"),
    "case": ("这一户", "写法同案例文件"),
    "change": ("怎样一变", "事项的路径和新值"),
}
# The same where a key means something of its own.
_SPECIAL: Mapping[tuple[str, str], tuple[str, str]] = {
    ("DocumentHead", "id"): ("文件编号", "全库唯一，如 cn.dibao-2021"),
    ("DocumentHead", "status"): (
        "核实程度",
        "本文件各项规定的核实程度；某一项另写 status 的，从其所写。"
        "published 已见正式文件；reported 见于摘要或新闻；unverified 未核实；placeholder "
        "教学用虚构值",
    ),
    ("DocumentHead", "announced"): (
        "公布日期",
        "本文件各数值版本、各条规定的公布日期；另写 announced 的，从其所写",
    ),
    ("Cite", "document"): ("文件名称", "不写即本文件"),
    ("IgnoredWhen", "fact"): ("哪一事项", "事项的编号"),
    ("FactDoc", "type"): (
        "类型",
        "bool 是否；int 整数；money 金额（元）；date 日期；code 区划代码；choice 选项；benefits "
        "待遇清单",
    ),
    ("FactDoc", "choice"): ("选项表", "引用的选项表的编号"),
    ("DerivedDoc", "choice"): ("选项表", "类型为 choice 时，写选项表的编号"),
    ("IncomeDoc", "value"): ("金额", "公式；不写即同名的事项"),
    ("ExemptionDoc", "income"): ("哪项收入", "收入种类的编号"),
    ("ExemptionDoc", "share"): ("豁免比例", '扣减以后所余的百分之几不计，如 "50%"'),
    ("FigureVersionDoc", "from"): ("自哪一天起", "第一天，必填"),
    ("FigureVersionDoc", "values"): (
        "各选项的数值",
        '如 { "城镇" = 860, "农村" = 700 }；by 的每个选项都要有',
    ),
    ("BandVersionDoc", "values"): ("各档的金额", "与 rows 依次相应，如 [180, 240, 300]"),
    ("FigureVersionDoc", "share"): ("另一数值的比例", '如 "130%"，与 of 同用'),
    ("FigureVersionDoc", "of"): ("哪一数值", "数值的编号"),
    ("Rounding", "step"): ("取整单位", '元，加引号，如 "0.01" 或 "1"'),
    ("StepDoc", "share"): ("发放比例", "原待遇的百分之几"),
    ("RecoveryDoc", "share"): ("每月最多扣几成", '公式，如 "20%"；须与 withhold 一起写'),
    ("RecoveryDoc", "benefits"): ("哪些待遇多发", "哪些待遇多发时适用；不写即全部"),
    ("RefutedDoc", "month"): ("月份", '加引号，如 "2024-03"'),
    ("PromiseDoc", "when"): ("哪些家庭", "家庭的条件；变化前后都成立的才算"),
    ("PromiseDoc", "entity"): ("说的是谁", "always 说的是 household 家庭还是 member 每个成员"),
    ("WatchDoc", "kind"): ("怎样处置", "落实、分类推送、一事一议、核查"),
    ("WatchDoc", "entity"): ("看谁", "条件看的是 member 每个成员还是 household 家庭"),
    ("WatchDoc", "facts"): ("哪些事项变化", "不写即不论什么变化，时间推移也算"),
    ("WatchDoc", "when"): ("变化后", "变化后的条件"),
    ("WatchDoc", "benefits"): ("看哪些待遇", "待遇的编号；不写即全部"),
    ("RecoveryDoc", "keep"): ("每月至少留多少", "公式，以元计；每笔发放扣后不少于它"),
}
_PARTS: Mapping[str, str] = {
    "PolicyFile": "政策文件",
    "Text": "中英文文字",
    "Cite": "依据",
    "DocumentHead": "文件",
    "JurisdictionHead": "辖区",
    "ChoiceValueDoc": "可选值",
    "ChoiceDoc": "选项表",
    "IgnoredWhen": "何时不必填",
    "FactDoc": "事项",
    "FigureVersionDoc": "数值的版本",
    "FigureDoc": "数值",
    "FormulaVersionDoc": "公式的版本",
    "DerivedDoc": "推算项",
    "IncomeDoc": "收入种类",
    "ExemptionDoc": "收入豁免",
    "Rounding": "取整",
    "RequireDoc": "条件",
    "RowDoc": "档次",
    "ExcludeDoc": "不可兼得",
    "StepDoc": "渐退步骤",
    "BenefitDoc": "待遇",
    "PhaseOutDoc": "渐退期",
    "CircleDoc": "圈层",
    "RecoveryDoc": "追回",
    "ApplicationDoc": "申请",
    "ExampleDoc": "示例家庭",
    "PaperDoc": "申请材料",
    "PromiseDoc": "承诺",
    "RefutedDoc": "反例",
    "WatchDoc": "监测",
}


class _ForToml(GenerateJsonSchema):
    """What TOML has no form for is left out.

    Null, decimals as text. A key that need not stand has no value to show either.
    """

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        return {"type": "number"}

    def dict_schema(self, schema: core_schema.DictSchema) -> JsonSchemaValue:
        """A table with free keys; editors of TOML do not know what a key may be like."""
        made = super().dict_schema(schema)
        made.pop("propertyNames", None)
        return made

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


def policy_schema() -> dict[str, Any]:
    """The schema of one policy file."""
    made = PolicyFile.model_json_schema(schema_generator=_ForToml)
    parts: dict[str, dict[str, Any]] = {**made.pop("$defs"), PolicyFile.__name__: made}
    for name, part in parts.items():
        part["title"] = _PARTS.get(name) or _of_the_model(name, part.get("description", ""))[0]
        for key, value in part.get("properties", {}).items():
            title, description = (
                _SPECIAL.get((name, key))
                or _KEYS.get(key)
                or _of_the_model(key, value.get("description", ""))
            )
            value.update(title=title, description=description)
    head = {
        "$schema": DRAFT,
        "title": made.pop("title"),
        "description": FORMAT,
        "x-tombi-toml-version": TOML_VERSION,
    }
    made.pop("description", None)
    return {
        **head,
        **made,
        "$defs": {name: part for name, part in parts.items() if part is not made},
    }


def _of_the_model(key: str, description: str) -> tuple[str, str]:
    """Title and description of a key that has none here.

    What the model says of it, and its first words.
    """
    return re.split("[，；：（。 ]", description, maxsplit=1)[0] or key, description


def schema_text() -> str:
    """The schema as the file that lies beside the policies."""
    return json.dumps(policy_schema(), ensure_ascii=False, indent=2) + "\n"
