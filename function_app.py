"""The function app: one blueprint per module."""

import azure.functions as func

from functions import (
    analytics,
    attribution,
    books,
    campaign_analysis,
    campaigns,
    charts,
    finance_analysis,
    import_runs,
    imports,
    influencers,
    performance,
    platform,
    recommendations,
    report_definitions,
    report_schedules,
    reporting,
    sales_analysis,
)
from functions.accounts import audit, auth, me, users
from functions.accounts import upkeep as accounts_upkeep
from functions.finance import batches as payment_batches
from functions.finance import budgets, computing, expenses, payments, payout_accounts, terms
from functions.sales import customers, likes, products, purchases
from functions.sales import upkeep as sales_upkeep
from shared.platform import memory

memory.tune_allocator()

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

MODULES = (
    *(audit, auth, me, users, accounts_upkeep),
    *(customers, likes, products, purchases, sales_upkeep),
    *(influencers, imports, import_runs, campaigns),
    *(terms, computing, payments, payment_batches, payout_accounts, budgets, expenses),
    *(analytics, attribution, campaign_analysis, finance_analysis, performance, recommendations, sales_analysis),
    *(reporting, report_definitions, report_schedules, charts, books, platform),
)
for module in MODULES:
    app.register_functions(module.bp)
