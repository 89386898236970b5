"""Profiles of the property tests, the quick lane, and the number of workers.

`quick` is what `pytest -m "not slow"` uses, `ci` what a commit is judged by, `fresh` tries other
cases every time, `long` is for a night: `HYPOTHESIS_PROFILE=fresh pytest`, or
`pytest --hypothesis-profile long`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.loading import remember

# Machines that run checks are slow and shared: time is no reason to fail.
OPEN_ENDED = settings(deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
# A commit has one verdict: the same cases whoever checks it. What is found under `fresh` and `long`
# becomes an example of its own.
settings.register_profile("ci", OPEN_ENDED, derandomize=True, max_examples=60)
settings.register_profile("quick", OPEN_ENDED, derandomize=True, max_examples=10)
settings.register_profile("fresh", OPEN_ENDED, derandomize=False)
settings.register_profile("long", OPEN_ENDED, derandomize=False, max_examples=5000)

QUICK = "not slow"


def pytest_configure(config: pytest.Config) -> None:
    """Loads the profile, and lets loading be remembered, before any test is imported.

    `--hypothesis-profile` still has the last word.
    """
    usual = "quick" if config.option.markexpr == QUICK else "ci"
    settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", usual))
    patch = pytest.MonkeyPatch()
    remember(patch)
    config.add_cleanup(patch.undo)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two workers, and none where only single files or tests are asked for: starting them would
    take longer than the tests.
    """
    return 0 if all(Path(each.partition("::")[0]).is_file() for each in config.args) else 2
