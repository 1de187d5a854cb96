using System.Security.Cryptography;
using System.Text;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Host.Foundation.Leases;
using Hub.Host.Foundation.Security;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage.Rows;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Proves completeness: reads a source from its beginning, takes in what was missing, states that every item there is a ticket, quarantined or ignored, and compares that with what the source says of itself.</summary>
public sealed class Reconciler(Database database, LeaseBook leases, ConfiguredConnectors connectors, Ledger ledger, ProcessWorker worker, Withdrawals withdrawals, KeyFolder keys, TimeProvider clock)
{
    /// <summary>A source moves while it is read: what does not agree is looked at once more.</summary>
    private const int Looks = 2;

    private readonly WholeSource whole = new(leases, connectors);
    private readonly byte[] key = keys.KeyFor("statement");

    /// <summary>Makes a source's statement of a day; a second one of the same day replaces the first.</summary>
    /// <param name="day">The WITA date that it is made for; default today.</param>
    /// <exception cref="SourceUnusable">The source does not exist or cannot be built.</exception>
    /// <exception cref="ConnectorFailure">The source could not be read: there is no statement without it.</exception>
    public async Task<Statement> StateAsync(string name, CancellationToken token, DateOnly? day = null)
    {
        await using var db = database.Open();
        var source = await db.Sources.AsNoTracking().FirstOrDefaultAsync(s => s.Name == name, token) ?? throw new SourceUnusable(Said.Of<SourceFaults>("NoSource", name));
        var look = await LookAsync(db, source, token);
        var statement = look.Statement;
        statement.Day = day ?? statement.Day;
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.TakeTurnAsync($"statement:{name}", token);
        await db.Statements.Where(s => s.Source == name && s.Day == statement.Day).ExecuteDeleteAsync(token);
        db.Statements.Add(statement);
        await withdrawals.NoteAsync(db, source, look, token);
        await db.SaveChangesAsync(token);
        await KillPoint.ReachAsync(KillPoint.Statement);
        await transaction.CommitAsync(token);
        await KillPoint.ReachAsync(KillPoint.Stated);
        await withdrawals.CarryOutAsync(source, look, token);
        return statement;
    }

    /// <summary>No run of the source goes on meanwhile.</summary>
    private async Task<SourceLook> LookAsync(HubDbContext db, Source source, CancellationToken token)
    {
        if (source.Cron is null)
        {
            return new SourceLook(await CountAsync(db, source, null, Holdings.Untold, 0, token), [], Stands: false);
        }

        await using var lease = await whole.HoldAsync(source.Name, token);
        var fetched = 0;
        for (var looks = 1; ; looks++)
        {
            var (shown, missed, stands) = await CatchUpAsync(db, source.Name, lease, token);
            var holdings = await connectors.FindAsync(source.Name, token) is ITellsHoldings teller ? await teller.HoldingsAsync(lease.Token) : Holdings.Untold;
            var statement = await CountAsync(db, source, shown, holdings, fetched += missed, token);
            if (statement.Balances || looks == Looks)
            {
                return new SourceLook(statement, shown, stands);
            }
        }
    }

    private async Task<Statement> CountAsync(HubDbContext db, Source source, HashSet<string>? shown, Holdings holdings, int fetched, CancellationToken token)
    {
        await worker.DrainAllAsync(token);
        var statuses = await StatusesAsync(db, source.Name, token);
        var counted = statuses.Where(s => shown?.Contains(s.Key) ?? true).CountBy(s => s.Value).ToDictionary();
        var now = clock.GetUtcNow();
        var statement = new Statement
        {
            Source = source.Name,
            Day = Wita.DateOf(now),
            MadeAt = now,
            AtSource = shown?.Count,
            Claimed = holdings.Claimed,
            Listed = holdings.Listed,
            Unseen = holdings.Ids?.Count(id => shown?.Contains(id) == false) ?? 0,
            Tickets = counted.GetValueOrDefault(EnvelopeStatus.Done),
            Quarantined = counted.GetValueOrDefault(EnvelopeStatus.Quarantined),
            Ignored = counted.GetValueOrDefault(EnvelopeStatus.Ignored),
            Waiting = counted.GetValueOrDefault(EnvelopeStatus.Received),
            Fetched = fetched,
            Text = "",
            Signature = "",
        };
        statement.Text = StatementText.Of(statement, source.Title, shown, statuses.Keys);
        statement.Signature = Sign(statement.Text);
        return statement;
    }

    /// <summary>True when nobody changed the text since it was signed with this hub's key.</summary>
    public bool IsGenuine(Statement statement) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Sign(statement.Text)), Encoding.ASCII.GetBytes(statement.Signature));

    /// <summary>The gaps are fetched by the statement itself.</summary>
    private async Task<(HashSet<string> Shown, int Fetched, bool Stands)> CatchUpAsync(HubDbContext db, string source, HeldLease lease, CancellationToken token)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        var (fetched, stands) = (0, false);
        await foreach (var batch in whole.ReadAsync(source, null, lease, token))
        {
            stands |= batch.HasStandIns;
            var ids = batch.Envelopes.Select(e => e.Key.ExternalId).Where(shown.Add).ToList();
            foreach (var some in ids.Chunk(500))
            {
                fetched += some.Length - await db.Envelopes.Where(e => e.Source == source && some.Contains(e.ExternalId)).Select(e => e.ExternalId).Distinct().CountAsync(token);
            }

            await ledger.StoreAsync(source, batch.Envelopes, Sighting.Shown, quiet: false, token);
        }

        return (shown, fetched, stands);
    }

    /// <summary>Each item once: a ticket if any version of it is in one, else what became of its latest version.</summary>
    private static async Task<Dictionary<string, EnvelopeStatus>> StatusesAsync(HubDbContext db, string source, CancellationToken token)
    {
        var rows = await db.Envelopes.AsNoTracking().Where(e => e.Source == source).OrderBy(e => e.ExternalId).ThenBy(e => e.Id).Select(e => new { e.ExternalId, e.Status }).ToListAsync(token);
        return rows.GroupBy(r => r.ExternalId, StringComparer.Ordinal).ToDictionary(
            item => item.Key,
            item => item.Any(v => v.Status == EnvelopeStatus.Done) ? EnvelopeStatus.Done : item.Last(v => v.Status != EnvelopeStatus.Superseded || item.All(o => o.Status == EnvelopeStatus.Superseded)).Status,
            StringComparer.Ordinal);
    }

    private string Sign(string text) => Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
}
