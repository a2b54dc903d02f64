-- What the role of the application may do; it owns nothing. Run by the owner of the tables after each migration.
-- :app stands for the role.
GRANT USAGE ON SCHEMA public TO :app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :app;
REVOKE INSERT, UPDATE, DELETE ON audit_log FROM :app;
GRANT INSERT (actor_id, action, entity, entity_id, changes, request_id, address, agent) ON audit_log TO :app;
REVOKE UPDATE, DELETE ON audit_seals FROM :app;
REVOKE UPDATE ON audit_unsealed FROM :app;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM :app;
GRANT USAGE, CREATE ON SCHEMA import_staging TO :app;
GRANT SELECT, INSERT, DELETE ON import_staging.present TO :app;
