"""The words of a report on what a change does."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

WORDS = Catalogue(
    {
        "title": Words("两个方案对比", "what the change does"),
        "before": Words("改前", "before"),
        "after": Words("改后", "after"),
        "difference": Words("相差", "difference"),
        "synthetic": Words("模拟数据", "made-up data"),
        # four numbers
        "cost": Words("每月发放合计（元）", "paid a month, yuan"),
        "once": Words("其他时候发的（元）", "paid otherwise than monthly, yuan"),
        "households": Words("户", "households"),
        "gain": Words("增加的户", "households with more"),
        "lose": Words("减少的户", "households with less"),
        "unchanged": Words("不变的户", "households unchanged"),
        "open": Words("不能确定的户", "households that cannot be decided"),
        "enter_all": Words("新进待遇（人次）", "rights that begin"),
        "leave_all": Words("退出待遇（人次）", "rights that end"),
        # moves
        "enter": Words("新进", "enter"),
        "leave": Words("退出", "leave"),
        "more": Words("增加", "more"),
        "less": Words("减少", "less"),
        "same": Words("不变", "same"),
        "undetermined": Words("不能确定", "undetermined"),
        # heads of tables
        "benefit": Words("待遇", "benefit"),
        "benefits": Words("各项待遇", "benefits"),
        "by_circle": Words("按原来的圈层", "by the circle before"),
        "by_town": Words("按乡镇", "by town"),
        "by_size": Words("按户人口", "by members"),
        "circle": Words("圈层", "circle"),
        "town": Words("乡镇", "town"),
        "size": Words("人口", "members"),
        "group": Words("组别", "group"),
        "circles": Words("圈层的进出", "circles, before and after"),
        "list": Words("变化的家庭", "households that change"),
        "turns": Words("逐项变化", "rights that change"),
        "change": Words("变化", "change"),
        "household": Words("家庭", "household"),
        "payee": Words("对象", "payee"),
        "what": Words("变化", "what changes"),
        "bounds": Words("不能确定的，相差在", "undecided: difference between"),
        "no_circle": Words("不在圈内", "in no circle"),
        "no_town": Words("未填乡镇", "no town"),
        "persons": Words("{size} 人", "{size} in the household"),
        "yuan": Words("元", "yuan"),
        "hidden": Words("·", "·"),
        "hiding": Words(
            "不足 {least} 的数不列出（·），能由其他数推算出它们的也不列出；不列名单。",
            "Numbers below {least} are not shown (·), nor those from which they could be worked "
            "out; households are not listed.",
        ),
        "of_people": Words(
            "{households} 户，{members} 人", "{households} households, {members} persons"
        ),
        "refused": Words(
            "另有 {count} 户读不出来，没有计入", "{count} more could not be read and are left out"
        ),
        "side": Words("{month}，知情日 {known}", "{month}, as known on {known}"),
        "policies": Words("政策 {digest}", "policy {digest}"),
        "more_rows": Words("……另有 {count} 户", "… and {count} more"),
        "between": Words("{low} 至 {high}", "{low} to {high}"),
        "no_limit": Words("无上限", "no limit"),
        "no_floor": Words("无下限", "no lower limit"),
        "baseline": Words(
            "分组都按改前的情形；不能确定的单列，不当作零。",
            "Groups are by what was before; what cannot be decided stands apart and is not taken "
            "for nothing.",
        ),
        # why nothing changes
        "nothing": Words("什么也没有变，因为{why}", "Nothing changes, because {why}"),
        "no_household": Words("没有一户可以计算", "there is no household to decide"),
        "same_rules": Words("两边的规定完全相同", "both sides have the same rules"),
        "not_in_force": Words(
            "{month} 时改动还没有施行，最早自 {later} 起有差别",
            "the change is not in force in {month}: the first month that differs is {later}",
        ),
        "announced_later": Words(
            "改动在 {day} 才公布，晚于知情日 {known}",
            "what changes is announced on {day}, after the day of knowledge {known}",
        ),
        "nobody_concerned": Words(
            "规定有改动，但这 {households} 户都不受影响",
            "the rules differ, and none of the {households} households is concerned",
        ),
        "nobody_but_open": Words(
            "规定有改动，但这 {households} 户中能确定的都不受影响（{open} 户不能确定）",
            "the rules differ, and none of the {households} households that can be decided is "
            "concerned ({open} cannot be)",
        ),
        # the page and the workbook
        "download": Words("下载 CSV", "download as CSV"),
        "numbers": Words("看数字", "the numbers"),
        "chart_benefits": Words("各项待遇每月相差（元）", "difference by benefit, yuan a month"),
        "chart_moves": Words("增加和减少的户", "households with more and with less"),
        "summary": Words("概况", "summary"),
    }
)
