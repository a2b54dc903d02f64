"""`python -m deploy.deployed`: after the code, the events of blobs; then a look whether everything answers.

The subscriptions need a key that the function app has only once it was deployed. Running it again changes nothing.
"""

import argparse
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from deploy.azure_cli import AzureCli, AzureError, complain
from deploy.environment import Environment, EnvironmentIncompleteError

# Function by the container whose blobs it is told of.
WATCHED = {"import_blob": "imports", "render_report": "report-requests"}
PATIENCE_SECONDS = 300
KEY = "blobs_extension"


class NotReadyError(Exception):
    """What was deployed does not answer as it should."""


def subscribe(azure: AzureCli, environment: Environment) -> None:
    """Let each function be told of the blobs that arrive in its container."""
    app = ("--name", environment.function_app, "--resource-group", environment.resource_group)
    keys = azure.ask("functionapp", "keys", "list", *app) or {"systemKeys": {KEY: "KEY"}}
    key = keys["systemKeys"].get(KEY)
    if key is None:
        raise AzureError(f"{environment.function_app} has no key {KEY} yet: its functions are not indexed.")
    for function, container in WATCHED.items():
        endpoint = (
            f"https://{environment.function_app}.azurewebsites.net/runtime/webhooks/blobs"
            f"?functionName=Host.Functions.{function}&code={key}"
        )
        azure.change(
            *("eventgrid", "system-topic", "event-subscription", "create"),
            *("--name", function.replace("_", "-"), "--resource-group", environment.resource_group),
            *("--system-topic-name", environment.event_topic, "--endpoint-type", "webhook", "--endpoint", endpoint),
            *("--included-event-types", "Microsoft.Storage.BlobCreated"),
            *("--subject-begins-with", f"/blobServices/default/containers/{container}/"),
            *("--max-delivery-attempts", "30", "--event-ttl", "1440"),
            secret=[endpoint],
        )


def look(address: str, patience: float = PATIENCE_SECONDS, sleep: Callable[[float], None] = time.sleep) -> None:
    """Ask `GET /api/ready` until it answers 200.

    Raises:
        NotReadyError: it does not in time; the message is the last answer.
    """
    deadline = time.monotonic() + patience
    while True:
        said = _answer(f"{address}/api/ready")
        if said is None:
            return
        if time.monotonic() > deadline:
            raise NotReadyError(f"{address} is not ready: {said}")
        sleep(5)


def _answer(address: str) -> str | None:
    """Return what is wrong, or nothing."""
    try:
        with urllib.request.urlopen(address, timeout=30):
            return None
    except urllib.error.HTTPError as refusal:
        return refusal.read().decode(errors="replace")[:1000]
    except (urllib.error.URLError, TimeoutError) as problem:
        return json.dumps(str(problem))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="say what would be done")
    azure = AzureCli(parser.parse_args().dry_run)
    try:
        environment = Environment.read()
        subscribe(azure, environment)
        if azure.dry_run:
            print(f"would ask {environment.site_url}/api/ready")
        else:
            look(environment.site_url)
    except (AzureError, EnvironmentIncompleteError, NotReadyError) as problem:
        return complain(problem)
    return 0


if __name__ == "__main__":
    sys.exit(main())
