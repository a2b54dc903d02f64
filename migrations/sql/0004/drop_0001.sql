DROP VIEW exact_sales_day_channel_product, exact_sales_day_channel, exact_sales_month_channel;
DROP TABLE sales_deltas, sales_day_channel_product, sales_day_channel, sales_month_channel;
DROP TRIGGER note_sales_insert ON bought_by;
DROP TRIGGER note_sales_update ON bought_by;
DROP TRIGGER note_sales_delete ON bought_by;
DROP TRIGGER forget_sales ON bought_by;
DROP FUNCTION note_sales_insert, note_sales_update, note_sales_delete, forget_sales;
