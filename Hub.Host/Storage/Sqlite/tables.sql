CREATE TABLE "action_uses" (
    "hash" TEXT NOT NULL CONSTRAINT "PK_action_uses" PRIMARY KEY,
    "used_at" TEXT NOT NULL
);


CREATE TABLE "acts" (
    "id" TEXT NOT NULL CONSTRAINT "PK_acts" PRIMARY KEY,
    "json" TEXT NOT NULL
);


CREATE TABLE "alarms" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_alarms" PRIMARY KEY AUTOINCREMENT,
    "family" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "next_step" TEXT NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "ended_at" TEXT NULL
);


CREATE TABLE "amendment_drafts" (
    "id" TEXT NOT NULL CONSTRAINT "PK_amendment_drafts" PRIMARY KEY,
    "act" TEXT NULL,
    "reading" TEXT NULL,
    "proposed_by" TEXT NOT NULL,
    "proposed_at" TEXT NOT NULL
);


CREATE TABLE "audit" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_audit" PRIMARY KEY,
    "at" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" TEXT NULL,
    "hash" TEXT NOT NULL
);


CREATE TABLE "backfills" (
    "source" TEXT NOT NULL,
    "window" TEXT NOT NULL,
    "from" TEXT NULL,
    "to" TEXT NULL,
    "ids" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "seen_at" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "cause" TEXT NULL,
    "cursor" TEXT NULL,
    "seen" INTEGER NOT NULL,
    "chosen" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL,
    "total" INTEGER NULL,
    CONSTRAINT "PK_backfills" PRIMARY KEY ("source", "window")
);


CREATE TABLE "blobs" (
    "hash" TEXT NOT NULL CONSTRAINT "PK_blobs" PRIMARY KEY,
    "content" BLOB NOT NULL,
    "size" INTEGER NOT NULL
);


CREATE TABLE "checkpoints" (
    "source" TEXT NOT NULL CONSTRAINT "PK_checkpoints" PRIMARY KEY,
    "cursor" TEXT NULL,
    "saved_at" TEXT NOT NULL
);


CREATE TABLE "contacts" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_contacts" PRIMARY KEY AUTOINCREMENT,
    "bureau" TEXT NULL,
    "role" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NULL,
    "bouncing_since" TEXT NULL,
    "bounce_reason" TEXT NULL
);


CREATE TABLE "counters" (
    "name" TEXT NOT NULL CONSTRAINT "PK_counters" PRIMARY KEY,
    "last" INTEGER NOT NULL
);


CREATE TABLE "drifts" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_drifts" PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "first_seen_at" TEXT NOT NULL,
    "last_seen_at" TEXT NOT NULL,
    "acknowledged_at" TEXT NULL
);


CREATE TABLE "envelopes" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_envelopes" PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "item_version" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "raw" BLOB NOT NULL,
    "raw_length" INTEGER NOT NULL,
    "place" TEXT NULL,
    "received_at" TEXT NOT NULL,
    "seen_at" TEXT NOT NULL,
    "run_id" INTEGER NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "next_attempt_at" TEXT NOT NULL,
    "cause" TEXT NULL,
    "cause_code" TEXT NULL,
    "owner" TEXT NULL,
    "ticket_id" INTEGER NULL,
    "files" TEXT NULL,
    "quiet" INTEGER NOT NULL
);


CREATE TABLE "leases" (
    "name" TEXT NOT NULL CONSTRAINT "PK_leases" PRIMARY KEY,
    "holder" TEXT NOT NULL,
    "token" INTEGER NOT NULL,
    "beat" INTEGER NOT NULL
);


CREATE TABLE "legal_holds" (
    "number" TEXT NOT NULL CONSTRAINT "PK_legal_holds" PRIMARY KEY,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TEXT NOT NULL
);


CREATE TABLE "mail_links" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_mail_links" PRIMARY KEY AUTOINCREMENT,
    "message_id" TEXT NOT NULL,
    "ticket_id" INTEGER NOT NULL,
    "source" TEXT NULL
);


CREATE TABLE "marks" (
    "name" TEXT NOT NULL CONSTRAINT "PK_marks" PRIMARY KEY,
    "value" TEXT NOT NULL
);


