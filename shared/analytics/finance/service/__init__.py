"""Answers about money: what is owed, earned, spent, and which collaborations are worth it."""

from shared.analytics.finance.service.payables import payables

__all__ = ["payables"]
