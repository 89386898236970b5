"""What a shell offers for a value.

Names of jurisdictions from the folders on disk, names of engines. No policy file is read.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from welfare_rules.engine import registry as engines

if TYPE_CHECKING:
    import click


def jurisdictions(root: Path) -> Iterator[str]:
    """The folders below the policies that hold files, by name."""
    from welfare_rules.document.shipped import SKIPPED

    for folder, below, files in os.walk(root):
        below[:] = sorted(
            each for each in below if each not in SKIPPED and not each.startswith(".")
        )
        name = Path(folder).relative_to(root).as_posix()
        if name != "." and any(each.endswith(".toml") for each in files):
            yield name


def complete_jurisdiction(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from welfare_rules.document.shipped import shipped_policies

    given = ctx.params.get("policies")
    root = Path(given) if isinstance(given, str) else shipped_policies()
    return [each for each in jurisdictions(root) if each.startswith(incomplete)]


def complete_engine(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [each for each in engines.names() if each.startswith(incomplete)]
