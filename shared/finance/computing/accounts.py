"""The lines of one influencer in one campaign: first what is out of date, then what is new, in the order of days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from shared.finance.computing.lines import Line
from shared.finance.computing.settling import Change, settle, settle_returns
from shared.finance.conversions.clicks import Clicked
from shared.finance.conversions.fees import Fee
from shared.finance.conversions.ledger import AccountKey, Outdated, Source, Standing
from shared.finance.conversions.purchases import Sold
from shared.finance.earning import Account, Agreement, Conversion, Earned, Raisable, Sum
from shared.finance.kinds import Basis, Entry

SALES = (Basis.REVENUE_SHARE, Basis.PER_ORDER)


class Version:
    """A version of terms with what is asked of it for every conversion."""

    __slots__ = ("account", "agreement", "holding_days", "raising", "sales", "term_id")

    def __init__(self, term_id: int, account: AccountKey, agreement: Agreement, holding_days: int) -> None:
        self.term_id, self.account = term_id, account
        self.agreement, self.holding_days = agreement, holding_days
        self.sales = tuple(basis for basis in SALES if basis in agreement.bases)
        self.raising = agreement.raising


@dataclass
class Known:
    """What all accounts of one computation have in common."""

    today: int
    versions: Mapping[int, Version]
    changing: frozenset[AccountKey]
    categories: Mapping[int, str]
    sums: Mapping[AccountKey, list[Sum]]
    raisable: Mapping[AccountKey, list[Standing]]
    sequences: dict[Source, int] = field(default_factory=dict)
    days: dict[int, date] = field(default_factory=dict)

    def day(self, ordinal: int) -> date:
        found = self.days.get(ordinal)
        if found is None:
            found = self.days[ordinal] = date.fromordinal(ordinal)
        return found

    def next_sequence(self, standing: Standing) -> int:
        number = self.reserve(standing.source, standing.sequence, 1) if standing.key else standing.sequence
        standing.sequence = number + 1
        return number

    def reserve(self, source: Source, at_least: int, count: int) -> int:
        """Return the first of so many sequence numbers of a purchase, which several influencers may have lines of."""
        first = max(at_least, self.sequences.get(source, 0))
        self.sequences[source] = first + count
        return first


@dataclass
class Work:
    """What is to be looked at of one account; each list in the order of days."""

    outdated: list[Outdated] = field(default_factory=list)
    clicks: list[Clicked] = field(default_factory=list)
    fees: list[Fee] = field(default_factory=list)

    @property
    def terms(self) -> set[int]:
        found = {one.standing.term_id for one in self.outdated} | {fee.term_id for fee in self.fees}
        return found | {one.standing.term_id if one.standing else one.term_id for one in self.clicks}


class AccountLines:
    """Makes the lines of one account; iterate once."""

    def __init__(self, known: Known, key: AccountKey, work: Work, sold: Iterable[Sold]) -> None:
        self._known, self._key = known, key
        self._work, self._sold = work, sold
        self._made: list[Sum] = []
        self._counts = key in known.changing
        self._standing = {standing.source: standing for standing in known.raisable.get(key, ())}
        self._account: Account | None = None
        self._version: Version | None = None

    def __iter__(self) -> Iterator[Line]:
        yield from self._settled()
        for event in self._events():
            if isinstance(event, Sold):
                yield from self._bought(event)
            elif isinstance(event, Clicked):
                yield from self._clicked(event)
            else:
                yield self._fee(event)

    def _events(self) -> Iterable[Sold | Clicked | Fee]:
        fresh = [one for one in self._work.clicks if one.standing is None]
        if not (fresh or self._work.fees):
            return self._sold
        events: list[Sold | Clicked | Fee] = [*self._work.fees, *fresh, *self._sold]
        return sorted(events, key=lambda one: (one.day, one.purchase_id if isinstance(one, Sold) else 0))

    def _settled(self) -> Iterator[Line]:
        for one in self._work.outdated:
            yield from self._settle(one.standing, one.due, is_theirs=one.is_theirs)
        for clicked in self._work.clicks:
            if clicked.standing is not None:
                yield from self._settle(clicked.standing, clicked.due, is_theirs=True)

    def _settle(self, read: Standing, due: int, *, is_theirs: bool) -> Iterator[Line]:
        standing = self._standing.setdefault(read.source, read)
        for change in settle(standing, due, is_theirs=is_theirs, cap=lambda rise: self._capped(standing, rise)):
            yield self._line(standing, change)

    def _capped(self, standing: Standing, rise: int) -> tuple[int, str | None]:
        version = self._known.versions.get(standing.term_id)
        if version is None or not version.agreement.needs_sums:
            return rise, None
        account = Account(version.agreement, (*self._known.sums.get(self._key, ()), *self._made))
        return account.allow(standing.component, self._known.day(standing.day), rise)

    def _line(self, standing: Standing, change: Change) -> Line:
        """Make a line that changes what others earned, and count it."""
        occurred, payable = standing.day, standing.payable
        if change.entry is Entry.REVERSAL:
            occurred = standing.returned_day or self._known.today
            payable = max(payable, occurred)
        lines = Sum(standing.component, standing.basis, self._known.day(occurred), change.base, change.cents)
        self._made.append(lines)
        if self._account is not None:
            self._account.add(lines)
        campaign_id, influencer_id = self._key
        return Line(
            standing.term_id, campaign_id, influencer_id, standing.component, standing.basis, change.entry,
            standing.key, standing.part, standing.parts, None, self._known.next_sequence(standing), occurred, payable,
            change.base, change.rate, change.cents, change.reason,
        )  # fmt: skip

    def _in_force(self, term_id: int) -> tuple[Account, Version]:
        if self._version is None or self._version.term_id != term_id or self._account is None:
            self._version = version = self._known.versions[term_id]
            needed = version.agreement.needs_sums
            sums = (*self._known.sums.get(self._key, ()), *self._made) if needed else ()
            self._account = Account(version.agreement, sums, self._raisable(version))
        return self._account, self._version

    def _raisable(self, version: Version) -> Iterator[Raisable]:
        for one in self._standing.values():
            if (
                one.term_id == version.term_id
                and one.component in version.agreement.raising
                and one.returned < one.quantity
            ):
                day = self._known.day(one.day)
                yield Raisable(one.component, one.key, day, one.base, one.rate, one.part, one.parts)

    def _bought(self, sold: Sold) -> list[Line]:
        account, version = self._in_force(sold.term_id)
        day, category = self._known.day(sold.day), self._known.categories.get(sold.product_id)
        made: list[Line] = []
        for basis in version.sales:
            base = sold.cents if basis is Basis.REVENUE_SHARE else sold.micros
            taken = account.take(
                Conversion(basis, sold.purchase_id, day, base, category, sold.first == 1, sold.part, sold.parts)
            )
            if len(taken) == 1 and not (sold.returned or sold.sequence or version.raising):
                made.append(self._earning(taken[0], version, sold, 0))
            else:
                made.extend(self._earned(taken, version, sold))
        return made

    def _clicked(self, clicked: Clicked) -> Iterator[Line]:
        account, version = self._in_force(clicked.term_id)
        day = self._known.day(clicked.day)
        yield from self._earned(account.take(Conversion(Basis.PER_CLICK, 0, day, clicked.due)), version, clicked)

    def _fee(self, fee: Fee) -> Line:
        account, version = self._in_force(fee.term_id)
        component = version.agreement.components[fee.component]
        earned = account.take_fee(component, self._known.day(fee.day))
        return self._earning(earned, version, fee, 0)

    def _earned(self, taken: list[Earned], version: Version, of: Sold | Clicked) -> Iterator[Line]:
        """Yield the lines of a conversion, what a return left of them, and the earlier ones that it raised."""
        own = [earned for earned in taken if earned.entry is Entry.EARNING]
        if not own:
            return
        sequence = self._first_sequence(own, of)
        for place, earned in enumerate(own, sequence):
            yield self._earning(earned, version, of, place)
        returned = isinstance(of, Sold) and of.returned > 0
        if returned or own[0].component in version.raising:
            standing = _standing(own, version, of, sequence + len(own))
            self._standing[standing.source] = standing
            if returned:
                yield from (self._line(standing, change) for change in settle_returns(standing))
        if len(taken) > len(own):
            for earned in taken[len(own) :]:
                yield from self._raised(earned)

    def _first_sequence(self, own: list[Earned], of: Sold | Clicked) -> int:
        if isinstance(of, Clicked) or of.sequence == 0:
            return 0
        return self._known.reserve((own[0].basis, of.purchase_id, of.part), of.sequence, len(own))

    def _count(self, earned: Earned) -> None:
        self._made.append(Sum(earned.component, earned.basis, earned.day, earned.base, earned.amount_cents))

    def _raised(self, earned: Earned) -> Iterator[Line]:
        standing = self._standing[earned.basis, earned.key or earned.day.toordinal(), earned.part]
        standing.earned += earned.amount_cents
        standing.rate, standing.raised = earned.rate_micros or 0, True
        if self._counts:
            self._count(earned)
        campaign_id, influencer_id = self._key
        yield Line(
            standing.term_id, campaign_id, influencer_id, earned.component, earned.basis, earned.entry, standing.key,
            standing.part, standing.parts, None, self._known.next_sequence(standing), standing.day, standing.payable,
            0, earned.rate_micros, earned.amount_cents, earned.reason,
        )  # fmt: skip
        yield from (self._line(standing, change) for change in settle_returns(standing))

    def _earning(self, earned: Earned, version: Version, of: Sold | Clicked | Fee, sequence: int) -> Line:
        if self._counts:
            self._count(earned)
        campaign_id, influencer_id = self._key
        return Line(
            version.term_id, campaign_id, influencer_id, earned.component, earned.basis, Entry.EARNING, earned.key,
            earned.part, earned.parts, of.reference if isinstance(of, Fee) else None, sequence, of.day,
            of.day + version.holding_days, earned.base, earned.rate_micros, earned.amount_cents, earned.reason,
        )  # fmt: skip


def _standing(own: list[Earned], version: Version, of: Sold | Clicked, sequence: int) -> Standing:
    """Return how the first lines of a conversion stand, before any return."""
    first, base = own[0], sum(earned.base for earned in own)
    quantity, returned, returned_day = (
        (of.quantity, of.returned, of.returned_day) if isinstance(of, Sold) else (1, 0, 0)
    )
    return Standing(
        *version.account, version.term_id, first.component, first.basis, first.key, first.part, first.parts, of.day,
        of.day + version.holding_days, sequence, sum(earned.amount_cents for earned in own), 0, base, 0, base,
        sum(earned.base * (earned.rate_micros or 0) for earned in own), max(earned.rate_micros or 0 for earned in own),
        raised=False, lines=len(own), quantity=quantity, returned=returned, returned_day=returned_day,
    )  # fmt: skip
