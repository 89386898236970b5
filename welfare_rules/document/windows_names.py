"""Names of files that a disk of Windows cannot hold: policies are handed on from disk to disk."""

from __future__ import annotations

from welfare_rules.basics.text import Words

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]
)
_SIGNS = frozenset('<>:"|?*\\')


def wrong(name: str, other: str | None) -> Words | None:
    """Why a name cannot be used there, with what lies beside it under a name that is the same but
    for capital letters; None where nothing is wrong.

    >>> wrong("con.toml", None).en
    "'con' is the name of a device"
    >>> wrong("standards.toml", None) is None
    True
    """
    device = name.split(".")[0].rstrip().lower()
    if device in _DEVICES:
        return Words(f"“{device}”是设备的名称", f"{device!r} is the name of a device")
    sign = next((each for each in name if each in _SIGNS or each < " "), "")
    if sign:
        return Words(f"不能有“{sign}”", f"it may not have {sign!r}")
    if name != name.rstrip(" ."):
        return Words("不能以空格或点结尾", "it may not end in a space or a point")
    if other is not None:
        return Words(f"与“{other}”只差大小写", f"only capitals tell it from {other!r}")
    return None
