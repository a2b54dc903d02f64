"""Questions of the kind `custom`, saved under a name."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from shared.platform import audit, clock
from shared.platform.contract import Answer
from shared.platform.errors import Conflict, Malformed
from shared.platform.identity import Actor
from shared.reporting import kinds, queries
from shared.reporting.kinds.custom import CUSTOM
from shared.reporting.models import ReportDefinition
from shared.reporting.schemas import DefinitionIn, DefinitionOut, DefinitionPatch

MOST_OF_ONE = 200
DEFINITION = "definition_id"  # the filter that names a saved question in a request


class DefinitionNameTaken(Conflict):
    code = "report_definition_name_taken"


class TooManyDefinitions(Conflict):
    code = "too_many_report_definitions"


def create_definition(session: Session, actor: Actor, body: DefinitionIn) -> Answer[DefinitionOut]:
    """Save a question; it is checked now, so that a mistake is an answer and not a failed report.

    Raises:
        Malformed: the question makes no sense.
        DefinitionNameTaken, TooManyDefinitions: the caller has one of that name, or as many as one may have.
    """
    question, charts = _checked(session, body.question), _charts(body.charts)
    queries.lock_definitions(session, actor.known_user_id)
    if queries.count_definitions(session, actor.known_user_id) >= MOST_OF_ONE:
        raise TooManyDefinitions(f"One may save {MOST_OF_ONE} reports.", limit=MOST_OF_ONE)
    _refuse_taken(session, actor.known_user_id, body.name)
    made = ReportDefinition(name=body.name, question=question, charts=charts, owner_id=actor.user_id)
    session.add(made)
    session.flush()
    audit.record(session, actor, "report_definition.created", made, changes={"metrics": question["metrics"]})
    return _shown(made, created=True)


def get_definition(session: Session, actor: Actor, definition_id: int) -> Answer[DefinitionOut]:
    return _shown(queries.get_definition(session, actor, definition_id))


def update_definition(
    session: Session, actor: Actor, definition_id: int, *, body: DefinitionPatch, check: Callable[[int], None]
) -> Answer[DefinitionOut]:
    """Change what is given; `charts` null means all that fit.

    Raises:
        DefinitionMissing, Stale, DefinitionNameTaken, Malformed: it cannot be changed so.
    """
    found = queries.get_definition(session, actor, definition_id, lock=True)
    check(found.version)
    if body.name is not None and body.name != found.name:
        queries.lock_definitions(session, found.owner_id)
        _refuse_taken(session, found.owner_id, body.name)
        found.name = body.name
    if body.question is not None:
        found.question = _checked(session, body.question)
    if "charts" in body.model_fields_set:
        found.charts = _charts(body.charts)
    found.updated_at = clock.now()
    session.flush()
    changed = sorted(body.model_fields_set)
    audit.record(session, actor, "report_definition.updated", found, changes={"changed": changed})
    return _shown(found)


def delete_definition(session: Session, actor: Actor, definition_id: int) -> None:
    found = queries.get_definition(session, actor, definition_id, lock=True)
    session.delete(found)
    session.flush()
    audit.record(session, actor, "report_definition.deleted", found)


def resolved(session: Session, actor: Actor, filters: Mapping[str, Any]) -> tuple[dict[str, Any], list[str] | None]:
    """Return the filters with those of the saved question they name under them, and its charts.

    Raises:
        DefinitionMissing: the caller has no such question.
        Malformed: what should name one is no number.
    """
    if DEFINITION not in filters:
        return dict(filters), None
    definition_id = filters[DEFINITION]
    if not isinstance(definition_id, int) or isinstance(definition_id, bool):
        raise Malformed("A saved report is named by its number.", [(f"/filters/{DEFINITION}", "must be a number")])
    found = queries.get_definition(session, actor, definition_id)
    given = {name: value for name, value in filters.items() if name != DEFINITION}
    kept = {name: value for name, value in found.question.items() if not (given and name in _replaced_by(given))}
    return {"name": found.name} | kept | given, found.charts


def _replaced_by(given: Mapping[str, Any]) -> set[str]:
    """Days that were saved give way to a window that is asked for, and the other way round."""
    days = {"window", "from", "to"}
    return days if days & given.keys() else set()


def _checked(session: Session, question: Mapping[str, Any]) -> dict[str, Any]:
    if "name" in question:
        raise Malformed("The name stands beside the question.", [("/question/name", "is not known here")])
    return kinds.check_filters(session, CUSTOM, question, place="/question/")


def _charts(charts: list[str] | None) -> list[str] | None:
    return None if charts is None else kinds.check_charts(CUSTOM, charts)


def _refuse_taken(session: Session, owner_id: int, name: str) -> None:
    if queries.has_definition(session, owner_id, name):
        raise DefinitionNameTaken("There is a saved report of that name.")


def _shown(definition: ReportDefinition, *, created: bool = False) -> Answer[DefinitionOut]:
    location = f"/api/report-definitions/{definition.definition_id}" if created else None
    return Answer(DefinitionOut.model_validate(definition), definition.version, location)
