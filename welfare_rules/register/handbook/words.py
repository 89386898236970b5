"""The fixed words of the handbook in both languages."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

CODES = Words("zh-Hans", "en")  # of the language that a page is said to be in
W = Catalogue(
    {
        "title": Words("社会救助政策手册", "Handbook of social assistance"),
        "title_of": Words("{place}{title}", "{place}: {title}"),
        "month_of": Words("{year} 年 {month} 月", "{month}/{year}"),
        "sheet": Words("一页看懂", "On one page"),
        "sheet_more": Words(
            "家庭是否符合、能得多少，以民政部门的决定为准。其余待遇、全部条件、每个数值的出处见后。",
            "The civil affairs office decides. All benefits, conditions and the source of every "
            "figure follow.",
        ),
        "since": Words("{day} 起", "from {day}"),
        "needed": Words("要符合", "Conditions"),
        "without_income": Words("没有收入的，每月", "Without income, monthly"),
        "where": Words("到哪里申请", "Where to apply"),
        "office": Words("去", "at"),
        "bring": Words("带", "bring"),
        "time": Words("时限", "time"),
        "known": Words("所据政策截至", "Law as known on"),
        "digest": Words("政策摘要", "Policy digest"),
        "place": Words("辖区", "Jurisdiction"),
        "intro": Words(
            "本手册由政策文件自动生成：每一条规则、每一个数值都写明出处。"
            "家庭是否符合、能得多少，以民政部门的决定为准。",
            "This handbook is made from the policy files alone; every rule and every figure names "
            "its source. "
            "Whether a household qualifies, and for how much, is decided by the civil affairs "
            "office.",
        ),
        "language": Words("语言", "Language"),
        "contents": Words("目录", "Contents"),
        "overview": Words("一览", "At a glance"),
        "curve": Words("收入与待遇", "Income and benefits"),
        "benefits": Words("各项待遇", "The benefits"),
        "income": Words("收入怎么算", "What counts as income"),
        "circles": Words("圈层认定", "The circles"),
        "recoveries": Words("多发的怎样追回", "How overpayments are taken back"),
        "recoveries_note": Words(
            "由上往下，先符合者为准：待遇在内，且差额的全部原因都在内。",
            "The first that speaks of the benefit and of all causes of the difference applies.",
        ),
        "recovered_benefits": Words("哪些待遇多发", "overpayments of"),
        "recovered_causes": Words("因什么多发", "because of"),
        "waived": Words("不追回", "not recovered"),
        "set_off": Words(
            "先与本人同次应补发的相抵", "first set off against the same payee's arrears"
        ),
        "withheld_from": Words(
            "其余从以后的这些待遇中扣", "the rest is withheld from later payments of"
        ),
        "withheld_share": Words("每笔最多扣", "at most of each payment"),
        "withheld_keep": Words("每笔扣后至少留", "of each payment at least stays"),
        "cause_figure": Words("标准后来公布", "a figure announced later"),
        "cause_correction": Words("标准更正", "a corrected figure"),
        "cause_rule": Words("规定有变", "a rule announced later"),
        "cause_late_fact": Words("情况变化晚知", "a change learned late"),
        "cause_wrong_fact": Words("登记有误", "a wrong record"),
        "cause_payment": Words("发放有误", "a wrong payment"),
        "papers": Words("申请要交什么", "Papers for an application"),
        "papers_note": Words(
            "证明某些事项的材料，登记里查得到的，可以查登记，不必再交。",
            "What a paper shows need not be brought where it is looked up in a register.",
        ),
        "needed_for": Words("申请这些待遇时要", "needed for"),
        "shows": Words("证明这些事项", "shows"),
        "kept_in": Words("可以查", "can be looked up in"),
        "watches": Words("何时会提醒", "When somebody should look"),
        "watches_note": Words(
            "提醒不是决定：核实以前照旧，由人决定。",
            "A reminder decides nothing: all stays as it was until a person has looked into it.",
        ),
        "watch_when": Words("什么情况", "when"),
        "watch_facts": Words("哪些事项变化时", "which facts change"),
        "watch_what": Words("怎样处置", "what is to be done"),
        "watch_law": Words("依据", "law"),
        "any_change": Words("任何变化，时间推移也算", "any change, and time alone"),
        "urgent": Words("紧急", "urgent"),
        "promises": Words("承诺", "What is promised"),
        "promises_note": Words(
            "对每一户都应成立的话；不成立而属于规定如此的，写明缘由。",
            "What should hold of every household; where it does not, and the law is meant so, why.",
        ),
        "promise_fails": Words("不成立：", "does not hold: "),
        "terms": Words("用语与算法", "Terms and how they are worked out"),
        "figures": Words("数值沿革", "Figures over time"),
        "glossary": Words("要填写的事项", "Facts, and who holds them"),
        "gaps": Words("尚缺与暂定", "What is missing or provisional"),
        "documents": Words("政策文件", "Documents"),
        "benefit": Words("待遇", "Benefit"),
        "payee": Words("发给", "Paid to"),
        "household": Words("家庭", "the household"),
        "member": Words("个人", "the person"),
        "amount": Words("金额", "Amount"),
        "status": Words("状态", "Status"),
        "who": Words("条件（须全部成立）", "Conditions (all must hold)"),
        "no_conditions": Words("没有另外的条件", "No further conditions"),
        "formula": Words("公式", "Formula"),
        "rows": Words("档次", "Rates"),
        "row": Words("档次", "Row"),
        "when": Words("适用", "Applies when"),
        "rate": Words("标准", "Rate"),
        "all_others": Words("其余", "all others"),
        "only_for": Words("只适用于", "only for"),
        "this_month": Words("本月", "This month"),
        "source": Words("依据", "Source"),
        "supplements": Words(
            "增发（每名成员取最高一项）", "Supplements (for each member the highest one)"
        ),
        "supplement_for": Words("增发的对象", "Meant for members with"),
        "steps": Words("阶段（依次）", "Stages, one after the other"),
        "step": Words("阶段", "Stage"),
        "months": Words("月数", "Months"),
        "base": Words("基数", "Base"),
        "phase_month": Words("第几个月", "Which month it is"),
        "of": Words("比例的基数", "Rates are shares of"),
        "rounding": Words("取整", "Rounding"),
        "payable": Words("发放", "Paid"),
        "starts": Words("起发", "Starts"),
        "in_force": Words("施行", "In force"),
        "review": Words("复核", "Review"),
        "month_after_decision": Words("决定的次月起", "the month after the decision"),
        "month_of_application": Words("申请当月起", "the month of the application"),
        "excludes": Words("不能兼得", "Not together with"),
        "keep_other": Words("保留对方", "the other is kept"),
        "keep_higher": Words("择高", "the higher is kept"),
        "service": Words("服务，没有金额", "a service, no amount"),
        "by_formula": Words("按公式计算", "by formula"),
        "not_known": Words("数额未找到", "amount not found"),
        "partly_known": Words("部分数额未找到", "partly not found"),
        "hit_first": Words("取最先成立的一档", "the first row that holds counts"),
        "hit_unique": Words("各档互不重叠", "exactly one row holds"),
        "hit_highest": Words(
            "几档同时成立的，取最高", "where several rows hold, the highest counts"
        ),
        "hit_sum": Words("几档同时成立的，相加", "where several rows hold, they add up"),
        "from": Words("自", "From"),
        "until": Words("至", "To"),
        "value": Words("数值", "Value"),
        "announced": Words("公布", "Announced"),
        "always": Words("不限", "no limit"),
        "now": Words("现行", "in force"),
        "open": Words("未找到", "not found"),
        "not_yet": Words("尚未公布", "not yet announced"),
        "corrected": Words("已更正", "corrected"),
        "set_by": Words("制定", "set by"),
        "floor": Words("不得低于", "not below"),
        "income_kind": Words("收入", "Income"),
        "counts_as": Words("计入", "What counts"),
        "exemptions": Words("不计入的部分", "What does not count"),
        "all_of_it": Words("无，全部计入", "nothing: all of it counts"),
        "share_exempt": Words("免计其余的", "exempt of the rest"),
        "deduct": Words("扣减", "deduct"),
        "at_most": Words("最多", "at most"),
        "of_all": Words("不限对象", "for everyone"),
        "figure": Words("数值", "Figure"),
        "fact": Words("事项", "Fact"),
        "kind": Words("填写", "Form"),
        "said_by": Words("谁能说；载于何处", "Who can say it; where it is kept"),
        "presumed": Words("没有说明时", "If nothing is said"),
        "note": Words("说明", "Note"),
        "household_facts": Words("家庭事项", "Facts of the household"),
        "member_facts": Words("成员事项", "Facts of each member"),
        "missing_figures": Words("没有找到的数值", "Figures that nobody has found"),
        "missing_rules": Words("本月没有规定的算法", "Terms without a rule this month"),
        "provisional_figures": Words(
            "未经正式文件证实的数值", "Figures that no published document confirms"
        ),
        "provisional_rules": Words(
            "未经正式文件证实的规则", "Rules that no published document confirms"
        ),
        "stale": Words("可能已经过时的数值", "Figures that may be out of date"),
        "stale_since": Words("{since} 起；{due} 应有新值", "of {since}; a new one was due {due}"),
        "conflicts": Words("来源互相冲突", "Sources that conflict"),
        "limits": Words("各文件的已知不足", "Known limits of the files"),
        "affects": Words("影响", "Affects"),
        "nothing_missing": Words("没有。", "None."),
        "document": Words("文件", "Document"),
        "number": Words("文号", "Number"),
        "issuer": Words("发文机关", "Issued by"),
        "layer": Words("层级", "Layer"),
        "checked": Words("核对", "Checked against"),
        "placeholder_banner": Words(
            "本页含有教学用的虚构数值，不是任何地方的真实政策。",
            "This page has invented figures for teaching. It is no real policy of any place.",
        ),
        "provisional_banner": Words(
            "本页部分数值或规则尚未由正式公布的文件证实，"
            "凡标有“未核实”“转述”的，计算结果只是暂定。",
            "Some figures and rules here are not confirmed by a published document; what rests on "
            "them is provisional.",
        ),
        "home": Words("这样的家庭", "Household"),
        "persons": Words("{count} 个成年人", "grown persons: {count}"),
        "band": Words("{name}：{starts} 元起", "{name}: from {starts} yuan"),
        "not_decided": Words("未定", "not decided"),
        "axis_x": Words("全家每月收入（元）", "monthly income of the household (yuan)"),
        "only_amounts": Words("只有金额能画成图", "only amounts are drawn"),
        "axis_y": Words("元／月", "yuan a month"),
        "line_total": Words("收入加待遇", "income plus benefits"),
        "line_income": Words("只有收入", "income alone"),
        "cliffs": Words("断崖", "Cliffs"),
        "cliff": Words(
            "收入由 {low} 元增加到 {high} 元，待遇由 {before} 元变为 {after} 元，少 {drop} 元。",
            "income from {low} to {high} yuan: benefits go from {before} to {after} yuan, {drop} "
            "less.",
        ),
        "no_cliffs": Words(
            "收入每多一元，待遇最多少一元（取整除外）。",
            "An extra yuan of income costs at most a yuan of benefits, rounding aside.",
        ),
        "sample": Words(
            "横轴是全家每月收入，竖轴是收入加上每月发的待遇。收入都由第一人取得，按“{income}”计入；"
            "没有说到的事项一律为零、“否”或“无”。不按月发的待遇不在图中。",
            "Across: monthly income of the household; upwards: income plus what is paid monthly. "
            "The first person has all the income, counted as “{income}”; whatever is not said is "
            "zero, “no” or “none”. What is not paid monthly is left out.",
        ),
        "undetermined": Words(
            "数值未找到，图中不含：{benefits}", "left out, since a figure was not found: {benefits}"
        ),
        "no_curve": Words(
            "示意家庭没有可以计算的待遇。", "Nothing can be worked out for the sample household."
        ),
        "curve_row": Words("全家月收入", "Monthly income"),
        "in_words": Words("图中数字", "The picture in numbers"),
        "circle_of": Words("圈层", "Circle"),
        "no_circle": Words("不在圈层内", "in no circle"),
        "circles_note": Words(
            "由内到外，先符合者为准；一户只在一个圈层。",
            "From the inside out: the first that holds is the household's one place.",
        ),
        "as_above": Words("同上", "as above"),
        "back": Words("回到目录", "back to contents"),
        "published": Words("已公布", "published"),
        "reported": Words("转述", "reported"),
        "unverified": Words("未核实", "unverified"),
        "placeholder": Words("虚构", "invented"),
        "yes_no": Words("是／否", "yes or no"),
        "whole": Words("整数", "whole number"),
        "money": Words("金额（元）", "yuan"),
        "yuan": Words("元", "yuan"),
        "flow": Words("金额（元／月）", "yuan a month"),
        "date": Words("日期", "date"),
        "code": Words("区划代码", "division code"),
        "rate_kind": Words("比例", "rate"),
        "months_kind": Words("月数", "months"),
        "benefit_list": Words("待遇清单", "list of benefits"),
        "must_say": Words("须写明", "must be said"),
        "never": Words("视为没有", "taken as never"),
        "unlimited": Words("视为不限", "taken as unlimited"),
    }
)

w = W.words
"""One text of the handbook in both languages, its holes filled."""
