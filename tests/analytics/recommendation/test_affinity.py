"""What an audience cares for, how many people two share, and on which days somebody was active."""

from datetime import date

import numpy as np
import pytest

from shared.analytics.recommendation.affinity import rates, shares
from shared.analytics.recommendation.engagement import engagements
from shared.analytics.recommendation.samples import KEPT, common, sample
from shared.analytics.windows import Window

WINDOW = Window(date(2025, 1, 1), date(2025, 12, 31))


def people(first, count):
    return np.arange(first, first + count).astype(">u4").tobytes()


def test_few_people_are_counted_exactly():
    both = common([sample(people(1, 100)), sample(people(91, 100)), sample(people(190, 50))])

    assert both.tolist() == [[0, 10, 0], [10, 0, 0], [0, 0, 0]]  # the last two share one, which is too few to tell


def test_many_people_are_told_by_a_sample():
    """A third of 30,000 in common with 15,000: the estimate of so many has a deviation of about 6 %."""
    own, other = sample(people(1, 30_000)), sample(people(20_001, 15_000))

    assert len(own.hashes) == len(other.hashes) == 4 * KEPT
    assert common([own, other])[0, 1] == pytest.approx(10_000, rel=0.2)


def test_mixing_keeps_people_apart():
    hashes = np.frombuffer(sample(people(1, KEPT)).hashes, ">u4")

    assert len(set(hashes.tolist())) == KEPT
    assert sample(b"").share == 1


def test_rates_recover_what_was_planted():
    """400 rates from Gamma with mean 1.2 and deviation 0.5: shrunk ones are nearer to the truth than seen ones."""
    chance = np.random.Generator(np.random.PCG64(3))
    true = chance.gamma(5.76, 1.2 / 5.76, 400)
    exposed = chance.lognormal(1.5, 1, 400)
    counted = chance.poisson(true * exposed).astype(float)

    found = rates(counted, exposed, np.zeros(400, dtype=bool))

    assert found.usual[0] == pytest.approx(1.2, abs=0.1)
    assert np.mean((found.factor - true) ** 2) < 0.6 * np.mean((found.seen - true) ** 2)
    spread = np.sqrt(np.log1p(found.variation))
    inside = np.abs(np.log(true) - np.log(found.factor) + spread**2 / 2) < 1.645 * spread
    assert 0.85 < inside.mean() < 0.95


def test_own_subjects_are_compared_among_themselves():
    counted, exposed = np.repeat([30.0, 10.0], 8), np.full(16, 10.0)
    own = np.arange(16) < 8

    assert rates(counted, exposed, own).usual.round(6).tolist() == [3.0] * 8 + [1.0] * 8
    assert len(set(rates(counted[:15], exposed[:15], own[:15]).usual.tolist())) == 2  # 7 others: all are the measure


@pytest.mark.parametrize(("counted", "seen"), [(0, 0), (4, None), (5, 0.05), (95, 0.95), (96, None), (100, 1)])
def test_groups_under_five_people_tell_nothing(counted, seen):
    x, n = np.array([counted, 50.0, 20.0]), np.full(3, 100.0)

    found = shares(x, n)

    assert (None if np.isnan(found.seen[0]) else found.seen[0]) == seen
    if seen is None:  # whether they are four or one
        alike = shares(np.array([1.0 if counted < 50 else 99.0, 50, 20]), n)
        assert found.factor[0] == alike.factor[0]


def test_what_holds_of_everybody_or_nobody_makes_no_difference():
    for count in (0.0, 100.0):
        assert shares(np.full(3, count), np.full(3, 100.0)).factor.tolist() == [1, 1, 1]


def test_weeks_count_once_and_product_days_each():
    shown = [(1, "Bags", date(2025, 12, 1), date(2025, 12, 10)), (1, "Bags", date(2025, 12, 5), date(2025, 12, 10))]

    found = engagements(WINDOW, [(1, 3), (1, 0), (2, 52)], shown)

    assert found[1].weeks == {0, 3, 4}  # 10 December is 21 days before the end, 1 December 30
    assert (found[1].days(WINDOW), dict(found[1].shown)) == (21, {"Bags": 16})
    assert found[2].days(WINDOW) == 7