CREATE TABLE "outbox" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_outbox" PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "ticket_id" INTEGER NULL,
    "bureau" TEXT NULL,
    "payload" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL,
    "due_at" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "handed_over_at" TEXT NULL,
    "sent_at" TEXT NULL,
    "blame" TEXT NULL,
    "answer" TEXT NULL
);


CREATE TABLE "own_wordings" (
    "name" TEXT NOT NULL CONSTRAINT "PK_own_wordings" PRIMARY KEY,
    "text" TEXT NOT NULL
);


CREATE TABLE "readings" (
    "service" INTEGER NOT NULL CONSTRAINT "PK_readings" PRIMARY KEY,
    "json" TEXT NOT NULL
);


CREATE TABLE "reporters" (
    "ticket_id" INTEGER NOT NULL CONSTRAINT "PK_reporters" PRIMARY KEY,
    "sealed" BLOB NOT NULL,
    "lookup" TEXT NULL
);


CREATE TABLE "retention_rules" (
    "system" TEXT NOT NULL CONSTRAINT "PK_retention_rules" PRIMARY KEY,
    "months" INTEGER NOT NULL
);


CREATE TABLE "roles" (
    "id" TEXT NOT NULL CONSTRAINT "PK_roles" PRIMARY KEY,
    "name" TEXT NULL,
    "normalized_name" TEXT NULL,
    "concurrency_stamp" TEXT NULL
);


CREATE TABLE "rule_proposals" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_rule_proposals" PRIMARY KEY AUTOINCREMENT,
    "ticket_id" INTEGER NOT NULL,
    "bureau" TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "precision" REAL NOT NULL,
    "recall" REAL NOT NULL,
    "matches" INTEGER NOT NULL,
    "corrections" INTEGER NOT NULL,
    "measured" INTEGER NOT NULL,
    "proposed_at" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT NULL,
    "decided_at" TEXT NULL
);


CREATE TABLE "rule_sets" (
    "version" INTEGER NOT NULL CONSTRAINT "PK_rule_sets" PRIMARY KEY,
    "basis" INTEGER NOT NULL,
    "rules" TEXT NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "changed_at" TEXT NOT NULL,
    "activated_by" TEXT NULL,
    "activated_at" TEXT NULL,
    "note" TEXT NULL,
    "revision" INTEGER NOT NULL
);


CREATE TABLE "runs" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_runs" PRIMARY KEY AUTOINCREMENT,
    "source" TEXT NOT NULL,
    "planned_at" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    "outcome" TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    "seen" INTEGER NOT NULL,
    "taken" INTEGER NOT NULL,
    "total_at_source" INTEGER NULL,
    "cause" TEXT NULL
);


CREATE TABLE "same_pairs" (
    "ticket_id" INTEGER NOT NULL,
    "other_id" INTEGER NOT NULL,
    "score" REAL NOT NULL,
    "text" REAL NOT NULL,
    "same_reporter" INTEGER NULL,
    "same_place" INTEGER NULL,
    "days_apart" INTEGER NOT NULL,
    "found_at" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT NULL,
    "decided_at" TEXT NULL,
    CONSTRAINT "PK_same_pairs" PRIMARY KEY ("ticket_id", "other_id")
);


CREATE TABLE "sameness_bands" (
    "hash" INTEGER NOT NULL,
    "ticket_id" INTEGER NOT NULL,
    CONSTRAINT "PK_sameness_bands" PRIMARY KEY ("hash", "ticket_id")
);


CREATE TABLE "sameness_profiles" (
    "ticket_id" INTEGER NOT NULL CONSTRAINT "PK_sameness_profiles" PRIMARY KEY,
    "packed" BLOB NOT NULL
);


CREATE TABLE "saved_filters" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_saved_filters" PRIMARY KEY AUTOINCREMENT,
    "user_name" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL
);


CREATE TABLE "source_health" (
    "source" TEXT NOT NULL CONSTRAINT "PK_source_health" PRIMARY KEY,
    "last_run_at" TEXT NULL,
    "last_success_at" TEXT NULL,
    "failing_since" TEXT NULL,
    "failures" INTEGER NOT NULL,
    "cause" TEXT NULL,
    "failure_kind" TEXT NULL,
    "retry_at" TEXT NULL
);


