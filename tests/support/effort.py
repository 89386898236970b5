"""How many examples a property takes.

Its usual number, and more of them under a profile that gives itself more time.
"""

from __future__ import annotations

from hypothesis import settings

USUAL = 100  # what hypothesis tries where nobody says a number


def examples(usual: int) -> int:
    """`usual` under the profile `fresh`; three fifths of it under `ci`, a tenth under `quick`, fifty
    times as many under `long`.
    """
    return max(min(usual, 2), usual * settings().max_examples // USUAL)
