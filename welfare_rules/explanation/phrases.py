"""The fixed words of an explanation, one table a language. Both have the same keys; a test holds them to that."""

from __future__ import annotations

from collections.abc import Mapping

ZH: Mapping[str, str] = {
    # values
    "yuan": "元", "yes": "是", "no": "否", "none": "无", "never": "无", "always": "不限", "ignored": "不计", "unknown": "未知", "at_least": "至少", "at_most": "至多", "comma": "，",
    "years": "{} 年", "one_years": "{} 年", "months": "{} 个月", "one_months": "{} 个月", "persons": "{} 人", "one_persons": "{} 人",
    "days": "{} 天", "one_days": "{} 天",
    # formulas
    "and": " 且 ", "or": " 或 ", "not": "非 {}", "in": "属于", "not_in": "不属于", "if": "如果 {}，则 {}，否则 {}",
    "least": "取小", "greatest": "取大", "years_between": "周岁", "months_between": "相隔月数", "receives": "正在领取{}",
    "entitled": "享有{}", "amount": "{}金额", "gross": "{}应发额", "month_start": "本月首日", "month_end": "本月末日",
    "total": "合计", "count": "人数", "any": "任一成员", "all": "全部成员", "largest": "最高", "smallest": "最低",
    "among": "{}，成员须：{}", "everyone": "每名成员", "rest_zero": "其余 {} 项均为 0",
    "half-up": "四舍五入到 {}的整数倍", "half-even": "四舍六入五成双到 {}的整数倍", "up": "向上进到 {}的整数倍", "down": "向下舍到 {}的整数倍",
    # head
    "title": "救助待遇决定的依据与计算", "case": "案例", "month": "月份", "place": "地区", "known": "所据政策截至", "digest": "政策摘要",
    "circle": "圈层", "no_circle": "不属于任何圈层", "circle_unknown": "不能确定", "total_amount": "合计", "total_unknown": "不能确定（有待遇尚未确定）",
    "provisional": "暂定", "provisional_note": "“暂定”是指所依据的数字或规则中，有的还没有正式公布的文件证实。",
    "no_circle_why": "各圈层的条件均不成立", "circle_open": "“{}”的条件不能确定",
    # benefits
    "benefits": "各项待遇", "household": "本户 {}", "no_benefits": "本月没有任何待遇规定在施行。",
    "no_payees": "没有成员，不涉及：{}",
    "eligible": "符合", "not_eligible": "不符合", "undetermined": "不能确定", "per_month": "本月 {}", "service": "服务，无金额",
    "holds": "成立", "fails": "不成立", "open": "不能确定", "condition": "条件", "source": "依据", "and_more": "{} 等，另有 {} 人", "more_items": "{} 等，另有 {} 项",
    "holding": "成立的条件", "open_ones": "不能确定的条件", "no_row": "各档均不适用", "row": "适用的档次", "other_rows": "其余各档不适用",
    "open_rows": "可能适用的档次", "no_exclusion": "不得兼得的情形均不存在", "excluded": "因下列情形，不再发给", "may_exclude": "下列情形是否存在，不能确定",
    "fails_either_way": "未知事项无论如何，总有一项条件不成立；因此不符合。", "holds_either_way": "未知事项无论如何，各项条件都成立。",
    "not_begun": "各项条件符合，但还没有到起发的月份", "month of application": "自申请的当月起发给", "month after decision": "自决定的次月起发给",
    "missing_here": "尚缺", "above": "超出 {}", "below": "还差 {}", "apart": "相差 {}", "equal_less": "正好相等，须低于",
    "equal_more": "正好相等，须高于", "margin": "相差 {}", "as_above": "每人如此，条件和算法同上", "more_left_out": "另有 {} 人，从略",
    # amounts
    "amount_of": "金额", "not_below": "不低于 0", "rounding": "取整", "no_rounding": "没有取整规定，按分四舍五入",
    "supplement": "增发（每名成员取最高一项）", "counted": "计入",
    "hit_highest": "取最高", "hit_sum": "相加", "hit_first": "取最先成立的一档",
    "hit_unique": "只有一档成立",
    # workings
    "workings": "计算过程", "open_formula": "没有找到规定，未知", "counted_income": "计入 {}", "nothing_deducted": "无扣减、无豁免",
    "deducted": "扣减 {}", "capped": "（申报 {}，上限 {}）", "exempt_share": "豁免其余的 {}", "not_applied": "不适用", "left": "余 {}",
    "zero_incomes": "其余成员此项收入为 0", "exemption_open": "是否适用不能确定",
    # figures
    "figures": "所用数字", "from": "自 {} 起施行", "until": "至 {}", "announced": "{} 公布", "no_figures": "没有用到政策数字。",
    "open_figure": "没有找到任何数值", "bounds": "可能的范围", "share_of": "= {} × {}", "base": "其中", "conflict": "另有来源说法不同", "only_for": "只适用于", "corrects": "更正了 {} 公布的 {}", "note": "说明",
    "per": "单位", "published": "已正式公布", "reported": "据转述，未见原文", "unverified": "未核实", "placeholder": "占位，并非真实政策",
    "short_reported": "转述", "short_unverified": "未核实", "short_placeholder": "占位",
    # the rest
    "rules": "尚未由正式公布的文件证实的规则", "missing": "尚缺的事项和数字", "decides": "决定", "nothing_missing": "没有缺少决定结果的事项或数字。",
    "missing_figure": "缺数值", "missing_formula": "缺规定", "missing_fact": "未填写",
    "presumed": "推定", "presumed_as": "{}未填写，推定为{}", "documents": "文件",
}  # fmt: skip

