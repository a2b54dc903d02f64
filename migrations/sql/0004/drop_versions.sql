DROP FUNCTION note_data_change CASCADE; -- and the triggers
DROP TABLE data_changes, data_versions;
