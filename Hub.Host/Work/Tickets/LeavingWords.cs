using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Files;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>Looks through what goes to a reporter or a source for who wrote, as the tickets are protected at that moment: when it is written, and once more when it leaves.</summary>
public sealed class LeavingWords(TicketSeal seal, OwnAddresses own)
{
    /// <param name="told">The ticket first, then all others whose reporters the words may show.</param>
    internal async Task<IReadOnlyList<Leak>> LeaksAsync(HubDbContext db, string words, IReadOnlyList<Ticket> told, CancellationToken token)
    {
        var leaks = new List<Leak>();
        foreach (var ticket in told)
        {
            var found = LeakGate.Check([new OutgoingPart("", words)], new Guarded(await AboutAsync(db, ticket, token) with { Anonymous = true }) { Allowed = own.All });

            // Of an open reporter the name is no secret to the reporter; the number of a paper is nobody's business.
            leaks.AddRange(ticket.IsProtected ? found : found.Where(l => l.Kind == LeakKind.NationalId));
        }

        return leaks;
    }

    /// <summary>The first file whose name, or whose words as far as they can be read, show a protected reporter; null when none does.</summary>
    /// <param name="told">As in <see cref="LeaksAsync"/>.</param>
    internal async Task<Attachment?> TellingFileAsync(HubDbContext db, IReadOnlyList<Attachment> files, IReadOnlyList<Ticket> told, CancellationToken token)
    {
        foreach (var ticket in files.Count == 0 ? [] : told.Where(t => t.IsProtected))
        {
            var about = await AboutAsync(db, ticket, token);
            bool Shows(string words) => LeakGate.Check([new OutgoingPart("", words)], new Guarded(about with { Anonymous = true, Secret = false }) { Allowed = own.All }).Count > 0;
            foreach (var file in files)
            {
                // Of a text the copy is blotted; of a document that shows somebody there is none.
                if (Shows(file.Name) || await IsToldInAsync(file, Shows, token))
                {
                    return file;
                }
            }
        }

        return null;
    }

    /// <summary>Whom words about the ticket may name that another ticket takes over: who sent it, by record, signature and the numbers in its texts, but for what its reader's own sender is called too.</summary>
    /// <returns>Null where nobody is known, or it is the same person.</returns>
    internal async Task<Reporter?> OtherSenderAsync(HubDbContext db, Ticket ticket, Ticket reader, CancellationToken token)
    {
        async Task<Reporter> SenderAsync(Ticket one) => (await seal.SenderAsync(db, one, token)).WithNumbers(seal.Whole(one), own.All);

        var other = (await SenderAsync(ticket)).Except(await SenderAsync(reader));
        return other == Reporter.Unknown ? null : other;
    }

    /// <summary>Words typed about a ticket as another one may keep them, which is not guarded as that one is: without who sent it, of a protected ticket without whatever leads to a person, of a secret one without its text too.</summary>
    internal async Task<string> BesideAsync(HubDbContext db, string words, Ticket ticket, Ticket reader, CancellationToken token)
    {
        var whole = seal.Whole(ticket);
        var guarded = new Guarded(await AboutAsync(db, ticket, token)) { Title = whole.Title, Body = whole.Body, Allowed = own.All };
        var shown = LeakGate.Blotted(words, LeakGate.Check([new OutgoingPart("", words)], guarded));
        return await OtherSenderAsync(db, ticket, reader, token) is { } sender ? LeakGate.Without(shown, sender) : shown;
    }

    /// <summary>Those of the files that do not show that person.</summary>
    internal static async Task<IReadOnlyList<Attachment>> WithoutAsync(IReadOnlyList<Attachment> files, Reporter? sender, CancellationToken token)
    {
        if (sender is null)
        {
            return files;
        }

        bool Shows(string words) => LeakGate.Without(words, sender) != words;
        var kept = new List<Attachment>();
        foreach (var file in files)
        {
            if (!Shows(file.Name) && !await IsToldInAsync(file, Shows, token))
            {
                kept.Add(file);
            }
        }

        return kept;
    }

    /// <summary>The ticket, and the one that it follows: the words of a row may show the reporters of both.</summary>
    internal static async Task<IReadOnlyList<Ticket>> ToldAsync(HubDbContext db, Ticket ticket, CancellationToken token) =>
        ticket.MergedInto is { } id && await db.Tickets.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, token) is { } leader ? [ticket, leader] : [ticket];

    /// <summary>Whether they are as they were when words about them were looked through.</summary>
    internal static async Task<bool> AreUnchangedAsync(HubDbContext db, IReadOnlyList<Ticket> told, CancellationToken token)
    {
        var ids = told.Select(static t => t.Id).ToList();
        var now = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(static t => t.Id, static t => t.Version, token);
        return told.All(t => now.TryGetValue(t.Id, out var version) && version == t.Version);
    }

    /// <summary>A row as it may leave now: a flag may have come up, or more be known of who wrote, since it was written.</summary>
    /// <param name="told">As <see cref="ToldAsync"/> gives them.</param>
    /// <exception cref="FileBarred">A file shows who wrote; nothing of it can be blotted.</exception>
    internal async Task<NoticePayload> PassAsync(HubDbContext db, IReadOnlyList<Ticket> told, NoticePayload payload, IReadOnlyList<Attachment> files, CancellationToken token)
    {
        if (payload.Settled || (payload.Text is null && payload.Target is null && files.Count == 0))
        {
            return payload;
        }

        if (await TellingFileAsync(db, files, told, token) is not null)
        {
            // Its name may be what shows it.
            throw new FileBarred(Said.Of<AttachmentTexts>("ShowsWhoWrote"), waits: false);
        }

        async Task<string?> BlotAsync(string? words) => words is null ? null : LeakGate.Blotted(words, await LeaksAsync(db, words, told, token));

        // To which office it was handed is the hub's own word.
        return payload with { Text = await BlotAsync(payload.Text), Target = payload.Reply == ReplyKind.NotOurs ? await BlotAsync(payload.Target) : payload.Target };
    }

    private static async Task<bool> IsToldInAsync(Attachment file, Func<string, bool> shows, CancellationToken token)
    {
        var isText = false;
        var copy = await SafeCopy.OfAsync(file.Content.ToArray(), text => { isText |= shows(text); return text; }, token, shows);
        return isText || copy.Why == HeldFile.Names;
    }

    private async Task<Reporter> AboutAsync(HubDbContext db, Ticket ticket, CancellationToken token) =>
        seal.About(ticket, ticket.IsProtected ? await db.Reporters.AsNoTracking().FirstOrDefaultAsync(r => r.TicketId == ticket.Id, token) : null);
}
