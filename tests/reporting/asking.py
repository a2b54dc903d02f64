"""Reports asked for and fetched as a client does, rendered by the blob trigger as the host does."""

import csv
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import azure.functions as func
import httpx
import openpyxl

from tests.client import Client, Reply, functions


class RequestBlob(func.InputStream):
    def __init__(self, name: str) -> None:
        self._blob = name

    @property
    def name(self) -> str:
        return self._blob


def deliver(report_id: str) -> None:
    """Call the blob trigger as the host does."""
    render = next(f.get_user_function() for f in functions() if f.get_function_name() == "render_report")
    render(blob=RequestBlob(f"report-requests/{report_id}.json"))


def ask(client: Client, **changes: object) -> Reply:
    return client.post("reports", {"kind": "ranking", "format": "csv", "filters": {"window": "all"}} | changes)


def made(client: Client, **asked: object) -> dict[str, Any]:
    """Return a report that was asked for and rendered, as the API shows it."""
    accepted = ask(client, **asked)
    assert accepted.status == 202, accepted.body
    deliver(accepted.json["report_id"])
    report: dict[str, Any] = client.get(f"reports/{accepted.json['report_id']}").json
    assert report["state"] == "ready", report
    return report


def file_of(client: Client, **asked: object) -> bytes:
    return httpx.get(made(client, **asked)["download_url"]).content


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def workbook(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def listed(client: Client, path: str, **filters: Any) -> Iterator[dict[str, Any]]:
    cursor: dict[str, str] = {}
    while True:
        page = client.get(path, None, limit=200, **filters, **cursor).json
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}


def cents(rows: list[dict[str, str]], column: str) -> Decimal:
    return sum((Decimal(row[column] or 0) for row in rows), Decimal(0))
