"""What is generated and committed is what would be generated now."""

from local import drawing, openapi, requirements
from shared.platform import apidocs, db
from tests.client import functions


def test_the_api_description_is_up_to_date():
    assert apidocs.DOCUMENT.read_text(encoding="utf-8") == openapi.describe(functions()), "run make openapi"


def test_requirements_are_those_of_the_lock():
    written = (requirements.ROOT / "requirements.txt").read_text(encoding="utf-8")

    assert written == requirements.export(), "run make requirements"
    assert "pytest" not in written


def test_the_drawing_of_the_database_is_that_of_the_catalogue(database: None):
    with db.transaction() as session:
        drawn = drawing.page(session.connection())

    assert drawing.PAGE.read_text(encoding="utf-8") == drawn, "run make drawing"
