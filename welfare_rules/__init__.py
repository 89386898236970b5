"""Compiles written welfare policy to decisions that are exact and can be checked.

>>> import welfare_rules as wr
>>> rules = wr.load("cn/model").at("2021-08", known="2021-12-31")
"""

import os

__version__ = "0.2.0"

# Each line `from HOME import NAME as NAME` there makes a name public.
with open(os.path.join(os.path.dirname(__file__), "__init__.pyi"), encoding="utf-8") as _list:
    _HOMES = {
        words[3]: words[1] for line in _list if len(words := line.split()) == 6 and words[4] == "as"
    }
globals()["__all__"] = sorted(_HOMES)


def __getattr__(name: str) -> object:
    """Imports a public name on first use, so that `import welfare_rules` stays light."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'welfare_rules' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
