"""Write the API's description: `make openapi`. The app serves the file, a test finds drift."""

from typing import Any

from function_app import app
from shared.platform import apidocs, openapi

TITLE = "Influencer Marketing Analysis System"
VERSION = "1"


def describe(functions: Any) -> str:
    return openapi.dump(openapi.describe(functions, TITLE, VERSION))


if __name__ == "__main__":
    apidocs.DOCUMENT.write_text(describe(app.get_functions()), encoding="utf-8")
