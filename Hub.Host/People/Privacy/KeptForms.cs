using System.Text.Json;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Keeps what is typed and not sent, for each person, ticket and form; sealed as the words of the ticket are, and opened for whoever typed it.</summary>
public sealed class KeptForms(Database database, TicketKeys keys, TimeProvider clock)
{
    /// <summary>Nobody looks for words that old.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>So long after the last key somebody counts as writing.</summary>
    public static readonly TimeSpan Writing = TimeSpan.FromMinutes(10);

    /// <summary>Keeps the fields in the place of what was kept of that form before; blank ones are forgotten.</summary>
    /// <returns>False when there is no such ticket.</returns>
    public async Task<bool> KeepAsync(string number, string user, string form, IReadOnlyDictionary<string, string> fields, CancellationToken token)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        if (await db.Tickets.AsNoTracking().Where(t => t.Number == number).Select(t => new { t.Id, t.Key }).FirstOrDefaultAsync(token) is not { } ticket)
        {
            return false;
        }

        await ForgetAsync(db, ticket.Id, user, form, token);
        await db.KeptForms.Where(f => f.UserName == user && f.KeptAt < now - Longest).ExecuteDeleteAsync(token);
        if (fields.Values.Any(v => !string.IsNullOrWhiteSpace(v)))
        {
            db.KeptForms.Add(new KeptForm
            {
                TicketId = ticket.Id, UserName = user, Form = form, Key = ticket.Key, KeptAt = now,
                Sealed = keys.Seal(ticket.Key, JsonSerializer.SerializeToUtf8Bytes(fields)),
            });
            await db.SaveChangesAsync(token);
        }

        await transaction.CommitAsync(token);
        return true;
    }

    /// <summary>What that person typed on a ticket, by form and field.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, string>>> OfAsync(long ticketId, string user, CancellationToken token)
    {
        await using var db = database.Open();
        var rows = await db.KeptForms.AsNoTracking().Where(f => f.TicketId == ticketId && f.UserName == user).ToListAsync(token);
        return rows.Select(r => (r.Form, Fields: Open(r))).Where(r => r.Fields is not null).ToDictionary(r => r.Form, r => r.Fields!, StringComparer.Ordinal);
    }

    /// <summary>Who else is writing on a ticket right now, and when the last word was kept.</summary>
    public async Task<IReadOnlyList<(string User, DateTimeOffset At)>> OthersAsync(long ticketId, string user, CancellationToken token)
    {
        var since = clock.GetUtcNow() - Writing;
        await using var db = database.Open();
        var rows = await db.KeptForms.AsNoTracking().Where(f => f.TicketId == ticketId && f.UserName != user && f.KeptAt > since).Select(f => new { f.UserName, f.KeptAt }).ToListAsync(token);
        return [.. rows.GroupBy(r => r.UserName, StringComparer.Ordinal).Select(g => (g.Key, g.Max(r => r.KeptAt))).OrderBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <summary>It was sent, in the caller's transaction.</summary>
    internal static Task ForgetAsync(HubDbContext db, long ticketId, string user, string form, CancellationToken token) =>
        db.KeptForms.Where(f => f.TicketId == ticketId && f.UserName == user && f.Form == form).ExecuteDeleteAsync(token);

    private Dictionary<string, string>? Open(KeptForm row) => keys.Open(row.Key, row.Sealed) is { } open ? JsonSerializer.Deserialize<Dictionary<string, string>>(open) : null;
}
