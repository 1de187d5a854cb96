using System.Text.Json;
using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What files an item brought, written down when it is read and compared with what the store gives back: a file that is lost or changed on the way is seen at once.</summary>
public sealed class AttachmentList
{
    /// <summary>Groups envelopes whose files are not whole.</summary>
    public const string FaultCode = "attachments";

    private readonly List<Line> lines = [];

    /// <param name="name">Null where it may tell who sent it.</param>
    internal void Add(Blob kept, string? name) => lines.Add(new Line(name, kept.Size, kept.Hash));

    /// <returns>Null when there is nothing to compare.</returns>
    internal string? ToJson() => lines.Count == 0 ? null : JsonSerializer.Serialize(lines, JsonSerializerOptions.Web);

    /// <summary>Reads back what was stored and compares size and hash of every file.</summary>
    /// <returns>One sentence that names what is wrong; null when all is whole.</returns>
    internal static async Task<Said?> FaultAsync(Database database, ByteStore bytes, string? list, long ticketId, CancellationToken token)
    {
        if (list is null)
        {
            return null;
        }

        var expected = JsonSerializer.Deserialize<List<Line>>(list, JsonSerializerOptions.Web)!.DistinctBy(e => e.Hash).ToList();
        await using var db = database.Open();
        var kept = await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticketId).Select(a => new { a.Name, a.Size, a.ContentHash }).ToListAsync(token);
        var missing = new List<string>();
        foreach (var line in expected)
        {
            var file = kept.Find(k => k.Size == line.Size && k.ContentHash == line.Hash);
            // One at a time: memory holds one file, however many the item brought.
            var blob = file is null ? null : await db.Blobs.AsNoTracking().FirstOrDefaultAsync(b => b.Hash == line.Hash, token);
            if (blob is null || blob.Size != line.Size || !bytes.IsWhole(blob))
            {
                missing.Add(line.Name ?? line.Hash[..8]);
            }
        }

        return missing.Count == 0 ? null : Said.Of<AttachmentTexts>("NotWhole", missing.Count, expected.Count, string.Join(", ", missing.Take(5)));
    }

    /// <summary>Compares and makes a fault visible: on the ticket, at the envelope, and by an alarm.</summary>
    internal static async Task CheckAsync(Database database, ByteStore bytes, TicketRoad road, long envelopeId, CancellationToken token)
    {
        await using var db = database.Open();
        var envelope = await db.Envelopes.Where(e => e.Id == envelopeId).Select(e => new { e.Files, e.TicketId }).FirstAsync(token);
        if (envelope.Files is null || envelope.TicketId is not { } ticketId || await FaultAsync(database, bytes, envelope.Files, ticketId, token) is not { } fault)
        {
            return;
        }

        var ticket = await db.Tickets.SingleAsync(t => t.Id == ticketId, token);
        await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.Note(envelopeId), fault.Stored), new Actor.Hub(), null, token);
        await db.SaveChangesAsync(token);
        await db.Envelopes.Where(e => e.Id == envelopeId).ExecuteUpdateAsync(set => set.SetProperty(e => e.Cause, fault).SetProperty(e => e.CauseCode, FaultCode), token);
    }

    private sealed record Line(string? Name, long Size, string Hash);
}
