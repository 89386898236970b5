"""Households and members with the facts of cn.

Made by `welfare-rules schema python --in cn`; do not edit.
"""
# fmt: off

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, Self, TypedDict, Unpack

from welfare_rules.facts.typed import BaseHousehold, BaseMember, Day, Flow, Money, Unsaid

AreaChoice = Literal["urban", "rural"]
"""urban（城镇） rural（农村）"""

PovertyWatchChoice = Literal["none", "unstable", "marginal", "sudden"]
"""none（无） unstable（脱贫不稳定） marginal（边缘易致贫） sudden（突发严重困难）"""

EmergencyChoice = Literal["none", "fire", "traffic", "sudden_illness", "disaster", "other"]
"""none（无） fire（火灾） traffic（交通事故） sudden_illness（突发重病）
disaster（自然灾害） other（其他）
"""

RelationChoice = Literal[
    "head",
    "spouse",
    "child",
    "parent",
    "grandparent",
    "grandchild",
    "sibling",
    "other",
]
"""head（户主） spouse（配偶） child（子女） parent（父母） grandparent（祖父母）
grandchild（孙子女） sibling（兄弟姐妹） other（其他）
"""

SexChoice = Literal["male", "female"]
"""male（男） female（女）"""

AbsenceChoice = Literal["none", "prison", "drug_detention", "declared_missing", "monastery"]
"""none（无） prison（服刑） drug_detention（强制隔离戒毒） declared_missing（宣告失踪）
monastery（宗教场所）
"""

EducationChoice = Literal[
    "none",
    "compulsory",
    "senior_high",
    "vocational",
    "college",
    "bachelor",
    "master",
    "doctor",
]
"""none（无） compulsory（义务教育） senior_high（普通高中） vocational（中等职业教育）
college（大专） bachelor（本科） master（硕士） doctor（博士）
"""

DisabilityKindChoice = Literal[
    "none",
    "visual",
    "hearing",
    "speech",
    "physical",
    "intellectual",
    "mental",
    "multiple",
]
"""none（无） visual（视力） hearing（听力） speech（言语） physical（肢体）
intellectual（智力） mental（精神） multiple（多重）
"""

SupporterChoice = Literal["none", "unable", "able"]
"""none（无） unable（无履行能力） able（有履行能力）"""

TekunFormChoice = Literal["dispersed", "concentrated"]
"""dispersed（分散供养） concentrated（集中供养）"""

ChildCategoryChoice = Literal[
    "none",
    "orphan_institution",
    "orphan_scattered",
    "unattended",
    "guardian_missing",
    "guardian_unable",
    "severe",
]
"""none（无） orphan_institution（机构养育孤儿） orphan_scattered（散居孤儿）
unattended（事实无人抚养） guardian_missing（监护人缺失）
guardian_unable（监护人无力履行） severe（重残重病）
"""

ChildChoice = Literal["child_allowance", "tekun"]
"""child_allowance（儿童基本生活费） tekun（特困人员供养）"""

RiskLevelChoice = Literal["none", "low", "medium", "high"]
"""none（无） low（低） medium（中） high（高）"""



class MemberFacts(TypedDict, total=False):
    """The facts of one person of a household, as a dict."""

    id: str
    relation: RelationChoice | Unsaid
    sex: SexChoice | Unsaid
    birth_date: Day | Unsaid
    death_date: Day | Unsaid
    division: str | Unsaid
    co_resident: bool | Unsaid
    dependent: bool | Unsaid
    absence: AbsenceChoice | Unsaid
    absence_since: Day | Unsaid
    education: EducationChoice | Unsaid
    full_time_student: bool | Unsaid
    employed: bool | Unsaid
    can_live_independently: bool | Unsaid
    wage: Flow | Unsaid
    employment_cost: Flow | Unsaid
    business_income: Flow | Unsaid
    property_income: Flow | Unsaid
    support_received: Flow | Unsaid
    support_paid: Flow | Unsaid
    employee_pension: Flow | Unsaid
    resident_pension_central: Flow | Unsaid
    resident_pension_local: Flow | Unsaid
    unemployment_benefit: Flow | Unsaid
    other_income: Flow | Unsaid
    preferential_pension: Flow | Unsaid
    scholarship: Flow | Unsaid
    family_planning_reward: Flow | Unsaid
    government_assistance: Flow | Unsaid
    work_injury_nursing_fee: Flow | Unsaid
    aged_nursing_subsidy: Flow | Unsaid
    aged_living_subsidy: Flow | Unsaid
    disability_kind: DisabilityKindChoice | Unsaid
    disability_grade: int | Unsaid
    disability_certificate_from: Day | Unsaid
    disability_certificate_until: Day | Unsaid
    kept_by_aged_parent: bool | Unsaid
    serious_illness: bool | Unsaid
    self_care_items_failed: int | Unsaid
    supporter: SupporterChoice | Unsaid
    tekun_form: TekunFormChoice | Unsaid
    child_category: ChildCategoryChoice | Unsaid
    child_choice: ChildChoice | Unsaid
    risk_guardianship: RiskLevelChoice | Unsaid
    risk_physical: RiskLevelChoice | Unsaid
    risk_behaviour: RiskLevelChoice | Unsaid
    left_behind: bool | Unsaid
    party_member_since: Day | Unsaid
    destitute_vagrant: bool | Unsaid
    receiving: Sequence[str] | Unsaid


