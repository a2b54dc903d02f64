ALTER TABLE terms DROP COLUMN override_reason;
DROP TABLE deliverables;
