"""How the property tests are run: `ci` always, `long` for a night (`--hypothesis-profile long`)."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# Machines that run checks are slow and shared: time is no reason to fail, and every run tries other cases.
settings.register_profile("ci", deadline=None, derandomize=False, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("long", settings.get_profile("ci"), max_examples=5000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
