"""For those who test policies of their own: households, laws of benefits, cases that cover a law.

    from hypothesis import given
    from welfare_rules.testing import households, laws

    @given(households(rules))
    def test_promises(case):
        for name, law in laws(rules):
            law(case)

Strategies need the extra `testing`; `laws` and `cover` need nothing more than the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from welfare_rules.testing.case_file import case_file as case_file
from welfare_rules.testing.cover import Cover as Cover
from welfare_rules.testing.cover import cover as cover
from welfare_rules.testing.cover import covering as covering
from welfare_rules.testing.laws import Law as Law
from welfare_rules.testing.laws import law_of as law_of
from welfare_rules.testing.laws import laws as laws

if TYPE_CHECKING:
    from welfare_rules.testing.strategies import histories as histories
    from welfare_rules.testing.strategies import households as households
    from welfare_rules.testing.strategies import policies as policies

__all__ = [
    "Cover",
    "Law",
    "case_file",
    "cover",
    "covering",
    "histories",
    "households",
    "law_of",
    "laws",
    "policies",
]
_STRATEGIES = ("histories", "households", "policies")


def __getattr__(name: str) -> Any:
    """The strategies, whose tool is an extra: it is asked for when they are."""
    if name not in _STRATEGIES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        from welfare_rules.testing import strategies
    except ModuleNotFoundError as error:
        if error.name != "hypothesis":
            raise
        need = f"{name} needs hypothesis: pip install 'welfare-rules[testing]'"
        raise ImportError(need, name="hypothesis") from None
    return getattr(strategies, name)
