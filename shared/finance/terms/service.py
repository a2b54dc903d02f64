"""Agreeing terms: a version is added or, before its first day, withdrawn; never edited."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from shared.campaigns.models import Campaign
from shared.campaigns.queries import lock_campaign
from shared.finance.budgets.figures import PAYMENTS
from shared.finance.budgets.service import within_budget
from shared.finance.models import Term
from shared.finance.terms import queries
from shared.finance.terms.rules import Rules
from shared.finance.terms.schemas import TermIn
from shared.influencers.models import Influencer
from shared.influencers.queries import lock_influencer
from shared.platform import audit, clock
from shared.platform.errors import Conflict
from shared.platform.identity import Actor

DAY = timedelta(days=1)


class TermsTooEarly(Conflict):
    code = "terms_too_early"


class TermsOfThatDay(Conflict):
    code = "terms_of_that_day"


class TermsInForce(Conflict):
    code = "terms_in_force"


class InfluencerDeleted(Conflict):
    code = "influencer_deleted"


class FeeBeforeTerms(Conflict):
    code = "fee_before_terms"


def agree(session: Session, actor: Actor, body: TermIn) -> Term:
    """Add a version of what is agreed with an influencer in a campaign.

    Raises:
        CampaignMissing, InfluencerMissing: there is none.
        InfluencerDeleted: nothing can be agreed any more.
        TermsTooEarly: it is not the first version and starts before tomorrow, so that what is earned would change.
        TermsOfThatDay: another version starts on that day; withdraw it first.
        FeeBeforeTerms: a fixed fee is due before the version starts, so that it would never be earned.
        OverBudget: its fixed fees pass the campaign's budget or what is planned for payments, and `override_reason`
            does not say why they may.
    """
    campaign = lock_campaign(session, body.campaign_id)
    _refuse_deleted(lock_influencer(session, body.influencer_id))
    earlier = queries.versions(session, body.campaign_id, body.influencer_id)
    valid_from = _first_day(campaign, earlier, body.valid_from)
    _refuse_lost_fees(body.rules, earlier, valid_from)

    term = Term(
        campaign_id=body.campaign_id,
        influencer_id=body.influencer_id,
        term_version=max((term.term_version for term in earlier), default=0) + 1,
        valid_from=valid_from,
        rules=body.rules.as_json(),
        holding_days=body.holding_days,
        minimum_payout=body.minimum_payout,
        note=body.note,
        created_by=actor.known_user_id,
        override_reason=body.override_reason,
    )
    with within_budget(session, campaign, PAYMENTS, override=body.override_reason):
        session.add(term)
    audit.record(session, actor, "terms.agreed", term, changes=_told(term))
    return term


def _refuse_deleted(influencer: Influencer) -> None:
    if influencer.is_deleted:
        raise InfluencerDeleted("The influencer is deleted; nothing can be agreed any more.")


def _first_day(campaign: Campaign, earlier: list[Term], wanted: date | None) -> date:
    if not earlier:
        return wanted or campaign.start_date
    tomorrow = clock.today() + DAY
    first = wanted or tomorrow
    if first < tomorrow:
        raise TermsTooEarly("Another version starts tomorrow at the earliest.", earliest=tomorrow)
    if any(term.valid_from == first for term in earlier):
        raise TermsOfThatDay("Another version starts on that day; withdraw it first.", valid_from=first)
    return first


def _refuse_lost_fees(rules: Rules, earlier: list[Term], valid_from: date) -> None:
    """Refuse a fee of a day that no version pays; one that an earlier version names was its concern."""
    known = {fee.reference for term in earlier for fee in Rules.model_validate(term.rules).fees}
    lost = [fee.reference for fee in rules.fees if fee.due_on and fee.due_on < valid_from]
    if missing := sorted(set(lost) - known):
        raise FeeBeforeTerms("A fixed fee is due before these terms start.", due_on=missing, valid_from=valid_from)


def _told(term: Term) -> dict[str, object]:
    facts = ("campaign_id", "influencer_id", "term_version", "rules", "holding_days", "override_reason")
    told = {name: getattr(term, name) for name in facts}
    return told | {"valid_from": str(term.valid_from), "minimum_payout": str(term.minimum_payout)}


def withdraw(session: Session, actor: Actor, term_id: int) -> None:
    """Take back a version before its first day.

    Raises:
        TermMissing: there is none.
        TermsInForce: its first day has come; add another version instead.
    """
    term = queries.get_term(session, term_id)
    lock_campaign(session, term.campaign_id)
    if term.valid_from <= clock.today():
        raise TermsInForce("These terms are in force: add another version instead.", valid_from=term.valid_from)
    session.delete(term)
    session.flush()
    audit.record(session, actor, "terms.withdrawn", ("terms", term_id), changes=_told(term))
