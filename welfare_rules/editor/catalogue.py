"""What an editor says beside a text, in both languages."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

SAID = Catalogue(
    {
        "now": Words("今天（{day}）：**{value}**", "today ({day}): **{value}**"),
        "since": Words("，自 {first} 起", ", since {first}"),
        "until": Words("，至 {last}", ", until {last}"),
        "share": Words("{share}的{of}", "{share} of {of}"),
        "open": Words("今天（{day}）没有数值", "today ({day}) it has no value"),
        "below": Words("{place}：**{value}**", "{place}: **{value}**"),
        "provisional": Words("还没有见到正式文件", "not seen in a published document"),
        "source": Words("来源：{source}", "source: {source}"),
        "benefits": Words("用到它的待遇：{names}", "benefits that rest on it: {names}"),
        "formulas": Words("写到它的公式：{names}", "formulas that name it: {names}"),
        "more": Words(" 等 {count} 处", ", {count} in all"),
        "nobody": Words("没有待遇用到它", "no benefit rests on it"),
        "judged": Words("由谁认定：{who}", "who can say it: {who}"),
        "range": Words("范围：{low} 至 {high}", "range: {low} to {high}"),
        "choices": Words("可选：{names}", "values: {names}"),
        "example": Words("例：`{formula}`", "example: `{formula}`"),
        "replace": Words("改为“{name}”", "change to '{name}'"),
        "remove": Words("删去这个符号", "remove this sign"),
        "half_width": Words("改为半角“{name}”", "change to half-width '{name}'"),
        "all_half_width": Words("全部改为半角符号", "change all full-width signs"),
        "internal": Words(
            "编辑器服务内部错误：{what}", "internal error of the editor's service: {what}"
        ),
    }
)
