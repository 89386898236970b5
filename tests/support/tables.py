"""Cases as tables: a row a household and a row a person, as an agency would hand them in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Columns = dict[str, list[Any]]


def tables_of(cases: Iterable[Mapping[str, Any]]) -> tuple[Columns, Columns]:
    """The columns of the households and of the members; households of one name get a number."""
    homes: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    for place, case in enumerate(cases):
        name = f"h{place}"
        homes.append(row_of({**case, "id": name}))
        people += [{**row_of(each), "household": name} for each in case["members"]]
    return columns_of(homes, ("id",)), columns_of(people, ("household", "id"))


def row_of(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of one entity as a row: yearly totals and what is unknown in columns of their own."""
    made: dict[str, Any] = {}
    unknown: list[str] = []
    for key, value in facts.items():
        match value:
            case {"per_year": yearly}:
                made[f"{key}.per_year"] = yearly
            case {"unknown": True}:
                unknown.append(key)
            case _ if key != "members":
                made[key] = value
    if unknown:
        made["unknown"] = unknown
    return made


def columns_of(rows: Sequence[Mapping[str, Any]], needed: Iterable[str]) -> Columns:
    """Rows as columns, None where a row has nothing."""
    names = dict.fromkeys([*needed, *(key for row in rows for key in row)])
    return {name: [row.get(name) for row in rows] for name in names}


def csv_of(path: Path, columns: Columns, encoding: str = "utf-8") -> Path:
    """A CSV file with these columns, written as staff would."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(
            [cell_of(each) for each in row] for row in zip(*columns.values(), strict=True)
        )
    return path


def cell_of(value: Any) -> str:
    """A value as a cell of text has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "false"
    return ";".join(value) or ";" if isinstance(value, list) else str(value)
