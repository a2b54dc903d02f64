"""The bank's languages: pain.001 to it, camt.053 and CSV from it. Pure."""