class Member(BaseMember):
    """The facts of one person of a household; one that is left out is unknown, never zero.

    Raises CaseError for a name that is no fact.

    >>> Member(id="p1").id
    'p1'
    """

    __slots__ = ()
    id: str
    relation: RelationChoice | Unsaid = None
    """与户主关系 relation to the head"""
    sex: SexChoice | Unsaid = None
    """性别 sex"""
    birth_date: Day | Unsaid = None
    """出生日期 date of birth"""
    death_date: Day | Unsaid = None
    """死亡日期 date of death"""
    division: str | Unsaid = None
    """户籍地区划 division of registered residence"""
    co_resident: bool | Unsaid = None
    """共同居住 lives with the household"""
    dependent: bool | Unsaid = None
    """有法定扶养关系 legal duty of support"""
    absence: AbsenceChoice | Unsaid = None
    """离家情形 absence"""
    absence_since: Day | Unsaid = None
    """离家起始日 start of the absence"""
    education: EducationChoice | Unsaid = None
    """学历 education"""
    full_time_student: bool | Unsaid = None
    """全日制在校 full-time student"""
    employed: bool | Unsaid = None
    """已就业 employed"""
    can_live_independently: bool | Unsaid = None
    """能独立生活 can live independently"""
    wage: Flow | Unsaid = None
    """工资性收入 wages"""
    employment_cost: Flow | Unsaid = None
    """就业成本 necessary cost of employment"""
    business_income: Flow | Unsaid = None
    """经营净收入 net business income"""
    property_income: Flow | Unsaid = None
    """财产净收入 net property income"""
    support_received: Flow | Unsaid = None
    """收到赡养抚养费 support received"""
    support_paid: Flow | Unsaid = None
    """支付赡养抚养费 support paid"""
    employee_pension: Flow | Unsaid = None
    """职工养老金 employee pension"""
    resident_pension_central: Flow | Unsaid = None
    """中央基础养老金 centrally set basic pension"""
    resident_pension_local: Flow | Unsaid = None
    """地方养老金 other part of the resident pension"""
    unemployment_benefit: Flow | Unsaid = None
    """失业保险金 unemployment benefit"""
    other_income: Flow | Unsaid = None
    """其他收入 other income"""
    preferential_pension: Flow | Unsaid = None
    """优待抚恤金 preferential pension"""
    scholarship: Flow | Unsaid = None
    """奖学金 scholarship"""
    family_planning_reward: Flow | Unsaid = None
    """计生奖扶金 family planning reward"""
    government_assistance: Flow | Unsaid = None
    """政府救助款物 government assistance"""
    work_injury_nursing_fee: Flow | Unsaid = None
    """工伤护理费 work-injury nursing fee"""
    aged_nursing_subsidy: Flow | Unsaid = None
    """老年护理补贴 nursing subsidy for the aged"""
    aged_living_subsidy: Flow | Unsaid = None
    """老年生活补贴 living subsidy for the aged"""
    disability_kind: DisabilityKindChoice | Unsaid = None
    """残疾类别 kind of disability"""
    disability_grade: int | Unsaid = None
    """残疾等级 grade of disability"""
    disability_certificate_from: Day | Unsaid = None
    """残疾证生效日 first day of the disability certificate"""
    disability_certificate_until: Day | Unsaid = None
    """残疾证到期日 last day of the disability certificate"""
    kept_by_aged_parent: bool | Unsaid = None
    """依老养残 kept by an aged parent"""
    serious_illness: bool | Unsaid = None
    """患重特大疾病 serious illness"""
    self_care_items_failed: int | Unsaid = None
    """不能自理项数 self-care items failed"""
    supporter: SupporterChoice | Unsaid = None
    """法定义务人 person bound to support"""
    tekun_form: TekunFormChoice | Unsaid = None
    """供养形式 form of tekun support"""
    child_category: ChildCategoryChoice | Unsaid = None
    """困境儿童类别 category of child in difficulty"""
    child_choice: ChildChoice | Unsaid = None
    """儿童保障选择 choice of child support"""
    risk_guardianship: RiskLevelChoice | Unsaid = None
    """监护风险 guardianship risk"""
    risk_physical: RiskLevelChoice | Unsaid = None
    """生理风险 physical risk"""
    risk_behaviour: RiskLevelChoice | Unsaid = None
    """行为风险 behaviour risk"""
    left_behind: bool | Unsaid = None
    """留守儿童 left-behind child"""
    party_member_since: Day | Unsaid = None
    """入党日期 party member since"""
    destitute_vagrant: bool | Unsaid = None
    """生活无着流浪乞讨 destitute vagrant or beggar"""
    receiving: Sequence[str] | Unsaid = None
    """在领待遇 benefits paid at present"""

    def but(self, **facts: Unpack[MemberFacts]) -> Self:
        """The same with some facts changed.

        >>> Member(id="a").but(id="b").id
        'b'
        """
        return self._but(facts)



