"""What the dashboard is made of: types that fit the API as it is now, and its own tests."""

import gzip
import re

from local import dashboard
from shared.analytics.metrics import BY_SLUG


def test_types_and_manners_fit_and_its_own_tests_pass():
    dashboard.install()
    dashboard.npm("run", "check")
    dashboard.npm("test")


def test_the_first_load_is_light():
    """Scripts that index.html names, as a browser gets them compressed; charts are fetched when one is seen."""
    built = dashboard.build()
    named = set(re.findall(r"/assets/[^\"]+\.js", (built / "index.html").read_text()))
    sizes = {name: len(gzip.compress((built / name.lstrip("/")).read_bytes())) for name in named}

    assert sum(sizes.values()) <= 250_000, sizes
    assert not [name for name in named if "drawing" in name or "live" in name]


def test_every_metric_has_a_turkish_name():
    named = re.findall(r"^  (\w+): \{ label", (dashboard.SOURCES / "src/messages/metrics.ts").read_text(), re.MULTILINE)

    assert set(BY_SLUG) <= set(named)
