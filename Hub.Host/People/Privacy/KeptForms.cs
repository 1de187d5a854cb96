using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>
/// Keeps what is typed and not sent, for each person, ticket or page, and form; sealed as the words of the ticket are, and opened for whoever typed it. What belongs to no ticket
/// is sealed under the hub's own key and stands among the marks.
/// </summary>
public sealed class KeptForms(Database database, TicketKeys keys, TimeProvider clock)
{
    /// <summary>Nobody looks for words that old.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <summary>So long after the last key somebody counts as writing.</summary>
    public static readonly TimeSpan Writing = TimeSpan.FromMinutes(10);

    private const string Prefix = "typed:";

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

    /// <summary>Keeps what was typed into a form of a page that is about no ticket; blank fields alone are forgotten.</summary>
    public async Task KeepAsync(string place, string user, string form, IReadOnlyDictionary<string, string[]> fields, CancellationToken token)
    {
        await using var db = database.Open();
        var name = PrefixOf(place, user) + form;
        if (fields.Values.All(values => values.All(string.IsNullOrWhiteSpace)))
        {
            await db.Marks.Where(m => m.Name == name).ExecuteDeleteAsync(token);
            return;
        }

        var kept = new KeptOnPage(clock.GetUtcNow(), fields);
        await db.KeepAsync(name, Convert.ToBase64String(keys.Seal(null, JsonSerializer.SerializeToUtf8Bytes(kept))), token);
    }

    /// <summary>What that person typed on a page that is about no ticket, by form.</summary>
    public async Task<IReadOnlyDictionary<string, KeptOnPage>> OfAsync(string place, string user, CancellationToken token)
    {
        var prefix = PrefixOf(place, user);
        await using var db = database.Open();
        var rows = await db.Marks.AsNoTracking().Where(m => m.Name.StartsWith(prefix)).ToListAsync(token);
        return rows.Select(r => (Form: r.Name[prefix.Length..], Kept: Open(r.Value))).Where(r => r.Kept is not null).ToDictionary(r => r.Form, r => r.Kept!, StringComparer.Ordinal);
    }

    public async Task ForgetOnTicketAsync(string number, string user, string form, CancellationToken token)
    {
        await using var db = database.Open();
        await db.KeptForms.Where(f => f.UserName == user && f.Form == form && db.Tickets.Any(t => t.Id == f.TicketId && t.Number == number)).ExecuteDeleteAsync(token);
    }

    public async Task ForgetAsync(string place, string user, string form, CancellationToken token)
    {
        var name = PrefixOf(place, user) + form;
        await using var db = database.Open();
        await db.Marks.Where(m => m.Name == name).ExecuteDeleteAsync(token);
    }

    /// <summary>What that person typed on a ticket, by form and field.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, string>>> OfTicketAsync(string number, string user, CancellationToken token)
    {
        await using var db = database.Open();
        return await db.Tickets.AsNoTracking().Where(t => t.Number == number).Select(t => (long?)t.Id).FirstOrDefaultAsync(token) is { } id ? await OfAsync(id, user, token) : new Dictionary<string, Dictionary<string, string>>();
    }

    /// <summary>What that person typed on a ticket, by form and field.</summary>
    public async Task<IReadOnlyDictionary<string, Dictionary<string, string>>> OfAsync(long ticketId, string user, CancellationToken token)
    {
        await using var db = database.Open();
        var rows = await db.KeptForms.AsNoTracking().Where(f => f.TicketId == ticketId && f.UserName == user).ToListAsync(token);
        return rows.Select(r => (r.Form, Fields: Open(r))).Where(r => r.Fields is not null).ToDictionary(r => r.Form, r => r.Fields!, StringComparer.Ordinal);
    }

    /// <summary>Who else is writing on a ticket right now, and when the last word was kept; nobody who acted on it since.</summary>
    public async Task<IReadOnlyList<(string User, DateTimeOffset At)>> OthersAsync(long ticketId, string user, CancellationToken token)
    {
        var since = clock.GetUtcNow() - Writing;
        await using var db = database.Open();
        var rows = await db.KeptForms.AsNoTracking().Where(f => f.TicketId == ticketId && f.UserName != user && f.KeptAt > since && !db.TicketEvents.Any(e => e.TicketId == ticketId && e.Actor == f.UserName && e.At > f.KeptAt)).Select(f => new { f.UserName, f.KeptAt }).ToListAsync(token);
        return [.. rows.GroupBy(r => r.UserName, StringComparer.Ordinal).Select(g => (g.Key, g.Max(r => r.KeptAt))).OrderBy(r => r.Key, StringComparer.Ordinal)];
    }

    /// <summary>It was sent, in the caller's transaction.</summary>
    internal static Task ForgetAsync(HubDbContext db, long ticketId, string user, string form, CancellationToken token) =>
        db.KeptForms.Where(f => f.TicketId == ticketId && f.UserName == user && f.Form == form).ExecuteDeleteAsync(token);

    /// <summary>What was kept on pages before that moment goes.</summary>
    /// <returns>How many forms went.</returns>
    internal async Task<int> PruneAsync(HubDbContext db, DateTimeOffset before, CancellationToken token)
    {
        var gone = 0;
        foreach (var row in await db.Marks.AsNoTracking().Where(m => m.Name.StartsWith(Prefix)).ToListAsync(token))
        {
            gone += Open(row.Value) is { } kept && kept.At >= before ? 0 : await db.Marks.Where(m => m.Name == row.Name && m.Value == row.Value).ExecuteDeleteAsync(token);
        }

        return gone;
    }

    /// <summary>Says nothing of who or where to whoever reads the store.</summary>
    private static string PrefixOf(string place, string user) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\n{place}")))}:");

    /// <returns>Null for what another key sealed: such words are gone.</returns>
    private KeptOnPage? Open(string value)
    {
        try
        {
            return keys.Open(null, Convert.FromBase64String(value)) is { } open ? JsonSerializer.Deserialize<KeptOnPage>(open) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private Dictionary<string, string>? Open(KeptForm row) => keys.Open(row.Key, row.Sealed) is { } open ? JsonSerializer.Deserialize<Dictionary<string, string>>(open) : null;
}

/// <summary>What a form of a page held that was not sent, and when it was last typed into.</summary>
public sealed record KeptOnPage(DateTimeOffset At, IReadOnlyDictionary<string, string[]> Fields);
