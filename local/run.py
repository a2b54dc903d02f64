"""`make run`: everything on this machine, the demo loaded, reports rendered, and then it goes on serving."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from local import appsettings, browsers, dashboard
from local.demo import arrange, finance, people
from local.demo.load import DemoError, Loader, Outcome, Upload, demo_shop, demo_uploads, real_uploads
from local.demo.signing_in import SignIn
from local.errors import StackError
from local.served import DEMO
from local.stack import DEFAULT_HTTP_PORT, HostOptions, HostProcess, Stack
from migrations import run as migrations
from shared.platform import clock, db, job_runs
from shared.platform.blobs import CONTAINERS, blob_store

PROJECT = Path(__file__).resolve().parents[1]
STATE = PROJECT / ".local"
SETTINGS = PROJECT / "local.settings.json"
REAL_DATA = PROJECT.parent / "shared" / "data"
WINDOW = "365d"
COMPUTED = (
    *("fold_channel_sales", "fold_product_sales", "recompute_rankings", "measure_influencers"),
    *("recompute_profitability", "check_books"),
)
HIGHEST_PORT, MOST_WORKERS = 65_535, 64
LONGEST_REPORT_SECONDS = LONGEST_JOB_SECONDS = 120

console = Console(highlight=False)


def main() -> int:
    # A shell starts its background jobs with SIGINT ignored; both signals are to stop us all the same.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    try:
        port, workers = number_asked("PORT", DEFAULT_HTTP_PORT, HIGHEST_PORT), number_asked("WORKERS", 1, MOST_WORKERS)
        with started() as stack:
            return serve(stack, port, workers)
    except KeyboardInterrupt:
        console.print("Stopped.")
        return 0
    except (StackError, DemoError) as problem:
        console.print(f"[red]{problem}[/]")
        return 1


@contextmanager
def started() -> Iterator[Stack]:
    stack = Stack(STATE)
    with step("Starting PostgreSQL, blob storage and the mail catcher"):
        stack.start()
    try:
        yield stack
    finally:
        stack.stop()


def serve(stack: Stack, port: int, workers: int) -> int:
    stack.require_port(port)  # now, and not after the minutes that the dashboard takes
    base_url = f"http://127.0.0.1:{port}"
    with step("Bringing the database to the newest revision"):
        os.environ.update(configure(stack, base_url))
        migrations.upgrade(os.environ["DATABASE_URL"])
        prepare_storage(stack, base_url)
    with step("Building the dashboard"):
        static = dashboard.build()
    with step("Starting the Functions host"):
        host = stack.start_host(HostOptions(app=PROJECT, settings=SETTINGS, port=port, workers=workers, static=static))
    demo = people.ensure(DEMO, base_url, clock.today())
    with signed_in(base_url, demo) as client:
        load_everything(client, host, date.fromisoformat(demo["last_day"]))
        with step("Computing rankings and profitability, checking the books"):
            compute(host)
        links = {kind: render(client, kind) for kind in ("xlsx", "pdf", "csv")}
        show(client, links, demo)
    console.print(f"\nServing on [bold]{base_url}[/]. Ctrl-C stops everything.")
    code = stack.run_until_stopped(lambda line: console.print(f"[red]{line}[/]"))
    console.print("Stopped.")
    return code


def number_asked(name: str, otherwise: int, most: int) -> int:
    """Return a number from the environment, 1 to `most`.

    Raises:
        StackError: it is none.
    """
    written = os.environ.get(name) or str(otherwise)
    if not (written.isascii() and written.isdigit() and 1 <= int(written) <= most):
        raise StackError(f"{name}={written} is no whole number from 1 to {most}.")
    return int(written)


@contextmanager
def step(title: str) -> Iterator[None]:
    """Show what is being done, and how long it took."""
    began = time.monotonic()
    with console.status(title):
        yield
    console.print(f"[green]✓[/] {title} [dim]{time.monotonic() - began:.1f} s[/]")


def configure(stack: Stack, base_url: str) -> dict[str, str]:
    stack.postgres.create_database("app")
    return appsettings.write(
        SETTINGS,
        database_url=stack.postgres.uri("app"),
        storage=stack.storage_connection_string,
        smtp_port=stack.smtp_port,
        base_url=base_url,
    )


def prepare_storage(stack: Stack, base_url: str) -> None:
    for container in CONTAINERS:
        blob_store().ensure_container(container)
    browsers.let_upload(stack.storage_connection_string, browsers.origins(base_url, SETTINGS))


def signed_in(base_url: str, demo: dict[str, Any]) -> httpx.Client:
    """Return a client that is the demo's admin for as long as it takes."""
    admin = next(user for user in demo["users"] if user["role"] == "admin")
    return httpx.Client(base_url=f"{base_url}/api/", timeout=60, auth=SignIn(base_url, admin))


