-- As SQLite's: what lists are counted by stands in the index, and the number, without which each ticket is read whole (SQLite's indexes have it by themselves).
DROP INDEX ix_tickets_received_figures, ix_tickets_bureau_newest, ix_tickets_service_newest, ix_tickets_source_newest;
CREATE INDEX ix_tickets_received_figures ON tickets (received_at, bureau) INCLUDE (id, status, system, service, class, kind, late_at, first_response_at, resolved_at, closed_at, reopened, due_on, rating);
CREATE INDEX ix_tickets_bureau_newest ON tickets (bureau, received_at) INCLUDE (id, status);
CREATE INDEX ix_tickets_service_newest ON tickets (service, received_at) INCLUDE (id, status, class);
CREATE INDEX ix_tickets_source_newest ON tickets (source, received_at) INCLUDE (id, status, kind);
