"""How one campaign does: GET /api/campaigns/{campaign_id}/success and …/pacing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from sqlalchemy.orm import Session

from shared.analytics import service as analytics
from shared.analytics.campaigns import service
from shared.analytics.campaigns.schemas import Figures, SuccessOut, SuccessQuery
from shared.analytics.metrics import BY_SLUG, TABLES
from shared.analytics.pacing_schemas import PacingOut
from shared.campaigns.queries import get_campaign
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format, Row
from shared.reporting.kinds.cells import formulas_of, metric_columns, typed
from shared.reporting.kinds.figures import metric_figures, part_of, told, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

KEY = ("net_revenue", "cost", "roi", "orders")
SHOWN = (
    *("net_revenue", "cost", "roi", "orders", "units", "gross_revenue", "returned_revenue", "return_rate"),
    *("impressions", "clicks", "ctr", "cvr", "aov", "new_customers", "cac"),
)
OF_PRODUCTS = ("net_revenue", "orders", "units", "gross_revenue", "returned_revenue", "return_rate", "aov")
OF_DAYS = ("net_revenue", "cost", "orders", "units", "clicks")
SUMMED = ("net_revenue", "cost", "orders", "units", "gross_revenue", "returned_revenue", "clicks", "impressions")

AGAINST = {"previous": "the days before", "past": "past campaigns alike", "lift": "comparable products"}

INFLUENCER = Column("influencer_name", "Influencer", width=24)
PRODUCT = Column("title", "Product", width=30)
DAY = Column("day", "Day", format=Format.DAY)
METRIC, UNIT = Column("label", "Metric", width=26), Column("unit", "Unit")
LINES = (
    Column("planned", "Planned", format=Format.MONEY),
    Column("cost", "Cost", format=Format.MONEY),
    Column("projected", "Projected", format=Format.MONEY, at="projected.value"),
)


def _one(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


class CampaignSuccessFilters(SuccessQuery):
    campaign_id: Annotated[
        tuple[int, ...], BeforeValidator(_one), Field(min_length=1, max_length=1, description="One campaign.")
    ]


@dataclass(frozen=True)
class Answer:
    """The success, of the days that are asked for; the pacing, which is of the whole campaign, only without any."""

    success: SuccessOut
    pacing: PacingOut | None


def answer(session: Session, filters: CampaignSuccessFilters) -> Answer:
    (campaign_id,) = filters.campaign_id
    success = service.success(session, campaign_id, filters)
    return Answer(success, None if success.first else analytics.pacing(session, campaign_id))


def check(session: Session, filters: CampaignSuccessFilters) -> None:
    service.days_asked(filters)
    get_campaign(session, filters.campaign_id[0])


def _period(filters: CampaignSuccessFilters) -> str:
    return f"{filters.first} to {filters.last}" if filters.first else ""


def _cost(filters: CampaignSuccessFilters, _: Any) -> str:
    whose = "on these days" if filters.first else "on whatever day"
    return f"Cost is all that was paid and reported for the campaign {whose}."


def _targets(answer: Answer) -> list[dict[str, Any]]:
    return [target.model_dump() | _of_metric(target.metric) for target in answer.success.targets]


def _best_first[T: Figures](items: Sequence[T]) -> list[T]:
    """By net revenue, so that a chart of the first ones is of those who count; in the order of the screen otherwise."""
    return sorted(items, key=lambda item: -Decimal(str(item.metrics["net_revenue"] or 0)))


def _of_metric(slug: str) -> dict[str, str]:
    return {"label": BY_SLUG[slug].label, "unit": BY_SLUG[slug].unit.value}


def _beside(answer: Answer) -> list[dict[str, Any]]:
    """The campaign's metrics, each with the same of the days before and of campaigns alike."""
    success = answer.success
    return [
        _of_metric(slug)
        | {"value": value}
        | {
            name: other.metrics.get(slug) if other else None
            for name, other in (("before", success.previous), ("past", success.past))
        }
        | {"change": success.previous.change.get(slug) if success.previous else None}
        for slug, value in success.metrics.items()
        if slug in SHOWN
    ]


def _over_time(read: Read) -> Chart:
    rows = read.rows("days")
    values = [read.column("days", "net_revenue"), read.column("days", "cost")]
    title = "Net revenue and cost by day"
    return charts.line_over_time("campaign_days", title, rows, day=DAY, values=values, **read.style)


def _influencers(read: Read) -> Chart:
    values = [read.column("influencers", slug) for slug in ("net_revenue", "cost")]
    title, rows = "Net revenue against cost by influencer", read.rows("influencers")
    return charts.grouped_bar("campaign_influencers", title, rows, category=INFLUENCER, values=values, **read.style)


def _reached(read: Read) -> Chart | None:
    """Targets on one scale: parts of what was meant."""
    rows: list[Row] = [dict(row) | {"aim": 1.0} for row in read.rows("targets") if row["share"] is not None]
    if not rows:
        return None
    share = Column("share", "Reached", format=Format.RATIO)
    aim = Column("aim", "Target", format=Format.RATIO)
    title = "What was reached of the targets"
    return charts.bullet("targets", title, rows, category=METRIC, value=share, target=aim, **read.style)


