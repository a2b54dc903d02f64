"""Every trigger of influencers that changes something, brought to do so."""

from collections.abc import Callable

from shared.permissions import Role
from tests.audit_deeds import Deed, Done, by, changed
from tests.client import Client, Reply, make_user
from tests.influencers.people import influencer, made


def by_manager(call: Callable[[Client], Reply]) -> Done:
    return by(make_user(Role.MARKETING_MANAGER), call)


INFLUENCER_DEEDS: dict[str, tuple[str, Deed]] = {
    "create_influencer": ("influencer.created", lambda: by_manager(lambda api: api.post("influencers", influencer()))),
    "delete_influencer": (
        "influencer.deleted",
        lambda: by_manager(lambda api: api.delete(f"influencers/{made(api)}")),
    ),
    "update_influencer": (
        "influencer.partnership_ended",
        lambda: by_manager(lambda api: changed(f"influencers/{made(api)}", {"still_partner": False})(api)),
    ),
}
