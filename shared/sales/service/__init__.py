from shared.sales.service.rollups import fold_sales_deltas, rebuild_rollups

__all__ = ["fold_sales_deltas", "rebuild_rollups"]
