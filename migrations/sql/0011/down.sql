DROP TRIGGER note_data_change ON liked_by;
DROP TABLE attribution_results;
