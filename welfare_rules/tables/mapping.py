"""What an agency's export means: its columns, codes, sheet, header row, units and form of days.

Read from TOML. What it does not say is what the contract says of every table.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from welfare_rules.basics.decimals import NoNumber, NotFinite, TooLong, decimal_text, exact
from welfare_rules.basics.money import FEN
from welfare_rules.basics.text import Words
from welfare_rules.document.source import read_text, read_toml
from welfare_rules.findings import Finding, Place, RequestError, finding, shortened
from welfare_rules.findings.validation import (
    KeyPath,
    Refusals,
    about_key,
    existing,
    keys_at,
    limit_words,
    path_text,
)
from welfare_rules.language.types import Kind
from welfare_rules.law.model import Fact
from welfare_rules.tables.cells import NotRead, Told, said, teller

Days = Literal["YYYY-MM-DD", "YYYY/MM/DD", "YYYY.MM.DD", "YYYYMMDD", "YYYY年MM月DD日", "serial"]
Unit = Literal["yuan", "fen", "wan"]
_PATTERNS: Mapping[str, str] = {
    "YYYY-MM-DD": r"(\d{4})-(\d{1,2})-(\d{1,2})",
    "YYYY/MM/DD": r"(\d{4})/(\d{1,2})/(\d{1,2})",
    "YYYY.MM.DD": r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
    "YYYYMMDD": r"(\d{4})(\d{2})(\d{2})",
    "YYYY年MM月DD日": r"(\d{4})年(\d{1,2})月(\d{1,2})日",
}
_FIRST_SERIAL = datetime.date(1899, 12, 30)  # of spreadsheets; right from March 1900 on
_LEAST_SERIAL, _MOST_SERIAL = 61, 110_000  # 1 March 1900 to 2201
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?", re.ASCII)
_TIMES: Mapping[str, int] = {"yuan": 1, "fen": 1, "wan": 10_000}


class Closed(BaseModel):
    """A table of a mapping, in which nothing unknown may stand."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


Read = TypeVar("Read", bound=Closed)


class TableMap(Closed):
    """What a mapping says of one table.

    `columns` are headings with what they mean, `ignore` those that mean nothing; `codes` for a
    heading what its cells mean; `skip` first cells of rows that are no data (合计).
    """

    sheet: str | None = None
    header: Annotated[int, Field(ge=1, le=100)] = 1
    columns: dict[str, str] = Field(default_factory=dict[str, str])
    ignore: list[str] = Field(default_factory=list[str])
    codes: dict[str, dict[str, str | bool]] = Field(
        default_factory=dict[str, dict[str, str | bool]]
    )
    dates: Days | None = None
    money: Unit = "yuan"
    thousands: bool = False
    suffix: str = ""
    skip: list[str] = Field(default_factory=list[str])
    id_numbers: bool = False

    def teller(self, fact: Fact, head: str, usual: Told) -> Told:
        """What makes values of the cells of a fact: by its codes, its unit or the form of its days
        where they are stated, else as usual.
        """
        codes = next((self.codes[each] for each in (head, fact.id) if each in self.codes), None)
        if codes is not None:
            return _by_codes(codes, usual)
        if fact.type.kind is Kind.MONEY and self.says_money:
            return self._amount
        return self.day_teller() if fact.type.kind is Kind.DATE else usual

    def day_teller(self) -> Told:
        """What makes days of cells: by their form where it is stated, else as usual."""
        return teller(Kind.DATE) if self.dates is None else _in_form(self.dates)

    @property
    def says_money(self) -> bool:
        """Whether amounts are written otherwise than in cases."""
        return self.money != "yuan" or self.thousands or bool(self.suffix)

    def _amount(self, cell: object) -> Any:
        value = said(cell)
        if isinstance(value, str):
            value = value.removesuffix(self.suffix).rstrip() if self.suffix else value
            if self.thousands and _THOUSANDS.fullmatch(value):
                value = value.replace(",", "")
        if value is None or self.money == "yuan":
            return value
        return _in_yuan(value, self.money)


class Mapped(Closed):
    """A mapping of both tables."""

    households: TableMap = TableMap()
    members: TableMap = TableMap()


