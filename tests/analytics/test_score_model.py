"""The model of the ranking by score, without a database: what is true is covered, luck does not lead, numbers stay."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import ranking_truth
from shared.analytics.ranking.cells import cells
from shared.analytics.ranking.figures import Counted, Evidence, Figures
from shared.analytics.ranking.model import Scored, score
from shared.analytics.ranking.posteriors import correlation
from shared.analytics.ranking.simulation import _gamma
from shared.analytics.shrinkage import wilson
from shared.influencers.rules import Tier

FIGURES = [field.name for field in fields(Figures) if field.name != "evidence"]
RESULTS = [field.name for field in fields(Scored) if field.name != "model"]


def counted(x, n, weeks=4):
    """Return x out of n, spread evenly over some weeks of today's weight."""
    x, n = np.asarray(x, dtype=float), np.asarray(n, dtype=float)
    share = np.divide(x**2, n, out=np.zeros_like(n), where=n > 0)
    return Counted(x, n, n, n**2 / weeks, x, n, share, n**2 / weeks, np.where(n > 0, weeks, 0))


def made(impressions, clicks, orders, *, cost=100.0, value=50.0, platform="Instagram", tier="micro"):
    size = len(orders)
    impressions, clicks, orders = (np.asarray(each, dtype=float) for each in (impressions, clicks, orders))
    return Figures(
        influencer_id=np.arange(1, size + 1),
        platform=np.full(size, platform, dtype=object),
        tier=np.full(size, tier, dtype=object),
        impressions=impressions,
        clicks=clicks,
        orders=orders,
        cost=np.broadcast_to(np.asarray(cost, dtype=float), size),
        evidence=Evidence(
            counted(clicks, impressions),
            counted(orders, clicks),
            counted(0.1 * orders, orders),
            counted(100 * value * orders, orders),
        ),
    )


def rows(figures, order):
    changed = {name: getattr(figures, name)[order] for name in FIGURES}
    evidence = Evidence(*(getattr(figures.evidence, field.name).of(order) for field in fields(Evidence)))
    return replace(figures, **changed, evidence=evidence)


@pytest.mark.parametrize(
    ("seen", "ends"),
    [
        ((2, 2), (0.342380, 1)),
        ((4, 10), (0.168180, 0.687326)),
        ((0, 10), (0, 0.277533)),
        ((0, 0), (0, 1)),
    ],
)
def test_wilson_ends(seen, ends):
    assert wilson(*seen) == pytest.approx(ends, abs=5e-7)


def test_a_hundred_of_101_outrank_two_of_two():
    assert wilson(100, 101)[0] == pytest.approx(0.946033, abs=5e-7)
    assert wilson(100, 101)[0] > wilson(2, 2)[0]

    scored = score(made([10_100, 200], [101, 2], [100, 2], cost=[5000, 100]))

    assert scored.position.tolist() == [1, 2]
    assert scored.state.tolist() == ["ranked", "not_enough_data"]


def test_one_lucky_order_of_nine_clicks_leads_nobody():
    usual = [20, 25, 30, 22, 18, 27, 24, 21, 26, 23]

    scored = score(made([100_000] * 10 + [900], [1000] * 10 + [30], [*usual, 3], cost=[500] * 10 + [10], value=50))

    raw = 3 * 45 / 10 - 1
    assert raw > 10 > max(usual) * 45 / 500 - 1
    assert scored.roi[-1] < raw / 5
    assert scored.low[-1] < scored.roi[-1] < scored.high[-1]
    assert scored.position[-1] > 3


@pytest.mark.parametrize(
    ("clicks", "orders", "state"),
    [(29, 4, "not_enough_data"), (30, 4, "ranked"), (29, 5, "ranked"), (0, 5, "ranked"), (30, 0, "ranked")],
)
def test_fewer_than_30_clicks_and_5_orders_are_not_enough(clicks, orders, state):
    scored = score(made([9000] * 9 + [900], [90] * 9 + [clicks], [9] * 9 + [orders]))

    assert scored.state[-1] == state
    assert np.isnan(scored.score[-1]) == (state == "not_enough_data")
    assert scored.low[-1] < scored.high[-1]


def test_those_with_too_little_data_come_last_with_what_is_usual_and_are_never_certain():
    scored = score(made([0, 0, *[9000] * 9], [0, 0, *[90] * 9], [0, 0, *[9] * 9]))

    assert scored.position[:2].tolist() == [10, 11]
    assert (scored.low[0], scored.high[0]) == (scored.low[1], scored.high[1])
    assert 0 < scored.positive[0] < 1
    assert np.isnan(scored.roi[0])
    assert (scored.low[0], scored.high[0]) == pytest.approx((scored.low[2], scored.high[2]), rel=0.02)


def test_nothing_is_certain():
    scored = score(made([1e6] * 9, [9e4] * 9, [9e3] * 9, cost=[0.01] * 4 + [1e9] * 5))

    assert all(0 < each < 1 for each in scored.positive)


