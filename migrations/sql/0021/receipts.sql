-- Where a receipt that is yet to arrive was told to go; what arrived and was looked into is `receipt_blob`.
ALTER TABLE expenses
    ADD COLUMN upload_blob text,
    ADD COLUMN upload_name text;
