from datetime import date
from typing import Annotated

from pydantic import Field

from shared.platform.contract import Body, Day, Out
from shared.platform.paging import PageQuery
from shared.sales.schemas.fields import Channel, ChannelOut, Channels, Days, Id, Ids, Names, Part


class LikeIn(Body):
    customer_id: Id
    product_id: Id
    channel: Channel = -1
    liked_date: Annotated[Day | None, Field(description="Business day, today if missing; not in the future.")] = None


class LikeOut(Out):
    like_id: int
    customer_id: int
    product_id: int
    channel: ChannelOut
    liked_date: date | None


class LikeQuery(Days, PageQuery):
    """`from` and `to` are days of `liked_date`."""

    q: Annotated[
        Part | None, Field(description="Part of the product's title; its beginning, if below three characters.")
    ] = None
    influencer_id: Channels = ()
    product_id: Ids = ()
    category: Names = ()
    customer_id: Ids = ()
