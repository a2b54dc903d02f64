"""The check of the books, and where admins see what it found."""

import azure.functions as func
from sqlalchemy.orm import Session

from shared.finance.books import service
from shared.finance.books.schemas import BooksOut
from shared.permissions import Permission
from shared.platform.http import Call, endpoint
from shared.platform.jobs import job

bp = func.Blueprint()


@bp.route("books", methods=["GET"])
@endpoint(Permission.AUDIT_READ)
def get_books(call: Call) -> BooksOut:
    """Return when the books were checked last and what was wrong then."""
    return service.books(call.session)


@bp.timer_trigger("timer", "0 45 3 * * *")
@job("check_books")
def check_books(session: Session) -> object:
    """Compare stock, sales, returns, payments, lines, balances and batches with what they follow from."""
    return service.check_books(session)
