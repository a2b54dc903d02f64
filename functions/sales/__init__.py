"""Triggers of sales."""
