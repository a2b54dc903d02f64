"""The whole way on the real worker: a file is uploaded, lands, is ranked, and becomes reports behind links.

And the same way with the host killed in the middle: every row once, every report ready.
"""

import csv
import io
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from decimal import Decimal
from pathlib import Path

import httpx
import openpyxl
import psutil
import pypdf
import pytest
from pydantic import SecretStr
from sqlalchemy import text

from local.demo import people
from local.demo.load import Loader, Upload
from local.demo.mappings import MAPPINGS
from local.demo.signing_in import SignIn
from local.hostprocess import HostProcess
from local.stack import HostOptions, Stack
from shared.accounts import service
from shared.permissions import Role
from shared.platform import clock, db
from shared.platform.blobs import BlobStore
from shared.platform.identity import SYSTEM

type Start = Callable[[], HostProcess]
type ClientOf = Callable[[HostProcess], httpx.Client]

PROJECT = Path(__file__).resolve().parents[1]
PASSWORD = "a password for one run"
INFLUENCERS = "ref,name,platform,followers,category,mail,partner,member since\r\n" + "".join(
    f"i{n},Influencer {n},instagram,{n}000,Home,i{n}@shop.example,yes,2024-01-01\r\n" for n in range(1, 9)
)
METRICS = "influencer,campaign,day,impressions,clicks,likes,comments,shares,saves,spend\r\n" + "".join(
    f"i{n},,{clock.now().date()},{n}0000,{n}000,1,1,1,1,{n}0.5{n}\r\n" for n in range(1, 9)
)
ORDER_HEADER = "order,product,customer,influencer,quantity,price,day,rating\r\n"


def orders(count: int) -> bytes:
    """Return order lines, every tenth of them taken back later, one with a quantity nobody can buy."""
    today = clock.now().date()
    lines = [
        f"D{n},p{n % 7},c{n % 50},i{1 + n % 8},{1 + n % 3},{1 + n % 90}.{n % 100:02d},{today},\r\n"
        for n in range(count)
    ]
    back = [
        f"C{n},p{n % 7},c{n % 50},i{1 + n % 8},-1,{1 + n % 90}.{n % 100:02d},{today},\r\n" for n in range(0, count, 10)
    ]
    return (ORDER_HEADER + "".join(lines) + "".join(back) + f"D-bad,p1,c1,i1,many,1.00,{today},\r\n").encode()


def lenient(mapping: dict[str, object]) -> dict[str, object]:
    """The demo's mapping of orders, but products and customers may be new."""
    fields = dict(mapping["fields"])  # type: ignore[call-overload]
    fields |= {"product": "product", "customer": "customer"}
    return mapping | {"fields": fields}


def upload(name: str, content: bytes) -> Upload:
    mapping = lenient(MAPPINGS[name]) if name == "orders" else MAPPINGS[name]
    return Upload(f"shop-{name}", f"{name}.csv", lambda: content, "shop", mapping)


@pytest.fixture
def start_app(
    stack: Stack, app_settings: dict[str, str], database: None, blob_store: BlobStore
) -> Iterator[Callable[[], HostProcess]]:
    running: list[HostProcess] = []

    def start() -> HostProcess:
        env = app_settings | {"AzureFunctionsWebHost__hostid": "whole-way", "LOCAL_HOST_MESSAGE_LEASE": "2"}
        running.append(stack.start_host(HostOptions(app=PROJECT, env=env, name="whole-way")))
        return running[-1]

    yield start
    for host in running:
        if host.child.alive:
            stack.stop_host(host)


def kill(stack: Stack, host: HostProcess) -> None:
    """As a power cut would: the host and its workers at once."""
    parent = psutil.Process(host.child.pid)
    family = [parent, *parent.children(recursive=True)]
    for process in family:
        process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, 5)
    stack.stop_host(host)


@pytest.fixture
def sign_in() -> Iterator[ClientOf]:
    """Called with a host: a client of its API that is an admin, signed in with both factors."""
    admin = {"mail": "admin@shop.example", "password": PASSWORD}
    with ExitStack() as clients:

        def client_of(host: HostProcess) -> httpx.Client:
            if "totp_secret" not in admin:
                admin["totp_secret"] = make_admin(admin["mail"])
            auth = SignIn(host.url, admin)
            return clients.enter_context(httpx.Client(base_url=f"{host.url}/api/", timeout=30, auth=auth))

        yield client_of


def make_admin(mail: str) -> str:
    """Return the secret of the new admin's second factor."""
    with db.transaction() as session:
        user = service.create_user(
            session, SYSTEM, user_mail=mail, user_name="Admin", user_role=Role.ADMIN, password=SecretStr(PASSWORD)
        )
        return people.with_second_factor(session, user)


