using Hub.Connectors;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.Foundation;
using Hub.Host.People.Privacy;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Work.Tickets;

/// <summary>What people do to a ticket, by page, mail or call: each verb changes it, sets its clocks and writes its notices in one transaction.</summary>
/// <remarks>Who may do what is checked by the caller; here only what the ticket's state allows.</remarks>
public sealed class TicketDesk(Database database, Desk desk, INotices outbox, ReporterVault vault, TimeProvider clock)
{
    /// <summary>Gives it to a bureau: out of triage, or on to another (re-disposisi).</summary>
    public Task AssignAsync(string number, string bureau, int? service, string actor, string? reason, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) => AssignAsync(db, ticket, bureau, service, actor, reason, now, token), token);

    /// <summary>The bureau gives it back to triage with a reason.</summary>
    public Task GiveBackAsync(string number, string actor, string reason, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) => GiveBackAsync(db, ticket, actor, reason, now, token), token);

    public Task AcceptAsync(string number, string actor, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) => AcceptAsync(ticket, actor, now), token);

    /// <summary>Asks the reporter for what is missing; the promise waits meanwhile (R19).</summary>
    public Task AskAsync(string number, string actor, string question, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) => AskAsync(db, ticket, actor, question, now, token), token);

    /// <summary>A person says that what was missing has come; the clocks go on.</summary>
    public Task CompleteAsync(string number, string actor, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) =>
        {
            Refuse(ticket.Status != TicketStatus.WaitingForReporter, "NotWaiting");
            ticket.Complete(actor, now);
            return Task.CompletedTask;
        }, token);

    /// <summary>A substantive answer that does not end the matter (R20).</summary>
    public Task AnswerAsync(string number, string actor, string text, CancellationToken token) =>
        ChangeAsync(number, async (db, ticket, now) =>
        {
            RefuseBlank(text, "BlankAnswer");
            RefuseUnlessHeld(ticket);
            var first = ticket.FirstResponseAt is null;
            ticket.Answer(actor, text, now);
            await TellReporterAsync(db, ticket, NoticePurpose.Answer, text, first ? ReplyKind.FirstResponse : ReplyKind.FollowUp, now, token);
            await TellFollowersAsync(db, ticket, f => f.Answer(actor, text, now), text, first ? ReplyKind.FirstResponse : ReplyKind.FollowUp, now, token);
        }, token);

    /// <summary>The final answer (R21).</summary>
    public Task ResolveAsync(string number, string actor, string text, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) => ResolveAsync(db, ticket, actor, text, now, token), token);

    /// <summary>Not our authority: ends our clocks, tells reporter and source (R18).</summary>
    public Task NotOursAsync(string number, string target, string actor, string evidence, CancellationToken token) =>
        ChangeAsync(number, (db, ticket, now) => NotOursAsync(db, ticket, target, actor, evidence, now, token), token);

    /// <summary>Corrects kind, service or class; every clock is counted again from the original start (R17).</summary>
    public Task ReclassifyAsync(string number, SubmissionKind kind, int? service, string? complaintClass, string actor, CancellationToken token) =>
        ChangeAsync(number, (_, ticket, now) =>
        {
            Refuse(service is not null && desk.Catalogue.FindService(service) is null, "NoService", service);
            Refuse(complaintClass is not null && desk.Catalogue.Classes.Values.All(t => t.All(c => c.Code != complaintClass)), "NoClass", complaintClass);
            ticket.Reclassify(kind, service, complaintClass, actor, now);
            return Task.CompletedTask;
        }, token);

    public Task CloseAsync(string number, string actor, string? reason, CancellationToken token) =>
        ChangeAsync(number, (_, ticket, now) =>
        {
            ticket.Close(actor, reason, now);
            return Task.CompletedTask;
        }, token);

    public Task NoteAsync(string number, string actor, string text, CancellationToken token) =>
        ChangeAsync(number, (_, ticket, now) =>
        {
            RefuseBlank(text, "BlankNote");
            ticket.Remark(TicketEventKind.Note, actor, text, null, now);
            return Task.CompletedTask;
        }, token);

    /// <summary>Raises a protection flag; nobody lowers one here.</summary>
    public Task ProtectAsync(string number, bool anonymous, bool secret, string actor, CancellationToken token) =>
        ChangeAsync(number, (_, ticket, now) =>
        {
            ticket.Protect(anonymous, secret, actor, now);
            return Task.CompletedTask;
        }, token);

    /// <summary>Follows another ticket; both keep their clocks, and it can be taken back.</summary>
    public Task MergeAsync(string number, string into, string actor, string reason, CancellationToken token) =>
        ChangeAsync(number, async (db, ticket, now) =>
        {
            var leader = await db.Tickets.FirstOrDefaultAsync(t => t.Number == into, token);
            Refuse(leader is null, "NoTicket", into);
            Refuse(leader!.Id == ticket.Id || leader.MergedInto is not null, "CannotLead", into);
            Refuse(ticket.MergedInto is not null, "AlreadyMerged");
            var follower = await db.Tickets.Where(t => t.MergedInto == ticket.Id).Select(t => t.Number).FirstOrDefaultAsync(token);
            Refuse(follower is not null, "Followed", follower, into);
            ticket.MergeInto(leader, actor, reason, now);
            leader.Remark(TicketEventKind.Linked, actor, ticket.Number, new { Reason = "merged" }, now);
        }, token);

    /// <summary>Both go on by themselves and know of each other.</summary>
    public Task LinkAsync(string number, string other, string actor, CancellationToken token) =>
        ChangeAsync(number, async (db, ticket, now) =>
        {
            var linked = await db.Tickets.FirstOrDefaultAsync(t => t.Number == other, token);
            Refuse(linked is null || linked.Id == ticket.Id, "NoTicket", other);
            ticket.Remark(TicketEventKind.Linked, actor, other, new { Reason = "same" }, now);
            linked!.Remark(TicketEventKind.Linked, actor, number, new { Reason = "same" }, now);
        }, token);

    /// <summary>Takes a merge back; the status before it returns.</summary>
    public Task UnmergeAsync(string number, string actor, string reason, CancellationToken token) =>
        ChangeAsync(number, (_, ticket, now) =>
        {
            Refuse(ticket.MergedInto is null, "NotMerged");
            ticket.Unmerge(actor, reason, now);
            return Task.CompletedTask;
        }, token);

    /// <summary>A person says that a doubtful mail answers another ticket: its words and files join that one, and later answers to it find that one too.</summary>
    public Task JoinAsync(string number, string into, string actor, CancellationToken token) =>
        ChangeAsync(number, async (db, ticket, now) =>
        {
            Refuse(!DoubtfulReplies.IsOne(ticket), "NotDoubtful");
            var target = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).Include(t => t.Attachments).FirstOrDefaultAsync(t => t.Number == into, token);
            Refuse(target is null, "NoTicket", into);
            Refuse(target!.Id == ticket.Id || target.MergedInto is not null, "TakesNoReply", into);
            target.HearReporter(ticket.Body, now);
            target.Remark(TicketEventKind.Linked, actor, ticket.Number, new { Reason = "joined" }, now);
            foreach (var file in await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticket.Id).ToListAsync(token))
            {
                target.Attach(new TicketAttachment(file.Name, file.MediaType, file.ContentHash, file.Size, file.Link, now));
            }

            desk.SetClocks(target);
            ticket.MergeInto(target, actor, $"Balasan untuk {into}.", now);
            await db.MailLinks.Where(l => l.TicketId == ticket.Id && l.Source != null && !db.MailLinks.Any(o => o.TicketId == target.Id && o.MessageId == l.MessageId))
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.TicketId, target.Id), token);
            await outbox.TicketChangedAsync(db, target, now, token);
        }, token);

    internal async Task AssignAsync(HubDbContext db, Ticket ticket, string bureau, int? service, string actor, string? reason, DateTimeOffset now, CancellationToken token)
    {
        Refuse(desk.Catalogue.FindBureau(bureau) is null, "NoBureau", bureau);
        Refuse(service is not null && desk.Catalogue.FindService(service) is null, "NoService", service);
        Refuse(ticket.MergedInto is not null, "Follows");
        Refuse(!ticket.IsOpen, "FinishedBeforeMove");
        Refuse(ticket.Bureau == bureau, "SameBureau");
        ticket.Assign(bureau, service, actor, reason, now);
        await outbox.TicketAssignedAsync(db, ticket, now, token);
    }

    internal async Task NotOursAsync(HubDbContext db, Ticket ticket, string target, string actor, string evidence, DateTimeOffset now, CancellationToken token)
    {
        RefuseBlank(target, "BlankTarget");
        RefuseBlank(evidence, "BlankReason");
        RefuseUnlessOpen(ticket);
        ticket.DeclareNotOurs(target, actor, evidence, now);
        await TellReporterAsync(db, ticket, NoticePurpose.Answer, evidence, ReplyKind.NotOurs, now, token, target);
        await TellFollowersAsync(db, ticket, f => f.DeclareNotOurs(target, actor, evidence, now), evidence, ReplyKind.NotOurs, now, token, target);
    }

    internal Task GiveBackAsync(HubDbContext db, Ticket ticket, string actor, string reason, DateTimeOffset now, CancellationToken token)
    {
        RefuseBlank(reason, "BlankReason");
        RefuseUnlessHeld(ticket);
        ticket.GiveBack(actor, reason, now);
        return outbox.TicketAssignedAsync(db, ticket, now, token);
    }

    internal static Task AcceptAsync(Ticket ticket, string actor, DateTimeOffset now)
    {
        RefuseUnlessOpen(ticket);
        Refuse(ticket.Status is not (TicketStatus.New or TicketStatus.InProgress), "NotToAccept");
        ticket.Accept(actor, now);
        return Task.CompletedTask;
    }

    internal Task AskAsync(HubDbContext db, Ticket ticket, string actor, string question, DateTimeOffset now, CancellationToken token)
    {
        RefuseBlank(question, "BlankQuestion");
        RefuseUnlessHeld(ticket);
        ticket.AskReporter(actor, question, now);
        return TellReporterAsync(db, ticket, NoticePurpose.Question, question, ReplyKind.FollowUp, now, token);
    }

    internal async Task ResolveAsync(HubDbContext db, Ticket ticket, string actor, string text, DateTimeOffset now, CancellationToken token)
    {
        RefuseBlank(text, "BlankFinalAnswer");
        RefuseUnlessHeld(ticket);
        ticket.Resolve(actor, text, now);
        await TellReporterAsync(db, ticket, NoticePurpose.Answer, text, ReplyKind.Finished, now, token);
        await TellFollowersAsync(db, ticket, f => f.Resolve(actor, text, now), text, ReplyKind.Finished, now, token);
    }

    /// <summary>Whoever was merged under this ticket waits for the same words, and has clocks of its own that they end.</summary>
    private async Task TellFollowersAsync(HubDbContext db, Ticket leader, Action<Ticket> change, string text, ReplyKind reply, DateTimeOffset now, CancellationToken token, string? target = null)
    {
        foreach (var follower in await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).Where(t => t.MergedInto == leader.Id).ToListAsync(token))
        {
            change(follower);
            desk.SetClocks(follower);

            // Who wrote both tickets has the leader's answer already.
            var reporters = await db.Reporters.Where(r => r.TicketId == leader.Id || r.TicketId == follower.Id).Select(r => r.Lookup).ToListAsync(token);
            if (follower.System == "email" && leader.System == "email" && reporters is [string first, var second] && first == second)
            {
                continue;
            }

            await TellReporterAsync(db, follower, NoticePurpose.Answer, text, reply, now, token, target);
        }
    }

    /// <summary>By mail where the reporter wrote by mail, else back to the source.</summary>
    private async Task TellReporterAsync(HubDbContext db, Ticket ticket, NoticePurpose purpose, string text, ReplyKind reply, DateTimeOffset now, CancellationToken token, string? target = null)
    {
        if (ticket.System == "email")
        {
            if (await db.Reporters.FindAsync([ticket.Id], token) is { } record && vault.Unseal(record).Email is string address)
            {
                var mail = await db.MailLinks.Where(l => l.TicketId == ticket.Id && l.Source != null).OrderBy(l => l.Id).Select(l => l.MessageId).FirstOrDefaultAsync(token);
                await outbox.AddAsync(db, ticket, purpose, address, bureau: null, new NoticePayload(text, mail, Reply: reply, Target: target), now, token);
            }
        }
        else
        {
            await outbox.WriteBackAsync(db, ticket, new NoticePayload(text, Reply: reply, Target: target), now, token);
        }
    }

    internal async Task ChangeAsync(string number, Func<HubDbContext, Ticket, DateTimeOffset, Task> change, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var ticket = await db.Tickets.Include(t => t.Events).Include(t => t.Clocks).FirstOrDefaultAsync(t => t.Number == number, token)
            ?? throw TicketRefusal.Of("NoTicket", number);
        await change(db, ticket, clock.GetUtcNow());
        desk.SetClocks(ticket);
        try
        {
            await db.SaveChangesAsync(token);
        }
        catch (DbUpdateConcurrencyException e)
        {
            throw TicketRefusal.Of(e, "ChangedMeanwhile");
        }

        await transaction.CommitAsync(token);
        outbox.Wake();
    }

    private static void RefuseUnlessHeld(Ticket ticket)
    {
        RefuseUnlessOpen(ticket);
        Refuse(ticket.Bureau is null, "InTriage");
    }

    private static void RefuseUnlessOpen(Ticket ticket)
    {
        Refuse(ticket.MergedInto is not null, "Follows");
        Refuse(!ticket.IsOpen, "Finished");
    }

    private static void RefuseBlank(string? text, string sentence) => Refuse(string.IsNullOrWhiteSpace(text), sentence);

    private static void Refuse(bool when, string sentence, params object?[] values)
    {
        if (when)
        {
            throw TicketRefusal.Of(sentence, values);
        }
    }
}
