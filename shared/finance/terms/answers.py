"""What the triggers of terms answer."""

from sqlalchemy.orm import Session

from shared.finance.terms import queries
from shared.finance.terms.schemas import TermDetail
from shared.platform.contract import Answer


def term(session: Session, term_id: int, *, created: bool = False) -> Answer[TermDetail]:
    location = f"/api/terms/{term_id}" if created else None
    return Answer(queries.show_term(session, term_id), location=location)
