using System.Text;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Outbox;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Offices;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Finds the ticket a mail answers, and joins it only when signed token, sender and references agree; what disagrees opens a ticket of its own in triage, with the reason (P36).</summary>
public sealed class MailThreads(ReporterVault vault, TicketSeal seal, AttachmentStore files, NoticeToken tokens, LawInForce law, OfficeRegister offices, TicketRoad road, StaffReplies staff, Bounces bounces)
{
    /// <summary>Of a file, to look for a ticket's number in it: a mail that came back names it in its first lines.</summary>
    private const int MostEnclosed = 256 * 1024;

    /// <summary>What is known about a submission before it is decided.</summary>
    internal async Task<IntakeQuestion> AskAsync(HubDbContext db, string system, Submission submission, Ticket? known, CancellationToken token)
    {
        var question = await PlaceAsync(db, system, submission, known, token);
        return question is { Thread: null, Known: null, IsOwnNotice: false, Submission.Mail: { } mail } && (mail.IsBounce || mail.IsAutomatic || mail.IsList)
            ? question with { Named = await NamedAsync(db, submission, mail, token) }
            : question;
    }

    /// <summary>Nothing is joined by a number that anybody may write; but a robot repeats what it answers, so its words go when those of that ticket do.</summary>
    private static async Task<long?> NamedAsync(HubDbContext db, Submission submission, Mail mail, CancellationToken token)
    {
        var enclosed = submission.Attachments.Where(static a => a.MediaType is "message/rfc822" or "text/rfc822-headers" or "text/plain" or "text/html").Select(static a => Encoding.Latin1.GetString(a.Start(MostEnclosed).Span));
        var numbers = mail.Recipients.Concat(mail.References).Append(mail.InReplyTo).Prepend(submission.Title).Append(submission.OriginalBody).Append(submission.Body).Concat(enclosed)
            .Select(TicketNumber.FindIn).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return numbers.Count == 0 ? null : await db.Tickets.Where(t => numbers.Contains(t.Number)).OrderBy(t => t.Id).Select(t => (long?)t.Id).FirstOrDefaultAsync(token);
    }

    private async Task<IntakeQuestion> PlaceAsync(HubDbContext db, string system, Submission submission, Ticket? known, CancellationToken token)
    {
        var question = new IntakeQuestion { System = system, Submission = submission, Known = known };
        if (submission.Mail is not { } mail || known is not null)
        {
            return question;
        }

        // Whatever folder is read: what the hub wrote to people, ways into their accounts among it, is no item.
        if (tokens.IsOwn(mail.MessageId))
        {
            return question with { IsOwnNotice = true, IsOwnRound = tokens.ReadMessageId(mail.MessageId).Ticket == NoticeToken.Round };
        }

        var match = ThreadMatch.Of(mail, submission.Title, await EvidenceAsync(db, submission, mail, token));
        var ticket = match.Ticket is null ? null : await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).FirstOrDefaultAsync(t => t.Number == match.Ticket, token);
        if (ticket is null)
        {
            return question with { Doubt = match.Outcome == ThreadOutcome.Review ? DoubtOf(match, null) : null };
        }

        // A robot that answers one of our mails cannot be asked who it is and is only kept; one that merely names a number is nobody.
        var isRobot = mail.IsBounce || mail.IsAutomatic;
        if (match.Outcome == ThreadOutcome.Join || (isRobot && match.IsSigned))
        {
            return question with { Thread = ticket, IsStaff = match.IsStaff == true, GoesOn = match.IsStaff != true && GoesOn(ticket, submission) };
        }

