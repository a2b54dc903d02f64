"""Blobs and their links, on a real blob service."""

from datetime import timedelta

import httpx
import pytest

from shared.platform import blobs, clock
from shared.platform.blobs import BlobMissingError, BlobStore


def test_what_is_uploaded_can_be_read_piece_by_piece(blob_store: BlobStore):
    content = bytes(range(256)) * 40_000
    blob_store.upload("imports", "a/b.csv", content, "text/csv")

    with blob_store.open("imports", "a/b.csv") as stream:
        pieces = list(iter(lambda: stream.read(1_000_000), b""))

    assert b"".join(pieces) == content
    assert max(map(len, pieces)) == 1_000_000
    properties = blob_store.properties("imports", "a/b.csv")
    assert (properties.name, properties.size) == ("a/b.csv", len(content))
    assert [blob.etag for blob in blob_store.list("imports", "a/")] == [properties.etag]


def test_a_missing_blob_is_told_apart(blob_store: BlobStore):
    blob_store.delete("imports", "none")

    with pytest.raises(BlobMissingError):
        blob_store.properties("imports", "none")
    with pytest.raises(BlobMissingError), blob_store.open("imports", "none"):
        pass


def test_a_download_link_needs_no_token_and_names_the_file(blob_store: BlobStore):
    blob_store.upload("reports", "r/x.csv", b"a,b\r\n", "text/csv")
    blob_store.upload("reports", "r/y.csv", b"secret", "text/csv")
    link = blob_store.download_link("reports", "r/x.csv", "Übersicht 1.csv")

    answer = httpx.get(link.url)

    assert (answer.status_code, answer.content) == (200, b"a,b\r\n")
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%9Cbersicht%201.csv"
    assert timedelta(minutes=14) < link.expires_at - clock.now() <= timedelta(minutes=15)
    assert httpx.get(link.url.replace("x.csv", "y.csv")).status_code == 403
    assert httpx.put(link.url, content=b"z", headers={"x-ms-blob-type": "BlockBlob"}).status_code == 403
    assert httpx.get(link.url.partition("?")[0]).status_code in {401, 403, 404, 409}


def test_a_link_ends(blob_store: BlobStore, monkeypatch: pytest.MonkeyPatch):
    blob_store.upload("reports", "r/x.csv", b"a", "text/csv")
    monkeypatch.setattr(blobs, "LINK_LIFETIME", timedelta(seconds=-1))

    assert httpx.get(blob_store.download_link("reports", "r/x.csv", "x.csv").url).status_code == 403


def test_an_upload_link_takes_one_file_and_shows_nothing(blob_store: BlobStore):
    link = blob_store.upload_link("imports", "list/1/a.csv")

    assert httpx.put(link.url, content=b"a\n1\n", headers={"x-ms-blob-type": "BlockBlob"}).status_code == 201
    assert httpx.get(link.url).status_code == 403
    assert blob_store.properties("imports", "list/1/a.csv").size == 4
