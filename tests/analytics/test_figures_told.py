"""Figures inside sentences."""

import pytest

from shared.analytics.figures_told import chance, count, percent


@pytest.mark.parametrize(
    ("ratio", "shown"),
    [
        *[(12.2, "1,220 %"), (12_345.678, "1,234,568 %"), (1, "100 %"), (0.5, "50 %"), (0.03, "3 %"), (0, "0 %")],
        *[(0.012345, "1.23 %"), (0.000_012_345, "0.00123 %"), (-0.256, "-25.6 %"), (0.09999, "10 %")],
    ],
)
def test_a_share_has_three_digits_and_never_an_exponent(ratio, shown):
    assert percent(ratio) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(1_234_567, "1,234,567"), (1234.5, "1,234.5"), (1 / 3, "0.33"), (0, "0")]
)
def test_a_count_may_be_shared(number, shown):
    assert count(number) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [(1, "> 99.9 %"), (0.99901, "> 99.9 %"), (0.999, "99.9 %"), (0.9, "90 %"), (0.001, "0.1 %"), (0, "< 0.1 %")],
)
def test_a_chance_is_never_certain(share, shown):
    assert chance(share) == shown
