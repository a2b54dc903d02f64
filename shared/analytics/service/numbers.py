"""Figures as JSON has them."""

from decimal import Decimal
from typing import Any


def money(cents: int) -> str:
    return f"{Decimal(cents) / 100:.2f}"


def ratio(part: Any, whole: Any) -> float | None:
    """Return part ÷ whole, None where there is no whole."""
    return float(Decimal(part) / Decimal(whole)) if whole else None
