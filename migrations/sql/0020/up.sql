-- What the bank itself said of a transfer: that it was booked, and that it was refused or sent back. An entry that is
-- read a second time is known by these days.
ALTER TABLE payment_batch_items
    ADD COLUMN booked_on date,
    ADD COLUMN returned_on date;
