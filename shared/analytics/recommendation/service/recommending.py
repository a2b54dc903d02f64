"""Answers: whom to take for a campaign or for products, and what would be if it were otherwise."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from sqlalchemy.orm import Session

from shared.analytics.recommendation.outcome import difference
from shared.analytics.recommendation.queries import stored as queries
from shared.analytics.recommendation.schemas import (
    PlanIn,
    RecommendationIn,
    RecommendationQuery,
    RecommendationsOut,
    SetOut,
    TargetIn,
    WhatIfIn,
    WhatIfOut,
)
from shared.analytics.recommendation.service import told
from shared.analytics.recommendation.service.reckoning import Brief, Reckoned, best_set, reckon
from shared.campaigns.models import Campaign
from shared.campaigns.queries import get_campaign
from shared.campaigns.service import refuse_who_is_not_in_charge
from shared.platform.errors import Conflict, Malformed
from shared.platform.identity import Actor

USUAL_DAYS = 30


class ProductsUnnamed(Malformed):
    code = "products_unnamed"


class ProductUnknown(Malformed):
    code = "product_unknown"


class CampaignWithoutProducts(Conflict):
    code = "campaign_without_products"


def for_campaign(session: Session, actor: Actor, campaign_id: int, query: RecommendationQuery) -> RecommendationsOut:
    """Return whom to take for a campaign.

    Raises:
        CampaignMissing: there is no such campaign.
        NotInCharge: a campaign manager is not arranged in it.
        ProductUnknown: one that is named is not there.
        CampaignWithoutProducts: none is named and none arranged.
    """
    campaign = get_campaign(session, campaign_id)
    refuse_who_is_not_in_charge(session, actor, campaign_id)
    target = TargetIn(country=query.country, min_rating=query.min_rating, customers=query.customers)
    # As it would come in a body: what was read of a query, a budget say, is no longer as it is written.
    asked = PlanIn(target=target, **query.model_dump(mode="json", include=PlanIn.model_fields.keys() - {"target"}))
    arranged, products = queries.arranged(session, campaign_id)
    brief = _of_campaign(session, campaign, asked, products)
    return _recommended(session, brief, query, arranged)


def for_products(session: Session, body: RecommendationIn) -> RecommendationsOut:
    """Return whom to take for products or categories.

    Raises:
        ProductUnknown: one that is named is not there.
        ProductsUnnamed: neither products nor categories are named.
    """
    categories = _categories(session, body.product_id, body.category)
    if not categories:
        raise ProductsUnnamed("Name products or categories.", [("/product_id", "is missing")])
    return _recommended(session, _brief(body, categories, body.days or USUAL_DAYS, body.budget), body, ())


def what_if(session: Session, actor: Actor, campaign_id: int, body: WhatIfIn) -> WhatIfOut:
    """Return what another set, budget or plan of a campaign lets expect, beside what it is now.

    Raises:
        CampaignMissing: there is no such campaign.
        NotInCharge: a campaign manager is not arranged in it.
        ProductUnknown: one that is named is not there.
        CampaignWithoutProducts: none is named and none arranged.
    """
    campaign = get_campaign(session, campaign_id)
    refuse_who_is_not_in_charge(session, actor, campaign_id)
    arranged, products = queries.arranged(session, campaign_id)
    named = [*arranged, *(body.influencer_id or ())]
    then = reckon(session, _of_campaign(session, campaign, body, products), named)
    now = _as_it_is(session, campaign, body, products, then=then, named=named)
    present, before = told.told_set(session, now, now.places(arranged))
    if body.influencer_id is None:
        best, after = told.best(session, then, best_set(session, then))
        changed = SetOut.model_validate(best, from_attributes=True)
    else:
        best = None
        changed, after = told.told_set(session, then, then.places(body.influencer_id))
    return WhatIfOut(
        **_basis(session, then.brief),
        campaign_id=campaign_id,
        now=present,
        then=changed,
        best=best,
        difference=told.interval(difference(after, before)),
        unknown=sorted(set(named) - set(then.pool.influencer_id.tolist())),
    )


def _as_it_is(
    session: Session, campaign: Campaign, body: WhatIfIn, products: Sequence[int], *, then: Reckoned, named: list[int]
) -> Reckoned:
    """Return the reckoning of the campaign's own products, days and budget, for the same audience at the same costs."""
    own = body.model_copy(update={"days": None, "budget": None})
    if products:
        own = own.model_copy(update={"product_id": (), "category": ()})
    brief = _of_campaign(session, campaign, own, products)
    return then if brief == then.brief else reckon(session, brief, named)


def _of_campaign(session: Session, campaign: Campaign, asked: PlanIn, products: Sequence[int]) -> Brief:
    if not asked.product_id and not asked.category:
        asked = asked.model_copy(update={"product_id": tuple(products)})
    found = _categories(session, asked.product_id, asked.category)
    if not found:
        raise CampaignWithoutProducts("Nothing is arranged in the campaign; name products or categories.")
    days = asked.days or (campaign.end_date - campaign.start_date).days + 1
    return _brief(asked, found, days, campaign.budget if asked.budget is None else asked.budget)


def _categories(session: Session, products: Sequence[int], categories: Sequence[str]) -> list[str]:
    unknown = set(products) - queries.known_products(session, products)
    if unknown:
        raise ProductUnknown("There is no such product.", [("/product_id", f"{min(unknown)} is unknown")])
    return sorted({*queries.categories_of(session, products), *categories})


def _brief(asked: PlanIn, categories: Sequence[str], days: int, budget: Decimal | None) -> Brief:
    return Brief(
        categories=categories,
        days=days,
        target=asked.target,
        budget=budget,
        exclude=frozenset(asked.exclude),
        platforms=frozenset(asked.platform),
        costs={each.influencer_id: each.cost for each in asked.costs},
        returning_worth=asked.returning_worth,
        most=asked.max_influencers,
    )


def _recommended(
    session: Session, brief: Brief, asked: RecommendationQuery | RecommendationIn, arranged: Collection[int]
) -> RecommendationsOut:
    found = reckon(session, brief)
    wanted, affordable = found.wanted, found.affordable
    rows = found.found.order(np.flatnonzero(wanted & affordable))
    listed = enumerate(rows[: asked.limit].tolist(), start=1)
    return RecommendationsOut(
        **_basis(session, brief),
        candidates=len(rows),
        beyond_budget=int(np.count_nonzero(wanted & ~affordable)),
        items=[told.candidate(found, row, place, arranged) for place, row in listed],
        best_set=told.best(session, found, best_set(session, found))[0] if asked.best_set else None,
    )


def _basis(session: Session, brief: Brief) -> dict[str, Any]:
    as_of, computed_at = queries.measured_at(session)
    return {
        "as_of": as_of,
        "computed_at": computed_at,
        "categories": [*brief.categories],
        "days": brief.days,
        "budget": None if brief.budget is None else told.money(brief.budget),
    }
