"""A page sends a file straight to blob storage; a page of a stranger does not."""

import json

import httpx
import pytest
from azure.storage.blob import BlobServiceClient

from local import browsers
from shared.platform.blobs import BlobStore

DASHBOARD, STRANGER = "http://127.0.0.1:7071", "http://evil.example"
ASKED = {"Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "x-ms-blob-type,content-type"}


@pytest.fixture
def link(stack):
    """Where a file can be PUT, with the rules that let the dashboard do so; taken back for the other tests."""
    store = BlobStore(service := BlobServiceClient.from_connection_string(stack.storage_connection_string))
    store.ensure_container("imports")
    browsers.let_upload(stack.storage_connection_string, [DASHBOARD])
    yield store.upload_link("imports", "by-browser.csv").url
    service.set_service_properties(cors=[])
    store.delete("imports", "by-browser.csv")


def test_the_dashboard_sends_a_file_and_reads_the_answer(link):
    asked = httpx.options(link, headers={"Origin": DASHBOARD, **ASKED})
    sent = httpx.put(link, content=b"a,b\n", headers={"Origin": DASHBOARD, "x-ms-blob-type": "BlockBlob"})

    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (200, DASHBOARD)
    assert {"x-ms-blob-type", "content-type"} <= set(asked.headers["access-control-allow-headers"].split(","))
    assert (sent.status_code, sent.headers["access-control-allow-origin"]) == (201, DASHBOARD)


@pytest.mark.parametrize(
    ("origin", "method"), [(STRANGER, "PUT"), (DASHBOARD, "DELETE"), ("http://127.0.0.1:7072", "PUT")]
)
def test_others_and_other_verbs_are_refused(link, origin, method):
    asked = httpx.options(link, headers=ASKED | {"Origin": origin, "Access-Control-Request-Method": method})

    assert asked.status_code == 403


def test_the_origins_are_our_own_and_those_the_api_lets_in(tmp_path):
    settings = tmp_path / "local.settings.json"
    settings.write_text(json.dumps({"Host": {"CORS": "http://localhost:5173"}}))

    found = browsers.origins(DASHBOARD, settings)

    assert found == ["http://127.0.0.1:7071", "http://localhost:5173", "http://localhost:7071"]
