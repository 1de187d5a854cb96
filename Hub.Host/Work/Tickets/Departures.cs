using System.Diagnostics;
using Hub.Connectors;
using Hub.Domain;
using Hub.Domain.Conversation;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What leaves the hub because of what happened to a ticket; the one place that decides it, from the kinds of its events.</summary>
public sealed class Departures(INotices notices, ConnectorCatalog systems, AnswerWays ways, ReporterVault vault)
{
    /// <param name="since">How many events the ticket had before the change.</param>
    /// <param name="told">With whose answer, and who decided about its words.</param>
    internal async Task WriteAsync(HubDbContext db, Ticket ticket, int since, Telling told, DateTimeOffset now, CancellationToken token)
    {
        foreach (var happened in ticket.Events.Where(e => e.Sequence > since).OrderBy(e => e.Sequence).ToList())
        {
            await WriteAsync(db, ticket, happened, told, now, token);
        }
    }

    /// <summary>What was just written about a ticket waits until it can no longer be taken back.</summary>
    internal static void Hold(HubDbContext db, Ticket ticket, DateTimeOffset now)
    {
        var until = now + TicketChange.Grace + Margin;
        foreach (var row in db.ChangeTracker.Entries<OutboxMessage>().Where(e => e.State == EntityState.Added && e.Entity.TicketId == ticket.Id).Select(e => e.Entity))
        {
            row.DueAt = row.DueAt > until ? row.DueAt : until;
        }
    }

    /// <summary>Nobody hears of what is taken back.</summary>
    internal static Task WithdrawAsync(HubDbContext db, Ticket ticket, DateTimeOffset now, CancellationToken token)
    {
        var since = now - TicketChange.Grace;
        return db.Outbox.Where(m => m.TicketId == ticket.Id && m.State == OutboxState.Pending && m.HandedOverAt == null && m.CreatedAt >= since && m.DueAt > now).ExecuteDeleteAsync(token);
    }

    /// <summary>Clocks of two hubs on one store differ a little.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(5);

