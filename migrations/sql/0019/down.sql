DROP TRIGGER note_earnings_bought ON bought_by;
DROP TRIGGER note_earnings_changed ON bought_by;
DROP TRIGGER note_earnings_insert ON influencer_metrics;
DROP TRIGGER note_earnings_update ON influencer_metrics;
DROP TRIGGER note_earnings_delete ON influencer_metrics;
DROP TRIGGER note_earnings_agreed ON terms;
DROP TRIGGER note_earnings_dated ON campaigns;
DROP TRIGGER note_earnings_arranged ON arranges;
DROP TRIGGER note_earnings_disarranged ON arranges;
DROP TRIGGER note_earnings_sorted ON products;
DROP FUNCTION note_earnings_bought, note_earnings_changed, note_earnings_clicked, note_earnings_agreed,
    note_earnings_dated, note_earnings_arranged, note_earnings_sorted;
DROP TABLE earning_changes;
