"""The sentences of a screening, in both languages."""

from __future__ import annotations

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
        "missing": Words("；还要问清：{facts}", "; still to be asked: {facts}"),
        "amount": Words("，{amount} 元", " {amount} yuan"),
        "between": Words("，{low} 至 {high} 元", " {low} to {high} yuan"),
        "unsaid": Words("，金额不能确定", " an amount that cannot be said"),
    }
)