    private Task WriteAsync(HubDbContext db, Ticket ticket, TicketEvent happened, Telling told, DateTimeOffset now, CancellationToken token) => happened.Kind switch
    {
        TicketEventKind.Routed or TicketEventKind.Reassigned => HandOnAsync(db, ticket, happened, told.Leader, now, token),
        TicketEventKind.Returned or TicketEventKind.Protected => ticket.IsOpen ? notices.TicketAssignedAsync(db, ticket, now, token) : Task.CompletedTask,
        TicketEventKind.AskedReporter => ToReporterAsync(db, ticket, happened, told, NoticePurpose.Question, new NoticePayload(happened.Text, Reply: WordOf(happened)), now, token),

        // An answer that the source itself gave was told there.
        TicketEventKind.Answered when happened.Actor == SourceName => Task.CompletedTask,
        TicketEventKind.Answered => ToReporterAsync(db, ticket, happened, told, NoticePurpose.Answer, new NoticePayload(happened.Text, Reply: WordOf(happened)), now, token),
        TicketEventKind.PpidExtended => ToReporterAsync(db, ticket, happened, told, NoticePurpose.Answer, new NoticePayload(happened.Text, Reply: WordOf(happened)), now, token),
        TicketEventKind.Resolved or TicketEventKind.Refused => ToReporterAsync(db, ticket, happened, told, NoticePurpose.Answer, new NoticePayload(happened.Text, Reply: WordOf(happened)), now, token),

        // What the source itself gave back needs no word to it.
        TicketEventKind.NotOurs when happened.Actor == SourceName => Task.CompletedTask,
        TicketEventKind.NotOurs => ToReporterAsync(
            db, ticket, happened, told, NoticePurpose.Answer, new NoticePayload(happened.Text, Reply: WordOf(happened), Target: happened.Of<Happening.NotOurs>()!.Target), now, token),
        TicketEventKind.Reopened or TicketEventKind.PpidObjected or TicketEventKind.PpidDisputed => notices.TicketChangedAsync(db, ticket, happened, now, token),

        // Thanks for an answer call nobody to work.
        TicketEventKind.ReporterWrote => happened.Of<Happening.ReporterWrote>()!.Meaning is ReplyMeaning.Thanks or ReplyMeaning.Confirms ? Task.CompletedTask : notices.TicketChangedAsync(db, ticket, happened, now, token),

        // What an officer wrote about a ticket that the office has no longer is news to whoever has it.
        TicketEventKind.Note when happened.Of<Happening.Note>()!.Office is not null => notices.TicketChangedAsync(db, ticket, happened, now, token),
        TicketEventKind.Drafted => notices.DraftWaitsAsync(db, ticket, now, token),
        TicketEventKind.SourceChanged => ticket.IsOpen && happened.Of<Happening.SourceChanged>()!.Body is not null ? notices.TicketChangedAsync(db, ticket, happened, now, token) : Task.CompletedTask,

        // Whoever withdrew knows it; of what vanished at its source only those hear who work on it.
        TicketEventKind.Withdrawn => happened.Of<Happening.Withdrawn>()!.AtSource == true ? notices.TicketChangedAsync(db, ticket, happened, now, token) : Task.CompletedTask,

        // Reminders are told by the rung that they are; an opening by the intake, which knows the reporter's mail.
        TicketEventKind.Reminded or TicketEventKind.Escalated or TicketEventKind.Opened => Task.CompletedTask,
        TicketEventKind.Accepted or TicketEventKind.Completed or TicketEventKind.Closed or TicketEventKind.AutomaticMail or TicketEventKind.DeadlineChanged
            or TicketEventKind.Reclassified or TicketEventKind.Note or TicketEventKind.Linked or TicketEventKind.Merged or TicketEventKind.Unmerged
            or TicketEventKind.Flagged or TicketEventKind.ProtectionLifted or TicketEventKind.EventSet or TicketEventKind.WaitingBegan or TicketEventKind.WaitingEnded or TicketEventKind.TermBegan or TicketEventKind.PpidStarted or TicketEventKind.PpidDecided or TicketEventKind.RequirementsChecked or TicketEventKind.Taken or TicketEventKind.LetGo or TicketEventKind.DeliveryFailed or TicketEventKind.Quarantined or TicketEventKind.FileReleased => Task.CompletedTask,
    };

    /// <summary>Whoever holds it is told, and the reporter to whom another bureau was named; a source that keeps with which office an item is, too.</summary>
    private async Task HandOnAsync(HubDbContext db, Ticket ticket, TicketEvent happened, Ticket? leader, DateTimeOffset now, CancellationToken token)
    {
        await notices.TicketAssignedAsync(db, ticket, now, token);
        if (leader is null && ticket is { IsOpen: true, IsProtected: false, Bureau: not null } && now - ticket.OpenedAt >= Sorting
            && await BeforeAsync(db, ticket, happened, token) is { } before && before != ticket.Bureau
            && await db.Outbox.AnyAsync(m => m.TicketId == ticket.Id && m.Purpose == NoticePurpose.Receipt, token))
        {
            await MailReporterAsync(db, ticket, NoticePurpose.Moved, new NoticePayload(), now, token);
        }

        if (ticket.Bureau is { } holder && systems.Disposes(ticket.System) && await ways.OfAsync(db, ticket, ReplyKind.Disposition, token) is AnswerWay.ToSource && await OfficeRegister.FindAsync(db, holder, token) is { } office)
        {
            var words = happened.Text ?? Said.Of<OfficeTexts>("HandedOn", office.Name).ToString();
            await notices.WriteBackAsync(db, ticket, new NoticePayload(words, Reply: ReplyKind.Disposition, Target: office.LaporId ?? office.Name, Settled: happened.Text is null), now, token);
        }
    }

    /// <summary>So soon after its arrival it is only being sorted.</summary>
    private static readonly TimeSpan Sorting = TimeSpan.FromMinutes(15);

