"""Who may what. One row per permission, one column per role; a manager can read it."""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    MARKETING_MANAGER = "marketing_manager"
    DATA_ANALYST = "data_analyst"
    CAMPAIGN_MANAGER = "campaign_manager"
    FINANCE_MANAGER = "finance_manager"


class Permission(StrEnum):
    ANYONE = "anyone"  # no token needed: sign-in and health
    SIGNED_IN = "signed_in"
    USERS_MANAGE = "users.manage"
    AUDIT_READ = "audit.read"
    INFLUENCERS_READ = "influencers.read"
    ANALYTICS_READ = "analytics.read"
    IMPORTS_READ = "imports.read"
    IMPORTS_MANAGE = "imports.manage"
    IMPORTS_RUN = "imports.run"
    REPORTS_CREATE = "reports.create"


A, M, D, C, F = Role.ADMIN, Role.MARKETING_MANAGER, Role.DATA_ANALYST, Role.CAMPAIGN_MANAGER, Role.FINANCE_MANAGER

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.ANYONE: frozenset(Role),
    Permission.SIGNED_IN: frozenset(Role),
    Permission.USERS_MANAGE: frozenset({A}),
    Permission.AUDIT_READ: frozenset({A}),
    Permission.INFLUENCERS_READ: frozenset({A, M, D, C, F}),
    Permission.ANALYTICS_READ: frozenset({A, M, D, C, F}),
    Permission.IMPORTS_READ: frozenset({A, M, D}),
    Permission.IMPORTS_MANAGE: frozenset({A, D}),
    Permission.IMPORTS_RUN: frozenset({A, M, D}),
    Permission.REPORTS_CREATE: frozenset({A, M, D, C, F}),
}


def allows(role: Role, permission: Permission) -> bool:
    return role in GRANTS[permission]