CREATE TABLE "sources" (
    "name" TEXT NOT NULL CONSTRAINT "PK_sources" PRIMARY KEY,
    "kind" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "cron" TEXT NULL,
    "options" TEXT NOT NULL,
    "secrets" TEXT NULL,
    "hook_secret" TEXT NULL,
    "paused_at" TEXT NULL,
    "locked" INTEGER NOT NULL,
    "old_items" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TEXT NOT NULL
);


CREATE TABLE "statements" (
    "source" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "made_at" TEXT NOT NULL,
    "at_source" INTEGER NULL,
    "tickets" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL,
    "ignored" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "fetched" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "signature" TEXT NOT NULL,
    CONSTRAINT "PK_statements" PRIMARY KEY ("source", "day")
);


CREATE TABLE "tickets" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_tickets" PRIMARY KEY AUTOINCREMENT,
    "number" TEXT NOT NULL,
    "system" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "original_body" TEXT NULL,
    "category" TEXT NULL,
    "area" TEXT NULL,
    "letter_number" TEXT NULL,
    "to" TEXT NULL,
    "link" TEXT NULL,
    "source_status" TEXT NULL,
    "source_state" TEXT NOT NULL,
    "facts" TEXT NOT NULL,
    "organisation" TEXT NULL,
    "anonymous" INTEGER NOT NULL,
    "secret" INTEGER NOT NULL,
    "bureau" TEXT NULL,
    "service" INTEGER NULL,
    "class" TEXT NULL,
    "route" TEXT NOT NULL,
    "event_on" TEXT NULL,
    "received_at" TEXT NOT NULL,
    "opened_at" TEXT NOT NULL,
    "first_response_at" TEXT NULL,
    "resolved_at" TEXT NULL,
    "closed_at" TEXT NULL,
    "reopened" INTEGER NOT NULL,
    "rating" INTEGER NULL,
    "due_on" TEXT NOT NULL,
    "late_at" TEXT NULL,
    "provisional" INTEGER NOT NULL,
    "is_stub" INTEGER NOT NULL,
    "merged_into" INTEGER NULL,
    "version" INTEGER NOT NULL,
    "event_count" INTEGER NOT NULL
);


CREATE TABLE "users" (
    "id" TEXT NOT NULL CONSTRAINT "PK_users" PRIMARY KEY,
    "display_name" TEXT NULL,
    "bureau" TEXT NULL,
    "language" TEXT NULL,
    "created_at" TEXT NOT NULL,
    "disabled_at" TEXT NULL,
    "last_code_step" INTEGER NOT NULL,
    "user_name" TEXT NULL,
    "normalized_user_name" TEXT NULL,
    "email" TEXT NULL,
    "normalized_email" TEXT NULL,
    "email_confirmed" INTEGER NOT NULL,
    "password_hash" TEXT NULL,
    "security_stamp" TEXT NULL,
    "concurrency_stamp" TEXT NULL,
    "phone_number" TEXT NULL,
    "phone_number_confirmed" INTEGER NOT NULL,
    "two_factor_enabled" INTEGER NOT NULL,
    "lockout_end" TEXT NULL,
    "lockout_enabled" INTEGER NOT NULL,
    "access_failed_count" INTEGER NOT NULL
);


CREATE TABLE "role_claims" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_role_claims" PRIMARY KEY AUTOINCREMENT,
    "role_id" TEXT NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "FK_role_claims_roles_role_id" FOREIGN KEY ("role_id") REFERENCES "roles" ("id") ON DELETE CASCADE
);


CREATE TABLE "rule_matches" (
    "ticket_id" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "decided" INTEGER NOT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "PK_rule_matches" PRIMARY KEY ("ticket_id", "rule"),
    CONSTRAINT "FK_rule_matches_tickets_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "tickets" ("id") ON DELETE CASCADE
);


CREATE TABLE "ticket_attachments" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_ticket_attachments" PRIMARY KEY AUTOINCREMENT,
    "ticket_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "content_hash" TEXT NULL,
    "size" INTEGER NOT NULL,
    "link" TEXT NULL,
    "at" TEXT NOT NULL,
    CONSTRAINT "FK_ticket_attachments_tickets_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "tickets" ("id") ON DELETE CASCADE
);