class HouseholdFacts(TypedDict, total=False):
    """The facts of a household in one month, as a dict."""

    id: str
    members: Sequence[Member | MemberFacts | dict[str, Any]]
    area: AreaChoice | Unsaid
    financial_assets: Money | Unsaid
    vehicles: int | Unsaid
    dwellings: int | Unsaid
    disposable_income_line: Flow | Unsaid
    rigid_medical: Flow | Unsaid
    rigid_education: Flow | Unsaid
    rigid_rehabilitation: Flow | Unsaid
    rigid_other: Flow | Unsaid
    poverty_watch: PovertyWatchChoice | Unsaid
    emergency: EmergencyChoice | Unsaid
    applied_on: Day | Unsaid
    decided_on: Day | Unsaid
    phase_out_since: Day | Unsaid
    last_dibao_amount: Money | Unsaid
    division: str | Unsaid
    income_unstable: bool | Unsaid


class Household(BaseHousehold):
    """The facts of a household in one month; one that is left out is unknown, never zero.

    Raises CaseError for a name that is no fact.

    >>> Household(id="h1", members=[Member(id="p1")]).to_dict()
    {'id': 'h1', 'members': [{'id': 'p1'}]}
    """

    __slots__ = ()
    id: str
    members: Sequence[Member | MemberFacts | dict[str, Any]] = ()
    area: AreaChoice | Unsaid = None
    """城乡 urban or rural"""
    financial_assets: Money | Unsaid = None
    """家庭金融资产 financial assets of the household"""
    vehicles: int | Unsaid = None
    """车辆数 number of vehicles"""
    dwellings: int | Unsaid = None
    """住房套数 number of dwellings"""
    disposable_income_line: Flow | Unsaid = None
    """上年人均可支配收入 last year's local disposable income per head"""
    rigid_medical: Flow | Unsaid = None
    """医疗刚性支出 unavoidable medical spending"""
    rigid_education: Flow | Unsaid = None
    """教育刚性支出 unavoidable education spending"""
    rigid_rehabilitation: Flow | Unsaid = None
    """康复刚性支出 unavoidable rehabilitation spending"""
    rigid_other: Flow | Unsaid = None
    """其他刚性支出 other unavoidable spending"""
    poverty_watch: PovertyWatchChoice | Unsaid = None
    """防止返贫监测 watched against a return to poverty"""
    emergency: EmergencyChoice | Unsaid = None
    """急难情形 emergency"""
    applied_on: Day | Unsaid = None
    """申请日 day of application"""
    decided_on: Day | Unsaid = None
    """决定日 day of the decision"""
    phase_out_since: Day | Unsaid = None
    """渐退起始日 start of the phase-out"""
    last_dibao_amount: Money | Unsaid = None
    """原低保金额 last dibao amount"""
    division: str | Unsaid = None
    """户籍地区划 division of registered residence"""
    income_unstable: bool | Unsaid = None
    """收入不固定且有劳动能力 unstable income and members able to work"""

    def but(self, **facts: Unpack[HouseholdFacts]) -> Self:
        """The same with some facts changed.

        >>> Household(id="a").but(id="b").id
        'b'
        """
        return self._but(facts)
