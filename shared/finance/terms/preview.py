"""Trying rules on past data before they are agreed: the engine that pays is the one that answers."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from shared.campaigns.queries import get_campaign
from shared.finance.earning import CENTS, MICRO, Account, Agreement, Earned, Sum, remaining
from shared.finance.kinds import Basis
from shared.finance.terms import past
from shared.finance.terms.schemas import PreviewComponent, PreviewLine, PreviewMonth, TermsPreviewIn, TermsPreviewOut
from shared.influencers.queries import get_influencer

MOST_LINES = 50


def preview(session: Session, body: TermsPreviewIn) -> TermsPreviewOut:
    """Return what these rules would have earned the influencer in the window, less what came back by now.

    A fee is counted on its day, or on the last day of the window where its day is none of it or not known yet.

    Raises:
        InfluencerMissing, CampaignMissing: there is none.
    """
    get_influencer(session, body.influencer_id)
    if body.campaign_id is not None:
        get_campaign(session, body.campaign_id)
    agreement = Agreement.parse(body.rules.as_json())
    trial = Trial(agreement)
    for purchase in past.purchases(session, body, tell_first=agreement.tells_first_orders):
        trial.take_purchase(purchase)
    for clicks in past.clicks(session, body) if Basis.PER_CLICK in trial.bases else ():
        trial.note(trial.account.take(clicks))
    trial.take_fees(body.first, body.last)
    return trial.answer()


class Trial:
    """Adds up lines as they come: whole purchases first by what they earned, then by what is left of them."""

    def __init__(self, agreement: Agreement) -> None:
        self.account = Account(agreement)
        self.bases = agreement.bases
        self.lines: list[Earned] = []
        self.earned: defaultdict[tuple[int, int, date], int] = defaultdict(int)  # by component, purchase and day
        self.partly: dict[int, tuple[int, int]] = {}
        self.net_cents = 0

    def take_purchase(self, purchase: past.PastPurchase) -> None:
        quantity, returned = purchase.quantity, purchase.returned
        kept = remaining(purchase.revenue.base, quantity, returned)
        self.net_cents += kept
        if returned:
            self.partly[purchase.revenue.key] = (quantity, returned)
        for basis in self.bases & {Basis.PER_ORDER, Basis.REVENUE_SHARE}:
            made = self.account.take(purchase.of(basis))
            self.note(made)
            if returned and made:
                self._return(made, purchase)

    def _return(self, made: list[Earned], purchase: past.PastPurchase) -> None:
        """Let tiers and caps count what is left of a purchase only, from the day of the return, as computing does."""
        first, quantity, returned = made[0], purchase.quantity, purchase.returned
        own = [line for line in made if line.key == first.key]
        base, amount = sum(line.base for line in own), sum(line.amount_cents for line in own)
        back = (base - remaining(base, quantity, returned), amount - remaining(amount, quantity, returned))
        self.account.add(Sum(first.component, first.basis, purchase.returned_on, -back[0], -back[1]))

    def take_fees(self, first: date, last: date) -> None:
        for fee in self.account.agreement.fees:
            day = fee.due_on if fee.due_on and first <= fee.due_on <= last else last
            self.note([self.account.take_fee(fee, day)])

    def note(self, lines: list[Earned]) -> None:
        for line in lines:
            self.earned[line.component, line.key, line.day] += line.amount_cents
        if len(self.lines) < MOST_LINES:
            self.lines += lines[: MOST_LINES - len(self.lines)]

    def answer(self) -> TermsPreviewOut:
        months: defaultdict[date, int] = defaultdict(int)
        components: defaultdict[int, list[int]] = defaultdict(list)
        for (component, key, day), earned in self.earned.items():
            quantity, returned = self.partly.get(key, (1, 0))
            left = remaining(earned, quantity, returned)
            months[day.replace(day=1)] += left
            components[component].append(left)
        total, before = sum(months.values()), sum(self.earned.values())
        return TermsPreviewOut(
            amount=money(total),
            taken_back=money(before - total),
            net_revenue=money(self.net_cents),
            share_of_net_revenue=total / self.net_cents if self.net_cents else None,
            months=[PreviewMonth(month=month, amount=money(cents)) for month, cents in sorted(months.items())],
            components=[self._component(place, amounts) for place, amounts in sorted(components.items())],
            lines=[shown(line) for line in self.lines],
        )

    def _component(self, place: int, amounts: list[int]) -> PreviewComponent:
        basis = self.account.agreement.components[place].basis
        return PreviewComponent(component=place, basis=basis, conversions=len(amounts), amount=money(sum(amounts)))


def money(cents: int) -> str:
    return str(Decimal(cents).scaleb(-2).quantize(Decimal("0.01")))


def shown(line: Earned) -> PreviewLine:
    scale = CENTS if line.basis is Basis.REVENUE_SHARE else MICRO
    return PreviewLine(
        component=line.component,
        basis=line.basis,
        entry=line.entry,
        purchase_id=line.key or None,
        day=line.day,
        base=f"{Decimal(line.base) / scale:f}",
        rate=None if line.rate_micros is None else f"{Decimal(line.rate_micros) / MICRO:f}",
        amount=money(line.amount_cents),
        reason=line.reason,
    )
