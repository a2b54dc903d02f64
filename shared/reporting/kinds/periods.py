"""How finely a report cuts its days."""

from shared.analytics.performance_schemas import SeriesUnit
from shared.analytics.windows import Window

_BY_DAY, _BY_WEEK = 92, 366  # days


def unit_for(window: Window) -> SeriesUnit:
    """Days of a quarter, weeks of a year, months of more."""
    if window.days <= _BY_DAY:
        return SeriesUnit.DAY
    return SeriesUnit.WEEK if window.days <= _BY_WEEK else SeriesUnit.MONTH
