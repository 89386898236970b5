"""The sentences of a screening, the words of a work list, and why an alert cannot be decided, in
both languages.
"""

from __future__ import annotations

from collections.abc import Mapping

from welfare_rules.basics.text import Catalogue, Words

SAID = Catalogue(
    {
        "offer": Words(
            "符合{right}{amount}，没有在领", "has a right to {right}{amount}, not received"
        ),
        "ask": Words("可能符合{right}{amount}，没有在领", "may have a right to {right}{amount}"),
        "review": Words(
            "在领{right}，不再符合，须核查{amount}",
            "receives {right}, which is not due: look into it{amount}",
        ),
        "doubt": Words(
            "在领{right}{amount}，是否仍符合要问清",
            "receives {right}: whether it is still due,{amount}, must be asked",
        ),
        "together": Words(
            "可能符合 {count} 项权利（{rights}），没有在领，所知太少，不能一一说明",
            "may have {count} rights ({rights}): too little is known to tell each of them",
        ),
        "others": Words("{rights}等", "{rights} and others"),
        "missing": Words("；还要问清：{facts}", "; still to be asked: {facts}"),
        "amount": Words("，{amount} 元", " {amount} yuan"),
        "between": Words("，{low} 至 {high} 元", " {low} to {high} yuan"),
        "unsaid": Words("，金额不能确定", " an amount that cannot be said"),
    }
)

LISTS = Catalogue(
    {
        "title": Words("社会救助核查工作清单", "Social assistance: work list"),
        "note": Words(
            "由规则提出，由人决定；核实以前照旧发放。含个人信息，按规定保管。",
            "Proposed by rules, decided by people; payment stays as it is until then. Personal "
            "data: keep it safe.",
        ),
        "sums": Words("汇总", "Sums"),
        "list": Words("清单", "List"),
        "lines": Words("行（一张工作表）", "lines of a sheet"),
        "all": Words("合计", "All"),
        "urgent": Words("紧急", "urgent"),
        "by": Words("{day} 前", "by {day}"),
        "page": Words("第 &P 页，共 &N 页", "page &P of &N"),
        "confirm": Words("核实", "confirm"),
        "dismiss": Words("排除", "dismiss"),
        "offer": Words("符合而没有在领", "due and not received"),
        "ask": Words("还要问清", "still to be asked"),
        "review": Words("在领而不符合", "received and not due"),
    }
)
HEADS = Catalogue(
    {
        "town": Words("乡镇", "Town"),
        "who": Words("姓名、户号", "Who"),
        "situation": Words("情况", "Situation"),
        "changed": Words("什么变了，谁说的，说的是哪段时间", "What changed, who said it, of when"),
        "follows": Words("如经核实", "If confirmed"),
        "monthly": Words("每月增减（元）", "Yuan a month"),
        "doubts": Words("先要弄清", "To be settled first"),
        "clause": Words("依据", "Clause"),
        "deal": Words("处置、期限", "What to do, by when"),
        "decision": Words("决定", "Decision"),
        "reason": Words("理由", "Reason"),
        "id": Words("编号", "Id"),
    }
)
STATES: Mapping[str, Words] = {
    "open": Words("尚未处理", "it is open"),
    "confirmed": Words("已经核实", "it has been confirmed"),
    "dismissed": Words("已经排除", "it has been dismissed"),
    "withdrawn": Words("依据已经不在，已撤回", "its ground has fallen away, and it is withdrawn"),
}
REFUSALS = Catalogue(
    {
        "none": Words("没有这个编号", "there is none of that id"),
        "words": Words(
            "它的事件里，有的说法现行政策已经没有了（{facts}），不能记入该户。请排除它并写明理由；"
            "其余属实的情况，改好住户表后再用 caseload import 导入",
            "its event says what the policy has no words for any more ({facts}), which cannot be "
            "put on record. Dismiss it, with the reason; what else of it is so goes into the "
            "tables of the household, for caseload import",
        ),
        "full": Words(
            "该户已经记入 {limit} 项变动，不能再多。请把现在的情况写进住户表，用 caseload import "
            "重新导入，再核实",
            "its household has {limit} changes on record, and can have no more. Write what is so "
            "now into the tables of the household and import these again (caseload import), then "
            "confirm",
        ),
    }
)
