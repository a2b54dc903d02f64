ALTER TABLE payment_batch_items DROP COLUMN booked_on, DROP COLUMN returned_on;
