"""Code of what is gathered over the members.

Lines before the loop and inside it, and how the result is named behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from welfare_rules.engine.native.code import OPEN, Code, Coder, bare
from welfare_rules.language import nodes as n


@dataclass(frozen=True, slots=True)
class GatheredCode:
    """The result, the lines that begin it, and those that each member adds."""

    code: Code
    before: list[str] = field(default_factory=list[str])
    inside: list[str] = field(default_factory=list[str])


def gather(coder: Coder, node: n.Node, name: str) -> GatheredCode:
    """An aggregate under a name of its own.

    Open where a figure is, or where sums of changing denominators would be needed.
    """
    among = coder.emit(getattr(node, "among")).text  # noqa: B009  # every aggregate has one
    if among == OPEN:
        return GatheredCode(Code(OPEN))
    if isinstance(node, n.Count):
        return GatheredCode(Code(name), [f"{name} = 0"], [f"if {among}:", f"    {name} += 1"])
    if isinstance(node, n.Exists):
        return GatheredCode(
            Code(name), [f"{name} = False"], [f"if not {name} and {among}:", f"    {name} = True"]
        )
    value = coder.emit(getattr(node, "value"))  # noqa: B009
    if value.dyn:  # a sum of quotients with changing denominators: left to the reference engine
        return GatheredCode(Code(OPEN))
    code = Code(name, value.den)
    if isinstance(node, n.Total):
        return GatheredCode(
            code, [f"{name} = 0"], [f"if {among}:", f"    {name} += {bare(value.text)}"]
        )
    sign = ">" if isinstance(node, n.Largest) else "<"
    inside = [
        f"if {among}:",
        f"    {name}v = {bare(value.text)}",
        f"    if {name}n or {name}v {sign} {name}:",
        f"        {name} = {name}v",
        f"        {name}n = False",
    ]
    return GatheredCode(code, [f"{name} = 0", f"{name}n = True"], inside)
