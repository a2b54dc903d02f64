"""Whatever people and the bank do in whatever order: what is paid was paid once, and every payment is its lines."""

from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.campaigns.shop import day
from tests.finance.bank_statements import Told, camt
from tests.finance.books import Books, line, state_of, term
from tests.finance.test_payment_steps import CASES
from tests.sales.shop import rows

AMOUNTS = ("10.00", "0.01", "7.50", "10.00")
STEPS = sorted({step for step, _, _ in CASES} - {"batch"})
AFTER = {(step, state): after for step, state, after in CASES}

chosen = st.integers(0, len(AMOUNTS) - 1)

# What must hold after every step, as queries for what breaks it.
BREACHES = {
    "on its way and not scheduled": """
        SELECT payment_id FROM payment_batch_items JOIN payment USING (payment_id)
        WHERE outcome = 'waiting' AND status <> 'scheduled'""",
    "paid by a batch and not paid": """
        SELECT payment_id FROM payment_batch_items JOIN payment USING (payment_id)
        WHERE outcome = 'paid' AND status <> 'paid'""",
    "not the sum of its lines": """
        SELECT payment_id FROM payment LEFT JOIN (
            SELECT payment_id, sum(amount) AS total FROM payment_lines GROUP BY 1) AS lines USING (payment_id)
        WHERE CASE status WHEN 'cancelled' THEN total IS NOT NULL ELSE total IS DISTINCT FROM amount END""",
    "cancelled and unexplained": """
        SELECT payment_id FROM payment LEFT JOIN (
            SELECT released_lines.payment_id, sum(amount) AS total
            FROM released_lines JOIN payment_lines USING (line_id) GROUP BY 1) AS lines USING (payment_id)
        WHERE status = 'cancelled' AND total IS DISTINCT FROM amount""",
    "paid and sent back not as often as the records say": """
        SELECT payment_id FROM payment LEFT JOIN (
            SELECT entity_id::int AS payment_id,
                count(*) FILTER (WHERE action = 'payment.paid')
                - count(*) FILTER (WHERE action = 'payment.failed' AND changes #>> '{status,0}' = 'paid') AS times
            FROM audit_log WHERE entity = 'payment' GROUP BY 1) AS told USING (payment_id)
        WHERE coalesce(times, 0) <> (status = 'paid')::int""",
    "paid and not on a day": "SELECT payment_id FROM payment WHERE (paid_on IS NOT NULL) <> (status = 'paid')",
    "approved by nobody": """
        SELECT payment_id FROM payment
        WHERE status IN ('approved', 'scheduled', 'paid') AND (approved_by IS NULL OR approved_by = computed_by)""",
    "a batch that is not its items": """
        SELECT batch_id FROM payment_batches JOIN (
            SELECT batch_id, sum(amount) AS amount, count(*) AS number
            FROM payment_batch_items GROUP BY 1) AS items USING (batch_id)
        WHERE (total, payments) IS DISTINCT FROM (amount, number)""",
}


class Payments(RuleBasedStateMachine):
    """Drives `books`, whose payments have one line each."""

    books: ClassVar[Books]

    @initialize()
    def begin(self) -> None:
        self.payments = [self._payment(amount) for amount in AMOUNTS]
        self.batches: list[int] = []

    def _payment(self, amount: str) -> int:
        payment_id = self.books.payable(amount, "pending")
        [(campaign_id, influencer_id)] = rows(
            "SELECT campaign_id, influencer_id FROM payment WHERE payment_id = :id", id=payment_id
        )
        line(term(campaign_id, influencer_id), amount, payment_id=payment_id)
        return payment_id

    @rule(number=chosen, step=st.sampled_from(STEPS))
    def take_a_step(self, number: int, step: str) -> None:
        before = state_of(self.payments[number])
        answer = self.books.step(self.payments[number], step)

        after = AFTER[step, before]
        assert answer.status == (409 if after == "-" else 200), answer.body
        assert state_of(self.payments[number]) == (before if after == "-" else after)

    @rule(numbers=st.sets(chosen, min_size=1))
    def make_a_batch(self, numbers: set[int]) -> None:
        members = [self.payments[number] for number in numbers]
        fits = all(state_of(each) in {"approved", "scheduled"} for each in members)
        answer = self.books.ask_batch(members)

        assert answer.status == (201 if fits else 409), answer.body
        if fits:
            self.batches.append(answer.json["batch_id"])

    @rule(number=chosen)
    def hurry_into_a_batch(self, number: int) -> None:
        self.books.step(self.payments[number], "approve")
        self.make_a_batch({number})

    @rule(back=st.integers(0, 2), verb=st.sampled_from(["pay", "withdraw"]))
    def end_a_batch(self, back: int, verb: str) -> None:
        body = {"reason": "Wrong day"} if verb == "withdraw" else {}
        for batch_id in self.batches[-1 - back :][:1]:
            answer = self.books.api.post(f"payments/batches/{batch_id}/{verb}", body)
            assert (answer.status, answer.json["waiting"]) == (200, 0)

    @rule(
        back=st.integers(0, 2), told=st.lists(st.tuples(chosen, st.sampled_from(["DBIT", "CRDT"]), st.integers(-1, 0)))
    )
    def read_a_statement_twice(self, back: int, told: list[tuple[int, str, int]]) -> None:
        for batch_id in self.batches[-1 - back :][:1]:
            entries = [
                Told(f"P{self.payments[number]}-B{batch_id}", AMOUNTS[number], indicator, booked_on=day(offset))
                for number, indicator, offset in told
            ]
            self.books.statement(batch_id, camt("08", *entries), "camt.053")
            again = self.books.statement(batch_id, camt("08", *entries), "camt.053")
            assert (again["paid"], again["failed"]) == (0, 0)

    @invariant()
    def nothing_is_broken(self) -> None:
        broken = {name: found for name, query in BREACHES.items() if (found := rows(query))}
        assert broken == {}


def test_payments_hold_whatever_happens(books):
    Payments.books = books

    run_state_machine_as_test(
        Payments,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
