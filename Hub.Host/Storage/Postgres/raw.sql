-- What EF cannot say, run once after the tables: an append-only audit, indexes that answer rooms by themselves, and full-text search.

CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

CREATE INDEX ix_tickets_standing ON tickets (status, bureau, late_at);
CREATE INDEX ix_tickets_finished ON tickets (coalesce(resolved_at, closed_at), status, bureau) INCLUDE (received_at, late_at, resolved_at, closed_at, opened_at);
CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau) INCLUDE (status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on, rating);
CREATE INDEX ix_tickets_bureau_newest ON tickets (bureau, received_at);
CREATE INDEX ix_tickets_service_newest ON tickets (service, received_at);
CREATE INDEX ix_tickets_source_newest ON tickets (source, received_at);
CREATE INDEX ix_envelopes_quarantine ON envelopes (source) WHERE status = 'Quarantined';

-- Caps and budgets of mails are counted with every notice.
CREATE INDEX ix_outbox_recipient ON outbox (recipient, created_at);
CREATE INDEX ix_outbox_bureau ON outbox (bureau, created_at);

-- Secret tickets are never in the text index. A tsvector may not pass 1 MB; the first 100,000 characters are what people search for.
ALTER TABLE tickets ADD COLUMN words tsvector GENERATED ALWAYS AS (CASE WHEN secret THEN NULL ELSE
  to_tsvector('simple', title || ' ' || left(body, 100000) || ' ' || coalesce(category, '') || ' ' || coalesce(area, '') || ' ' || coalesce(letter_number, '') || ' ' || coalesce(organisation, '')) END) STORED;
CREATE INDEX ix_tickets_words ON tickets USING gin (words);
