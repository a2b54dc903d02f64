"""Blob storage: uploads, receipts, requests and reports. Links are short-lived capabilities for one blob."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

from shared.platform import clock
from shared.platform.config import settings
from shared.platform.errors import Unavailable

if TYPE_CHECKING:
    from azure.storage.blob import BlobClient, BlobServiceClient

CONTAINERS = ("imports", "import-rejects", "receipts", "report-requests", "reports")
LINK_LIFETIME = timedelta(minutes=15)
# Streams are read in pieces of this size, so that memory stays bounded however large the blob.
PIECE = 4 * 1024 * 1024
# Somebody waits for the answer: the SDK by itself would try for a minute and a half. What a job could not do, it does
# at its next run.
TRIES_MORE, PAUSE_SECONDS = 2, 1
CONNECT_SECONDS, ANSWER_SECONDS = 5, 20

SERVER_ERROR = HTTPStatus.INTERNAL_SERVER_ERROR

log = logging.getLogger(__name__)


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True)
class BlobProperties:
    name: str
    etag: str
    size: int


@dataclass(frozen=True)
class Link:
    url: str
    expires_at: datetime


class BlobMissingError(LookupError):
    """There is no such blob (any more)."""


class StorageUnavailable(Unavailable):
    """Every method of the store may raise it."""

    code = "storage_unavailable"


class BlobStore:
    def __init__(self, service: "BlobServiceClient") -> None:
        self._service = service

    def containers(self) -> set[str]:
        """Return their names, asked for once and without patience: whoever wants to know whether there is an answer."""
        listed = self._service.list_containers(retry_total=0, connection_timeout=3, read_timeout=5)
        return {str(one.name) for one in listed}

    def ensure_container(self, container: str) -> None:
        from azure.core.exceptions import ResourceExistsError  # noqa: PLC0415 - slow to import

        with _answering(), suppress(ResourceExistsError):
            self._service.create_container(container)

    def upload(self, container: str, name: str, content: bytes | IO[bytes], content_type: str) -> None:
        """Write a blob whole; one of the same name is replaced."""
        from azure.storage.blob import ContentSettings  # noqa: PLC0415 - slow to import

        kind = ContentSettings(content_type=content_type)
        with _answering():
            self._blob(container, name).upload_blob(content, overwrite=True, content_settings=kind)

    def properties(self, container: str, name: str) -> BlobProperties:
        """Return name, ETag and size.

        Raises:
            BlobMissingError: there is no such blob.
        """
        with _answering(), _missing_is_ours(name):
            found = self._blob(container, name).get_blob_properties()
        return BlobProperties(name, found.etag.strip('"'), found.size)

    @contextmanager
    def open(self, container: str, name: str) -> Iterator[Readable]:
        """Open a blob for reading piece by piece; it fails if the blob is replaced meanwhile.

        Raises:
            BlobMissingError: there is no such blob.
        """
        with _answering():
            with _missing_is_ours(name):
                downloader = self._blob(container, name).download_blob()
            yield downloader

    @contextmanager
    def open_part(self, container: str, name: str, first: int, size: int) -> Iterator[Readable]:
        """Open so many bytes of a blob from the `first` one on, as `open` does the whole."""
        with _answering():
            with _missing_is_ours(name):
                downloader = self._blob(container, name).download_blob(offset=first, length=size)
            yield downloader

    def list(self, container: str, prefix: str = "") -> Iterator[BlobProperties]:
        with _answering():
            for found in self._service.get_container_client(container).list_blobs(name_starts_with=prefix):
                yield BlobProperties(found.name, found.etag.strip('"'), found.size)

    def delete(self, container: str, name: str) -> None:
        """Delete a blob; one that is gone already is no error."""
        from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - slow to import

        with _answering(), suppress(ResourceNotFoundError):
            self._blob(container, name).delete_blob()

    def download_link(self, container: str, name: str, file_name: str) -> Link:
        """Return a link that downloads this blob as `file_name`, without a token, for 15 minutes."""
        disposition = f"attachment; filename*=UTF-8''{quote(file_name)}"
        return self._link(container, name, permission="r", content_disposition=disposition)

    def upload_link(self, container: str, name: str) -> Link:
        """Return a link to which one file can be PUT, for 15 minutes."""
        return self._link(container, name, permission="cw", content_disposition=None)

    def _link(self, container: str, name: str, *, permission: str, content_disposition: str | None) -> Link:
        from azure.storage.blob import BlobSasPermissions, generate_blob_sas  # noqa: PLC0415 - slow to import

        blob = self._blob(container, name)
        # A clock a little behind ours must not refuse a fresh link.
        start, expires_at = clock.now() - timedelta(minutes=5), clock.now().replace(microsecond=0) + LINK_LIFETIME
        key = getattr(self._service.credential, "account_key", None)
        with _answering():
            delegated = None if key else self._service.get_user_delegation_key(start, expires_at)
        signature = generate_blob_sas(
            account_name=str(blob.account_name),
            container_name=container,
            blob_name=name,
            account_key=key,
            user_delegation_key=delegated,
            permission=BlobSasPermissions.from_string(permission),
            start=start,
            expiry=expires_at,
            content_disposition=content_disposition,
        )
        return Link(f"{blob.url}?{signature}", expires_at)

    def _blob(self, container: str, name: str) -> "BlobClient":
        return self._service.get_blob_client(container, name)


@contextmanager
def _answering() -> Iterator[None]:
    """Tell a storage that does not answer, which is worth another try, from one that says no."""
    from azure.core.exceptions import AzureError, HttpResponseError  # noqa: PLC0415 - slow to import

    try:
        yield
    except AzureError as failure:
        status = (failure.status_code if isinstance(failure, HttpResponseError) else None) or SERVER_ERROR
        if status < SERVER_ERROR and status != HTTPStatus.TOO_MANY_REQUESTS:
            raise
        log.warning("blob storage does not answer: %s", type(failure).__name__)
        raise StorageUnavailable("Blob storage does not answer; try again shortly.") from None


@contextmanager
def _missing_is_ours(name: str) -> Iterator[None]:
    from azure.core.exceptions import ResourceNotFoundError  # noqa: PLC0415 - slow to import

    try:
        yield
    except ResourceNotFoundError:
        raise BlobMissingError(name) from None


@cache
def blob_store() -> BlobStore:
    """Return the process's blob store: by connection string, or by the managed identity."""
    from azure.storage.blob import BlobServiceClient  # noqa: PLC0415 - slow to import

    if settings().storage:
        return BlobStore(BlobServiceClient.from_connection_string(settings().storage, **_options()))
    from shared.platform.azure_identity import credential  # noqa: PLC0415 - the same

    return BlobStore(BlobServiceClient(settings().storage_blob_uri, credential(), **_options()))


def _options() -> dict[str, Any]:
    from azure.storage.blob import LinearRetry  # noqa: PLC0415 - slow to import

    return {
        "max_single_get_size": PIECE,
        "max_chunk_get_size": PIECE,
        "connection_timeout": CONNECT_SECONDS,
        "read_timeout": ANSWER_SECONDS,
        "retry_policy": LinearRetry(backoff=PAUSE_SECONDS, retry_total=TRIES_MORE, random_jitter_range=PAUSE_SECONDS),
    }
