"""Triggers of finance."""
