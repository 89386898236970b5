"""Where the policy files that ship stand.

Apart from the rest, so that shell completion can look at folders without reading a file.
"""

from __future__ import annotations

from pathlib import Path

# beside the policies, for editors: every file names it in its first line, `#:schema …`
SCHEMA = "policy.schema.json"
SKIPPED = frozenset({"cases"})  # case files lie beside the documents they test


def shipped_policies() -> Path:
    """The policy files that come with the library.

    Inside the installed package, or beside it in a checkout.
    """
    package = Path(__file__).resolve().parent.parent
    packed = package / "_policies"
    return packed if packed.is_dir() else package.parent / "policies"
