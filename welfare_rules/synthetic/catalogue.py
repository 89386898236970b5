"""The words about a made-up county."""

from __future__ import annotations

from welfare_rules.basics.text import Catalogue, Words

WORDS = Catalogue(
    {
        "title": Words("{what}", "{what}"),
        "warning": Words(
            "**全部是虚构的。** 没有一户、一人是真的；分布是假定的，不是统计，不能引用。"
            "每一行的编号以 synthetic 开头。",
            "**All of this is made up.** No household or person is real; the distributions are "
            "assumed, are no statistics and must not be quoted. Every id begins with synthetic.",
        ),
        "made": Words(
            "{homes} 户，{members} 人，年龄以 {month} 的第一天计。由下面的命令生成，"
            "同一命令总是生成同样的文件：",
            "{homes} households, {members} persons, ages as on the first day of {month}. "
            "Made by this command, which always makes the same files:",
        ),
        "description": Words("描述文件：{digest}", "Description: {digest}"),
        "target": Words("公布的数字", "published number"),
        "published": Words("全县公布", "whole county"),
        "wanted": Words("折合这么多户", "for so many households"),
        "found": Words("得出", "came out"),
        "within": Words("允许相差", "within"),
        "chance": Words("抽样误差", "by chance"),
        "result": Words("结果", "result"),
        "of": Words("所计户数", "counted over"),
        "hit": Words("相符", "hit"),
        "by_chance": Words("在抽样误差内", "within chance"),
        "missed": Words("不符", "missed"),
    }
)
