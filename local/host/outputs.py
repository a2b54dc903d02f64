"""What functions put out beside their answer: blobs and queue messages."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from azure.core.exceptions import ResourceExistsError
from azure.storage.blob import BlobServiceClient
from azure.storage.queue import QueueServiceClient, TextBase64EncodePolicy

from local.host.model import Function, StartError, resolve
from local.host.worker import Outcome


def connection_of(binding: Mapping[str, Any], function: str) -> str:
    name = str(binding.get("connection") or "AzureWebJobsStorage")
    connection = os.environ.get(name) or os.environ.get(f"AzureWebJobs{name}")
    if not connection:
        raise StartError(f"Function {function}: the setting {name} is missing, its connection.")
    return connection


class Outputs:
    def write(self, function: Function, outcome: Outcome, metadata: Mapping[str, Any]) -> None:
        bindings = {one["name"]: one for one in function.outputs}
        values = dict(outcome.outputs)
        if "$return" in bindings and outcome.value is not None:
            values["$return"] = outcome.value
        for name, datum in values.items():
            if bindings[name]["type"] == "blob":
                _write_blob(function, bindings[name], datum.value, metadata)
            if bindings[name]["type"] == "queue":
                _write_queue(function, bindings[name], datum.value)


def _write_blob(function: Function, binding: Mapping[str, Any], content: Any, metadata: Mapping[str, Any]) -> None:
    path = resolve(str(binding["path"]), function.name)
    path = re.sub(r"\{(\w+)\}", lambda found: _placeholder(found[1], metadata), path)
    container_name, _, name = path.partition("/")
    service = BlobServiceClient.from_connection_string(connection_of(binding, function.name))
    container = service.get_container_client(container_name)
    with suppress(ResourceExistsError):
        container.create_container()
    container.upload_blob(name, content, overwrite=True)


def _write_queue(function: Function, binding: Mapping[str, Any], content: Any) -> None:
    service = QueueServiceClient.from_connection_string(connection_of(binding, function.name))
    name = resolve(str(binding["queueName"]), function.name)
    queue = service.get_queue_client(name, message_encode_policy=TextBase64EncodePolicy())
    with suppress(ResourceExistsError):
        queue.create_queue()
    queue.send_message(content if isinstance(content, str) else content.decode())


def _placeholder(name: str, metadata: Mapping[str, Any]) -> str:
    return uuid4().hex if name == "rand-guid" or name not in metadata else str(metadata[name].value)
