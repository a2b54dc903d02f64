"""How the demo's files are declared to the importer; examples for whoever writes a mapping of their own."""

from typing import Any

NAMESPACE = "demo"
YES_NO = {"yes": "true", "no": "false"}
DAYS = ["%Y-%m-%d"]

MAPPINGS: dict[str, dict[str, Any]] = {
    "influencers": {
        "target": "influencers",
        "fields": {
            "external_ref": "ref",
            "influencer_name": "name",
            "platform": "platform",
            "follower_count": "followers",
            "category": "category",
            "influencer_mail": "mail",
            "still_partner": {"column": "partner", "values": YES_NO},
            "member_since": {"column": "member since", "formats": DAYS},
        },
    },
    "products": {
        "target": "products",
        "fields": {
            "external_ref": "ref",
            "title": "title",
            "category": "category",
            "product_price": "price",
            "stock_quantity": "stock",
            "on_sale": {"column": "on sale", "values": YES_NO},
        },
    },
    "campaigns": {
        "target": "campaigns",
        "fields": {
            "external_ref": "ref",
            "campaign_name": "name",
            "start_date": {"column": "start", "formats": DAYS},
            "end_date": {"column": "end", "formats": DAYS},
            "budget": "budget",
        },
    },
    "customers": {
        "target": "customers",
        "fields": {
            "external_ref": "ref",
            "customer_name": "name",
            "customer_mail": "mail",
            "customer_phone": "phone",
            "customer_address": "address",
            "channel": {"column": "came through", "lookup": {"missing": "reject"}},
            "since": {"column": "since", "formats": DAYS},
        },
    },
    "metrics": {
        "target": "daily_metrics",
        "fields": {
            "influencer": {"column": "influencer", "lookup": {"missing": "reject"}},
            "campaign": {"column": "campaign", "lookup": {"missing": "reject"}},
            "day": {"column": "day", "formats": DAYS},
            "impressions": "impressions",
            "clicks": "clicks",
            "likes": "likes",
            "comments": "comments",
            "shares": "shares",
            "saves": "saves",
            "spend": "spend",
        },
    },
    "orders": {
        "target": "orders",
        "fields": {
            "external_ref": "order",
            "product": {"column": "product", "lookup": {"missing": "reject"}},
            "customer": {"column": "customer", "lookup": {"missing": "reject"}},
            "channel": {"column": "influencer", "lookup": {"missing": "reject"}},
            "quantity": "quantity",
            "unit_price": "price",
            "bought_date": {"column": "day", "formats": DAYS},
            "rating": "rating",
        },
        "cancellation": {"column": "order", "prefix": "C"},
    },
}
