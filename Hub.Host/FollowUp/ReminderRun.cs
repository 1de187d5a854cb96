using Hub.Domain.Deadlines;
using Hub.Domain.Tickets;
using Hub.Host.Mailing.Outbox;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;
using Hub.Host.Work;
using Hub.Host.Work.Deadlines;
using Hub.Host.Work.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.FollowUp;

/// <summary>
/// Writes what is due now: for each rung an event on the ticket and a row in the outbox for each recipient, in one transaction.
/// The event is the memory: a rung that has one is never sent again, and one without is found at the next run, by whichever copy of the hub.
/// </summary>
public sealed partial class ReminderRun(
    Database database, BasisInForce basis, LawInForce law, TicketRoad road, ReminderSearch search, OutboxWriter outbox, TimeProvider clock, ILogger<ReminderRun> log)
{
    /// <returns>How many rungs were written.</returns>
    public async Task<int> RunAsync(CancellationToken token)
    {
        await basis.LoadAsync(token);
        var now = clock.GetUtcNow();
        if (!ReminderLadder.IsOfficeHour(basis.Calendar, now))
        {
            return 0;
        }

        var written = 0;
        foreach (var ticket in (await search.UnsentAsync(now, token)).GroupBy(u => u.TicketId))
        {
            try
            {
                written += await WriteAsync(ticket.Key, [.. ticket], now, token);
            }
            catch (DbUpdateException e)
            {
                // Somebody changed the ticket meanwhile; the next run finds the rung again.
                LogPostponed(ticket.Key, e.GetType().Name);
            }
        }

        outbox.Wake();
        return written;
    }

    /// <param name="unsent">As found a moment ago; what has changed since is left out.</param>
    internal async Task<int> WriteAsync(long ticketId, IReadOnlyList<UnsentReminder> unsent, DateTimeOffset now, CancellationToken token)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        var ticket = await db.Tickets.Include(t => t.Clocks).SingleAsync(t => t.Id == ticketId, token);
        // Another copy of the hub may have written it since the search; after this look the ticket's version keeps a second writer out.
        var sent = await ReminderSearch.SentAsync(db, [ticketId], token);
        var leader = ticket.MergedInto is { } id ? await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == id, token) : null;
        var current = unsent.Where(u => (ticket.IsOpen || ticket.MergedInto is not null) && !sent.Contains(u.Reminder.Key) && ticket.Clocks.Any(c => c.Id == u.Clock.Id && c.Version == u.Clock.Version && c.IsOpen)).ToList();
        var heard = new HashSet<(long Clock, string Address)>();
        foreach (var reminder in current)
        {
            await TellAsync(db, ticket, leader, reminder, heard, now, token);
        }

        await db.SaveChangesAsync(token);
        await transaction.CommitAsync(token);
        return current.Count;
    }

    /// <param name="leader">The ticket that this one follows: its bureau can do something about it.</param>
    /// <param name="heard">Whom this run told of a clock: the staff of Biro Organisasi look after late tickets, and hold some themselves.</param>
    private async Task TellAsync(HubDbContext db, Ticket ticket, Ticket? leader, UnsentReminder unsent, HashSet<(long Clock, string Address)> heard, DateTimeOffset now, CancellationToken token)
    {
        var reminder = unsent.Reminder;
        var bureau = (leader ?? ticket).Bureau ?? Owners.Triagers(law.Catalogue);
        var addresses = await AddressesAsync(db, RoleFor(reminder.Role, ticket), bureau, token);
        var escalates = reminder.Role != ReminderRole.Staff;
        var (role, dueOn) = (reminder.Role.ToString(), unsent.Clock.Deadline.DueOn);
        Happening told = escalates ? new Happening.Escalated(reminder.Key, reminder.Level, role, addresses.Count, dueOn) : new Happening.Reminded(reminder.Key, reminder.Level, role, addresses.Count, dueOn);
        await road.ChangeAsync(db, ticket, new TicketChange.Keep(told), new Actor.Hub(), null, token);
        var payload = new NoticePayload(Target: leader?.Number, Clock: unsent.Clock.Id);
        foreach (var address in addresses.Where(address => heard.Add((unsent.Clock.Id, address))))
        {
            await outbox.AddAsync(db, ticket, reminder.Key, escalates ? NoticePurpose.Escalation : NoticePurpose.Reminder, address, bureau, payload, now, token);
        }

        if (addresses.Count == 0)
        {
            LogNobody(ticket.Number, reminder.Role);
        }
    }

    /// <summary>What accuses Biro Organisasi and is with the inspectorate is pressed by the leadership, not by that bureau.</summary>
    private static ReminderRole RoleFor(ReminderRole role, Ticket ticket) => role != ReminderRole.Staff && ticket.KeepsVerifierOut ? ReminderRole.Leadership : role;

    private Task<List<string>> AddressesAsync(HubDbContext db, ReminderRole role, string bureau, CancellationToken token)
    {
        var organisation = Owners.Triagers(law.Catalogue);
        var reached = db.Contacts.AsNoTracking().Where(c => c.BouncingSince == null);
        var asked = role switch
        {
            ReminderRole.Staff => reached.Where(c => c.Bureau == bureau && c.Role == ContactRole.Staff),
            // An office has no head here: whoever handed it on looks after it.
            ReminderRole.Head when law.Catalogue.FindBureau(bureau) is null => reached.Where(c => c.Bureau == organisation && c.Role == ContactRole.Staff),
            ReminderRole.Head => reached.Where(c => c.Bureau == bureau && c.Role == ContactRole.Head),
            ReminderRole.Organisation => reached.Where(c => c.Bureau == organisation && c.Role == ContactRole.Staff),
            ReminderRole.Leadership => reached.Where(c => c.Role == ContactRole.Leadership),
        };
        return asked.Select(c => c.Address).Distinct().OrderBy(a => a).ToListAsync(token);
    }

    [LoggerMessage(185, LogLevel.Information, "A reminder of ticket {TicketId} is postponed to the next run: {Cause}")]
    private partial void LogPostponed(long ticketId, string cause);

    [LoggerMessage(187, LogLevel.Warning, "Ticket {Number} has a reminder for {Role} and nobody to send it to")]
    private partial void LogNobody(string number, ReminderRole role);
}
