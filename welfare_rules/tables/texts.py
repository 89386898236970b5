"""Ids of many rows as numbers: words of eight bytes, no object for each.

An id becomes a text of Python only where it is told. Ids are alike where all their words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast, overload

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
_WORD = 8  # bytes
LONGEST = 16 * _WORD
"""Bytes of the longest text that is kept so."""
_KEPT = np.array([(1 << 8 * each) - 1 for each in range(_WORD + 1)], np.uint64)
"""The bits of a word of which so many bytes are a text's."""
_TIMES = np.array([hash(f"{each}") | 1 for each in range(LONGEST // _WORD + 1)]).view(np.uint64)
"""By what words are multiplied: other numbers each time the program runs, as texts have others."""
_FIRST, _LAST, _QUOTE = b"!~'"
_HALF = np.uint64(32)
_SMALL = np.uint64(0x2020_2020_2020_2020)
"""The bits that a small letter has and its capital has not."""
_UPPER, _DIGITS = np.uint64(0xF0F0_F0F0_F0F0_F0F0), np.uint64(0x3030_3030_3030_3030)
"""Half of each of eight signs, and what it is of digits."""


class Texts(Sequence[str]):
    """Texts of at most `LONGEST` bytes, none of which ends in a zero: a row of words each.

    >>> some = Texts.of(["h1", "一户", ""])
    >>> some[1], some.at(np.array([2, 0])).tolist(), some == ["h1", "一户", ""]
    ('一户', ['', 'h1'], True)
    """

    __slots__ = ("words",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, words: Array) -> None:
        self.words = words

    @classmethod
    def of(cls, texts: Sequence[str]) -> Texts:
        """Some texts, none of them too long."""
        written = [each.encode() for each in texts]
        sizes = np.array([len(each) for each in written], np.int64)
        data = np.frombuffer(b"".join(written), np.uint8)
        return cls.in_bytes(data, np.cumsum(sizes) - sizes, sizes)

    @classmethod
    def in_bytes(cls, data: Array, starts: Array, sizes: Array) -> Texts:
        """Texts that stand in bytes: where each begins and how long it is, none being too long."""
        width = max(1, -(-int(sizes.max(initial=0)) // _WORD)) * _WORD
        whole = np.concatenate((data, np.zeros(width, np.uint8)))
        rows = np.ndarray(len(data) + 1, f"V{width}", buffer=whole, strides=(1,))[starts]
        words = rows.view(np.uint64).reshape(len(sizes), width // _WORD)
        least = int(sizes.min(initial=width))
        for place in range(least // _WORD, words.shape[1]):
            words[:, place] &= _KEPT[np.clip(sizes - _WORD * place, 0, _WORD)]
        return cls(words)

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Texts: ...
    def __getitem__(self, place: int | slice) -> str | Texts:
        if isinstance(place, slice):
            return Texts(self.words[place])
        return self.words[place].tobytes().rstrip(b"\0").decode()

    def __iter__(self) -> Iterator[str]:
        return iter(self.tolist())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Texts):
            return len(self) == len(other) and bool(self.same(other).all())
        return isinstance(other, Sequence) and self.tolist() == [*cast("Sequence[object]", other)]

    def tolist(self) -> list[str]:
        """The texts as those of Python."""
        whole = np.ascontiguousarray(self.words).view(f"S{_WORD * self.words.shape[1]}")
        return [each.decode() for each in whole.ravel().tolist()]

    def at(self, rows: Array | slice) -> Texts:
        """The texts of some rows."""
        return Texts(self.words[rows])

    def put(self, rows: Sequence[int], texts: Sequence[str]) -> Texts:
        """The texts with others in some rows."""
        some = Texts.of(texts)
        made = _wide(self.words, max(self.words.shape[1], some.words.shape[1])).copy()
        made[rows] = _wide(some.words, made.shape[1])
        return Texts(made)

    def numbers(self) -> Array:
        """A number for each text: texts that are alike have the same, and few others."""
        return mixed([*self.words.T])

    def same(self, other: Texts) -> Array:
        """Which rows have the same text as those of as many others."""
        width = max(self.words.shape[1], other.words.shape[1])
        one, two = _wide(self.words, width), _wide(other.words, width)
        made = np.ones(len(self), np.bool_)
        for place in range(width):
            made &= one[:, place] == two[:, place]
        return made

    def like(self, words: Iterable[str]) -> Array:
        """The rows that may have one of these texts but for capital letters; no other has one."""
        first, found = self.words[:, 0] | _SMALL, [np.zeros(0, np.intp)]
        for each in Texts.of([each for each in words if self.holds(each)]).words | _SMALL:
            rows = np.flatnonzero(first == each[0])
            some = _wide(self.words[rows], max(self.words.shape[1], len(each))) | _SMALL
            whole = _wide(each[None], some.shape[1]) | _SMALL
            found.append(rows[(some == whole).all(axis=1)])
        return np.concatenate(found)

    def begins_with_digits(self) -> Array:
        """Which rows may begin with eight digits; no other does."""
        return self.words[:, 0] & _UPPER == _DIGITS

    @staticmethod
    def holds(text: str) -> bool:
        """Whether a text can be kept so."""
        return "\0" not in text and len(text.encode("utf-8", "surrogatepass")) <= LONGEST


def mixed(columns: Sequence[Array]) -> Array:
    """A number for each row of some columns of words; words of nothing make no difference.

    >>> one, none = np.array([7], np.uint64), np.array([0], np.uint64)
    >>> bool((mixed([one]) == mixed([one, none])).all())
    True
    """
    made = np.zeros(len(columns[0]), np.uint64)
    for place, each in enumerate(columns):
        some = each * _TIMES[place]
        some ^= some >> _HALF
        some *= _TIMES[-1]
        made += some
    made ^= made >> _HALF
    return made


def plain_texts(data: Array, starts: Array, sizes: Array) -> tuple[Texts, Array]:
    """Texts that stand in bytes one behind the other, and which of them are plain: letters, digits
    and signs of ASCII, with no blank among them and no apostrophe before. Of the others nothing is
    kept.
    """
    plain = (sizes > 0) & (sizes <= LONGEST)
    strange = np.flatnonzero(data - np.uint8(_FIRST) > _LAST - _FIRST)
    plain[np.searchsorted(starts, strange, "right") - 1] = False
    made = Texts.in_bytes(data, starts, sizes if plain.all() else sizes * plain)
    quoted = np.flatnonzero(made.words[:, 0] & np.uint64(0xFF) == _QUOTE)
    made.words[quoted], plain[quoted] = 0, False
    return made, plain


def plain_texts_of(cells: Sequence[object]) -> tuple[Texts, Array]:
    """The same of cells of any kind: what is no text is not plain.

    >>> plain_texts_of(["h1", " h2", None, "'h3", "户4"])[1].tolist()
    [True, False, False, False, False]
    """
    try:
        whole = "\n".join(cast("Sequence[str]", cells))
    except TypeError:
        cells = [each if isinstance(each, str) else "" for each in cells]
        whole = "\n".join(cells)
    if whole.count("\n") >= max(len(cells), 1):
        cells = ["" if "\n" in cast(str, each) else each for each in cells]
        whole = "\n".join(cast("Sequence[str]", cells))
    data = np.frombuffer(whole.encode("utf-8", "surrogatepass"), np.uint8).copy()
    breaks = np.flatnonzero(data == ord("\n"))
    data[breaks] = _LAST
    starts = np.concatenate(([0], breaks + 1))[: len(cells)]
    ends = np.concatenate((breaks, [len(data)]))[: len(cells)]
    return plain_texts(data, starts, ends - starts)


def joined_texts(several: Sequence[Texts]) -> Texts:
    """Texts one behind the other; there is at least one piece."""
    width = max(each.words.shape[1] for each in several)
    return Texts(np.concatenate([_wide(each.words, width) for each in several]))


def _wide(words: Array, width: int) -> Array:
    """Words, and nothing behind them up to so many."""
    missing = width - words.shape[1]
    return np.pad(words, ((0, 0), (0, missing))) if missing else words