        var writer = await db.Contacts.AsNoTracking().Where(c => c.Address == submission.Reporter.Email).OrderBy(c => c.Id).FirstOrDefaultAsync(token);
        return isRobot && writer is not null ? question
            : question with
            {
                Submission = await GuardAsync(db, submission, ticket, token),
                Doubt = DoubtOf(match, ticket),
                // An officer may be the reporter, too: then the words are the reporter's.
                Office = writer is null || await vault.IsSenderAsync(db, ticket.Id, writer.Address, token) ? null : writer.Bureau,
            };
    }

    /// <summary>What may answer a protected ticket says of its reporter what whoever wrote it knows: it is guarded like that ticket until somebody has looked.</summary>
    private async Task<Submission> GuardAsync(HubDbContext db, Submission submission, Ticket ticket, CancellationToken token)
    {
        if (!ticket.IsProtected && ticket.Protection is null)
        {
            return submission;
        }

        var sender = submission.Reporter with { Anonymous = submission.Reporter.Anonymous || ticket.Anonymous, Secret = submission.Reporter.Secret || ticket.Secret };
        return submission with { Reporter = await db.Reporters.FindAsync([ticket.Id], token) is { } record ? sender.Beside(vault.Unseal(record)) : sender, Protection = submission.Protection ?? ticket.Protection };
    }

    /// <summary>After the closing only what its reporter still wants begins anew; an objection under UU 14/2008, thanks and words of the staff stay with the closed ticket.</summary>
    private static bool GoesOn(Ticket ticket, Submission submission) =>
        ticket.Status is TicketStatus.Closed or TicketStatus.Archived
        && !ticket.IsObjectedBy(submission.Mail!.NewText ?? submission.Body)
        && ReplyReader.Read(submission.Mail!.NewText ?? submission.Body) is ReplyMeaning.News or ReplyMeaning.Doubt;

    /// <summary>A person's answer: a command of the bureau's staff, or more from the reporter.</summary>
    internal async Task AppendAsync(Intaken item, Ticket ticket, bool isStaff, DateTimeOffset now, CancellationToken token)
    {
        item.Envelope.TicketId = ticket.Id;
        if (await IsHeardAsync(item, ticket, isStaff, token))
        {
            return;
        }

        await LinkAsync(item, ticket, token);
        var (text, letter) = item.Submission.Mail!.NewText is { } written ? (written, item.Submission.Body) : (item.Submission.Body, null);
        if (isStaff && await StaffReplies.ColleagueAsync(item.Db, law, ticket, item.Submission.Reporter.Email!, token) is { } colleague)
        {
            await staff.ApplyAsync(item.Db, ticket, colleague, text, letter, item.Submission.Mail, item.Submission.Attachments, token);
        }
        else
        {
            // A name that comes with an answer identifies as much as one that came at first.
            await LearnSenderAsync(item, ticket, token);
            var asked = item.Submission.Protection ?? (item.Submission.Reporter.Anonymous ? ProtectionGround.Plea : null);
            await road.ChangeAsync(item.Db, ticket, new TicketChange.HearReporter(text, letter, asked), new Actor.Reporter(), null, token);
        }

        // After the words: what went on to the reporter with them is not kept a second time.
        item.Envelope.Files = await files.AddAsync(item.Db, ticket, item.Submission.Attachments, now, token, isLast: true);
    }

    /// <summary>The same mail came by another inbox: what it says is not done, nor told, a second time. Other words under its name are another mail.</summary>
    private async Task<bool> IsHeardAsync(Intaken item, Ticket ticket, bool isStaff, CancellationToken token)
    {
        var mail = item.Submission.Mail!;
        if (mail.MessageId is not { } id || !await TicketMail.Of(item.Db).AnyAsync(m => m.MessageId == id && m.TicketId == ticket.Id && m.Envelope != item.Envelope.Id, token))
        {
            return false;
        }

        var text = mail.NewText ?? item.Submission.Body;
        var words = (isStaff && MailCommand.Parse(text) is { Problem: null } command ? command.Argument ?? "" : text).Trim();
        return words.Length == 0
            || ticket.Events.Any(e => seal.Whole(ticket, e).Text?.Trim() is { Length: > 0 } said && words.EndsWith(said, StringComparison.Ordinal))
            || (isStaff && await staff.WaitsAsync(item.Db, ticket, item.Submission.Reporter.Email!, text, token));
    }

    private async Task LearnSenderAsync(Intaken item, Ticket ticket, CancellationToken token)
    {
        var sender = item.Submission.Reporter;
        await (await vault.IsSenderAsync(item.Db, ticket.Id, sender.Email, token) ? vault.KeepAsync(item.Db, ticket, sender, token) : vault.LearnAsync(item.Db, ticket, sender, token));
    }

    /// <summary>Automatic mail is kept and changes neither state nor clock (P31); a bounce marks the notice that came back.</summary>
    internal async Task AttachAutomaticAsync(Intaken item, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        item.Envelope.TicketId = ticket.Id;
        var mail = item.Submission.Mail!;
        var isNews = await bounces.NoteAsync(item.Db, mail, item.Submission.Title, now, token);

        // Robots answer late, and repeat who is erased by then.
        var isErased = await Erasure.IsErasedAsync(item.Db, ticket.Id, token);
        var said = !isErased && !mail.IsBounce && item.Submission.Reporter.Email is { } sender && await TakesPartAsync(item.Db, ticket, sender, token) ? item.Submission.Title : null;
        if (isNews || said is not null || !IsWordless(ticket.Events.MaxBy(static e => e.Sequence)))
        {
            await road.ChangeAsync(item.Db, ticket, new TicketChange.Keep(new Happening.AutomaticMail(mail.IsBounce), said), new Actor.Hub(), null, token);
        }

        if (isErased)
        {
            await Erasure.LetGoAsync(item.Db, item.Envelope.Id, token);
        }
    }

    /// <summary>Whoever was handed a notice on, and whoever calls himself a mail server, puts no words of theirs into the history, nor one line after the other.</summary>
    private static bool IsWordless(TicketEvent? last) => last is { Kind: TicketEventKind.AutomaticMail, Text: null };

    /// <summary>The mail can be looked at without knowing what became of any other: it answers nothing and names no ticket.</summary>
    internal static bool StandsAlone(Submission submission) =>
        submission.Mail is not { } mail
        || (mail is { InReplyTo: null, References: [], IsBounce: false } && TicketNumber.FindIn(submission.Title) is null && mail.Recipients.All(static r => NoticeToken.NumberIn(r) is null));

    /// <summary>What has no ticket yet most likely begins one: no answer, nothing that a robot wrote.</summary>
    internal static bool BeginsTicket(Submission submission) => StandsAlone(submission) && submission.Mail is null or { IsAutomatic: false, IsList: false };

    /// <summary>Asks at once which tickets the Message-IDs of several mails belong to.</summary>
    internal static IQueryable<LookedUp> Links(HubDbContext db, List<string> messageIds) =>
        TicketMail.Of(db).Where(m => messageIds.Contains(m.MessageId)).Select(m => new LookedUp { What = LookedUp.LinkedMessage, Name = m.MessageId, Number = m.TicketId });

    /// <param name="found">What <see cref="Links"/> brought.</param>
    internal static void KnowLinks(HubDbContext db, List<string> messageIds, IEnumerable<LookedUp> found)
    {
        var links = found.ToLookup(l => l.Name, l => l.Number, StringComparer.Ordinal);
        foreach (var id in messageIds)
        {
            db.Remembered.Know(new LinksOf(id), links[id].ToList());
        }
    }

    /// <summary>Remembers the Message-ID, and links the same mail that came to another inbox.</summary>
    internal async Task LinkAsync(Intaken item, Ticket ticket, CancellationToken token)
    {
        if (item.Submission.Mail?.MessageId is not string id)
        {
            return;
        }

        var linked = await item.Db.Remembered.OnceAsync(new LinksOf(id), () => TicketMail.Of(item.Db).Where(m => m.MessageId == id).Select(m => m.TicketId).ToListAsync(token));
        var others = linked.Where(l => l != ticket.Id).ToList();
        foreach (var other in others.Count == 0 ? [] : await item.Db.Tickets.Where(t => others.Contains(t.Id)).ToListAsync(token))
        {
            await road.ChangeAsync(item.Db, ticket, new TicketChange.Keep(new Happening.Linked("same-mail"), other.Number), new Actor.Hub(), null, token);
            await road.ChangeAsync(item.Db, other, new TicketChange.Keep(new Happening.Linked("same-mail"), ticket.Number), new Actor.Hub(), null, token);
        }

        if (!linked.Contains(ticket.Id))
        {
            item.Envelope.MessageId = id;
        }
    }

    private async Task<ThreadEvidence> EvidenceAsync(HubDbContext db, Submission submission, Mail mail, CancellationToken token)
    {
        var ids = mail.References.Append(mail.InReplyTo).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var messages = await MessagesAsync(db, ids, token);
        var named = ids.Select(id => tokens.ReadMessageId(id).Ticket).Concat(mail.Recipients.Select(NoticeToken.NumberIn)).Append(TicketNumber.FindIn(submission.Title));
        var candidates = messages.Select(m => m.Number).Concat(named).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var tickets = candidates.Count == 0 ? [] : await db.Tickets.AsNoTracking().Where(t => candidates.Contains(t.Number)).ToListAsync(token);
        var told = await ToldAsync(db, tickets, token);
        var open = new HashSet<string>(StringComparer.Ordinal);
        foreach (var ticket in tickets)
        {
            if (submission.Reporter.Email is string sender && await TakesPartAsync(db, ticket, sender, token))
            {
                open.Add(ticket.Number);
            }
        }

        return new ThreadEvidence
        {
            Token = tokens,
            Sender = submission.Reporter.Email,
            Holders = number => told.Where(t => tickets.Any(k => k.Id == t.Ticket && k.Number == number)).Select(t => t.Holder).Distinct(),
            HolderOfMessage = told.DistinctBy(t => t.MessageId).ToDictionary(t => t.MessageId, t => t.Holder, StringComparer.Ordinal),
            TicketOfMessage = messages.DistinctBy(m => m.MessageId).ToDictionary(m => m.MessageId, m => m.Number, StringComparer.Ordinal),
            ExistingTicket = number => tickets.Any(t => t.Number == number) ? number : null,
            MayWriteTo = open.Contains,
        };
    }

    /// <summary>To which tickets the mails that came, and those that we wrote, belong.</summary>
    private static async Task<List<(string MessageId, string Number)>> MessagesAsync(HubDbContext db, List<string> ids, CancellationToken token) => ids.Count == 0
        ? []
        : [.. (await TicketMail.Of(db).Where(m => ids.Contains(m.MessageId)).Select(m => new { m.MessageId, m.TicketId })
            .Union(db.Outbox.Where(m => ids.Contains(m.MessageId) && m.TicketId != null).Select(m => new { m.MessageId, TicketId = m.TicketId!.Value }))
            .Join(db.Tickets, l => l.TicketId, t => t.Id, (l, t) => new { l.MessageId, t.Number }).ToListAsync(token)).Select(m => (m.MessageId, m.Number))];

    /// <summary>To whom our mails about some tickets went, and as what: an officer's mail names the office. Whoever was erased holds nothing.</summary>
    private async Task<List<(long Ticket, string MessageId, TokenHolder Holder)>> ToldAsync(HubDbContext db, IReadOnlyList<Ticket> tickets, CancellationToken token)
    {
        var keys = tickets.ToDictionary(t => t.Id, t => t.Key);
        var ids = keys.Keys.ToArray();
        var rows = ids.Length == 0 ? [] : await db.Outbox.AsNoTracking().Where(m => m.Channel == OutboxChannel.Mail && m.TicketId != null && ids.Contains(m.TicketId.Value)).ToListAsync(token);
        return
        [
            .. from row in rows
               let address = seal.Recipient(row, keys[row.TicketId!.Value])
               where address is not null
               select (row.TicketId!.Value, row.MessageId, new TokenHolder(address, row.Bureau is not null)),
        ];
    }

    private async Task<bool> TakesPartAsync(HubDbContext db, Ticket ticket, string sender, CancellationToken token) =>
        await vault.IsSenderAsync(db, ticket.Id, sender, token) || await StaffReplies.ColleagueAsync(db, law, ticket, sender, token) is not null;

    /// <summary>Who has a protected ticket now is nobody's to know who gave it away.</summary>
    private string DoubtOf(ThreadMatch match, Ticket? ticket) => (match.Reason switch
    {
        ThreadReason.Disagree when ticket is null => Said.Of<DoubtTexts>("Disagree"),
        ThreadReason.Disagree => Said.Of<DoubtTexts>("DisagreeButToken", ticket.Number),
        ThreadReason.ForgedToken => Said.Of<DoubtTexts>("ForgedToken"),
        ThreadReason.PassedOn when ticket is { IsProtected: false, Protection: null } => Said.Of<DoubtTexts>("PassedOn", ticket.Number, offices.NameOf(ticket.Bureau ?? Owners.Triagers(law.Catalogue))!),
        ThreadReason.PassedOn => Said.Of<DoubtTexts>("PassedOnProtected", ticket?.Number),
        ThreadReason.OthersMail => Said.Of<DoubtTexts>("OthersMail", ticket?.Number),
        ThreadReason.StrangeSender => Said.Of<DoubtTexts>("StrangeSender", ticket?.Number),
        ThreadReason.NoToken or ThreadReason.Agree or ThreadReason.NothingNamed => Said.Of<DoubtTexts>("OnlyMentioned", ticket?.Number),
    }).Stored;
}

/// <summary>Asks to which tickets a Message-ID belongs.</summary>
internal sealed record LinksOf(string MessageId);
