"""What is owed to influencers and what becomes of payments: GET /api/payables and /api/payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy.orm import Session

from shared.analytics.answers import window_of
from shared.analytics.finance import service
from shared.analytics.finance.ageing import Bucket
from shared.analytics.finance.queries import payments
from shared.analytics.finance.schemas.payables import HoldOut, PayablesOut, PayablesQuery
from shared.analytics.schemas import WindowQuery
from shared.analytics.service.numbers import money
from shared.finance.kinds import PaymentStatus
from shared.permissions import Permission
from shared.reporting import charts, wording
from shared.reporting.document import Chart, Column, Figure, Format
from shared.reporting.kinds import facts
from shared.reporting.kinds.cells import typed
from shared.reporting.kinds.figures import leader, totals_of
from shared.reporting.kinds.kind import ChartKind, Kind, Read, Section

BUCKETS = {
    Bucket.NOT_DUE: "Not due yet",
    Bucket.DAYS_1_TO_30: "1 to 30 days overdue",
    Bucket.DAYS_31_TO_60: "31 to 60 days overdue",
    Bucket.DAYS_61_TO_90: "61 to 90 days overdue",
    Bucket.OVER_90_DAYS: "Over 90 days overdue",
    Bucket.CARRIED_FORWARD: "Carried forward",
    Bucket.NEGATIVE_BALANCE: "Negative balances",
}
STATES = {state: state.value.capitalize() for state in PaymentStatus}
OWED = {
    "pending": "Payments that are pending",
    "approved": "Payments that are approved",
    "scheduled": "Payments that are scheduled",
    "failed": "Payments that failed",
    "open_lines": "Earned, and in no payment yet",
}
UNDATED = {
    "deliverables": "Fees for deliverables to come",
    "carried_forward": "Carried forward below the minimum payout",
    "negative_balances": "Negative balances",
}

NAME = Column("influencer_name", "Influencer", width=24)
OUTSTANDING = Column("outstanding", "Outstanding", format=Format.MONEY)
OVERDUE = Column("overdue", "Overdue", format=Format.MONEY)
HELD = Column("held", "On hold", format=Format.MONEY)
OF_BUCKETS = tuple(
    Column(bucket.value, label, format=Format.MONEY, at=f"ageing.{bucket.value}") for bucket, label in BUCKETS.items()
)
BUCKET = Column("bucket", "Due", width=24)
STATE = Column("status", "State", width=14)
WHAT = Column("what", "What it is", width=44)
AMOUNT = Column("amount", "Amount", format=Format.MONEY)
PAYMENTS = Column("payments", "Payments", format=Format.INTEGER)
FROM = Column("first", "From", format=Format.DAY)
KNOWN = Column("known", "Known", format=Format.MONEY)
EXPECTED = Column("expected", "Expected", format=Format.MONEY, at="expected.value")
AHEAD = (
    Column("payments", "Payments", format=Format.MONEY),
    Column("open_lines", "Earned, in no payment", format=Format.MONEY),
    Column("fees", "Fixed fees to come", format=Format.MONEY),
    KNOWN,
)


class PayablesFilters(PayablesQuery, WindowQuery):
    """What is owed is of today; `window`, or `from` and `to`, are the days of the payments told by their state."""

    limit: Annotated[int, Field(ge=1, le=10_000)] = 1_000


@dataclass(frozen=True)
class Answer:
    """GET /api/payables, and what GET /api/payments lists, added up by state."""

    payables: PayablesOut
    by_state: list[dict[str, Any]]


def answer(session: Session, filters: PayablesFilters) -> Answer:
    found = {row.status: row for row in payments.by_state(session, filters, window_of(filters))}
    by_state = [
        {
            "status": label,
            "payments": found[state].payments if state in found else 0,
            "amount": money(found[state].cents if state in found else 0),
        }
        for state, label in STATES.items()
    ]
    return Answer(service.payables(session, filters), by_state)


def _influencers(answer: Answer) -> list[dict[str, Any]]:
    nothing = dict.fromkeys(Bucket, "0.00")
    return [
        item.model_dump() | {"ageing": nothing | item.ageing, "hold": _hold(item.hold)}
        for item in answer.payables.items
    ]


def _hold(hold: HoldOut | None) -> str | None:
    if hold is None:
        return None
    return "no account" if hold.no_account else f"account changed, until {hold.until}"


def _labelled(of: object, labels: dict[str, str]) -> list[dict[str, Any]]:
    return [{"what": label, "amount": getattr(of, name)} for name, label in labels.items()]


def _ageing_rows(answer: Answer) -> list[dict[str, Any]]:
    return [each.model_dump() | {"bucket": BUCKETS[each.bucket]} for each in answer.payables.ageing]


def _ageing(read: Read) -> Chart:
    title, rows = "What is owed, by how long it is overdue", read.rows("ageing")
    return charts.grouped_bar("payables_ageing", title, rows, category=BUCKET, values=[AMOUNT], **read.style)


def _forecast(read: Read) -> Chart:
    title, rows = "What falls due, and what is expected beside it", read.rows("forecast")
    band = ("expected_low", "expected_high")
    lines = [KNOWN, EXPECTED] if any(row["expected"] is not None for row in rows) else [KNOWN]
    return charts.line_with_band("payables_forecast", title, rows, day=FROM, values=lines, band=band, **read.style)


def _by_state(read: Read) -> Chart:
    title, rows = "Payments by their state", read.rows("payments")
    return charts.grouped_bar("payments_by_state", title, rows, category=STATE, values=[AMOUNT], **read.style)


def _figures(read: Read) -> list[Figure]:
    of = read.answer.payables
    values = ((OUTSTANDING, of.outstanding.total), (OVERDUE, of.overdue), (HELD, of.held))
    return [Figure(column, typed(value, column)) for column, value in values]


def _summary(read: Read) -> list[str]:
    of = read.answer.payables
    owed, overdue, held = (
        wording.with_unit(figure.value, figure.measure, read.currency, read.language) for figure in _figures(read)
    )
    if not of.influencers:
        return [f"On {of.as_of} nothing is owed to anybody.", *_settled(read)]
    return [
        f"On {of.as_of} {owed} are owed to {of.influencers} influencers, {overdue} of it overdue.",
        *([f"{held} cannot be paid at present: there is no account, or it was just changed."] if _is_some(of) else []),
        *(leader(read, "influencers", NAME, OUTSTANDING) if read.query.sort == "-outstanding" else []),
        *_ahead(read),
        *_settled(read),
    ]


def _is_some(of: PayablesOut) -> bool:
    return Decimal(of.held) > 0


def _ahead(read: Read) -> list[str]:
    rows = read.rows("forecast")
    known = sum((wording.exact(row["known"]) for row in rows), Decimal(0))
    shown = wording.with_unit(known, KNOWN, read.currency, read.language)
    return [f"Up to {rows[-1]['last']} {shown} fall due of what is known today."]


def _settled(read: Read) -> Sequence[str]:
    paid = next(row for row in read.rows("payments") if row["status"] == STATES[PaymentStatus.PAID])
    shown = wording.with_unit(paid["amount"], AMOUNT, read.currency, read.language)
    payments = wording.counted(int(str(paid["payments"])), "payment", "payments")
    return [f"In the period {payments} of {shown} in all went out."]


def _settings(query: PayablesFilters) -> list[tuple[str, str]]:
    return [("Forecast", f"{query.periods} {query.unit.value}s, the present one first")]


PAYABLES = Kind(
    slug="payables",
    label="Payments and payables",
    description="What is owed to influencers, how long overdue, what falls due, and payments by state.",
    permission=Permission.PAYMENTS_READ,
    reads=(
        *("payment", "payment_lines", "terms", "campaigns", "influencers"),
        *("payout_accounts", "earned_days"),
    ),
    filters=PayablesFilters,
    answer=answer,
    sections=(
        Section(
            "influencers",
            "Influencers",
            (
                *(NAME, Column("influencer_id", "Id", width=8), OUTSTANDING, OVERDUE, *OF_BUCKETS),
                Column("hold", "On hold", width=30),
            ),
            items=_influencers,
            totals=lambda _, rows: totals_of(rows, ("outstanding", "overdue", *(each.key for each in OF_BUCKETS))),
            note="By due day. A reversal counts where it fell, so that there may be less than nothing.",
        ),
        Section(
            "outstanding",
            "What is outstanding",
            (WHAT, AMOUNT),
            items=lambda answer: _labelled(answer.payables.outstanding, OWED),
            totals=("amount",),
        ),
        Section(
            "ageing",
            "Ageing",
            (BUCKET, AMOUNT, Column("share", "Share", format=Format.RATIO)),
            items=_ageing_rows,
            totals=("amount",),
            note="What is below the minimum payout is due on no day; a negative balance is owed to the shop.",
        ),
        Section(
            "forecast",
            "What falls due",
            (
                *(FROM, Column("last", "To", format=Format.DAY), *AHEAD),
                Column("to_be_earned", "Still to be earned", format=Format.MONEY, at="to_be_earned.value"),
                EXPECTED,
                Column("expected_low", "Low end", format=Format.MONEY, at="expected.low"),
                Column("expected_high", "High end", format=Format.MONEY, at="expected.high"),
            ),
            items=lambda answer: answer.payables.forecast,
            totals=lambda _, rows: totals_of(rows, [each.key for each in AHEAD]),
            note="The first period has what is overdue, too. What is expected is an indication, not a promise.",
        ),
        Section(
            "undated",
            "Due on no day",
            (WHAT, AMOUNT),
            items=lambda answer: _labelled(answer.payables.undated, UNDATED),
        ),
        Section(
            "payments",
            "Payments of the period",
            (STATE, PAYMENTS, AMOUNT),
            items=lambda answer: answer.by_state,
            note="By the day on which they count as a cost: when they fell due, then when they were paid.",
        ),
    ),
    title=lambda _query, _answer: "Payments and payables",
    charts=(
        ChartKind("payables_ageing", "What is owed, by how long it is overdue", _ageing, "ageing"),
        ChartKind("payables_forecast", "What falls due in the periods to come", _forecast, "forecast"),
        ChartKind("payments_by_state", "Payments by their state", _by_state, "payments"),
    ),
    period=facts.days,
    figures=_figures,
    summary=_summary,
    formulas=lambda _: [
        ("Outstanding", "payments that are pending, approved, scheduled or failed + lines that are in no payment"),
        ("Overdue", "what of it was due on an earlier day, above the minimum payout"),
        ("Known", "payments + lines + fixed fees that fall due in these days"),
        ("Expected", "known + what campaigns earn at the pace of the last 12 weeks, with its 90 % interval"),
    ],
    notes=("What is owed is of the day of this report; only payments by state are of the period.",),
    check=facts.check_window,
    settings=_settings,
)
