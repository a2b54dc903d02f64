"""What imports write to people: that a source has failed again and again."""

from sqlalchemy.orm import Session

from shared.accounts.letters import Letter, Link
from shared.imports import queries
from shared.imports.models import ImportSource
from shared.platform import mail
from shared.platform.config import settings


def source_fails(session: Session, source: ImportSource) -> None:
    """Write to the owner of the source and to the admins, each once."""
    what = f"The source {source.slug} could not be read {source.failures} times in a row. The last time:"
    letter = Letter(
        f"The source {source.slug} fails",
        (
            "Hello,",
            f"{what} {source.last_error}",
            "It is tried again, an hour apart at most. What was imported before is as it was.",
            "No other mail follows about this unless it works in between.",
            Link("Look at the source", f"{settings().public_url}/imports/sources/{source.source_id}"),
        ),
    )
    for address in queries.addresses_of_owner_and_admins(session, source.owner_id):
        mail.enqueue(session, address, subject=letter.subject, text=letter.text, html=letter.html)
