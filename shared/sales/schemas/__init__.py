"""Shapes of sales that cross the API, one file per record."""