    /// <returns>The bureau that had it; null where none did.</returns>
    private static async Task<string?> BeforeAsync(HubDbContext db, Ticket ticket, TicketEvent happened, CancellationToken token) =>
        happened.Of<Happening.Reassigned>() is { } moved
            ? moved.From
            : (await db.TicketEvents.AsNoTracking().Where(e => e.TicketId == ticket.Id && e.Kind == TicketEventKind.Returned).OrderByDescending(e => e.Sequence).FirstOrDefaultAsync(token))?.Of<Happening.Returned>()!.From;

    private static readonly string SourceName = new Actor.Source().Name;

    /// <summary>What a word to the reporter is to the source.</summary>
    internal static ReplyKind WordOf(TicketEvent told) => told.Kind switch
    {
        TicketEventKind.Answered => Step(told),
        TicketEventKind.Resolved or TicketEventKind.Refused => ReplyKind.Finished,
        TicketEventKind.NotOurs => ReplyKind.NotOurs,
        TicketEventKind.AskedReporter or TicketEventKind.PpidExtended => ReplyKind.FollowUp,
        _ => throw new UnreachableException(),
    };

    private static ReplyKind Step(TicketEvent answer) => answer.Of<Happening.Answered>()!.First == true ? ReplyKind.FirstResponse : ReplyKind.FollowUp;

    /// <summary>By mail where the reporter wrote by mail, else back to the source; what takes no word is left to a person, whom the ticket's page tells so.</summary>
    private async Task ToReporterAsync(HubDbContext db, Ticket ticket, TicketEvent happened, Telling told, NoticePurpose purpose, NoticePayload words, DateTimeOffset now, CancellationToken token)
    {
        var payload = words with { Settled = told.Settled, Event = ticket.Attachments.Any(a => a.SentWith == happened.Sequence) ? happened.Sequence : null };
        if (told.Leader is { } leader && (ticket.RepliedByOffice is not null || await HasLeadersAnswerAsync(db, ticket, leader, token)))
        {
            return;
        }

        var way = await ways.OfAsync(db, ticket, words.Reply ?? ReplyKind.FollowUp, token);
        if (way is AnswerWay.ToSource)
        {
            await notices.WriteBackAsync(db, ticket, payload, now, token);
        }
        else if (way is AnswerWay.ByMail)
        {
            await MailReporterAsync(db, ticket, purpose, payload, now, token);
        }
    }

    private async Task MailReporterAsync(HubDbContext db, Ticket ticket, NoticePurpose purpose, NoticePayload payload, DateTimeOffset now, CancellationToken token)
    {
        if (await db.Reporters.FindAsync([ticket.Id], token) is { } record && vault.Unseal(record).Email is string address)
        {
            var mail = await TicketMail.Of(db).Where(m => m.TicketId == ticket.Id && m.Source != null).OrderBy(m => m.Envelope).ThenBy(m => m.Row).Select(m => m.MessageId).FirstOrDefaultAsync(token);
            await notices.AddAsync(db, ticket, purpose, address, bureau: null, payload with { InReplyTo = mail }, now, token);
        }
    }

    private bool IsMailed(Ticket ticket) => systems.AnswersOf(ticket.System) == AnswerWay.ByMail;

    /// <summary>Who wrote both tickets is told once.</summary>
    private async Task<bool> HasLeadersAnswerAsync(HubDbContext db, Ticket follower, Ticket leader, CancellationToken token)
    {
        if (!IsMailed(follower) || !IsMailed(leader))
        {
            return false;
        }

        var reporters = await db.Reporters.AsNoTracking().Where(r => r.TicketId == leader.Id || r.TicketId == follower.Id).ToListAsync(token);
        return reporters is [var first, var second] && ReporterMarks.IsSame(vault.Unseal(first).Email, vault.Unseal(second).Email);
    }
}

/// <summary>How what happened to a ticket is told to its reporter.</summary>
/// <param name="Leader">The ticket under which this one is followed and whose answer it shares; null when it stands by itself.</param>
/// <param name="IsDisclosed">The verifier let the words go as they are.</param>
internal sealed record Telling(Ticket? Leader, bool IsDisclosed)
{
    /// <summary>Of a protected leader those who follow it read the hub's own words.</summary>
    public bool Settled => IsDisclosed || Leader is { IsProtected: true };
}
