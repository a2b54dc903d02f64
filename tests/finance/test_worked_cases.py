"""Every worked case, computed by the application on a real database."""

import pytest

from tests.finance.playing import Player
from tests.finance.worked_cases import CASES
from tests.finance.worked_cases.steps import Case, Computed
from tests.sales.shop import rows

LINES = "SELECT line_id, amount, payment_id FROM payment_lines ORDER BY line_id"


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_paid_and_what_stays_open_is_as_worked_out_by_hand(case: Case):
    player = Player()
    for step in case.steps:
        player.play(step)

    lines = rows(LINES)
    player.play(case.steps[-1])

    assert player.came.pop() == ((), player.came[-1][1])  # again, it finds nothing to do
    assert rows(LINES) == lines
    assert player.came == [(step.pays, step.leaves) for step in case.steps if isinstance(step, Computed)]


def test_there_are_enough_cases_and_no_two_of_a_name():
    assert len({case.name for case in CASES}) == len(CASES) >= 60
