using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Domain.Envelopes;
using Hub.Domain;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Security;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Proves completeness: reads a source from its beginning, takes in what was missing, and states that every item there is a ticket, quarantined or ignored.</summary>
public sealed class Reconciler(Database database, LeaseBook leases, ConfiguredConnectors connectors, Ledger ledger, ProcessWorker worker, KeyFolder keys, TimeProvider clock)
{
    private readonly WholeSource whole = new(leases, connectors);
    private readonly byte[] key = keys.KeyFor("statement");

    /// <summary>Makes today's statement of a source; a second one of the same day replaces the first.</summary>
    /// <exception cref="SourceUnusable">The source does not exist or cannot be built.</exception>
    /// <exception cref="Connectors.ConnectorFailure">The source could not be read: there is no statement without it.</exception>
    public async Task<Statement> StateAsync(string name, CancellationToken token)
    {
        await using var db = database.Open();
        var source = await db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.Name == name, token) ?? throw new SourceUnusable(SourceFaults.Say("NoSource", name));
        var (shown, fetched) = source.Cron is null ? (null, 0) : await CatchUpAsync(db, name, token);
        await worker.DrainAllAsync(token);
        var counts = await CountAsync(db, name, shown, token);
        var now = clock.GetUtcNow();
        var text = Write(source, counts, shown?.Count, fetched, now);
        var statement = new Statement
        {
            Source = name,
            Day = Wita.DateOf(now),
            MadeAt = now,
            AtSource = shown?.Count,
            Tickets = counts.GetValueOrDefault(EnvelopeStatus.Done),
            Quarantined = counts.GetValueOrDefault(EnvelopeStatus.Quarantined),
            Ignored = counts.GetValueOrDefault(EnvelopeStatus.Ignored),
            Waiting = counts.GetValueOrDefault(EnvelopeStatus.Received),
            Fetched = fetched,
            Text = text,
            Signature = Sign(text),
        };
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.Statements.Where(s => s.Source == name && s.Day == statement.Day).ExecuteDeleteAsync(token);
        db.Statements.Add(statement);
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.Statement);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.Stated);
        return statement;
    }

    /// <summary>True when nobody changed the text since it was signed with this hub's key.</summary>
    public bool IsGenuine(Statement statement) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(statement.Text)), Encoding.ASCII.GetBytes(statement.Signature));

    /// <summary>The gaps are fetched by the statement itself.</summary>
    private async Task<(HashSet<string> Shown, int Fetched)> CatchUpAsync(HubDbContext db, string source, CancellationToken token)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var fetched = 0;
        await foreach (var batch in whole.ReadAsync(source, null, token))
        {
            var ids = batch.Envelopes.Select(e => e.Key.ExternalId).Where(shown.Add).ToList();
            foreach (var some in ids.Chunk(500))
            {
                fetched += some.Length - await db.Envelopes.Where(e => e.Source == source && some.Contains(e.ExternalId)).Select(e => e.ExternalId).Distinct().CountAsync(token);
            }

            await ledger.StoreAsync(source, batch.Envelopes, quiet: false, token);
        }

        return (shown, fetched);
    }

    /// <summary>Each item once: a ticket if any version of it is in one, else what became of its latest version.</summary>
    private static async Task<Dictionary<EnvelopeStatus, int>> CountAsync(HubDbContext db, string source, HashSet<string>? shown, CancellationToken token)
    {
        var counts = new Dictionary<EnvelopeStatus, int>();
        var rows = await db.Envelopes.AsNoTracking().Where(e => e.Source == source).OrderBy(e => e.ExternalId).ThenBy(e => e.Id).Select(e => new { e.ExternalId, e.Status }).ToListAsync(token);
        foreach (var item in rows.Where(r => shown?.Contains(r.ExternalId) ?? true).GroupBy(r => r.ExternalId, StringComparer.Ordinal))
        {
            var status = item.Any(v => v.Status == EnvelopeStatus.Done) ? EnvelopeStatus.Done : item.Last(v => v.Status != EnvelopeStatus.Superseded || item.All(o => o.Status == EnvelopeStatus.Superseded)).Status;
            counts[status] = counts.GetValueOrDefault(status) + 1;
        }

        return counts;
    }

    private static string Write(Source source, Dictionary<EnvelopeStatus, int> counts, int? shown, int fetched, DateTimeOffset now)
    {
        int Of(EnvelopeStatus status) => counts.GetValueOrDefault(status);
        var sum = Of(EnvelopeStatus.Done) + Of(EnvelopeStatus.Quarantined) + Of(EnvelopeStatus.Ignored) + Of(EnvelopeStatus.Received);
        return new StringBuilder("Pernyataan kelengkapan\n")
            .Append(CultureInfo.InvariantCulture, $"Sumber: {source.Name} ({source.Title})\n")
            .Append(CultureInfo.InvariantCulture, $"Dibuat: {Wita.At(now):yyyy-MM-dd HH:mm} WITA\n")
            .Append(CultureInfo.InvariantCulture, $"Butir di sumber: {(shown is { } n ? n.ToString(CultureInfo.InvariantCulture) : "tidak dapat ditanya (berkas atau kiriman)")}\n")
            .Append(CultureInfo.InvariantCulture, $"Tiket: {Of(EnvelopeStatus.Done)}\n")
            .Append(CultureInfo.InvariantCulture, $"Karantina: {Of(EnvelopeStatus.Quarantined)}\n")
            .Append(CultureInfo.InvariantCulture, $"Diabaikan: {Of(EnvelopeStatus.Ignored)}\n")
            .Append(CultureInfo.InvariantCulture, $"Menunggu diolah: {Of(EnvelopeStatus.Received)}\n")
            .Append(CultureInfo.InvariantCulture, $"Diambil menyusul: {fetched}\n")
            .Append(CultureInfo.InvariantCulture, $"Seimbang: {(shown is null || shown == sum ? "ya" : "TIDAK")}\n")
            .ToString();
    }

    private string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
