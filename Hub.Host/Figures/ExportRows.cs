using System.Runtime.CompilerServices;
using Hub.Domain;
using Hub.Domain.Deadlines;
using Hub.Domain.Privacy;
using Hub.Domain.Submissions;
using Hub.Domain.Tickets;
using Hub.Host.People.Privacy;
using Hub.Host.People.Visits;
using Hub.Host.Work.Offices;
using Microsoft.EntityFrameworkCore;

namespace Hub.Host.Figures;

/// <summary>The rows of a list to take away, one after the other from the store; neither reporter nor protected title is ever among them.</summary>
public sealed class ExportRows(TicketQueries tickets, ReporterMarks marks, ItemNumbers numbers, WorkingCalendar calendar, OfficeRegister offices, Visit visit, Words say)
{
    public IReadOnlyList<SheetColumn> Columns =>
    [
        new(say["col.number"], 16), new(say["col.what"], 60), new(say["col.kind"], 14), new(say["col.bureau"], 34), new(say["col.service"], 9), new(say["col.class"], 10),
        new(say["col.source"], 12), new(say["col.status"], 18), new(say["ticket.received"], 12), new(say["ticket.due"], 12), new(say["export.answered"], 12),
        new(say["export.finished"], 12), new(say["export.late"], 10), new(say["export.rating"], 10),
    ];

    /// <summary>Every row is made when it is asked for; nothing is kept.</summary>
    public async IAsyncEnumerable<IReadOnlyList<object?>> ReadAsync(TicketFilter filter, [EnumeratorCancellation] CancellationToken token = default)
    {
        await using var db = tickets.Read();
        var found = await tickets.Visible(db).Matching(db, filter, visit.Now, calendar).AllSayingAsync(db, filter.Words, marks, numbers, visit.User, token);
        var rows = found.OrderBy(t => t.Id).Select(t => new
        {
            t.Number, t.Title, Closed = t.Anonymous || t.Secret, t.Kind, t.Bureau, t.Service, t.Class, t.System, t.Status,
            t.ReceivedAt, DueOn = t.LateAt == null ? (DateOnly?)null : t.DueOn, t.LateAt, t.FirstResponseAt, DoneAt = t.ResolvedAt ?? t.ClosedAt, t.Rating,
        });
        // Words looked up once, not once a row.
        var kinds = Enum.GetValues<SubmissionKind>().ToDictionary(k => k, say.Kind);
        var statuses = Enum.GetValues<TicketStatus>().ToDictionary(s => s, say.Status);
        var (closed, yes, no) = (say["export.protected"], say["yes"], say["no"]);
        await foreach (var t in rows.AsAsyncEnumerable().WithCancellation(token))
        {
            yield return
            [
                t.Number, t.Closed ? closed : LeakGate.Mask(t.Title), kinds[t.Kind], offices.NameOf(t.Bureau), t.Service, t.Class, t.System, statuses[t.Status],
                Wita.DateOf(t.ReceivedAt), t.DueOn, On(t.FirstResponseAt), On(t.DoneAt), (t.DoneAt ?? visit.Now) >= t.LateAt ? yes : no, t.Rating,
            ];
        }
    }

    private static DateOnly? On(DateTimeOffset? at) => at is { } instant ? Wita.DateOf(instant) : null;
}
