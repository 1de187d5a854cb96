using Hub.Connectors.Email;
using Hub.Domain;
using Hub.Domain.Submissions;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Mailing.Conversation;

/// <summary>Mail of ours that came back: the notice has failed after all, and its address is marked until somebody writes from it or says that it is reached again.</summary>
internal static class Bounces
{
    /// <summary>Only a mail that quotes the id of one of our notices is believed: the recipient's servers know it, and whoever was handed that notice on. A false one marks an address, so that notices go to the others of its office until it is unmarked; it opens nothing.</summary>
    /// <param name="title">What its subject says.</param>
    public static async Task NoteAsync(HubDbContext db, Mail mail, string title, DateTimeOffset now, CancellationToken token)
    {
        // A delay is told in the same form; then nobody has failed yet (RFC 3464, 2.3.3).
        if (mail is not { IsBounce: true, BouncedRecipient: not null })
        {
            return;
        }

        var cause = Said.Quote(Without(mail, title));
        var ids = mail.References.Append(mail.InReplyTo).OfType<string>().ToList();
        foreach (var row in await db.Outbox.Where(m => ids.Contains(m.MessageId)).ToListAsync(token))
        {
            (row.State, row.Answer) = (OutboxState.Failed, Said.Of<OutboxTexts>("CameBack", cause));
            await MarkAsync(db, row.Recipient, cause, now, token);
        }
    }

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
