"""Who an audience is made of: groups that are large enough to be shown."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from shared.analytics.answers import filters_of, window_of
from shared.analytics.campaigns import queries
from shared.analytics.campaigns.audience_schemas import (
    AudienceOut,
    AudienceQuery,
    CategoryGroup,
    CountryGroup,
    Group,
    LikesOut,
    PlaceGroup,
    RatingOut,
    RatingsOut,
    Segment,
    SegmentGroup,
)
from shared.analytics.campaigns.privacy import LEAST_PEOPLE, hidden_groups, or_hidden
from shared.analytics.campaigns.queries import AudienceRow, LikesRow
from shared.analytics.dimensions import Dimension
from shared.analytics.queries.cube import Question, summed
from shared.analytics.schemas import Filters
from shared.analytics.service.numbers import money, ratio
from shared.analytics.windows import Window
from shared.campaigns.queries import get_campaign
from shared.platform.errors import Malformed

MOST_PLACES = 50
HIDDEN = Group(people=None, share=None, orders=None, net_revenue=None)

type Parts = Mapping[str, Sequence[AudienceRow]]


class AudienceUnnamed(Malformed):
    code = "audience_unnamed"


def audience(session: Session, query: AudienceQuery) -> AudienceOut:
    """Return who bought through influencers, in campaigns, of products or of categories.

    Raises:
        WindowMalformed: the window makes no sense.
        AudienceUnnamed: no filter says whose audience is meant.
    """
    filters = filters_of(query)
    if filters == Filters():
        raise AudienceUnnamed(
            "Name an influencer, a campaign, a product, a category or a platform.", [("influencer_id", "is missing")]
        )
    return _audience(session, window_of(query), filters)


def campaign_audience(session: Session, campaign_id: int) -> AudienceOut:
    """Return who bought in a campaign, in its own days.

    Raises:
        CampaignMissing: there is no such campaign.
    """
    campaign = get_campaign(session, campaign_id)
    return _audience(session, Window(campaign.start_date, campaign.end_date), Filters(campaign_id=(campaign_id,)))


def _audience(session: Session, window: Window, filters: Filters) -> AudienceOut:
    parts: dict[str, list[AudienceRow]] = defaultdict(list)
    for row in queries.audience(session, window, filters):
        parts[row.part].append(row)
    people = sum(row.people for row in parts["all"])
    if people < LEAST_PEOPLE:
        parts = defaultdict(list)
    sold = session.execute(summed(Question(window, Filters(), (Dimension.CATEGORY,), ("orders",))))
    shop = {row.category: row.orders for row in sold}
    return AudienceOut(
        as_of=window.last,
        window=window.label,
        audience=_group(parts["all"], people) if people >= LEAST_PEOPLE else HIDDEN,
        new=_newness(parts, "new", people),
        returning=_newness(parts, "returning", people),
        categories=_categories(parts, people, shop),
        countries=_countries(parts["country"], people),
        places=_places(parts, people),
        segments=_segments(parts["segment"], people),
        ratings=_ratings(parts),
        likes=_likes(queries.likes(session, window, filters)),
    )


def _group(rows: Iterable[AudienceRow], whole: int) -> Group:
    return Group(**_figures(rows, whole))


def _figures(rows: Iterable[AudienceRow], whole: int) -> dict[str, Any]:
    rows = list(rows)
    people = sum(row.people for row in rows)
    return {
        "people": people,
        "share": ratio(people, whole),
        "orders": sum(row.orders for row in rows),
        "net_revenue": money(sum(row.net_cents for row in rows)),
    }


def _most_first(rows: Iterable[AudienceRow]) -> list[AudienceRow]:
    return sorted(rows, key=lambda row: (-row.people, row.more or "", row.key or ""))


def _parted[T](
    rows: Sequence[AudienceRow], shown: Callable[[AudienceRow], T], rest: Callable[[list[AudienceRow]], T]
) -> list[T]:
    """Return the groups that can be shown, and the others together."""
    hidden = hidden_groups({row.key: row.people for row in rows})
    groups = [shown(row) for row in _most_first(rows) if row.key not in hidden]
    together = [row for row in rows if row.key in hidden]
    return [*groups, rest(together)] if sum(row.people for row in together) >= LEAST_PEOPLE else groups


def _newness(parts: Parts, which: str, whole: int) -> Group:
    of = {row.key: row for row in parts["newness"]}
    hidden = hidden_groups({key: of[key].people if key in of else 0 for key in ("new", "returning")})
    return HIDDEN if which in hidden else _group([of[which]], whole)


def _categories(parts: Parts, whole: int, shop: Mapping[Any, int]) -> list[CategoryGroup]:
    orders, shop_orders = sum(row.orders for row in parts["category"]), sum(shop.values())
    shown = [row for row in parts["category"] if row.people >= LEAST_PEOPLE]
    return [
        CategoryGroup(
            category=str(row.key),
            index=ratio(row.orders * shop_orders, orders * shop.get(row.key, 0)),
            **_figures([row], whole),
        )
        for row in sorted(shown, key=lambda row: (-row.orders, row.key))
    ]


def _countries(rows: Sequence[AudienceRow], whole: int) -> list[CountryGroup]:
    return _parted(
        rows,
        lambda row: CountryGroup(code=row.key, country=row.more, **_figures([row], whole)),
        lambda rest: CountryGroup(code=None, country=None, other=True, **_figures(rest, whole)),
    )


def _places(parts: Parts, whole: int) -> list[PlaceGroup]:
    """Return places; those of a country are parts of it, so what is hidden must be so within each country."""
    hidden_countries = hidden_groups({row.key: row.people for row in parts["country"]})
    hidden_names = {row.more for row in parts["country"] if row.key in hidden_countries}
    by_country: dict[str | None, list[AudienceRow]] = defaultdict(list)
    for row in parts["place"]:
        by_country[row.more].append(row)
    shown: list[AudienceRow] = []
    for country, rows in by_country.items():
        hidden = hidden_groups({row.key: row.people for row in rows})
        shown += [row for row in rows if row.key not in hidden and country not in hidden_names]
    shown = _most_first(shown)[:MOST_PLACES]
    rest = [row for row in parts["place"] if row not in shown]
    places = [PlaceGroup(country=row.more, place=row.key, **_figures([row], whole)) for row in shown]
    if sum(row.people for row in rest) >= LEAST_PEOPLE:
        places.append(PlaceGroup(country=None, place=None, other=True, **_figures(rest, whole)))
    return places


def _segments(rows: Sequence[AudienceRow], whole: int) -> list[SegmentGroup]:
    return _parted(
        rows,
        lambda row: SegmentGroup(
            segment=Segment(str(row.key)),
            days_since=None if row.days is None else round(float(row.days), 1),
            **_figures([row], whole),
        ),
        lambda rest: SegmentGroup(segment=Segment.OTHER, days_since=None, **_figures(rest, whole)),
    )


def _ratings(parts: Parts) -> RatingsOut:
    of = {int(str(row.key)): row for row in parts["rating"]}
    hidden = hidden_groups({rating: row.people for rating, row in of.items()})
    given = sum(row.orders for row in of.values())
    enough = sum(row.people for row in parts["raters"]) >= LEAST_PEOPLE
    return RatingsOut(
        mean=ratio(sum(rating * row.orders for rating, row in of.items()), given) if enough else None,
        by_rating=[
            RatingOut(
                rating=rating,
                people=None if rating in hidden else row.people,
                ratings=None if rating in hidden else row.orders,
            )
            for rating, row in sorted(of.items())
        ]
        if enough
        else [],
    )


def _likes(row: LikesRow) -> LikesOut:
    shown = or_hidden(row.people) is not None
    told = shown and "buyers" not in hidden_groups({"buyers": row.buyers, "others": row.people - row.buyers})
    return LikesOut(
        likes=row.likes if shown else None,
        people=or_hidden(row.people),
        became_purchases=row.bought if told else None,
        buyers=row.buyers if told else None,
        rate=ratio(row.bought, row.likes) if told else None,
    )
