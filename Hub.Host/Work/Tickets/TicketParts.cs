using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation.Security;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What stands beside a ticket that was split off another: who sent it, its files, and that both are not the same grievance.</summary>
public sealed class TicketParts(ReporterVault vault, TicketSeal seal, ByteStore bytes, AttachmentStore files)
{
    /// <param name="whole">The ticket that brought several matters.</param>
    /// <param name="all">All that are split off it now, in their order.</param>
    internal async Task StandBesideAsync(HubDbContext db, Ticket whole, Ticket part, IEnumerable<Ticket> all, string actor, DateTimeOffset now, CancellationToken token)
    {
        if (await db.Reporters.FindAsync([whole.Id], token) is { } record)
        {
            await vault.KeepAsync(db, part, vault.Unseal(record), token);
        }

        await files.AddAsync(db, part, await FilesAsync(db, whole, token), now, token);
        db.RuleMatches.AddRange(StoredRuleMatch.Of(part.Id, part.Route, now));
        db.SamePairs.AddRange(all.TakeWhile(other => other != part).Prepend(whole).Select(other => new SamePair
        {
            TicketId = part.Id,
            OtherId = other.Id,
            Score = 0,
            Text = 0,
            DaysApart = 0,
            FoundAt = now,
            State = SamePairState.Dismissed,
            DecidedBy = actor,
            DecidedAt = now,
        }));
    }

    /// <summary>Who wrote what is taken into a ticket is known there too.</summary>
    internal Task LearnAsync(HubDbContext db, Ticket target, Ticket reply, CancellationToken token) => vault.LearnFromAsync(db, target, reply, token);

    /// <summary>All that the reporter sent, with true names; under another ticket's key it is sealed anew.</summary>
    private async Task<IReadOnlyList<Attachment>> FilesAsync(HubDbContext db, Ticket whole, CancellationToken token)
    {
        var found = new List<Attachment>();
        foreach (var file in await db.Attachments.AsNoTracking().Where(a => a.TicketId == whole.Id && a.SentWith == null).OrderBy(a => a.Id).ToListAsync(token))
        {
            var words = seal.Whole(whole, file);
            var blob = file.ContentHash is null ? null : await db.Blobs.AsNoTracking().FirstOrDefaultAsync(b => b.Hash == file.ContentHash, token);
            found.Add(new Attachment
            {
                Name = words.Name,
                MediaType = file.MediaType,
                Link = words.Link is null ? null : new Uri(words.Link),
                Content = blob is null ? default : bytes.Read(blob) ?? throw new KeyGone(whole.Number),
            });
        }

        return found;
    }
}
