"""What is shared out: the purchases of a window, and how far back a customer's path begins."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from shared.analytics.attribution.catalogue import DEFAULT_LOOKBACK
from shared.analytics.schemas import Filters
from shared.analytics.windows import Window


@dataclass(frozen=True)
class Scope:
    """`lookback` is in days; of `filters` those by product and by campaign say which purchases are conversions."""

    window: Window
    lookback: int = DEFAULT_LOOKBACK
    filters: Filters = field(default_factory=Filters)

    @property
    def narrowed(self) -> bool:
        return bool(self.filters.by_product or self.filters.campaign_id)

    @property
    def counts_lost(self) -> bool:
        """Whether there are paths without a purchase: nobody says which product or campaign they were of."""
        return not self.narrowed

    @property
    def is_usual(self) -> bool:
        return self.window.slug is not None and self.lookback == DEFAULT_LOOKBACK and not self.narrowed

    @property
    def since(self) -> date:
        """The first day that a purchase in the window can look back to."""
        return self.window.first - min(timedelta(days=self.lookback), self.window.first - date.min)
