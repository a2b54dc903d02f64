DROP VIEW exact_sales_day_channel_product, exact_sales_day_channel, exact_sales_month_channel;

DROP TABLE
    return_lines,
    customers, products, influencers, users, campaigns, arranges, payment, adjusts, bought_by, liked_by,
    sales_deltas, sales_day_channel_product, sales_day_channel, sales_month_channel,
    influencer_metrics, influencer_snapshots, influencer_rankings,
    import_sources, import_runs, import_rejects, reports,
    audit_log, mail_outbox, idempotency_keys, job_runs;

DROP FUNCTION
    note_sales_insert, note_sales_update, note_sales_delete, forget_sales,
    note_clicks_insert, note_clicks_update, note_clicks_delete, forget_clicks,
    refuse_change_of_audit_log;

DROP TYPE
    user_role_enum, campaign_status_enum, payment_status_enum, adjust_field_enum, bought_status_enum,
    import_source_kind_enum, import_run_state_enum, report_format_enum, report_state_enum;
