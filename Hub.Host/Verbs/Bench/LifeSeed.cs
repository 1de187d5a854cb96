using Hub.Host.Foundation.Audit;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Verbs.Bench;

/// <summary>Gives made-up tickets what stands beside them after years of work: sources with their runs and envelopes, notices, reporters, links of mails, rules that decided, files, suggestions and the audit trail.</summary>
internal static class LifeSeed
{
    /// <summary>The sources were asked four times a day.</summary>
    private const int RunsOfSource = 120;

    /// <summary>So many of these tickets are read together.</summary>
    private const int Portion = 20_000;

    /// <summary>For each so many tickets somebody wrote something into the audit trail.</summary>
    private const int Audited = 3;

    /// <param name="after">The last ticket that has all this.</param>
    public static async Task AddAsync(HubDbContext db, long after, DateTimeOffset now, KeyFolder keys, CancellationToken token)
    {
        await AddSourcesAsync(db, now, token);
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        foreach (var statement in db.Database.IsNpgsql() ? Statements("convert_to(body, 'UTF8')", "'\\x00'::bytea", "decode(repeat(md5(id::text), 6), 'hex')", "lpad(to_hex(id % 300000), 64, '0')")
            : Statements("CAST(body AS BLOB)", "x'00'", "randomblob(96)", "printf('%064x', id % 300000)"))
        {
            await db.Database.ExecuteSqlRawAsync(statement, [after, "{}"], token);
        }

        await AddAuditAsync(db, after, keys, token);
        await transaction.CommitAsync(token);
    }

    /// <summary>Both stores understand them; <c>{0}</c> is the last ticket that has all this, <c>{1}</c> an empty payload.</summary>
    private static string[] Statements(string bytes, string unpacked, string sealedBytes, string lookup) =>
    [
        $$"""
        INSERT INTO envelopes (source, external_id, item_version, media_type, raw, raw_length, received_at, seen_at, status, attempts, next_attempt_at, ticket_id, message_id, quiet)
        SELECT source, external_id, '1', 'text/plain', {{unpacked}} || {{bytes}}, length({{bytes}}), received_at, received_at, 'Done', 1, received_at, id, CASE WHEN system = 'email' THEN lower(number) || '.masuk@hub.invalid' END, false FROM tickets WHERE id > {0} ORDER BY id
        """,
        """
        INSERT INTO outbox (key, channel, recipient, purpose, ticket_id, bureau, payload, message_id, state, attempts, due_at, created_at, handed_over_at, sent_at)
        SELECT number || '/2/Assigned', 'Mail', 'staf.' || bureau || '@hub.invalid', 'Assigned', id, bureau, {1}, lower(number) || '.staf@hub.invalid', 'Sent', 1, opened_at, opened_at, opened_at, opened_at
        FROM tickets WHERE id > {0} AND bureau IS NOT NULL ORDER BY id
        """,
        $$"""
        INSERT INTO outbox (key, channel, recipient, purpose, ticket_id, payload, message_id, state, attempts, due_at, created_at, handed_over_at, sent_at)
        SELECT number || '/2/Receipt', 'Mail', 'reporter/' || {{lookup}}, 'Receipt', id, {1}, lower(number) || '.pelapor@hub.invalid', 'Sent', 1, opened_at, opened_at, opened_at, opened_at
        FROM tickets WHERE id > {0} AND system = 'email' AND NOT anonymous ORDER BY id
        """,
        $$"""INSERT INTO reporters (ticket_id, key, sealed, lookup) SELECT id, 'seed', {{sealedBytes}}, {{lookup}} FROM tickets WHERE id > {0} AND NOT anonymous ORDER BY id""",
        "INSERT INTO rule_matches (ticket_id, rule, version, decided, at) SELECT id, 'svc-' || service, 0, true, opened_at FROM tickets WHERE id > {0} AND service IS NOT NULL ORDER BY id",
        """
        INSERT INTO ticket_attachments (ticket_id, name, media_type, size, at)
        SELECT id, 'proposal-' || id || '.pdf', 'application/pdf', 120000 + id % 90000, opened_at FROM tickets WHERE id > {0} AND id % 10 = 0 ORDER BY id
        """,
        """
        INSERT INTO same_pairs (ticket_id, other_id, score, text, days_apart, found_at, state)
        SELECT id, id - 1, 0.8, 0.7, 1, opened_at, 'Open' FROM tickets WHERE id > {0} AND id % 500 = 0 AND status IN ('New', 'Triage', 'InProgress') ORDER BY id
        """,
    ];

    private static async Task AddSourcesAsync(HubDbContext db, DateTimeOffset now, CancellationToken token)
    {
        var known = await db.Sources.Select(s => s.Name).ToListAsync(token);
        var systems = await db.Database.SqlQuery<string>($"SELECT DISTINCT source AS \"Value\" FROM tickets WHERE external_id LIKE 'seed-%'").ToListAsync(token);
        foreach (var name in systems.Except(known, StringComparer.Ordinal))
        {
            db.Sources.Add(new Source { Name = name, Kind = name, Title = name, Options = "{}", PausedAt = now, CreatedAt = now });
            db.SourceHealth.Add(new SourceHealth { Source = name, LastRunAt = now, LastSuccessAt = now });
            db.Runs.AddRange(Enumerable.Range(1, RunsOfSource).Select(i => now.AddHours(-6 * i)).Select(at =>
                new Run { Source = name, PlannedAt = at, StartedAt = at, EndedAt = at.AddSeconds(4), Outcome = RunOutcome.Succeeded, Trigger = "schedule", Seen = 40, Taken = 12 }));
        }

        await db.SaveChangesAsync(token);
    }

    /// <summary>The chain goes on from its last entry.</summary>
    private static async Task AddAuditAsync(HubDbContext db, long after, KeyFolder keys, CancellationToken token)
    {
        var last = await db.Audit.AsNoTracking().OrderByDescending(e => e.Id).FirstOrDefaultAsync(token);
        using var rows = ManyRows.Copying(db, "audit", "id", "at", "actor", "action", "subject", "hash");
        while (await db.Tickets.Where(t => t.Id > after && t.Id % Audited == 0).OrderBy(t => t.Id).Select(t => new { t.Id, t.Number, t.OpenedAt }).Take(Portion).ToListAsync(token) is { Count: > 0 } portion)
        {
            foreach (var ticket in portion)
            {
                var entry = new AuditEntry { Id = (last?.Id ?? 0) + 1, At = AuditChain.Instant(ticket.OpenedAt), Actor = "verifikator", Action = "ticket.assign", Subject = ticket.Number, Hash = "" };
                entry.Hash = AuditChain.Hash(last?.Hash ?? AuditChain.Beginning, entry);
                await rows.AddAsync([entry.Id, entry.At.UtcDateTime, entry.Actor, entry.Action, entry.Subject, entry.Hash], token);
                last = entry;
            }

            after = portion[^1].Id;
        }

        await rows.FlushAsync(token);
        if (last is not null)
        {
            await AuditHead.SaveAsync(db, keys.KeyFor(AuditHead.KeyPurpose), last, token);
        }
    }
}
