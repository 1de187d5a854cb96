using System.Security.Cryptography;
using System.Text.Json;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What files an item brought, written down when it is read and compared with what the store gives back: a file that is lost or changed on the way is seen at once.</summary>
public static class AttachmentList
{
    /// <summary>Groups envelopes whose files are not whole.</summary>
    public const string FaultCode = "attachments";

    /// <returns>JSON; null when there is nothing to compare.</returns>
    internal static string? Of(IReadOnlyList<Attachment> files)
    {
        var lines = files.Where(f => f.Content.Length > 0 || f.Link is null).Select(f => new Line(f.Name, f.Content.Length, HashOf(f.Content.Span))).ToList();
        return lines.Count == 0 ? null : JsonSerializer.Serialize(lines, JsonSerializerOptions.Web);
    }

    /// <summary>Reads back what was stored and compares name, size and hash of every file.</summary>
    /// <returns>One sentence that names what is wrong; null when all is whole.</returns>
    internal static async Task<string?> FaultAsync(Database database, string? list, long ticketId, CancellationToken token)
    {
        if (list is null)
        {
            return null;
        }

        var expected = JsonSerializer.Deserialize<List<Line>>(list, JsonSerializerOptions.Web)!;
        await using var db = database.Open();
        var kept = await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticketId).Select(a => new { a.Name, a.Size, a.ContentHash }).ToListAsync(token);
        var missing = expected.Where(e => !kept.Any(k => k.Name == e.Name && k.Size == e.Size && k.ContentHash == e.Hash)).Select(e => e.Name).ToList();
        foreach (var line in expected.DistinctBy(e => e.Hash))
        {
            // One at a time: memory holds one file, however many the item brought.
            var content = await db.Blobs.AsNoTracking().Where(b => b.Hash == line.Hash).Select(b => b.Content).FirstOrDefaultAsync(token);
            if (content is null || content.Length != line.Size || HashOf(content) != line.Hash)
            {
                missing.Add(line.Name);
            }
        }

        return missing.Count == 0 ? null : $"Lampiran tidak utuh tersimpan ({missing.Distinct().Count()} dari {expected.Count}): {string.Join(", ", missing.Distinct().Take(5))}. Aslinya ada di kiriman mentah.";
    }

    /// <summary>Compares and makes a fault visible: on the ticket, at the envelope, and by an alarm.</summary>
    internal static async Task CheckAsync(Database database, TicketRoad road, long envelopeId, CancellationToken token)
    {
        await using var db = database.Open();
        var envelope = await db.Envelopes.Where(e => e.Id == envelopeId).Select(e => new { e.Files, e.TicketId }).FirstAsync(token);
        if (envelope.Files is null || envelope.TicketId is not { } ticketId || await FaultAsync(database, envelope.Files, ticketId, token) is not { } fault)
        {
            return;
        }

        var ticket = await db.Tickets.SingleAsync(t => t.Id == ticketId, token);
        await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.Note(envelopeId), fault), new Actor.Hub(), null, token);
        await db.SaveChangesAsync(token);
        await db.Envelopes.Where(e => e.Id == envelopeId).ExecuteUpdateAsync(set => set.SetProperty(e => e.Cause, fault).SetProperty(e => e.CauseCode, FaultCode), token);
    }

    private static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private sealed record Line(string Name, long Size, string Hash);
}
