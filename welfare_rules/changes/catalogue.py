"""The words in which changes are told."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

SAID = Catalogue(
    {
        # what a change is about
        "jurisdiction": Words("辖区“{name}”", "jurisdiction {name}"),
        "document": Words("文件{name}", "document {name}"),
        "choice": Words("选项表“{name}”", "list of values {name}"),
        "fact": Words("事项“{name}”", "fact {name}"),
        "income": Words("收入“{name}”", "income “{name}”"),
        "exemption": Words("豁免“{name}”", "exemption “{name}”"),
        "circle": Words("圈层“{name}”", "circle “{name}”"),
        "carry": Words("跨月延续“{name}”", "what runs on, “{name}”"),
        "recovery": Words("追回“{name}”", "recovery “{name}”"),
        "paper": Words("申请材料“{name}”", "paper “{name}”"),
        "promise": Words("承诺“{name}”", "promise “{name}”"),
        "watch": Words("监测“{name}”", "watch “{name}”"),
        "application": Words("申请“{name}”", "application “{name}”"),
        "require": Words("{benefit}，条件“{name}”", "{benefit}, requirement “{name}”"),
        "row": Words("{benefit}，档次“{name}”", "{benefit}, row “{name}”"),
        "step": Words("{benefit}，阶段“{name}”", "{benefit}, stage “{name}”"),
        "supplement": Words("{benefit}，增发“{name}”", "{benefit}, supplement “{name}”"),
        "exclude": Words("{benefit}，不能兼得“{name}”", "{benefit}, exclusion “{name}”"),
        "key": Words("{benefit}，{name}", "{benefit}, {name}"),
        "rows": Words("{benefit}，各档次", "{benefit}, its rows"),
        "steps": Words("{benefit}，各阶段", "{benefit}, its stages"),
        "exemptions": Words("收入“{name}”的各项豁免", "exemptions of the income “{name}”"),
        "circles": Words("各圈层", "the circles"),
        "recoveries": Words("各种追回办法", "the ways of recovery"),
        # how it is told
        "always": Words("{what}：{said}", "{what}: {said}"),
        "from": Words("{what} 自 {first}：{said}", "{what} from {first}: {said}"),
        "from_to": Words(
            "{what} 自 {first} 至 {last}：{said}", "{what} from {first} to {last}: {said}"
        ),
        "to": Words("{what} 至 {last}：{said}", "{what} to {last}: {said}"),
        "turned": Words("{before} → {now}", "{before} → {now}"),
        "same": Words("{said}（与原来相同）", "{said} (as before)"),
        "nothing": Words("没有", "nothing"),
        "dropped": Words("不适用", "does not apply"),
        "open": Words("没有数值", "no value"),
        "share": Words("{share} × {of}", "{share} × {of}"),
        "placed": Words("{place}：{said}", "{place}: {said}"),
    }
)
"""The sentences of a change."""

KEYS = Catalogue(
    {
        "first": Words("起始", "begins"),
        "last": Words("到期", "ends"),
        "earlier": Words("到期何时知道", "when its end became known"),
        "announced": Words("公布", "announced"),
        "only_for": Words("只适用于", "only where"),
        "corrects": Words("更正的版本", "corrects what was announced"),
        "replaces": Words("取代的文件", "takes the place of"),
        "status": Words("可靠程度", "how far confirmed"),
        "source": Words("依据", "source"),
        "label": Words("名称", "name"),
        "because": Words("说法", "words"),
        # figures and formulas
        "type": Words("类型", "type"),
        "entity": Words("是谁的", "whose"),
        "per": Words("单位", "per"),
        "set_by": Words("由谁制定", "set by"),
        "low": Words("下限", "lowest"),
        "high": Words("上限", "highest"),
        "floor": Words("不得低于", "not below"),
        "review_by": Words("几月应有新版本", "month of a new version"),
        "jump": Words("相邻版本相差", "most between versions"),
        "conflicts": Words("不同说法", "what other sources say"),
        # exemptions
        "income": Words("收入", "income"),
        "when": Words("对象", "for whom"),
        "deduct": Words("扣减", "deduct"),
        "cap": Words("最多", "at most"),
        "share": Words("免计其余的", "exempt of the rest"),
        # benefits
        "payee": Words("发给", "paid to"),
        "life": Words("施行", "in force"),
        "amount": Words("金额", "amount"),
        "of": Words("比例的基数", "rates are shares of"),
        "rounding": Words("取整", "rounding"),
        "starts": Words("起发", "starts"),
        "payable": Words("发放", "paid"),
        "review": Words("复核", "review"),
        "review_months": Words("复核的月数", "months between reviews"),
        "supplement_for": Words("增发的对象", "supplements are for"),
        "base": Words("基数", "base"),
        "month": Words("第几个月", "which month it is"),
        "monotone": Words("各行次序", "order of the rows' values"),
        "condition": Words("条件", "condition"),
        "value": Words("数额", "amount"),
        "keep": Words("保留", "kept"),
        "order": Words("次序", "order"),
        # what runs on, recovery
        "fact": Words("事项", "fact"),
        "benefit": Words("待遇", "benefit"),
        "only_with": Words("须填写", "only with"),
        "benefits": Words("哪些待遇多发", "overpayments of"),
        "causes": Words("因什么多发", "because of"),
        "waived": Words("不追回", "not recovered"),
        "set_off": Words("与补发相抵", "set off against arrears"),
        "withhold": Words("从哪些待遇中扣", "withheld from"),
        "needed_for": Words("申请哪些待遇要", "needed for"),
        "shows": Words("证明哪些事项", "shows"),
        "withheld_share": Words("每笔最多扣", "at most of each payment"),
        "withheld_keep": Words("每笔扣后至少留", "of each payment at least stays"),
        # watches
        "disposition": Words("怎样处置", "what follows"),
        "watched_facts": Words("哪些事项变化", "when which facts change"),
        "watched_benefits": Words("看哪些待遇", "of which benefits"),
        "watched_was": Words("变化前的条件", "before the change"),
        "watched_when": Words("变化后的条件", "after the change"),
        "watched_entity": Words("看谁", "looks at"),
        "turns": Words("怎样变了", "which turns"),
        "urgent": Words("紧急", "urgent"),
        "within_days": Words("几天内办理", "within days"),
        # promises
        "kind": Words("哪一种", "kind"),
        "promised_benefits": Words("哪些待遇", "of which benefits"),
        "promised_facts": Words("哪些事项增加", "which facts are more"),
        "promised_figures": Words("哪些数值提高", "which figures are higher"),
        "promised_when": Words("哪些家庭", "for which households"),
        "promised_who": Words("哪些成员", "for which members"),
        "promised_most": Words("至多骤降", "falls by no more than"),
        "promised_always": Words("总成立", "always"),
        "sets": Words("变成", "becomes"),
        "adds": Words("增加的成员", "a further member"),
        "refuted": Words("不成立的缘由", "why it does not hold"),
        # where one applies
        "office": Words("到哪里申请", "where to apply"),
        "time": Words("办结时限", "how long it may take"),
        # documents, jurisdictions, facts, choices
        "number": Words("文号", "number"),
        "issuer": Words("发文机关", "issuer"),
        "issued": Words("印发", "issued"),
        "in_force": Words("施行", "in force"),
        "until": Words("有效期至", "valid until"),
        "replaced_by": Words("被取代于", "replaced by"),
        "division": Words("区划代码", "division code"),
        "first_benefits": Words("首页的待遇", "benefits of the first sheet"),
        "covers_from": Words("最早可以计算的日期", "first day that can be decided"),
        "values": Words("选项", "values"),
        "flow": Words("按月计", "per month"),
        "presumed": Words("没有说明时", "if nothing is said"),
        "ignored_when": Words("何时不必填", "does not matter when"),
        "event": Words("当月算起", "counts in its month"),
        "starts_by": Words("起发按它算", "rights start by it"),
        "past": Words("不能在将来", "not in the future"),
        "not_before": Words("不早于", "not before"),
        "judged_by": Words("谁能说", "who can say it"),
        "registers": Words("载于何处", "kept in"),
    }
)
"""What the parts of a clause are called."""

WORDS = Catalogue(
    {
        "service": Words("服务，没有金额", "a service, no amount"),
        "table": Words("按档次，{hit}", "by its rows: {hit}"),
        "gaps": Words("，允许空档", ", gaps allowed"),
        "first": Words("取最先成立的一档", "the first that holds counts"),
        "unique": Words("只有一档成立", "exactly one holds"),
        "highest": Words("取最高", "the highest counts"),
        "sum": Words("相加", "added up"),
        "rising": Words("依次不减", "rising"),
        "falling": Words("依次不增", "falling"),
        "other": Words("保留对方", "the other"),
        "higher": Words("择高", "the higher"),
        "not stated": Words("没有规定", "not stated"),
        "household": Words("家庭", "the household"),
        "member": Words("成员", "each member"),
        "if": Words("{when} → {value}", "{when} → {value}"),
        "period": Words("{first} 至 {last}", "{first} to {last}"),
    }
)
"""Words for what a file writes with a word of its own."""

REPORT = Catalogue(
    {
        "title": Words("与 {old} 相比", "Compared with {old}"),
        "no_changes": Words("规定没有改变。", "Nothing changes in the law."),
        "count": Words("规定改变 {count} 处：", "{count} {count:change|changes} in the law:"),
        "added": Words("新增", "added"),
        "removed": Words("删去", "removed"),
        "changed": Words("改动", "changed"),
        "announced": Words("{day} 公布", "announced {day}"),
        "no_past": Words(
            "已过的月份：各案例的答案不变。", "Months already past: no case is answered otherwise."
        ),
        "past": Words(
            "已过的月份：{count} 项答案不同：",
            "Months already past: {count} {count:answer differs|answers differ}:",
        ),
        "cases": Words(
            "这些案例合起来（{jurisdiction}，规定不同的月份 {count} 例，各按自己的月份）：",
            "All of them together ({jurisdiction}: {count} {count:case|cases} decided by other "
            "rules, each in its own month):",
        ),
        "made": Words(
            "没有案例显示的改变，造几户来看（审阅后可留作案例）：",
            "What no case shows, by households made for it (to be reviewed and kept as cases):",
        ),
        "not_in_force": Words("未施行", "not in force"),
        "not_covered": Words("不能计算", "not covered"),
        "circle": Words("圈层", "circle"),
    }
)
"""The text of a comparison."""

WHY = Catalogue(
    {
        "no_git": Words(
            "没有这个目录，而这台电脑上没有 git，不能当作版本去找；请写一个目录，或安装 git",
            "there is no such folder, and without git it cannot be looked up as a revision: name a "
            "folder, or install git",
        ),
        "no_repository": Words(
            "没有这个目录，而 {root} 不在 git 仓库里，不能当作版本去找；请写一个目录（{git}）",
            "there is no such folder, and {root} lies in no git repository, where it could be a "
            "revision: name a folder ({git})",
        ),
        "no_revision": Words(
            "没有这个目录，仓库里也没有这个版本；请写一个目录，或 git log 列出的版本、分支、标签",
            "there is no such folder, and the repository has no such revision: name a folder, or a "
            "commit, branch or tag that git log knows",
        ),
        "no_policies": Words(
            "那里没有政策文件（找的是 {where}）；请写另一个版本，或放着政策文件的目录",
            "it has no policy files (looked for in {where}): name another revision, or the folder "
            "in which they lie",
        ),
        "no_folder": Words(
            "这不是目录；请写放着政策文件的目录，或一个版本",
            "this is no folder: name the folder in which policy files lie, or a revision",
        ),
        "older_format": Words(
            "它用的是 {got}，本程序读 {want}；"
            "请写改用新格式以后的版本，或把它的一份副本按 docs/format.md 改过来",
            "it is written in {got}, and this program reads {want}: name a revision since the "
            "change of the format, or bring a copy of it to the new one as docs/format.md says",
        ),
        "wrong": Words(
            "它自己有 {count} 处错误，第一处：{first}；请写一个没有错误的版本，或改好它的一份副本",
            "it has {count} {count:error|errors} itself, the first: {first}; name a revision "
            "without errors, or mend a copy of it",
        ),
        "several": Words(
            "要查的路径分属几个政策目录；请一次只查一个",
            "the paths belong to several folders of policies: compare one at a time",
        ),
    }
)
"""Why something cannot be compared with, and the way out."""
