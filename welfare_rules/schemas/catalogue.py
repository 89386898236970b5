"""The schemas by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from welfare_rules.law.law import Law
from welfare_rules.schemas.values import Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def _policy() -> Schema:
    from welfare_rules.document.schema import policy_schema

    return policy_schema()


def _written(name: str, module: str = "records") -> Callable[[], Schema]:
    def made() -> Schema:
        from importlib import import_module

        from pydantic import TypeAdapter

        kind: Any = getattr(import_module(f"welfare_rules.written.{module}"), name)
        return TypeAdapter(kind).json_schema()

    return made


def _receipt() -> Schema:
    from welfare_rules.receipts.receipt import ReceiptModel

    return ReceiptModel.model_json_schema()


def _by_law(name: str) -> Callable[[Law], Schema]:
    def made(law: Law) -> Schema:
        from welfare_rules.schemas import inputs

        kind: Callable[[Law], Schema] = getattr(inputs, name)
        return {"$comment": law.jurisdiction, **kind(law)}

    return made


OF_A_LAW: Mapping[str, Callable[[Law], Schema]] = {
    each: _by_law(each) for each in ("case", "history", "ledger", "table")
}
"""The schemas that rest on the vocabulary of a law."""

FIXED: Mapping[str, Callable[[], Schema]] = {
    "policy": _policy,
    "answer": _written("AnswerDict"),
    "derivation": _written("DerivationDict", "derivation"),
    "settlement": _written("SettlementDict"),
    "finding": _written("FindingDict"),
    "receipt": _receipt,
}
"""The schemas that are the same for every law."""

NAMES = (
    "policy",
    "case",
    "answer",
    "derivation",
    "history",
    "ledger",
    "settlement",
    "receipt",
    "finding",
    "table",
)


def schema_of(name: str, law: Callable[[], Law]) -> Schema:
    """The schema of one of NAMES; `law` gives the law where it is needed.

    >>> schema_of("finding", lambda: 1 / 0)["properties"]["code"]["pattern"]
    '^WR[0-9]{3}$'
    """
    made = OF_A_LAW[name](law()) if name in OF_A_LAW else FIXED[name]()
    return made if "$schema" in made else {"$schema": DRAFT, **made}
