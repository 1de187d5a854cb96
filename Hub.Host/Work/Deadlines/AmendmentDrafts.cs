using System.Text;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Deadlines;

/// <summary>Amendments that were proposed and wait for somebody to approve or drop them. They change nothing.</summary>
public sealed class AmendmentDrafts(Database database, AuditTrail audit, TimeProvider clock)
{
    /// <summary>An id is part of an address and of the calendar's version.</summary>
    private const int LongestId = 60;

    /// <summary>Keeps a proposal; a newer one under the same id takes its place.</summary>
    /// <exception cref="CalendarException">It would not fit what is in force; the message says why.</exception>
    public async Task AddAsync(Amendment amendment, string actor, CancellationToken token)
    {
        if (amendment.Id.Length is 0 or > LongestId || !amendment.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            throw CalendarException.Of("ActIdShape", amendment.Id, LongestId);
        }

        await using var db = database.Open();
        amendment.After(await BasisInForce.ReadAsync(db, token));
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        await db.AmendmentDrafts.Where(d => d.Id == amendment.Id).ExecuteDeleteAsync(token);
        db.AmendmentDrafts.Add(new StoredDraft
        {
            Id = amendment.Id,
            Act = (amendment as CalendarAmendment)?.Act.ToJson(),
            Reading = (amendment as ReadingAmendment)?.Decision.ToJson(),
            ProposedBy = actor,
            ProposedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(token);
        await audit.WriteAsync(db, actor, "amendment.proposed", amendment.Id, amendment.Title, token);
        await transaction.CommitAsync(token);
    }

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<AmendmentDraft>> AllAsync(CancellationToken token)
    {
        await using var db = database.Open();
        return [.. (await db.AmendmentDrafts.AsNoTracking().OrderBy(d => d.ProposedAt).ToListAsync(token)).Select(Read)];
    }

    /// <returns>Null when it was applied or dropped meanwhile.</returns>
    public async Task<AmendmentDraft?> FindAsync(string id, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.AmendmentDrafts.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, token) is { } stored ? Read(stored) : null;
    }

    /// <summary>Takes a proposal back.</summary>
    public async Task DropAsync(string id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.AmendmentDrafts.Where(d => d.Id == id).ExecuteDeleteAsync(token) > 0)
        {
            await audit.WriteAsync(db, actor, "amendment.dropped", id, null, token);
        }

        await transaction.CommitAsync(token);
    }

    private static AmendmentDraft Read(StoredDraft stored) => new(
        stored.Act is not null
            ? new CalendarAmendment(CalendarAct.Read(Utf8(stored.Act), stored.Id))
            : new ReadingAmendment(ReadingDecision.Read(Utf8(stored.Reading!), stored.Id)),
        stored.ProposedBy,
        stored.ProposedAt);

    private static MemoryStream Utf8(string json) => new(Encoding.UTF8.GetBytes(json));
}

/// <summary>A proposal with who made it and when.</summary>
public sealed record AmendmentDraft(Amendment Amendment, string ProposedBy, DateTimeOffset ProposedAt);
