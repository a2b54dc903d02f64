"""The figures of a period beside those of another one."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from shared.analytics.metrics import BY_SLUG, JsonValue, Value, to_json
from shared.analytics.performance_schemas import ComparedOut
from shared.analytics.queries import PerformanceRow
from shared.analytics.sales_schemas import Compare
from shared.analytics.service.asking import other_window
from shared.analytics.windows import Window

type Now[K] = Mapping[K, PerformanceRow]
type Then[K] = Callable[[Window], Mapping[K, PerformanceRow]]


def compared[K](
    now: Now[K], window: Window, kinds: Iterable[Compare], then: Then[K]
) -> dict[K, dict[str, ComparedOut]]:
    """Return for each key of `now` what stands beside it, by the names of Compare.

    Args:
        now: the figures of `window`.
        window: the one asked for.
        kinds: which other periods.
        then: returns the figures of another window; a key that it lacks is compared with nothing.
    """
    found: dict[K, dict[str, ComparedOut]] = {key: {} for key in now}
    for kind in dict.fromkeys(kinds):
        other = other_window(kind, window)
        if other is None:
            continue
        for key, row in then(other).items():
            if key in now:
                found[key][kind.value] = _beside(now[key], row, other)
    return found


def metrics_out(values: Mapping[str, Value]) -> dict[str, JsonValue]:
    return {slug: to_json(BY_SLUG[slug], value) for slug, value in values.items()}


def _beside(now: PerformanceRow, then: PerformanceRow, window: Window) -> ComparedOut:
    return ComparedOut(
        first=window.first,
        last=window.last,
        metrics=metrics_out(then.values),
        flags=then.flags,
        change={slug: change(value, then.values[slug]) for slug, value in now.values.items()},
    )


def change(now: Value, then: Value) -> float | None:
    """Return (now − then) ÷ then; None where either is unknown or `then` is not above 0."""  # noqa: RUF002 - a formula
    if now is None or then is None or then <= 0:
        return None
    return float((Decimal(now) - Decimal(then)) / Decimal(then))
