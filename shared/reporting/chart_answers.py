"""Charts by themselves: the specification with its data, or a picture, of what a report's kind declares."""

from typing import Any

from sqlalchemy.orm import Session

from shared.platform.contract import Query, Raw
from shared.platform.errors import Malformed, NotFound
from shared.platform.identity import Actor
from shared.reporting import charts, kinds
from shared.reporting.chart_schemas import ChartQuery
from shared.reporting.charts import theme
from shared.reporting.document import Chart
from shared.reporting.kinds import kept
from shared.reporting.schemas import ChartOut


class ChartUnknown(NotFound):
    code = "chart_unknown"


class ChartHasNoData(Malformed):
    code = "chart_does_not_fit"


def chart(session: Session, actor: Actor, slug: str, query: ChartQuery) -> ChartOut:
    """Return the specification with its data.

    Raises:
        ChartUnknown, ReportKindForbidden, Malformed, ChartHasNoData: there is none of that name for the caller, or
            not of what the filters ask for.
    """
    drawn = _drawn(session, actor, slug, query)
    return ChartOut(
        slug=slug, title=drawn.title, alt=drawn.alt, locale=theme.locale(query.language), spec=dict(drawn.spec)
    )


def svg(session: Session, actor: Actor, slug: str, query: ChartQuery) -> Raw:
    drawn = _drawn(session, actor, slug, query)
    return Raw(_titled(charts.to_svg(drawn.spec, query.language), drawn.alt).encode(), "image/svg+xml")


def png(session: Session, actor: Actor, slug: str, query: ChartQuery) -> Raw:
    drawn = _drawn(session, actor, slug, query)
    return Raw(charts.to_png(drawn.spec, query.language), "image/png")


def _drawn(session: Session, actor: Actor, slug: str, query: ChartQuery) -> Chart:
    if slug not in kinds.CHARTS:
        raise ChartUnknown(f"Known charts are {', '.join(kinds.CHARTS)}.")
    kind, declared = kinds.CHARTS[slug]
    kinds.authorise(kind, actor.role)
    question = kinds.question_of(kind, _given(kind.filters, query), place="")
    kind.check(session, question)
    drawn = declared.draw(kept.read(session, kind, question, query.language))
    if drawn is None:
        raise ChartHasNoData("This chart does not fit what is asked for.", [("slug", "does not fit the question")])
    return drawn


def _given(model: type[Query], query: ChartQuery) -> dict[str, Any]:
    """What was given, one value instead of one in a tuple where the kind takes no more."""
    given = query.model_dump(exclude_unset=True, by_alias=True, exclude={"language"})
    many = {field.alias or name for name, field in model.model_fields.items() if "tuple" in str(field.annotation)}
    return {
        name: value[0] if isinstance(value, tuple) and name not in many and len(value) == 1 else value
        for name, value in given.items()
    }


def _titled(image: str, words: str) -> str:
    """The picture with its words for screen readers: the first child of an SVG is its name."""
    from xml.sax.saxutils import escape  # noqa: PLC0415 - pulls in the XML parsers

    head, closed, rest = image.partition(">")
    return f"{head}{closed}<title>{escape(words)}</title>{rest}"
