DROP FUNCTION refuse_loose_lines, refuse_lines_loosely_paid, refuse_change_of_keys, refuse_loss_of_paid_purchases,
    refuse_loss_of_parents, refuse_loss_of_all CASCADE;  -- with their triggers
DROP FUNCTION refuse_stale_snapshot, refuse_loose_line, refuse_loss;
ALTER TABLE payment_lines
    ADD CONSTRAINT fk_payment_lines_terms FOREIGN KEY (term_id, campaign_id, influencer_id)
        REFERENCES terms (term_id, campaign_id, influencer_id),
    ADD CONSTRAINT fk_payment_lines_purchase_id_bought_by FOREIGN KEY (purchase_id) REFERENCES bought_by (purchase_id),
    ADD CONSTRAINT fk_payment_lines_payment_id_payment FOREIGN KEY (payment_id) REFERENCES payment (payment_id);
