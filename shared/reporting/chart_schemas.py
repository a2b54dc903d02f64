"""What a chart is asked for."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from shared.analytics.attribution.catalogue import MOST_LOOKBACK
from shared.analytics.campaigns.schemas import Against
from shared.analytics.dimensions import Dimension
from shared.analytics.finance.ageing import PeriodUnit
from shared.analytics.finance.schemas.profitability import Recommendations
from shared.analytics.performance_schemas import Compares, Metrics, Tiers
from shared.analytics.schemas import Filters, Names, WindowQuery
from shared.campaigns.rules import CampaignStatus
from shared.platform.contract import repeatable
from shared.reporting.schemas import Language

Dimensions = Annotated[tuple[Dimension, ...], BeforeValidator(repeatable), Field(max_length=3)]
Models = Annotated[tuple[Annotated[str, Field(max_length=60)], ...], BeforeValidator(repeatable), Field(max_length=7)]


class ChartQuery(Filters, WindowQuery):
    """The filters of the kinds; GET /api/report-kinds says which of them a chart's kind has."""

    status: Annotated[tuple[CampaignStatus, ...], BeforeValidator(repeatable), Field(max_length=5)] = ()
    by: Annotated[str | None, Field(max_length=60)] = None
    compare: Compares = ()
    against: Annotated[tuple[Against, ...], BeforeValidator(repeatable), Field(max_length=3)] = ()
    tier: Tiers = ()
    metrics: Metrics = ()
    dimensions: Dimensions = ()
    models: Models = ()
    lookback: Annotated[int | None, Field(ge=0, le=MOST_LOOKBACK)] = None
    of: Literal["buyers", "likers"] | None = None
    cost_category: Names = ()
    recommendation: Recommendations = ()
    unit: PeriodUnit | None = None
    periods: Annotated[int | None, Field(ge=1, le=53)] = None
    sort: Annotated[str | None, Field(max_length=61)] = None
    limit: Annotated[int | None, Field(ge=1, le=200)] = None
    language: Annotated[Language, Field(description="Whose separators numbers have.")] = "en"
