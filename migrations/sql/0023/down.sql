DROP TABLE report_readers;
DROP INDEX ix_reports_finished_at;
ALTER TABLE reports DROP COLUMN schedule_id, DROP COLUMN due_at;
DROP TABLE report_schedules;
DROP TYPE report_period_enum;
DROP TYPE report_frequency_enum;
