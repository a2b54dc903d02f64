"""The function app: one blueprint per module."""

import azure.functions as func

from functions import accounts, platform

app = func.FunctionApp(http_auth_level=func.AuthLevel.ANONYMOUS)

for module in (accounts, platform):
    app.register_functions(module.bp)
