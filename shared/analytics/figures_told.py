"""Figures inside sentences: plain digits with grouping, never an exponent, and a chance that is never certain."""

from math import floor, log10

DIGITS = 3  # significant ones of a share
HARDLY, NEARLY = 0.001, 0.999  # nobody knows better than that what will come


def count(number: float) -> str:
    """A count, also one that campaigns share: 1,234 or 0.5."""
    return _plain(number, 2)


def percent(ratio: float) -> str:
    """A ratio as per cent with three significant digits, all those before the point: 1,220 % or 0.0123 %."""
    share = 100 * ratio
    return f"{_plain(share, DIGITS - 1 - floor(log10(abs(share))) if share else 0)} %"


def chance(share: float) -> str:
    """A probability as per cent, never as 0 % and never as 100 %."""
    if share > NEARLY:
        return f"> {_plain(100 * NEARLY, 1)} %"
    return f"< {_plain(100 * HARDLY, 1)} %" if share < HARDLY else f"{_plain(100 * share, 1)} %"


def _plain(number: float, decimals: int) -> str:
    text = f"{number:,.{max(decimals, 0)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
