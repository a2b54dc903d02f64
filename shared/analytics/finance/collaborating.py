"""What each collaboration can be expected to bring: the ranking model, a collaboration for an influencer. Needs numpy.

A collaboration's clicks, orders and order value are drawn towards what is usual for collaborations of the same platform
and follower tier, as an influencer's are towards that of influencers (shared.analytics.ranking).
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from shared.analytics.finance.queries import collaborations as queries
from shared.analytics.finance.queries.collaborations import EARLIER, MEASURES, RECENT
from shared.analytics.queries.blocks import MEASURES as OF_EVIDENCE
from shared.analytics.ranking.evidence import KEYS, Blocks
from shared.analytics.ranking.figures import Figures
from shared.analytics.ranking.model import fitted, states
from shared.analytics.ranking.simulation import draw
from shared.analytics.ranking.states import State
from shared.campaigns.credits import MICRO
from shared.influencers.rules import tier

COUNTS = ("orders", "units", "returned_units")  # come in millionths
DAY = timedelta(days=1)


def reckoned(session: Session, today: date) -> list[dict[str, Any]]:
    """Return a row of `collaborations` for each pair that is arranged or reported for."""
    pairs = queries.pairs(session)
    index = {(row.campaign_id, row.influencer_id): place for place, row in enumerate(pairs)}
    rows = [row for row in queries.blocks(session, today) if (row.campaign_id, row.influencer_id) in index]
    unit = np.array([index[row.campaign_id, row.influencer_id] for row in rows], dtype=int)
    table = np.array([tuple(row)[2:] for row in rows], dtype=float).reshape(-1, 2 + len(MEASURES))
    columns = dict(zip(("age", "half", *MEASURES), table.T, strict=True))
    for name in COUNTS:
        columns[name] = columns[name] / MICRO
    sums = {name: np.bincount(unit, columns[name], len(pairs)) for name in MEASURES}
    ends = queries.halves(session, today)
    days = [_days(*ends[row.campaign_id]) for row in pairs]
    halves = [of_half | of_days for of_half, of_days in zip(_halves(len(pairs), unit, columns), days, strict=True)]
    return _rows(pairs, sums, _expectation(pairs, unit, columns, sums), halves)


type Columns = dict[str, Any]


def _expectation(pairs: list[Any], unit: Any, columns: Columns, sums: Columns) -> Columns:
    keys = {"influencer_id": unit, "reach": np.ones(len(unit)), "is_month": np.zeros(len(unit)), "age": columns["age"]}
    given = np.column_stack([*(keys[name] for name in KEYS), *(columns[name] for name in OF_EVIDENCE)])
    everybody = np.arange(len(pairs))
    figures = Figures(
        influencer_id=everybody,
        platform=np.array([row.platform for row in pairs], dtype=object),
        tier=np.array([tier(row.follower_count).value for row in pairs], dtype=object),
        impressions=sums["impressions"],
        clicks=sums["clicks"],
        orders=sums["orders"],
        cost=np.zeros(len(pairs)),
        evidence=Blocks.of(list(given)).evidence(everybody),
    )
    model = fitted(figures)
    enough = states(figures, model) != State.NOT_ENOUGH_DATA
    if model is None:
        return {"enough": enough, "mean": None, "points": None}
    drawn = draw(figures, model)
    return {"enough": enough, "mean": np.rint(drawn.mean * 100).astype(int), "points": drawn.points.astype("<f4")}


def _halves(size: int, unit: Any, columns: Columns) -> list[dict[str, Any]]:
    net = columns["gross_cents"] - columns["returned_cents"]
    told = {}
    for name, half in (("recent", RECENT), ("earlier", EARLIER)):
        inside = columns["half"] == half
        told[f"{name}_orders"] = np.bincount(unit[inside], columns["orders"][inside], size).round(6).tolist()
        told[f"{name}_cents"] = np.bincount(unit[inside], net[inside], size).astype(int).tolist()
    return [{name: values[place] for name, values in told.items()} for place in range(size)]


def _days(end: date, days: int) -> dict[str, date | None]:
    if days == 0:
        return {"recent_first": None, "earlier_first": None}
    return {"recent_first": end - (days - 1) * DAY, "earlier_first": end - (2 * days - 1) * DAY}


def _rows(pairs: list[Any], sums: Columns, expected: Columns, halves: list[dict[str, Any]]) -> list[dict[str, Any]]:
    whole = ("impressions", "clicks", "gross_cents", "returned_cents", "spend_cents")
    counts = {name: sums[name].astype(int).tolist() for name in whole}
    orders, enough = sums["orders"].round(6).tolist(), expected["enough"].tolist()
    return [
        {
            "campaign_id": row.campaign_id,
            "influencer_id": row.influencer_id,
            **{name: values[place] for name, values in counts.items()},
            "orders": orders[place],
            "enough": enough[place],
            "expected_cents": None if expected["mean"] is None else int(expected["mean"][place]),
            "points": None if expected["points"] is None else expected["points"][place].tobytes(),
            **halves[place],
        }
        for place, row in enumerate(pairs)
    ]
