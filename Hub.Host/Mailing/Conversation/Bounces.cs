using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Mail of ours that came back: the notice has failed after all, and its address is marked until somebody writes from it or says that it is reached again.</summary>
/// <remarks>
/// That a mail came back is only said: whoever was handed a notice on knows its Message-ID too, and could keep a colleague from hearing anything. So the address is asked by a mail of its own, which nobody else was ever sent;
/// only when that one comes back, too, is the address marked (decision 16).
/// </remarks>
public sealed class Bounces(OutboxWriter outbox)
{
    /// <summary>What is this old and came back is told to others no longer: they have met the ticket by the reminders.</summary>
    private static readonly TimeSpan StillNews = TimeSpan.FromDays(14);

    /// <summary>Only a mail that quotes the id of one of our mails is looked at.</summary>
    /// <param name="title">What its subject says.</param>
    /// <returns>Whether a notice is known to have failed by it, and was not before.</returns>
    public async Task<bool> NoteAsync(HubDbContext db, Mail mail, string title, DateTimeOffset now, CancellationToken token)
    {
        // A delay is told in the same form; then nobody has failed yet (RFC 3464, 2.3.3).
        if (mail is not { IsBounce: true, BouncedRecipient: not null } || await ReturnedAsync(db, mail, token) is not { State: not OutboxState.Failed } row)
        {
            return false;
        }

        var cause = Said.Quote(Without(mail, title));
        (row.State, row.Answer) = (OutboxState.Failed, Said.Of<OutboxTexts>(Back, cause));
        if (row.Purpose == NoticePurpose.Probe)
        {
            await MarkAsync(db, row.Recipient, cause, now, token);
            await TellOthersAsync(db, row.Recipient, now, token);
        }
        else if (await db.Contacts.AnyAsync(c => c.Address == row.Recipient && c.BouncingSince == null, token))
        {
            await outbox.ProbeAsync(db, row.Recipient, now, token);
        }

        return true;
    }

    /// <summary>The one mail that a report of failed delivery is about: it may name a whole conversation. What never left, or is still to leave again, cannot have come back.</summary>
    /// <remarks>What is known to have come back is no news: two servers report one mail, a mailbox is read once more, and the address may be reached again by then.</remarks>
    private static async Task<OutboxMessage?> ReturnedAsync(HubDbContext db, Mail mail, CancellationToken token)
    {
        var ids = mail.References.Prepend(mail.InReplyTo).OfType<string>().ToList();
        var rows = await db.Outbox.Where(m => ids.Contains(m.MessageId) && (m.State == OutboxState.Sent || m.State == OutboxState.Failed || m.HandedOverAt != null)).ToListAsync(token);
        return rows.Find(m => string.Equals(m.Recipient, mail.BouncedRecipient, StringComparison.OrdinalIgnoreCase)) ?? rows.MaxBy(m => ids.LastIndexOf(m.MessageId));
    }

    /// <summary>What came back meanwhile goes to whoever of the office is reached, where it is still that office's.</summary>
    private async Task TellOthersAsync(HubDbContext db, string address, DateTimeOffset now, CancellationToken token)
    {
        var since = now - StillNews;
        var rows = await (from row in db.Outbox join ticket in db.Tickets on row.TicketId equals ticket.Id
                          where row.Recipient == address && row.State == OutboxState.Failed && row.Bureau != null && row.Bureau == ticket.Bureau && row.CreatedAt > since orderby row.Id select row).ToListAsync(token);
        foreach (var row in rows.Where(r => r.Answer?.Code == $"{nameof(OutboxTexts)}.{Back}"))
        {
            await outbox.ReaddressAsync(db, row, now, token);
        }

        outbox.Wake();
    }

    private const string Back = "CameBack";

    /// <summary>A text about mail that came back, without the address it came back from.</summary>
    public static string Without(Mail mail, string text) => mail.BouncedRecipient is { } address ? SmtpAnswers.Without(new MailAddress(null, address), text) : text;

    /// <summary>Everything that this address is told by is marked; the first reason stays.</summary>
    public static Task MarkAsync(HubDbContext db, string address, Said? cause, DateTimeOffset now, CancellationToken token)
    {
        db.Remembered.Forget<PeopleOf>();
        return db.Contacts.Where(c => c.Address == address && c.BouncingSince == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, now).SetProperty(c => c.BounceReason, cause), token);
    }

    /// <summary>The address is reached again.</summary>
    public static Task ClearAsync(HubDbContext db, string address, CancellationToken token)
    {
        db.Remembered.Forget<PeopleOf>();
        return db.Contacts.Where(c => c.Address == address && c.BouncingSince != null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.BouncingSince, (DateTimeOffset?)null).SetProperty(c => c.BounceReason, (Said?)null), token);
    }
}
