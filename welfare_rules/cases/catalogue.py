"""The sentences of the reports on cases and stories, in both languages."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

REPORT = Catalogue(
    {
        "difference": Words(
            "{what}：应为 {want}，实为 {got}", "{what}: expected {want}, got {got}"
        ),
        "why": Words("原因：{text}", "why: {text}"),
        "ground": Words("依据：{text}", "ground: {text}"),
        "summary": Words(
            "{count} 个案例，{failed} 个不符", "{count} {count:case|cases}, {failed} failed"
        ),
        "with_stories": Words(
            "{count} 个案例（其中 {stories} 个跨月），{failed} 个不符",
            "{count} {count:case|cases} ({stories} over months), {failed} failed",
        ),
        "coverage": Words(
            "覆盖率 {percent:.1f}%（{seen}/{all}）", "coverage {percent:.1f} % ({seen} of {all})"
        ),
        "uncovered": Words("没有案例涉及", "no case exercises"),
    }
)

ITEM = Catalogue(
    {
        # kinds of what a case can exercise
        "require": Words("条件", "requirement"),
        "row": Words("表行", "row"),
        "step": Words("渐退步骤", "phase-out step"),
        "supplement": Words("增发", "supplement"),
        "exclude": Words("排除", "exclusion"),
        "exemption": Words("豁免", "exemption"),
        "circle": Words("圈层", "circle"),
        "figure": Words("数值版本", "figure version"),
        "branch": Words("分支", "branch"),
        "watch": Words("提醒", "watch"),
        # aspects of it; any other aspect is an id
        "true": Words("成立", "holding"),
        "false": Words("不成立", "not holding"),
        "hit": Words("", ""),
    }
)

WHY = Catalogue(
    {
        "fails": Words("不成立", "fails"),
        "excludes": Words("排除", "excludes"),
        "no_row": Words("此行不适用", "row does not apply"),
        "open": Words("不能确定", "cannot be said"),
        "no_value": Words("没有数值", "no value"),
        "applies": Words("适用", "applies"),
        "gross": Words("应发额", "gross amount"),
    }
)

STORY = Catalogue(
    {
        "not_begun": Words("还没有开始：starts = {starts}", "has not begun: starts = {starts}"),
        "line": Words(
            "{line}：应发 {due}，已发 {paid}（{causes}）",
            "{line}: due {due}, paid {paid} ({causes})",
        ),
        "instalment": Words(
            "{line}：应发 {due}，扣 {withheld}，尚余 {left}",
            "{line}: due {due}, withheld {withheld}, left {left}",
        ),
    }
)
