"""Hands a blob to its function."""

import asyncio
import json
import logging
from collections.abc import Mapping
from typing import Any

from azure.core import MatchConditions
from azure.core.exceptions import ResourceModifiedError, ResourceNotFoundError
from azure.storage.blob import BlobProperties
from azure_functions_runtime.bindings.datumdef import Datum

from local.host.blobs import BlobTrigger
from local.host.messages import BlobMessage
from local.host.outputs import Outputs
from local.host.worker import Worker

log = logging.getLogger("local.host")


class BlobDelivery:
    def __init__(self, worker: Worker, triggers: Mapping[str, BlobTrigger], outputs: Outputs) -> None:
        self._worker = worker
        self._triggers = triggers
        self._outputs = outputs

    async def handle(self, message: BlobMessage) -> bool:
        """Run the function of a message; True when the message is done with."""
        trigger = self._triggers.get(message.FunctionId.removeprefix("Host.Functions."))
        if trigger is None:
            log.warning("No function %s: the message of %s is dropped", message.FunctionId, message.BlobName)
            return True
        return await self.deliver(trigger, message.BlobName, message.ETag)

    async def deliver(self, trigger: BlobTrigger, name: str, etag: str | None = None) -> bool:
        """Run the function on a blob; True when done with, as is one gone or changed: that has its own message."""
        try:
            content, properties = await asyncio.to_thread(_download, trigger, name, etag)
        except (ResourceNotFoundError, ResourceModifiedError):
            log.info("%s: %s/%s is gone or changed", trigger.function.name, trigger.path.container, name)
            return True
        metadata = _metadata(trigger, name, properties)
        outcome = await self._worker.invoke(trigger.function, Datum(content, "bytes"), metadata)
        if outcome.ok:
            await asyncio.to_thread(self._outputs.write, trigger.function, outcome, metadata)
        return outcome.ok


def _download(trigger: BlobTrigger, name: str, etag: str | None) -> tuple[bytes, BlobProperties]:
    blob = trigger.service.get_blob_client(trigger.path.container, name)
    condition = MatchConditions.IfNotModified if etag else None
    stream = blob.download_blob(etag=etag, match_condition=condition)
    return stream.readall(), stream.properties


def _metadata(trigger: BlobTrigger, name: str, properties: BlobProperties) -> dict[str, Datum]:
    """The binding data of a blob trigger, under the names of the .NET host."""
    container = trigger.path.container
    facts: dict[str, Any] = {
        "ContentLength": properties.size,
        "ContentType": properties.content_settings.content_type,
        "ETag": properties.etag,
        "LastModified": properties.last_modified.isoformat() if properties.last_modified else None,
        "CreatedOn": properties.creation_time.isoformat() if properties.creation_time else None,
    }
    captured = {key: Datum(value, "string") for key, value in (trigger.path.match(name) or {}).items()}
    return captured | {
        "BlobTrigger": Datum(f"{container}/{name}", "string"),
        "Uri": Datum(json.dumps(trigger.service.get_blob_client(container, name).url), "json"),
        "Properties": Datum(json.dumps(facts), "json"),
        "Metadata": Datum(json.dumps(properties.metadata or {}), "json"),
    }
