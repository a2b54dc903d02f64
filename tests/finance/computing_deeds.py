"""What computes payments, brought to do so."""

from shared.permissions import Role
from tests.audit_deeds import Deed, by
from tests.client import make_user

COMPUTING_DEEDS: dict[str, tuple[str, Deed]] = {
    "compute_payments": (
        "payments.computed",
        lambda: by(make_user(Role.FINANCE_MANAGER), lambda api: api.post("payments/compute", {})),
    )
}
