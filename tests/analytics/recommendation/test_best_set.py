"""The best set under a budget, against every set there is."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.analytics.recommendation.best_set import best
from shared.analytics.recommendation.solver import Task

MONEY = st.integers(-200, 1000)


@st.composite
def tasks(draw):
    size = draw(st.integers(1, 7))
    net = np.array(draw(st.lists(MONEY, min_size=size, max_size=size)), dtype=float)
    cost = np.array(draw(st.lists(st.integers(0, 300), min_size=size, max_size=size)), dtype=float)
    common = np.zeros((size, size))
    for one, other in itertools.combinations(range(size), 2):
        common[one, other] = common[other, one] = draw(st.one_of(st.just(0), st.integers(0, 600)))
    budget = draw(st.one_of(st.just(np.inf), st.integers(0, 1200).map(float)))
    return Task(net, cost, common, budget, draw(st.one_of(st.just(np.inf), st.integers(0, 4).map(float))))


@settings(max_examples=30, deadline=None)
@given(task=tasks())
def test_no_set_is_better(task):
    found = best(task)

    every = itertools.chain.from_iterable(
        itertools.combinations(range(len(task.net)), size) for size in range(len(task.net) + 1)
    )
    value = max(task.value(list(each)) for each in every if task.fits(list(each)))
    assert task.fits(found.chosen)
    assert found.value == pytest.approx(task.value(found.chosen))
    assert found.value == pytest.approx(value, rel=1e-4, abs=1e-6)
    assert found.gap == 0


@pytest.mark.parametrize("overlap", [0.0, 0.01, 0.2])
def test_the_gap_is_no_smaller_than_it_says(overlap):
    """Of 150 candidates; whatever a long search finds lies within what a short one said was possible."""
    chance = np.random.Generator(np.random.PCG64(7))
    revenue = chance.lognormal(6, 1, 150)
    cost = revenue * chance.lognormal(-0.4, 0.5, 150)
    part = np.triu(chance.random((150, 150)) * overlap, 1)
    common = np.minimum(*((part + part.T) * each for each in (revenue, revenue[:, None])))
    task = Task(revenue - cost, cost, common, cost.sum() / 10)

    short, long = best(task, seconds=0.3), best(task, seconds=2)

    assert long.value <= short.value * (1 + max(short.gap, 1e-4)) + 1e-6
    assert short.value <= long.value * (1 + max(long.gap, 1e-4)) + 1e-6


def test_whoever_loses_money_or_is_too_dear_is_left_out():
    task = Task(np.array([-1.0, 5.0, 4.0]), np.array([0.0, 11.0, 10.0]), np.zeros((3, 3)), 10.0)

    assert best(task).chosen == [2]
    assert best(Task(np.array([-1.0]), np.array([0.0]), np.zeros((1, 1)))).chosen == []
