"""The sentences of the letters and the words of the chart of a settlement, in both languages."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

LETTER = Catalogue(
    {
        # the months of one benefit
        "line": Words(
            "{months}　{benefit}（{payee}）：{text}", "{months}  {benefit} ({payee}): {text}"
        ),
        "months": Words("{first} 至 {last}", "{first} to {last}"),
        "open": Words(
            "已发 {paid} 元，应发多少尚不能确定", "{paid} yuan paid; what is due cannot be said yet"
        ),
        "arrears": Words(
            "每月应发 {due} 元而非 {paid} 元，应补发 {times} 元",
            "{due} yuan a month instead of {paid}; {times} yuan are owed",
        ),
        "recovery": Words(
            "每月应发 {due} 元，已发 {paid} 元，应追回 {times} 元",
            "{due} yuan a month were due and {paid} paid; {times} yuan are to be recovered",
        ),
        "even": Words("已发 {paid} 元，无差额", "{paid} yuan paid, no difference"),
        # the sums
        "sums": Words(
            "合计：应补发 {arrears} 元，应追回 {recovery} 元，{net}。",
            "In all: arrears {arrears} yuan, recovery {recovery} yuan, {net}.",
        ),
        "unsaid": Words(
            "另有 {count} 行还不能确定，不在合计之内。",
            "Of {count} lines it cannot be said yet what is due; they are in none of these sums.",
        ),
        "net_arrears": Words("相抵后应补发 {amount} 元", "net {amount} yuan to be paid"),
        "net_recovery": Words("相抵后应追回 {amount} 元", "net {amount} yuan to be recovered"),
        # causes
        "because": Words("　　原因：{cause}", "    because {cause}"),
        "figure": Words(
            "{label}自 {first} 起为 {value}{before}，{day} 公布{source}",
            "{label} is {value} from {first}{before}, announced on {day}{source}",
        ),
        "correction": Words(
            "{label}自 {first} 起更正为 {value}{before}，{day} 公布{source}",
            "{label} is corrected to {value} from {first}{before}, announced on {day}{source}",
        ),
        "before": Words("，而非 {value}", " instead of {value}"),
        "late_fact": Words("{what}，{day} 才获知", "{what}, learned only on {day}"),
        "rule": Words("规定有变，{day} 公布", "the rules have changed, announced on {day}"),
        "rule_later": Words(
            "规定有变，决定以后公布", "the rules have changed, announced after the decision"
        ),
        "wrong_fact": Words(
            "{what}原先登记有误，{day} 才更正",
            "{what} was recorded wrongly, corrected only on {day}",
        ),
        "everybody": Words("各人{label}", "{label} of every member"),
        "missing_fact": Words("还不知道{what}", "{what} is not known"),
        "missing_figure": Words(
            "{what}这个月还没有公布或没有找到",
            "{what} of this month is not announced, or was not found",
        ),
        "conflict": Words(
            "{what}：来源说法矛盾，待核实", "{what}: the sources differ, to be settled"
        ),
        "no_payment": Words("没有发放记录", "no payment is recorded"),
        "payment": Words(
            "所发与 {day} 应作的决定不符",
            "what was paid is not what should have been decided on {day}",
        ),
        "source": Words("《{document}》", " ({document})"),
        "yuan": Words("{amount} 元", "{amount} yuan"),
    }
)

PLAN = Catalogue(
    {
        "unruled": Words(
            "追回（{payee}）：多发 {total} 元。怎样追回，已录入的政策没有写明，有待决定",
            "Recovery ({payee}): {total} yuan. The policies as recorded do not say how it is taken "
            "back; that is to be decided",
        ),
        "head": Words(
            "追回（{payee}）：多发 {total} 元。{rule}{source}{mark}",
            "Recovery ({payee}): {total} yuan. {rule}{source}{mark}",
        ),
        "provisional": Words("［暂定］", " [provisional]"),
        "waived": Words("不追回 {amount} 元", "{amount} yuan are not recovered"),
        "set_off": Words("与补发相抵 {amount} 元", "{amount} yuan are set off against arrears"),
        "withheld": Words(
            "{month} 从{benefit}中扣 {amount} 元",
            "{amount} yuan are withheld from the {benefit} of {month}",
        ),
        "withheld_monthly": Words(
            "{first} 至 {last} 每月从{benefit}中扣 {amount} 元，{count} × {amount} = {total} 元",
            "{amount} yuan a month are withheld from the {benefit} of {first} to {last}: "
            "{count} × {amount} = {total} yuan",
        ),
        "uncovered": Words(
            "其余 {amount} 元以后的发放不够扣", "{amount} yuan cannot be covered by later payments"
        ),
        "paid_back": Words("由本人退回 {amount} 元", "{amount} yuan are to be paid back"),
        "sums": Words(
            "补发中 {off} 元用于相抵，实际发出 {paid} 元。",
            "Of the arrears {off} yuan are set off, {paid} yuan paid out.",
        ),
    }
)

CHART = Catalogue(
    {
        "title": Words("应发与已发", "Due and paid"),
        "due": Words("应发", "due"),
        "paid": Words("已发", "paid"),
        "arrears": Words("应补发", "arrears"),
        "recovery": Words("应追回", "recovery"),
        "open": Words("不能确定", "undetermined"),
        "household": Words("全家", "household"),
        "member": Words("成员", "member"),
        "yuan": Words("元", "yuan"),
    }
)
