"""The function app: one blueprint per module."""

import azure.functions as func

from functions import accounts, analytics, imports, influencers, platform, reporting, sales

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

for module in (accounts, analytics, imports, influencers, platform, reporting, sales):
    app.register_functions(module.bp)
