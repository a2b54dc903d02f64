"""A small copy of the demo's shop, put into the database as its imports would leave it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from local.demo import data
from local.demo.mappings import NAMESPACE
from shared.campaigns.models import Campaign
from shared.influencers.models import Influencer, InfluencerMetrics
from shared.sales.models import Customer, Product, Purchase

SMALL = {"INFLUENCERS": 40, "CAMPAIGNS": 12, "PRODUCTS": 60, "CUSTOMERS": 200, "PURCHASES": 4_000}


def small_shop(monkeypatch: pytest.MonkeyPatch, last_day: date) -> data.Shop:
    for name, number in SMALL.items():
        monkeypatch.setattr(data, name, number)
    return data.Shop(last_day)


def put(session: Session, shop: data.Shop) -> None:
    influencers = _numbered(session, Influencer, [_influencer(row) for row in shop.influencers().rows])
    products = _numbered(session, Product, [_product(row) for row in shop.products().rows])
    campaigns = _numbered(session, Campaign, [_campaign(row) for row in shop.campaigns().rows])
    customers = _numbered(session, Customer, [_customer(row, influencers) for row in shop.customers().rows])
    sold = [row for row in shop.orders().rows if str(row[0]).startswith("D")]
    back = {str(row[0])[1:]: row for row in shop.orders().rows if str(row[0]).startswith("C")}
    ids = {**influencers, **products, **customers}
    _insert(session, Purchase, [_purchase(row, back.get(str(row[0])[1:]), ids) for row in sold])
    reported = [_report(row, {**influencers, **campaigns}) for row in shop.metrics().rows]
    _insert(session, InfluencerMetrics, reported)


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table.__table__), rows)


def _numbered(session: Session, table: Any, rows: list[dict[str, Any]]) -> dict[str, int]:
    """Insert rows and return their keys by what the shop calls them."""
    key = next(iter(table.__table__.primary_key))
    named = [row | {"source": NAMESPACE} for row in rows]
    inserted = insert(table).returning(table.external_ref, key, sort_by_parameter_order=True)
    return {row[0]: row[1] for row in session.execute(inserted, named)}


def _influencer(row: data.Row) -> dict[str, Any]:
    ref, name, platform, followers, category, mail, partner, since = row
    return {
        "external_ref": ref,
        "influencer_name": name,
        "platform": platform,
        "follower_count": int(str(followers)),
        "clicked_number": 0,
        "category": category,
        "influencer_mail": mail,
        "still_partner": partner == "yes",
        "member_since": since,
    }


def _product(row: data.Row) -> dict[str, Any]:
    ref, title, category, price, _, _ = row
    known = {"external_ref": ref, "title": title, "category": category, "product_price": float(str(price))}
    return known | {"stock_quantity": 0, "sales_quantity": 0, "on_sale": False}


def _campaign(row: data.Row) -> dict[str, Any]:
    ref, name, start, end, budget = row
    known = {"external_ref": ref, "campaign_name": name, "start_date": start, "end_date": end, "budget": budget}
    return known | {"status": "draft"}


def _customer(row: data.Row, influencers: dict[str, int]) -> dict[str, Any]:
    ref, name, mail, phone, address, channel, since = row
    return {
        "external_ref": ref,
        "customer_name": name,
        "customer_mail": mail,
        "customer_phone": phone,
        "customer_address": address,
        "channel": influencers.get(str(channel), -1),
        "since": since,
        "is_account_deleted": False,
    }


def _purchase(row: data.Row, back: data.Row | None, ids: dict[str, int]) -> dict[str, Any]:
    ref, product, customer, channel, quantity, price, day, rating = row
    returned = -int(str(back[4])) if back else 0
    return {
        "source": NAMESPACE,
        "external_ref": ref,
        "product_id": ids[str(product)],
        "customer_id": ids[str(customer)],
        "channel": ids.get(str(channel), -1),
        "quantity": int(str(quantity)),
        "unit_price": price,
        "bought_date": day,
        "rating": int(str(rating)) if rating else None,
        "status": "returned" if returned == int(str(quantity)) else "completed",
        "returned_quantity": returned,
        "returned_date": back[6] if back else None,
    }


def _report(row: data.Row, ids: dict[str, int]) -> dict[str, Any]:
    influencer, campaign, day, *counts, spend = row
    names = ("impressions", "clicks", "likes", "comments", "shares", "saves")
    return {
        "source": NAMESPACE,
        "external_ref": f"{influencer}/{day}",
        "influencer_id": ids[str(influencer)],
        "campaign_id": ids.get(str(campaign)),
        "day": day,
        "spend": spend,
        **{name: int(str(count)) for name, count in zip(names, counts, strict=True)},
    }
