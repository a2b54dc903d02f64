"""The host's own corner of the storage account: leases, timer states and receipts."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.storage.blob import BlobLeaseClient, BlobServiceClient, ContainerClient

log = logging.getLogger("local.host")

CONTAINER = "azure-webjobs-hosts"
LEASE_SECONDS = 15
RENEW_SECONDS = 5
ASK_AGAIN_SECONDS = 1


def host_container(connection: str) -> ContainerClient:
    container = BlobServiceClient.from_connection_string(connection).get_container_client(CONTAINER)
    with suppress(ResourceExistsError):
        container.create_container()
    return container


def read_json(container: ContainerClient, name: str) -> dict[str, Any]:
    try:
        content = json.loads(container.download_blob(name).readall())
    except (ResourceNotFoundError, json.JSONDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


def write_json(container: ContainerClient, name: str, value: dict[str, Any]) -> None:
    container.upload_blob(name, json.dumps(value), overwrite=True)


class Primacy:
    """Which of several processes runs the timers and looks for new blobs: the holder of a blob lease.

    The id of the lease is this worker's own and the same in each of its lives: after a crash it has its lease back
    at once, where another would wait until it runs out.
    """

    def __init__(self, container: ContainerClient, host_id: str, lease_id: str) -> None:
        self._blob = container.get_blob_client(f"locks/{host_id}/host")
        self._lease = BlobLeaseClient(self._blob, lease_id=lease_id)

    async def run(self, work: Callable[[], Awaitable[None]], finish: Callable[[], Awaitable[None]]) -> None:
        """Work for as long as this process holds the lease; try again for ever.

        Cancelled, it begins nothing new, waits for `finish`, and only then lets others have the lease.
        """
        while True:
            while not await asyncio.to_thread(self._acquire):  # noqa: ASYNC110  # nobody here knows when it gets free
                await asyncio.sleep(ASK_AGAIN_SECONDS)
            working = asyncio.ensure_future(work())
            keeping = asyncio.ensure_future(self._keep())
            try:
                await asyncio.wait({working, keeping}, return_when=asyncio.FIRST_COMPLETED)
                _report(working, keeping)
            finally:
                working.cancel()
                keeping.cancel()
                await finish()
                await asyncio.to_thread(self._release)

    def _acquire(self) -> bool:
        try:
            with suppress(ResourceExistsError):
                self._blob.upload_blob(b"", overwrite=False)
            self._lease.acquire(lease_duration=LEASE_SECONDS)
        except AzureError:
            return False
        return True

    async def _keep(self) -> None:
        while True:
            await asyncio.to_thread(self._lease.renew)
            await asyncio.sleep(RENEW_SECONDS)

    def _release(self) -> None:
        with suppress(AzureError):
            self._lease.release()


def _report(*tasks: asyncio.Future[None]) -> None:
    for task in tasks:
        if task.done() and not task.cancelled() and (problem := task.exception()):
            log.warning("Timers and blob watching begin again after: %r", problem)