EN: Mapping[str, str] = {
    # values
    "yuan": "yuan", "yes": "yes", "no": "no", "none": "none", "never": "never", "always": "no limit", "ignored": "does not count", "unknown": "unknown", "at_least": "at least", "at_most": "at most", "comma": ", ",
    "years": "{} years", "one_years": "{} year", "months": "{} months", "one_months": "{} month", "persons": "{} persons",
    "one_persons": "{} person", "days": "{} days", "one_days": "{} day",
    # formulas
    "and": " and ", "or": " or ", "not": "not {}", "in": "is one of", "not_in": "is none of", "if": "if {} then {} else {}",
    "least": "smallest of", "greatest": "largest of", "years_between": "completed years", "months_between": "calendar months",
    "receives": "receives {}", "entitled": "entitled to {}", "amount": "amount of {}", "gross": "gross amount of {}",
    "month_start": "first day of the month", "month_end": "last day of the month",
    "total": "sum", "count": "number of members", "any": "any member", "all": "all members", "largest": "highest", "smallest": "lowest",
    "among": "{}, members with: {}", "everyone": "every member", "rest_zero": "0 for each of the other {}",
    "half-up": "to a multiple of {}, halves up", "half-even": "to a multiple of {}, halves to even", "up": "up to a multiple of {}",
    "down": "down to a multiple of {}",
    # head
    "title": "Grounds and reckoning of the decision", "case": "Case", "month": "Month", "place": "Jurisdiction",
    "known": "Law as known on", "digest": "Policy digest", "circle": "Circle", "no_circle": "none of the circles",
    "circle_unknown": "cannot be said", "total_amount": "Total", "total_unknown": "cannot be said (a benefit is undetermined)",
    "provisional": "provisional",
    "provisional_note": "“Provisional” means that a figure or rule on which it rests is not confirmed by a published document.",
    "no_circle_why": "no circle's condition holds", "circle_open": "it cannot be said whether “{}” holds",
    # benefits
    "benefits": "Benefits", "household": "household {}", "no_benefits": "No benefit is in force this month.",
    "no_payees": "No members, so nobody to be paid: {}",
    "eligible": "eligible", "not_eligible": "not eligible", "undetermined": "undetermined", "per_month": "{} for the month",
    "service": "a service, no amount",
    "holds": "holds", "fails": "does not hold", "open": "cannot be said", "condition": "Condition", "source": "Source",
    "and_more": "{} and {} more", "more_items": "{} and {} more",
    "holding": "Conditions that hold", "open_ones": "Conditions that cannot be said", "no_row": "No row applies", "row": "Row that applies",
    "other_rows": "Rows that do not apply", "open_rows": "Rows that may apply", "no_exclusion": "Nothing excludes it; looked for",
    "excluded": "Not paid, because something excludes it", "may_exclude": "It cannot be said whether this excludes it",
    "fails_either_way": "Whatever the unknown facts turn out to be, one condition fails; so it is not due.",
    "holds_either_way": "Whatever the unknown facts turn out to be, all conditions hold.",
    "not_begun": "All conditions hold, but the first month of payment has not come",
    "month of application": "paid from the month of application", "month after decision": "paid from the month after the decision",
    "missing_here": "Missing", "above": "too high by {}", "below": "short by {}", "apart": "{} apart", "equal_less": "exactly equal, must be less",
    "equal_more": "exactly equal, must be more", "margin": "difference {}", "as_above": "so for each of them, conditions and reckoning as above",
    "more_left_out": "{} more persons, left out",
    # amounts
    "amount_of": "Amount", "not_below": "not below 0", "rounding": "Rounding", "no_rounding": "no rounding is stated: to the fen, halves up",
    "supplement": "Supplements (for each member the highest one)", "counted": "Counted",
    "hit_highest": "the highest counts", "hit_sum": "added up",
    "hit_first": "the first that holds counts", "hit_unique": "only one holds",
    # workings
    "workings": "Workings", "open_formula": "no rule was found, unknown", "counted_income": "{} counts", "nothing_deducted": "nothing deducted or exempt",
    "deducted": "deducted {}", "capped": " (declared {}, at most {})", "exempt_share": "{} of the rest exempt", "not_applied": "does not apply",
    "left": "{} left", "zero_incomes": "0 for the other members", "exemption_open": "it cannot be said whether it applies",
    # figures
    "figures": "Figures used", "from": "in force from {}", "until": "to {}", "announced": "announced {}", "no_figures": "No figure took part.",
    "open_figure": "no value was found", "bounds": "possible range", "share_of": "= {} × {}", "base": "Of these", "conflict": "Another source says otherwise", "only_for": "Only where", "corrects": "corrects {1} announced {0}", "note": "Note",
    "per": "per", "published": "published", "reported": "reported, original not seen", "unverified": "unverified",
    "placeholder": "placeholder, not a real policy", "short_reported": "reported", "short_unverified": "unverified",
    "short_placeholder": "placeholder",
    # the rest
    "rules": "Rules not confirmed by a published document", "missing": "Missing facts and figures", "decides": "decides",
    "nothing_missing": "No fact or figure that would decide anything is missing.",
    "missing_figure": "no value", "missing_formula": "no rule", "missing_fact": "not given",
    "presumed": "Presumptions", "presumed_as": "{} not given, presumed: {}", "documents": "Documents",
}  # fmt: skip
