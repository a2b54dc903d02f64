DROP TRIGGER note_sales_insert ON bought_by;
DROP TRIGGER note_sales_update ON bought_by;
DROP TRIGGER note_sales_delete ON bought_by;
DROP TRIGGER delete_return_lines ON bought_by;
DROP TRIGGER forget_sales ON bought_by;
DROP TRIGGER empty_sales_rollups ON bought_by;
DROP TRIGGER note_returns_insert ON return_lines;
DROP TRIGGER note_returns_update ON return_lines;
DROP TRIGGER note_returns_delete ON return_lines;
DROP TRIGGER forget_returns ON return_lines;
DROP FUNCTION
    note_sales_insert, note_sales_update, note_sales_delete, delete_return_lines, forget_sales, empty_sales_rollups,
    note_returns_insert, note_returns_update, note_returns_delete, forget_returns;
DROP VIEW
    sales_movements,
    exact_sales_day_channel, exact_sales_month_channel, exact_sales_day_product, exact_sales_month_product;
DROP TABLE
    sales_channel_deltas, sales_day_channel, sales_month_channel,
    sales_product_deltas, sales_day_product, sales_month_product;