def test_without_cost_it_is_a_list_of_its_own_by_money():
    scored = score(made([9000] * 10, [90] * 10, [9] * 8 + [5, 15], cost=[100] * 8 + [0, 0]))

    assert scored.state[-2:].tolist() == ["without_cost", "without_cost"]
    assert scored.position.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 2, 1]
    assert scored.score[-1] > scored.score[-2] > 0
    assert np.isnan(scored.roi[-1])
    assert np.isnan(scored.positive[-1])


def test_nobody_sold_anything():
    scored = score(made([9000] * 3, [90] * 3, [0] * 3))

    assert set(scored.state) == {"not_enough_data"}
    assert scored.position.tolist() == [1, 2, 3]
    assert np.isnan(scored.low).all()
    assert scored.model is None


def test_nobody_at_all():
    assert len(score(made([], [], [])).position) == 0


def test_more_orders_than_clicks_are_taken_as_counted():
    scored = score(made([9000] * 9 + [0], [90] * 9 + [3], [9] * 10))

    assert scored.state[-1] == "ranked"
    assert scored.roi[-1] == pytest.approx(9.5 * 45 / 100 - 1, rel=0.1)


def test_equals_are_ordered_by_id():
    assert score(made([9000] * 12, [90] * 12, [9] * 12)).position.tolist() == list(range(1, 13))


def test_expected_ranks_add_up():
    scored = score(ranking_truth.figures(ranking_truth.world(60, 3), 90))

    ranked = scored.state == "ranked"
    count = int(ranked.sum())
    assert scored.expected_rank[ranked].sum() == pytest.approx(count * (count + 1) / 2, rel=1e-4)
    assert scored.expected_rank[ranked].min() >= 1


def test_the_order_of_the_rows_does_not_matter():
    figures = ranking_truth.figures(ranking_truth.world(150, 4), 90)
    order = np.random.Generator(np.random.PCG64(1)).permutation(150)

    once, again = score(figures), score(rows(figures, order))

    for name in RESULTS:
        here, there = getattr(once, name)[order], getattr(again, name)
        assert (here == there).all() or np.array_equal(here, there, equal_nan=True), name


def test_the_same_figures_give_the_same_ranking_as_written_down():
    """On any machine: the file was written on another day, by another process."""
    figures = ranking_truth.figures(ranking_truth.world(60, 5), 90)
    scored = score(figures)
    told = "\n".join(f"{p} {s} {r}" for p, s, r in zip(scored.position, scored.state, scored.score, strict=True))

    kept = Path(__file__).with_name("score_model.txt")
    assert told == kept.read_text(encoding="utf-8").strip()


def test_intervals_cover_what_is_true():
    """Few, and in every tier together; `python -m benchmarks.ranking_truth` measures them apart."""
    found = [ranking_truth.judged(ranking_truth.world(250, seed), 90) for seed in (101, 102)]

    covered = np.concatenate([each.covered for each in found])
    assert len(covered) > 300
    assert 0.85 <= covered.mean() <= 0.95


def test_cells_of_fewer_than_eight_are_compared_with_their_platform():
    platform = np.array(["a"] * 15 + ["b"] * 7, dtype=object)
    tier = np.array(["nano"] * 8 + ["mega"] * 7 + ["nano"] * 7, dtype=object)

    found = {cell.label: cell for cell in cells(platform, tier, np.ones(22, dtype=bool))}

    assert {label: cell.members.tolist() for label, cell in found.items()} == {
        "a · nano": list(range(8)),
        "a": list(range(8, 15)),
        "all": list(range(15, 22)),
    }
    assert len(found["a"].known) == 15
    assert len(found["all"].known) == 22


def test_weeks_that_differ_by_chance_are_not_alike_and_others_as_much_as_they_are():
    chance = np.random.Generator(np.random.PCG64(2))
    n = np.full((400, 10), 50.0)
    shares = chance.beta(2, 8, (400, 10))  # correlation 1 ÷ (2 + 8 + 1)

    assert correlation(_weekly(chance.binomial(50, 0.2, n.shape), n)) < 0.01
    assert correlation(_weekly(chance.binomial(50, shares), n)) == pytest.approx(1 / 11, rel=0.15)


def _weekly(x, n):
    return Counted(
        x.sum(1),
        n.sum(1),
        n.sum(1),
        (n**2).sum(1),
        x.sum(1),
        n.sum(1),
        (x**2 / n).sum(1),
        (n**2).sum(1),
        (n > 0).sum(1),
    )


@pytest.mark.parametrize("shape", [0.3, 1.0, 2.0, 7.0, 300.0])
def test_the_cube_draws_gammas(shape):
    from scipy.special import gammainc

    drawn = np.sort(_gamma(np.full((1, 20), shape), 1).ravel())

    for share in (0.05, 0.1, 0.5, 0.9, 0.95):
        here = gammainc(shape, drawn[int(share * len(drawn))])
        assert here == pytest.approx(share, abs=0.015), share


def test_tiers_of_the_generator_are_the_products():
    assert set(ranking_truth.SHARES) == set(Tier)
