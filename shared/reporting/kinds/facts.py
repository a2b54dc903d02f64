"""What a report was made from, in words: days and filters."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.analytics.answers import window_of
from shared.analytics.schemas import WindowQuery
from shared.campaigns.models import Campaign
from shared.influencers.models import Influencer
from shared.sales.models import Product

# Parameters that are told otherwise or are none of the data's.
UNTOLD = {
    *("window", "first", "last", "limit", "sort", "cursor", "live", "name"),
    *("by", "metrics", "dimensions", "compare", "against", "models", "lookback", "of"),
    *("unit", "periods"),
}
MOST_NAMED = 20  # ids in a row that are told with their names
_NAMES: Mapping[str, tuple[Any, Any]] = {
    "influencer_id": (Influencer.influencer_id, Influencer.influencer_name),
    "campaign_id": (Campaign.campaign_id, Campaign.campaign_name),
    "product_id": (Product.product_id, Product.title),
}


def days(query: WindowQuery) -> str:
    """The period as people say it: "2026-10-01 to 2026-10-31"."""
    window = window_of(query)
    return f"up to {window.last}" if window.slug == "all" else f"{window.first} to {window.last}"


def check_window(_: Session, query: WindowQuery) -> None:
    window_of(query)


def filters_told(session: Session, query: Any) -> list[str]:
    """Each filter that was given with its values, ids with their names: "influencer: Anna (3)"."""
    return list(_told(session, query.model_dump(exclude_defaults=True)))


def _told(session: Session, given: Mapping[str, Any]) -> list[str]:
    told: list[str] = []
    for name, value in given.items():
        if name == "filters":
            told += _told(session, value)
        elif name not in UNTOLD:
            values = value if isinstance(value, list | tuple) else [value]
            told.append(f"{_label(name)}: {', '.join(_named(session, name, values))}")
    return told


def _label(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")


def names_of(session: Session, field: str, ids: Collection[Any]) -> dict[Any, str]:
    """The names of influencers, campaigns or products by id."""
    key, name = _NAMES[field]
    return {row[0]: row[1] for row in session.execute(select(key, name).where(key.in_(ids)))}


def _named(session: Session, field: str, values: Sequence[Any]) -> list[str]:
    if field not in _NAMES:
        return [str(value) for value in values]
    known = names_of(session, field, values[:MOST_NAMED])
    return [f"{known[value]} ({value})" if value in known else str(value) for value in values]
