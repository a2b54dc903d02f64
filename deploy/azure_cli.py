"""Azure's command line, called with lists of arguments; in a dry run the calls are said and not made."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


class AzureError(Exception):
    """`az` failed or is not there; the message is what it said."""


@dataclass(frozen=True)
class AzureCli:
    dry_run: bool = False

    def ask(self, *arguments: str) -> Any:
        """Return what a reading call answers; nothing in a dry run, which asks nobody."""
        return None if self._told(arguments) else self._run(arguments)

    def change(self, *arguments: str, secret: Sequence[str] = ()) -> Any:
        """Make a call that changes something; `secret` are arguments that are never shown."""
        shown = ["***" if argument in secret else argument for argument in arguments]
        return None if self._told(shown) else self._run(arguments)

    def _told(self, arguments: Sequence[str]) -> bool:
        if self.dry_run:
            print("would run: az " + " ".join(arguments))
        return self.dry_run

    def _run(self, arguments: Sequence[str]) -> Any:
        az = shutil.which("az")
        if az is None:
            raise AzureError(
                "There is no `az` on this machine: https://learn.microsoft.com/cli/azure/install-azure-cli"
            )
        done = subprocess.run([az, *arguments, "--output", "json"], capture_output=True, text=True, check=False)
        if done.returncode:
            raise AzureError(done.stderr.strip() or f"az {arguments[0]} failed")
        return json.loads(done.stdout) if done.stdout.strip() else None


def complain(problem: Exception) -> int:
    print(problem, file=sys.stderr)
    return 1
