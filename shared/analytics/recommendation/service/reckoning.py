"""From what was asked and what was measured to what can be expected of each influencer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from shared.analytics.ranking.states import State
from shared.analytics.recommendation.best_set import Choice, best
from shared.analytics.recommendation.model import Counted, Outlook, Plan, Pool, outlook
from shared.analytics.recommendation.outcome import Outcome, Shared, outcome
from shared.analytics.recommendation.queries import stored as queries
from shared.analytics.recommendation.queries.stored import Chosen, Usual
from shared.analytics.recommendation.samples import Sample
from shared.analytics.recommendation.schemas import TargetCustomers, TargetIn
from shared.analytics.recommendation.solver import Task
from shared.influencers.rules import tier

MOST_CONSIDERED = 500


@dataclass(frozen=True)
class Brief:
    """What is asked about; an influencer in `exclude` or of another platform is never a candidate."""

    categories: Sequence[str]
    days: int
    target: TargetIn = field(default_factory=TargetIn)
    budget: Decimal | None = None
    exclude: Collection[int] = ()
    platforms: Collection[str] = ()
    costs: Mapping[int, Decimal] = field(default_factory=dict)
    returning_worth: float = 0.75
    most: int | None = None

    @property
    def limit(self) -> float:
        return np.inf if self.budget is None else float(self.budget)


@dataclass(frozen=True)
class Reckoned:
    """A row per influencer, in the order of their ids."""

    brief: Brief
    rows: Sequence[Any]
    pool: Pool
    found: Outlook

    @property
    def wanted(self) -> Any:
        """Whether each may be recommended at all, the budget apart."""
        brief = self.brief
        return np.array(
            [
                row.still_partner
                and row.influencer_id not in brief.exclude
                and (not brief.platforms or row.platform in brief.platforms)
                for row in self.rows
            ],
            dtype=bool,
        )

    @property
    def affordable(self) -> Any:
        return self.found.cost <= self.brief.limit

    def places(self, influencers: Collection[int]) -> Any:
        return np.flatnonzero(np.isin(self.pool.influencer_id, list(influencers)))


@dataclass(frozen=True)
class Best:
    rows: Any
    choice: Choice
    considered: int


def reckon(session: Session, brief: Brief, also: Sequence[int] = ()) -> Reckoned:
    """Return what can be expected of every partner, and of those who are named beside them."""
    rows = queries.profiles(session, Chosen(brief.categories, brief.target.country, also))
    pool = _pool(rows, queries.usual(session, brief.categories), brief)
    worth = None if brief.target.customers else brief.returning_worth
    plan = Plan(brief.days, {key: float(cost) for key, cost in brief.costs.items()}, worth)
    return Reckoned(brief, rows, pool, outlook(pool, plan))


def best_set(session: Session, of: Reckoned) -> Best:
    """Return the best set of those of whom enough is known; at most the 500 who promise most are considered."""
    known = of.wanted & of.affordable & of.pool.known & (of.found.net > 0)
    rows = np.flatnonzero(known)
    rows = np.sort(rows[np.argsort(-of.found.net[rows], kind="stable")][:MOST_CONSIDERED])
    common = shared(session, of, rows).loss(of.found.revenue[rows])
    task = Task(of.found.net[rows], of.found.cost[rows], common, of.brief.limit, of.brief.most or np.inf)
    choice = best(task)
    return Best(rows[choice.chosen], choice, len(rows))


def together(session: Session, of: Reckoned, rows: Any) -> tuple[Outcome, Shared]:
    """Return what these rows bring together, and which part of each audience the others reach, too."""
    sharing = shared(session, of, rows)
    return outcome(of.found, of.pool.influencer_id, rows, sharing), sharing


def shared(session: Session, of: Reckoned, rows: Any) -> Shared:
    influencers = of.pool.influencer_id[rows].tolist()
    taken = queries.samples(session, influencers)
    buyers = np.array([of.rows[row].buyers for row in rows.tolist()], dtype=float)
    return Shared.of([Sample(*taken[each]) for each in influencers], buyers)


def _pool(rows: Sequence[Any], usual: Usual, brief: Brief) -> Pool:
    def column(name: str) -> Any:
        return np.array([getattr(row, name) for row in rows], dtype=float)

    days = np.array([row.engaged_days or np.nan for row in rows], dtype=float)
    cost = column("cost_cents") / 100
    named = {each.casefold() for each in brief.categories}
    state = np.array([row.state for row in rows], dtype=object)
    return Pool(
        influencer_id=np.array([row.influencer_id for row in rows], dtype=int),
        platform=np.array([row.platform for row in rows], dtype=object),
        tier=np.array([tier(row.follower_count).value for row in rows], dtype=object),
        own=np.array([row.category.casefold() in named for row in rows], dtype=bool),
        known=(state != State.NOT_ENOUGH_DATA.value) & (column("revenue") > 0) & (days > 0),
        per_day=column("revenue") / days,
        variation=column("revenue_cv") ** 2,
        cost_per_day=np.where(cost > 0, cost / days, np.nan),
        orders=Counted(column("chosen_orders"), column("orders")),
        likes=Counted(column("chosen_likes"), column("likes")),
        shown=Counted(column("chosen_shown"), column("shown_days")),
        mix_value=column("mix_value"),
        value=usual.net_cents / usual.orders / 100 if usual.orders else np.nan,
        usual_share=usual.orders / usual.of if usual.of else 0.0,
        returning=Counted(column("returning_buyers"), column("buyers")),
        targets=_targets(rows, column, brief.target),
    )


def _targets(rows: Sequence[Any], column: Any, target: TargetIn) -> dict[str, Counted]:
    found: dict[str, Counted] = {}
    if target.country:
        found["country"] = Counted(column("in_countries"), column("placed"))
    if target.min_rating is not None:
        rated = np.array([row.ratings for row in rows], dtype=float).reshape(-1, 5)
        found["rating"] = Counted(rated[:, target.min_rating - 1 :].sum(axis=1), rated.sum(axis=1))
    if target.customers is not None:
        returning, buyers = column("returning_buyers"), column("buyers")
        wanted = returning if target.customers is TargetCustomers.RETURNING else buyers - returning
        found["customers"] = Counted(wanted, buyers)
    return found
