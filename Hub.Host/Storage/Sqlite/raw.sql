-- What EF cannot say, run once after the tables: an append-only audit, indexes that answer rooms by themselves, and full-text search.

CREATE TRIGGER audit_no_change BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_no_removal BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

-- Without row ids the key is the table: half the space, and one step less in every search.
DROP TABLE sameness_bands;
CREATE TABLE sameness_bands (hash INTEGER NOT NULL, ticket_id INTEGER NOT NULL, CONSTRAINT PK_sameness_bands PRIMARY KEY (hash, ticket_id)) WITHOUT ROWID;

CREATE INDEX ix_tickets_standing ON tickets (status, bureau, late_at);
CREATE INDEX ix_tickets_finished ON tickets (coalesce(resolved_at, closed_at), status, bureau, received_at, late_at, resolved_at, closed_at, opened_at);
CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau, status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on, rating);
CREATE INDEX ix_tickets_bureau_newest ON tickets (bureau, received_at, status);
CREATE INDEX ix_tickets_service_newest ON tickets (service, received_at, status, class);
CREATE INDEX ix_tickets_source_newest ON tickets (source, received_at, status, kind);
CREATE INDEX ix_envelopes_quarantine ON envelopes (status, source) WHERE status = 'Quarantined';

-- Caps and budgets of mails are counted with every notice.
CREATE INDEX ix_outbox_recipient ON outbox (recipient, created_at);
CREATE INDEX ix_outbox_bureau ON outbox (bureau, created_at);

-- Secret tickets are never in the text index.
CREATE VIRTUAL TABLE ticket_words USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2', content = '', contentless_delete = 1);
CREATE TRIGGER ticket_words_insert AFTER INSERT ON tickets WHEN NOT NEW.secret BEGIN
  INSERT INTO ticket_words (rowid, title, body)
  VALUES (NEW.id, NEW.title, NEW.body || ' ' || coalesce(NEW.category, '') || ' ' || coalesce(NEW.area, '') || ' ' || coalesce(NEW.letter_number, '') || ' ' || coalesce(NEW.organisation, ''));
END;
CREATE TRIGGER ticket_words_update AFTER UPDATE OF title, body, category, area, letter_number, organisation, secret ON tickets BEGIN
  DELETE FROM ticket_words WHERE rowid = OLD.id;
  INSERT INTO ticket_words (rowid, title, body)
  SELECT NEW.id, NEW.title, NEW.body || ' ' || coalesce(NEW.category, '') || ' ' || coalesce(NEW.area, '') || ' ' || coalesce(NEW.letter_number, '') || ' ' || coalesce(NEW.organisation, '') WHERE NOT NEW.secret;
END;
CREATE TRIGGER ticket_words_delete AFTER DELETE ON tickets BEGIN DELETE FROM ticket_words WHERE rowid = OLD.id; END;