AS_IT_IS = Mapped()
"""The mapping of tables that need none."""


def _by_codes(codes: Mapping[str, str | bool], usual: Told) -> Told:
    def told(cell: object) -> Any:
        value = said(cell)
        key = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        return codes[key] if value is not None and key in codes else usual(cell)

    return told


def _in_yuan(value: object, unit: str) -> Any:
    """An amount in another unit as yuan, exactly."""
    try:
        number = exact(repr(value) if isinstance(value, float) else cast(Any, value))
    except (NoNumber, NotFinite, TooLong, TypeError, ValueError):
        why = Words("不是数", "it is not a number")
        return NotRead("WR404", {"got": shortened(value), "why": why})
    fen = number if unit == "fen" else number * _TIMES[unit] * FEN
    if fen.denominator != 1:
        why = Words("不是整分", "it is no whole number of fen")
        return NotRead("WR404", {"got": shortened(value), "why": why})
    return decimal_text(fen / FEN, 2)


def _in_form(form: str) -> Told:
    def of_serial(cell: object) -> Any:
        value = said(cell)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if value == value // 1 and _LEAST_SERIAL <= value <= _MOST_SERIAL:
                return _FIRST_SERIAL + datetime.timedelta(days=int(value))
            why = Words("不是日期序号", "it is no serial number of a day")
            return NotRead("WR407", {"got": str(value), "why": why})
        return value

    def of_text(cell: object) -> Any:
        value = said(cell)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(int(value)) if value == value // 1 else str(value)
        if not isinstance(value, str):
            return value
        match = pattern.fullmatch(value)
        if match is None:
            why = Words(f"对应表说写作 {form}", f"the mapping says {form}")
            return NotRead("WR407", {"got": shortened(value), "why": why})
        year, month, day = match.groups()
        return f"{year}-{month:0>2}-{day:0>2}"

    if form == "serial":
        return of_serial
    pattern = re.compile(_PATTERNS[form], re.ASCII)
    return of_text


# --- reading ---

_WORDS = {
    "string_type": Words("文字", "a text"),
    "int_type": Words("整数", "a whole number"),
    "bool_type": Words("true 或 false", "true or false"),
    "dict_type": Words("一张表", "a table"),
    "list_type": Words("一个列表", "a list"),
    "model_type": Words("一张表", "a table"),
    "literal_error": Words("所列写法之一", "one of the forms that are listed"),
}
_REFUSALS = Refusals("WR110", "WR111", "WR112", _WORDS, shortened)


Where = Callable[[ErrorDetails, KeyPath], Place]
"""Says where an error of the models stands, whose place exists that far."""


def read_mapping(given: str | PathLike[str] | Mapping[str, Any]) -> Mapped:
    """The mapping in a TOML file, or as a dict. Raises RequestError with all that is wrong."""
    return read_as(Mapped, given)


def read_as(form: type[Read], given: str | PathLike[str] | Mapping[str, Any]) -> Read:
    """A mapping of some form, likewise."""
    if isinstance(given, Mapping):
        return _mapped(form, given, lambda each, _: Place("mapping", path=path_text(each["loc"])))
    source, found = read_text(Path(given), str(given))
    if source is None:
        raise RequestError(found)
    data, found = read_toml(source)
    if data is None:
        raise RequestError(found)
    return _mapped(form, data, lambda each, path: source.place(path, key=about_key(each)))


def _mapped(form: type[Read], data: Mapping[str, Any], where: Where) -> Read:
    try:
        return form.model_validate(dict(data))
    except ValidationError as error:
        raise RequestError(_told(form, each, data, where) for each in error.errors()) from None


def _told(form: type[Closed], each: ErrorDetails, data: Mapping[str, Any], where: Where) -> Finding:
    loc = each["loc"]
    place, above = where(each, existing(data, loc)), existing(data, loc[:-1])
    told = _REFUSALS.finding(each, place, lambda: keys_at(form, above))
    if told is not None:
        return told
    return finding("WR112", place, want=limit_words(each), got=shortened(each.get("input")))
