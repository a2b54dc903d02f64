DROP TABLE pacing_alerts;
DROP TYPE pacing_alert_enum;
ALTER TABLE campaigns DROP COLUMN ended_on;