def _pacing(read: Read) -> Chart | None:
    if read.answer.pacing is None:
        return None
    rows = read.rows("pacing")
    title = "The budget: planned, spent, and where that leads"
    band = ("projected_low", "projected_high")
    return charts.line_with_band("pacing", title, rows, day=DAY, values=LINES, band=band, **read.style)


def _figures(read: Read) -> list[Figure]:
    previous = read.answer.success.previous
    return metric_figures(read.answer.success.metrics, KEY, previous.metrics if previous else None)


def _summary(read: Read) -> list[str]:
    success = read.answer.success
    reached = [target for target in success.targets if target.reached]
    aims = [f"{len(reached)} of {len(success.targets)} targets are reached."] if success.targets else []
    net = read.column("influencers", "net_revenue")
    return [
        f"{success.campaign_name} is {success.status.value}, up to {success.as_of}.",
        *told(_figures(read), read),
        *_budget(read),
        *aims,
        *part_of(read, "influencers", INFLUENCER, net),
        *_lift(read),
    ]


def _budget(read: Read) -> list[str]:
    pacing = read.answer.pacing
    if pacing is None:
        return []
    money = Column("", "", format=Format.MONEY)
    planned, remaining = (
        wording.with_unit(typed(value, money), money, read.currency, read.language)
        for value in (pacing.planned, pacing.remaining)
    )
    return [f"Of its budget of {planned}, {remaining} are left."]


def _lift(read: Read) -> list[str]:
    lift = read.answer.success.lift
    if lift is None:
        return []
    if lift.effect is None:
        return [f"How much more was sold than otherwise cannot be told: {str(lift.reason).replace('_', ' ')}."]
    effect, low, high = (wording.ratio_text(value, 1, read.language) for value in (lift.effect, lift.low, lift.high))
    return [f"Against comparable products {effect} more was sold (between {low} and {high}): an indication, not proof."]


def _compared(query: CampaignSuccessFilters, _: Any) -> Sequence[str]:
    against = {each.value for each in query.against}
    before = ["before", "change"] if "previous" in against else []
    return ["label", "unit", "value", *before, *(["past"] if "past" in against else [])]


CAMPAIGN_SUCCESS = Kind(
    slug="campaign_success",
    label="Campaign success",
    description="What a campaign brought and cost, against its targets, its budget, the days before, other campaigns.",
    permission=Permission.ANALYTICS_READ,
    reads=(*TABLES, "return_lines"),
    filters=CampaignSuccessFilters,
    answer=answer,
    sections=(
        Section(
            "metrics",
            "Metrics",
            (
                METRIC,
                UNIT,
                Column("value", "Campaign", format=Format.DECIMAL, unit_from="unit"),
                Column("before", "Days before", format=Format.DECIMAL, unit_from="unit"),
                Column("change", "Change", format=Format.RATIO),
                Column("past", "Past campaigns", format=Format.DECIMAL, unit_from="unit"),
            ),
            items=_beside,
            chosen=_compared,
            note=_cost,
        ),
        Section(
            "influencers",
            "Influencers",
            (INFLUENCER, Column("influencer_id", "Id", width=8), *metric_columns(SHOWN)),
            items=lambda answer: _best_first(answer.success.influencers),
            totals=lambda _, rows: totals_of(rows, SUMMED),
        ),
        Section(
            "products",
            "Products",
            (PRODUCT, Column("product_id", "Id", width=8), *metric_columns(OF_PRODUCTS)),
            items=lambda answer: _best_first(answer.success.products),
            totals=lambda _, rows: totals_of(rows, SUMMED),
        ),
        Section(
            "targets",
            "Targets",
            (
                METRIC,
                UNIT,
                Column("target", "Target", format=Format.DECIMAL, unit_from="unit"),
                Column("value", "So far", format=Format.DECIMAL, unit_from="unit"),
                Column("share", "Reached", format=Format.RATIO),
                Column("reached", "Is it reached?"),
            ),
            items=_targets,
            needed=lambda _, answer: bool(answer.success.targets),
        ),
        Section(
            "days",
            "Days",
            (DAY, *metric_columns(OF_DAYS)),
            items=lambda answer: answer.success.days,
            totals=OF_DAYS,
        ),
        Section(
            "pacing",
            "Budget pacing",
            (
                DAY,
                *LINES,
                Column("projected_low", "Low end", format=Format.MONEY, at="projected.low"),
                Column("projected_high", "High end", format=Format.MONEY, at="projected.high"),
            ),
            items=lambda answer: answer.pacing.series,
            needed=lambda _, answer: answer.pacing is not None,
            note="Sums from the beginning to the end of a day. What is projected is an indication, not a promise.",
        ),
    ),
    title=lambda _, answer: f"Campaign success: {answer.success.campaign_name}",
    charts=(
        ChartKind("campaign_days", "Net revenue and cost by day", _over_time, "days"),
        ChartKind("campaign_influencers", "Net revenue against cost by influencer", _influencers, "influencers"),
        ChartKind("targets", "What was reached of the targets", _reached),
        ChartKind("pacing", "Budget: planned, spent, projected", _pacing, "pacing"),
    ),
    figures=_figures,
    summary=_summary,
    period=_period,
    formulas=lambda _: formulas_of(SHOWN),
    check=check,
    settings=lambda query: [("Set against", ", ".join(AGAINST[each.value] for each in query.against) or "its targets")],
)
