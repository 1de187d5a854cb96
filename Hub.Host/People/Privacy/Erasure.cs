using System.Text.Json.Nodes;
using Hub.Domain;
using Hub.Domain.Envelopes;
using Hub.Domain.Privacy;
using Hub.Domain.Routing;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.Foundation.Security;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.People.Privacy;

/// <summary>Makes who sent a ticket unreadable everywhere at once: what lies open is blotted for good, and the ticket's key is destroyed, so that seals in every copy of the store stay shut.</summary>
public sealed class Erasure(TicketKeys keys, ReporterSeal reporters, PutAway away)
{
    /// <summary>Before the name of a key that goes as soon as the erasing is committed.</summary>
    private const string Doomed = "key-to-destroy:";

    /// <summary>Before the id of a protected ticket that was erased: what is sealed there since is what was left.</summary>
    private const string Covered = "erased-ticket:";

    /// <summary>What was erased may still stand in the text index and the log of changes.</summary>
    private const string Unwiped = "erased-not-wiped";

    /// <summary>Erases in the caller's transaction; <see cref="FinishAsync"/> is for afterwards.</summary>
    /// <returns>False when there is nothing to erase.</returns>
    internal Task<bool> EraseAsync(HubDbContext db, long ticketId, CancellationToken token) => EraseAsync(db, ticketId, [], token);

