"""What is generated and committed is what would be generated now."""

from local import openapi, requirements
from shared.platform import apidocs
from tests.client import functions


def test_the_api_description_is_up_to_date():
    assert apidocs.DOCUMENT.read_text(encoding="utf-8") == openapi.describe(functions()), "run make openapi"


def test_requirements_are_those_of_the_lock():
    written = (requirements.ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert written == requirements.export(), "run make requirements"
    assert "pytest" not in written
