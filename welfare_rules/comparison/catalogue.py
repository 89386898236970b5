"""The sentences that say what is different between two answers, in both languages."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

SENTENCES = Catalogue(
    {
        # since when, and what is otherwise
        "month": Words("{year} 年 {number} 月", "{year}-{number:02d}"),
        "back": Words("{month}", "in {month}"),
        "onwards": Words("自 {month}起", "from {month}"),
        "change": Words("{since}{instead}{why}。", "{since} {instead}{why}."),
        "amounts": Words(" {other}而非 {one}", "{other} instead of {one}"),
        "briefs": Words("{other}（原：{one}）", "{other} (before: {one})"),
        "circle": Words(
            "圈层：{since}为“{other}”而非“{one}”{why}。",
            "circle: {since} {other} instead of {one}{why}.",
        ),
        "yuan": Words("元", "yuan"),
        # one side of a change
        "not_in_force": Words("没有这项规定", "not in force"),
        "not_begun": Words("还没有起发", "not begun yet"),
        "not_eligible": Words("不符合", "not eligible"),
        "eligible": Words("符合", "eligible"),
        "eligible_for": Words("符合，{amount}", "eligible, {amount}"),
        "undetermined": Words("不能确定", "undetermined"),
        "between": Words("不能确定（{bounds}）", "undetermined ({bounds})"),
        "no_circle": Words("无", "none"),
        "unknown_circle": Words("不能确定", "cannot be said"),
        # why
        "because": Words("，因为{gap}{causes}", ", because {causes}"),
        "more_causes": Words("；另有 {count} 项", "; and {count} more"),
        "fact": Words("{name}由 {one}改为 {other}", "{name} is {other} instead of {one}"),
        "of": Words("{who} 的{label}", "{label} of {who}"),
        "starts": Words("{how}", "it is {how}"),
        "law": Words("“{name}”的规定有变", "the rule “{name}” is another"),
        "begins": Words("“{name}”开始适用", "“{name}” applies"),
        "begins_on": Words("自 {day} 起“{name}”开始适用", "“{name}” applies from {day}"),
        "ends": Words("“{name}”不再适用", "“{name}” no longer applies"),
        "ends_on": Words("自 {day} 起“{name}”不再适用", "“{name}” no longer applies from {day}"),
        # figures
        "figure_gone": Words(
            "{name}没有数值（原为 {was}）", "there is no value of {name} (it was {was})"
        ),
        "figure_new": Words(
            "{day} 公布的{name}为 {value}（原无数值）",
            "{name} announced on {day} is {value} (there was none)",
        ),
        "figure": Words(
            "{day} 公布的{name}为 {value}（原为 {was}）",
            "{name} announced on {day} is {value} (it was {was})",
        ),
        "version": Words("{day} 公布的 {value}", "{value} announced on {day}"),
        "no_version": Words("无数值", "none"),
        # days
        "birthday": Words(
            "自{gap}{name}起至 {day} 满 {count} 周年",
            "{count} years since {name} are completed on {day}",
        ),
        "day": Words(
            "自 {day} 起{gap}{name}由“{one}”变为“{other}”{dates}",
            "from {day} {name} is {other} instead of {one}{dates}",
        ),
        # conditions
        "holds": Words("成立", "holds"),
        "fails": Words("不成立", "does not hold"),
        "open": Words("不能确定", "cannot be said"),
        "now_applies": Words("{name}自此适用", "{name} now applies"),
        "applies_no_longer": Words("{name}不再适用", "{name} no longer applies"),
        "flip": Words("{name}由{one}变为{other}", "{name} now {other}"),
        "flip_to_false": Words("{name}由{one}变为{other}", "{name} {other} any more"),
    },
    uneven={
        "because": "only Chinese words need a gap before a letter or figure",
        "birthday": "only Chinese words need a gap before a letter or figure",
        "day": "only Chinese words need a gap before a letter or figure",
        "flip": "English says the new state, which implies the old one",
        "flip_to_false": "English says the new state, which implies the old one",
    },
)
