"""The sentences of alerts, in both languages."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

SAID = Catalogue(
    {
        "changed": Words(
            "{source} {received} 告知：{facts}{covers}", "{source}, {received}: {facts}{covers}"
        ),
        "month": Words(
            "到 {month} 时间推移所致，没有人告知变化",
            "the month is {month}; nobody told of a change",
        ),
        "since": Words("（自 {day} 起）", " (from {day} on)"),
        "fact": Words("{label}由 {before} 变为 {after}", "{label} goes from {before} to {after}"),
        "covers": Words("（说的是 {first} 至 {last}）", " (of {first} to {last})"),
        "nothing": Words("没有记录", "nothing on record"),
        "unknown": Words("不清楚", "unknown"),
        "yes": Words("是", "yes"),
        "no": Words("否", "no"),
        "yuan": Words("{amount} 元", "{amount} yuan"),
        "per_year": Words("全年 {amount} 元", "{amount} yuan a year"),
        "plain": Words("{amount}", "{amount}"),
        "right": Words("{label}{turn}{amounts}{because}", "{label}: {turn}{amounts}{because}"),
        "fails": Words(
            "，不满足“{because}”{cited}", ", since it does not hold that: {because}{cited}"
        ),
        "excludes": Words("，因“{because}”{cited}", ", since: {because}{cited}"),
        "applies": Words("，因“{because}”{cited}", ", since: {because}{cited}"),
        "no_row": Words("，各档都不适用", ", since no row of its table applies"),
        "of_clause": Words("（{document}）", " ({document})"),
        "sum_more": Words("，合计每月增加 {amount} 元", "; in all {amount} yuan a month more"),
        "sum_less": Words("，合计每月减少 {amount} 元", "; in all {amount} yuan a month less"),
        "amounts": Words("（{before} → {after}）", " ({before} -> {after})"),
        "unsaid": Words("不能确定", "cannot be said"),
        "none": Words("无", "nothing"),
        "if_confirmed": Words(
            "如经核实，自 {month} 起{rights}{sum}", "if confirmed, from {month} on {rights}{sum}"
        ),
        "uncertain": Words(
            "有事项不清楚，条件是否成立还不能确定",
            "facts are unknown, and it cannot be said whether its conditions hold",
        ),
        "contested": Words(
            "{label}说法不一（{source}）：核实以前照旧发放",
            "sources differ on {label} ({source}): payment stays as it is until this is settled",
        ),
        "another_period": Words(
            "所说的期间已过去一年以上，只能核查",
            "what is told is of more than a year ago, and can only be looked into",
        ),
        "match": Words(
            "身份证号码、姓名、出生日期没有完全对上，须先核实是不是本人",
            "number, name and birth date do not all agree: find out first who it is",
        ),
        "clause": Words("依据：{document}", "by {document}"),
    }
)
