using System.Text;
using System.Text.Json;
using Hub.Domain.Deadlines;
using Hub.Host.Foundation.Audit;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Deadlines;

/// <summary>Amendments that were proposed and wait for somebody to approve or drop them. They change nothing.</summary>
public sealed class AmendmentDrafts(Database database, AuditTrail audit, TimeProvider clock)
{
    /// <summary>Prefix of the drafts among the settings.</summary>
    internal const string Prefix = "amendment:draft:";

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
        await db.Settings.Where(s => s.Name == Prefix + amendment.Id).ExecuteDeleteAsync(token);
        db.Settings.Add(new Setting { Name = Prefix + amendment.Id, Value = JsonSerializer.Serialize(StoredDraft.Of(amendment, actor, clock.GetUtcNow()), JsonSerializerOptions.Web) });
        await audit.WriteAsync(db, actor, "amendment.proposed", amendment.Id, amendment.Title, token);
        await transaction.CommitAsync(token);
    }

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<AmendmentDraft>> AllAsync(CancellationToken token)
    {
        await using var db = database.Open();
        var stored = await db.Settings.AsNoTracking().Where(s => s.Name.StartsWith(Prefix)).ToListAsync(token);
        return [.. stored.Select(Read).OrderBy(d => d.ProposedAt)];
    }

    /// <returns>Null when it was applied or dropped meanwhile.</returns>
    public async Task<AmendmentDraft?> FindAsync(string id, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Name == Prefix + id, token) is Setting stored ? Read(stored) : null;
    }

    /// <summary>Takes a proposal back.</summary>
    public async Task DropAsync(string id, string actor, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Settings.Where(s => s.Name == Prefix + id).ExecuteDeleteAsync(token) > 0)
        {
            await audit.WriteAsync(db, actor, "amendment.dropped", id, null, token);
        }

        await transaction.CommitAsync(token);
    }

    private static AmendmentDraft Read(Setting stored)
    {
        var draft = JsonSerializer.Deserialize<StoredDraft>(stored.Value, JsonSerializerOptions.Web)!;
        return new AmendmentDraft(draft.Amendment(stored.Name), draft.By, draft.At);
    }

    /// <param name="Act">The act as its own JSON; null for a reading.</param>
    /// <param name="Decision">The decision as its own JSON; null for an act.</param>
    private sealed record StoredDraft(string? Act, string? Decision, string By, DateTimeOffset At)
    {
        public static StoredDraft Of(Amendment amendment, string by, DateTimeOffset at) => amendment switch
        {
            CalendarAmendment calendar => new(calendar.Act.ToJson(), null, by, at),
            ReadingAmendment reading => new(null, reading.Decision.ToJson(), by, at),
            _ => throw new ArgumentOutOfRangeException(nameof(amendment), amendment.Id, "Only acts and readings are proposed."),
        };

        public Amendment Amendment(string name) => Act is not null
            ? new CalendarAmendment(CalendarAct.Read(new MemoryStream(Encoding.UTF8.GetBytes(Act)), name))
            : new ReadingAmendment(ReadingDecision.Read(new MemoryStream(Encoding.UTF8.GetBytes(Decision!)), name));
    }
}

/// <summary>A proposal with who made it and when.</summary>
public sealed record AmendmentDraft(Amendment Amendment, string ProposedBy, DateTimeOffset ProposedAt);
