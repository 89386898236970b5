"""In which form rows go to the workers, and in which they come back.

Both tables go as one: a row has its household's id as `KEY`, whose table it is of, its place, and
its own columns. Rows of one household then lie together wherever they are sorted by the key. What
is decided comes back as one table too, of which a row is of one of three.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from welfare_rules.tables.cells import BLANKS
from welfare_rules.tables.frame import Kind, Money

KEY, KIND, PLACE = "key", "kind", "place"
HOUSEHOLD, MEMBER, FINDING = "household", "member", "finding"
TABLE = "table"
HOUSEHOLDS, MEMBERS, FINDINGS = "households", "members", "findings"
STRUCTS: Mapping[str, str] = {HOUSEHOLDS: HOUSEHOLD, MEMBERS: MEMBER, FINDINGS: FINDING}
"""The tables of results, and the column in which a row of each stands."""
OF_FINDING: Mapping[str, Kind] = {
    "table": "text",
    "household": "text",
    "member": "text",
    "column": "text",
    "severity": "text",
    "code": "text",
    "message_zh": "text",
    "message_en": "text",
}
"""The columns of findings: a row is found again by its ids, since rows of Spark have no number."""


def named(functions: Any, name: str) -> Any:
    """The column of that name, whatever signs it has."""
    return functions.col(f"`{name.replace('`', '``')}`")


def key_of(functions: Any, name: str, type_: str) -> Any:
    """The id of a household as a key: the same for all that `cells.identity` takes for the same
    id, and one of its own for each row without an id, which would else all lie on one machine.
    """
    column = named(functions, name)
    if type_ == "string":
        text = functions.btrim(column, functions.lit(BLANKS))
    elif type_ in ("float", "double") or type_.startswith("decimal"):
        text = column.try_cast("bigint").cast("string")
    else:
        text = column.cast("string")
    alone = functions.concat_ws(" ", functions.lit(""), named(functions, PLACE))
    return functions.when(functions.coalesce(text, functions.lit("")) == "", alone).otherwise(text)


def schema_of(types: Any, kinds: Mapping[str, Kind], money: Money) -> Any:
    """The type of Spark for the rows of a table of results."""
    text = types.StringType()
    made: dict[Kind, Any] = {
        "text": text,
        "texts": types.ArrayType(text),
        "truth": types.BooleanType(),
        "number": types.LongType(),
        "money": types.LongType() if money == "fen" else types.DecimalType(18, 2),
    }
    return types.StructType([types.StructField(name, made[kind]) for name, kind in kinds.items()])
