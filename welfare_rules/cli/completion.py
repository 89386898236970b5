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
    from welfare_rules.cli.where import policies_folder
    from welfare_rules.document.shipped import shipped_policies

    given = ctx.params.get("policies")
    try:
        root = policies_folder(given if isinstance(given, str) else None) or shipped_policies()
    except ValueError:  # what is set cannot be used: the command says so
        return []
    return [each for each in jurisdictions(root) if each.startswith(incomplete)]


def complete_engine(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    return [each for each in engines.names() if each.startswith(incomplete)]
