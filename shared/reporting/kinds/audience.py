"""Who buys, in groups of five or more, and what audiences have in common: GET /api/audience, /api/audience/overlap."""

from typing import Any

from pydantic import ConfigDict
from sqlalchemy.orm import Session

from shared.analytics.answers import filters_of
from shared.analytics.campaigns import service
from shared.analytics.campaigns.audience_schemas import AudienceOut, AudienceOverlapOut, AudienceQuery, OverlapQuery
from shared.analytics.campaigns.service.audiences import AudienceUnnamed
from shared.analytics.schemas import Filters
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import row_of
from shared.reporting.kinds.figures import told
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

BOUGHT = ("bought_by", "return_lines", "liked_by", "products", "customers", "influencers", "campaigns", "arranges")
PEOPLE = Column("people", "People", format=Format.INTEGER)
FIGURES = (
    PEOPLE,
    Column("share", "Share of people", format=Format.RATIO),
    Column("orders", "Orders", format=Format.INTEGER),
    Column("net_revenue", "Net revenue", format=Format.MONEY),
)
HIDDEN = "Groups of fewer than five people are not shown; their cells are empty."


class AudienceFilters(AudienceQuery):
    """As on the screen; the declared schema says, too, that at least one filter is needed."""

    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"required": [name], "properties": {name: {"minItems": 1}}} for name in Filters.model_fields]
        }
    )


def check(session: Session, filters: AudienceFilters) -> None:
    facts.check_window(session, filters)
    if filters_of(filters) == Filters():
        raise AudienceUnnamed(
            "Name an influencer, a campaign, a product, a category or a platform.",
            [("/filters/influencer_id", "is missing")],
        )


def answer(session: Session, filters: AudienceQuery) -> AudienceOut:
    return service.audience(session, filters)


def _groups(answer: AudienceOut) -> list[dict[str, Any]]:
    groups = (("All", answer.audience), ("New customers", answer.new), ("Returning customers", answer.returning))
    return [{"group": name} | group.model_dump() for name, group in groups]


def _countries(answer: AudienceOut) -> list[dict[str, Any]]:
    return [
        group.model_dump() | {"country": "Other" if group.other else group.country or "unknown"}
        for group in answer.countries
    ]


def _places(answer: AudienceOut) -> list[dict[str, Any]]:
    return [
        group.model_dump()
        | {"place": "Other" if group.other else group.place or "unknown", "country": group.country or "unknown"}
        for group in answer.places
    ]


def _bars_of(section: str, key: str, title: str) -> ChartKind:
    def draw(read: Read) -> Chart | None:
        rows = [row for row in read.rows(section) if row["people"] is not None]
        category = read.column(section, key)
        return charts.ranking_bar(section, title, rows, category=category, value=PEOPLE, top=15, **read.style)

    return ChartKind(section, title, draw, section)


def _newness(read: Read) -> Chart:
    rows, group = read.rows("groups")[1:], Column("group", "Group")
    return charts.donut("newness", "New and returning customers", rows, category=group, value=PEOPLE, **read.style)


def _figures(read: Read) -> list[Figure]:
    whole = row_of(read.answer.audience, FIGURES)
    return [Figure(column, whole[column.key]) for column in FIGURES if column.key != "share"]


def _summary(read: Read) -> list[str]:
    if read.answer.audience.people is None:
        return ["Fewer than five people bought: nothing is shown of them."]
    new = read.answer.new.share
    told_new = [] if new is None else [f"{wording.ratio_text(new, 1, read.language)} of them are new customers."]
    return [*told(_figures(read), read), *told_new]


