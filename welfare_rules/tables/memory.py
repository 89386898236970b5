"""The memory of an Arrow array as NumPy sees it, by the Arrow C data interface.

Nothing is copied but bits, which become bytes; what is seen holds the array that it is of.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
NUMBERS = MappingProxyType(
    {"c": "i1", "s": "i2", "i": "i4", "l": "i8", "C": "u1", "S": "u2", "I": "u4", "L": "u8"}
    | {"f": "f4", "g": "f8", "tdD": "i4"}
)
"""The numbers and days of the interface, and what NumPy calls them."""
DAYS = "tdD"
OFFSETS = MappingProxyType({"u": "i4", "U": "i8"})
"""Texts one behind the other, and the numbers that say where each begins."""
VIEWS, TRUTHS = "vu", "b"
SHORT = 12  # bytes of a text that stands in its view
NO_TEXT = np.uint64(0xFFFF_FFFF_FFFF_FFFF)
"""What stands for a row without a value, as no text does."""


class _Schema(ctypes.Structure):
    _fields_ = (
        ("format", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("metadata", ctypes.c_void_p),
        ("flags", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("children", ctypes.c_void_p),
        ("dictionary", ctypes.c_void_p),
    )


class _Given(ctypes.Structure):
    _fields_ = (
        ("length", ctypes.c_int64),
        ("null_count", ctypes.c_int64),
        ("offset", ctypes.c_int64),
        ("n_buffers", ctypes.c_int64),
        ("n_children", ctypes.c_int64),
        ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    )


_address = ctypes.pythonapi.PyCapsule_GetPointer
_address.restype, _address.argtypes = ctypes.c_void_p, (ctypes.py_object, ctypes.c_char_p)


class _Seen:
    """Some bytes of a held array, for NumPy."""

    def __init__(self, address: int, count: int, kind: str, held: object) -> None:
        self.held = held
        self.__array_interface__ = {
            "version": 3,
            "data": (address, True),
            "shape": (count,),
            "typestr": f"|{kind}" if kind.endswith("1") else f"<{kind}",
        }


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """An array of Arrow. `form` is its type as the interface writes it, of a dictionary that of its
    indices; `there` are the rows that have a value, None where all have one.
    """

    form: str
    of_dictionary: bool
    size: int
    there: Array | None
    offset: int
    addresses: tuple[int | None, ...]
    held: object

    @classmethod
    def of(cls, array: Any) -> Memory:
        """The memory of whatever has the interface."""
        held = array.__arrow_c_array__()
        schema = _Schema.from_address(_address(held[0], b"arrow_schema"))
        given = _Given.from_address(_address(held[1], b"arrow_array"))
        addresses = tuple(given.buffers[: given.n_buffers])
        form, of_dictionary = schema.format.decode(), schema.dictionary is not None
        made = cls(form, of_dictionary, given.length, None, given.offset, addresses, held)
        if given.null_count == 0 or not addresses or addresses[0] is None:
            return made
        there = made._bits(0)
        return made if there.all() else replace(made, there=there)

    def _seen(self, buffer: int, first: int, count: int, kind: str) -> Array:
        address = self.addresses[buffer]
        if not count or address is None:
            return np.zeros(0, kind)
        at = address + first * np.dtype(kind).itemsize
        return np.asarray(_Seen(at, count, kind, self.held))

    def _bits(self, buffer: int) -> Array:
        first, own = divmod(self.offset, 8)
        some = self._seen(buffer, first, (own + self.size + 7) // 8, "u1")
        bits = np.unpackbits(some, bitorder="little", count=own + self.size if len(some) else 0)
        return bits[own:].view(np.bool_)

    def truths(self) -> Array:
        """Yes and no; whatever it may be where there is no value."""
        return self._bits(1)

    def numbers(self) -> Array:
        """Numbers, or days since 1970 as numbers; whatever it may be where there is no value."""
        return self._seen(1, self.offset, self.size, NUMBERS[self.form])

    def decimals(self) -> Array:
        """Decimal numbers of 128 bits as two numbers of 64 each, the lower half first."""
        return self._seen(1, 2 * self.offset, 2 * self.size, "i8").reshape(-1, 2)

    def texts(self) -> tuple[Array, Array, Array]:
        """Bytes of UTF-8, and where in them the text of each row begins and how long it is; of rows
        without a value nothing.
        """
        ends = self._seen(1, self.offset, self.size + 1, OFFSETS[self.form]).astype(np.int64)
        if not self.size:
            return np.zeros(0, np.uint8), ends, ends
        first, sizes = int(ends[0]), np.diff(ends)
        data = self._seen(2, first, int(ends[-1]) - first, "u1")
        return data, ends[:-1] - first, sizes if self.there is None else sizes * self.there

    def views(self) -> tuple[Array, Array]:
        """Texts as two numbers of 64 bits each, the lower half of the first being how long they
        are: short ones have the same where the texts are the same.
        """
        found = self._seen(1, 2 * self.offset, 2 * self.size, "u8")
        one, other = (np.ascontiguousarray(each) for each in (found[::2], found[1::2]))
        if self.there is None:
            return one, other
        return np.where(self.there, one, NO_TEXT), np.where(self.there, other, NO_TEXT)
