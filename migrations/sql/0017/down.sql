DROP TABLE report_readings;
DROP TABLE report_definitions;
