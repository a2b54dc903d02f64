ALTER TABLE expenses
    DROP COLUMN status, DROP COLUMN receipt_blob, DROP COLUMN receipt_name, DROP COLUMN receipt_type,
    DROP COLUMN decided_by, DROP COLUMN decided_at, DROP COLUMN decision_reason, DROP COLUMN paid_on,
    DROP COLUMN override_reason;
DROP TYPE expense_status_enum;
DROP TABLE budgets;
DROP TABLE payment_batch_items, payment_batches, released_lines, payment_lines;
DROP TYPE batch_outcome_enum;
DROP TYPE payment_entry_enum;
DROP TYPE earning_basis_enum;
DROP INDEX ix_payment_status;
ALTER TABLE payment
    DROP COLUMN is_computed, DROP COLUMN computed_by, DROP COLUMN computed_at, DROP COLUMN approved_by,
    DROP COLUMN approved_at, DROP COLUMN scheduled_for, DROP COLUMN paid_on, DROP COLUMN attempts,
    DROP COLUMN status_reason, DROP COLUMN version;
DROP TABLE terms;
DROP FUNCTION refuse_change_of_terms();
