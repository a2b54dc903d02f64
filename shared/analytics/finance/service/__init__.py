"""Answers about money: what is owed, earned, spent, and which collaborations are worth it."""

from shared.analytics.finance.service.expenses import expense_report
from shared.analytics.finance.service.overview import overview
from shared.analytics.finance.service.payables import payables
from shared.analytics.finance.service.profitability import profitability

__all__ = ["expense_report", "overview", "payables", "profitability"]
