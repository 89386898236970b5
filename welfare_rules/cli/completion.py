"""What a shell offers for a value.

Names of jurisdictions from the folders on disk, names of engines. No policy file is read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from welfare_rules.engine import registry as engines

if TYPE_CHECKING:
    import click


def jurisdictions(root: Path) -> list[str]:
    """The folders below the policies that hold files, by name."""
    from welfare_rules.document.shipped import SKIPPED
    from welfare_rules.document.tree import listed

    folders = {each.parent for each in listed(root, skipped=SKIPPED).files} - {root}
    return sorted(each.relative_to(root).as_posix() for each in folders)


def complete_jurisdiction(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from welfare_rules.document.shipped import shipped_policies

    given = ctx.params.get("policies")
    root = Path(given) if isinstance(given, str) else shipped_policies()
    return [each for each in jurisdictions(root) if each.startswith(incomplete)]


def complete_engine(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [each for each in engines.names() if each.startswith(incomplete)]
