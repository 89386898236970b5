"""How the property tests are run: `ci` for a commit, `fresh` for other cases every time, `long` for
a night.

`HYPOTHESIS_PROFILE=fresh pytest`, or `pytest --hypothesis-profile long`.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Machines that run checks are slow and shared: time is no reason to fail.
OPEN_ENDED = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
# A commit has one verdict: the same cases whoever checks it. What is found under `fresh` and `long`
# becomes an example of its own.
settings.register_profile("ci", OPEN_ENDED, derandomize=True)
settings.register_profile("fresh", OPEN_ENDED, derandomize=False)
settings.register_profile("long", OPEN_ENDED, derandomize=False, max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
