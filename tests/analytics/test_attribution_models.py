"""The seven models of attribution: known points, and credits that add up."""

from collections.abc import Sequence
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.analytics.attribution import markov
from shared.analytics.attribution.catalogue import DESCRIBED, MICRO, AttributionModel
from shared.analytics.attribution.markov import Chain
from shared.analytics.attribution.paths import Paths
from shared.analytics.attribution.shares import BY_PATH
from shared.analytics.attribution.tally import Tally, apportion

A, B, C = 2, 3, 4
CHANNELS = 8
Touch = tuple[int, int]  # code, days before the end


def paths_of(paths: Sequence[Sequence[Touch]], conversions: Sequence[int] = (), cents: Sequence[int] = ()) -> Paths:
    flat = [touch for path in paths for touch in path]
    return Paths(
        np.array([len(path) for path in paths], np.int64),
        np.array([code for code, _ in flat], np.int64),
        np.array([age for _, age in flat], float),
        np.array(conversions or [1] * len(paths), np.int64) * MICRO,
        np.array(cents or [0] * len(paths), np.int64),
    )


def ages(*days: int) -> list[Touch]:
    return [(A, day) for day in days]


def shares(model: str, path: Sequence[Touch]) -> list[float]:
    found: list[float] = BY_PATH[AttributionModel(model)](paths_of([path])).tolist()
    return found


def credited(model: str, paths: Paths, lost: Paths | None = None) -> dict[int, tuple[float, int]]:
    """Conversions and cents by channel."""
    tally = Tally(CHANNELS, [AttributionModel(model)])
    tally.add(paths)
    if lost is not None:
        tally.add_lost(lost)
    found = tally.credits()[AttributionModel(model)]
    both = enumerate(zip(found.micro.tolist(), found.cents.tolist(), strict=True))
    return {code: (micro / MICRO, cents) for code, (micro, cents) in both if micro or cents}


def test_every_model_is_described():
    assert [each.model for each in DESCRIBED] == list(AttributionModel)


def test_time_decay_halves_each_week():
    assert shares("time_decay", ages(28, 14, 7, 0)) == pytest.approx([0.0345, 0.1379, 0.2759, 0.5517], abs=5e-5)


def test_time_decay_counts_from_the_last_touch():
    assert shares("time_decay", ages(88, 60)) == pytest.approx(shares("time_decay", ages(28, 0)))


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        (ages(0), [1]),
        (ages(1, 0), [0.5, 0.5]),
        (ages(2, 1, 0), [0.4, 0.2, 0.4]),
        (ages(3, 2, 1, 0), [0.4, 0.1, 0.1, 0.4]),
    ],
)
def test_position(path, wanted):
    assert shares("position", path) == pytest.approx(wanted)


def test_first_last_and_linear():
    path = ages(2, 1, 0, 0)

    assert shares("first_touch", path) == [1, 0, 0, 0]
    assert shares("last_touch", path) == [0, 0, 0, 1]
    assert shares("linear", path) == [0.25] * 4


def test_shapley_of_four_times_a_and_six_times_a_then_b():
    paths = paths_of([[(A, 0)], [(A, 1), (B, 0)]], conversions=[4, 6])

    assert credited("shapley", paths) == {A: (7, 0), B: (3, 0)}


def test_shapley_counts_a_channel_once_however_often_it_was_touched():
    assert credited("shapley", paths_of([[(A, 3), (A, 2), (B, 1), (A, 0)]])) == {A: (0.5, 0), B: (0.5, 0)}


def test_markov_of_three_paths_one_of_which_converts():
    won, lost = paths_of([[(A, 2), (B, 1), (C, 0)]]), paths_of([[(A, 0)], [(B, 1), (C, 0)]])
    chain = Chain(CHANNELS)
    chain.add(won)
    chain.add(lost, converting=False)

    removal = chain.removal()

    assert removal.conversions[[A, B, C]] == pytest.approx([0.5, 1, 1])
    assert credited("markov", won, lost) == {A: (0.2, 0), B: (0.4, 0), C: (0.4, 0)}


def test_markov_of_many_channels_makes_no_matrix_of_all_by_all():
    many = 200_000  # 320 GB, were it one
    chain = Chain(many)
    chain.add(paths_of([[(place, 1), (place + 1, 0)] for place in range(0, many, 1000)]))

    removal = chain.removal()

    assert np.flatnonzero(removal.conversions).tolist() == [at + also for at in range(0, many, 1000) for also in (0, 1)]
    assert removal.conversions.sum() == pytest.approx(2)


