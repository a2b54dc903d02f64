"""From figures to places: who is ranked, in which order, and how sure that is. Needs numpy."""

from dataclasses import dataclass

import numpy as np

from shared.analytics.ranking import posteriors
from shared.analytics.ranking.cells import cells
from shared.analytics.ranking.figures import Column, Figures
from shared.analytics.ranking.simulation import HIGH, LOW, RANKED_BY, Drawn, Model, draw
from shared.analytics.ranking.states import State

LEAST_CLICKS, LEAST_ORDERS = 30, 5
DIGITS = 6  # of what is shown and ordered by: processors differ in the last bits of an exponential


@dataclass(frozen=True)
class Scored:
    """A row per influencer in the order of the figures; nan is unknown. Positions count within a state's list."""

    state: Column
    position: Column
    score: Column  # the 10 % point of ROI, or of the net contribution where nothing was paid
    roi: Column
    low: Column
    high: Column
    positive: Column
    expected_rank: Column
    model: Model | None


def score(figures: Figures) -> Scored:
    """Rank everybody by what he surely brings for each unit of cost."""
    model = fitted(figures)
    state = states(figures, model)
    if model is None:
        unknown = np.full(len(figures), np.nan)
        nothing = dict.fromkeys(("score", "roi", "low", "high", "positive", "expected_rank"), unknown)
        return Scored(state=state, position=positions(figures, state, unknown), model=None, **nothing)
    return _placed(figures, state, draw(figures, model), model)


def fitted(figures: Figures) -> Model | None:
    """Fit the priors to all figures; None where nobody sold anything."""
    value = posteriors.order_value(figures.evidence.gross, figures, 3)
    if value is None:
        return None
    # Where a chain does not hold (more orders than clicks), its next link is taken as it was counted.
    from_impressions = (figures.impressions > 0) & (figures.impressions >= figures.clicks)
    from_clicks = (figures.clicks > 0) & (figures.clicks >= figures.orders)
    evidence = figures.evidence
    return Model(
        clicks=posteriors.rate(evidence.clicks, figures, from_impressions, 0),
        orders=posteriors.rate(evidence.orders, figures, from_clicks, 1),
        returned=posteriors.rate(evidence.returned, figures, figures.orders > 0, 2),
        value=value,
        from_impressions=from_impressions,
        from_clicks=from_clicks,
    )


def states(figures: Figures, model: Model | None) -> Column:
    enough = (figures.clicks >= LEAST_CLICKS) | (figures.orders >= LEAST_ORDERS)
    if model is None:
        enough = np.zeros(len(figures), dtype=bool)
    known = np.where(figures.cost > 0, State.RANKED.value, State.WITHOUT_COST.value)
    return np.where(enough, known, State.NOT_ENOUGH_DATA.value)


def _placed(figures: Figures, state: Column, drawn: Drawn, model: Model) -> Scored:
    paid = figures.cost > 0
    cost = np.where(paid, figures.cost, np.nan)
    points = drawn.points / cost[:, None] - 1
    low, high, positive = drawn.low / cost - 1, drawn.high / cost - 1, np.where(paid, drawn.positive, np.nan)
    for row, among in _of_the_prior(figures, state):
        low[row], high[row] = np.quantile(points[among], (LOW, HIGH))
        positive[row] = (np.count_nonzero(points[among] > 0) + 0.5) / (points[among].size + 1)
    unsure = state == State.NOT_ENOUGH_DATA
    sure = np.where(unsure, np.nan, np.where(paid, drawn.sure / cost - 1, drawn.sure))
    sure = shown(sure)
    return Scored(
        state=state,
        position=positions(figures, state, sure),
        score=sure,
        roi=shown(np.where(unsure, np.nan, drawn.mean / cost - 1)),
        low=shown(low),
        high=shown(high),
        positive=shown(positive),
        expected_rank=shown(_expected_ranks(state, np.where(paid[:, None], points, drawn.points))),
        model=model,
    )


def _of_the_prior(figures: Figures, state: Column) -> list[tuple[Column, Column]]:
    """Return who has too little data, and whose draws show what is usual where they are."""
    ranked, unsure = state == State.RANKED, state == State.NOT_ENOUGH_DATA
    if not np.any(ranked):
        return []
    compared = cells(figures.platform, figures.tier, ranked)
    return [(cell.members[unsure[cell.members]], cell.known) for cell in compared]


def _expected_ranks(state: Column, points: Column) -> Column:
    """Return 1 + the sum over all others of the probability that they are better, within each list."""
    expected = np.full(len(state), np.nan)
    for listed in (State.RANKED, State.WITHOUT_COST):
        rows = np.flatnonzero(state == listed)
        better = points[rows].size - _middles(points[rows])
        expected[rows] = 0.5 + better.mean(axis=1) / len(RANKED_BY) if len(rows) else 0
    return expected


def _middles(points: Column) -> Column:
    """Return how many of all points lie below each, those that are equal counting half."""
    flat = points.ravel()
    order = np.argsort(flat)
    ordered = flat[order]
    first = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(flat) else order
    behind = np.append(first, len(flat))[1:]
    middles = np.empty(len(flat))
    middles[order] = np.repeat((first + behind) / 2, behind - first)
    return middles.reshape(points.shape)


def positions(figures: Figures, state: Column, sure: Column) -> Column:
    """Return positions from 1: those ranked and after them those with too little data, then a list without cost."""
    position = np.zeros(len(figures), dtype=int)
    listed = np.where(state == State.WITHOUT_COST, 1, 0)
    order = np.lexsort((figures.influencer_id, -np.nan_to_num(sure), state == State.NOT_ENOUGH_DATA, listed))
    for which in (0, 1):
        rows = order[listed[order] == which]
        position[rows] = np.arange(1, len(rows) + 1)
    return position


def shown(values: Column, digits: int = DIGITS) -> Column:
    """Round to so many digits that count."""
    scale = 10.0 ** (digits - 1 - np.floor(np.log10(np.maximum(np.abs(values), 1e-9))))
    return np.round(values * scale) / scale
