"""Hypothesis profiles: ``default`` is quick and the same each time, ``thorough`` searches at random.

``many`` lies between the two, for who has minutes and not an hour.

Choose with ``HYPOTHESIS_PROFILE=thorough pytest tests/laws``.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
PHASES = [Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink]

settings.register_profile(
    "default",
    max_examples=20,
    deadline=None,
    derandomize=True,
    phases=PHASES,
    suppress_health_check=SLOW,
)
settings.register_profile(
    "many",
    max_examples=400,
    deadline=None,
    derandomize=True,
    phases=PHASES,
    suppress_health_check=SLOW,
)
settings.register_profile(
    "thorough",
    max_examples=2000,
    deadline=None,
    print_blob=True,
    phases=PHASES,
    suppress_health_check=SLOW,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
