using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Outbox;
using Hub.Host.Privacy;
using Hub.Host.Storage;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Intake;

/// <summary>Finds the ticket a mail answers. Reference and sender must agree; what disagrees opens a ticket of its own in triage, with the reason (P36).</summary>
public sealed class MailThreads(ReporterVault vault, Desk desk, OutboxWriter outbox)
{
    /// <summary>What is known about a submission before it is decided.</summary>
    internal async Task<IntakeQuestion> AskAsync(HubDbContext db, string system, Submission submission, Ticket? known, CancellationToken token)
    {
        var question = new IntakeQuestion { System = system, Submission = submission, Known = known };
        if (submission.Mail is not { } mail || known is not null)
        {
            return question;
        }

        if (mail.MessageId is not null && await db.MailLinks.AnyAsync(l => l.MessageId == mail.MessageId && l.Source == null, token))
        {
            return question with { IsOwnNotice = true };
        }

        var answered = mail.References.Append(mail.InReplyTo).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var referenced = answered.Count == 0 ? null : await db.MailLinks.Where(l => answered.Contains(l.MessageId)).OrderByDescending(l => l.Id).FirstOrDefaultAsync(token);
        var number = TicketNumber.FindIn(submission.Title);
        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks)
            .FirstOrDefaultAsync(t => referenced != null ? t.Id == referenced.TicketId : t.Number == number, token);
        if (ticket is null)
        {
            return question;
        }

        if (mail.IsBounce || mail.IsAutomatic)
        {
            return referenced is null ? question : question with { Thread = ticket };
        }

        var sender = submission.Reporter.Email;
        if (sender is null || !await BelongsAsync(db, ticket, sender, token))
        {
            return question with { Doubt = $"Tampak seperti balasan untuk {ticket.Number}, tetapi pengirimnya bukan pelapor maupun petugas tiket itu." };
        }

        return referenced is null
            ? question with { Doubt = $"Menyebut {ticket.Number} pada perihal, tetapi tidak membalas pesan dari tiket itu." }
            : question with { Thread = ticket };
    }

    /// <summary>A person's answer: a command of the bureau's staff, or more from the reporter.</summary>
    internal async Task AppendAsync(Intaken item, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        item.Envelope.TicketId = ticket.Id;
        await AttachmentStore.AddAsync(item.Db, ticket, item.Submission.Attachments, now, token);
        await LinkAsync(item, ticket, now, token);
        var text = item.Submission.Mail!.NewText ?? item.Submission.Body;
        var sender = item.Submission.Reporter.Email!;
        if (await ContactOfAsync(item.Db, ticket, sender, token) is { } contact)
        {
            ticket.Remark(TicketEventKind.Note, contact.Address, text, null, now);
        }
        else
        {
            ticket.HearReporter(text, now);
            await outbox.TicketChangedAsync(item.Db, ticket, now, token);
        }

        desk.SetClocks(ticket);
    }

    /// <summary>Automatic mail is kept and changes neither state nor clock (P31); a bounce marks the address it came back from.</summary>
    internal static async Task AttachAutomaticAsync(Intaken item, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        item.Envelope.TicketId = ticket.Id;
        var mail = item.Submission.Mail!;
        ticket.Remark(TicketEventKind.AutomaticMail, "hub", item.Submission.Title, new { mail.IsBounce }, now);
        if (mail is { IsBounce: true, BouncedRecipient: { } address })
        {
            await item.Db.Contacts.Where(c => c.Address == address && c.BouncingSince == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, now).SetProperty(c => c.BounceReason, item.Submission.Title), token);
        }
    }

    /// <summary>Remembers the Message-ID, and links the same mail that came to another inbox.</summary>
    internal static async Task LinkAsync(Intaken item, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        if (item.Submission.Mail?.MessageId is not string id)
        {
            return;
        }

        if (ticket.Id == 0)
        {
            await item.Db.SaveChangesAsync(token);
        }

        var others = await item.Db.MailLinks.Where(l => l.MessageId == id && l.TicketId != ticket.Id).Select(l => l.TicketId).ToListAsync(token);
        foreach (var other in await item.Db.Tickets.Where(t => others.Contains(t.Id)).ToListAsync(token))
        {
            ticket.Remark(TicketEventKind.Linked, "hub", other.Number, new { Reason = "same-mail" }, now);
            other.Remark(TicketEventKind.Linked, "hub", ticket.Number, new { Reason = "same-mail" }, now);
        }

        if (!await item.Db.MailLinks.AnyAsync(l => l.MessageId == id && l.TicketId == ticket.Id, token))
        {
            item.Db.MailLinks.Add(new MailLink { MessageId = id, TicketId = ticket.Id, Source = item.Source.Name });
        }
    }

    private async Task<bool> BelongsAsync(HubDbContext db, Ticket ticket, string sender, CancellationToken token)
    {
        var lookup = vault.LookupOf(sender);
        return await db.Reporters.AnyAsync(r => r.TicketId == ticket.Id && r.Lookup == lookup, token)
            || await ContactOfAsync(db, ticket, sender, token) is not null;
    }

    private static Task<Notify.Contact?> ContactOfAsync(HubDbContext db, Ticket ticket, string sender, CancellationToken token) =>
        db.Contacts.FirstOrDefaultAsync(c => c.Address == sender && c.Bureau != null && c.Bureau == ticket.Bureau, token);
}
