"""The engine that turns conversions into lines: rounding, tiers, caps, shares, and going on from what is stored."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.finance.earning import (
    MICRO,
    Account,
    Agreement,
    Conversion,
    Earned,
    Raisable,
    Sum,
    TermPeriod,
    half_up,
    part_of,
    period_of,
    remaining,
)
from shared.finance.kinds import Basis, Entry

JUNE = date(2026, 6, 1)
TIERS = [{"from": "0", "rate": "0.04"}, {"from": "200", "rate": "0.06"}, {"from": "400", "rate": "0.08"}]
CAP = {"amount": "20.00", "period": "month"}


def share(**given):
    return {"basis": "revenue_share", "rate": "0.08"} | given


def tiered(convention, **given):
    return {"basis": "revenue_share", "tiers": TIERS, "tier_convention": convention} | given


def account(*components, cap=None):
    return Account(Agreement.parse({"components": list(components), "cap": cap}))


def sale(number, cents, *, offset=0, category="Bags", first=False):
    return Conversion(Basis.REVENUE_SHARE, number, JUNE + timedelta(offset), cents, category, first)


def taken(kept, *conversions):
    return [line for conversion in conversions for line in kept.take(conversion)]


def total(lines):
    return sum(line.amount_cents for line in lines)


@pytest.mark.parametrize(("convention", "cents"), [("marginal", 2800), ("all_units", 4000), ("reached", 3200)])
def test_five_orders_of_100_under_4_6_8_percent_at_0_200_400(convention, cents):
    assert total(taken(account(tiered(convention)), *(sale(number, 10_000) for number in range(5)))) == cents


def test_money_rounds_half_up_once_per_line():
    [line] = account(share(rate="0.029")).take(sale(1, 500))

    assert line.amount_cents == 15  # 5.00 * 2.9 % = 0.145
    assert [half_up(number, 10) for number in (14, 15, 25, -15, -14)] == [1, 2, 3, -2, -1]


@given(st.integers(0, 10**12), st.integers(1, 40))
def test_parts_add_up_to_the_whole_and_differ_by_one_at_most(whole, parts):
    shares = [part_of(whole, part, parts) for part in range(1, parts + 1)]

    assert sum(shares) == whole
    assert max(shares) - min(shares) <= 1


@given(st.integers(0, 10**6), st.integers(1, 50), st.lists(st.integers(0, 50), max_size=5))
def test_returns_never_drift_and_a_whole_return_leaves_nothing(earned, quantity, pieces):
    steps = sorted({min(sum(pieces[:n]), quantity) for n in range(len(pieces) + 1)} | {quantity})
    left = [remaining(earned, quantity, returned) for returned in steps]

    assert (left[0], left[-1]) == (earned if steps[0] == 0 else left[0], 0)
    assert all(before >= after for before, after in pairwise(left))


def test_the_first_component_that_fits_applies_and_one_of_each_basis():
    kept = account(
        share(categories=["Shoes"], rate="0.10"),
        share(customers="first", rate="0.20"),
        share(rate="0.05"),
        {"basis": "per_order", "rate": "2.00", "customers": "repeat"},
    )
    order = Conversion(Basis.PER_ORDER, 1, JUNE, MICRO, "Bags")

    lines = taken(
        kept,
        sale(1, 1000, category="Shoes", first=True),
        sale(2, 1000, first=True),
        sale(3, 1000),
        order,
        order._replace(first=True),
        Conversion(Basis.PER_CLICK, 0, JUNE, MICRO),
    )

    assert [(line.component, line.amount_cents) for line in lines] == [(0, 100), (1, 200), (2, 50), (3, 200)]


def test_a_third_of_an_order_earns_a_third_of_its_rate():
    kept = account({"basis": "per_order", "rate": "1.00"})

    parts = [part_of(MICRO, part, 3) for part in (1, 2, 3)]
    amounts = [kept.take(Conversion(Basis.PER_ORDER, 1, JUNE, base))[0].amount_cents for base in parts]

    assert (parts, amounts) == ([333333, 333333, 333334], [33, 33, 33])


def test_a_conversion_that_crosses_tiers_makes_a_line_on_either_side():
    lines = account(tiered("marginal")).take(sale(1, 50_000))

    assert [(line.base, line.rate_micros, line.amount_cents) for line in lines] == [
        (20_000, 40_000, 800),
        (20_000, 60_000, 1200),
        (10_000, 80_000, 800),
    ]


def test_all_units_raises_each_earlier_conversion_and_says_so():
    lines = taken(account(tiered("all_units")), sale(1, 15_000), sale(2, 5_000, offset=1))

    assert [(line.key, line.entry, line.day, line.base, line.amount_cents) for line in lines] == [
        (1, Entry.EARNING, JUNE, 15_000, 600),
        (2, Entry.EARNING, JUNE + timedelta(1), 5_000, 300),
        (1, Entry.TIER_ADJUSTMENT, JUNE, 0, 300),  # 150.00 * 6 % - 6.00
    ]
    assert lines[2].reason == "The total reached 200.00: 150.00 at 0.06 instead of 0.04."


def test_a_tier_once_reached_takes_nothing_back():
    kept = account(tiered("all_units"))
    taken(kept, sale(1, 20_000))
    kept.add(Sum(0, Basis.REVENUE_SHARE, JUNE, -10_000, -600))

    lines = taken(kept, sale(2, 5_000))

    assert [(line.key, line.rate_micros) for line in lines] == [(2, 40_000)]  # 150.00: 4 %, and nothing of 1


def test_a_cap_cuts_the_line_that_passes_it_and_a_reversal_gives_room_again():
    kept = account(share(cap=CAP))

    first, second, third = taken(kept, sale(1, 20_000), sale(2, 10_000), sale(3, 10_000))
    kept.add(Sum(0, Basis.REVENUE_SHARE, JUNE, -5_000, -500))
    fourth, july = taken(kept, sale(4, 10_000), sale(5, 10_000, offset=30))

    assert [line.amount_cents for line in (first, second, third, fourth, july)] == [1600, 400, 0, 500, 800]
    assert (first.reason, second.reason) == (None, "The cap of 20.00 per month leaves 4.00 of 8.00.")
    assert third.base == 10_000


def test_the_cap_of_all_holds_over_components_and_fees():
    fee = {"basis": "fixed_fee", "amount": "15.00", "deliverable": "Reel"}
    kept = account(share(), fee, cap={"amount": "20.00", "period": "campaign"})

    [earned] = kept.take(sale(1, 10_000))
    line = kept.take_fee(kept.agreement.fees[0], JUNE)

    assert (earned.amount_cents, line.amount_cents, line.rate_micros) == (800, 1200, None)
    assert line.reason == "The cap of 20.00 per campaign leaves 12.00 of 15.00."


def test_totals_begin_anew_with_each_period():
    first, last = date(2026, 3, 31), date(2026, 4, 1)

    differ = [period for period in TermPeriod if period_of(period, first) != period_of(period, last)]

    assert differ == [TermPeriod.MONTH, TermPeriod.QUARTER]
    assert period_of(TermPeriod.QUARTER, date(2026, 1, 1)) == period_of(TermPeriod.QUARTER, first)
    assert period_of(TermPeriod.YEAR, date(2025, 12, 31)) != period_of(TermPeriod.YEAR, date(2026, 1, 1))


def test_the_next_version_goes_on_where_a_component_of_its_kind_was():
    stored = [Sum(0, Basis.REVENUE_SHARE, JUNE, 40_000, 2_000), Sum(1, Basis.PER_ORDER, JUNE, 9 * MICRO, 900)]
    later = Agreement.parse({"components": [tiered("reached"), tiered("reached")], "cap": None})

    lines = taken(Account(later, stored), sale(1, 100))

    assert [(line.component, line.rate_micros) for line in lines] == [(0, 80_000)]


COMPONENTS = st.sampled_from(
    [
        *(tiered(convention, tier_period=period) for convention in ("marginal", "reached") for period in TermPeriod),
        *(tiered("all_units", tier_period=period, cap=CAP) for period in TermPeriod),
        share(cap=CAP),
    ]
)
SALES = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 30_000)), max_size=25)


@given(COMPONENTS, SALES, st.integers(0, 25), st.sampled_from([None, CAP, {"amount": "50.00", "period": "quarter"}]))
def test_an_account_goes_on_from_what_is_stored_as_if_it_had_never_stopped(component, sales, stop, cap):
    conversions = [sale(n, cents, offset=offset) for n, (offset, cents) in enumerate(sorted(sales), start=1)]
    agreement = Agreement.parse({"components": [component], "cap": cap})
    without_stop = taken(Account(agreement), *conversions)

    before = taken(Account(agreement), *conversions[:stop])
    after = taken(Account(agreement, stored(before), raisable(agreement, before)), *conversions[stop:])

    assert sorted(before + after) == sorted(without_stop)


def stored(lines: list[Earned]) -> list[Sum]:
    sums: defaultdict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        sums[line.component, line.day.replace(day=1)][0] += line.base
        sums[line.component, line.day.replace(day=1)][1] += line.amount_cents
    return [Sum(place, Basis.REVENUE_SHARE, month, *both) for (place, month), both in sums.items()]


def raisable(agreement: Agreement, lines: list[Earned]) -> list[Raisable]:
    found: dict[int, Raisable] = {}
    for line in lines:
        if line.component in agreement.raising:
            known = found.get(line.key, Raisable(line.component, line.key, line.day, 0, 0))
            rate = max(known.rate_micros, line.rate_micros or 0)
            found[line.key] = known._replace(base=known.base + line.base, rate_micros=rate)
    return list(found.values())


@given(SALES)
def test_all_units_pays_all_at_the_last_rate_but_for_rounding(sales):
    lines = taken(account(tiered("all_units")), *(sale(n, cents) for n, (_, cents) in enumerate(sales, start=1)))

    sold = sum(cents for _, cents in sales)
    rate = 8 if sold >= 40_000 else 6 if sold >= 20_000 else 4
    assert total(lines) == sum(half_up(cents * rate, 100) for _, cents in sales)


@given(SALES)
def test_marginal_pays_each_part_of_the_total_at_its_rate_but_for_rounding(sales):
    lines = taken(account(tiered("marginal")), *(sale(n, cents) for n, (_, cents) in enumerate(sales, start=1)))

    sold = sum(cents for _, cents in sales)
    exact = min(sold, 20_000) * 4 + min(max(sold - 20_000, 0), 20_000) * 6 + max(sold - 40_000, 0) * 8
    assert sum(line.base for line in lines) == sold
    assert abs(100 * total(lines) - exact) <= 50 * len(lines)


@given(SALES, st.lists(st.integers(0, 25), max_size=6))
def test_a_cap_holds_whatever_comes_back(sales, returned):
    kept = account(tiered("all_units", cap=CAP))
    net: defaultdict[int, int] = defaultdict(int)
    for number, (offset, cents) in enumerate(sorted(sales)):
        for line in kept.take(sale(number, cents, offset=offset)):
            net[line.day.month] += line.amount_cents
        if number in returned:
            back = -min(net[JUNE.month], 100)
            kept.add(Sum(0, Basis.REVENUE_SHARE, JUNE, 0, back))
            net[JUNE.month] += back

    assert all(0 <= cents <= 2000 for cents in net.values())
