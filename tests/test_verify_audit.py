"""The command that verifies the audit log: what it prints and how it ends."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from shared.platform import db
from shared.platform.audit_chain import Head
from tests.platform.audit_rows import head, ids, recorded_and_sealed, run_job, tamper

pytestmark = pytest.mark.usefixtures("database")

ROOT = Path(__file__).parents[1]
FIGURES = "sealed    {}\nunsealed  {}\nhead      {}\nbreaches  {}\n"


def verify(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "commands.verify_audit", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_sound_log():
    recorded_and_sealed()

    done = verify("--expect", str(head()), EXPECT=f"{head()} {head()}")

    assert (done.returncode, done.stdout, done.stderr) == (0, FIGURES.format(10, 2, head(), 0), "")


def test_an_empty_log():
    done = verify()

    assert (done.returncode, done.stdout) == (0, FIGURES.format(0, 0, Head(), 0))


def test_a_breached_log():
    recorded_and_sealed()
    (third,) = ids("SELECT audit_id FROM audit_seals WHERE position = 3")
    tamper(f"UPDATE audit_log SET action = 'x' WHERE audit_id = {third}")

    done = verify()

    told = f"BREACH    audit_id {third}: changed after it was sealed at position 3, or its seal was\n"
    assert (done.returncode, done.stdout) == (1, told + FIGURES.format(10, 2, head(), 1))


@pytest.mark.parametrize("by_option", [True, False])
def test_a_chain_without_the_expected_heads(by_option):
    recorded_and_sealed()
    wrong, beyond = f"5:{'ab' * 32}", f"99:{'cd' * 32}"
    heads = [str(head()), wrong, beyond]

    done = (
        verify(*(part for each in heads for part in ("--expect", each)))
        if by_option
        else verify(EXPECT=" ".join(heads))
    )

    assert done.returncode == 1
    assert done.stdout.splitlines()[:-4] == [
        f"BREACH    position 5: the chain does not contain {wrong}; it was cut off or made anew",
        f"BREACH    position 99: the chain does not contain {beyond}; it was cut off or made anew",
    ]


@pytest.mark.parametrize("heads", ["5", "x:y", "5:abcd"])
def test_what_is_no_head(heads: str):
    done = verify(EXPECT=heads)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{heads!r}" in done.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"DATABASE_URL": "postgresql://app:hidden@127.0.0.1:9/app"}, "The database does not answer: "),
        ({"CURRENCY": "x"}, "Cannot start: CURRENCY is not an ISO 4217 code such as EUR."),
    ],
)
def test_without_database_or_settings(environment: dict[str, str], said: str):
    done = verify(**environment)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1
    assert "hidden" not in done.stderr


def test_a_database_without_the_tables(stack):
    stack.postgres.create_database("bare")

    done = verify(DATABASE_URL=stack.postgres.uri("bare"))

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert 'The audit log cannot be read: relation "audit_seals" does not exist' in done.stderr


def test_a_hundred_thousand_rows_in_bounded_memory():
    with db.connection() as connection:
        connection.execute(
            text("""
            INSERT INTO audit_log (actor_id, action, entity, entity_id, changes, request_id, address, agent)
            SELECT n % 50, 'thing.changed', 'things', n, jsonb_build_object('size', jsonb_build_array(n, n + 1)),
                md5(n::text), '192.0.2.1', 'agent/1.0'
            FROM generate_series(1, 100000) AS n""")
        )
    run_job()
    # A child begins with what its parent takes, so it is not a child of this process.
    code = (
        "import resource, subprocess, sys; "
        "code = subprocess.run([sys.executable, '-m', 'commands.verify_audit'], check=False).returncode; "
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)); sys.exit(code)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, FIGURES.format(100_000, 0, head(), 0))
    assert int(done.stderr) < 120_000, "KiB, of which Python and SQLAlchemy take 60,000"
