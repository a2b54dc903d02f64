"""What influencers are written about the account they are paid to; nothing in it names the account in full."""

from datetime import date

from sqlalchemy.orm import Session

from shared.accounts.letters import Letter
from shared.influencers.models import Influencer
from shared.platform import mail

NOT_YOU = "If you did not ask for this, tell whoever you work with here at once."
CHANGED = "The account you are paid to was changed"


def changed(session: Session, influencer: Influencer, ends_in: str, held_until: date | None) -> None:
    """Tell that payments go to another account from now on; `ends_in` is what may be shown of its number."""
    until = f" Payments to it wait until {held_until}." if held_until else ""
    told = f"From now on you are paid to the account that ends in {ends_in}.{until}"
    letter = Letter(CHANGED, ("Hello,", told, NOT_YOU))
    mail.enqueue(session, influencer.influencer_mail, subject=letter.subject, text=letter.text, html=letter.html)
