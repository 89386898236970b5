"""Random laws of which parts are confirmed by no published document."""

from __future__ import annotations

import re
from random import Random

_STATED = re.compile(r"\[\[(circle|exemption|benefit\.\w+\.\w+)\]\]|\[(benefit|derived)\.\w+\]")


def doubtful(random: Random, text: str) -> str:
    """The text of a law file in which about every third figure and rule is not confirmed."""
    lines: list[str] = []
    header = ""
    for line in text.splitlines():
        header = line if line.startswith("[") else header
        unsure = random.random() < 0.35
        if unsure and line == 'status = "published"':
            lines.append(f'status = "{random.choice(("reported", "unverified"))}"')
            continue
        lines.append(line)
        if unsure and line.startswith("cite =") and _STATED.fullmatch(header):
            lines.append('status = "unverified"')
    return "\n".join(lines) + "\n"