    /// <param name="beside">Others whom its words may name: of a reply that an officer wrote, and triage joined, the sender of the ticket that it is about.</param>
    private async Task<bool> EraseAsync(HubDbContext db, long ticketId, IReadOnlyList<Reporter> beside, CancellationToken token)
    {
        var record = await db.Reporters.FirstOrDefaultAsync(r => r.TicketId == ticketId, token);
        if (record is null && !await Erasable(db).AnyAsync(t => t.Id == ticketId, token))
        {
            return false;
        }

        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Attachments).SingleAsync(t => t.Id == ticketId, token);
        var about = ticket is { RepliedByOffice: not null, MergedInto: { } answered } && beside.Count == 0 ? await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == answered, token) : null;
        IReadOnlyList<Reporter> known = [.. await reporters.KnownAsync(db, ticket, token), .. beside, .. about is null ? [] : await reporters.KnownAsync(db, about, token)];
        foreach (var reply in (await db.Tickets.AsNoTracking().Where(t => t.MergedInto == ticketId).ToListAsync(token)).Where(static t => t.RepliedByOffice is not null))
        {
            // It repeats whom it is about, and nobody else would ever know the name again.
            await EraseAsync(db, reply.Id, known, token);
        }

        var blotting = new Blotting(known, ticket.IsProtected, isSecret: false, ticket.Texts(), ticket.Attachments.Select(static a => a.Name));
        Forget(ticket, blotting);
        var key = ticket.Forgotten();
        if (record is not null)
        {
            db.Reporters.Remove(record);
        }

        await db.SaveChangesAsync(token);
        await ForgetFilesAsync(db, ticketId, token);
        await ForgetItemsAsync(db, ticketId, token);
        await db.Outbox.Where(m => m.TicketId == ticketId).ExecuteUpdateAsync(set => set.SetProperty(m => m.Sealed, (byte[]?)null).SetProperty(m => m.Address, (byte[]?)null), token);
        await db.Outbox.Where(m => m.TicketId == ticketId && m.Bureau == null && m.Channel == OutboxChannel.Mail).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.Recipient, "").SetProperty(m => m.Key, m => "erased/" + m.Id), token);
        // Whoever sent a mail back, or refused it, repeats of it what they like: of one to staff its subject, the ticket's title.
        await db.Outbox.Where(m => m.TicketId == ticketId && (m.Bureau == null || m.State != OutboxState.Held)).ExecuteUpdateAsync(set => set.SetProperty(m => m.Answer, (Said?)null), token);
        await ForgetNoticesAsync(db, ticketId, token);
        await db.KeptForms.Where(f => f.TicketId == ticketId).ExecuteDeleteAsync(token);
        await db.Set<WaitingCommand>().Where(c => c.TicketId == ticketId).ExecuteDeleteAsync(token);
        await db.SamenessProfiles.Where(p => p.TicketId == ticketId).ExecuteDeleteAsync(token);
        await db.SamenessBands.Where(b => b.TicketId == ticketId).ExecuteDeleteAsync(token);
        await ForgetFiltersAsync(db, blotting.Over, token);
        await ForgetProposalsAsync(db, blotting.Over, token);
        await ForgetRuleNotesAsync(db, blotting.Over, token);
        away.Forget(blotting.Over);
        if (ticket.IsProtected)
        {
            await db.KeepAsync(Covered + ticketId, "", token);
        }

        if (key is not null)
        {
            // After the commit: whoever is to be blotted is known by that key alone, and if it went first a power failure here would leave their name in what lies open for good.
            await db.KeepAsync(Doomed + key, "", token);
        }

        await NoteUnwipedAsync(db, token);
        return true;
    }

    /// <summary>Destroys the keys of what was erased, once that is committed; after a stop in between at the next start.</summary>
    internal async Task FinishAsync(HubDbContext db, CancellationToken token)
    {
        foreach (var name in await db.Marks.AsNoTracking().Where(static m => m.Name.StartsWith(Doomed)).Select(static m => m.Name).ToListAsync(token))
        {
            keys.Destroy(name[Doomed.Length..]);
            await db.Marks.Where(m => m.Name == name).ExecuteDeleteAsync(token);
        }
    }

    /// <summary>In the transaction that erases: after a stop before <see cref="WipeAsync"/> the next start does it.</summary>
    internal static Task NoteUnwipedAsync(HubDbContext db, CancellationToken token) => db.KeepAsync(Unwiped, "", token);

    /// <summary>Leaves nothing of what was erased in the text index and the log of changes, nor in what the store keeps of its own accord.</summary>
    internal static async Task WipeAsync(HubDbContext db, CancellationToken token)
    {
        if (await db.Marks.AnyAsync(static m => m.Name == Unwiped, token))
        {
            await db.WriteAnewAsync(token);
        }

        await db.WipeAsync(token);
        await db.Marks.Where(static m => m.Name == Unwiped).ExecuteDeleteAsync(token);
    }

    /// <summary>Wipes where the hub was stopped before it did.</summary>
    internal static async Task WipeLeftAsync(HubDbContext db, CancellationToken token)
    {
        if (await db.Marks.AnyAsync(static m => m.Name == Unwiped, token))
        {
            await WipeAsync(db, token);
        }
    }

    /// <summary>Tickets that may say who sent them: by a record, an office or body, sealed words or an original. Where a source names nobody, as LAPOR! of anonymous reports, the words often do.</summary>
    internal static IQueryable<Ticket> Erasable(HubDbContext db) => db.Tickets.Where(t =>
        db.Reporters.Any(r => r.TicketId == t.Id)
        || (t.Sealed != null && (t.Organisation == LeakGate.Blot || !db.Marks.Any(m => m.Name == Covered + t.Id)))
        || db.Envelopes.Any(e => e.TicketId == t.Id && e.RawLength > 0));

    /// <summary>Nothing is left there that says who sent it.</summary>
    internal static async Task<bool> IsErasedAsync(HubDbContext db, long ticketId, CancellationToken token) => !await Erasable(db).AnyAsync(t => t.Id == ticketId, token);

    /// <summary>Does not keep what an item brought: it just came, and nothing else was made of it.</summary>
    internal static Task LetGoAsync(HubDbContext db, long item, CancellationToken token) => TakeAsync(db, db.Envelopes.Where(e => e.Id == item), token);

    /// <summary>Takes what they brought; that they were seen, and what became of them, stays.</summary>
    /// <returns>How many there were.</returns>
    internal static async Task<int> EmptyAsync(HubDbContext db, IQueryable<StoredEnvelope> items, CancellationToken token)
    {
        await NoteUnwipedAsync(db, token);
        return await TakeAsync(db, items, token);
    }

    private static async Task<int> TakeAsync(HubDbContext db, IQueryable<StoredEnvelope> items, CancellationToken token)
    {
        await db.EnvelopePieces.Where(p => items.Any(e => e.Id == p.EnvelopeId)).ExecuteDeleteAsync(token);
        return await items.ExecuteUpdateAsync(
            set => set.SetProperty(e => e.Raw, Array.Empty<byte>()).SetProperty(e => e.RawLength, 0).SetProperty(e => e.RawKey, (byte[]?)null).SetProperty(e => e.Key, (string?)null).SetProperty(e => e.Files, (string?)null)
                .SetProperty(e => e.MessageId, (string?)null), token);
    }

    /// <summary>Older versions that came beside its own and were never read have no ticket: they go with the item that they are a version of.</summary>
    private static async Task ForgetItemsAsync(HubDbContext db, long ticketId, CancellationToken token)
    {
        var own = db.Envelopes.Where(e => e.TicketId == ticketId
            || (e.TicketId == null && e.Status == EnvelopeStatus.Superseded && db.Envelopes.Any(o => o.TicketId == ticketId && o.Source == e.Source && o.ExternalId == e.ExternalId)));
        await EmptyAsync(db, own, token);
        await own.ExecuteUpdateAsync(set => set.SetProperty(e => e.Cause, (Said?)null), token);
    }

    /// <summary>Mail programs write the names of users and machines into the names of their mails; a later answer is known by the hub's own. Words that were written before anybody was known had no key to be sealed by.</summary>
    private static async Task ForgetNoticesAsync(HubDbContext db, long ticketId, CancellationToken token)
    {
        await TicketMail.ForgetMovedAsync(db, ticketId, token);
        foreach (var row in await db.Outbox.Where(m => m.TicketId == ticketId && (m.Payload.Contains("inReplyTo") || m.Payload.Contains("\"text\""))).Select(m => new { m.Id, m.Payload }).ToListAsync(token))
        {
            var payload = JsonNode.Parse(row.Payload)!.AsObject();
            payload.Remove("inReplyTo");
            if (payload["text"] is not null)
            {
                payload.Remove("text");
                payload.Remove("target");
            }

            await db.Outbox.Where(m => m.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Payload, payload.ToJsonString(null)), token);
        }
    }

    /// <summary>Lists that somebody keeps under, or by, the name or number of who is erased.</summary>
    private static async Task ForgetFiltersAsync(HubDbContext db, Func<string, string> blot, CancellationToken token)
    {
        bool Shows(string text) => blot(text) != text;
        var filters = await db.SavedFilters.AsNoTracking().ToListAsync(token);
        var telling = filters.Where(f => Shows(f.Name) || Shows(SearchedFor(f))).Select(static f => f.Id).ToList();
        await db.SavedFilters.Where(f => telling.Contains(f.Id)).ExecuteDeleteAsync(token);
    }

    /// <summary>Rules that were proposed from its words, or with what somebody typed about it; an accepted one lives on in the rules.</summary>
    private static async Task ForgetProposalsAsync(HubDbContext db, Func<string, string> blot, CancellationToken token)
    {
        var proposals = await db.RuleProposals.AsNoTracking().Select(static p => new { p.Id, p.Rule }).ToListAsync(token);
        var telling = proposals.Where(p => blot(p.Rule) != p.Rule).Select(static p => p.Id).ToList();
        await db.RuleProposals.Where(p => telling.Contains(p.Id)).ExecuteDeleteAsync(token);
    }

    /// <summary>What rules say of where they come from, and why a version was put into force. What they look for stays: it decides.</summary>
    private static async Task ForgetRuleNotesAsync(HubDbContext db, Func<string, string> blot, CancellationToken token)
    {
        var blotted = new Dictionary<string, string>(StringComparer.Ordinal);
        string Over(string note) => blotted.TryGetValue(note, out var known) ? known : blotted[note] = blot(note);
        await foreach (var set in db.RuleSets.AsAsyncEnumerable().WithCancellation(token))
        {
            set.Rules = RuleSet.WithNotes(set.Rules, Over);
            set.Note = set.Note is null ? null : Over(set.Note);
        }

        await db.SaveChangesAsync(token);
    }

    private static string SearchedFor(SavedFilter filter) =>
        QueryHelpers.ParseQuery(filter.Address[(filter.Address.IndexOf('?', StringComparison.Ordinal) + 1)..]).TryGetValue("q", out var words) ? words.ToString() : "";

    private static void Forget(Ticket ticket, Blotting blotting)
    {
        var left = blotting.Of(ticket.Texts()).Blotted;
        ticket.Cover(ticket.IsProtected ? left with { Organisation = null } : left, null);
        foreach (var happened in ticket.Events)
        {
            happened.Cover(blotting.Of(happened.Kind, happened.Texts()).Blotted, null);
        }

        foreach (var file in ticket.Attachments)
        {
            file.Cover(blotting.Of(file.Texts()).Blotted, null);
        }
    }

    /// <summary>The bytes of its files, unless another ticket has the same file.</summary>
    private static async Task ForgetFilesAsync(HubDbContext db, long ticketId, CancellationToken token)
    {
        var hashes = db.Attachments.Where(a => a.TicketId == ticketId).Select(a => a.ContentHash);
        await db.Blobs.Where(b => hashes.Contains(b.Hash) && !db.Attachments.Any(a => a.TicketId != ticketId && a.ContentHash == b.Hash)).ExecuteDeleteAsync(token);
    }
}
