"""Shapes of the answers, filled from what was reckoned."""

from collections.abc import Collection
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from shared.analytics.ranking.model import shown
from shared.analytics.ranking.states import State
from shared.analytics.recommendation.outcome import Interval, Outcome, Shared
from shared.analytics.recommendation.schemas import (
    BestSetOut,
    CandidateOut,
    CostFrom,
    MemberOut,
    MoneyOut,
    SetOut,
)
from shared.analytics.recommendation.service.reckoning import Best, Reckoned, together
from shared.analytics.recommendation.words import parts
from shared.influencers.rules import tier


def money(value: Any) -> str:
    return f"{float(value) + 0.0:.2f}"


def candidate(of: Reckoned, row: int, position: int, arranged: Collection[int]) -> CandidateOut:
    found, known = of.found, of.rows[row]
    cost = float(found.cost[row])
    state = State(found.state[row])
    return CandidateOut(
        influencer_id=known.influencer_id,
        influencer_name=known.influencer_name,
        platform=known.platform,
        tier=tier(known.follower_count).value,
        state=state.value,
        position=position,
        score=None if state is State.NOT_ENOUGH_DATA else float(shown(found.score[row])),
        revenue=money(found.revenue[row]),
        cost=money(cost),
        cost_from=CostFrom(found.cost_from[row]),
        net=MoneyOut(value=money(found.net[row]), low=money(found.low[row]), high=money(found.high[row])),
        roi=float(shown(found.net[row] / cost)) if cost > 0 else None,
        probability_positive=float(shown(found.positive[row])),
        arranged=known.influencer_id in arranged,
        parts=parts(of.pool, found, row, of.brief.days),
    )


def best(session: Session, of: Reckoned, chosen: Best) -> tuple[BestSetOut, Outcome]:
    whole, result = told_set(session, of, chosen.rows)
    gap = float(shown(np.float64(chosen.choice.gap), 3)) if chosen.choice.gap else 0.0
    return BestSetOut(**whole.model_dump(), considered=chosen.considered, gap=gap), result


def told_set(session: Session, of: Reckoned, rows: Any) -> tuple[SetOut, Outcome]:
    """Return what a set brings, and its draws."""
    result, sharing = together(session, of, rows)
    told = SetOut(
        members=_members(of, rows, sharing),
        cost=money(result.cost),
        within_budget=bool(result.cost <= of.brief.limit),
        revenue=interval(result.revenue),
        counted_once=money(result.counted_once),
        net=interval(result.net),
        roi=float(shown(result.net.value / result.cost)) if result.cost > 0 else None,
        probability_positive=float(shown(result.positive)),
    )
    return told, result


def interval(of: Interval) -> MoneyOut:
    return MoneyOut(value=money(of.value), low=money(of.low), high=money(of.high))


def _members(of: Reckoned, rows: Any, sharing: Shared) -> list[MemberOut]:
    revenue = of.found.revenue[rows]
    common = np.minimum(sharing.part.sum(axis=1), 1) * revenue
    return [
        MemberOut(
            influencer_id=of.rows[row].influencer_id,
            influencer_name=of.rows[row].influencer_name,
            revenue=money(revenue[at]),
            cost=money(of.found.cost[row]),
            shared=money(common[at]),
        )
        for at, row in enumerate(rows.tolist())
    ]
