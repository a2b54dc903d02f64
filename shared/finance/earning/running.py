"""The running total of one component, by how its tiers apply."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from shared.finance.earning.agreements import Component
from shared.finance.earning.arithmetic import DIVISORS, MICRO, PERIOD_KEYS, amount_of
from shared.finance.earning.caps import Spent, written
from shared.finance.earning.facts import Conversion, Earned, Raisable, Sum
from shared.finance.kinds import Basis, Entry


class Running:
    """A component with what it sold and paid so far; `own` are its caps, `shared` those it has with the others."""

    def __init__(self, component: Component, own: tuple[Spent, ...], shared: tuple[Spent, ...]) -> None:
        self.component = component
        self.basis, self.place = component.basis, component.place
        self.rates = [tier.rate_micros for tier in component.tiers]
        self.starts = [tier.start for tier in component.tiers]
        self._period = PERIOD_KEYS[component.tier_period]
        self.totals: defaultdict[int, int] = defaultdict(int)
        self._own = own
        self._caps = own + shared

    def take(self, conversion: Conversion) -> list[Earned]:
        """Return the lines of a conversion that this component pays for."""
        base = conversion.base
        period = self._period(conversion.day)
        before = self.totals[period]
        self.totals[period] = before + base
        return [self._line(conversion, piece, rate) for piece, rate in self._pieces(before, base)]

    def take_fee(self, day: date) -> Earned:
        amount, reason = self._within_caps(day, self.component.fee_cents, None)
        return Earned(self.place, Entry.EARNING, 0, day, MICRO, None, amount, reason, 1, 1, self.basis)

    def allow(self, day: date, cents: int) -> tuple[int, str | None]:
        return self._within_caps(day, cents, None)

    def add(self, lines: Sum) -> None:
        """Count lines of this component; those of another kind of component at its place are none of its own."""
        if lines.basis is not self.basis:
            return
        self.totals[self._period(lines.day)] += lines.base
        for spent in self._own:
            spent.add(lines.day, lines.amount_cents)

    def remember(self, earlier: Raisable) -> None:
        """Keep an earlier conversion whose rate may rise; only some conventions care."""

    def _pieces(self, before: int, base: int) -> Iterator[tuple[int, int]]:
        """Yield bases that add up to `base`, each with its rate, where so much was sold `before`."""
        yield base, self._rate_at(before + base)

    def _rate_at(self, total: int) -> int:
        return self.rates[max(0, bisect_right(self.starts, total) - 1)]

    def _line(self, conversion: Conversion, base: int, rate: int) -> Earned:
        _, key, day, _, _, _, part, parts = conversion
        amount, reason = self._within_caps(day, amount_of(self.basis, base, rate), None)
        return Earned(self.place, Entry.EARNING, key, day, base, rate, amount, reason, part, parts, self.basis)

    def _within_caps(self, day: date, amount: int, reason: str | None) -> tuple[int, str | None]:
        """Return what the caps leave of an amount, which they then count, and why it is less."""
        wanted = amount
        for spent in self._caps:
            room = spent.room(day)
            if amount > room:
                amount = room
                cut = spent.explain(wanted, room)
                reason = f"{reason} {cut}" if reason else cut
        for spent in self._caps:
            spent.add(day, amount)
        return amount, reason


class Flat(Running):
    """One rate for all: the total is nobody's concern."""

    def __init__(self, component: Component, own: tuple[Spent, ...], shared: tuple[Spent, ...]) -> None:
        super().__init__(component, own, shared)
        self._rate = self.rates[0] if self.rates else 0
        self._divisor = DIVISORS.get(component.basis, 1)

    def take(self, conversion: Conversion) -> list[Earned]:
        _, key, day, base, _, _, part, parts = conversion
        rate, divisor, reason = self._rate, self._divisor, None
        amount = (2 * base * rate + divisor) // (2 * divisor)  # half_up in place: a base is not below zero here
        if self._caps:
            amount, reason = self._within_caps(day, amount, None)
        return [Earned(self.place, Entry.EARNING, key, day, base, rate, amount, reason, part, parts, self.basis)]


class Reached(Running):
    """Each conversion wholly at the rate of the tier that the total reaches with it."""


class Marginal(Running):
    """Each part of the total at its own rate; a conversion that crosses a tier makes a line on either side."""

    def _pieces(self, before: int, base: int) -> Iterator[tuple[int, int]]:
        tier = max(0, bisect_right(self.starts, before) - 1)
        while tier + 1 < len(self.starts) and before + base > self.starts[tier + 1]:
            piece = self.starts[tier + 1] - before
            yield piece, self.rates[tier]
            before, base, tier = before + piece, base - piece, tier + 1
        yield base, self.rates[tier]


class AllUnits(Running):
    """All of the period at the rate of the tier that the total reached: what was earned before is raised to it.

    A tier once reached takes nothing back: where returns lower the total, the next conversions earn less, and what was
    raised stays.
    """

    def __init__(self, component: Component, own: tuple[Spent, ...], shared: tuple[Spent, ...]) -> None:
        super().__init__(component, own, shared)
        self._raisable: defaultdict[int, defaultdict[int, list[Raisable]]] = defaultdict(lambda: defaultdict(list))

    def take(self, conversion: Conversion) -> list[Earned]:
        lines = super().take(conversion)
        _, key, day, base, _, _, part, parts = conversion
        rate = lines[0].rate_micros or 0
        by_rate = self._raisable[self._period(day)]
        if by_rate and min(by_rate) < rate:
            lines += self._raise_to(rate, self._period(day))
        if rate < self.rates[-1]:
            by_rate[rate].append(Raisable(self.place, key, day, base, rate, part, parts))
        return lines

    def remember(self, earlier: Raisable) -> None:
        if earlier.rate_micros < self.rates[-1]:
            self._raisable[self._period(earlier.day)][earlier.rate_micros].append(earlier)

    def _raise_to(self, rate: int, period: int) -> list[Earned]:
        by_rate, total = self._raisable[period], self.totals[period]
        lower = [one for each in list(by_rate) if each < rate for one in by_rate.pop(each)]
        lower.sort(key=lambda one: (one.day, one.key))  # a cap cuts the last, whatever was stored in between
        for one in lower:
            self.remember(one._replace(rate_micros=rate))
        reached = f"The total reached {self._counted(total)}"
        return [self._adjustment(one, rate, reached) for one in lower]

    def _adjustment(self, one: Raisable, rate: int, reached: str) -> Earned:
        before = one.rate_micros
        more = amount_of(self.basis, one.base, rate) - amount_of(self.basis, one.base, before)
        reason = f"{reached}: {self._counted(one.base)} at {told(rate)} instead of {told(before)}."
        amount, why = self._within_caps(one.day, more, reason)
        entry = Entry.TIER_ADJUSTMENT
        return Earned(self.place, entry, one.key, one.day, 0, rate, amount, why, one.part, one.parts, self.basis)

    def _counted(self, base: int) -> str:
        return written(base) if self.basis is Basis.REVENUE_SHARE else told(base)


@lru_cache(maxsize=1000)
def told(micros: int) -> str:
    return f"{Decimal(micros) / MICRO:f}"