def removed(paths: list[tuple[list[int], int, int]], without: int | None) -> tuple[float, float]:
    """Conversions and cents of the chain in which whoever comes to `without` is lost: solved anew for each channel."""
    moves, won, cents = np.zeros((CHANNELS + 1, CHANNELS)), np.zeros(CHANNELS), np.zeros(CHANNELS)
    left = np.zeros(CHANNELS)
    for codes, conversions, worth in paths:
        weight = conversions or 1
        for from_, into in zip([CHANNELS, *codes], codes, strict=False):
            moves[from_, into] += weight
        np.add.at(left, codes, weight)
        won[codes[-1]] += conversions
        cents[codes[-1]] += worth
    if without is not None:
        moves[:, without] = 0
    out = np.where(left > 0, left, 1)
    visits = np.linalg.solve((np.eye(CHANNELS) - moves[:CHANNELS] / out[:, None]).T, moves[CHANNELS])
    return float(visits @ (won / out)), float(visits @ (cents / out))


CODES = st.lists(st.integers(0, 4), min_size=1, max_size=5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(CODES, st.integers(0, 3), st.integers(0, 99)), min_size=1, max_size=8), st.sampled_from((0, 9))
)
def test_removal_effects_are_what_is_lost_without_the_channel(found, dense):
    paths = [(codes, conversions, worth if conversions else 0) for codes, conversions, worth in found]
    won, lost = [path for path in paths if path[1]], [path for path in paths if not path[1]]
    chain = Chain(CHANNELS)
    for side, converting in ((won, True), (lost, False)):
        touched = [[(code, 0) for code in codes] for codes, _, _ in side]
        weights = [conversions or 1 for _, conversions, _ in side]
        chain.add(paths_of(touched, weights, [worth for _, _, worth in side]), converting=converting)

    with mock.patch.multiple(markov, _DENSE=dense, _AT_A_TIME=2):
        effects = chain.removal()

    whole = removed(paths, None)
    for code in range(CHANNELS):
        left = removed(paths, code)
        for effect, before, after in zip((effects.conversions, effects.revenue), whole, left, strict=True):
            assert effect[code] == pytest.approx(1 - after / before if before else 0, abs=1e-6)


PATHS = st.lists(
    st.lists(st.tuples(st.integers(0, CHANNELS - 1), st.integers(0, 90)), min_size=1, max_size=9), max_size=12
)


@settings(max_examples=30, deadline=None)
@given(st.data(), PATHS)
def test_credits_of_every_model_add_up_to_the_conversions_and_the_cent(data, found):
    touched = [sorted(path, key=lambda touch: -touch[1]) for path in found]
    numbers = st.lists(st.integers(0, 10**11), min_size=len(touched), max_size=len(touched))
    parts = st.lists(st.integers(1, 3 * MICRO), min_size=len(touched), max_size=len(touched))
    micro, cents = (np.array(data.draw(each), np.int64) for each in (parts, numbers))
    drawn = paths_of(touched)
    tally = Tally(CHANNELS, AttributionModel)
    tally.add(Paths(drawn.length, drawn.code, drawn.age, micro, cents))

    credits_ = tally.credits()

    assert credits_.keys() == set(AttributionModel)
    for model, found_ in credits_.items():
        assert (found_.micro.sum(), found_.cents.sum()) == (micro.sum(), cents.sum()), model
        assert (found_.micro >= 0).all(), model
        assert (found_.cents >= 0).all(), model


@settings(max_examples=30, deadline=None)
@given(PATHS)
def test_shares_of_every_path_add_up_to_one(found):
    paths = paths_of([sorted(path, key=lambda touch: -touch[1]) for path in found])

    for model, of in BY_PATH.items():
        assert np.bincount(paths.path, of(paths), len(paths)) == pytest.approx(np.ones(len(paths))), model


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30), st.integers(0, 10**15))
def test_what_is_shared_out_is_the_whole_and_nobody_is_off_by_one(weights, total):
    parts = apportion(weights, total)

    whole = sum(weights)
    assert parts.sum() == (total if whole else 0)
    for part, weight in zip(parts.tolist(), weights, strict=True):
        assert part >= 0
        assert abs(part - weight * (total / whole if whole else 0)) <= 1 + total * 1e-12


def test_cents_that_cannot_be_split_go_to_the_largest_remainders():
    assert apportion([1, 1, 1], 100).tolist() == [34, 33, 33]
    assert apportion([1, 2, 3], 1).tolist() == [0, 0, 1]
    assert apportion([0, 0], 5).tolist() == [0, 0]