def load_everything(client: httpx.Client, host: HostProcess, last_day: date) -> None:
    loader = Loader(client)
    resume(loader, host)
    uploads = [*demo_uploads(last_day), *real_uploads(REAL_DATA)]
    if not REAL_DATA.is_dir():
        console.print(f"[yellow]Only the generated data are loaded: there are no real files in {REAL_DATA}.[/]")
    todo = [upload for upload in uploads if not loader.already_read(upload)]
    outcomes = [load(loader, upload) for upload in todo]
    if outcomes:
        show_outcomes(outcomes)
    else:
        console.print("[green]✓[/] The demo is loaded already")
    with step("Agreeing terms and paying the demo's influencers"):
        with db.transaction() as session:
            if not arrange.is_arranged(session):
                arrange.arrange(session, demo_shop(last_day), last_day=last_day, today=clock.today())
        finance.pay(last_day)


def resume(loader: Loader, host: HostProcess) -> None:
    """Imports that a crash cut off go on; uploads that never came stay waiting."""
    interrupted = [run for run in loader.unfinished() if run["state"] == "running"]
    if not interrupted:
        return
    host.fire("resume_imports")
    host.fire("rescue_reports")
    for run in interrupted:
        with bar(f"Going on with {run['file_name']}") as progress:
            loader.wait(run["run_id"], progress)


def load(loader: Loader, upload: Upload) -> Outcome:
    with bar(f"Importing {upload.file_name}") as progress:
        return loader.load(upload, progress)


@contextmanager
def bar(title: str) -> Iterator[Any]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=1.0)
        yield lambda done: progress.update(task, completed=done)


def show_outcomes(outcomes: list[Outcome]) -> None:
    table = Table(title="Imported", title_justify="left", header_style="bold")
    table.add_column("file")
    for name in ("read", "inserted", "updated", "unchanged", "rejected"):
        table.add_column(name, justify="right")
    for one in outcomes:
        counts = (one.read, one.inserted, one.updated, one.unchanged, one.rejected)
        table.add_row(one.file_name, *(f"{count:,}" for count in counts))
    console.print(table)
    if any(one.rejected for one in outcomes):
        console.print("[dim]Rejected rows, each with its reason: GET /api/imports/runs/RUN_ID/rejects[/]")


def compute(host: HostProcess) -> None:
    """Fire the timers' functions by hand and wait for their records."""
    for function in COMPUTED:
        began = datetime.now(UTC)
        host.fire(function)
        if not wait_for_job(function, began):
            raise DemoError(f"{function} did not end well; see .local/logs/host.log.")


def wait_for_job(name: str, began: datetime) -> bool:
    deadline = time.monotonic() + LONGEST_JOB_SECONDS
    while time.monotonic() < deadline:
        with db.transaction() as session:
            outcome = job_runs.outcome_since(session, name, began)
        if outcome is not None:
            return outcome in {"done", "skipped"}
        time.sleep(0.1)
    return False


def render(client: httpx.Client, file_format: str) -> str:
    """Ask for a report as any client does, wait until it is ready, and return its link."""
    with step(f"Rendering the ranking as {file_format}"):
        asked = {"kind": "ranking", "format": file_format, "filters": {"window": WINDOW, "by": "roi"}}
        accepted = client.post("reports", json=asked).raise_for_status()
        deadline = time.monotonic() + LONGEST_REPORT_SECONDS
        while time.monotonic() < deadline:
            report = client.get(f"reports/{accepted.json()['report_id']}").raise_for_status().json()
            if report["state"] == "ready":
                return str(report["download_url"])
            if report["state"] == "failed":
                raise DemoError(f"The {file_format} report failed: {report['error']}")
            time.sleep(0.1)
    raise DemoError(f"The {file_format} report was not ready in time; see .local/logs/host.log.")


def show(client: httpx.Client, links: dict[str, str], demo: dict[str, Any]) -> None:
    ranking = client.get("rankings", params={"by": "roi", "window": WINDOW, "limit": 10}).raise_for_status().json()
    table = Table(title=f"Top ten by ROI, {WINDOW} to {ranking['as_of']}", title_justify="left", header_style="bold")
    for name, justify in (("#", "right"), ("influencer", "left"), ("net revenue", "right"), ("cost", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]  # rich's literal
    table.add_column("ROI", justify="right")
    for item in ranking["items"]:
        metrics, roi = item["metrics"], item["roi"]["value"]
        shown = "n/a" if roi is None else f"{roi:+.0%}"
        name, position = item["influencer_name"], str(item["position"])
        table.add_row(position, name, metrics["net_revenue"], metrics["cost"], shown)
    console.print(table)
    console.print(f"\nMails, to be read: {(STATE / 'mail').relative_to(PROJECT)}/*.txt")
    console.print("Reports, for 15 minutes:")
    for kind, link in links.items():
        console.print(f"  {kind:5}{link}", soft_wrap=True)
    console.print(f"\nSign in with one of these (also in {DEMO.relative_to(PROJECT)}):")
    for user in demo["users"]:
        shown = f"  {user['role']:19}{user['mail']:32}{user['password']:34}{user.get('totp_secret', '')}"
        console.print(shown.rstrip(), soft_wrap=True)
    if any("totp_secret" in user for user in demo["users"]):
        console.print("[dim]The last column is for an authenticator app: the secret of the second factor.[/]")


if __name__ == "__main__":
    sys.exit(main())