def ready_report(client: httpx.Client, report_id: str, seconds: float = 60) -> bytes:
    deadline = time.monotonic() + seconds
    while (report := client.get(f"reports/{report_id}").json())["state"] not in {"ready", "failed"}:
        assert time.monotonic() < deadline, report
        time.sleep(0.05)
    assert report["state"] == "ready", report
    return httpx.get(report["download_url"]).content


def ask(client: httpx.Client, file_format: str) -> str:
    body = {"kind": "ranking", "format": file_format, "filters": {"window": "all", "by": "net_revenue"}}
    return str(client.post("reports", json=body).json()["report_id"])


def net_by_sql() -> dict[str, Decimal]:
    with db.transaction() as session:
        rows = session.execute(
            text("""
            SELECT influencer_name, sum((quantity - returned_quantity) * unit_price)
            FROM bought_by JOIN influencers ON influencer_id = channel
            WHERE bought_by.status <> 'cancelled' GROUP BY influencer_name
            """)
        )
        return {row[0]: row[1] for row in rows}


def facts() -> tuple[int, int, int]:
    statement = "SELECT count(*), sum(quantity), sum(returned_quantity) FROM bought_by"
    with db.transaction() as session:
        count, quantity, returned = session.execute(text(statement)).one()
        return count, quantity, returned


def test_from_files_to_reports_with_the_same_numbers_everywhere(start_app: Start, sign_in: ClientOf):
    client = sign_in(start_app())
    loader = Loader(client)
    for target, content in (("influencers", INFLUENCERS.encode()), ("metrics", METRICS.encode())):
        assert loader.load(upload(target, content), lambda _: None).inserted == 8
    landed = loader.load(upload("orders", orders(2_000)), lambda _: None)
    assert (landed.read, landed.rejected) == (2_201, 1)
    again = loader.load(upload("orders", orders(2_000)), lambda _: None)
    assert (again.read, again.inserted, again.updated, again.unchanged, again.rejected) == (2_201, 0, 0, 2_200, 1)

    ranking = client.get("rankings", params={"by": "net_revenue", "window": "all"}).json()["items"]
    files = {kind: ready_report(client, ask(client, kind)) for kind in ("xlsx", "pdf", "csv")}

    expected = net_by_sql()
    assert len(expected) == 8
    assert {item["influencer_name"]: Decimal(item["metrics"]["net_revenue"]) for item in ranking} == expected
    table = csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")))
    assert {row["influencer_name"]: Decimal(row["net_revenue"]) for row in table} == expected
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"])).worksheets[0]
    header = [str(cell.value) for cell in sheet[1]]
    name, net = header.index("Influencer"), next(i for i, label in enumerate(header) if label.startswith("Net revenue"))
    cells = list(sheet.iter_rows(min_row=2, max_row=9, values_only=True))
    assert {row[name]: Decimal(str(row[net])).quantize(Decimal("0.01")) for row in cells} == expected
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    assert [shown for value in expected.values() if (shown := f"{value:,.2f}") not in pages] == [], pages


def test_a_host_killed_in_the_middle_of_an_import_lands_every_row_once(
    stack: Stack, start_app: Start, sign_in: ClientOf
):
    host = start_app()
    client = sign_in(host)
    loader = Loader(client)
    loader.load(upload("influencers", INFLUENCERS.encode()), lambda _: None)
    run_id = loader.begin(upload("orders", orders(30_000)))
    while client.get(f"imports/runs/{run_id}").json()["state"] != "running":
        time.sleep(0.005)
    kill(stack, host)
    count, _, _ = facts()
    assert count == 0, "the import was over before the kill"

    host = start_app()
    host.fire("resume_imports")
    landed = Loader(sign_in(host)).wait(run_id, lambda _: None)

    assert (landed.read, landed.inserted, landed.rejected) == (33_001, 33_000, 1)
    assert facts() == (30_000, sum(1 + n % 3 for n in range(30_000)), 3_000)


def test_a_host_killed_in_the_middle_of_a_rendering_still_delivers(stack: Stack, start_app: Start, sign_in: ClientOf):
    host = start_app()
    client = sign_in(host)
    report_ids = [ask(client, kind) for kind in ("pdf", "xlsx", "csv")]
    while client.get(f"reports/{report_ids[0]}").json()["state"] == "queued":
        time.sleep(0.005)
    kill(stack, host)

    client = sign_in(start_app())

    for report_id in report_ids:
        assert ready_report(client, report_id)
