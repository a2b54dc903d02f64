"""Finds new and changed blobs and puts a message for each into the host's queue.

First the message, then the receipt: a crash in between sends a message twice, as Azure may, and never loses one.
"""

import asyncio
import logging
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from azure.core.exceptions import ResourceNotFoundError
from azure.storage.blob import BlobServiceClient, ContainerClient

from local.host.listing import Listed, list_blobs
from local.host.messages import BlobMessage, BlobQueue
from local.host.model import Function, StartError, resolve

log = logging.getLogger("local.host")

LOOK_SECONDS = 0.5
# A long listing is done less often, so that looking takes a third of the time at most.
REST_FACTOR = 2
FORGET_AT_ONCE = 1000


@dataclass(frozen=True)
class BlobPath:
    """A trigger's path: `uploads/{name}`, `uploads/{job}/{file}.csv`, or a container alone."""

    container: str
    prefix: str
    pattern: re.Pattern[str]

    def match(self, name: str) -> dict[str, str] | None:
        found = self.pattern.fullmatch(name)
        return found.groupdict() if found else None


def parse_path(path: str, function: str) -> BlobPath:
    container, _, blob = path.strip("/").partition("/")
    if "{" in container or not container:
        raise StartError(f"Function {function}: the path {path!r} has to begin with the name of a container.")
    pieces = re.split(r"\{(\w+)\}", blob or "{name}")
    names = pieces[1::2]
    if len(set(names)) < len(names):
        raise StartError(f"Function {function}: the path {path!r} uses a name twice.")
    pattern = re.escape(pieces[0])
    for name, literal in zip(names, pieces[2::2], strict=True):
        # Only the last one may reach across slashes.
        pattern += f"(?P<{name}>{'.+' if name == names[-1] else '[^/]+?'}){re.escape(literal)}"
    return BlobPath(container, pieces[0], re.compile(pattern))


@dataclass(frozen=True)
class BlobTrigger:
    function: Function
    path: BlobPath
    service: BlobServiceClient

    @classmethod
    def of(cls, function: Function, connection: str) -> "BlobTrigger":
        path = parse_path(resolve(str(function.trigger["path"]), function.name), function.name)
        return cls(function, path, BlobServiceClient.from_connection_string(connection))


class BlobWatcher:
    """Looks into the watched containers again and again."""

    def __init__(
        self, triggers: Sequence[BlobTrigger], queue: BlobQueue, receipts: ContainerClient, host_id: str
    ) -> None:
        self._triggers = triggers
        self._queue = queue
        self._receipts = receipts
        self._folder = f"blobreceipts/{host_id}/"
        self._known: set[str] = set()
        self._groups: dict[tuple[str, str], list[BlobTrigger]] = defaultdict(list)
        for trigger in triggers:
            self._groups[trigger.path.container, trigger.path.prefix].append(trigger)

    async def run(self) -> None:
        """For as long as this process is the one that looks."""
        if not self._triggers:
            await asyncio.Event().wait()
        # Others may have looked in the meantime.
        self._known = await asyncio.to_thread(self._load)
        await asyncio.to_thread(self._forget, await asyncio.to_thread(self._look))
        while True:
            began = time.monotonic()
            gone = await asyncio.to_thread(self._look)
            self._known -= gone
            await asyncio.sleep(max(LOOK_SECONDS, REST_FACTOR * (time.monotonic() - began)))

    def _load(self) -> set[str]:
        return set(self._receipts.list_blob_names(name_starts_with=self._folder))

    def _look(self) -> set[str]:
        """Send a message for everything new; the receipts of what is no longer there."""
        seen = set()
        for trigger, blob in self._matching():
            receipt = self._receipt(trigger, blob)
            seen.add(receipt)
            if receipt not in self._known:
                self._queue.put(_message(trigger, blob))
                self._receipts.upload_blob(receipt, b"", overwrite=True)
                self._known.add(receipt)
        return self._known - seen

    def _matching(self) -> Iterator[tuple[BlobTrigger, Listed]]:
        for (container, prefix), triggers in self._groups.items():
            for blob in list_blobs(triggers[0].service, container, prefix):
                for trigger in triggers:
                    if trigger.path.match(blob.name) is not None:
                        yield trigger, blob

    def _receipt(self, trigger: BlobTrigger, blob: Listed) -> str:
        return f"{self._folder}{trigger.function.name}/{blob.etag}/{trigger.path.container}/{blob.name}"

    def _forget(self, gone: Iterable[str]) -> None:
        for receipt in list(gone)[:FORGET_AT_ONCE]:
            with suppress(ResourceNotFoundError):
                self._receipts.delete_blob(receipt)
            self._known.discard(receipt)


def _message(trigger: BlobTrigger, blob: Listed) -> BlobMessage:
    return BlobMessage(
        FunctionId=f"Host.Functions.{trigger.function.name}",
        BlobType=blob.kind,
        ContainerName=trigger.path.container,
        BlobName=blob.name,
        ETag=f'"{blob.etag}"',
    )