AUDIENCE = Kind(
    slug="audience",
    label="Audience",
    description="Who bought through influencers, in campaigns or of products: where they live, what else they buy.",
    permission=Permission.ANALYTICS_READ,
    reads=BOUGHT,
    filters=AudienceFilters,
    answer=answer,
    sections=(
        Section("groups", "Audience", (Column("group", "Group", width=22), *FIGURES), items=_groups, note=HIDDEN),
        Section(
            "categories",
            "Categories",
            (
                Column("category", "Category", width=22),
                *FIGURES,
                Column("index", "Index", format=Format.DECIMAL),
            ),
            items=lambda answer: answer.categories,
            note="What they bought in the period through whatever channel. An index of 1 is as usual in the shop.",
        ),
        Section("countries", "Countries", (Column("country", "Country", width=22), *FIGURES), items=_countries),
        Section(
            "places",
            "Places",
            (Column("place", "Place", width=22), Column("country", "Country"), *FIGURES),
            items=_places,
        ),
        Section(
            "segments",
            "Segments",
            (
                Column("segment", "Segment", width=18),
                *FIGURES,
                Column("days_since", "Days since the last order", format=Format.DECIMAL, digits=0),
            ),
            items=lambda answer: answer.segments,
        ),
        Section(
            "ratings",
            "Ratings",
            (Column("rating", "Rating"), PEOPLE, Column("ratings", "Ratings", format=Format.INTEGER)),
            items=lambda answer: answer.ratings.by_rating,
        ),
    ),
    title=lambda _query, _answer: "Audience",
    charts=(
        ChartKind("newness", "New and returning customers", _newness),
        _bars_of("segments", "segment", "How recently and how often they buy"),
        _bars_of("countries", "country", "Where they live"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: [
        ("Index", "share of the category in the audience's orders ÷ its share in the shop's"),
        ("Segments", "by the days since the last order, the number of orders and what was spent"),
    ],
    notes=(HIDDEN,),
    check=check,
)

FIRST, SECOND = Column("first", "Influencer", width=24), Column("second", "Other influencer", width=24)
JACCARD = Column("jaccard", "In common", format=Format.RATIO)


def _pairs(answer: AudienceOverlapOut) -> list[dict[str, Any]]:
    names = [f"{each.influencer_name} ({each.influencer_id})" for each in answer.influencers]
    return [
        {"first": names[row], "second": names[column], "jaccard": value}
        for row, values in enumerate(answer.jaccard)
        for column, value in enumerate(values)
        if row != column
    ]


def _overlap_map(read: Read) -> Chart:
    title, rows = "What audiences have in common", read.rows("overlap")
    return charts.heat_map("audience_overlap", title, rows, across=SECOND, down=FIRST, value=JACCARD, **read.style)


def _overlap_summary(read: Read) -> list[str]:
    known = [row for row in read.rows("overlap") if row["jaccard"] is not None]
    if not known:
        return ["No two audiences are large enough to be compared."]
    most = max(known, key=lambda row: float(str(row["jaccard"])))
    share = wording.ratio_text(most["jaccard"], 1, read.language)
    return [f"{most['first']} and {most['second']} have most in common: {share} of the people of either."]


OVERLAP = Kind(
    slug="audience_overlap",
    label="Audience overlap",
    description="How much the audiences of influencers have in common.",
    permission=Permission.ANALYTICS_READ,
    reads=BOUGHT,
    filters=OverlapQuery,
    answer=service.overlap,
    sections=(
        Section("overlap", "Overlap", (FIRST, SECOND, JACCARD), items=_pairs, note=HIDDEN),
        Section(
            "influencers",
            "Influencers",
            (Column("influencer_name", "Influencer", width=24), Column("platform", "Platform"), PEOPLE),
            items=lambda answer: answer.influencers,
        ),
    ),
    title=lambda _query, _answer: "Audience overlap",
    charts=(ChartKind("audience_overlap", "What audiences have in common", _overlap_map, "overlap"),),
    period=facts.days,
    summary=_overlap_summary,
    settings=lambda query: [("Audiences are", query.of.value)],
    formulas=lambda _: [("In common", "people of both ÷ people of either (Jaccard index)")],
    notes=(HIDDEN,),
    check=facts.check_window,
)
