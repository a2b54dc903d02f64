"""How channels share what was bought, under several models side by side: GET /api/attribution."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics import service
from shared.analytics.attribution.catalogue import DESCRIBED, AttributionModel
from shared.analytics.attribution_schemas import AttributionItem, AttributionOut, AttributionQuery, Origin
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format, Row
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import row_of
from shared.reporting.kinds.figures import told
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

TOUCHED = ("bought_by", "liked_by", "customers", "products", "influencers", "campaigns", "arranges")
NAMES = {Origin.DIRECT: "Direct", Origin.UNKNOWN: "Unknown channel"}
CHANNEL = Column("channel", "Channel", width=24)
MODEL = Column("model", "Model")
REVENUE = Column("revenue", "Net revenue", format=Format.MONEY)
ON_A_CHART = 8


class AttributionFilters(AttributionQuery):
    """As on the screen; a report may be longer than a page."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


def answer(session: Session, filters: AttributionFilters) -> AttributionOut:
    return service.attribution(session, filters)


def _of_model(model: AttributionModel, label: str) -> tuple[Column, Column]:
    return (
        Column(f"{model}_conversions", label, "orders", Format.DECIMAL, at=f"credits.{model}.conversions"),
        Column(f"{model}_revenue", f"{label}, revenue", format=Format.MONEY, at=f"credits.{model}.revenue"),
    )


BY_MODEL = {each.model: _of_model(each.model, each.label) for each in DESCRIBED}


def _items(answer: AttributionOut) -> list[dict[str, Any]]:
    listed = [item.model_dump() | {"channel": _name(item)} for item in answer.items]
    rest = {"channel": "All others", "origin": None, "platform": None, "influencer_id": None}
    others = {model: credit.model_dump() for model, credit in answer.others.items()}
    some = any(credit["conversions"] or credit["revenue"] != "0.00" for credit in others.values())
    return [*listed, *([rest | {"credits": others}] if some else [])]


def _name(item: AttributionItem) -> str:
    return item.influencer_name or NAMES.get(item.origin, f"Influencer {item.influencer_id}")


def _chosen(_: Any, answer: AttributionOut) -> Sequence[str]:
    models = [column.key for model in answer.models for column in BY_MODEL[model.model]]
    return ["channel", "origin", "platform", "influencer_id", *models]


def _totals(answer: AttributionOut, rows: Sequence[Row]) -> Row | None:
    """Every model shares out the same whole."""
    if not rows:
        return None
    columns = [column for model in answer.models for column in BY_MODEL[model.model]]
    return row_of({"credits": dict.fromkeys((model.model for model in answer.models), answer.total)}, columns)


def _grouped(read: Read) -> Chart:
    columns = [read.column("channels", f"{model.model}_revenue") for model in read.answer.models]
    named = [
        Column(column.key, model.label, format=Format.MONEY)
        for column, model in zip(columns, read.answer.models, strict=True)
    ]
    title, rows = "Net revenue by channel and model", read.rows("channels")
    return charts.grouped_bar("models", title, rows, category=CHANNEL, values=named, top=ON_A_CHART, **read.style)


def _heat(read: Read) -> Chart:
    rows = [
        {"channel": row["channel"], "model": model.label, "revenue": row[f"{model.model}_revenue"]}
        for row in read.rows("channels")[:20]
        for model in read.answer.models
    ]
    title = "Net revenue by channel under each model"
    return charts.heat_map("models_side_by_side", title, rows, across=MODEL, down=CHANNEL, value=REVENUE, **read.style)


def _figures(read: Read) -> list[Figure]:
    total = read.answer.total
    whole = row_of(total, [conversions := Column("conversions", "Orders", format=Format.INTEGER), REVENUE])
    return [Figure(conversions, whole["conversions"]), Figure(REVENUE, whole["revenue"])]


def _summary(read: Read) -> list[str]:
    rows = read.rows("channels")
    if not rows:
        return ["Nothing was bought in this period."]
    return [*told(_figures(read), read), *(_first(read, model.model, model.label) for model in read.answer.models)]


def _first(read: Read, model: str, label: str) -> str:
    column = read.column("channels", f"{model}_revenue")
    best = max(read.rows("channels"), key=lambda row: wording.exact(row[column.key]))
    revenue = wording.with_unit(best[column.key], column, read.currency, read.language)
    return f"{label}: {best['channel']} has most, {revenue}."


ATTRIBUTION = Kind(
    slug="attribution",
    label="Attribution",
    description="How the channels that customers saw share what was bought, under seven models side by side.",
    permission=Permission.ANALYTICS_READ,
    reads=(*TOUCHED, "attribution_results"),
    filters=AttributionFilters,
    answer=answer,
    sections=(
        Section(
            "channels",
            "Channels",
            (
                CHANNEL,
                Column("origin", "Origin"),
                Column("platform", "Platform"),
                Column("influencer_id", "Id", width=8),
                *(column for columns in BY_MODEL.values() for column in columns),
            ),
            items=_items,
            chosen=_chosen,
            totals=_totals,
            note="Each model is one way of sharing out; none is the truth. Every model's column adds up to the whole.",
        ),
    ),
    title=lambda _query, _answer: "Attribution",
    charts=(
        ChartKind("models", "Net revenue by channel and model", _grouped, "channels"),
        ChartKind("models_side_by_side", "The models side by side", _heat),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda query: [
        (each.label, each.rule) for each in DESCRIBED if not query.models or each.model in query.models
    ],
    check=facts.check_window,
    settings=lambda query: [("Lookback", f"{query.lookback} days")],
)
