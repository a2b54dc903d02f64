"""The running totals of one influencer in one campaign under one version of terms."""

from collections.abc import Iterable
from datetime import date

from shared.finance.earning.agreements import Agreement, Component, TierConvention
from shared.finance.earning.caps import Spent
from shared.finance.earning.facts import Conversion, Earned, Raisable, Sum
from shared.finance.earning.running import AllUnits, Flat, Marginal, Reached, Running
from shared.finance.kinds import Basis

CONVENTIONS: dict[TierConvention, type[Running]] = {
    TierConvention.MARGINAL: Marginal,
    TierConvention.REACHED: Reached,
    TierConvention.ALL_UNITS: AllUnits,
}


class Account:
    """Says what each conversion earns; conversions come in the order of (day, purchase_id).

    Totals of tiers and use of caps run over the versions: a component of the same place and basis as in the version
    before continues it. To resume, give what is stored: `sums` (all components, basis and months of the lines of this
    influencer and campaign; needed only where `agreement.needs_sums`) and the `raisable` conversions of
    `agreement.raising`.
    """

    def __init__(self, agreement: Agreement, sums: Iterable[Sum] = (), raisable: Iterable[Raisable] = ()) -> None:
        self.agreement = agreement
        self._spent = None if agreement.cap is None else Spent(agreement.cap)
        self._running = [self._start(component) for component in agreement.components]
        self._fitting: dict[tuple[Basis, str | None, bool], Running | None] = {}
        for each in sums:
            self.add(each)
        for one in raisable:
            self._running[one.component].remember(one)

    def take(self, conversion: Conversion) -> list[Earned]:
        """Return the lines of a conversion: none where no component fits, several where it crosses tiers.

        Behind its own come the adjustments of earlier conversions that it raises.
        """
        fits = (conversion.basis, conversion.category, conversion.first)
        try:
            running = self._fitting[fits]
        except KeyError:
            running = self._fitting[fits] = self._find(conversion)
        return [] if running is None else running.take(conversion)

    def take_fee(self, component: Component, day: date) -> Earned:
        """Return the line of a fixed fee that fell due, or whose deliverable was delivered, on a day of the version."""
        return self._running[component.place].take_fee(day)

    def allow(self, component: int, day: date, cents: int) -> tuple[int, str | None]:
        """Return what the caps leave of a rise in what a component earned on a day, which they count, and why less."""
        return self._running[component].allow(day, cents)

    def add(self, lines: Sum) -> None:
        """Count lines that this account did not make: stored ones, or reversals and corrections (below zero)."""
        if self._spent is not None:
            self._spent.add(lines.day, lines.amount_cents)
        if lines.component < len(self._running):
            self._running[lines.component].add(lines)

    def _start(self, component: Component) -> Running:
        own = () if component.cap is None else (Spent(component.cap),)
        shared = () if self._spent is None else (self._spent,)
        kind = Flat if len(component.tiers) <= 1 else CONVENTIONS[component.convention]
        return kind(component, own, shared)

    def _find(self, conversion: Conversion) -> Running | None:
        component = self.agreement.component_for(conversion.basis, conversion.category, first=conversion.first)
        return None if component is None else self._running[component.place]
