"""The sentences and words of an explanation in Chinese and English, by what they are for."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

PHRASES = Catalogue(
    {
        # values
        "yuan": Words("元", "yuan"),
        "yes": Words("是", "yes"),
        "no": Words("否", "no"),
        "none": Words("无", "none"),
        "never": Words("无", "never"),
        "always": Words("不限", "no limit"),
        "ignored": Words("不计", "does not count"),
        "unknown": Words("未知", "unknown"),
        "at_least": Words("至少 {value}", "at least {value}"),
        "at_most": Words("至多 {value}", "at most {value}"),
        "years": Words("{count} 年", "{count} {count:year|years}"),
        "months": Words("{count} 个月", "{count} {count:month|months}"),
        "persons": Words("{count} 人", "{count} {count:person|persons}"),
        "days": Words("{count} 天", "{count} {count:day|days}"),
        # names with their values
        "named_number": Words("{name} {value}", "{name} [{value}]"),
        "named_value": Words("{name}（{value}）", "{name} [{value}]"),
        # lists that are cut
        "and_more": Words("{names} 等，另有 {count} 人", "{names} and {count} more"),
        "more_items": Words("{names} 等，另有 {count} 项", "{names} and {count} more"),
        # formulas
        "and": Words(" 且 ", " and "),
        "or": Words(" 或 ", " or "),
        "not": Words("非 {test}", "not {test}"),
        "in": Words("{value} 属于 {values}", "{value} is one of {values}"),
        "not_in": Words("{value} 不属于 {values}", "{value} is none of {values}"),
        "if": Words("如果 {test}，则 {yes}，否则 {no}", "if {test} then {yes} else {no}"),
        "least": Words("取小", "smallest of"),
        "greatest": Words("取大", "largest of"),
        "years_between": Words("周岁", "completed years"),
        "months_between": Words("相隔月数", "calendar months"),
        "days_between": Words("相隔天数", "days"),
        "receives": Words("正在领取{benefit}", "receives {benefit}"),
        "entitled": Words("享有{benefit}", "entitled to {benefit}"),
        "amount": Words("{benefit}金额", "amount of {benefit}"),
        "gross": Words("{benefit}应发额", "gross amount of {benefit}"),
        "month_start": Words("本月首日", "first day of the month"),
        "month_end": Words("本月末日", "last day of the month"),
        # formulas over the members
        "total": Words("合计", "sum"),
        "count": Words("人数", "number of members"),
        "any": Words("任一成员", "any member"),
        "all": Words("全部成员", "all members"),
        "largest": Words("最高", "highest"),
        "smallest": Words("最低", "lowest"),
        "among": Words("{value}，成员须：{test}", "{value}, members with: {test}"),
        "everyone": Words("每名成员", "every member"),
        "rest_zero": Words("其余 {count} 项均为 0", "0 for each of the other {count}"),
        # ways of rounding
        "rounding": Words("取整", "Rounding"),
        "half-up": Words("四舍五入到 {step}的整数倍", "to a multiple of {step}, halves up"),
        "half-even": Words(
            "四舍六入五成双到 {step}的整数倍", "to a multiple of {step}, halves to even"
        ),
        "up": Words("向上进到 {step}的整数倍", "up to a multiple of {step}"),
        "down": Words("向下舍到 {step}的整数倍", "down to a multiple of {step}"),
        "no_rounding": Words(
            "没有取整规定，按分四舍五入", "no rounding is stated: to the fen, halves up"
        ),
        # head
        "title": Words("救助待遇决定的依据与计算", "Grounds and reckoning of the decision"),
        "case": Words("案例", "Case"),
        "month": Words("月份", "Month"),
        "place": Words("地区", "Jurisdiction"),
        "known": Words("所据政策截至", "Law as known on"),
        "digest": Words("政策摘要", "Policy digest"),
        "circle": Words("圈层", "Circle"),
        "no_circle": Words("不属于任何圈层", "none of the circles"),
        "no_circle_why": Words("各圈层的条件均不成立", "no circle's condition holds"),
        "circle_unknown": Words("不能确定", "cannot be said"),
        "circle_open": Words(
            "“{circle}”的条件不能确定", "it cannot be said whether “{circle}” holds"
        ),
        "total_amount": Words("合计", "Total"),
        "total_unknown": Words(
            "不能确定（有待遇尚未确定）", "cannot be said (a benefit is undetermined)"
        ),
        "provisional": Words("暂定", "provisional"),
        "provisional_note": Words(
            "“暂定”是指所依据的数字或规则中，有的还没有正式公布的文件证实。",
            "“Provisional” means that a figure or rule on which it rests is not confirmed "
            "by a published document.",
        ),
        # benefits and payees
        "benefits": Words("各项待遇", "Benefits"),
        "household": Words("本户 {id}", "household {id}"),
        "no_benefits": Words("本月没有任何待遇规定在施行。", "No benefit is in force this month."),
        "no_payees": Words(
            "没有成员，不涉及：{benefits}", "No members, so nobody to be paid: {benefits}"
        ),
        "eligible": Words("符合", "eligible"),
        "not_eligible": Words("不符合", "not eligible"),
        "undetermined": Words("不能确定", "undetermined"),
        "paid": Words("{per} {amount}", "{amount} {per}"),
        "total_once": Words("本月另发", "Besides in this month"),
        "ring": Words(
            "{benefits}互不兼得，只发给应发额最高的一项，相等的发给排在前面的一项",
            "{benefits} exclude one another: only the highest is paid, of equal ones the first in "
            "the order of the law",
        ),
        "ring_gives_way": Words(
            "{benefits}互相让给对方；都要让的，发给应发额最高的一项，相等的发给排在前面的一项",
            "{benefits} give way to one another: where all would, the highest is paid, of equal "
            "ones the first in the order of the law",
        ),
        "service": Words("服务，无金额", "a service, no amount"),
        "as_above": Words(
            "每人如此，条件和算法同上", "so for each of them, conditions and reckoning as above"
        ),
        "more_left_out": Words("另有 {count} 人，从略", "{count} more persons, left out"),
        "missing_here": Words("尚缺", "Missing"),
        # when payment begins
        "not_begun": Words(
            "各项条件符合，但还没有到起发的月份",
            "All conditions hold, but the first month of payment has not come",
        ),
        "not_begun_either_way": Words(
            "不论各项条件是否符合，还没有到起发的月份",
            "Whether or not all conditions hold, the first month of payment has not come",
        ),
        "may_have_begun": Words(
            "是否已经起发不能确定，已起发的按下列计算，没有起发的本月不发给",
            "Whether the right has begun cannot be said; if so, it comes to what follows, if not, "
            "nothing is paid for the month",
        ),
        "first_month": Words("{how}，即 {month} 起", "{how}, which is {month}"),
        "month of application": Words("自申请的当月起发给", "paid from the month of application"),
        "month after decision": Words(
            "自决定的次月起发给", "paid from the month after the decision"
        ),
        # conditions
        "holds": Words("成立", "holds"),
        "fails": Words("不成立", "does not hold"),
        "open": Words("不能确定", "cannot be said"),
        "condition": Words("条件", "Condition"),
        "holding": Words("成立的条件", "Conditions that hold"),
        "open_ones": Words("不能确定的条件", "Conditions that cannot be said"),
        "fails_either_way": Words(
            "未知事项无论如何，总有一项条件不成立；因此不符合。",
            "Whatever the unknown facts turn out to be, one condition fails; so it is not due.",
        ),
        "holds_either_way": Words(
            "未知事项无论如何，各项条件都成立。",
            "Whatever the unknown facts turn out to be, all conditions hold.",
        ),
        # how far the sides of a comparison lie apart
        "above": Words("超出 {gap}", "too high by {gap}"),
        "below": Words("还差 {gap}", "short by {gap}"),
        "apart": Words("相差 {gap}", "{gap} apart"),
        "margin": Words("相差 {gap}", "difference {gap}"),
        "equal_less": Words("正好相等，须低于", "exactly equal, must be less"),
        "equal_more": Words("正好相等，须高于", "exactly equal, must be more"),
        # rows of a table
        "no_row": Words("各档均不适用", "No row applies"),
        "row": Words("适用的档次", "Row that applies"),
        "other_rows": Words("其余各档不适用", "Rows that do not apply"),
        "open_rows": Words("可能适用的档次", "Rows that may apply"),
        "hit_highest": Words("取最高", "the highest counts"),
        "hit_sum": Words("相加", "added up"),
        "hit_first": Words("取最先成立的一档", "the first that holds counts"),
        "hit_unique": Words("只有一档成立", "only one holds"),
        # exclusions
        "no_exclusion": Words("不得兼得的情形均不存在", "Nothing excludes it; looked for"),
        "excluded": Words("因下列情形，不再发给", "Not paid, because something excludes it"),
        "may_exclude": Words(
            "下列情形是否存在，不能确定", "It cannot be said whether this excludes it"
        ),
        # amounts
        "amount_of": Words("金额", "Amount"),
        "not_below": Words("不低于 0", "not below 0"),
        "supplement": Words(
            "增发（每名成员取最高一项）", "Supplements (for each member the highest one)"
        ),
        "counted": Words("计入", "Counted"),
        # workings
        "workings": Words("计算过程", "Workings"),
        "open_formula": Words("没有找到规定，未知", "no rule was found, unknown"),
        # incomes and their exemptions
        "counted_income": Words("计入 {amount}", "{amount} counts"),
        "nothing_deducted": Words("无扣减、无豁免", "nothing deducted or exempt"),
        "deducted": Words("扣减 {amount}", "deducted {amount}"),
        "capped": Words("申报 {declared}，上限 {cap}", "declared {declared}, at most {cap}"),
        "exempt_share": Words("豁免其余的 {share}", "{share} of the rest exempt"),
        "not_applied": Words("不适用", "does not apply"),
        "left": Words("余 {amount}", "{amount} left"),
        "zero_incomes": Words("其余成员此项收入为 0", "0 for the other members"),
        "exemption_open": Words("是否适用不能确定", "it cannot be said whether it applies"),
        # figures
        "figures": Words("所用数字", "Figures used"),
        "no_figures": Words("没有用到政策数字。", "No figure took part."),
        "open_figure": Words("没有找到任何数值", "no value was found"),
        "bounds": Words("可能的范围 {range}", "possible range {range}"),
        "per": Words("单位", "per"),
        "share_of": Words("= {share} × {base}", "= {share} × {base}"),
        "base": Words("其中", "Of these"),
        "from": Words("自 {day} 起施行", "in force from {day}"),
        "until": Words("至 {day}", "to {day}"),
        "announced": Words("{day} 公布", "announced {day}"),
        "only_for": Words("只适用于", "Only where"),
        "corrects": Words("更正了 {day} 公布的 {value}", "corrects {value} announced {day}"),
        "conflict": Words("另有来源说法不同", "Another source says otherwise"),
        # a note is Chinese as its file has it
        "note": Words("说明：{text}", "Note: “{text}”"),
        # how far a rule or figure is confirmed
        "published": Words("已正式公布", "published"),
        "reported": Words("据转述，未见原文", "reported, original not seen"),
        "unverified": Words("未核实", "unverified"),
        "placeholder": Words("占位，并非真实政策", "placeholder, not a real policy"),
        "short_reported": Words("转述", "reported"),
        "short_unverified": Words("未核实", "unverified"),
        "short_placeholder": Words("占位", "placeholder"),
        "rules": Words(
            "尚未由正式公布的文件证实的规则", "Rules not confirmed by a published document"
        ),
        # sources
        "source": Words("依据", "Source"),
        "article": Words("第 {number} 条{part}", "art. {number}{part}"),
        "documents": Words("文件", "Documents"),
        # what is missing or presumed
        "missing": Words("尚缺的事项和数字", "Missing facts and figures"),
        "decides": Words("决定 {benefits}", "decides {benefits}"),
        "whom": Words("取自{whom}", "to be had from {whom}"),
        "nothing_missing": Words(
            "没有缺少决定结果的事项或数字。",
            "No fact or figure that would decide anything is missing.",
        ),
        "missing_figure": Words("缺数值", "no value"),
        "missing_formula": Words("缺规定", "no rule"),
        "missing_fact": Words("未填写", "not given"),
        "unknown_fact": Words("不清楚", "unknown"),
        "presumed": Words("推定", "Presumptions"),
        "presumed_begun": Words(
            "{fact}未填写，推定由此起发的待遇已经起发",
            "{fact} not given, presumed: rights that start by it have begun",
        ),
        "presumed_as": Words("{fact}未填写，推定为{value}", "{fact} not given, presumed: {value}"),
    }
)
