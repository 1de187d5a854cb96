using System.Globalization;
using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Seals and opens identities under the keys of their tickets.</summary>
public sealed class ReporterSeal(TicketKeys keys, IDataProtectionProvider protection)
{
    /// <summary>Records of the first version were sealed under the installation's ring.</summary>
    private readonly IDataProtector first = protection.CreateProtector("reporter");

    /// <param name="ticketId">Beside another ticket it stays shut.</param>
    public byte[] Close(long ticketId, string key, Reporter reporter) => keys.SealAt(PlaceOf(ticketId), key, JsonSerializer.SerializeToUtf8Bytes(reporter));

    private static string PlaceOf(long ticketId) => string.Create(CultureInfo.InvariantCulture, $"reporter of {ticketId}");

    /// <returns><see cref="Reporter.Unknown"/> when the key was destroyed.</returns>
    public Reporter Open(ReporterRecord record) =>
        (record.Key is null ? first.Unprotect(record.Sealed) : keys.OpenAt(PlaceOf(record.TicketId), record.Key, record.Sealed)) is { } open ? JsonSerializer.Deserialize<Reporter>(open)! : Reporter.Unknown;

    /// <returns>Null where the compartment has nobody.</returns>
    internal async Task<Reporter?> SenderAsync(HubDbContext db, Ticket ticket, CancellationToken token) =>
        await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticket.Id, token) is { } record ? Open(record) : null;

    /// <summary>All who are known to have sent that ticket: as the compartment has it, and as the newest item says.</summary>
    internal async Task<IReadOnlyList<Reporter>> KnownAsync(HubDbContext db, Ticket ticket, CancellationToken token)
    {
        return [.. new[] { ticket.Brought(), await RecordAsync(db, ticket, token) is { } record ? Open(record) : null }.OfType<Reporter>().Distinct()];
    }

    /// <summary>What the compartment has, or will have with this save; the store is not asked about a ticket that is not in it yet.</summary>
    internal static async Task<ReporterRecord?> RecordAsync(HubDbContext db, Ticket ticket, CancellationToken token) =>
        await LearntAsync(db, ticket) ?? (db.IsNew(ticket) ? null : await db.Reporters.FindAsync([ticket.Id], token));

    /// <summary>More is known since, within this unit of work.</summary>
    internal static void Learn(HubDbContext db, ReporterRecord record) => db.Remembered.Know(new Learnt(record.TicketId), record);

    /// <summary>More is known of who sent it than its words were covered by.</summary>
    internal static async Task<bool> LearnsAsync(HubDbContext db, Ticket ticket) => await LearntAsync(db, ticket) is not null;

    private static ValueTask<ReporterRecord?> LearntAsync(HubDbContext db, Ticket ticket) => db.Remembered.OnceAsync<ReporterRecord?>(new Learnt(ticket.Id), static () => Task.FromResult<ReporterRecord?>(null));

    /// <summary>Asks for the record of a ticket that this unit of work has written to.</summary>
    private sealed record Learnt(long Ticket);
}
