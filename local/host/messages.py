"""The queue between finding a blob and running its function: up to five tries, then the poison queue."""

import asyncio
import json
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass

from azure.core.exceptions import AzureError, ResourceExistsError, ResourceNotFoundError
from azure.storage.queue import (
    QueueClient,
    QueueMessage,
    QueueServiceClient,
    TextBase64DecodePolicy,
    TextBase64EncodePolicy,
)

from local.host.model import HostSettings, span
from local.host.running import Running

log = logging.getLogger("local.host")

POISON_QUEUE = "webjobs-blobtrigger-poison"
IDLE_SECONDS = 0.5
# How long a message stays hidden after the death of the process that took it.
HIDDEN_SECONDS = int(os.environ.get("LOCAL_HOST_MESSAGE_LEASE", "30"))


@dataclass(frozen=True)
class BlobMessage:
    """The names are Azure's."""

    FunctionId: str
    BlobType: str
    ContainerName: str
    BlobName: str
    ETag: str
    Type: str = "BlobTrigger"


type Handle = Callable[[BlobMessage], Awaitable[bool]]


class BlobQueue:
    def __init__(self, connection: str, settings: HostSettings) -> None:
        self._service = QueueServiceClient.from_connection_string(connection)
        self._queue = self._open(f"azure-webjobs-blobtrigger-{settings.host_id}")
        self._poison = self._open(POISON_QUEUE)
        self._tries = int(settings.option("extensions", "blobs", "poisonBlobThreshold", default=5))
        self._at_once = int(settings.option("extensions", "blobs", "maxDegreeOfParallelism", default=4))
        pause = settings.option("extensions", "queues", "visibilityTimeout", default="00:00:00")
        self._pause = int(span(pause).total_seconds())
        self._copies = 2 if os.environ.get("LOCAL_HOST_DUPLICATE_BLOBS") == "1" else 1
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def _open(self, name: str) -> QueueClient:
        queue = self._service.get_queue_client(
            name, message_encode_policy=TextBase64EncodePolicy(), message_decode_policy=TextBase64DecodePolicy()
        )
        with suppress(ResourceExistsError):
            queue.create_queue()
        return queue

    def put(self, message: BlobMessage) -> None:
        """Called from a thread of the watcher's."""
        for _ in range(self._copies):
            self._queue.send_message(json.dumps(asdict(message)), time_to_live=-1)
        self._loop.call_soon_threadsafe(self._news.set)

    async def run(self, handle: Handle, running: Running) -> None:
        """Take messages, up to the limit at once. A cancel ends the taking, never a message's work."""
        free = asyncio.Semaphore(self._at_once)
        while True:
            await free.acquire()
            if not await running.shielded(self._begin_next(handle, running, free)):
                await self._idle()

    async def _begin_next(self, handle: Handle, running: Running, free: asyncio.Semaphore) -> bool:
        taken = await self._take()
        if taken is None:
            free.release()
            return False
        running.start(self._process(taken, handle)).add_done_callback(lambda _: free.release())
        return True

    async def _take(self) -> QueueMessage | None:
        try:
            return await asyncio.to_thread(self._queue.receive_message, visibility_timeout=HIDDEN_SECONDS)
        except AzureError as problem:
            log.warning("The blob queue does not answer: %s", problem)
            return None

    async def _idle(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), IDLE_SECONDS)
        self._news.clear()

    async def _process(self, taken: QueueMessage, handle: Handle) -> None:
        tries = taken.dequeue_count or 1
        try:
            message = await self._read(taken)
            if message is None:
                return
            # Beyond the limit it took its process with it each time.
            done = tries <= self._tries and await self._kept_hidden(taken, handle(message))
            await asyncio.to_thread(self._settle, taken, message, tries=tries, done=done)
            self._news.set()  # what failed may be there again
        except AzureError as problem:  # its lease runs out, then it comes again
            log.warning("A message could not be settled: %s", problem)

    async def _read(self, taken: QueueMessage) -> BlobMessage | None:
        """The message; one that nobody can read is of no use a second time and goes to the poison queue."""
        try:
            return BlobMessage(**json.loads(taken.content))
        except (ValueError, TypeError):
            log.error("A message that cannot be read: to the poison queue")  # noqa: TRY400  # no bug, no stack
            await asyncio.to_thread(self._poison.send_message, str(taken.content), time_to_live=-1)
            await asyncio.to_thread(self._queue.delete_message, taken)
            return None

    async def _kept_hidden(self, taken: QueueMessage, work: Awaitable[bool]) -> bool:
        """Renew the message's invisibility for as long as the work takes."""
        done = asyncio.Event()
        keeping = asyncio.ensure_future(self._keep_hidden(taken, done))
        try:
            return await work
        finally:
            # Not cancelled: a renewal under way changes the receipt that settling needs.
            done.set()
            await keeping

    async def _keep_hidden(self, taken: QueueMessage, done: asyncio.Event) -> None:
        while not done.is_set():
            try:
                await asyncio.wait_for(done.wait(), HIDDEN_SECONDS / 3)
            except TimeoutError:
                with suppress(AzureError):
                    await asyncio.to_thread(self._hide, taken, HIDDEN_SECONDS)

    def _hide(self, taken: QueueMessage, seconds: int) -> None:
        taken.pop_receipt = self._queue.update_message(taken, visibility_timeout=seconds).pop_receipt

    def _settle(self, taken: QueueMessage, message: BlobMessage, *, tries: int, done: bool) -> None:
        if not done and tries < self._tries:
            return self._hide(taken, self._pause)
        if not done:
            log.error("%s/%s failed %s times: to the poison queue", message.ContainerName, message.BlobName, tries)
            self._poison.send_message(json.dumps(asdict(message)), time_to_live=-1)
        with suppress(ResourceNotFoundError):
            self._queue.delete_message(taken)
        return None
