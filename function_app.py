"""The function app: one blueprint per module."""

import azure.functions as func

from functions import analytics, imports, influencers, platform, reporting, sales
from functions.accounts import audit, auth, me, upkeep, users

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

for module in (audit, auth, me, upkeep, users, analytics, imports, influencers, platform, reporting, sales):
    app.register_functions(module.bp)