CREATE TABLE "ticket_clocks" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_ticket_clocks" PRIMARY KEY AUTOINCREMENT,
    "ticket_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "due_on" TEXT NOT NULL,
    "late_at" TEXT NOT NULL,
    "due_at" TEXT NULL,
    "target_on" TEXT NULL,
    "alternative_on" TEXT NULL,
    "provisional" INTEGER NOT NULL,
    "binding" INTEGER NOT NULL,
    "informational" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "ended_at" TEXT NULL,
    "outcome" TEXT NULL,
    "assumed" INTEGER NOT NULL,
    "paused_since" TEXT NULL,
    "warn_on" TEXT NULL,
    CONSTRAINT "FK_ticket_clocks_tickets_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "tickets" ("id") ON DELETE CASCADE
);


CREATE TABLE "ticket_events" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_ticket_events" PRIMARY KEY AUTOINCREMENT,
    "ticket_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "text" TEXT NULL,
    "data" TEXT NULL,
    CONSTRAINT "FK_ticket_events_tickets_ticket_id" FOREIGN KEY ("ticket_id") REFERENCES "tickets" ("id") ON DELETE CASCADE
);


CREATE TABLE "sign_in_links" (
    "hash" TEXT NOT NULL CONSTRAINT "PK_sign_in_links" PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    CONSTRAINT "FK_sign_in_links_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);


CREATE TABLE "user_claims" (
    "id" INTEGER NOT NULL CONSTRAINT "PK_user_claims" PRIMARY KEY AUTOINCREMENT,
    "user_id" TEXT NOT NULL,
    "claim_type" TEXT NULL,
    "claim_value" TEXT NULL,
    CONSTRAINT "FK_user_claims_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);


CREATE TABLE "user_logins" (
    "login_provider" TEXT NOT NULL,
    "provider_key" TEXT NOT NULL,
    "provider_display_name" TEXT NULL,
    "user_id" TEXT NOT NULL,
    CONSTRAINT "PK_user_logins" PRIMARY KEY ("login_provider", "provider_key"),
    CONSTRAINT "FK_user_logins_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);


CREATE TABLE "user_roles" (
    "user_id" TEXT NOT NULL,
    "role_id" TEXT NOT NULL,
    CONSTRAINT "PK_user_roles" PRIMARY KEY ("user_id", "role_id"),
    CONSTRAINT "FK_user_roles_roles_role_id" FOREIGN KEY ("role_id") REFERENCES "roles" ("id") ON DELETE CASCADE,
    CONSTRAINT "FK_user_roles_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);


CREATE TABLE "user_sessions" (
    "id" TEXT NOT NULL CONSTRAINT "PK_user_sessions" PRIMARY KEY,
    "user_id" TEXT NOT NULL,
    "started_at" TEXT NOT NULL,
    "seen_at" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "ended_at" TEXT NULL,
    CONSTRAINT "FK_user_sessions_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);


CREATE TABLE "user_tokens" (
    "user_id" TEXT NOT NULL,
    "login_provider" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NULL,
    CONSTRAINT "PK_user_tokens" PRIMARY KEY ("user_id", "login_provider", "name"),
    CONSTRAINT "FK_user_tokens_users_user_id" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE CASCADE
);


CREATE INDEX "IX_alarms_ended_at_family_key" ON "alarms" ("ended_at", "family", "key");


CREATE INDEX "IX_audit_at" ON "audit" ("at");


CREATE INDEX "IX_audit_subject_id" ON "audit" ("subject", "id");


CREATE INDEX "IX_contacts_address" ON "contacts" ("address");


CREATE UNIQUE INDEX "IX_contacts_bureau_role_address" ON "contacts" ("bureau", "role", "address");


CREATE UNIQUE INDEX "IX_drifts_source_field_value" ON "drifts" ("source", "field", "value");


CREATE UNIQUE INDEX "IX_envelopes_source_external_id_item_version" ON "envelopes" ("source", "external_id", "item_version");


CREATE INDEX "IX_envelopes_source_seen_at" ON "envelopes" ("source", "seen_at");


CREATE INDEX "IX_envelopes_status_source_next_attempt_at" ON "envelopes" ("status", "source", "next_attempt_at");


CREATE INDEX "IX_envelopes_ticket_id" ON "envelopes" ("ticket_id");


CREATE UNIQUE INDEX "IX_mail_links_message_id_ticket_id" ON "mail_links" ("message_id", "ticket_id");


CREATE INDEX "IX_mail_links_ticket_id" ON "mail_links" ("ticket_id");


CREATE UNIQUE INDEX "IX_outbox_key" ON "outbox" ("key");


CREATE INDEX "IX_outbox_message_id" ON "outbox" ("message_id");


CREATE INDEX "IX_outbox_state_due_at" ON "outbox" ("state", "due_at");


CREATE INDEX "IX_outbox_ticket_id" ON "outbox" ("ticket_id");


CREATE INDEX "IX_reporters_lookup" ON "reporters" ("lookup");


CREATE INDEX "IX_role_claims_role_id" ON "role_claims" ("role_id");


CREATE UNIQUE INDEX "RoleNameIndex" ON "roles" ("normalized_name");


CREATE INDEX "IX_rule_matches_at_rule_decided" ON "rule_matches" ("at", "rule", "decided");


CREATE INDEX "IX_rule_matches_rule_at" ON "rule_matches" ("rule", "at");


CREATE UNIQUE INDEX "IX_rule_proposals_bureau_condition" ON "rule_proposals" ("bureau", "condition");


CREATE INDEX "IX_rule_proposals_ticket_id" ON "rule_proposals" ("ticket_id");


CREATE INDEX "IX_runs_outcome" ON "runs" ("outcome");


CREATE UNIQUE INDEX "IX_runs_source_planned_at" ON "runs" ("source", "planned_at");


CREATE INDEX "IX_same_pairs_other_id" ON "same_pairs" ("other_id");


CREATE UNIQUE INDEX "IX_saved_filters_user_name_name" ON "saved_filters" ("user_name", "name");


CREATE INDEX "IX_sign_in_links_user_id" ON "sign_in_links" ("user_id");


CREATE INDEX "IX_ticket_attachments_ticket_id" ON "ticket_attachments" ("ticket_id");


CREATE INDEX "IX_ticket_clocks_ended_at_late_at" ON "ticket_clocks" ("ended_at", "late_at");


CREATE UNIQUE INDEX "IX_ticket_clocks_ticket_id_rule" ON "ticket_clocks" ("ticket_id", "rule");


CREATE INDEX "IX_ticket_events_kind_at" ON "ticket_events" ("kind", "at");


CREATE UNIQUE INDEX "IX_ticket_events_ticket_id_sequence" ON "ticket_events" ("ticket_id", "sequence");


CREATE INDEX "IX_tickets_bureau_status_late_at" ON "tickets" ("bureau", "status", "late_at");


CREATE INDEX "IX_tickets_merged_into" ON "tickets" ("merged_into") WHERE merged_into IS NOT NULL;


CREATE UNIQUE INDEX "IX_tickets_number" ON "tickets" ("number");


CREATE INDEX "IX_tickets_received_at" ON "tickets" ("received_at");


CREATE UNIQUE INDEX "IX_tickets_scope_external_id" ON "tickets" ("scope", "external_id");


CREATE INDEX "IX_tickets_status_late_at" ON "tickets" ("status", "late_at");


CREATE INDEX "IX_tickets_system_received_at" ON "tickets" ("system", "received_at");


CREATE INDEX "IX_user_claims_user_id" ON "user_claims" ("user_id");


CREATE INDEX "IX_user_logins_user_id" ON "user_logins" ("user_id");


CREATE INDEX "IX_user_roles_role_id" ON "user_roles" ("role_id");


CREATE INDEX "IX_user_sessions_user_id_ended_at" ON "user_sessions" ("user_id", "ended_at");


CREATE INDEX "EmailIndex" ON "users" ("normalized_email");


CREATE UNIQUE INDEX "UserNameIndex" ON "users" ("normalized_user_name");


