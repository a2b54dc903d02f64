"""A source of influencers, delivered well or badly."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any

from shared.imports import jobs
from shared.imports.storage import Blobs
from shared.platform.blobs import BlobProperties, BlobStore, Readable
from tests.imports.conftest import Shop, csv_of

LIST: dict[str, Any] = {"target": "influencers", "fields": {"external_ref": "ref", "category": "category"}}


CONTENT = csv_of("ref,category", "i1,Beauty", "i2,Sport", "i3," + "x" * 101)


class Broken:
    """Blob storage whose files end in a failure of the network, `times` times."""

    def __init__(self, store: BlobStore, times: int = 1) -> None:
        self._store = store
        self.times = times

    def properties(self, container: str, name: str) -> BlobProperties:
        return self._store.properties(container, name)

    def upload(self, container: str, name: str, content: bytes | IO[bytes], content_type: str) -> None:
        self._store.upload(container, name, content, content_type)

    def list(self, container: str, prefix: str = "") -> Iterator[BlobProperties]:
        return self._store.list(container, prefix)

    def delete(self, container: str, name: str) -> None:
        self._store.delete(container, name)

    def open_part(self, container: str, name: str, first: int, size: int) -> AbstractContextManager[Readable]:
        return self._store.open_part(container, name, first, size)

    @contextmanager
    def open(self, container: str, name: str) -> Iterator[Any]:
        with self._store.open(container, name) as stream:
            yield self if self.times > 0 else stream
        self.times -= 1

    def read(self, _size: int = -1, /) -> bytes:
        self.times -= 1
        raise ConnectionError("the network went away")


def deliver(shop: Shop, name: str = "shop/file.csv", blobs: Blobs | None = None) -> int:
    run_id = jobs.import_blob(blobs or shop.blobs, f"imports/{name}")
    assert run_id is not None
    return run_id


def names(shop: Shop) -> list[str]:
    return [row[0] for row in shop.rows("SELECT external_ref FROM influencers ORDER BY 1")]
