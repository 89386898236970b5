"""Parts that all policy files share: names, words, sources, and the file's own head.

The JSON Schema that editors use is made from these models, so descriptions are written for the
person who edits the file.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, WithJsonSchema

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
# A name of something that stands elsewhere. Whoever merges the layers says when there is none, and
# what was meant; editors see the pattern.
Reference = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100),
    WithJsonSchema({"type": "string", "pattern": r"^[a-z][a-z0-9_]{0,63}$"}),
]
ClauseId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,79}$")]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9._-]{0,119}$")]
Division = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Formula = Annotated[str, Field(min_length=1, description="公式 / a formula")]
Status = Annotated[
    Literal["published", "reported", "unverified", "placeholder"],
    Field(
        description="published 已见正式文件；reported 见于摘要或新闻；"
        "unverified 未核实；placeholder 教学用虚构值"
    ),
]
Value = (
    bool
    | int
    | Decimal
    | datetime.date
    | Annotated[str, StringConstraints(pattern=r"^-?[0-9]+(\.[0-9]+)?%?$")]
)
FactValue = bool | int | Decimal | datetime.date | Words
"""What a fact is said to be; a choice by its id or its Chinese."""
Number = int | Decimal
Bound = int | Decimal | datetime.date


Item = TypeVar("Item")
# An array of tables: TOML gives lists, frozen models keep tuples.
Many = Annotated[tuple[Item, ...], Strict(strict=False)]


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=False)


class Text(Part):
    """文字，中英文都要有 / words in both languages"""

    zh: Words
    en: Words


class Cite(Part):
    """依据：文件、条款、原文 / the source: document, article, quoted words"""

    document: Words | None = Field(None, description="文件名称；不写即本文件")
    article: Words | None = Field(None, description="条款，如 9 或 13(1)")
    quote: Words | None = Field(None, description="原文")
    checked: Literal["full text", "excerpt"] | None = Field(
        None,
        description="原文怎样核对过：full text 在全文（抄本）中逐字核对；"
        "excerpt 只见于引用、摘录它的网页或报道",
    )
    url: Words | None = None


class CorrectsDoc(Part):
    """更正的是哪一个版本：公布日期，同日公布了几个的再写自哪一天起"""

    announced: datetime.date = Field(description="所更正版本的公布日期")
    from_: datetime.date | None = Field(None, alias="from", description="所更正版本自哪一天起")


class DocumentHead(Part):
    id: DocumentId = Field(description="文件编号，全库唯一")
    title: Text
    number: Words | None = Field(None, description="文号")
    issuer: Text | None = Field(None, description="发文机关")
    issued: datetime.date | None = Field(None, description="印发日期")
    in_force: datetime.date = Field(description="施行日期")
    valid_until: datetime.date | None = Field(None, description="有效期至（含当日）")
    prolonged_until: datetime.date | None = Field(None, description="延长至（含当日）")
    prolonged_announced: datetime.date | None = Field(None, description="延长的公布日期")
    replaces: DocumentId | Many[DocumentId] = Field(
        (), description="本文件代替哪些文件：其各条（定义除外）到本文件施行的前一日为止"
    )
    replaced_by: DocumentId | None = None
    status: Status | None = Field(
        None, description="本文件各项规定的核实程度；某一项另写 status 的，从其所写"
    )
    announced: datetime.date | None = Field(
        None, description="本文件各数值版本的公布日期；版本另写 announced 的，从其所写"
    )
    url: Words | None = None
    checked_with: Words | None = Field(None, description="与何种文本核对过")
    known_limits: Many[str] = Field((), description="已知不足")


class JurisdictionHead(Part):
    name: Text
    level: Literal["nation", "province", "city", "county"]
    division: Division | None = Field(None, description="行政区划代码，六位")
    covers_from: datetime.date | None = Field(None, description="最早可以计算的月份")
    first: Many[Reference] = Field((), description="手册首页先说哪几项待遇，依次写编号")


class ChoiceValueDoc(Part):
    id: Name
    zh: Words
    en: Words
    one: bool = Field(False, description="每户恰有一人是这个值，如户主；不是的，计算时提醒")


class ChoiceDoc(Part):
    label: Text
    values: Many[ChoiceValueDoc]


class IgnoredWhen(Part):
    fact: Reference
    is_: str = Field(alias="is")


class FactDoc(Part):
    """事项：案例里要填写的一项 / a fact of the case"""

    label: Text
    entity: Literal["household", "member", "both"] = Field(
        description="属于家庭还是成员；both 为两者各填一项"
    )
    type: Literal["bool", "int", "money", "date", "code", "choice", "benefits"]
    flow: bool = Field(False, description="按月计的收支；也可按前 12 个月合计填写")
    min: Bound | None = None
    max: Bound | None = None
    choice: Reference | None = Field(None, description="引用的选项表")
    values: Many[ChoiceValueDoc] = Field((), description="可选值")
    presumed: bool | int | str | None = Field(
        None, description="没有说明时推定的值，只用于例外情形"
    )
    ignored_when: IgnoredWhen | None = None
    past: bool = Field(False, description="不能晚于知情日的日期，如出生日期")
    fixed: bool = Field(False, description="谁也改变不了的事实，如出生日期；不作为改变的建议")
    protected: bool = Field(
        False, description="受保护的属性，如民族、宗教；监测规则（watch）不得用到"
    )
    not_before: Reference | None = Field(
        None, description="不能早于哪一日期，如死亡日期不早于出生日期"
    )
    event: bool = Field(False, description="当月内的变化当月就算（如申请日期），其余事项自次月起算")
    starts: Literal["month of application", "month after decision"] | None = Field(
        None, description="哪一种起发月份按这个日期算"
    )
    judged_by: Literal["register", "applicant", "visit", "officer"] | None = Field(
        None,
        description="谁能说：register 登记信息；applicant 申请人申报；visit 入户调查；"
        "officer 经办人员认定",
    )
    registers: Many[Words] = Field(
        (), description="载有或可核对此项的登记：[text] 里一段文字的中文或编号，如 户籍（公安）"
    )
    note: Words | None = None
