"""What sales can be told apart by."""

from enum import StrEnum


class Dimension(StrEnum):
    """What sales are told apart by. Null is no influencer's platform, no campaign, or no rating."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    INFLUENCER = "influencer"
    PRODUCT = "product"
    CATEGORY = "category"
    PLATFORM = "platform"
    CAMPAIGN = "campaign"
    RATING = "rating"


TIMES = {Dimension.DAY, Dimension.WEEK, Dimension.MONTH}
OF_CHANNEL = {Dimension.INFLUENCER, Dimension.PLATFORM}
OF_PRODUCT = {Dimension.PRODUCT, Dimension.CATEGORY}
