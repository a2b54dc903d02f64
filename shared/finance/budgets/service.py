"""Budgets by cost category: told, planned, and kept to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from decimal import Decimal

from sqlalchemy.orm import Session

from shared.campaigns.models import Campaign
from shared.campaigns.queries import get_campaign, lock_campaign
from shared.finance.budgets import queries
from shared.finance.budgets.figures import NOTHING, ByCategory, Figures, excess, total
from shared.finance.budgets.schemas import BudgetIn, BudgetOut, BudgetQuery, CategoryOut
from shared.finance.models import Budget
from shared.platform import audit
from shared.platform.contract import Answer
from shared.platform.errors import Conflict
from shared.platform.identity import Actor
from shared.platform.paging import Page


class PlanOverBudget(Conflict):
    code = "plan_over_budget"


class OverBudget(Conflict):
    code = "over_budget"


def list_budgets(session: Session, query: BudgetQuery) -> Page[BudgetOut]:
    page = queries.list_campaigns(session, query)
    campaign_ids = [item.campaign_id for item in page.items]
    campaigns, figures = queries.campaigns(session, campaign_ids), queries.figures(session, campaign_ids)
    items = [_shown(campaigns[campaign_id], figures[campaign_id]) for campaign_id in campaign_ids]
    return Page(items=items, next_cursor=page.next_cursor, total=page.total)


def get_budget(session: Session, campaign_id: int) -> Answer[BudgetOut]:
    """Return a campaign's budget under the version of its plan.

    Raises:
        CampaignMissing: there is no such campaign.
    """
    campaign = get_campaign(session, campaign_id)
    figures = queries.figures(session, [campaign_id])[campaign_id]
    return Answer(_shown(campaign, figures), version=_version(queries.plan_of(session, campaign_id)))


def plan(
    session: Session, actor: Actor, campaign_id: int, *, body: BudgetIn, check: Callable[[int], None]
) -> Answer[BudgetOut]:
    """Put this plan in the place of the one there is; `check` refuses a stale version.

    Raises:
        CampaignMissing: there is no such campaign.
        PlanOverBudget: more is planned than the campaign's budget.
    """
    campaign = lock_campaign(session, campaign_id)
    before = queries.plan_of(session, campaign_id)
    check(_version(before))
    planned = sum(body.planned.values(), start=NOTHING)
    if planned > campaign.budget:
        raise PlanOverBudget(
            "More is planned than the campaign's budget.", planned=f"{planned:.2f}", budget=f"{campaign.budget:.2f}"
        )
    changes = _replace(session, campaign_id, before, body.planned)
    if changes:
        session.flush()
        audit.record(session, actor, "budget.planned", ("budgets", campaign_id), changes=changes)
    return get_budget(session, campaign_id)


def _replace(
    session: Session, campaign_id: int, before: dict[str, Budget], planned: dict[str, Decimal]
) -> dict[str, list[str]]:
    """Write the plan and return what changed. A row stays for good, at 0, so that the version only ever grows."""
    changes = {}
    for category in sorted(before.keys() | planned.keys()):
        row, amount = before.get(category), planned.get(category, NOTHING)
        was = row.planned if row else NOTHING
        if was == amount:
            continue
        changes[category] = [f"{was:.2f}", f"{amount:.2f}"]
        if row is None:
            session.add(Budget(campaign_id=campaign_id, cost_category=category, planned=amount))
        else:
            row.planned = amount
    return changes


def _version(rows: dict[str, Budget]) -> int:
    return sum(row.version for row in rows.values())


def _shown(campaign: Campaign, categories: ByCategory) -> BudgetOut:
    whole = total(categories)
    return BudgetOut(
        campaign_id=campaign.campaign_id,
        campaign_name=campaign.campaign_name,
        budget=campaign.budget,
        remaining=campaign.budget - whole.committed,
        categories=[_category(name, figures) for name, figures in categories.items() if figures != Figures()],
        **asdict(whole),
    )


def _category(name: str, figures: Figures) -> CategoryOut:
    of = asdict(figures)
    if not figures.planned:
        return CategoryOut(cost_category=name, remaining=None, **of | {"planned": None})
    return CategoryOut(cost_category=name, remaining=figures.planned - figures.committed, **of)


@contextmanager
def within_budget(session: Session, campaign: Campaign, category: str, *, override: str | None) -> Iterator[None]:
    """Let something be committed in the block, unless it passes the budget and nobody says why it may.

    Args:
        session: the unit of work; what is committed is flushed when the block ends.
        campaign: locked, so that two who commit at once see each other.
        category: of the cost.
        override: the reason of somebody who has EXPENSES_APPROVE, or null.

    Raises:
        OverBudget: more is committed than before, and that is more than the campaign's budget or the category's plan.
    """
    before = _committed(session, campaign)
    yield
    session.flush()
    figures = queries.figures(session, [campaign.campaign_id])[campaign.campaign_id]
    passed = excess(campaign.budget, figures, category)
    if override is not None or passed is None or total(figures).committed <= before:
        return
    raise OverBudget(
        f"This would pass the budget of the {passed.of}; override_reason says why it may.",
        of=passed.of,
        cost_category=category,
        limit=f"{passed.limit:.2f}",
        committed=f"{passed.committed:.2f}",
    )


def _committed(session: Session, campaign: Campaign) -> Decimal:
    return total(queries.figures(session, [campaign.campaign_id])[campaign.campaign_id]).committed
