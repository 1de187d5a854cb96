using Hub.Domain.Tickets;
using Hub.Host.Storage;
using Hub.Host.Storage.Rows;

namespace Hub.Host.Mailing.Outbox;

/// <summary>What did not leave and still matters: staff need not hear any more of a ticket that is over.</summary>
internal static class StuckNotices
{
    private static readonly NoticePurpose[] ToStaff = [NoticePurpose.Assigned, NoticePurpose.Triage, NoticePurpose.Changed, NoticePurpose.Reminder, NoticePurpose.Escalation];

    private static readonly TicketStatus[] Over = [.. Enum.GetValues<TicketStatus>().Where(s => !s.IsOpen())];

    public static IQueryable<OutboxMessage> Of(HubDbContext db) => db.Stuck.Where(
        m => !(ToStaff.Contains(m.Purpose) && db.Tickets.Any(t => t.Id == m.TicketId && Over.Contains(t.Status))));
}
