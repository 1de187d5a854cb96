-- The minute of an import was kept as the end of what had ended at its source before.
UPDATE tickets SET closed_at = NULL, late_at = NULL WHERE closed_at = opened_at AND resolved_at IS NULL AND first_response_at IS NULL AND status IN ('Closed', 'NotOurs', 'Archived');
UPDATE ticket_clocks SET outcome = 'Unknown' WHERE outcome = 'Closed' AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = ticket_clocks.ticket_id AND t.closed_at IS NULL AND t.status IN ('Closed', 'Archived'));
