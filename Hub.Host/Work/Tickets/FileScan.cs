using Hub.Domain;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Antivirus;
using Hub.Host.Foundation.Leases;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Hands every kept file to the scanner, writes down what it says, and tells the tickets whose file stays barred.</summary>
public sealed class FileScan(Database database, VirusScanner scanner, ByteStore bytes, TicketRoad road, LeaseBook leases, TimeProvider clock)
{
    /// <summary>Since when the scanner gives no verdict; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    /// <summary>What the last try said.</summary>
    public Said? Cause { get; private set; }

    public async Task TurnAsync(CancellationToken token)
    {
        if (!scanner.IsOn || await leases.TakeAsync("virus-scan", token) is not { } lease)
        {
            return;
        }

        await using (lease)
        {
            await RunAsync(lease.Token);
        }
    }

    /// <summary>Until nothing waits, or the scanner is silent.</summary>
    internal async Task RunAsync(CancellationToken token)
    {
        await using var db = database.Open();
        foreach (var hash in await db.Blobs.Where(b => b.Scan == null).OrderBy(b => b.Hash).Select(b => b.Hash).ToListAsync(token))
        {
            // One at a time: memory holds one file, however many wait.
            var blob = await db.Blobs.AsNoTracking().FirstOrDefaultAsync(b => b.Hash == hash, token);
            if (blob is not null && !await LookAtAsync(blob, token))
            {
                return;
            }
        }

        (SilentSince, Cause) = (null, null);
    }

    /// <returns>False when the scanner is silent.</returns>
    private async Task<bool> LookAtAsync(Blob blob, CancellationToken token)
    {
        try
        {
            // Of a file whose key is gone nobody will ever get anything.
            await using var content = bytes.OpenWhole(blob);
            await NoteAsync(blob.Hash, content is not null ? await scanner.ScanAsync(content, token) : new ScanAnswer(ScanVerdict.Unscannable, null), token);
            return true;
        }
        catch (ScannerSilent e)
        {
            (SilentSince, Cause) = (SilentSince ?? clock.GetUtcNow(), Said.Quote(e.Message));
            return false;
        }
    }

    private async Task NoteAsync(string hash, ScanAnswer answer, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var blob = await db.Blobs.SingleOrDefaultAsync(b => b.Hash == hash, token);
        if (blob is null)
        {
            return;
        }

        (blob.Scan, blob.Finding) = (answer.Verdict, answer.Finding);
        if (FileBar.Of(blob, scans: true) is { } why)
        {
            foreach (var id in await db.Attachments.Where(a => a.ContentHash == hash).Select(a => a.TicketId).Distinct().ToListAsync(token))
            {
                var ticket = await db.Tickets.SingleAsync(t => t.Id == id, token);
                await road.ChangeAsync(db, ticket, new TicketChange.Keep(new Happening.Note(), why.Stored), new Actor.Hub(), null, token);
            }
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
    }
}
