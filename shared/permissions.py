"""Who may what. One row per permission, one column per role; a manager can read it.

`docs/permissions.md` shows the same by path. Three rules go further than a row here can say, and hold wherever the
permission is used: campaign managers change only campaigns in which they are arranged (CAMPAIGNS_EDIT and
EXPENSES_MANAGE), and are told whom to take for those only; whoever lacks CUSTOMERS_PERSONAL sees mail, phone and
address of customers masked; reports belong to who asked for them.
"""

from enum import StrEnum


class Role(StrEnum):
    ADMIN = "admin"
    MARKETING_MANAGER = "marketing_manager"
    DATA_ANALYST = "data_analyst"
    CAMPAIGN_MANAGER = "campaign_manager"
    FINANCE_MANAGER = "finance_manager"


class Permission(StrEnum):
    ANYONE = "anyone"  # no token needed: sign-in and health
    ENROLMENT = "enrolment"  # a token, also of somebody who has yet to set up the second factor the role demands
    SIGNED_IN = "signed_in"
    USERS_MANAGE = "users.manage"
    AUDIT_READ = "audit.read"
    PRODUCTS_READ = "products.read"
    PRODUCTS_MANAGE = "products.manage"
    CUSTOMERS_READ = "customers.read"
    CUSTOMERS_PERSONAL = "customers.personal"  # sees mail, phone and address
    CUSTOMERS_MANAGE = "customers.manage"
    PURCHASES_READ = "purchases.read"
    PURCHASES_MANAGE = "purchases.manage"
    INFLUENCERS_READ = "influencers.read"
    INFLUENCERS_MANAGE = "influencers.manage"
    CAMPAIGNS_READ = "campaigns.read"
    CAMPAIGNS_CREATE = "campaigns.create"
    CAMPAIGNS_EDIT = "campaigns.edit"
    CAMPAIGNS_APPROVE = "campaigns.approve"
    TERMS_READ = "terms.read"
    TERMS_MANAGE = "terms.manage"
    PAYMENTS_READ = "payments.read"
    PAYMENTS_COMPUTE = "payments.compute"
    PAYMENTS_APPROVE = "payments.approve"
    PAYMENTS_EXECUTE = "payments.execute"
    BUDGETS_READ = "budgets.read"
    BUDGETS_MANAGE = "budgets.manage"
    EXPENSES_MANAGE = "expenses.manage"
    EXPENSES_APPROVE = "expenses.approve"
    PAYOUT_ACCOUNTS = "payout_accounts"
    PROFITABILITY_READ = "profitability.read"
    ANALYTICS_READ = "analytics.read"
    IMPORTS_READ = "imports.read"
    IMPORTS_MANAGE = "imports.manage"
    IMPORTS_RUN = "imports.run"
    REPORTS_CREATE = "reports.create"


A, M, D, C, F = Role.ADMIN, Role.MARKETING_MANAGER, Role.DATA_ANALYST, Role.CAMPAIGN_MANAGER, Role.FINANCE_MANAGER

GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.ANYONE: frozenset({A, M, D, C, F}),
    Permission.ENROLMENT: frozenset({A, M, D, C, F}),
    Permission.SIGNED_IN: frozenset({A, M, D, C, F}),
    Permission.USERS_MANAGE: frozenset({A}),
    Permission.AUDIT_READ: frozenset({A}),
    Permission.PRODUCTS_READ: frozenset({A, M, D, C, F}),
    Permission.PRODUCTS_MANAGE: frozenset({A, M}),
    Permission.CUSTOMERS_READ: frozenset({A, M, D, C, F}),
    Permission.CUSTOMERS_PERSONAL: frozenset({A, M}),
    Permission.CUSTOMERS_MANAGE: frozenset({A, M}),
    Permission.PURCHASES_READ: frozenset({A, M, D, C, F}),
    Permission.PURCHASES_MANAGE: frozenset({A, M}),
    Permission.INFLUENCERS_READ: frozenset({A, M, D, C, F}),
    Permission.INFLUENCERS_MANAGE: frozenset({A, M}),
    Permission.CAMPAIGNS_READ: frozenset({A, M, D, C, F}),
    Permission.CAMPAIGNS_CREATE: frozenset({A, M}),
    Permission.CAMPAIGNS_EDIT: frozenset({A, M, C}),
    Permission.CAMPAIGNS_APPROVE: frozenset({A, M}),
    Permission.TERMS_READ: frozenset({A, M, D, F}),
    Permission.TERMS_MANAGE: frozenset({M, F}),
    Permission.PAYMENTS_READ: frozenset({A, M, F}),
    Permission.PAYMENTS_COMPUTE: frozenset({F}),
    Permission.PAYMENTS_APPROVE: frozenset({M, F}),
    Permission.PAYMENTS_EXECUTE: frozenset({F}),
    Permission.BUDGETS_READ: frozenset({A, M, D, C, F}),
    Permission.BUDGETS_MANAGE: frozenset({M, F}),
    Permission.EXPENSES_MANAGE: frozenset({M, C, F}),
    Permission.EXPENSES_APPROVE: frozenset({M, F}),
    Permission.PAYOUT_ACCOUNTS: frozenset({F}),
    Permission.PROFITABILITY_READ: frozenset({A, M, D, F}),
    Permission.ANALYTICS_READ: frozenset({A, M, D, C, F}),
    Permission.IMPORTS_READ: frozenset({A, M, D}),
    Permission.IMPORTS_MANAGE: frozenset({A, D}),
    Permission.IMPORTS_RUN: frozenset({A, M, D}),
    Permission.REPORTS_CREATE: frozenset({A, M, D, C, F}),
}

# Who registers without an invitation gets the role that can change least: only what it is arranged in, so nothing yet.
LEAST_ROLE = Role.CAMPAIGN_MANAGER


def allows(role: Role, permission: Permission) -> bool:
    return role in GRANTS[permission]
