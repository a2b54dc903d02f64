"""The recommendation against simulated campaigns it has not seen; the benchmark tells by how much over 40 shops."""

import numpy as np
import pytest

from benchmarks.recommendation_truth import ORDERS, judged, ndcg


def test_it_is_ahead_of_raw_roi_followers_and_chance():
    shops = [judged(200, seed, 10) for seed in range(6)]

    for judge in ("expected", "happened"):
        means = {name: np.mean([shop[judge, name] for shop in shops]) for name in ORDERS}
        assert max(means, key=lambda name: means[name]) == "recommendation", means


@pytest.mark.parametrize(
    ("gains", "by", "told"),
    [
        ([3, 2, 1], [3, 2, 1], 1),
        ([3, 2, 1], [1, 2, 3], (1 + 2 / np.log2(3) + 3 / 2) / (3 + 2 / np.log2(3) + 1 / 2)),
        ([0, 0], [1, 2], 0),
        ([*[0] * 10, 5], range(11, 0, -1), 0),  # the eleventh is beyond the list
    ],
)
def test_ndcg_is_as_it_is_defined(gains, by, told):
    assert ndcg(np.array(gains, dtype=float), np.array(by)) == pytest.approx(told)
