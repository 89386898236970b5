"""The shape of a policy file as pydantic models: frozen, strict, no unknown key.

What a file means is the program's business.

The JSON Schema that editors use is made from these models, so descriptions are written for the
person who edits the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

from welfare_rules.document.parts import (
    Bound,
    ChoiceDoc,
    Cite,
    ClauseId,
    CorrectsDoc,
    DocumentHead,
    DocumentId,
    FactDoc,
    FactValue,
    Formula,
    JurisdictionHead,
    Many,
    Name,
    Part,
    Reference,
    Status,
    Text,
    Value,
    Words,
)

FORMAT = "welfare-policy/2"
BEFORE = "welfare-policy/1"


class FigureVersionDoc(Part):
    """一个版本；只增不改 / one version, appended and never edited"""

    from_: datetime.date = Field(alias="from", description="自哪一天起")
    last_day: datetime.date | None = Field(None, description="最后一天（含）")
    value: Value | None = Field(None, description='数值；金额以元计，比例可写 0.35 或 "35%"')
    by: Words | None = Field(
        None, description="按家庭的哪一选项事项分别规定，如 城乡；与 values 同用"
    )
    values: Mapping[Words, Value] | None = Field(
        None, description='每个选项的数值，如 { "城镇" = 860, "农村" = 700 }；一个也不能少'
    )
    share: Value | None = Field(None, description="另一数值的百分比")
    of: Reference | None = Field(None, description="哪一数值")
    announced: datetime.date | None = Field(
        None, description="公布日期；文件已写 announced 的，可不写"
    )
    status: Status | None = None
    corrects: datetime.date | bool | CorrectsDoc | None = Field(
        None, description="更正同日起的哪一个版本（写它的公布日期）"
    )
    replaces: DocumentId | Many[DocumentId] | None = Field(
        None, description="替换上级文件的版本；可以写几个文件"
    )
    only_for: Formula | None = Field(
        None, description="过渡条款：只适用于哪些情形，如 申请日 >= 2022-01-01；其余仍按原版本"
    )
    cite: Cite | None = None
    note: Words | None = None


class ConflictDoc(Part):
    """另一来源的不同说法，不作取舍 / a differing statement of another source, kept undecided"""

    value: Value | None = Field(None, description="另一来源的数值")
    cite: Cite
    note: Words | None = None


class FigureDoc(Part):
    """数值：标准、比例、上限等 / a figure of the law"""

    label: Text | None = None
    type: Literal["money", "rate", "int", "months", "bool", "date"] | None = None
    per: Words | None = Field(None, description="单位：[text] 里一段文字的中文或编号，如 每人每月")
    min: Bound | None = None
    max: Bound | None = None
    set_by: Words | None = Field(
        None, description="由哪一级制定：[text] 里一段文字的中文或编号，如 县级以上"
    )
    review_by: Annotated[int, Field(ge=1, le=12)] | None = Field(
        None, description="每年几月应有新版本"
    )
    floor: Reference | None = Field(None, description="不得低于哪一数值")
    jump: (
        Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]+)?%$", max_length=12)] | None
    ) = Field(None, description='相邻两个版本相差超过多少要提醒，如 "20%"')
    conflict: Many[ConflictDoc] = Field((), description="其他来源的不同说法")
    cite: Cite | None = None
    note: Words | None = None
    version: Many[FigureVersionDoc] = ()


class FormulaVersionDoc(Part):
    from_: datetime.date | None = Field(None, alias="from")
    last_day: datetime.date | None = None
    formula: Formula
    announced: datetime.date | None = None
    corrects: datetime.date | bool | CorrectsDoc | None = None
    cite: Cite | None = None
    status: Status | None = None
    note: Words | None = None


class DerivedDoc(Part):
    """推算项：有名字的公式 / a named formula"""

    label: Text | None = None
    entity: Literal["household", "member"] | None = None
    type: Literal["bool", "int", "money", "rate", "months", "date", "choice"] | None = None
    choice: Reference | None = None
    formula: Formula | None = None
    cite: Cite | None = None
    status: Status | None = None
    replaces: DocumentId | Many[DocumentId] | None = None
    note: Words | None = None
    version: Many[FormulaVersionDoc] = ()


class Dated(Part):
    from_: datetime.date | None = Field(None, alias="from", description="自哪一天起")
    last_day: datetime.date | None = Field(None, description="最后一天（含）")
    announced: datetime.date | None = Field(None, description="公布日期")
    corrects: datetime.date | bool | CorrectsDoc | None = Field(
        None, description="更正哪一天公布的同名条款（写它的公布日期）"
    )
    cite: Cite | None = None
    status: Status | None = None
    replaces: DocumentId | Many[DocumentId] | None = Field(
        None, description="替换上级（或先前）文件的同名条款；可以写几个文件"
    )
    note: Words | None = None


class IncomeDoc(Dated):
    id: Name
    label: Text
    value: Formula | None = None


class ExemptionDoc(Dated):
    """收入豁免：哪项收入、多少不计、对谁 / an income exemption"""

    id: ClauseId
    label: Text
    income: Reference
    when: Formula | None = None
    deduct: Formula | None = None
    cap: Formula | None = None
    share: Formula | None = None
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class Rounding(Part):
    step: Annotated[str, StringConstraints(pattern=r"^[0-9]+(\.[0-9]{1,2})?$", max_length=12)] = (
        Field(description="取整单位，元")
    )
    direction: Literal["half-up", "half-even", "up", "down"]
    cite: Cite | None = None
    status: Status | None = None


class ClauseDoc(Dated):
    id: ClauseId
    because: Text | None = Field(None, description="写进决定书的一句话")
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class RequireDoc(ClauseDoc):
    when: Formula | None = Field(None, description="条件")


class RowDoc(ClauseDoc):
    when: Formula | None = Field(None, description="条件")
    share: Formula | None = Field(None, description="of 的百分比")
    amount: Formula | None = Field(None, description="金额公式")


class BandDoc(Part):
    """小表的一行：到多少为止，或者一个条件 / a row of a small table"""

    id: ClauseId
    upto: Bound | None = Field(None, description="到多少为止（含）；最后一行不写，就是其余")
    when: Formula | None = Field(None, description="不按上限分档的，写条件")
    because: Text = Field(description="写进决定书的一句话，也是这一档数值的名称")
    cite: Cite | None = None


class BandVersionDoc(Part):
    """小表的一个版本：各行的金额 / one version of a small table"""

    from_: datetime.date = Field(alias="from", description="自哪一天起")
    last_day: datetime.date | None = Field(None, description="最后一天（含）")
    values: Many[Value] = Field(description="各行的金额，与 rows 依次相应")
    announced: datetime.date | None = None
    status: Status | None = None
    corrects: datetime.date | bool | CorrectsDoc | None = None
    cite: Cite | None = None
    note: Words | None = None


class BandsDoc(Part):
    """小表：按一个数分档，每档一个金额 / a small table of amounts by one number"""

    by: Formula | None = Field(None, description="按什么分档：公式，如 计入人数")
    per: Words | None = Field(None, description="单位：[text] 里一段文字的中文或编号，如 每户每月")
    cite: Cite | None = None
    rows: Many[BandDoc]
    version: Many[BandVersionDoc] = ()


class ExcludeDoc(ClauseDoc):
    with_: Formula | None = Field(None, alias="with", description="与什么不可兼得")
    keep: Literal["higher", "other"] | None = Field(None, description="higher 择高；other 保留对方")


class StepDoc(ClauseDoc):
    months: int | Formula | None = Field(None, description="持续几个月")
    share: Formula | None = Field(None, description="原待遇的百分比")


class Payable(Dated):
    label: Text | None = None
    begins: datetime.date | None = Field(None, description="待遇自哪一天起有；不写即文件施行日")
    ends: datetime.date | None = Field(None, description="待遇到哪一天为止（含）")
    drop: bool = Field(False, description="上级的这项待遇在本地不适用（与 replaces 同用）")
    payee: Literal["household", "member"] | None = Field(None, description="发给家庭还是个人")
    rounding: Rounding | None = None
    starts: Literal["month after decision", "month of application", "not stated"] | None = Field(
        None, description="从哪个月起发"
    )
    payable: Literal["monthly", "quarterly", "yearly", "once"] | None = Field(
        None, description="怎么发：每月、每季、每年、一次性；不写即每月"
    )
    review: Text | None = None
    review_months: int | Formula | None = Field(
        None, description="每几个月复核一次，自决定日起算；可以是公式"
    )
    legal: Many[str] = ()
    monotone: Literal["rising", "falling"] | None = Field(
        None, description="各行（各阶段）的数值依次不减 rising 或不增 falling"
    )
    require: Many[RequireDoc] = ()
    exclude: Many[ExcludeDoc] = ()


class BenefitDoc(Payable):
    """待遇 / a benefit"""

    service: bool | None = Field(None, description="服务，没有金额")
    amount: Formula | None = None
    hit: Literal["first", "unique", "highest", "sum"] | None = Field(
        None, description="几行同时成立时怎么办"
    )
    of: Formula | None = Field(None, description="share 是谁的百分比")
    gaps: bool | None = Field(None, description="允许没有一行成立")
    supplement_for: Formula | None = Field(None, description="哪些成员可以增发")
    row: Many[RowDoc] = ()
    table: BandsDoc | None = Field(
        None, description="小表：按一个数分档，每档一个金额；代替几行 row"
    )
    supplement: Many[RowDoc] = ()


class PhaseOutDoc(Payable):
    """渐退期 / gradual phase-out"""

    base: Formula | None = Field(None, description="按什么金额递减")
    month: Formula | None = Field(None, description="渐退第几个月，从 1 起")
    step: Many[StepDoc] = ()


class CarryDoc(Dated):
    """跨月延续：某项待遇上月的金额，成为下月的一个事项 / what runs on from month to month"""

    id: ClauseId
    fact: Reference = Field(description="延续成哪个事项")
    benefit: Reference = Field(description="哪项待遇的金额")
    only_with: Reference | None = Field(None, description="只有填写了这个事项时才用得上")
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class RecoveryDoc(Dated):
    """追回：多发的怎样收回 / how what was paid too much is taken back"""

    id: ClauseId
    label: Text | None = None
    benefits: Many[Reference] = Field((), description="哪些待遇多发时适用；不写即全部")
    causes: Many[Literal["figure", "correction", "rule", "late_fact", "wrong_fact", "payment"]] = (
        Field(
            (),
            description="因什么多发时适用；不写即全部。"
            "figure 标准后来公布；correction 标准更正；rule 规定有变；late_fact 情况变化晚知；"
            "wrong_fact 登记有误；payment 发放有误",
        )
    )
    waived: bool = Field(False, description="不追回")
    set_off: bool = Field(False, description="先与本人同次应补发的相抵")
    withhold: Many[Reference] = Field(
        (), description="其余从以后哪些待遇中分期扣回；不写即由本人退回"
    )
    share: Formula | None = Field(None, description="每月最多扣应发的几成")
    keep: Formula | None = Field(None, description="每月扣后至少留多少")
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class PaperDoc(Dated):
    """申请材料：申请哪些待遇要交什么 / a paper that an application needs"""

    id: ClauseId
    label: Text | None = None
    benefits: Many[Reference] = Field((), description="申请哪些待遇时要")
    shows: Many[Reference] = Field(
        (), description="证明哪些事项；已经知道、登记里查得到的，不必再交"
    )
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class RefutedDoc(Part):
    """反例：哪个月的哪一户，怎样一变，承诺就不成立 / the household that a promise fails"""

    month: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")] = Field(
        description='哪个月，如 "2024-03"'
    )
    known: datetime.date | None = Field(None, description="知情日；不写即知道全部")
    case: Mapping[str, Any] = Field(description="这一户，写法同案例文件")
    change: Mapping[str, Any] = Field(
        default_factory=dict,
        description='怎样一变：事项的路径和新值，如 "members[p1].wage" = 2000.01；'
        '"members[p9]" = { … } 是增加的成员；数值的编号是改高的数值',
    )


class PromiseDoc(Dated):
    """承诺：对每一户都应成立的话，由 prove 证明或者驳倒 / what should hold of every household"""

    id: ClauseId
    label: Text | None = None
    kind: (
        Literal[
            "never negative",
            "more income",
            "more need",
            "only one",
            "order",
            "unnamed facts",
            "higher figure",
            "no cliff",
            "bounds",
            "always",
        ]
        | None
    ) = Field(
        None,
        description="哪一种：never negative 金额不为负；"
        "more income 收入增加，待遇不增加，也不新得；more need 需要增加，待遇不减少；"
        "only one 互斥的待遇只发一项；"
        "order 成员的次序和编号不影响结果；unnamed facts 规定没有提到的事项不影响结果；"
        "higher figure 标准提高，谁都不减少；"
        "no cliff 收入增加一元，总收入不骤降；"
        "bounds 上下限包含各种补全；always 公式总成立",
    )
    benefits: Many[Reference] = Field((), description="说的是哪些待遇；不写即全部")
    facts: Many[Reference] = Field((), description="哪些事项增加；不写即各种收入")
    figures: Many[Reference] = Field((), description="哪些数值提高")
    when: Formula | None = Field(None, description="只说哪些家庭，变化前后都成立")
    who: Formula | None = Field(None, description="变的是哪些成员")
    set: Mapping[str, FactValue] = Field(
        default_factory=dict, description="一名成员（或家庭）的这些事项变成什么"
    )
    adds: Mapping[str, FactValue] = Field(
        default_factory=dict, description="增加一名成员，他的这些事项是什么"
    )
    most: Formula | None = Field(None, description="总收入至多骤降多少，公式，以元计")
    always: Formula | None = Field(None, description="总成立的条件")
    entity: Literal["household", "member"] | None = Field(
        None, description="always 说的是家庭还是每个成员；不写即家庭"
    )
    refuted_because: Text | None = Field(None, description="不成立，但这是规定如此，审阅过：为什么")
    refuted: RefutedDoc | None = Field(None, description="反例")
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class WatchDoc(Dated):
    """监测：什么情况变了，要有人看一看 / a change that somebody should look at"""

    id: ClauseId
    label: Text | None = None
    kind: Literal["落实", "分类推送", "一事一议", "核查"] | None = Field(
        None,
        description="怎样处置：落实 政策落实不到位；分类推送 可能符合而未纳入；"
        "一事一议 情形复杂；核查 可能不再符合",
    )
    entity: Literal["household", "member"] | None = Field(
        None, description="条件看的是每个成员还是家庭；不写即成员"
    )
    facts: Many[Reference] = Field(
        (), description="哪些事项变化时；不写即不论什么变化，时间推移也算"
    )
    was: Formula | None = Field(None, description="变化前的条件")
    when: Formula | None = Field(None, description="变化后的条件")
    benefits: Many[Reference] = Field((), description="看哪些待遇；不写即全部")
    turns: Many[Literal["gained", "possible", "more", "less", "doubtful", "lost"]] = Field(
        (),
        description="这些待遇怎样变了才算：gained 新符合；possible 原来没有，现在可能符合；"
        "more 金额增加；less 金额减少；doubtful 原来有，现在不能确定；lost 不再符合。"
        "不写即只看条件",
    )
    urgent: bool = Field(False, description="紧急")
    within_days: int | None = Field(None, ge=1, le=366, description="收到后多少天内办理")
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class ApplicationDoc(Dated):
    """申请：某些待遇到哪里申请、多久办结 / where a benefit is applied for, and how long it takes"""

    id: ClauseId
    benefits: Many[Reference] = Field((), description="哪些待遇这样申请")
    office: Text | None = Field(None, description="向哪里提出申请")
    time: Text | None = Field(None, description="多久办结")
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class ExampleDoc(Part):
    """示例家庭：手册里画图用的一个家庭 / a household that the handbook draws"""

    id: ClauseId
    label: Text = Field(description="怎样称呼这家人，如 夫妻和一个孩子")
    household: Mapping[Name, bool | int | str] = Field(
        default_factory=dict, description="家庭的事项，如案例里所写；没有写的为零、否、无"
    )
    members: Many[Mapping[Name, bool | int | str]] = Field(
        min_length=1,
        description="每个成员的事项，如案例里所写；没有写的为零、否、无。"
        "日期可写几年以前，如 birth_date = 85。收入都由第一人取得",
    )


class CircleDoc(Dated):
    id: Name
    label: Text
    when: Formula | None = None
    drop: bool = Field(False, description="上级的这一条在本地不适用（与 replaces 同用）")


class PolicyFile(Part):
    """welfare-policy/2"""

    model_config = ConfigDict(title="welfare-policy/2")

    format: Literal["welfare-policy/2"]
    document: DocumentHead
    jurisdiction: JurisdictionHead | None = None
    text: Mapping[Name, Text] = Field(default_factory=dict)
    choice: Mapping[Name, ChoiceDoc] = Field(default_factory=dict)
    fact: Mapping[Name, FactDoc] = Field(default_factory=dict)
    figure: Mapping[Name, FigureDoc] = Field(default_factory=dict)
    derived: Mapping[Name, DerivedDoc] = Field(default_factory=dict)
    income: Many[IncomeDoc] = ()
    exemption: Many[ExemptionDoc] = ()
    benefit: Mapping[Name, BenefitDoc] = Field(default_factory=dict)
    phase_out: Mapping[Name, PhaseOutDoc] = Field(default_factory=dict)
    circle: Many[CircleDoc] = ()
    carry: Many[CarryDoc] = ()
    recovery: Many[RecoveryDoc] = ()
    paper: Many[PaperDoc] = ()
    application: Many[ApplicationDoc] = ()
    example: Many[ExampleDoc] = ()
    promise: Many[PromiseDoc] = ()
    watch: Many[WatchDoc] = ()
