DROP TRIGGER note_data_change ON earned_days;
DROP TRIGGER note_data_change ON payout_accounts;
DROP TRIGGER note_data_change ON budgets;
DELETE FROM data_changes WHERE topic IN ('budgets', 'payout_accounts', 'earned_days');
DELETE FROM data_versions WHERE topic IN ('budgets', 'payout_accounts', 'earned_days');
