"""Older days weigh less; days come in blocks. Pure."""

from typing import Any

HALF_LIFE = 90  # days
WEEK = 7
WEEKS_OF_A_MONTH = 30 / WEEK
MIDDLE_OF_A_WEEK, MIDDLE_OF_A_MONTH = 3, 14  # days from its latest, or from its first


def weight(age: Any) -> Any:
    """Return what a day of this age (in days; a number or an array of them) counts for: half after HALF_LIFE days."""
    return 2 ** (-age / HALF_LIFE)
