using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Audit;
using Hub.Host.People.Access;
using Hub.Host.People.Privacy;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Takes the words of what became no ticket: by a person, at the request of who sent it, and when its time is over. Its row and reason stay: the counts of its source hold, and it is not taken anew.</summary>
public sealed class IgnoredErasure(Database database, SourceDesk sources, ConfiguredConnectors connectors, Retention retention, AuditTrail audit, TimeProvider clock)
{
    /// <exception cref="TicketRefusal">One of them is not ignored, already without its words, on hold, or accuses the bureau of whoever asks; then all stay.</exception>
    public async Task EraseAsync(IReadOnlyList<long> items, string purpose, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        await using (var transaction = await db.Database.BeginTransactionAsync(token))
        {
            foreach (var id in items)
            {
                var reading = await FindAsync(Kept(db).Where(e => e.Id == id), db, token) is { } found ? Open(found) : throw TicketRefusal.Of("NotErasable");
                if (KeepsOut(user, reading))
                {
                    throw TicketRefusal.Of("NotErasable");
                }

                await EraseAsync(db, reading, purpose, user, token);
            }

            await transaction.CommitAsync(token);
        }

        await Erasure.WipeAsync(db, token);
    }

    /// <summary>What came from that address; what waits in quarantine is an open matter and stays.</summary>
    public async Task<ItemErasure> EraseOfAsync(string email, string purpose, CurrentUser user, CancellationToken token)
    {
        await using var db = database.Open();
        var erased = 0;
        var kept = new List<string>();
        foreach (var id in await Readable(db).Select(static e => e.Id).ToListAsync(token))
        {
            db.ChangeTracker.Clear();
            if (await FindAsync(Readable(db).Where(e => e.Id == id), db, token) is not { } found || !Mentions(found.Item, email)
                || Open(found) is not { } reading || !IsFrom(reading, email) || KeepsOut(user, reading))
            {
                continue;
            }

            if (found.Item.Status == EnvelopeStatus.Ignored)
            {
                await EraseAsync(db, reading, purpose, user, token);
                erased++;
            }
            else
            {
                foreach (var number in await db.Tickets.For(user).Where(t => t.Id == found.Item.TicketId).Select(static t => t.Number).ToListAsync(token))
                {
                    await audit.WriteAsync(db, user.Name, SubjectRequests.Named, number, LeakGate.Mask(purpose, reading.Reading?.Submission?.Reporter ?? new Reporter { Email = email.Trim() }), token);
                    kept.Add(number);
                }
            }
        }

        await Erasure.WipeAsync(db, token);
        return new ItemErasure(erased, kept);
    }

    /// <summary>What is older than the retention of its system.</summary>
    /// <returns>How many lost their words.</returns>
    public async Task<int> EraseDueAsync(CancellationToken token)
    {
        var rules = await retention.RulesAsync(token);
        await using var db = database.Open();
        var erased = await EmptyOwnAsync(db, token);
        foreach (var source in await db.Sources.AsNoTracking().ToListAsync(token))
        {
            if (connectors.Catalog.Find(source.Kind) is not { } kind || rules.For(kind.System) is not { } months)
            {
                continue;
            }

            var before = clock.GetUtcNow().AddMonths(-months);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            if (await Erasure.EmptyAsync(db, Kept(db).Where(e => e.Source == source.Name && e.SeenAt <= before), token) is > 0 and var count)
            {
                erased += count;
                await audit.WriteAsync(db, "hub", "retention.emptied", source.Name, $"{count}", token);
            }

            await transaction.CommitAsync(token);
        }

        return erased;
    }

    /// <summary>Copies of the hub's own mails that versions before kept.</summary>
    private static async Task<int> EmptyOwnAsync(HubDbContext db, CancellationToken token)
    {
        var own = db.Envelopes.Where(static e => e.Status == EnvelopeStatus.Ignored && e.CauseCode == IntakeReasons.OwnNotice && e.RawLength > 0);
        if (!await own.AnyAsync(token))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var emptied = await Erasure.EmptyAsync(db, own, token);
        await transaction.CommitAsync(token);
        return emptied;
    }

    private async Task EraseAsync(HubDbContext db, Opened item, string purpose, CurrentUser user, CancellationToken token)
    {
        var (source, externalId) = (item.Stored.Source, item.Stored.ExternalId);
        await Erasure.EmptyAsync(
            db,
            db.Envelopes.Where(e => e.Source == source && e.ExternalId == externalId && (e.Status == EnvelopeStatus.Ignored || e.Status == EnvelopeStatus.Superseded)
                && (e.Id == item.Stored.Id || e.TicketId == null || db.Tickets.Any(t => t.Id == e.TicketId && t.IsStub))), token);
        await audit.WriteAsync(db, user.Name, "ignored.erased", $"{source}/{item.Stored.Id}", LeakGate.Mask(purpose, item.Reading?.Submission?.Reporter), token);
    }

    private Opened Open((StoredEnvelope Item, Source Source) found)
    {
        try
        {
            return new Opened(found.Item, sources.Read(found.Item, found.Source));
        }
        catch (SourceUnusable)
        {
            return new Opened(found.Item, null);
        }
    }

    /// <summary>Who is accused does not destroy the accusation; it is brought back as a ticket, and goes its way past them.</summary>
    private static bool KeepsOut(CurrentUser user, Opened item) => item.Reading is { AccusesVerifier: true } && !user.Is(Roles.Leadership);

    /// <summary>Its sender; where nobody can read it, any mention counts.</summary>
    private static bool IsFrom(Opened item, string email) =>
        item.Reading?.Submission is not { } submission || string.Equals(submission.Reporter.Email, email.Trim(), StringComparison.OrdinalIgnoreCase);

    private bool Mentions(StoredEnvelope item, string email)
    {
        using var raw = sources.Open(item);
        return email.Trim() is { Length: > 0 } address && raw is not null && Mention.Of(address, raw);
    }

    private static IQueryable<StoredEnvelope> Readable(HubDbContext db) =>
        db.Envelopes.Where(e => e.RawLength > 0 && (e.Status == EnvelopeStatus.Ignored || e.Status == EnvelopeStatus.Quarantined) && !Retention.Held(db).Any(t => t.Id == e.TicketId));

    private static IQueryable<StoredEnvelope> Kept(HubDbContext db) => Readable(db).Where(static e => e.Status == EnvelopeStatus.Ignored);

    private static async Task<(StoredEnvelope Item, Source Source)?> FindAsync(IQueryable<StoredEnvelope> wanted, HubDbContext db, CancellationToken token) =>
        await wanted.AsNoTracking().Join(db.Sources.AsNoTracking(), static e => e.Source, static s => s.Name, static (e, s) => new { Item = e, Source = s }).FirstOrDefaultAsync(token) is { } found
            ? (found.Item, found.Source)
            : null;

    /// <param name="Reading">Null where its source cannot be used.</param>
    private sealed record Opened(StoredEnvelope Stored, Reading? Reading);
}

/// <summary>What became of a person's items without a ticket.</summary>
/// <param name="Kept">Numbers of the tickets that stand in for what waits in quarantine.</param>
public sealed record ItemErasure(int Erased, IReadOnlyList<string> Kept);
